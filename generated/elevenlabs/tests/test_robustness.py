"""How clients bear servers and settings that no specification speaks of."""

from __future__ import annotations

import gzip
from traceback import TracebackException
from typing import Any

import httpx
import pytest

from elevenlabs import (
    ApiResponseError,
    ApiTimeoutError,
    AsyncElevenLabs,
    BadRequestError,
    ElevenLabs,
    InternalServerError,
)
from elevenlabs.testing import Exchange

pytestmark = pytest.mark.anyio

SECRET = "hush-hush-hush"
CUT = gzip.compress(b'{"message": "x"}')[:-4]
BOMB = gzip.compress(gzip.compress(bytes(20_000_000)))
REPLIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "a page": (b"<html>Sign in", {"Content-Type": "text/html"}),
    "nested": (b"[" * 100_000, {"Content-Type": "application/json"}),
    "digits": (b"9" * 5_000, {"Content-Type": "application/json"}),
    "no text": (b'"\xff"', {"Content-Type": "application/json"}),
    "charset": (b"6869", {"Content-Type": "text/plain; charset=hex"}),
    "no gzip": (b"x", {"Content-Encoding": "gzip"}),
    "cut": (CUT, {"Content-Encoding": "gzip"}),
    "bomb": (BOMB, {"Content-Encoding": "gzip, gzip"}),
    "encoding": (b"x", {"Content-Encoding": "br"}),
}
SETTINGS: list[dict[str, Any]] = [
    {"timeout": "x"},
    {"max_retries": -1},
    {"headers": [("a", "b")]},
    {"headers": {"a": "b\r\nc: d"}},
    {"limits": {"dead_line": 1}},
]
HARMLESS = {"accept", "accept-encoding", "connection", "host", "user-agent"}


def call(client: ElevenLabs) -> None:
    client.voices.pvc.samples.speakers.separate("voice_id", "sample_id")


async def async_call(client: AsyncElevenLabs) -> None:
    await client.voices.pvc.samples.speakers.separate("voice_id", "sample_id")


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
async def test_an_error_is_what_its_status_says(
    reply: tuple[bytes, dict[str, str]],
    exchange: Exchange,
    client: ElevenLabs,
    async_client: AsyncElevenLabs,
) -> None:
    for _ in range(2):
        exchange.reply(400, content=reply[0], headers=reply[1])
    with pytest.raises(BadRequestError):
        call(client)
    with pytest.raises(BadRequestError):
        await async_call(async_client)
    assert exchange.closed


def test_a_redirect_carries_nothing_elsewhere(
    exchange: Exchange, client: ElevenLabs
) -> None:
    exchange.reply(303, headers={"Location": "https://elsewhere.example.com/x"})
    exchange.reply(400)
    with pytest.raises(BadRequestError):
        call(client)
    assert exchange.request.content == b""
    assert set(exchange.request.headers) <= HARMLESS
    exchange.reply(302, headers={"Location": "file:///etc/passwd"})
    with pytest.raises(ApiResponseError, match="it leaves HTTP"):
        call(client)


def test_no_traceback_shows_a_secret(exchange: Exchange, client: ElevenLabs) -> None:
    client = client.with_options(api_key=SECRET)
    exchange.reply(500)
    exchange.fail(httpx.ReadTimeout("slow"))
    for error in (InternalServerError, ApiTimeoutError):
        with pytest.raises(error) as caught:
            call(client)
        report = TracebackException.from_exception(caught.value, capture_locals=True)
        assert SECRET not in "".join(report.format())


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_wrong_setting_is_named(
    settings: dict[str, Any], exchange: Exchange, client: ElevenLabs
) -> None:
    with pytest.raises((TypeError, ValueError), match=next(iter(settings))):
        client.with_options(**settings)
    client.close()
    with pytest.raises(RuntimeError, match="the client has been closed"):
        call(client)
    assert exchange.requests == []
