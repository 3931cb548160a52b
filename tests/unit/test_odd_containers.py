"""Values of the wrong kind in odd places end in a finding, and never in a crash."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from specwright.config import Config, load_config
from specwright.pipeline import generate
from specwright.run import Generated
from specwright.run import generate as run_generate
from specwright.workspace import Workspace

CONFIG = Config(name="acme", package="acme", client_class="Acme")
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "security": [{"key": []}],
    "tags": [{"name": "things"}],
    "paths": {
        "/things/{id}": {
            "post": {
                "operationId": "make",
                "tags": ["things"],
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    },
                    {
                        "name": "cursor",
                        "in": "query",
                        "schema": {"type": ["string", "null"], "default": "a"},
                    },
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Thing"}
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "Made.",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Thing"}
                            }
                        },
                    },
                    "404": {"$ref": "#/components/responses/Gone"},
                },
            }
        }
    },
    "components": {
        "responses": {"Gone": {"description": "Not there."}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key"}},
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["kind"],
                "properties": {
                    "kind": {"type": "string", "enum": ["a", "b"]},
                    "parts": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Thing"},
                    },
                    "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                    "both": {"allOf": [{"$ref": "#/components/schemas/Base"}]},
                },
            },
            "Base": {"type": "object", "properties": {"id": {"type": "integer"}}},
        },
    },
}
ODD: tuple[Any, ...] = ([], {}, ["x"], {"x": 1}, None, True, 5, "x", {"$ref": "#/nope"})


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, dict):
        entries = node.items()
    elif isinstance(node, list):
        entries = enumerate(node)
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
def test_any_value_in_any_place(odd: Any) -> None:
    for path in places(DOCUMENT):
        changed = copy.deepcopy(DOCUMENT)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = odd

        result = generate({"specs/acme/api.json": json.dumps(changed).encode()}, CONFIG)

        assert result.files or result.diagnostics.has_errors, path


@pytest.mark.parametrize("key", ["$ref", "x", "2", "default ", "20O"])
def test_any_key_among_the_responses(key: str) -> None:
    changed = copy.deepcopy(DOCUMENT)
    responses = changed["paths"]["/things/{id}"]["post"]["responses"]
    responses[key] = {"description": "Odd."}

    result = generate({"specs/acme/api.json": json.dumps(changed).encode()}, CONFIG)

    assert "SW205" in {d.code for d in result.diagnostics}


def test_a_mistake_of_the_tool_is_a_finding(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    (tmp_path / "specs" / "acme" / "api.json").write_text(json.dumps(DOCUMENT))

    def broken(*_: object) -> Generated:
        raise KeyError("surprise")

    monkeypatch.setattr("specwright.pipeline.generate", broken)

    made = run_generate(Workspace(tmp_path), "acme")

    (finding,) = [d for d in made.diagnostics if d.code == "SW809"]
    assert "KeyError" in finding.message
    assert not made.usable


@pytest.mark.parametrize(
    "name", ["ApiError", "Stream", "OMIT", "RawResponse", "ByteStream"]
)
def test_the_client_is_not_named_like_what_every_package_has(name: str) -> None:
    toml = f'class = "{name}"\n'

    _, found = load_config("acme", toml.encode(), "client.toml")

    assert [d.code for d in found] == ["SW605"]
