"""What is sent again, when, and that it is the same request."""

from __future__ import annotations

import io
import logging
from email.utils import formatdate
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.errors import (
    ApiConnectionError,
    ApiStatusError,
    ApiTimeoutError,
    ServiceUnavailableError,
    TooManyRequestsError,
)
from runtime.replies import Nothing
from runtime.retries import Clock, pause

AGAIN: list[tuple[str, int, dict[str, str]]] = [
    *(("PUT", status, {}) for status in (408, 409, 429, 500, 502, 503, 599)),
    *(("POST", status, {}) for status in (408, 409, 429)),
    ("POST", 503, {"Retry-After": "0"}),
]


@pytest.mark.parametrize(("method", "status", "headers"), AGAIN)
def test_a_passing_failure_is_tried_again(
    caller: Any, method: str, status: int, headers: dict[str, str]
) -> None:
    caller.exchange.reply(status, headers=headers)
    caller.exchange.reply(json={"ok": True})
    assert caller.request(method, "/x", json={"a": 1}) == {"ok": True}
    first, second = caller.exchange.requests
    assert (first.method, first.url, first.content) == (
        second.method,
        second.url,
        second.content,
    )
    assert first.headers == second.headers
    assert first is not second


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_may_have_been_done_is_not_done_twice(
    caller: Any, method: str, status: int
) -> None:
    caller.exchange.reply(status)
    with pytest.raises(ApiStatusError):
        caller.request(method, "/x", json={"a": 1})
    assert len(caller.exchange.requests) == 1
    caller.exchange.reply(status)
    caller.exchange.reply(json=1)
    key = {"Idempotency-Key": "k-1"}
    assert caller.request(method, "/x", json={"a": 1}, headers=key) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422, 451])
def test_a_lasting_failure_is_not(caller: Any, status: int) -> None:
    caller.exchange.reply(status)
    with pytest.raises(ApiStatusError) as caught:
        caller.request("GET", "/x")
    assert caught.value.status_code == status
    assert caught.value.retries_taken == 0
    assert caller.sleeps == []


def test_retries_end(caller: Any) -> None:
    for _ in range(3):
        caller.exchange.reply(503)
    with pytest.raises(ServiceUnavailableError) as caught:
        caller.request("GET", "/x")
    assert caught.value.retries_taken == 2
    assert len(caller.exchange.requests) == 3


@pytest.mark.parametrize("by_option", [False, True])
def test_the_number_of_retries_can_be_set(caller: Any, by_option: bool) -> None:
    caller.exchange.reply(503)
    transport = caller.transport(max_retries=5 if by_option else 0)
    options = {"max_retries": 0} if by_option else None
    with pytest.raises(ServiceUnavailableError):
        caller.request("GET", "/x", options=options, transport=transport)


def test_the_backoff_doubles_up_to_its_cap(caller: Any) -> None:
    for _ in range(8):
        caller.exchange.reply(500)
    with pytest.raises(ApiStatusError):
        caller.request("GET", "/x", options={"max_retries": 7})
    assert caller.sleeps == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_the_backoff_is_jittered() -> None:
    clock = Clock(random=lambda: 0.999999)
    assert pause(0, {}, clock) == pytest.approx(0.375, abs=1e-4)
    assert pause(5000, {}, Clock(random=lambda: 0.0)) == 8.0


NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0.25"}, 0.25),
        ({"Retry-After": "0"}, 0.0),
        ({"retry-after-ms": "150"}, 0.15),
        ({"retry-after-ms": "150", "Retry-After": "9"}, 0.15),
        ({"retry-after-ms": "soon", "Retry-After": "9"}, 9.0),
        ({"Retry-After": formatdate(NOW + 30, usegmt=True)}, 30.0),
        ({"Retry-After": "60"}, 60.0),
        ({"X-RateLimit-Reset": "12"}, 12.0),
        ({"X-RateLimit-Reset": f"{NOW + 20:.0f}"}, 20.0),
        ({"X-RateLimit-Reset": "12", "X-RateLimit-Remaining": "0"}, 12.0),
        ({"X-RateLimit-Reset": "12", "Retry-After": "3"}, 3.0),
        ({"X-RateLimit-Reset": "12", "X-RateLimit-Remaining": "7"}, 0.5),
        ({"X-RateLimit-Reset": "3600"}, 0.5),
        ({"X-RateLimit-Reset": f"{NOW - 20:.0f}"}, 0.5),
        ({"X-RateLimit-Reset": "1m30s"}, 0.5),
        # Nonsense is no wish: the usual backoff.
        ({"Retry-After": "-5"}, 0.5),
        ({"Retry-After": "nan"}, 0.5),
        ({"Retry-After": "5, 5"}, 0.5),
        ({"Retry-After": "Mon, 99 Foo 9999 00:00:00 GMT"}, 0.5),
        ({"Retry-After": formatdate(NOW - 30, usegmt=True)}, 0.5),
        ({"Retry-After": ""}, 0.5),
    ],
)
def test_the_server_says_when(
    caller: Any, headers: dict[str, str], waited: float
) -> None:
    caller.exchange.reply(429, headers=headers)
    caller.exchange.reply(json=1)
    assert caller.request("POST", "/x") == 1
    assert caller.sleeps == [waited]


