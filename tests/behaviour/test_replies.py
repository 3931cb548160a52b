"""Replies of all kinds, called for: the declared type and what arrives decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from behaviour.conftest import Generate
from support.packages import Package

SPEC = """
openapi: 3.2.0
info: {title: Acme, version: '1'}
servers: [{url: 'https://api.acme.test'}]
paths:
  /text:
    get:
      operationId: text
      responses:
        '200': {description: It., content: {text/csv: {schema: {type: string}}}}
    head:
      operationId: look
      responses:
        '200': {description: It., content: {text/csv: {schema: {type: string}}}}
    query:
      operationId: ask
      requestBody: {content: {application/json: {schema: {type: string}}}}
      responses:
        '200': {description: It., content: {application/json: {}}}
    additionalOperations:
      LOCK:
        operationId: lock
        responses: {'204': {description: Done.}}
  /elsewhere:
    get:
      operationId: elsewhere
      responses: {'302': {description: Where it is.}}
  /jobs:
    get:
      operationId: job
      responses:
        '200':
          description: It.
          content: {application/json: {schema: {$ref: '#/components/schemas/Done'}}}
        '202':
          description: Not yet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Waiting'}}}
        '204': {description: Nothing to do.}
  /vendor:
    get:
      operationId: vendor
      responses:
        '200':
          description: It.
          content:
            application/vnd.acme.v2+json: {schema: {type: integer}}
            application/hal+json: {schema: {type: integer}}
  /film:
    get:
      operationId: film
      responses:
        '200':
          description: It.
          content:
            video/mp4: {schema: {type: string, format: binary}}
            application/json: {schema: {type: string}}
  /songs:
    post:
      operationId: sing
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Wish'}}}
      responses:
        '200':
          description: It.
          content:
            application/json: {schema: {$ref: '#/components/schemas/Done'}}
            text/event-stream:
              itemSchema:
                properties:
                  event: {type: string}
                  data:
                    contentMediaType: application/json
                    contentSchema: {$ref: '#/components/schemas/Done'}
  /ticks:
    get:
      operationId: ticks
      responses:
        '200':
          description: It.
          content:
            text/event-stream: {itemSchema: {properties: {data: {type: string}}}}
components:
  schemas:
    Done: {type: object, required: [result], properties: {result: {type: string}}}
    Waiting: {type: object, properties: {result: {}, seconds: {type: integer}}}
    Wish:
      type: object
      required: [title]
      properties: {title: {type: string}, stream: {type: boolean}}
"""


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(SPEC)


@pytest.fixture
def exchange(package: Package) -> Any:
    return package.exchange()


@pytest.fixture
def client(package: Package, exchange: Any) -> Iterator[Any]:
    with package.client(exchange) as made:
        yield made


def test_text_comes_as_text(client: Any, exchange: Any) -> None:
    kind = "text/csv; charset=iso-8859-1"
    exchange.reply(content="é;1\n".encode("latin-1"), content_type=kind)
    assert client.text() == "é;1\n"
    assert exchange.request.headers["accept"] == "text/*, */*;q=0.1"
    exchange.reply(204)
    assert client.text() == ""


def test_head_has_nothing_but_headers(client: Any, exchange: Any) -> None:
    exchange.reply(headers={"x-rows": "3"})
    raw = client.with_raw_response.look()
    assert (raw.data, raw.headers["x-rows"]) == (None, "3")
    assert exchange.request.method == "HEAD"


def test_methods_of_later_versions_are_sent_by_their_names(
    client: Any, exchange: Any
) -> None:
    exchange.reply(json=[1])
    assert client.ask(request="q") == [1]
    assert (exchange.request.method, exchange.body()) == ("QUERY", b'"q"')
    exchange.reply(204)
    client.lock()
    assert exchange.request.method == "LOCK"


def test_where_only_a_redirect_is_described_what_arrives_decides(
    client: Any, exchange: Any
) -> None:
    exchange.reply(302, headers={"location": "/text"})
    exchange.reply(content=b"\x00\x01", content_type="application/zip")
    assert client.elsewhere().read() == b"\x00\x01"
    exchange.reply(json={"a": 1})
    assert client.elsewhere() == {"a": 1}


def test_the_status_decides_between_types(
    package: Package, client: Any, exchange: Any
) -> None:
    # Each of them would fit the other's type as well.
    exchange.reply(json={"result": "r"})
    assert type(client.job()) is package.module.Done
    exchange.reply(202, json={"result": "r"})
    assert type(client.job()) is package.module.Waiting
    exchange.reply(204)
    assert client.job() is None


def test_a_type_of_json_of_its_own_is_asked_for(client: Any, exchange: Any) -> None:
    exchange.reply(json=1, headers={"content-type": "application/vnd.acme.v2+json"})
    assert client.vendor() == 1
    accepted = "application/vnd.acme.v2+json, application/hal+json"
    assert exchange.request.headers["accept"] == accepted


def test_json_that_only_stands_for_content_is_none(client: Any, exchange: Any) -> None:
    exchange.reply(content=b"\x00film", content_type="video/mp4")
    assert client.film().read() == b"\x00film"


def test_an_operation_that_streams_when_asked_is_two_methods(
    package: Package, client: Any, exchange: Any
) -> None:
    exchange.reply(json={"result": "r"})
    assert client.sing(title="t").result == "r"
    assert json.loads(exchange.body()) == {"title": "t"}
    events = b'event: part\ndata: {"result": "a"}\n\ndata: {"result": "b"}\n\n'
    exchange.reply(content=events, content_type="text/event-stream")
    items = list(client.sing_stream(title="t"))
    assert [item.result for item in items] == ["a", "b"]
    assert type(items[0]) is package.module.Done
    assert json.loads(exchange.body()) == {"title": "t", "stream": True}


def test_events_of_text_are_a_stream_of_text(client: Any, exchange: Any) -> None:
    exchange.reply(
        content=b"data: one\n\ndata: 2\n\n", content_type="text/event-stream"
    )
    assert list(client.ticks()) == ["one", "2"]
