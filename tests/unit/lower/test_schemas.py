"""What each keyword of JSON Schema becomes in the API model."""

from __future__ import annotations

from textwrap import indent

import pytest
from support.specs import Lowered, lowered, openapi

from specwright.ir import (
    Alternatives,
    AnySchema,
    ArraySchema,
    BinarySchema,
    BooleanSchema,
    EnumSchema,
    IntegerSchema,
    MapSchema,
    NullableSchema,
    NullSchema,
    NumberSchema,
    ObjectSchema,
    Property,
    Reference,
    Schema,
    StringSchema,
    TupleSchema,
    UnionSchema,
)
from specwright.text import Data, JsonValue, Text

USES_T = """
/x:
  post:
    operationId: x
    requestBody:
      content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}
    responses: {'204': {description: Done.}}
"""
STRING, ANY, NULL = StringSchema(), AnySchema(), NullSchema()
INTEGER = IntegerSchema()


def component(text: str, others: str = "") -> Lowered:
    """`T` as the text says, used by one operation."""
    return lowered(openapi(USES_T, f"T:\n{indent(text, '  ')}\n{others}"))


def ref(path: str) -> Reference:
    return Reference(key=f"#/components/schemas/{path}")


def enum(*values: JsonValue) -> EnumSchema:
    return EnumSchema(values=tuple(map(Data, values)))


def union(*variants: Schema) -> UnionSchema:
    return UnionSchema(variants=variants)


def null_or(schema: Schema) -> NullableSchema:
    return NullableSchema(schema=schema)


def array(items: Schema) -> ArraySchema:
    return ArraySchema(items=items)


def properties(schema: Schema) -> dict[str, Property]:
    assert isinstance(schema, ObjectSchema)
    return {prop.name.raw: prop for prop in schema.properties}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", ANY),
        ("true", ANY),
        ("description: Anything.", ANY),
        ("x-internal: {type: string}", ANY),
        ("type: 'null'", NULL),
        ("type: boolean", BooleanSchema()),
        (
            "{type: integer, minimum: 1, maximum: 5}",
            IntegerSchema(minimum=1, maximum=5),
        ),
        ("{type: integer, format: int64}", INTEGER),
        ("{type: number, minimum: 0}", NumberSchema(minimum=0.0)),
        (
            "{enum: [3], oneOf: [{const: 1}, {const: 3}]}",
            EnumSchema(values=(Data(3),)),
        ),
        ("{type: string, format: uuid}", StringSchema(format=Text("uuid"))),
        # Only a form has files; in JSON bytes are text.
        ("{type: string, format: binary}", StringSchema(format=Text("binary"))),
        ("{type: array, items: {type: string}}", array(STRING)),
        ("items: {type: string}", array(STRING)),
        ("type: array", array(ANY)),
        (
            "{type: array, prefixItems: [{type: string}, {type: integer}]}",
            array(union(STRING, INTEGER)),
        ),
        (
            "{prefixItems: [{type: string}, {type: string}], type: array, items: false}",
            TupleSchema(items=(STRING, STRING)),
        ),
        (
            "{type: array, prefixItems: [{type: string}, {type: integer}], maxItems: 2}",
            TupleSchema(items=(STRING, INTEGER)),
        ),
        (
            "{prefixItems: [{type: integer}], unevaluatedItems: false}",
            TupleSchema(items=(INTEGER,)),
        ),
        (
            "{type: array, prefixItems: [{type: string}], maxItems: 2}",
            array(STRING),
        ),
        (
            "{type: array, prefixItems: [{type: string}], items: {type: integer}}",
            array(union(STRING, INTEGER)),
        ),
        ("type: object", MapSchema(values=ANY)),
        ("{type: object, properties: {}}", MapSchema(values=ANY)),
        ("{type: object, additionalProperties: false}", MapSchema(values=ANY)),
        ("additionalProperties: {type: integer}", MapSchema(values=INTEGER)),
    ],
)
def test_types(text: str, expected: Schema) -> None:
    found = component(text)
    assert found.schema("T").schema == expected
    assert found.said == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{type: string, enum: [a, b]}", enum("a", "b")),
        ("enum: [a, a, b]", enum("a", "b")),
        # JSON tells 1, 1.0 and true apart; Python does not.
        ("enum: [1, true, '1']", enum(1, True, "1")),
        ("const: only", enum("only")),
        ("{type: string, const: only}", enum("only")),
        ("const: null", NULL),
        ("enum: [null]", NULL),
        ("{type: [string, 'null'], enum: [a, null]}", null_or(enum("a"))),
        ("enum: [a, b, null]", null_or(enum("a", "b"))),
        ("{type: [string, 'null'], enum: [a, b]}", null_or(enum("a", "b"))),
    ],
)
def test_enumerations(text: str, expected: Schema) -> None:
    found = component(text)
    assert found.schema("T").schema == expected
    assert found.said == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type: [string, 'null']", null_or(STRING)),
        ("type: [string, integer]", union(STRING, INTEGER)),
        ("type: [string, integer, 'null']", null_or(union(STRING, INTEGER))),
        ("oneOf: [{type: string}, {type: 'null'}]", null_or(STRING)),
        ("anyOf: [{type: 'null'}]", NULL),
        ("anyOf: [{type: string}, {type: string, description: x}]", STRING),
        ("anyOf: [{type: [string, 'null']}, {type: integer}]", "null outside"),
        (
            "oneOf: [{$ref: '#/components/schemas/U'}, {type: 'null'}]",
            null_or(ref("U")),
        ),
        ("allOf: [{$ref: '#/components/schemas/U'}]", ref("U")),
        (
            "{allOf: [{$ref: '#/components/schemas/U'}], description: Own.}",
            ref("U"),
        ),
    ],
)
def test_null_unions_and_references(text: str, expected: Schema | str) -> None:
    found = component(text, "U: {type: string}\n")
    if expected == "null outside":
        expected = null_or(union(STRING, INTEGER))
    assert found.schema("T").schema == expected
    assert found.said == []


