"""Headers of replies as the values that the API describes."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

SPEC = openapi("""
/things:
  get: &list
    operationId: list
    tags: [Things]
    responses:
      '200':
        description: All.
        content: {application/json: {schema: {type: array, items: {type: string}}}}
        headers:
          X-RateLimit-Limit: {schema: {type: integer}, description: How many calls.}
          X-RateLimit-Reset: {schema: {type: string, format: date-time}}
          Content-Type: {schema: {type: string}}
  head:
    operationId: head
    tags: [Things]
    responses:
      '200':
        description: All.
        headers:
          X-RateLimit-Limit: {schema: {type: integer}}
          X-RateLimit-Reset: {schema: {type: string, format: date-time}}
  post:
    operationId: make
    tags: [Things]
    responses:
      '201': {description: Made., headers: {Location: {required: true, schema: {type: string}}}}
      '202':
        description: Later.
        headers:
          location: {schema: {type: integer}}
          Retry-In: {content: {application/json: {schema: {type: object, properties: {s: {type: number}}}}}}
          Hosts: {schema: {type: array, items: {type: integer}}}
          Done: {schema: {type: boolean}}
      '400': {description: Wrong., headers: {Why: {schema: {type: string}}}}
  put: {operationId: put, tags: [Things], responses: {'204': {description: Done.}}}
""")


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(SPEC)


def raw(package: Package, name: str, **reply: Any) -> Any:
    exchange = package.exchange()
    exchange.reply(**reply)
    with package.client(exchange) as client:
        return getattr(client.things.with_raw_response, name)()


def test_headers_are_values(package: Package) -> None:
    headers = {"x-ratelimit-limit": "50", "X-RateLimit-Reset": "2024-01-02T03:04:05Z"}

    found = raw(package, "list", json=["a"], headers=headers)

    assert found.data == ["a"]
    assert found.status_code == 200
    assert found.headers["X-RateLimit-Limit"] == "50"
    assert found.typed_headers.x_rate_limit_limit == 50
    reset = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert found.typed_headers.x_rate_limit_reset == reset
    assert isinstance(found, package.module.TypedResponse)
    assert isinstance(found, package.module.RawResponse)


def test_arrays_flags_and_json_are_read(package: Package) -> None:
    headers = {"Hosts": "1, 2", "Done": "true", "Retry-In": '{"s": 0.5}'}
    found = raw(package, "make", status=202, headers=headers).typed_headers
    assert (found.hosts, found.done, found.retry_in.s) == ([1, 2], True, 0.5)
    assert found.location is None
    assert found.model_fields_set == {"hosts", "done", "retry_in"}


def test_a_header_that_does_not_fit_is_kept_as_text(
    package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger=package.name):
        found = raw(package, "list", json=[], headers={"X-RateLimit-Limit": "many"})
    assert found.typed_headers.x_rate_limit_limit == "many"
    (record,) = caplog.records
    assert "X-RateLimit-Limit" in record.getMessage()


def test_operations_with_the_same_headers_share_a_type(package: Package) -> None:
    kinds = {type(raw(package, n, json=[]).typed_headers) for n in ("list", "head")}
    (kind,) = kinds
    assert kind.__name__ == "RateLimitHeaders"
    assert "content_type" not in kind.model_fields


def test_without_described_headers_there_are_only_the_texts(package: Package) -> None:
    found = raw(package, "put", status=204, headers={"A": "b"})
    assert found.headers["a"] == "b"
    assert not hasattr(found, "typed_headers")


def test_the_asynchronous_client_reads_them_too(package: Package) -> None:
    exchange = package.exchange()
    exchange.reply(json=[], headers={"X-RateLimit-Limit": "50"})

    async def run() -> Any:
        async with httpx.AsyncClient(transport=exchange.transport) as pool:
            client = package.async_class(base_url="https://a.test", httpx_client=pool)
            return await client.things.with_raw_response.list()

    assert asyncio.run(run()).typed_headers.x_rate_limit_limit == 50


def test_the_reference_names_the_type(package: Package) -> None:
    text = (package.folder / "reference.md").read_text()
    assert "its `typed_headers` are `RateLimitHeaders`" in text
