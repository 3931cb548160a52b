"""Example values fit the schemas that they are made for."""

from __future__ import annotations

from functools import cache
from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.specs import CONFIG, bundled, lowered, openapi

from specwright.ir import Reference
from specwright.lower.cursor import plain
from specwright.python.calls import call_of
from specwright.python.examples import Examples
from specwright.python.fits import Fits
from specwright.python.types import Types
from specwright.text import JsonValue

PATHS = """
/x:
  get:
    operationId: x
    responses:
      '200':
        description: D.
        content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}
"""


def leaf() -> st.SearchStrategy[str]:
    return st.sampled_from(
        [
            "{}",
            "{type: string}",
            "{type: string, format: date-time}",
            "{type: string, format: uuid}",
            "{type: integer, minimum: 7}",
            "{type: integer, maximum: -2}",
            "{type: integer, exclusiveMinimum: 3, exclusiveMaximum: 5}",
            "{type: number, minimum: 2.5}",
            "{type: number, exclusiveMinimum: 1}",
            "{type: number, minimum: 0.75, exclusiveMaximum: 1}",
            "{type: number, exclusiveMinimum: 8.25, exclusiveMaximum: 8.5}",
            "{type: integer, multipleOf: 5, minimum: 7}",
            "{type: number, multipleOf: 0.25, minimum: 1.1}",
            "{type: string, minLength: 20}",
            "{type: string, maxLength: 3}",
            "{type: string, pattern: '^(0|[1-9][0-9]*)$'}",
            "{type: array, items: {type: boolean}, minItems: 2}",
            "{type: array, items: {type: string}, minItems: 3, uniqueItems: true}",
            "{type: array, items: {type: integer}, minItems: 2, uniqueItems: true}",
            "{type: boolean}",
            "{type: 'null'}",
            "{enum: [b, a]}",
            "{const: 5}",
            "{type: [string, 'null']}",
            "{type: object}",
            "{$ref: '#/components/schemas/T'}",
            "{$ref: '#/components/schemas/Tree'}",
        ]
    )


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def objects(found: list[str]) -> str:
        entries = ", ".join(f"p{n}: {text}" for n, text in enumerate(found))
        return f"{{type: object, properties: {{{entries}}}, required: [p0]}}"

    safe = inner.filter(lambda text: "$ref" not in text)
    return st.one_of(
        inner.map(lambda text: f"{{type: array, items: {text}}}"),
        inner.map(lambda text: f"{{type: object, additionalProperties: {text}}}"),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda found: f"{{anyOf: [{', '.join(found)}]}}"
        ),
        # A required property that leads back would be satisfied by no value.
        st.builds(lambda a, b: objects([a, b]), safe, inner),
        st.builds(
            lambda a, b, ways: f"{objects([a, b, a])[:-1]}, {ways}}}",
            safe,
            safe,
            st.sampled_from(
                [
                    "anyOf: [{required: [p1]}, {required: [p2]}]",
                    "oneOf: [{required: [p2]}, {required: [p1]}]",
                    "oneOf: [{required: [p1, p2]}, {required: [p3]}]",
                ]
            ),
        ),
    )


