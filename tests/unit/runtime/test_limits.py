"""What a reply may take: time, bytes, growth, and how a client is told."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest

from runtime.errors import ApiResponseError, ApiStatusError, ApiTimeoutError
from runtime.omit import OMIT
from runtime.options import Limits
from runtime.plan import deadline
from runtime.retries import Clock


class Ticking:
    """Time that passes with each look at it."""

    def __init__(self, step: float) -> None:
        self.time, self.step = 0.0, step

    def __call__(self) -> float:
        self.time += self.step
        return self.time


def clocked(caller: Any, step: float, **settings: Any) -> Any:
    async def sleep_async(seconds: float) -> None:
        caller.sleeps.append(seconds)

    clock = Clock(
        sleep=caller.sleeps.append, sleep_async=sleep_async, monotonic=Ticking(step)
    )
    return caller.transport(clock=clock, **settings)


def drip(caller: Any, count: int, **settings: Any) -> None:
    caller.exchange.reply(content=[b" "] * count + [b"1"], **settings)


LIMITS = {"deadline": 30.0}


def test_a_slow_drip_ends_at_the_deadline(caller: Any) -> None:
    drip(caller, 100, content_type="application/json", headers={"X-Request-Id": "r1"})
    transport = clocked(caller, 1.0, limits=LIMITS)
    with pytest.raises(ApiTimeoutError, match="after the 30 seconds") as caught:
        caller.request("GET", "/x", transport=transport)
    assert (caught.value.status_code, caught.value.request_id) == (200, "r1")
    assert caller.exchange.closed
    assert len(caller.exchange.requests) == 1, "what has no time left is not repeated"


def test_a_reply_in_time_is_not_disturbed(caller: Any) -> None:
    drip(caller, 100, content_type="application/json")
    transport = clocked(caller, 0.1, limits=LIMITS)
    assert caller.request("GET", "/x", transport=transport) == 1


def test_compressed_drops_count_too(caller: Any) -> None:
    """They come to nothing for a long time."""
    packed = gzip.compress(b"1")
    content = [packed[i : i + 1] for i in range(len(packed))] + [b"\0"] * 100
    headers = {"Content-Encoding": "gzip"}
    caller.exchange.reply(content=content, headers=headers)
    with pytest.raises(ApiTimeoutError):
        caller.request("GET", "/x", transport=clocked(caller, 1.0, limits=LIMITS))


def test_a_retry_that_would_come_too_late_is_not_made(caller: Any) -> None:
    caller.exchange.reply(503, headers={"Retry-After": "20"})
    transport = clocked(caller, 0.01, limits={"deadline": 10})
    with pytest.raises(ApiStatusError):
        caller.request("GET", "/x", transport=transport)
    assert caller.sleeps == []


def test_no_step_takes_longer_than_is_left(caller: Any) -> None:
    caller.exchange.reply(json=1)
    options = {"limits": {"deadline": 5}, "timeout": httpx.Timeout(60, connect=2)}
    caller.request("GET", "/x", transport=clocked(caller, 1.0), options=options)
    steps = caller.exchange.request.extensions["timeout"]
    assert steps["connect"] == 2
    assert 0 < steps["read"] < steps["write"] <= 4


def test_a_stream_has_all_the_time_once_it_has_begun(caller: Any) -> None:
    caller.exchange.reply(content=[b"x"] * 100, content_type="audio/mpeg")
    transport = clocked(caller, 1.0)
    options = {"limits": LIMITS, "timeout": 60.0}
    stream = caller.request(
        "GET", "/x", returns=caller.bytes, transport=transport, options=options
    )
    assert b"".join(caller.collect(stream)) == b"x" * 100
    assert caller.exchange.request.extensions["timeout"]["read"] == 60.0


@pytest.mark.parametrize(
    ("limits", "timeout", "seconds"),
    [
        ({}, OMIT, 3600.0),
        ({}, 5.0, 3600.0),
        ({}, 7200, 7200.0),
        ({}, httpx.Timeout(5, read=9000), 9000.0),
        ({}, None, None),
        ({}, httpx.Timeout(5, read=None), None),
        ({"deadline": 5}, None, 5),
        ({"deadline": None}, 5.0, None),
    ],
)
def test_the_time_for_a_call(limits: Limits, timeout: Any, seconds: float) -> None:
    assert deadline(limits, timeout) == seconds


def test_limits_of_a_call_are_added_to_those_of_the_client(caller: Any) -> None:
    transport = caller.transport(limits={"max_bytes": 10})
    large = {"content": b'"123456789"', "content_type": "application/json"}
    options: dict[str, Any]
    for options in ({}, {"limits": {"deadline": 60}}):
        caller.exchange.reply(**large)
        with pytest.raises(ApiResponseError, match="larger than 10 bytes"):
            caller.request("GET", "/x", transport=transport, options=options)
    for most in (11, None):
        caller.exchange.reply(**large)
        options = {"limits": {"max_bytes": most}}
        found = caller.request("GET", "/x", transport=transport, options=options)
        assert found == "123456789"
    copy = transport.with_options(limits={"max_bytes": 20})
    caller.exchange.reply(**large)
    assert caller.request("GET", "/x", transport=copy) == "123456789"


def test_a_stream_has_the_size_that_it_is_given(caller: Any) -> None:
    def ask(options: Any) -> Any:
        caller.exchange.reply(content=[b"1234"] * 3, content_type="audio/mpeg")
        return caller.stream("GET", "/x", returns=caller.bytes, options=options)

    assert ask({"limits": {"max_bytes": 12}}) == [b"1234"] * 3
    with pytest.raises(ApiResponseError, match="larger than 11 bytes"):
        ask({"limits": {"max_bytes": 11}})


@pytest.mark.parametrize("name", ["headers", "limits"])
@pytest.mark.parametrize("value", [[("a", "b")], "a", 5])
def test_mappings(caller: Any, name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"^{name} must be a mapping such as a dict"):
        caller.transport(**{name: value})
    with pytest.raises(TypeError, match=f"^{name} must be a mapping"):
        caller.transport().with_options(**{name: value})
    with pytest.raises(TypeError, match=f"request_options: {name} must be a mapping"):
        caller.request("GET", "/x", options={name: value})


WRONG = [
    ("timeout", "x", TypeError, "a number of seconds"),
    ("timeout", True, TypeError, "a number of seconds"),
    ("timeout", 0, ValueError, "more than 0 seconds"),
    ("timeout", -1.5, ValueError, "more than 0 seconds"),
    ("timeout", float("nan"), ValueError, "more than 0 seconds"),
    ("timeout", float("inf"), ValueError, "None waits for ever"),
    ("max_retries", "a", TypeError, "a whole number"),
    ("max_retries", True, TypeError, "a whole number"),
    ("max_retries", 1.0, TypeError, "a whole number"),
    ("max_retries", -1, ValueError, "0 or more"),
    ("limits", {"dead_line": 1}, TypeError, "has no 'dead_line'; it has deadline"),
    ("limits", {"deadline": 0}, ValueError, "deadline must be more than 0"),
    ("limits", {"max_bytes": "1"}, TypeError, "max_bytes must be a number or None"),
    ("limits", {"max_ratio": float("nan")}, ValueError, "max_ratio must be more"),
    ("headers", {"a b": "c"}, ValueError, "'a b' is not the name of a header"),
    ("headers", {"a": "c\r\nd: e"}, ValueError, "'a' holds a line break"),
]


@pytest.mark.parametrize(("name", "value", "kind", "said"), WRONG)
def test_settings_are_checked_when_they_are_given(
    caller: Any, name: str, value: Any, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        caller.transport(**{name: value})
    assert str(caught.value).startswith(name)
    with pytest.raises(kind, match=said):
        caller.transport().with_options(**{name: value})
    with pytest.raises(kind, match=said) as caught:
        caller.request("GET", "/x", options={name: value})
    assert str(caught.value).startswith("request_options")
    assert caller.exchange.requests == []


@pytest.mark.parametrize("strict", ["no", 1, 0])
def test_a_flag_is_a_flag(caller: Any, strict: Any) -> None:
    with pytest.raises(TypeError, match="strict must be True or False"):
        caller.transport(strict=strict)


@pytest.mark.parametrize("options", ["x", ["timeout"], 5])
def test_options_are_a_mapping(caller: Any, options: Any) -> None:
    with pytest.raises(TypeError, match=r"^request_options must be a mapping"):
        caller.request("GET", "/x", options=options)
