"""What the server sends by itself: webhooks and callbacks."""

from __future__ import annotations

from support.specs import lowered, openapi

from specwright.ir import ArraySchema, ObjectSchema, Reference
from specwright.text import Text

PET = Reference(key="#/components/schemas/Pet")
SCHEMAS = """
Pet:
  properties:
    id: {type: integer, readOnly: true}
    secret: {type: string, writeOnly: true}
"""
HEAD = """
servers: [{url: 'https://api.acme.test'}]
webhooks:
  newPet:
    post:
      summary: A new pet came.
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'200': {description: Thanks.}}
  ping: {post: {responses: {'200': {description: Thanks.}}}}
"""
PATHS = """
/pets:
  post:
    operationId: subscribe
    responses: {'204': {description: Done.}}
    callbacks:
      onPet:
        x-note: Not an address.
        '{$request.query.url}':
          put:
            requestBody:
              content:
                application/json:
                  schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
            responses: {'200': {description: Thanks.}}
"""


def test_webhooks_and_callbacks_are_payloads() -> None:
    found = lowered(openapi(PATHS, SCHEMAS, head=HEAD))
    hook, callback = found.api.payloads
    assert (hook.name, hook.schema) == (Text("newPet"), PET)
    assert hook.docs.summary == Text("A new pet came.")
    assert callback.name == Text("subscribe onPet")
    assert callback.schema == ArraySchema(items=PET)
    assert callback.source == Text("callback onPet of POST /pets")
    assert found.findings == ()


def test_a_payload_comes_from_the_server() -> None:
    found = lowered(openapi(PATHS, SCHEMAS, head=HEAD))
    schema = found.schema("Pet").schema
    assert isinstance(schema, ObjectSchema)
    assert [prop.name for prop in schema.properties] == [Text("id")]


def test_a_payload_that_is_no_json_is_left_out_and_said_so() -> None:
    body = "requestBody: {content: {text/xml: {}}}"
    other = f"  post: {{{body}, responses: {{'200': {{description: Thanks.}}}}}}"
    head = HEAD[: HEAD.index("  newPet")] + f"  odd:\n  {other}\n"
    found = lowered(openapi(PATHS.split("    callbacks")[0], head=head))
    assert found.api.payloads == ()
    (finding,) = found.findings
    assert finding.code == "SW405"
    assert finding.message == "the body of the webhook odd is no JSON: text/xml"


def test_links_are_counted() -> None:
    found = lowered(openapi("""
/pets:
  get:
    operationId: list
    responses:
      '200':
        description: All.
        links: {one: {operationId: list}, other: {operationId: list}}
"""))
    (finding,) = found.findings
    assert finding.code == "SW405"
    assert finding.message.endswith("there are 2")
    assert finding.location is not None
    assert finding.location.pointer.endswith("/links/one")
