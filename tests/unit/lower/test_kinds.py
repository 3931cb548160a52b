"""What a schema is about, where `type` alone does not say it."""

from __future__ import annotations

from textwrap import indent

import pytest
from support.specs import Lowered, lowered, openapi

from specwright.ir import (
    AnySchema,
    ArraySchema,
    EnumSchema,
    IntegerSchema,
    MapSchema,
    NullableSchema,
    NumberSchema,
    ObjectSchema,
    Property,
    Reference,
    Schema,
    StringSchema,
    UnionSchema,
)
from specwright.text import Data, Text

USES_T = """
/x:
  post:
    operationId: x
    requestBody:
      content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}
    responses: {'204': {description: Done.}}
"""
STRING, ANY, INTEGER = StringSchema(), AnySchema(), IntegerSchema()
MAP = MapSchema(values=ANY)
ARRAY = ArraySchema(items=ANY)
STRINGS = ArraySchema(items=STRING)


def component(text: str, others: str = "") -> Lowered:
    return lowered(openapi(USES_T, f"T:\n{indent(text, '  ')}\n{others}"))


def properties(schema: Schema) -> dict[str, Property]:
    assert isinstance(schema, ObjectSchema)
    return {prop.name.raw: prop for prop in schema.properties}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{pattern: '^a'}", STRING),
        ("{maxLength: 3}", STRING),
        ("{format: email}", StringSchema(format=Text("email"))),
        ("{format: int64}", INTEGER),
        ("{format: double}", NumberSchema()),
        ("{minimum: 3}", NumberSchema(minimum=3)),
        ("{uniqueItems: true}", ARRAY),
        ("{minProperties: 1}", MAP),
        ("{propertyNames: {pattern: '^a'}}", MAP),
        ("{not: {type: string}}", ANY),
        ("{required: [a]}", ANY),
        ("{$comment: None of your business.}", ANY),
    ],
)
def test_without_a_type_the_keywords_tell_what_a_schema_is_about(
    text: str, expected: Schema
) -> None:
    found = component(f"properties: {{a: {text}}}")
    assert properties(found.schema("T").schema)["a"].schema == expected
    assert found.findings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{enum: [{a: 1}, {a: 2}]}",
            EnumSchema(values=(Data({"a": 1}), Data({"a": 2}))),
        ),
        ("{const: [1]}", EnumSchema(values=(Data([1]),))),
        (
            "{enum: [{a: 1}, null]}",
            NullableSchema(schema=EnumSchema(values=(Data({"a": 1}),))),
        ),
        ("{type: object, const: {a: 1}}", EnumSchema(values=(Data({"a": 1}),))),
        # What the items are says more.
        ("{type: array, items: {type: string}, enum: [[a], [b]]}", STRINGS),
    ],
)
def test_values_that_are_objects_or_arrays_are_kept(
    text: str, expected: Schema
) -> None:
    found = component(f"properties: {{a: {text}}}")
    assert properties(found.schema("T").schema)["a"].schema == expected
    assert found.findings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{type: object, patternProperties: {'^a': {type: string}}}", STRING),
        (
            "{patternProperties: {'^a': {type: string}}, additionalProperties: false}",
            STRING,
        ),
        (
            "{patternProperties: {a: {type: string}, b: {type: integer}}}",
            UnionSchema(variants=(STRING, INTEGER)),
        ),
        (
            "{patternProperties: {a: {type: string}},"
            " additionalProperties: {type: integer}}",
            UnionSchema(variants=(INTEGER, STRING)),
        ),
        ("{patternProperties: {a: {type: string}}, additionalProperties: true}", ANY),
        ("{type: object, unevaluatedProperties: {type: string}}", STRING),
        ("{type: object, additionalProperties: false}", ANY),
    ],
)
def test_values_of_names_that_nobody_listed(text: str, expected: Schema) -> None:
    found = component(f"properties: {{a: {text}}}")
    got = properties(found.schema("T").schema)["a"].schema
    assert got == MapSchema(values=expected)


def test_what_depends_on_the_rest_may_be_there() -> None:
    found = component(
        """
properties: {kind: {type: string}, lives: {type: integer}}
required: [kind]
if: {properties: {kind: {const: cat}}}
then: {properties: {lives: {type: string}, fur: {type: string}}, required: [fur]}
else: {$ref: '#/components/schemas/Fish'}
dependentSchemas: {fur: {properties: {colour: {type: string}}}}
""",
        "Fish: {properties: {scales: {type: integer}}}\n",
    )
    got = properties(found.schema("T").schema)
    assert {name: (p.schema, p.required) for name, p in got.items()} == {
        "kind": (STRING, True),
        "lives": (INTEGER, False),
        "fur": (STRING, False),
        "scales": (INTEGER, False),
        "colour": (STRING, False),
    }
    assert found.findings == ()


def test_conditions_alone_make_an_object() -> None:
    found = component("if: {required: [a]}\nthen: {properties: {b: {type: string}}}")
    assert list(properties(found.schema("T").schema)) == ["b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[{items: {}}, {items: {type: string}}]", ArraySchema(items=STRING)),
        (
            "[{type: array, items: {$ref: '#/components/schemas/U'}}, {items: {}}]",
            ArraySchema(items=Reference(key="#/components/schemas/U")),
        ),
        (
            "[{items: {type: number}}, {items: {type: integer}}]",
            ArraySchema(items=INTEGER),
        ),
        (
            "[{enum: [a, b]}, {enum: [b, c]}]",
            EnumSchema(values=(Data("b"),)),
        ),
        (
            "[{type: integer, minimum: 1, maximum: 9}, {minimum: 3, maximum: 10}]",
            IntegerSchema(minimum=3, maximum=9),
        ),
        (
            "[{type: [integer, string]}, {type: [number, string]}]",
            UnionSchema(variants=(STRING, INTEGER)),
        ),
        (
            "[{additionalProperties: {type: number}},"
            " {additionalProperties: {type: integer}}]",
            MapSchema(values=INTEGER),
        ),
        (
            "[{additionalProperties: false}, {additionalProperties: {type: integer}}]",
            MAP,
        ),
        (
            "[{oneOf: [{type: string}, {type: integer}]}, {oneOf: [{minLength: 1}]}]",
            UnionSchema(variants=(STRING, INTEGER)),
        ),
        (
            "[{oneOf: [{minLength: 1}]}, {oneOf: [{type: string}, {type: integer}]}]",
            UnionSchema(variants=(STRING, INTEGER)),
        ),
        (
            "[{anyOf: [{type: string}]}, {anyOf: [{type: string, format: uri}]}]",
            StringSchema(format=Text("uri")),
        ),
        (
            "[{prefixItems: [{}, {type: string}]}, {prefixItems: [{type: integer}]}]",
            ArraySchema(items=UnionSchema(variants=(INTEGER, STRING))),
        ),
    ],
)
def test_a_value_fits_every_part_of_all_of(text: str, expected: Schema) -> None:
    found = component(f"properties: {{a: {{allOf: {text}}}}}", "U: {type: string}\n")
    assert properties(found.schema("T").schema)["a"].schema == expected
    assert found.findings == ()


def test_a_pattern_property_of_two_parts_fits_both() -> None:
    found = component("""
properties:
  a:
    allOf:
    - patternProperties: {x: {type: number}}
    - patternProperties: {x: {type: integer}, y: {type: string}}
""")
    got = properties(found.schema("T").schema)["a"].schema
    assert got == MapSchema(values=UnionSchema(variants=(INTEGER, STRING)))
