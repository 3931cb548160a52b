"""Which property tells the variants of a union apart."""

from __future__ import annotations

import pytest
from support.specs import lowered, openapi

from specwright.ir import UnionSchema

PATHS = """
/x:
  get:
    operationId: x
    responses:
      '200':
        description: A pet.
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
"""
PET = """
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
"""


def tags(schemas: str) -> tuple[str, list[list[object]]] | None:
    """Property and values of the discriminator of `Pet`."""
    union = lowered(openapi(PATHS, schemas)).schema("Pet").schema
    assert isinstance(union, UnionSchema)
    found = union.discriminator
    if found is None:
        return None
    values: list[list[object]] = [[v.raw for v in each] for each in found.tags]
    return found.property_name.raw, values


def variants(cat: str, dog: str, *, required: str = "") -> str:
    return (
        f"Cat: {{properties: {{{cat}}}, required: [{required}]}}\n"
        f"Dog: {{properties: {{{dog}}}, required: [{required}]}}\n"
    )


def test_a_literal_of_its_own_in_every_variant() -> None:
    found = tags(PET + variants("k: {const: cat}", "k: {enum: [dog, wolf]}"))
    assert found == ("k", [["cat"], ["dog", "wolf"]])


def test_a_literal_behind_a_reference() -> None:
    found = tags(
        PET
        + variants("k: {$ref: '#/components/schemas/K'}", "k: {const: dog}")
        + "K: {type: string, enum: [cat, lion]}\n"
    )
    assert found == ("k", [["cat", "lion"], ["dog"]])


def test_a_required_property_is_better_and_then_a_usual_name() -> None:
    both = "a: {const: 1a}, type: {const: c}, z: {const: 1z}"
    other = "a: {const: 2a}, type: {const: d}, z: {const: 2z}"
    assert tags(PET + variants(both, other)) == ("type", [["c"], ["d"]])
    found = tags(PET + variants(both, other, required="z"))
    assert found == ("z", [["1z"], ["2z"]])


def test_what_the_document_declares_is_best() -> None:
    declared = f"{PET}  discriminator: {{propertyName: a}}\n"
    found = tags(
        declared
        + variants(
            "a: {const: 1a}, type: {const: c}", "a: {const: 2a}, type: {const: d}"
        )
    )
    assert found == ("a", [["1a"], ["2a"]])


@pytest.mark.parametrize(
    ("cat", "dog"),
    [
        ("k: {const: same}", "k: {const: same}"),
        ("k: {const: cat}", "other: {const: dog}"),
        ("k: {const: cat}", "k: {type: string}"),
        ("k: {const: 1}", "k: {const: 2}"),
    ],
)
def test_no_discriminator_without_different_texts(cat: str, dog: str) -> None:
    assert tags(PET + variants(cat, dog)) is None


def test_no_discriminator_where_a_variant_is_no_object() -> None:
    pet = PET.replace("]", ", {type: string}]")
    assert tags(pet + variants("k: {const: cat}", "k: {const: dog}")) is None


OPEN = variants("k: {type: string}", "k: {type: string}", required="k")


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("", [["Cat"], ["Dog"]]),
        (", mapping: {c: '#/components/schemas/Cat', d: Dog}", [["c"], ["d"]]),
        (", mapping: {c: Cat, lynx: Cat}", [["c", "lynx"], ["Dog"]]),
        (", mapping: {c: Bird}", [["Cat"], ["Dog"]]),
    ],
)
def test_open_texts_are_told_apart_as_the_standard_says(
    mapping: str, expected: list[list[object]]
) -> None:
    declared = f"{PET}  discriminator: {{propertyName: k{mapping}}}\n"
    bird = "Bird: {properties: {k: {type: string}}}\n"
    assert tags(declared + OPEN + bird) == ("k", expected)


def test_one_value_for_two_variants_tells_nothing() -> None:
    declared = f"{PET}  discriminator: {{propertyName: k, mapping: {{Dog: Cat}}}}\n"
    assert tags(declared + OPEN) is None
