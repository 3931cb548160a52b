"""What the server sends by itself, read by the functions of a package."""

from __future__ import annotations

import logging

import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

SPEC = openapi(
    """
/pets:
  get:
    operationId: list
    responses: {'204': {description: Done.}}
""",
    """
Pet:
  type: object
  required: [name]
  properties: {name: {type: string}, born: {type: string, format: date}}
""",
    head="""
servers: [{url: 'https://api.acme.test'}]
webhooks:
  newPet:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'200': {description: Thanks.}}
""",
)


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(SPEC)


def test_a_body_becomes_its_model(package: Package) -> None:
    parse = package.load("incoming").parse_new_pet
    for body in ('{"name": "é", "more": 1}', '{"name": "é", "more": 1}'.encode()):
        pet = parse(body)
        assert type(pet) is package.module.Pet
        assert (pet.name, pet.model_extra) == ("é", {"more": 1})


def test_a_body_that_differs_is_kept_and_logged(
    package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    parse = package.load("incoming").parse_new_pet
    with caplog.at_level(logging.WARNING, logger=package.name):
        pet = parse(b'{"born": "yesterday"}')
    assert (pet.name, pet.born) == (None, "yesterday")
    (record,) = caplog.records
    assert record.name == package.name
    assert "$.name: missing" in record.getMessage()


@pytest.mark.parametrize("body", [b"", b"{", "<xml/>", b"\xff"])
def test_a_body_that_is_no_json_is_refused(package: Package, body: bytes | str) -> None:
    with pytest.raises(ValueError, match="the body is not"):
        package.load("incoming").parse_new_pet(body)


def test_the_readme_names_the_functions(package: Package) -> None:
    text = (package.folder / "README.md").read_text()
    assert f"`{package.name}.incoming`" in text
    functions = [n for n in vars(package.load("incoming")) if n.startswith("parse_")]
    assert functions
    assert all(f"- `{name}(body) -> " in text for name in functions)
