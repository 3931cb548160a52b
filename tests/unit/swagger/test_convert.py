"""Swagger 2.0 on the way in."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

import pytest
from support.specs import generate

from specwright.diagnostics import Diagnostics
from specwright.read.document import read_document
from specwright.swagger import convert

HEAD = "swagger: '2.0'\ninfo: {title: t, version: '1'}\n"


def converted(text: str, head: str = HEAD) -> tuple[dict[str, Any], list[Any]]:
    found = Diagnostics()
    document = read_document((head + dedent(text)).encode(), "a.yaml")
    root = convert(document, found).root
    return root, [(d.code, str(d.location)) for d in found.sorted()]


def operation(text: str, rest: str = "") -> Any:
    """The only operation, `POST /x`, of a document without findings."""
    paths = "paths:\n  /x:\n    post:\n" + indent(dedent(text), " " * 6)
    root, said = converted(dedent(rest) + paths)
    assert said == []
    return root["paths"]["/x"]["post"]


@pytest.mark.parametrize(
    ("lines", "urls"),
    [
        ("host: a.test\nbasePath: /v1\nschemes: [https]", ["https://a.test/v1"]),
        ("host: a.test\nschemes: [http, https]", ["https://a.test", "http://a.test"]),
        ("host: 'a.test:8080'\nbasePath: /", ["https://a.test:8080"]),
        ("host: a.test\nschemes: [ws]", ["https://a.test"]),
        ("basePath: /v1", ["/v1"]),
        ("basePath: /", []),
        ("", []),
    ],
)
def test_servers(lines: str, urls: list[str]) -> None:
    root, _ = converted(f"{lines}\npaths: {{}}\n")
    assert [server["url"] for server in root.get("servers", [])] == urls


def test_an_operation_of_other_schemes_has_its_own_server() -> None:
    found = operation(
        "schemes: [http]\nresponses: {}\n", "host: a.test\nschemes: [https]\n"
    )
    assert found["servers"] == [{"url": "http://a.test"}]


def test_references_lead_to_the_new_places() -> None:
    root, said = converted("""\
        paths:
          /x:
            get:
              parameters: [{$ref: '#/parameters/limit'}]
              responses: {'404': {$ref: '#/responses/Gone'}}
        parameters:
          limit: {name: limit, in: query, type: integer, maximum: 9}
          pet: {name: pet, in: body, schema: {$ref: '#/definitions/Pet'}}
        responses:
          Gone: {description: Gone., schema: {$ref: '#/definitions/Pet'}}
        definitions:
          Pet: {properties: {mother: {$ref: '#/definitions/Pet'}}}
        """)
    assert said == []
    get = root["paths"]["/x"]["get"]
    assert get["parameters"] == [{"$ref": "#/components/parameters/limit"}]
    assert get["responses"]["404"] == {"$ref": "#/components/responses/Gone"}
    pet = {"$ref": "#/components/schemas/Pet"}
    assert root["components"] == {
        "schemas": {"Pet": {"properties": {"mother": pet}}},
        "parameters": {
            "limit": {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "maximum": 9},
            }
        },
        "responses": {
            "Gone": {
                "description": "Gone.",
                "content": {"application/json": {"schema": pet}},
            }
        },
    }


def test_a_body_has_the_media_types_that_are_consumed() -> None:
    body = (
        "{name: b, in: body, required: true, description: B., schema: {type: object}}"
    )
    found = operation(
        f"consumes: [application/xml, multipart/form-data]\nparameters: [{body}]\n",
        "consumes: [application/json]\n",
    )
    assert "parameters" not in found
    assert found["requestBody"] == {
        "description": "B.",
        "required": True,
        "content": {"application/xml": {"schema": {"type": "object"}}},
    }


def test_a_shared_body_of_a_path_goes_to_its_operations() -> None:
    root, said = converted("""\
        paths:
          /x:
            parameters:
              - {$ref: '#/parameters/b'}
              - {name: q, in: query, type: string}
            post: {responses: {}}
            put:
              parameters: [{name: own, in: body, schema: {type: number}}]
              responses: {}
        parameters:
          b: {name: b, in: body, schema: {type: integer}}
        """)
    assert said == []
    item = root["paths"]["/x"]
    assert item["parameters"] == [
        {"name": "q", "in": "query", "schema": {"type": "string"}}
    ]
    schemas = [
        item[method]["requestBody"]["content"]["application/json"]["schema"]
        for method in ("post", "put")
    ]
    assert schemas == [{"type": "integer"}, {"type": "number"}]


def test_fields_of_a_form_become_one_schema() -> None:
    found = operation("""\
        parameters:
          - {name: name, in: formData, type: string, required: true, description: N.}
          - name: tags
            in: formData
            type: array
            collectionFormat: multi
            items: {type: string}
        """)
    assert found["requestBody"] == {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "description": "N."},
                        "tags": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["name"],
                },
                "encoding": {"tags": {"style": "form", "explode": True}},
            }
        },
    }


def test_a_form_with_a_file_is_multipart() -> None:
    found = operation("parameters: [{name: f, in: formData, type: file}]\n")
    assert found["requestBody"] == {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"f": {"type": "string", "format": "binary"}},
                }
            }
        }
    }


@pytest.mark.parametrize(
    ("name", "style", "explode"),
    [
        ("csv", "form", False),
        ("multi", "form", True),
        ("ssv", "spaceDelimited", False),
        ("pipes", "pipeDelimited", False),
    ],
)
def test_collection_formats(name: str, style: str, explode: bool) -> None:
    found = operation(
        "parameters: [{name: q, in: query, type: array, items: {type: string},"
        f" collectionFormat: {name}}}]\n"
    )
    assert found["parameters"] == [
        {
            "name": "q",
            "in": "query",
            "schema": {"type": "array", "items": {"type": "string"}},
            "style": style,
            "explode": explode,
        }
    ]


@pytest.mark.parametrize(
    ("where", "name"), [("query", "tsv"), ("header", "pipes"), ("path", "ssv")]
)
def test_a_collection_format_that_cannot_be_carried_over_is_said(
    where: str, name: str
) -> None:
    parameter = f"{{name: q, in: {where}, type: array, collectionFormat: {name}}}"
    _, said = converted(f"paths: {{/x: {{get: {{parameters: [{parameter}]}}}}}}\n")
    assert [code for code, _ in said] == ["SW305"]


def test_a_second_body_is_said() -> None:
    fields = "[{name: a, in: body, schema: {}}, {name: b, in: formData, type: string}]"
    root, said = converted(f"paths: {{/x: {{put: {{parameters: {fields}}}}}}}\n")
    assert said == [("SW305", "a.yaml:3:80")]
    content = root["paths"]["/x"]["put"]["requestBody"]["content"]
    assert list(content) == ["application/json"]


def test_replies_have_the_media_types_that_are_produced() -> None:
    found = operation(
        """\
        produces: [application/json, text/plain]
        responses:
          '200':
            description: D.
            schema: {type: string}
            examples: {text/plain: hello}
            headers: {X-Left: {type: integer, description: Left.}}
          '204': {description: None.}
          '404': {$ref: '#/responses/Gone'}
        """,
        "produces: [application/xml]\n"
        "responses: {Gone: {description: Gone., schema: {type: object}}}\n",
    )
    assert found["responses"] == {
        "200": {
            "description": "D.",
            "headers": {
                "X-Left": {"description": "Left.", "schema": {"type": "integer"}}
            },
            "content": {
                "application/json": {"schema": {"type": "string"}},
                "text/plain": {"schema": {"type": "string"}, "example": "hello"},
            },
        },
        "204": {"description": "None."},
        "404": {
            "description": "Gone.",
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/plain": {"schema": {"type": "object"}},
            },
        },
    }


def test_a_reply_of_a_file_is_bytes() -> None:
    found = operation("responses: {'200': {description: D., schema: {type: file}}}\n")
    assert found["responses"]["200"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{type: basic}", {"type": "http", "scheme": "basic"}),
        (
            "{type: apiKey, in: header, name: X-Key, description: K.}",
            {"type": "apiKey", "in": "header", "name": "X-Key", "description": "K."},
        ),
        (
            "{type: oauth2, flow: accessCode, authorizationUrl: 'https://a.test/a',"
            " tokenUrl: 'https://a.test/t', scopes: {r: Read.}}",
            {
                "type": "oauth2",
                "flows": {
                    "authorizationCode": {
                        "authorizationUrl": "https://a.test/a",
                        "tokenUrl": "https://a.test/t",
                        "scopes": {"r": "Read."},
                    }
                },
            },
        ),
        (
            "{type: oauth2, flow: application, tokenUrl: 'https://a.test/t'}",
            {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://a.test/t",
                        "scopes": {},
                    }
                },
            },
        ),
    ],
)
def test_security_schemes(old: str, new: dict[str, Any]) -> None:
    root, _ = converted(f"paths: {{}}\nsecurityDefinitions: {{s: {old}}}\n")
    assert root["components"]["securitySchemes"] == {"s": new}


def test_schemas() -> None:
    root, _ = converted("""\
        paths: {}
        definitions:
          Pet:
            discriminator: kind
            properties:
              kind: {type: string, x-nullable: true}
              type: {type: string, x-nullable: false}
        """)
    assert root["components"]["schemas"]["Pet"] == {
        "discriminator": {"propertyName": "kind"},
        "properties": {
            "kind": {"type": "string", "nullable": True},
            "type": {"type": "string"},
        },
    }


@pytest.mark.parametrize("version", ["swagger: '1.2'", "openapi: 3.1.0"])
def test_another_version_is_left_alone(version: str) -> None:
    document = read_document(f"{version}\npaths: {{}}\n".encode(), "a.yaml")
    assert convert(document, Diagnostics()) is document


@pytest.mark.parametrize("version", ["'2.0'", "2.0"])
def test_a_whole_document_becomes_a_client(version: str) -> None:
    result = generate(
        {
            "api.yaml": f"""\
            swagger: {version}
            info: {{title: Pets, version: '1'}}
            host: pets.test
            basePath: /v1
            consumes: [application/json]
            produces: [application/json]
            securityDefinitions: {{key: {{type: apiKey, in: header, name: X-Key}}}}
            security: [{{key: []}}]
            paths:
              /pets:
                get:
                  tags: [pets]
                  operationId: listPets
                  parameters: [{{name: limit, in: query, type: integer}}]
                  responses:
                    '200':
                      description: D.
                      schema: {{type: array, items: {{$ref: '#/definitions/Pet'}}}}
                post:
                  tags: [pets]
                  operationId: createPet
                  parameters: [{{$ref: '#/parameters/pet'}}]
                  responses:
                    '201': {{description: D., schema: {{$ref: 'defs.yaml#/Created'}}}}
            parameters:
              pet: {{name: pet, in: body, schema: {{$ref: '#/definitions/Pet'}}}}
            definitions:
              Pet: {{type: object, properties: {{name: {{type: string}}}}}}
            """,
            "defs.yaml": "Created: {type: object, properties: {id: {type: string}}}\n",
        }
    )
    assert list(result.diagnostics) == []
    assert [op.path for op in result.operations] == ["/pets", "/pets"]
    types = "\n".join(text for path, text in result.files.items() if "types" in path)
    assert "class Pet(" in types
    assert "class Created(" in types
