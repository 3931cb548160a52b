"""The in-process server that generated tests use."""

from __future__ import annotations

import asyncio
from datetime import datetime

import httpx
import pytest
from pydantic import Field

from runtime.models import Model
from testing.exchange import Exchange, plain


def test_replies_are_given_in_order_and_requests_recorded() -> None:
    exchange = Exchange()
    exchange.reply(json={"a": 1})
    exchange.reply(404, content=b"no", content_type="text/plain", headers={"X": "y"})
    with httpx.Client(transport=exchange.transport) as client:
        assert client.get("https://h.test/a").json() == {"a": 1}
        missing = client.post("https://h.test/b", content=iter([b"x", b"y"]))
    assert (missing.status_code, missing.text, missing.headers["x"]) == (404, "no", "y")
    assert missing.headers["content-type"] == "text/plain"
    assert [r.url.path for r in exchange.requests] == ["/a", "/b"]
    assert exchange.request.content == b"xy"


def test_it_serves_both_kinds_of_client() -> None:
    exchange = Exchange()
    exchange.reply(content=[b"a", b"b"])

    async def call() -> bytes:
        async with httpx.AsyncClient(transport=exchange.transport) as client:
            return (await client.get("https://h.test/a")).content

    assert asyncio.run(call()) == b"ab"
    assert exchange.closed


def test_it_knows_whether_a_reply_was_closed() -> None:
    exchange = Exchange()
    exchange.reply(content=[b"a", b"b"])
    with httpx.Client(transport=exchange.transport) as client:
        with client.stream("GET", "https://h.test/a") as response:
            assert next(response.iter_bytes()) == b"a"
            assert not exchange.closed
        assert exchange.closed


def test_a_boundary_is_replaced_in_a_multipart_body_alone() -> None:
    exchange = Exchange()
    exchange.reply()
    exchange.reply()
    with httpx.Client(transport=exchange.transport) as client:
        client.post("https://h.test/a", files={"f": b"x"})
        start = b"--BOUNDARY\r\nContent-Disposition: form-data; name="
        assert exchange.body().startswith(start)
        assert exchange.body().endswith(b"\r\n--BOUNDARY--\r\n")
        client.post("https://h.test/a", json={"a": 1})
        assert exchange.body() == b'{"a":1}'


def test_an_error_of_the_network_can_be_given() -> None:
    exchange = Exchange()
    exchange.fail(httpx.ConnectError("refused"))
    with (
        httpx.Client(transport=exchange.transport) as client,
        pytest.raises(httpx.ConnectError),
    ):
        client.get("https://h.test/a")


def test_a_request_too_many_is_an_error() -> None:
    with (
        httpx.Client(transport=Exchange().transport) as client,
        pytest.raises(AssertionError, match="no reply is left for GET https://h"),
    ):
        client.get("https://h.test/a")
    with pytest.raises(AssertionError, match="no request was sent"):
        _ = Exchange().request
    with pytest.raises(AssertionError, match="no reply was given"):
        _ = Exchange().closed


class Part(Model):
    size_in_m: float | None = Field(
        default=None, validation_alias="sizeInM", serialization_alias="sizeInM"
    )
    made: datetime | None = None
    parts: list[Part] = Field(default_factory=list)


def test_a_result_as_the_json_that_it_came_from() -> None:
    value = {"sizeInM": 1.5, "made": "2024-01-02T03:04:05Z", "new": [None]}
    part = Part.model_validate({**value, "parts": [value]})
    shown = {**value, "parts": [value]}
    assert plain(part) == shown
    assert plain({"a": [part, 1]}) == {"a": [shown, 1]}
    assert plain(part.made) == "2024-01-02T03:04:05Z"
    assert plain(None) is None
    assert plain(Part.model_construct(size_in_m="odd")) == {"sizeInM": "odd"}