def test_nullable_of_openapi_30_is_null_of_31() -> None:
    text = openapi(
        USES_T,
        """
        T:
          type: object
          properties:
            plain: {type: string, nullable: true}
            listed: {type: string, enum: [a], nullable: true}
            named: {nullable: true, allOf: [{$ref: '#/components/schemas/U'}]}
            never: {type: string, nullable: false}
        U: {type: object, properties: {a: {type: string}}}
        """,
    ).replace("3.1.0", "3.0.3")
    found = properties(lowered(text).schema("T").schema)
    assert {name: prop.schema for name, prop in found.items()} == {
        "plain": null_or(STRING),
        "listed": null_or(enum("a")),
        "named": null_or(ref("U")),
        "never": STRING,
    }


def test_a_property_keeps_what_belongs_to_its_place() -> None:
    found = component(
        """
required: [id]
properties:
  id: {type: string, description: Its own.}
  size: {$ref: '#/components/schemas/Size'}
  same: {$ref: '#/components/schemas/Size', default: 3, description: Here.}
  gone: {type: integer, default: null, deprecated: true, examples: [1, 2]}
""",
        "Size: {type: integer, default: 1, description: There.}\n",
    )
    got = properties(found.schema("T").schema)
    assert [prop.required for prop in got.values()] == [True, False, False, False]
    assert [prop.default for prop in got.values()] == [None, Data(1), Data(3), None]
    said = [prop.docs.description.raw for prop in got.values()]
    assert said == ["Its own.", "", "Here.", ""]
    assert got["gone"].docs.deprecated
    assert got["gone"].docs.examples == (Data(1), Data(2))


def test_inline_schemas_get_names_below_the_component() -> None:
    found = component("""
properties:
  colour: {enum: [red, green]}
  only: {enum: [one]}
  parts:
    type: array
    items: {properties: {side: {properties: {n: {type: integer}}}}}
""")
    got = properties(found.schema("T").schema)
    assert got["colour"].schema == ref("T/properties/colour")
    assert got["only"].schema == enum("one")
    items = found.api.schemas["#/components/schemas/T/properties/parts/items"]
    assert (items.parent, [word.raw for word in items.name]) == (
        "#/components/schemas/T",
        ["parts", "Item"],
    )
    side = "#/components/schemas/T/properties/parts/items/properties/side"
    assert found.api.schemas[side].parent == items.key


def test_all_of_merges_objects_over_references() -> None:
    found = component(
        """
description: Whole.
allOf:
  - $ref: '#/components/schemas/Base'
  - required: [b]
    properties: {b: {type: integer}, id: {maxLength: 9}}
properties: {c: {type: boolean}}
required: [c]
""",
        """Base:
  allOf: [{properties: {a: {type: string}}}]
  required: [id]
  properties: {id: {type: string, minLength: 1}}
""",
    )
    got = properties(found.schema("T").schema)
    assert {name: (p.schema, p.required) for name, p in got.items()} == {
        "a": (STRING, False),
        "id": (STRING, True),
        "b": (INTEGER, True),
        "c": (BooleanSchema(), True),
    }
    assert found.schema("T").docs.description == Text("Whole.")
    assert found.said == []


