"""Replies by declared type and actual Content-Type together."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest

from runtime.errors import (
    ApiConnectionError,
    ApiResponseError,
    ApiStatusError,
    UnprocessableEntityError,
)
from runtime.models import Model
from runtime.replies import Json, Nothing


class Voice(Model):
    name: str


HTML = b"<html><body>Bad gateway</body></html>"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/hal+json",
        "APPLICATION/JSON",
        "text/json",
        None,
    ],
)
def test_json_is_decoded(caller: Any, kind: str | None) -> None:
    caller.exchange.reply(content=b'{"name":"a","new":1}', content_type=kind)
    voice = caller.request("GET", "/x", returns=Json[Voice])
    assert voice == Voice.model_validate({"name": "a", "new": 1})
    assert caller.exchange.closed
    assert caller.exchange.request.headers["accept"] == "application/json"


def test_json_with_a_byte_order_mark(caller: Any) -> None:
    body = b'\xef\xbb\xbf{"name":"a"}'
    caller.exchange.reply(content=body, content_type="application/json")
    assert caller.request("GET", "/x", returns=Json[Voice]) == Voice(name="a")


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (HTML, "text/html", "the reply should be JSON, but is text/html"),
        (HTML, "application/json", "not complete JSON: .* at line 1, column 1"),
        (b'{"name": "a', "application/json", "not complete JSON: Unterminated string"),
        (b"ok", "text/plain", "the reply should be JSON, but is text/plain"),
        (b"", "application/json", "the reply is empty"),
        (b'{"name": "\xff\xfe"}', "application/json", "its bytes are no text"),
        (b"[" * 100_000, "application/json", "nested too deeply"),
        (b'{"name": ' + b"9" * 5000 + b"}", "application/json", "a number that is too"),
    ],
)
def test_what_is_not_json_is_one_typed_error(
    caller: Any, content: bytes, kind: str, why: str
) -> None:
    headers = {"X-Request-Id": "r-7"}
    caller.exchange.reply(content=content, content_type=kind, headers=headers)
    with pytest.raises(ApiResponseError, match=why) as caught:
        caller.request("GET", "/x", returns=Json[Voice])
    error = caught.value
    assert (error.status_code, error.request_id) == (200, "r-7")
    assert error.headers["Content-Type"] == kind
    assert error.body == content.decode(errors="replace")[:300]
    assert "\n" not in str(error)
    assert caller.exchange.closed


@pytest.mark.parametrize("kind", ["text/plain", "text/html; charset=utf-8"])
def test_json_that_is_labelled_wrongly_is_still_json(caller: Any, kind: str) -> None:
    caller.exchange.reply(content=b' {"name":"a"}', content_type=kind)
    assert caller.request("GET", "/x", returns=Json[Voice]) == Voice(name="a")

    caller.exchange.reply(content=b'{"name":"a"}', content_type=kind)
    transport = caller.transport(strict=True)
    with pytest.raises(ApiResponseError, match="should be JSON"):
        caller.request("GET", "/x", returns=Json[Voice], transport=transport)


@pytest.mark.parametrize("status", [200, 204, 205])
def test_an_empty_reply_is_none_where_none_is_allowed(caller: Any, status: int) -> None:
    caller.exchange.reply(status)
    assert caller.request("GET", "/x", returns=Json[Voice | None]) is None
    caller.exchange.reply(status)
    with pytest.raises(ApiResponseError, match="the reply is empty"):
        caller.request("GET", "/x", returns=Json[Voice])


def test_nothing_is_none_whatever_comes(caller: Any) -> None:
    caller.exchange.reply(content=HTML, content_type="text/html")
    assert caller.request("DELETE", "/x", returns=Nothing) is None
    assert caller.exchange.closed
    assert caller.exchange.request.headers["accept"] == "*/*"


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        ({"json": {"a": [1, None]}}, {"a": [1, None]}),
        ({"json": "text"}, "text"),
        ({"json": None}, None),
        ({"content": b"1", "content_type": "application/problem+json"}, 1),
        ({"status": 204}, None),
        ({}, None),
        ({"content_type": "audio/mpeg"}, None),
        ({"content": []}, None),
        ({"content": [], "content_type": "application/json"}, None),
        ({"content": [], "content_type": "audio/mpeg"}, None),
    ],
)
def test_an_undeclared_reply_that_is_json_or_empty(
    caller: Any, reply: dict[str, Any], result: object
) -> None:
    caller.exchange.reply(**reply)
    assert caller.request("POST", "/x", returns=caller.undeclared) == result


@pytest.mark.parametrize(
    "reply",
    [
        {"content": [b"ab", b"c"], "content_type": "audio/mpeg"},
        {"content": [b"ab", b"c"]},
        {"content": b"abc", "content_type": "text/plain"},
        {"content": b"abc"},
    ],
)
def test_an_undeclared_reply_of_anything_else_is_a_stream(
    caller: Any, reply: dict[str, Any]
) -> None:
    caller.exchange.reply(**reply)
    chunks = caller.stream("POST", "/x", returns=caller.undeclared)
    assert b"".join(chunks) == b"abc"
    assert caller.exchange.closed


def test_undeclared_json_that_is_cut_short_is_an_error(caller: Any) -> None:
    caller.exchange.reply(content=b'{"a"', content_type="application/json")
    with pytest.raises(ApiResponseError, match="not complete JSON"):
        caller.request("POST", "/x", returns=caller.undeclared)


def test_an_error_status_of_a_stream_is_raised_by_the_call(caller: Any) -> None:
    caller.exchange.reply(422, json={"name": "no"})
    with pytest.raises(UnprocessableEntityError) as caught:
        caller.request("POST", "/x", returns=caller.bytes, errors={422: Voice})
    assert caught.value.body == Voice(name="no")
    assert caller.exchange.closed


@pytest.mark.parametrize(
    ("errors", "reply", "body"),
    [
        ({422: Voice}, {"json": {"name": "a"}}, Voice(name="a")),
        ({"4XX": list[Voice]}, {"json": [{"name": "a"}]}, [Voice(name="a")]),
        ({"default": Voice}, {"json": {"name": "a"}}, Voice(name="a")),
        ({422: Voice, "default": int}, {"json": {"name": "a"}}, Voice(name="a")),
        ({400: Voice}, {"json": {"name": "a"}}, {"name": "a"}),
        ({422: Voice}, {"json": ["odd"]}, ["odd"]),
        ({}, {"content": b"plain", "content_type": "text/plain"}, "plain"),
        ({422: Voice}, {"content": HTML, "content_type": "text/html"}, HTML.decode()),
        ({}, {"content": b"{", "content_type": "application/json"}, "{"),
        ({}, {"content": b"\xe9", "content_type": "a/b; charset=latin-1"}, "é"),
        ({}, {"content": b"\xff", "content_type": "a/b; charset=hex"}, "\ufffd"),
        ({}, {}, None),
    ],
)
def test_the_body_of_an_error(
    caller: Any, errors: dict[int | str, object], reply: dict[str, Any], body: object
) -> None:
    caller.exchange.reply(422, **reply)
    with pytest.raises(UnprocessableEntityError) as caught:
        caller.request("GET", "/x", errors=errors)
    assert caught.value.body == body
    assert caller.exchange.closed


def test_a_strict_client_still_raises_the_status(caller: Any) -> None:
    caller.exchange.reply(422, json={"unexpected": 1})
    transport = caller.transport(strict=True)
    with pytest.raises(UnprocessableEntityError) as caught:
        caller.request("GET", "/x", errors={422: Voice}, transport=transport)
    assert caught.value.body.model_extra == {"unexpected": 1}


def test_an_error_whose_body_breaks_off_is_that_error(caller: Any) -> None:
    def cut() -> Any:
        yield b"half"
        raise httpx.ReadError("reset")

    caller.exchange.reply(404, content=cut(), content_type="text/plain")
    with pytest.raises(ApiStatusError) as caught:
        caller.request("GET", "/x")
    assert (caught.value.status_code, caught.value.body) == (404, "half")


def test_only_the_beginning_of_a_huge_error_is_read(caller: Any) -> None:
    given = 0

    def endless() -> Any:
        nonlocal given
        while True:
            given += 1
            yield b"x" * 100_000

    caller.exchange.reply(404, content=endless(), content_type="text/plain")
    with pytest.raises(ApiStatusError):
        caller.request("GET", "/x")
    assert given < 20


def test_a_reply_that_is_too_large_is_refused(
    caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.received.LARGEST_DOCUMENT", 1000)
    caller.exchange.reply(
        content=gzip.compress(b"[" + b" " * 5000 + b"]"),
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    with pytest.raises(ApiResponseError, match="larger than 1000 bytes"):
        caller.request("GET", "/x")
    assert caller.exchange.closed


def test_a_reply_that_cannot_be_decompressed(caller: Any) -> None:
    headers = {"Content-Encoding": "gzip"}
    caller.exchange.reply(content=b"no gzip", content_type="a/b", headers=headers)
    with pytest.raises(ApiResponseError, match="the reply is not valid gzip data"):
        caller.request("GET", "/x")


def test_a_json_reply_that_breaks_off(caller: Any) -> None:
    def cut() -> Any:
        yield b'{"name"'
        raise httpx.RemoteProtocolError("peer closed connection")

    caller.exchange.reply(content=cut(), content_type="application/json")
    with pytest.raises(ApiConnectionError, match="peer closed connection"):
        caller.request("POST", "/x")
    assert caller.exchange.closed
