"""Arguments and fields that are called as something that the same module uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from injection.oracle import problems
from support.packages import build, forget
from support.specs import CONFIG

from specwright.pipeline import generate
from specwright.proof import written

NAMES = sorted(name for name in written() if name.islower() and name.isidentifier())
"""Every word that is in generated code, whatever the API is."""

KINDS = ("credential", "parameter", "field", "server variable")


def document(kind: str) -> str:
    """All the names at once, each as a thing of one kind."""
    text = {"type": "string", "format": "date-time"}
    fields: dict[str, Any] = dict.fromkeys(NAMES if kind == "field" else ["id"], text)
    parameters = [{"name": n, "in": "query", "schema": text} for n in NAMES]
    schemes = {n: {"type": "apiKey", "in": "header", "name": f"X-{n}"} for n in NAMES}
    variables = {n: {"default": "a"} for n in NAMES}
    url = "/".join(["https://acme.test", *(f"{{{name}}}" for name in NAMES)])
    has_schemes, has_variables = kind == "credential", kind == "server variable"
    schema = {"type": "object", "properties": fields}
    content = {"application/json": {"schema": schema}}
    many = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}}
    reply = {"description": "D.", "content": {"application/json": many}}
    operation = {
        "operationId": "call",
        "parameters": parameters if kind == "parameter" else [],
        "requestBody": {"content": content},
        "responses": {"200": reply},
    }
    servers = [{"url": url, "variables": variables}] if has_variables else []
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "servers": servers or [{"url": "https://acme.test"}],
            "security": [{name: []} for name in schemes] if has_schemes else [],
            "paths": {"/x": {"post": operation}},
            "components": {
                "schemas": {"T": schema},
                "securitySchemes": schemes if has_schemes else {},
            },
        }
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_takes_the_place_of_another(kind: str) -> None:
    made = generate({"api.json": document(kind).encode()}, CONFIG)
    assert not made.diagnostics.has_errors
    assert problems(made.files, CONFIG.package) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_client_can_be_made_and_called(kind: str, tmp_path: Path) -> None:
    package = build({"api.json": document(kind)}, tmp_path)
    try:
        exchange = package.exchange()
        exchange.reply(json=[{}])
        options = {"api_key": "key"} if kind == "credential" else {}
        with package.client(exchange, **options) as client:
            (item,) = client.with_options(max_retries=1).call()
            assert type(item).__name__ == "T"
    finally:
        forget(package)
