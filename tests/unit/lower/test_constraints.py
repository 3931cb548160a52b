"""What is left of a schema where only its constraints count."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.specs import bundled, openapi

from runtime.keywords import judge
from specwright.diagnostics import Diagnostics
from specwright.lower import lower

NAMED = """
Text: {type: string, maxLength: 5}
Free: {type: object, properties: {a: {$ref: '#/components/schemas/Free'}}}
Tree:
  type: object
  properties:
    name: {$ref: '#/components/schemas/Text'}
    children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
Cat: {type: object, required: [kind], properties: {kind: {const: cat}, age: {maximum: 9}}}
Dog:
  type: object
  required: [kind, id]
  properties:
    kind: {type: string, enum: [dog, 'no']}
    id: {type: string, readOnly: true, maxLength: 9}
Round: {$ref: '#/components/schemas/Round'}
"""


def reduced(schema: str, named: str = NAMED) -> tuple[Any, dict[str, Any], Diagnostics]:
    """The constraints of a body, those of the schemas that it leads to, and findings."""
    found, diagnostics = bundled(
        openapi(
            f"""
            /a:
              post:
                operationId: a
                requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
                responses: {{'204': {{description: Done.}}}}
            """,
            named,
        )
    )
    api = lower(found, diagnostics)
    body = api.operations[0].request_body
    assert body is not None
    named_ = {name: one.raw for name, one in api.constraints.items()}
    return body.content[0].constraints.raw, named_, diagnostics


def ref(name: str) -> str:
    return f"{{$ref: '#/components/schemas/{name}'}}"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: string}", {}),
        ("true", {}),
        ("{type: string, maxLength: 3.0, minLength: 0}", {"maxLength": 3}),
        ("{maxItems: -1, multipleOf: 0, uniqueItems: false, minimum: true}", {}),
        ("{uniqueItems: true, maxItems: 0}", {"maxItems": 0, "uniqueItems": True}),
        ("{pattern: '^\\d$'}", {"pattern": "^[0-9]$"}),
        ("{items: {items: {maximum: 1}}}", {"items": {"items": {"maximum": 1}}}),
        (
            "{properties: {a: {maximum: 1}, b: {}}}",
            {"properties": {"a": {"maximum": 1}}},
        ),
        ("{properties: {a: {maximum: 1, readOnly: true}}}", {}),
        (
            "{properties: {a: {}}, additionalProperties: {maximum: 1}}",
            {"properties": {"a": {}}, "additionalProperties": {"maximum": 1}},
        ),
        ("{patternProperties: {a: {}}, additionalProperties: {maximum: 1}}", {}),
        ("{prefixItems: [{}, {}]}", {}),
        (
            "{prefixItems: [{}], items: {maximum: 1}}",
            {"prefixItems": [{}], "items": {"maximum": 1}},
        ),
        ("{allOf: [{type: string}, {maxLength: 1}]}", {"allOf": [{"maxLength": 1}]}),
        ("{anyOf: [{type: string, maxLength: 1}, {}]}", {}),
        ("{anyOf: [{type: string}, {type: integer}]}", {}),
        (
            "{anyOf: [{type: string, maxLength: 1}, {type: 'null'}]}",
            {"anyOf": [{"maxLength": 1, "type": ["string"]}, {"type": ["null"]}]},
        ),
        ("{not: {maxLength: 1}, if: {minLength: 1}, then: {maxLength: 2}}", {}),
        (ref("Free"), {}),
        (ref("Round"), {}),
        (ref("Text"), {"$ref": "Text"}),
        (
            "{$ref: '#/components/schemas/Text', minLength: 1}",
            {"minLength": 1, "$ref": "Text"},
        ),
    ],
)
def test_what_is_left(schema: str, expected: object) -> None:
    assert reduced(schema)[0] == expected


def test_only_what_is_led_to_has_a_name() -> None:
    found, named, _ = reduced(ref("Tree"))
    assert found == {"$ref": "Tree"}
    assert named == {
        "Text": {"maxLength": 5},
        "Tree": {
            "properties": {
                "name": {"$ref": "Text"},
                "children": {"items": {"$ref": "Tree"}},
            }
        },
    }


def test_variants_say_what_they_are() -> None:
    found, named, _ = reduced(f"{{oneOf: [{ref('Cat')}, {ref('Dog')}]}}")
    assert found == {"oneOf": [{"$ref": "Cat"}, {"$ref": "Dog"}]}
    assert named == {
        "Cat": {
            "type": ["object"],
            "required": ["kind"],
            "properties": {
                "kind": {"enum": ["cat"]},
                "age": {"maximum": 9},
            },
        },
        "Dog": {
            "type": ["object"],
            "required": ["kind"],
            "properties": {"kind": {"type": ["string"], "enum": ["dog", "no"]}},
        },
    }


def test_a_pattern_that_cannot_be_tried_is_said_once() -> None:
    schema = f"{{allOf: [{ref('Text')}, {ref('Text')}]}}"
    _, named, diagnostics = reduced(schema, "Text: {minLength: 1, pattern: '(?=a)'}")
    assert named == {"Text": {"minLength": 1}}
    (only,) = [d for d in diagnostics if d.code == "SW411"]
    assert "'(?=a)': a group looks around" in only.message
    assert only.location is not None
    assert only.location.pointer == "/components/schemas/Text/pattern"


def test_a_long_chain_of_references_is_followed() -> None:
    chain = "".join(
        f"A{n}: {{properties: {{a: {ref(f'A{n + 1}')}}}}}\n" for n in range(2_000)
    )
    found, named, _ = reduced(ref("A0"), f"{chain}A2000: {{maxLength: 1}}\n")
    assert found == {"$ref": "A0"}
    assert len(named) == 2_001


limits = st.fixed_dictionaries(
    {},
    optional={
        "minLength": st.integers(0, 2),
        "maxLength": st.integers(0, 2),
        "pattern": st.sampled_from(["^a", "b$"]),
        "minimum": st.integers(-1, 2),
        "exclusiveMaximum": st.integers(-1, 2),
        "multipleOf": st.just(2),
        "maxItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
        "minProperties": st.integers(0, 2),
        "type": st.sampled_from(["string", "integer", "array", "object", "null"])
        | st.just(["string", "null"]),
        "enum": st.lists(st.sampled_from(["a", "ab", 1, 2, None]), min_size=1),
        "const": st.sampled_from(["a", 1, {"a": "b"}]),
        "required": st.just(["a"]),
        "description": st.just("x"),
        "$ref": st.sampled_from(["A", "B"]).map("#/components/schemas/{}".format),
    },
)


def wider(
    inner: st.SearchStrategy[dict[str, Any]],
) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    more = st.fixed_dictionaries(
        {},
        optional={
            "items": inner | st.booleans(),
            "prefixItems": several,
            "properties": named,
            "additionalProperties": inner | st.booleans(),
            "patternProperties": st.dictionaries(st.just("^a"), inner),
            "allOf": several,
            "anyOf": several,
            "oneOf": several,
            "not": inner,
            "if": inner,
            "then": inner,
            "propertyNames": inner,
            "contains": inner,
        },
    )
    return st.builds(lambda one, two: {**one, **two}, limits, more)


documents = st.recursive(limits, wider, max_leaves=8)
values = st.recursive(
    st.sampled_from([None, True, "", "a", "ab", "abc", 0, 1, 2, 2.5]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
)


@given(documents, documents, documents, st.lists(values, min_size=1, max_size=5))
def test_what_a_whole_schema_allows_is_allowed(
    schema: dict[str, Any], a: dict[str, Any], b: dict[str, Any], tried: list[object]
) -> None:
    named = {"A": without_references(a), "B": b}
    text = json.dumps({"components": {"schemas": named}} | schema)
    lines = "".join(f"{name}: {json.dumps(one)}\n" for name, one in named.items())
    found, reduced_, _ = reduced(json.dumps(schema), lines)
    other = jsonschema_rs.Draft202012Validator(json.loads(text))
    for value in tried:
        if other.is_valid(value):
            assert judge(found, value, reduced_).why == ""


def without_references(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: without_references(v) for k, v in schema.items() if k != "$ref"}
    return [*map(without_references, schema)] if isinstance(schema, list) else schema
