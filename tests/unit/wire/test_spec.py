"""What decides a request, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.specs import CONFIG, bundled, openapi

from specwright.config import Config, CredentialConfig
from specwright.wire.spec import Described, describe

PATHS = """\
/things/{id}:
  parameters: [{$ref: '#/components/parameters/Id'}]
  post:
    operationId: send
    summary: Sends.
    tags: [things]
    x-note: N
    security: [{key: []}]
    requestBody:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Thing'}
          example: {title: T}
    responses: {'200': {description: D., content: {application/json: {}}}}
/others:
  get:
    operationId: other
    responses: {'200': {$ref: '#/components/responses/Other'}}
"""
SCHEMAS = """\
Thing:
  title: A thing
  type: object
  properties:
    title: {type: string, description: D., examples: [E]}
    parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
Part:
  type: object
  properties: {of: {$ref: '#/components/schemas/Thing'}, kind: {enum: [a, b]}}
Unused: {type: string}
"""
HEAD = """\
servers: [{url: https://a.test, description: A}, {url: https://b.test}]
"""
MORE = """\
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  responses: {Other: {description: D.}}
  securitySchemes:
    key: {type: apiKey, in: header, name: x-key, description: K}
    other: {type: http, scheme: basic}
"""
DOCUMENT = openapi(PATHS, SCHEMAS, head=HEAD) + MORE


def described(text: str, config: Config = CONFIG) -> Described:
    """The first operation of a document."""
    whole, found = bundled(text)
    assert not found.has_errors
    return describe(whole, config)[0]


def edited(old: str, new: str) -> str:
    assert DOCUMENT.count(old) == 1
    return DOCUMENT.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    post:", "    put:"),
        ("/things/{id}:", "/thing/{id}:"),
        ("in: path, required: true, schema: {type: string}", "in: path, required: true"),
        ("application/json:\n            schema: {$ref", "text/json:\n            schema: {$ref"),
        ("parts: {type: array", "parts: {maxItems: 1, type: array"),
        ("enum: [a, b]", "enum: [b, a]"),
        ("name: x-key", "name: x-other"),
        ("security: [{key: []}]", "security: [{other: []}]"),
        ("security: [{key: []}]", "security: []"),
        ("https://a.test", "https://c.test"),
        ("{description: D., content: {application/json", "{description: D., content: {text/plain"),
        (
            "of: {$ref: '#/components/schemas/Thing'}, kind: {enum: [a, b]}",
            "kind: {enum: [a, b]}, of: {$ref: '#/components/schemas/Thing'}",
        ),
    ],
)  # fmt: skip
def test_what_a_request_is_made_from_counts(old: str, new: str) -> None:
    assert described(edited(old, new)).digest != described(DOCUMENT).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary: Sends.", "summary: Sent."),
        ("operationId: send", "operationId: dispatch"),
        ("tags: [things]", "tags: [more]"),
        ("x-note: N", "x-note: M"),
        ("example: {title: T}", "example: {title: U}"),
        ("title: A thing", "title: Something"),
        ("description: D., examples: [E]", "description: E., examples: [F]"),
        ("Unused: {type: string}", "Unused: {type: integer}"),
        ("Other: {description: D.}", "Other: {description: E.}"),
        ("description: K", "description: L"),
        ("scheme: basic", "scheme: digest"),
        ("description: A}, {url: https://b.test", "description: B}, {url: https://c.test"),
        ("{type: array, items: {$ref: '#/components/schemas/Part'}}",
         "{items: {$ref: '#/components/schemas/Part'}, type: array}"),
        ("'200': {description: D., content: {application/json: {}}}",
         "'200': {description: D., content: {application/json: {schema: {}}}}"),
    ],
)  # fmt: skip
def test_what_says_nothing_about_it_does_not(old: str, new: str) -> None:
    assert described(edited(old, new)).digest == described(DOCUMENT).digest


def test_a_property_may_be_called_as_a_key_that_does_not_count() -> None:
    renamed = edited("    title: {type: string,", "    summary: {type: string,")
    assert described(renamed).digest != described(DOCUMENT).digest


def test_client_toml_says_something_of_requests_too() -> None:
    plain = described(DOCUMENT).digest
    credential = CredentialConfig(header="x-key", prefix="Bearer")
    for config in (
        replace(CONFIG, credential=credential),
        replace(CONFIG, environments={"TEST": "https://t.test"}),
    ):
        assert described(DOCUMENT, config).digest != plain
    assert described(DOCUMENT, replace(CONFIG, version="9")).digest == plain


def test_the_files_that_it_was_read_from_are_known() -> None:
    assert described(DOCUMENT).files == {"api.yaml"}
