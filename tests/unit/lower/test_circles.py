"""Schemas that are inside of themselves in ways that types cannot say as they stand."""

from __future__ import annotations

import pytest
from support.specs import generate, openapi

REPLY = "content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}"
PATHS = f"/x: {{get: {{responses: {{'200': {{description: D., {REPLY}}}}}}}}}\n"


def types(schemas: str) -> str:
    made = generate(openapi(PATHS, schemas))
    assert list(made.diagnostics) == []
    (text,) = (t for path, t in made.files.items() if path.endswith("types.py"))
    return text


def ref(name: str) -> str:
    return f"{{$ref: '#/components/schemas/{name}'}}"


def test_a_property_that_extends_the_schema_it_is_in() -> None:
    text = types(
        f"A: {{type: object, properties: {{child: {{allOf: [{ref('A')},"
        " {type: object, properties: {depth: {type: integer}}}]}}}\n"
    )
    assert "class A(Model):\n    child: AChild | None = None\n" in text
    assert "class AChild(Model):\n    child: AChild | None = None\n" in text
    assert text.count("class ") == 2


def test_a_property_that_is_extended_again_at_each_level() -> None:
    text = types(
        f"A: {{type: object, properties: {{x: {{allOf: [{ref('A')}, {{type: object,"
        " properties: {x: {type: object, properties: {z: {type: string}}}}}]}}}\n"
    )
    assert text.count("class ") == 3


def test_several_such_properties_take_no_more_than_a_class_each() -> None:
    extended = ", ".join(
        f"x{n}: {{allOf: [{ref('A')}, {{properties: {{y{n}: {{type: string}}}}}}]}}"
        for n in range(8)
    )
    text = types(f"A: {{type: object, properties: {{{extended}}}}}\n")
    assert text.count("class ") == 9


def test_an_array_whose_items_extend_it() -> None:
    text = types(
        f"A: {{type: array, items: {{allOf: [{ref('A')}, {{type: array}}]}}}}\n"
    )
    assert "TypeAliasType" in text


@pytest.mark.parametrize(
    ("schemas", "alias"),
    [
        (
            f"A: {{oneOf: [{ref('B')}, {{type: string}}]}}\n"
            f"B: {{anyOf: [{ref('A')}, {{type: integer}}, {{type: 'null'}}]}}\n",
            "A: TypeAlias = str | int | None",
        ),
        (
            f"A: {{oneOf: [{ref('A')}, {{type: boolean}}, {{type: string}}]}}\n",
            "A: TypeAlias = bool | str",
        ),
        (
            f"A: {{oneOf: [{ref('A')}, {{type: array, items: {ref('A')}}}]}}\n",
            'TypeAliasType("A", "list[A]")',
        ),
    ],
)
def test_a_union_among_its_own_variants(schemas: str, alias: str) -> None:
    assert alias in types(schemas)
