"""The surface of real documents: that it says what the package offers."""

from __future__ import annotations

import json

from specwright.changes.compare import compare_surfaces
from specwright.python.surface import surface_of
from specwright.surface import from_object, to_object

from .conftest import changes, survey, told

TEXT = """\
paths:
  /things/{id}:
    post:
      operationId: updateThing
      tags: [things]
      parameters:
        - {in: path, name: id, required: true, schema: {type: string}}
        - {in: query, name: page size, schema: {type: integer}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string}, note: {type: [string, 'null']}}
      responses:
        '200':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
        '404':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}
      security: [{key: []}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Thing:
      type: object
      required: [id, kind]
      properties: {id: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}
    Kind:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: is}
    Cat: {type: object, required: [is], properties: {is: {const: cat}}}
    Dog: {type: object, required: [is], properties: {is: {const: dog}}}
    Problem: {type: object, properties: {why: {type: string}}}
"""


def test_a_method_says_what_it_takes_sends_and_gives() -> None:
    (method,) = surface_of(survey(TEXT).package).methods
    assert method.name == "things.update"
    assert [(p.name, p.type, p.place, p.required) for p in method.parameters] == [
        ("id", "str", "path", True),
        ("name", "str", "json name", True),
        ("page_size", "int | None", "query page size", False),
        ("note", "str | Omit | None", "json note", False),
    ]
    assert (method.returns, method.errors) == (
        "Thing",
        (("404 NotFoundError", "Problem"),),
    )
    assert (method.verb, method.path) == ("POST", "/things/{}")
    assert (method.body, method.auth) == (
        "object application/json",
        "header X-Key",
    )


def test_types_know_which_way_they_go() -> None:
    types = {t.name: t for t in surface_of(survey(TEXT).package).types}
    assert (types["Thing"].sent, types["Thing"].received) == (False, True)
    assert [(f.name, f.type, f.required) for f in types["Thing"].fields] == [
        ("id", "str", True),
        ("kind", "Kind", True),
    ]
    assert types["Kind"].alias == "Cat | Dog | UnknownVariant"


def test_a_surface_reads_back_as_it_was_written() -> None:
    surface = surface_of(survey(TEXT).package)
    again = from_object(json.loads(json.dumps(to_object(surface))))
    assert compare_surfaces(surface, again) == []
    assert to_object(again) == to_object(surface)


def test_a_variant_that_makes_room_for_another_is_not_renamed() -> None:
    cow = TEXT.replace("Dog", "Cow").replace("const: dog", "const: cow")
    lines = told(changes(TEXT, cow), "python")
    assert "breaking class-removed Dog" in lines
    assert "additive class-added Cow" in lines
    assert not [line for line in lines if "renamed" in line]


def test_the_wire_is_compared_where_the_call_stays_the_same() -> None:
    moved = TEXT.replace("/things/{id}", "/v2/things/{id}").replace("X-Key", "X-New")
    moved = moved.replace("name: page size", "name: page_size")
    assert told(changes(TEXT, moved), "wire") == [
        "breaking auth-changed client.things.update: header X-Key -> header X-New",
        "breaking path-changed client.things.update: /things/{} -> /v2/things/{}",
        "breaking argument-place-changed client.things.update page_size: "
        "query page size -> query page_size",
    ]
