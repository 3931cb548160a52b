"""What `readOnly` and `writeOnly` do to the schemas of requests and of replies."""

from __future__ import annotations

from support.specs import Lowered, lowered, openapi

from specwright.ir import (
    AnySchema,
    MapSchema,
    ObjectSchema,
    Reference,
    Schema,
    UnionSchema,
)
from specwright.text import Data, Text

USER = """
User:
  properties:
    id: {type: string, readOnly: true}
    password: {type: string, writeOnly: true}
    name: {type: string}
  required: [id, name]
"""
CREATE = """
/users:
  post:
    operationId: create
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
"""
NOTHING = "    responses: {'204': {description: Done.}}\n"
ANSWER = """
    responses:
      '200':
        description: It.
        content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}
"""
REQUEST = "#/components/schemas/User#request"


def names(schema: Schema) -> list[str]:
    assert isinstance(schema, ObjectSchema)
    return [prop.name.raw for prop in schema.properties]


def body(found: Lowered, key: str) -> Schema:
    request = found.operation(key).request_body
    assert request is not None
    return request.content[0].schema


def test_a_schema_of_requests_alone_loses_what_is_read() -> None:
    found = lowered(openapi(CREATE + NOTHING, USER))
    assert names(found.schema("User").schema) == ["password", "name"]
    assert body(found, "POST /users") == Reference(key="#/components/schemas/User")


def test_a_schema_of_replies_alone_loses_what_is_written() -> None:
    found = lowered(openapi(f"/users:\n  get:\n    operationId: get{ANSWER}", USER))
    assert names(found.schema("User").schema) == ["id", "name"]
    assert list(found.api.schemas) == ["#/components/schemas/User"]


def test_a_schema_of_both_becomes_two() -> None:
    found = lowered(openapi(CREATE + ANSWER, USER))
    assert names(found.schema("User").schema) == ["id", "name"]
    assert names(found.api.schemas[REQUEST].schema) == ["password", "name"]
    assert body(found, "POST /users") == Reference(key=REQUEST)
    (reply,) = found.operation("POST /users").responses[0].content
    assert reply.schema == Reference(key="#/components/schemas/User")
    models = found.names().models
    assert (models[reply.schema.key], models[REQUEST]) == ("User", "UserRequest")


def test_a_component_keeps_its_name_before_a_version_for_requests() -> None:
    used = (
        "/x: {post: {operationId: x, responses: {'204': {description: Done.}}, requestBody:"
        " {content: {application/json: {schema: {$ref: '#/components/schemas/UserRequest'}}}}}}"
    )
    other = USER + "UserRequest: {properties: {a: {type: string}}}\n"
    found = lowered(openapi(CREATE + ANSWER + used, other))
    models = found.names().models
    assert models["#/components/schemas/UserRequest"] == "UserRequest"
    assert models[REQUEST] == "UserRequestModel"


def test_what_leads_to_a_schema_of_two_versions_has_two_as_well() -> None:
    schemas = USER.replace("User:", "Person:") + """
User:
  properties:
    person: {$ref: '#/components/schemas/Person'}
    people: {type: array, items: {$ref: '#/components/schemas/Person'}}
    friend: {$ref: '#/components/schemas/User'}
    pet: {$ref: '#/components/schemas/Pet'}
Pet: {properties: {name: {type: string}}}
"""
    found = lowered(openapi(CREATE + ANSWER, schemas))
    request = found.api.schemas[REQUEST].schema
    assert isinstance(request, ObjectSchema)
    person = Reference(key="#/components/schemas/Person#request")
    assert request.properties[0].schema == person
    assert request.properties[2].schema == Reference(key=REQUEST)
    # What does not differ stays one.
    assert request.properties[3].schema == Reference(key="#/components/schemas/Pet")
    assert "#/components/schemas/Pet#request" not in found.api.schemas


def test_an_inline_body_has_no_argument_for_what_is_read() -> None:
    found = lowered(openapi("""
/x:
  post:
    operationId: x
    requestBody:
      content:
        application/json:
          schema: {type: object, properties: {id: {readOnly: true}, a: {type: string}}}
    responses: {'204': {description: Done.}}
"""))
    assert names(body(found, "POST /x")) == ["a"]


def test_the_flag_may_stand_beside_a_reference_or_at_what_it_refers_to() -> None:
    schemas = """
User:
  properties:
    a: {$ref: '#/components/schemas/Id', readOnly: true}
    b: {$ref: '#/components/schemas/Key'}
    c: {allOf: [{$ref: '#/components/schemas/Id'}, {readOnly: true}]}
    d: {$ref: '#/components/schemas/Id'}
Id: {type: string}
Key: {type: string, readOnly: true}
"""
    found = lowered(openapi(CREATE + NOTHING, schemas))
    assert names(found.schema("User").schema) == ["d"]


def test_an_object_of_which_nothing_is_left_takes_anything() -> None:
    found = lowered(
        openapi(CREATE + NOTHING, "User: {properties: {id: {readOnly: true}}}\n")
    )
    assert found.schema("User").schema == MapSchema(values=AnySchema())


def test_a_union_of_versions_keeps_its_discriminator() -> None:
    schemas = """
User:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator:
    propertyName: kind
    mapping: {c: '#/components/schemas/Cat', d: '#/components/schemas/Dog'}
Cat: {properties: {kind: {type: string}, id: {type: integer, readOnly: true}}}
Dog: {properties: {kind: {type: string}, id: {type: integer, readOnly: true}}}
"""
    found = lowered(openapi(CREATE + ANSWER, schemas))
    union = found.api.schemas[REQUEST].schema
    assert isinstance(union, UnionSchema)
    assert union.discriminator is not None
    assert union.discriminator.property_name == Text("kind")
    assert union.discriminator.tags == ((Data("c"),), (Data("d"),))


def test_a_version_counts_as_degraded_where_its_original_is() -> None:
    schemas = USER.replace("required", "  bad: {type: potato}\n  required")
    found = lowered(openapi(CREATE + ANSWER, schemas))
    bad = "#/components/schemas/User/properties/bad"
    assert found.operation("POST /users").degraded == (bad,)