def test_all_of_narrows_types() -> None:
    found = component("allOf: [{type: number}, {type: integer}]")
    assert found.schema("T").schema == INTEGER
    found = component("allOf: [{type: [string, 'null']}, {type: string}]")
    assert found.schema("T").schema == STRING


def test_null_in_one_part_of_all_of_is_not_null_in_all() -> None:
    parts = "[{anyOf: [{type: integer, maximum: 9}, {type: 'null'}]}, {type: integer}]"
    found = component(f"properties: {{a: {{allOf: {parts}}}}}")
    (prop,) = properties(found.schema("T").schema).values()
    assert prop.schema == IntegerSchema(maximum=9)

    # Beside the union itself, `type` is about what is not null.
    found = component("{type: integer, anyOf: [{type: integer}, {type: 'null'}]}")
    assert found.schema("T").schema == null_or(INTEGER)


def test_what_must_be_there_together_is_no_union() -> None:
    found = component("""
properties: {a: {type: string}, b: {type: string}, c: {type: string}}
anyOf: [{required: [a]}, {required: [b, c]}]
""")
    schema = found.schema("T").schema
    assert list(properties(schema)) == ["a", "b", "c"]
    assert isinstance(schema, ObjectSchema)
    assert schema.alternatives == Alternatives(
        groups=((Text("a"),), (Text("b"), Text("c"))), exclusive=False
    )
    assert found.said == []

    found = component("""
properties: {a: {type: string}}
oneOf: [{required: [a]}, {required: [other]}]
""")
    schema = found.schema("T").schema
    assert isinstance(schema, ObjectSchema)
    assert schema.alternatives == Alternatives(groups=((Text("a"),),), exclusive=True)

    found = component(
        "properties: {a: {type: string}}\nanyOf: [{required: [a]}, {minProperties: 2}]"
    )
    schema = found.schema("T").schema
    assert isinstance(schema, ObjectSchema)
    assert schema.alternatives is None


def test_what_stands_beside_a_union_holds_for_each_variant() -> None:
    found = component(
        """
allOf:
  - {required: [id], properties: {id: {type: string}}}
  - oneOf:
      - {title: Cat, properties: {lives: {type: integer}}}
      - {$ref: '#/components/schemas/Dog'}
""",
        "Dog: {required: [bark], properties: {bark: {type: boolean}}}\n",
    )
    one, two = (f"#/components/schemas/T/oneOf/{n}" for n in (0, 1))
    assert found.schema("T").schema == union(Reference(key=one), Reference(key=two))
    cat, dog = (properties(found.api.schemas[key].schema) for key in (one, two))
    assert {name: p.required for name, p in cat.items()} == {"id": True, "lives": False}
    assert {name: p.required for name, p in dog.items()} == {"id": True, "bark": True}
    names = found.names().models
    assert (names[one], names[two]) == ("TCat", "TDog")
    assert found.said == []


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_variants_that_only_constrain_are_no_types(keyword: str) -> None:
    found = component(
        "properties: {a: {type: string}, b: {type: string}}\n"
        f"{keyword}: [{{required: [a]}}, {{required: [b]}}]"
    )
    got = properties(found.schema("T").schema)
    assert list(got) == ["a", "b"]
    assert not any(prop.required for prop in got.values())
    assert found.said == []


def test_variants_that_lead_back_to_the_union_end() -> None:
    """The other branch lets a value escape, so that this is no circle of references."""
    found = component(
        """
properties: {kind: {type: string}}
oneOf:
  - $ref: '#/components/schemas/Cat'
  - {type: object}
""",
        "Cat: {allOf: [{$ref: '#/components/schemas/T'}, {required: [kind]}]}\n",
    )
    assert isinstance(found.schema("T").schema, UnionSchema)


DEGRADED = [
    ("{discriminator: {propertyName: a}}", "it has no `type`"),
    ("{allOf: [{type: string}, {type: integer}]}", "no type in common"),
    ("{allOf: [{const: 1}, {const: 2}]}", "different values of `const`"),
    ("{allOf: [{enum: [a]}, {enum: [b]}]}", "no value of `enum` in common"),
    (
        "{allOf: [{oneOf: [1, 2, 3, 4, 5]}, {oneOf: [1, 2, 3, 4, 5]}, "
        "{oneOf: [6, 7, 8, 9, 10]}]}",
        "a long `oneOf`",
    ),
]


