"""Bodies that an operation takes in several media types."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import generate, openapi

THING = "{type: object, required: [a], properties: {a: {type: integer}}}"
SPEC = openapi(
    f"""
/things:
  post:
    operationId: send
    tags: [Things]
    requestBody:
      required: true
      content:
        application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}
        application/octet-stream: {{schema: {{type: string, format: binary}}}}
        text/markdown: {{schema: {{type: string}}}}
    responses: {{'204': {{description: Done.}}}}
  put:
    operationId: put
    tags: [Things]
    requestBody:
      content:
        application/json: {{schema: {THING}}}
        application/xml: {{schema: {THING}}}
    responses: {{'204': {{description: Done.}}}}
""",
    f"Thing: {THING}",
)


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(SPEC)


@pytest.fixture
def exchange(package: Package) -> Any:
    found = package.exchange()
    found.reply(204)
    return found


@pytest.fixture
def things(package: Package, exchange: Any) -> Iterator[Any]:
    with package.client(exchange) as client:
        yield client.things


def chunks() -> Iterator[bytes]:
    yield b"a"
    yield b"b"


def saved(folder: Path) -> Path:
    path = folder / "a.bin"
    path.write_bytes(b"ab")
    return path


OCTETS, JSON = "application/octet-stream", "application/json"


@pytest.mark.parametrize(
    ("make", "kind", "body"),
    [
        (lambda _: {"a": 1}, JSON, b'{"a":1}'),
        (lambda _: b"ab", OCTETS, b"ab"),
        (lambda _: bytearray(b"ab"), OCTETS, b"ab"),
        (lambda _: io.BytesIO(b"ab"), OCTETS, b"ab"),
        (lambda _: chunks(), OCTETS, b"ab"),
        (saved, OCTETS, b"ab"),
        (lambda _: "# é", "text/markdown", "# é".encode()),
    ],
)
def test_the_value_decides_how_it_is_sent(
    things: Any, exchange: Any, tmp_path: Path, make: Any, kind: str, body: bytes
) -> None:
    things.send(request=make(tmp_path))
    assert exchange.request.headers["content-type"] == kind
    assert exchange.request.content == body


def test_a_model_is_sent_as_json(package: Package, things: Any, exchange: Any) -> None:
    things.send(request=package.module.Thing(a=2))
    assert exchange.request.content == b'{"a":2}'


@pytest.mark.parametrize(("value", "kind"), [(b"ab", "text/markdown"), ("ab", OCTETS)])
def test_the_content_type_decides_where_it_is_given(
    things: Any, exchange: Any, value: object, kind: str
) -> None:
    things.send(request=value, content_type=kind)
    assert exchange.request.headers["content-type"] == kind
    assert exchange.request.content == b"ab"


def test_a_type_that_nothing_is_written_in_is_noted(things: Any, exchange: Any) -> None:
    things.put(a=1)
    assert exchange.request.headers["content-type"] == JSON
    found = [d for d in generate(SPEC).diagnostics if d.code == "SW403"]
    assert [d.message for d in found] == [
        "PUT /things is not sent as 'application/xml'"
    ]
