"""The operations that `client.toml` includes and excludes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.specs import CONFIG, openapi

from specwright.config import NOTHING, Config, Selection, load_config

API = openapi(
    """
    /v1/voices:
      get:
        operationId: list_voices
        tags: [subpackage_voices]
        responses: {'200': {$ref: '#/components/responses/Voices'}}
      post: {operationId: make_voice, tags: [subpackage_voices], responses: {'200': {description: Made.}}}
    /v1/voices/{id}/samples:
      parameters: [{$ref: '#/components/parameters/Id'}]
      get: {operationId: list_samples, tags: [subpackage_voices.subpackage_voices/samples], responses: {'200': {description: All.}}}
    /v1/users:
      get:
        operationId: list_users
        tags: [User Accounts]
        responses: {'200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
    """,
    head="""\
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}}
  responses: {Voices: {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Voice'}}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas:
    Voice:
      oneOf: [{$ref: '#/components/schemas/A'}]
      discriminator: {propertyName: k, mapping: {b: B}}
    A: {type: object}
    B: {type: object, properties: {again: {$ref: '#/components/schemas/Voice'}}}
    Id: {type: string}
    User: {type: object}
    Nobody: {type: object}""",
)


def config(*, include: Selection = NOTHING, exclude: Selection = NOTHING) -> Config:
    return replace(CONFIG, include=include, exclude=exclude)


def left(laid: Any, chosen: Config) -> list[str]:
    found = laid({}, API, chosen)
    assert not found.errors, found.findings
    return [str(op.node["operationId"]) for op in found.bundle.operations]


@pytest.mark.parametrize(
    ("selection", "selected"),
    [
        (Selection(tags=("User Accounts",)), ["list_users"]),
        (Selection(tags=("voices.samples",)), ["list_samples"]),
        (
            Selection(tags=("voices",)),
            ["list_voices", "make_voice", "list_samples"],
        ),
        (Selection(paths=("/v1/*",)), ["list_voices", "make_voice", "list_users"]),
        (Selection(paths=("/v1/voices/**",)), ["list_samples"]),
        (Selection(paths=("/v1/voices",)), ["list_voices", "make_voice"]),
        (Selection(paths=("**/samples",)), ["list_samples"]),
        (Selection(methods=("POST",)), ["make_voice"]),
        (Selection(operations=("list_users",)), ["list_users"]),
        (
            Selection(operations=("list_users",), methods=("post",)),
            ["make_voice", "list_users"],
        ),
    ],
)
def test_selections(laid: Any, selection: Selection, selected: list[str]) -> None:
    assert left(laid, config(include=selection)) == selected
    every = ["list_voices", "make_voice", "list_samples", "list_users"]
    rest = [name for name in every if name not in selected]
    assert left(laid, config(exclude=selection)) == rest


def test_exclude_wins(laid: Any) -> None:
    chosen = config(
        include=Selection(tags=("voices",)), exclude=Selection(methods=("get",))
    )
    assert left(laid, chosen) == ["make_voice"]


def test_what_only_the_others_use_goes(laid: Any) -> None:
    found = laid({}, API, config(include=Selection(operations=("list_voices",))))
    components = found.at("components")
    assert list(components["schemas"]) == ["Voice", "A", "B"]
    assert list(components["responses"]) == ["Voices"]
    assert components["parameters"] == {}
    assert list(components["securitySchemes"]) == ["key"]
    assert list(found.at("paths")) == ["/v1/voices"]


def test_what_is_left_out_is_said(laid: Any) -> None:
    found = laid({}, API, config(exclude=Selection(methods=("post",))))
    assert [(f.code, f.message) for f in found.findings] == [
        ("SW342", "1 of 4 operations are left out")
    ]


@pytest.mark.parametrize(
    ("selection", "hint"),
    [
        (Selection(tags=("voice",)), "Did you mean 'voices'?"),
        (Selection(paths=("/v1/user",)), "Did you mean '/v1/users'?"),
        (Selection(operations=("list_user",)), "Did you mean 'list_users'?"),
        (Selection(methods=("put",)), ""),
    ],
)
def test_an_entry_that_selects_nothing_is_an_error(
    laid: Any, selection: Selection, hint: str
) -> None:
    for chosen in (config(include=selection), config(exclude=selection)):
        first, *_ = laid({}, API, chosen).errors
        assert first.code == "SW341"
        if hint:
            assert first.hint == hint


def test_nothing_left_is_an_error(laid: Any) -> None:
    found = laid({}, API, config(exclude=Selection(paths=("**",))))
    assert [f.code for f in found.findings] == ["SW343"]


def test_a_tag_that_an_overlay_sets_can_be_chosen(laid: Any) -> None:
    actions = "- target: $.paths['/v1/users'].get\n  update: {tags: [mine]}\n"
    chosen = config(include=Selection(tags=("mine",)))
    found = laid(actions, API, chosen)
    assert not found.errors
    assert [op.path for op in found.bundle.operations] == ["/v1/users"]


TABLES = """\
[include]
tags = ["voices", "voices"]
paths = ["/v1/**"]
[exclude]
methods = ["DELETE"]
operations = ["x"]
"""


def test_tables_are_read() -> None:
    read, found = load_config("acme", TABLES.encode(), "client.toml")
    assert not found.sorted()
    assert read.include == Selection(tags=("voices",), paths=("/v1/**",))
    assert read.exclude == Selection(methods=("DELETE",), operations=("x",))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[include]\ntag = ["x"]', "SW602", 2),
        ('[include]\ntags = "x"', "SW603", 2),
        ("[exclude]\ntags = [\n  1,\n]", "SW603", 3),
        ('[exclude]\npaths = [\n  "v1",\n]', "SW606", 3),
        ('[exclude]\nmethods = ["a b"]', "SW606", 2),
        ('[exclude]\noperations = [""]', "SW606", 2),
        ('include = ["x"]', "SW603", 1),
    ],
)
def test_tables_with_mistakes(text: str, code: str, line: int) -> None:
    _, found = load_config("acme", text.encode(), "client.toml")
    assert [(f.code, f.location and f.location.line) for f in found] == [(code, line)]


IGNORED = """
    /v1/voices:
      get: {operationId: kept, x-fern-ignore: false, responses: {'200': {description: All.}}}
      post:
        operationId: left
        x-fern-ignore: true
        responses:
          '200':
            description: Made.
            content: {application/json: {schema: {$ref: '#/components/schemas/Made'}}}
      put: {operationId: other, x-speakeasy-ignore: true, responses: {'200': {description: Put.}}}
      patch: {operationId: inside, x-internal: true, responses: {'200': {description: Done.}}}
"""


def test_what_a_vendor_keeps_out_of_sdks_is_left_out_and_noted(laid: Any) -> None:
    found = laid({}, openapi(IGNORED, "Made: {type: object}"))
    ids = [op.node["operationId"] for op in found.bundle.operations]
    assert ids == ["kept", "inside"]
    assert found.bundle.components.get("schemas", {}) == {}
    assert [f.code for f in found.findings] == ["SW409", "SW409"]
    assert "POST /v1/voices" in found.findings[0].message
    assert "x-speakeasy-ignore" in found.findings[1].message


def test_what_is_asked_for_by_name_is_generated_all_the_same(laid: Any) -> None:
    chosen = config(include=Selection(operations=("left",)))
    found = laid({}, openapi(IGNORED, "Made: {type: object}"), chosen)
    assert [op.node["operationId"] for op in found.bundle.operations] == ["left"]
    assert [f.code for f in found.findings] == ["SW342"]
