from __future__ import annotations

from typing import Any

import pytest
import yaml

TEXT = """\
openapi: {version}
info: {{title: t, version: "1"}}
paths: {{}}
components:
  schemas:
    S: {schema}
"""


def schema(repaired: Any, text: str, version: str = "3.1.0") -> Any:
    result = repaired(TEXT.format(schema=text, version=version))
    return result.at("components", "schemas", "S"), [code for code, _, _ in result.said]


@pytest.mark.parametrize(
    ("given", "became", "codes"),
    [
        ("{description: Any type}", {}, ["SW106"]),
        ("{title: T, description: Any type}", {"title": "T"}, ["SW106"]),
        ("{type: null}", {"type": "null"}, ["SW107"]),
        ("{type: 'null'}", {"type": "null"}, []),
        ("{type: [String, null]}", {"type": ["string", "null"]}, ["SW107"] * 2),
        ("{type: int}", {"type": "integer"}, ["SW107"]),
        ("{type: strin}", {"type": "strin"}, []),
        (
            "{type: string, nullable: true}",
            {"type": ["string", "null"]},
            ["SW109"],
        ),
        ("{type: string, nullable: false}", {"type": "string"}, ["SW109"]),
        (
            "{type: string, enum: [a], nullable: true}",
            {"type": ["string", "null"], "enum": ["a", None]},
            ["SW109"],
        ),
        (
            "{oneOf: [{type: string}], nullable: true}",
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
            ["SW109"],
        ),
        (
            "{allOf: [{type: object}], description: d, nullable: true}",
            {
                "description": "d",
                "oneOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}],
            },
            ["SW109"],
        ),
        ("{examples: {a: {value: 1}, b: 2}}", {"examples": [1, 2]}, ["SW110"]),
        (
            "{type: number, minimum: 0, exclusiveMinimum: true}",
            {"type": "number", "exclusiveMinimum": 0},
            ["SW112"],
        ),
        (
            "{type: number, maximum: 9, exclusiveMaximum: false}",
            {"type": "number", "maximum": 9},
            ["SW112"],
        ),
        ("{required: [a, b, a]}", {"required": ["a", "b"]}, ["SW113"]),
        (
            "{$recursiveAnchor: true, items: {$recursiveRef: '#'}}",
            {"items": {"$ref": "#/components/schemas/S"}},
            ["SW114"],
        ),
    ],
)
def test_a_spelling_with_one_meaning_gets_it(
    repaired: Any, given: str, became: Any, codes: Any
) -> None:
    assert schema(repaired, given) == (became, codes)


@pytest.mark.parametrize(
    "given", ["{type: string, nullable: true}", "{minimum: 0, exclusiveMinimum: true}"]
)
def test_keywords_of_30_stay_in_30(repaired: Any, given: str) -> None:
    found, codes = schema(repaired, given, version="3.0.3")

    assert {"nullable", "exclusiveMinimum"} & set(found)
    assert codes == []


@pytest.mark.parametrize(
    ("given", "required", "codes"),
    [
        ("{properties: {a: {required: true}}}", ["a"], ["SW108"]),
        ("{required: [b], properties: {a: {required: true}}}", ["b", "a"], ["SW108"]),
        ("{required: [a], properties: {a: {required: true}}}", ["a"], ["SW108"]),
        ("{properties: {a: {required: false}}}", None, ["SW108"]),
    ],
)
def test_required_moves_to_the_object(
    repaired: Any, given: str, required: Any, codes: Any
) -> None:
    found, said = schema(repaired, given)

    assert found.get("required") == required
    assert "required" not in found["properties"]["a"]
    assert said == codes


def test_a_property_named_required_is_left_alone(repaired: Any) -> None:
    found, said = schema(repaired, "{properties: {required: {type: boolean}}}")

    assert found["properties"]["required"] == {"type": "boolean"}
    assert said == []


def test_required_true_of_a_component_is_not_guessed_at(repaired: Any) -> None:
    found, said = schema(repaired, "{type: string, required: true}")

    assert found["required"] is True
    assert said == []


def test_examples_of_a_parameter_get_names(repaired: Any) -> None:
    result = repaired("""\
        openapi: 3.1.0
        info: {title: t, version: "1"}
        paths: {}
        components:
          parameters:
            P: {name: p, in: query, schema: {}, examples: [1, two]}
        """)

    assert result.at("components", "parameters", "P", "examples") == {
        "example1": {"value": 1},
        "example2": {"value": "two"},
    }
    assert result.said == [("SW111", 6, "/components/parameters/P/examples")]


@pytest.mark.parametrize(
    ("version", "variant", "became", "codes"),
    [
        ("3.0.3", "{nullable: true}", {"type": "null"}, ["SW115"]),
        ("3.0.3", "{nullable: true, type: integer}", None, []),
        ("3.0.3", "{nullable: false}", None, []),
        ("3.0.3", "{}", None, []),
    ],
)
def test_a_variant_that_only_may_be_null_is_null(
    repaired: Any, version: str, variant: str, became: Any, codes: list[str]
) -> None:
    text = f"{{anyOf: [{{type: string}}, {variant}]}}"
    found, said = schema(repaired, text, version)
    assert said == codes
    expected = yaml.safe_load(variant) if became is None else became
    assert found == {"anyOf": [{"type": "string"}, expected]}