schemas = st.recursive(leaf(), compound, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(schemas, schemas)
def test_any_schema_gets_a_value_that_fits(one: str, two: str) -> None:
    document = openapi(
        PATHS,
        f"T: {{type: object, properties: {{one: {one}, two: {two}}}, required: [one]}}\n"
        "Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}\n",
    )
    found = lowered(document)
    named = found.schema("T")
    examples = Examples(Types(found.api, found.names(), {}))
    value = examples.value(Reference(key=named.key))
    whole, _ = bundled(document)
    root = plain(whole.root())
    assert isinstance(root, dict)
    errors = [
        *Draft202012Validator({**root, "$ref": "#/components/schemas/T"}).iter_errors(
            value
        )
    ]
    recursive_by_need = "one: {$ref: '#/components/schemas/T'}" in document
    assert errors == [] or recursive_by_need, (value, document)
    assert (
        Fits(found.api).check(value, named.schema)
        or "date" in document
        or (recursive_by_need)
    )


def test_an_example_has_what_must_be_there_together() -> None:
    found = lowered(
        openapi(
            PATHS,
            """T:
  properties: {a: {type: integer}, b: {type: integer}, c: {type: integer}}
  oneOf: [{required: [b]}, {required: [a]}]
""",
        )
    )
    schema = found.schema("T").schema
    value = Examples(Types(found.api, found.names(), {})).value(schema)
    fits = Fits(found.api)

    assert value == {"b": 3, "c": 3}
    assert fits.check({"a": 1}, schema)
    assert not fits.check({"a": 1, "b": 1}, schema)
    assert not fits.check({"c": 1}, schema)


def test_an_object_that_needs_itself_ends() -> None:
    found = lowered(
        openapi(
            PATHS,
            "T: {properties: {me: {$ref: '#/components/schemas/T'}}, required: [me]}\n",
        )
    )
    types = Types(found.api, found.names(), {})
    assert Examples(types).value(found.schema("T").schema) == {"me": {"me": {}}}


@cache
def fits(schema: str) -> tuple[Fits, object]:
    found = lowered(openapi(PATHS, f"T:\n{indent(schema, '  ')}\n"))
    return Fits(found.api), found.schema("T").schema


@pytest.mark.parametrize(
    ("schema", "yes", "no"),
    [
        ("type: string", ["a"], [1, None, True]),
        ("type: integer", [1, -1], ["1", 1.5, True]),
        ("type: number", [1, 1.5], ["1", True]),
        ("type: boolean", [True], [1, "true"]),
        ("type: 'null'", [None], [0, ""]),
        ("enum: [1, a]", [1, "a"], [True, 1.0, "b"]),
        ("{type: array, items: {type: string}}", [[], ["a"]], [["a", 1], "a", {}]),
        ("additionalProperties: {type: integer}", [{}, {"a": 1}], [{"a": "1"}, []]),
        ("type: [string, 'null']", [None, "a"], [1]),
        ("anyOf: [{type: string}, {type: integer}]", ["a", 1], [None, 1.5]),
        (
            "{properties: {a: {type: string}, b: {}}, required: [a]}",
            [{"a": "x"}, {"a": "x", "b": None}],
            [{}, {"b": 1}, {"a": 1}, {"a": "x", "c": 1}, "a"],
        ),
    ],
)
def test_fits(schema: str, yes: list[JsonValue], no: list[JsonValue]) -> None:
    checker, lowered_schema = fits(schema)
    for value in yes:
        assert checker.check(value, lowered_schema), value  # type: ignore[arg-type]
    for value in no:
        assert not checker.check(value, lowered_schema), value  # type: ignore[arg-type]


def argument(parameter: str) -> object:
    found = lowered(
        openapi(
            "/x/{id}:\n  get:\n    operationId: x\n"
            "    parameters:\n"
            "    - {name: id, in: path, required: true, schema: {type: string}}\n"
            f"    - {{name: q, in: query, {parameter}}}\n"
            "    responses: {'204': {description: D.}}\n"
        )
    )
    types = Types(found.api, found.names(), {})
    call = call_of(found.api.operations[0], found.names(), types)
    assert CONFIG.package == "acme"
    return Examples(types).argument(call, call.arguments[1])


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("schema: {type: string}, example: shown", "shown"),
        ("schema: {type: string, example: in the schema}", "in the schema"),
        ("schema: {type: string}, example: 5", "q"),
        ("schema: {type: integer}, example: '5'", 3),
        ("schema: {type: integer, maximum: 1}", 1),
        ("schema: {enum: [b, a]}, example: c", "b"),
        ("schema: {enum: [b, a]}, example: a", "a"),
        ("schema: {type: string, format: date}, example: '1999-01-01'", "2024-01-02"),
    ],
)
def test_the_documents_own_examples_win_where_they_fit(
    parameter: str, expected: object
) -> None:
    assert argument(parameter) == expected
