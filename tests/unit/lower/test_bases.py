"""A base that lists its variants, while they extend it: both say the same thing."""

from __future__ import annotations

from support.specs import openapi

from specwright.config import Config
from specwright.pipeline import generate

PATHS = """
/pets:
  get:
    operationId: get
    tags: [pets]
    responses:
      '200':
        description: A pet.
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
"""
PET = """
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}, name: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
"""
DIRECT = """
Cat:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {meow: {type: boolean}}}
Dog:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {bark: {type: boolean}}}
"""
BETWEEN = """
Mammal:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {legs: {type: integer}}}
"""


def types(schemas: str) -> str:
    result = generate(
        {"specs/acme/api.yaml": openapi(PATHS, schemas).encode()},
        Config(name="acme", package="acme", client_class="Acme"),
    )
    assert not result.diagnostics.has_errors
    return result.files["src/acme/pets/types.py"]


def test_a_variant_is_the_schema_that_extends_the_base() -> None:
    text = types(PET + DIRECT)

    assert "class Cat(Model):\n    kind: str\n    name: str | None = None\n" in text
    assert 'Annotated[Cat, Tag("cat")]' in text
    assert text.count("meow:") == text.count("bark:") == 1


def test_a_property_of_one_variant_does_not_reach_the_other() -> None:
    extended = DIRECT.replace("schemas/Pet'", "schemas/Mammal'")

    text = types(PET + BETWEEN + extended)

    assert text.count("meow:") == text.count("bark:") == 1
    assert text.count("legs:") == 2
