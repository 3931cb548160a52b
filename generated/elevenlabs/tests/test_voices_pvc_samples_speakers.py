"""What the methods of `client.voices.pvc.samples.speakers` send, return and raise."""

from __future__ import annotations

import pytest

from elevenlabs import AsyncElevenLabs, ElevenLabs, UnprocessableEntityError
from elevenlabs.testing import Exchange, plain

pytestmark = pytest.mark.anyio


def test_separate(exchange: Exchange, client: ElevenLabs) -> None:
    exchange.reply(json={"status": "status"})

    result = client.voices.pvc.samples.speakers.separate("voice_id", "sample_id")

    assert exchange.request.method == "POST"
    assert (
        exchange.request.url.raw_path
        == b"/v1/voices/pvc/voice_id/samples/sample_id/separate-speakers"
    )
    assert exchange.request.headers["xi-api-key"] == "key"
    assert exchange.body() == b""
    assert plain(result) == {"status": "status"}


def test_separate_raises_422(exchange: Exchange, client: ElevenLabs) -> None:
    exchange.reply(
        422, json={"detail": [{"loc": ["loc"], "msg": "msg", "type": "type"}]}
    )

    with pytest.raises(UnprocessableEntityError) as caught:
        client.voices.pvc.samples.speakers.separate("voice_id", "sample_id")

    assert caught.value.status_code == 422
    assert plain(caught.value.body) == {
        "detail": [{"loc": ["loc"], "msg": "msg", "type": "type"}]
    }


async def test_async_separate(
    exchange: Exchange, async_client: AsyncElevenLabs
) -> None:
    exchange.reply(json={"status": "status"})

    result = await async_client.voices.pvc.samples.speakers.separate(
        "voice_id", "sample_id"
    )

    assert exchange.request.method == "POST"
    assert (
        exchange.request.url.raw_path
        == b"/v1/voices/pvc/voice_id/samples/sample_id/separate-speakers"
    )
    assert exchange.request.headers["xi-api-key"] == "key"
    assert exchange.body() == b""
    assert plain(result) == {"status": "status"}


async def test_async_separate_raises_422(
    exchange: Exchange, async_client: AsyncElevenLabs
) -> None:
    exchange.reply(
        422, json={"detail": [{"loc": ["loc"], "msg": "msg", "type": "type"}]}
    )

    with pytest.raises(UnprocessableEntityError) as caught:
        await async_client.voices.pvc.samples.speakers.separate("voice_id", "sample_id")

    assert caught.value.status_code == 422
    assert plain(caught.value.body) == {
        "detail": [{"loc": ["loc"], "msg": "msg", "type": "type"}]
    }