def test_a_property_that_may_never_be_there_is_left_out_and_noted() -> None:
    found = component("properties:\n  good: {type: string}\n  bad: false\n")
    assert list(properties(found.schema("T").schema)) == ["good"]
    (finding,) = found.findings
    assert finding.code == "SW408"
    assert "'bad'" in finding.message


def test_further_properties_have_the_schema_that_the_document_gives_them() -> None:
    def rest(more: str) -> object:
        found = component(f"properties: {{a: {{type: string}}}}\n{more}\n")
        schema = found.schema("T").schema
        assert isinstance(schema, ObjectSchema)
        return schema.rest

    assert rest("") is None
    assert rest("additionalProperties: true") is None
    assert rest("additionalProperties: false") is None
    assert rest("additionalProperties: {type: integer}") == INTEGER
    assert rest("unevaluatedProperties: {type: integer}") == INTEGER
    # What fits no pattern may be anything.
    assert rest("patternProperties: {^a: {type: integer}}") is None
    patterns = "patternProperties: {^a: {type: integer}, ^b: {type: string}}"
    assert rest(f"{patterns}\nadditionalProperties: false") == union(INTEGER, STRING)


@pytest.mark.parametrize(("text", "why"), DEGRADED)
def test_what_cannot_be_said_degrades_alone_and_says_where(text: str, why: str) -> None:
    found = component(f"properties:\n  good: {{type: string}}\n  bad: {text}\n")
    got = properties(found.schema("T").schema)
    assert (got["good"].schema, got["bad"].schema) == (STRING, ANY)
    (finding,) = found.findings
    assert finding.code == "SW401"
    assert why in finding.message
    assert finding.location is not None
    assert "bad: " in finding.location.source.line(finding.location.line)
    assert finding.location.pointer == "/components/schemas/T/properties/bad"
    assert found.operation("POST /x").degraded == (
        "#/components/schemas/T/properties/bad",
    )


def test_each_operation_knows_what_is_degraded_in_schemas_it_shares() -> None:
    paths = USES_T + USES_T.replace("/x", "/y").replace(" x", " y")
    paths += "/z: {get: {operationId: z, responses: {'204': {description: Done.}}}}\n"
    found = lowered(openapi(paths, "T: {properties: {bad: {type: potato}}}\n"))
    bad = "#/components/schemas/T/properties/bad"
    assert [op.degraded for op in found.api.operations] == [(bad,), (bad,), ()]
    assert [each.key for each in found.api.degraded] == [bad]


def test_recursion_is_no_special_case() -> None:
    found = component(
        """
properties:
  next: {$ref: '#/components/schemas/T'}
  tree: {$ref: '#/components/schemas/Tree'}
""",
        """Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
Json:
  oneOf:
    - type: string
    - {type: object, additionalProperties: {$ref: '#/components/schemas/Json'}}
""",
    )
    got = properties(found.schema("T").schema)
    assert (got["next"].schema, got["tree"].schema) == (ref("T"), ref("Tree"))
    assert found.schema("Tree").schema == array(ref("Tree"))
    # What nothing uses is not lowered.
    assert "#/components/schemas/Json" not in found.api.schemas


FORM = """
/up:
  post:
    operationId: up
    requestBody:
      content:
        MEDIA: {schema: {$ref: '#/components/schemas/T'}}
    responses: {'204': {description: Done.}}
"""


@pytest.mark.parametrize(
    ("media", "file"),
    [("multipart/form-data", BinarySchema()), ("application/json", None)],
)
def test_binary_strings_are_files_in_forms_alone(
    media: str, file: Schema | None
) -> None:
    schemas = """
T:
  properties:
    old: {type: string, format: binary}
    new: {type: string, contentMediaType: application/octet-stream}
    text: {type: string, contentMediaType: image/png, contentEncoding: base64}
    many: {type: array, items: {type: string, format: binary}}
    bytes: {type: string, contentMediaType: image/png, contentEncoding: binary}
    lines: {type: string, contentEncoding: 8bit}
"""
    found = lowered(openapi(FORM.replace("MEDIA", media), schemas))
    body = found.operation("POST /up").request_body
    assert body is not None
    (content,) = body.content
    schema = content.schema
    if file is None:
        assert schema == ref("T")
        schema = found.schema("T").schema
    got = {name: prop.schema for name, prop in properties(schema).items()}
    binary = StringSchema(format=Text("binary"))
    assert got == {
        "old": file or binary,
        "new": file or STRING,
        "text": STRING,
        "many": array(file or binary),
        "bytes": file or STRING,
        "lines": STRING,
    }
