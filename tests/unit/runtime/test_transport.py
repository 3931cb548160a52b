"""What a client is told once: headers, timeouts, copies, closing; and raw replies."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from runtime.errors import ApiResponseError
from runtime.omit import OMIT
from runtime.replies import Json, Nothing
from runtime.styles import Styled
from runtime.transport import AsyncTransport, Transport


def test_headers_in_the_order_of_who_wins(caller: Any) -> None:
    caller.exchange.reply(json=1)
    transport = caller.transport(headers={"X-A": "client", "user-agent": "mine"})
    caller.request(
        "GET",
        "/x",
        headers={"x-a": "parameter", "X-B": "parameter", "X-C": None, "X-D": OMIT},
        options={"headers": {"X-b": "call"}},
        transport=transport,
    )
    headers = caller.exchange.request.headers
    assert headers.get_list("x-a") == ["parameter"]
    assert headers.get_list("x-b") == ["call"]
    assert headers.get_list("user-agent") == ["mine"]
    assert not {"x-c", "x-d"} & set(headers)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (True, b"true"),
        (3, b"3"),
        (Styled(["a", "b"], "simple"), b"a,b"),
        ("  padded\t", b"padded"),
        ("é", b"\xe9"),
        ("", b""),
    ],
)
def test_header_values(caller: Any, value: object, sent: bytes) -> None:
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", headers={"safety-identifier": value})
    raw = {k.lower(): v for k, v in caller.exchange.request.headers.raw}
    assert raw[b"safety-identifier"] == sent


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\0b", "€", "\x7f"])
def test_a_header_value_cannot_break_out(caller: Any, value: str) -> None:
    with pytest.raises(ValueError, match="the value of 'safety-identifier'"):
        caller.request("GET", "/x", headers={"safety-identifier": value})
    with pytest.raises(ValueError, match="request_options headers: the value of 'h'"):
        caller.request("GET", "/x", options={"headers": {"h": value}})
    assert caller.exchange.requests == []


@pytest.mark.parametrize("name", ["", "a b", "a:", "a\r\n", "é"])
def test_a_header_name_is_a_token(caller: Any, name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a header"):
        caller.request("GET", "/x", headers={name: "x"})


def test_a_header_without_text_is_refused(caller: Any) -> None:
    with pytest.raises(TypeError, match="type dict cannot be sent as text"):
        caller.request("GET", "/x", headers={"h": {"a": 1}})


def test_unknown_options_are_refused(caller: Any) -> None:
    with pytest.raises(TypeError, match="no 'timeout_in_seconds'; it has body, chunk"):
        caller.request("GET", "/x", options={"timeout_in_seconds": 3})


@pytest.mark.parametrize(
    ("client", "call", "expected"),
    [
        (OMIT, {}, 11.0),
        (5.0, {}, 5.0),
        (5.0, {"timeout": 2}, 2),
        (5.0, {"timeout": httpx.Timeout(3.0)}, 3.0),
        (None, {}, None),
        (5.0, {"timeout": None}, None),
    ],
)
def test_timeouts(
    caller: Any, client: Any, call: dict[str, Any], expected: Any
) -> None:
    caller.exchange.reply(json=1)
    own = caller.httpx_client(timeout=11.0)
    transport = caller.transport(httpx_client=own, timeout=client)
    caller.request("GET", "/x", options=call, transport=transport)
    timeout = caller.exchange.request.extensions["timeout"]
    assert timeout == dict.fromkeys(["connect", "read", "write", "pool"], expected)


def test_a_copy_changes_what_it_is_told(caller: Any) -> None:
    original = caller.transport(
        credentials={"k": caller.credential("old")},
        auth=(("k",),),
        headers={"X-A": "a", "X-B": "b"},
        max_retries=0,
    )
    copy = original.with_options(
        credentials={"k": "new"}, headers={"X-B": "c"}, timeout=4, max_retries=1
    )
    caller.exchange.reply(503)
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=copy)
    request = caller.exchange.request
    sent = [request.headers[name] for name in ("x-key", "x-a", "x-b")]
    assert sent == ["new", "a", "c"]
    assert request.extensions["timeout"]["read"] == 4

    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=original)
    sent = [caller.exchange.request.headers[name] for name in ("x-key", "x-a", "x-b")]
    assert sent == ["old", "a", "b"]


def test_a_copy_keeps_what_it_is_not_told(caller: Any) -> None:
    original = caller.transport(
        credentials={"k": caller.credential("old")}, auth=(("k",),), timeout=None
    )
    copy = original.with_options(credentials={"k": None}, timeout=OMIT)
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=copy)
    assert caller.exchange.request.headers["x-key"] == "old"
    assert caller.exchange.request.extensions["timeout"]["read"] is None


def test_strict_can_be_set_by_a_copy(caller: Any) -> None:
    caller.exchange.reply(json="x")
    assert caller.request("GET", "/x", returns=Json[int]) == "x"
    caller.exchange.reply(json="x")
    strict = caller.transport().with_options(strict=True)
    with pytest.raises(ApiResponseError, match="int expected, not string"):
        caller.request("GET", "/x", returns=Json[int], transport=strict)


def test_raw_replies(caller: Any) -> None:
    caller.exchange.reply(503)
    headers = {"X-Request-Id": "r-1", "X-Limit": "9"}
    caller.exchange.reply(201, json={"a": 1}, headers=headers)
    raw_transport = caller.transport().with_raw_response()
    raw = caller.request("GET", "/x", transport=raw_transport)
    assert raw.data == {"a": 1}
    assert (raw.status_code, raw.request_id, raw.retries_taken) == (201, "r-1", 1)
    assert raw.headers["x-limit"] == "9"
    assert (raw.method, raw.url) == ("GET", "https://api.acme.test/x")


def test_raw_streams(caller: Any) -> None:
    caller.exchange.reply(content=[b"a", b"b"], content_type="audio/mpeg")
    raw_transport = caller.transport().with_raw_response()
    raw = caller.request("GET", "/x", returns=caller.bytes, transport=raw_transport)
    assert raw.headers["content-type"] == "audio/mpeg"
    assert caller.collect(raw.data) == [b"a", b"b"]


def test_the_users_own_client_is_not_closed(caller: Any) -> None:
    own = caller.httpx_client()
    transport = caller.transport(httpx_client=own)
    caller.run(transport.close)
    assert not own.is_closed
    with pytest.raises(RuntimeError, match="the client has been closed"):
        caller.request("GET", "/x", transport=transport)


def test_a_copy_does_not_close_the_connections(caller: Any) -> None:
    original = caller.transport()
    caller.run(original.with_options(timeout=1).close)
    caller.run(original.with_raw_response().close)
    caller.exchange.reply(json=1)
    assert caller.request("GET", "/x", transport=original) == 1
    copy = original.with_options(timeout=1)
    caller.run(original.close)
    with pytest.raises(RuntimeError, match="the client has been closed"):
        caller.request("GET", "/x", transport=copy)


def test_the_wrong_kind_of_client_is_refused(caller: Any) -> None:
    wrong = httpx.Client() if caller.is_async else httpx.AsyncClient()
    with pytest.raises(TypeError, match=r"httpx_client must be an httpx\.\w+, not"):
        caller.transport(httpx_client=wrong)


SETTINGS: dict[str, Any] = {
    "base_url": "https://api.acme.test",
    "user_agent": "acme-python/1.0",
    "package": "acme",
}


def test_a_client_of_our_own_is_made_once_and_closed() -> None:
    transport = Transport(**SETTINGS)
    barrier = threading.Barrier(8)

    def get() -> httpx.Client:
        barrier.wait()
        return transport._pool.get()

    with ThreadPoolExecutor(8) as threads:
        made = {
            id(future.result()) for future in [threads.submit(get) for _ in range(8)]
        }
    assert len(made) == 1
    client = transport._pool.get()
    assert client.timeout == httpx.Timeout(240.0, connect=10.0)
    transport.close()
    assert client.is_closed
    transport.close()


def test_an_async_client_of_our_own_is_closed() -> None:
    transport = AsyncTransport(**SETTINGS)
    client = transport._pool.get()
    assert transport.with_options()._pool.get() is client
    asyncio.run(transport.close())
    assert client.is_closed


def test_closing_before_the_first_request_is_enough() -> None:
    transport = Transport(**SETTINGS)
    transport.close()
    with pytest.raises(RuntimeError, match="the client has been closed"):
        transport.request("GET", "/x", returns=Nothing)


def test_calls_from_several_threads_do_not_mix() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=request.url.path)

    client = httpx.Client(transport=httpx.MockTransport(answer))
    transport = Transport(**SETTINGS, httpx_client=client)

    def call(number: int) -> str:
        return transport.request("GET", f"/{number}", returns=Json[str])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(call, range(100))) == [f"/{n}" for n in range(100)]