@pytest.mark.parametrize(
    "value", ["61", "9999999999", "inf", formatdate(NOW + 90, usegmt=True)]
)
def test_a_pause_that_is_too_long_is_not_waited_for(caller: Any, value: str) -> None:
    caller.exchange.reply(429, headers={"Retry-After": value})
    with pytest.raises(TooManyRequestsError) as caught:
        caller.request("GET", "/x")
    assert caught.value.headers["retry-after"] == value
    assert caller.sleeps == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout]
)
def test_what_never_reached_the_server_is_always_tried_again(
    caller: Any, method: str, error: type[httpx.TransportError]
) -> None:
    caller.exchange.fail(error("refused"))
    caller.exchange.reply(json=1)
    assert caller.request(method, "/x") == 1


BROKEN_OFF = [httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
@pytest.mark.parametrize("error", BROKEN_OFF)
def test_an_idempotent_request_is_tried_again_when_it_broke_off(
    caller: Any, method: str, error: type[httpx.TransportError]
) -> None:
    caller.exchange.fail(error(""))
    caller.exchange.reply(json=1)
    assert caller.request(method, "/x") == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("error", BROKEN_OFF)
def test_any_other_request_is_not(
    caller: Any, method: str, error: type[httpx.TransportError]
) -> None:
    caller.exchange.fail(error("lost"))
    with pytest.raises(ApiConnectionError) as caught:
        caller.request(method, "/x")
    assert isinstance(caught.value, ApiTimeoutError) == (error is httpx.ReadTimeout)
    assert len(caller.exchange.requests) == 1


def test_a_body_that_breaks_off_is_read_again(caller: Any) -> None:
    def cut() -> Any:
        yield b'{"a":'
        raise httpx.ReadError("reset")

    caller.exchange.reply(content=cut(), content_type="application/json")
    caller.exchange.reply(json={"a": 1})
    assert caller.request("GET", "/x") == {"a": 1}


def test_every_part_of_a_form_is_sent_again(caller: Any, tmp_path: Path) -> None:
    on_disk = tmp_path / "a.bin"
    on_disk.write_bytes(b"disk")
    opened = io.BytesIO(b"skip open")
    opened.seek(5)
    caller.exchange.reply(429)
    caller.exchange.reply(408)
    caller.exchange.reply(json=1)
    caller.request(
        "POST",
        "/x",
        form={"a": 1, "b": {"c": 2}, "d": ["e", "f"]},
        files={"p": on_disk, "o": opened, "m": b"memory"},
    )
    bodies = {request.content for request in caller.exchange.requests}
    assert len(caller.exchange.requests) == 3
    assert len(bodies) == 1
    body = bodies.pop()
    assert b"disk" in body
    assert b"\r\n\r\nopen\r\n" in body
    assert body.count(b"Content-Disposition") == 7


def test_what_can_be_read_once_is_sent_once(caller: Any) -> None:
    caller.exchange.reply(503)
    with pytest.raises(ServiceUnavailableError):
        caller.request("PUT", "/x", content=caller.chunks([b"a"]))

    class Pipe:
        def read(self, size: int = -1) -> bytes:
            return b""

    caller.exchange.reply(503)
    with pytest.raises(ServiceUnavailableError):
        caller.request("PUT", "/x", files={"f": Pipe()})
    assert len(caller.exchange.requests) == 2


def test_streams_are_tried_again_before_they_begin(caller: Any) -> None:
    caller.exchange.reply(429)
    caller.exchange.reply(content=[b"a", b"b"], content_type="audio/mpeg")
    stream = caller.request("POST", "/x", returns=caller.bytes)
    assert caller.collect(stream) == [b"a", b"b"]


def test_retries_are_logged(caller: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="acme")
    caller.exchange.reply(503)
    caller.exchange.reply(204)
    caller.request("GET", "/x", returns=Nothing)
    messages = [r.getMessage() for r in caplog.records if r.name == "acme"]
    assert messages[0].startswith("GET https://api.acme.test/x: 503 in ")
    assert messages[1] == (
        "GET https://api.acme.test/x: ServiceUnavailableError, retry 1 in 0.50 s"
    )
    assert messages[2].startswith("GET https://api.acme.test/x: 204 in ")


@pytest.mark.parametrize("value", [-1, -5])
def test_a_negative_number_of_retries_is_refused(caller: Any, value: int) -> None:
    with pytest.raises(ValueError, match="max_retries must be 0 or more"):
        caller.transport(max_retries=value)
    with pytest.raises(ValueError, match="max_retries must be 0 or more"):
        caller.request("GET", "/x", options={"max_retries": value})


@pytest.mark.parametrize("where", ["headers", "options"])
def test_a_request_with_an_idempotency_key_may_be_repeated(
    caller: Any, where: str
) -> None:
    caller.exchange.fail(httpx.ReadTimeout("slow"))
    caller.exchange.fail(httpx.ReadError("reset"))
    caller.exchange.reply(json=1)
    headers = {"Idempotency-Key": "k-1"}
    call: dict[str, Any] = {"headers": headers}
    call = {"options": call} if where == "options" else call
    assert caller.request("POST", "/x", **call) == 1
    keys = [one.headers["idempotency-key"] for one in caller.exchange.requests]
    assert keys == ["k-1"] * 3
