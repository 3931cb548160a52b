"""What the methods of `client.audio_isolation` send, return and raise."""

from __future__ import annotations

import pytest

from elevenlabs import (
    AsyncByteStream,
    AsyncElevenLabs,
    ByteStream,
    ElevenLabs,
    UnprocessableEntityError,
)
from elevenlabs.testing import Exchange, plain

pytestmark = pytest.mark.anyio


def test_convert(exchange: Exchange, client: ElevenLabs) -> None:
    exchange.reply(content=b"\x00\x01content", content_type="application/octet-stream")

    result = client.audio_isolation.convert(
        audio=("sample.bin", b"\x00\x01binary", "application/octet-stream")
    )

    assert exchange.request.method == "POST"
    assert exchange.request.url.raw_path == b"/v1/audio-isolation"
    assert exchange.request.headers["xi-api-key"] == "key"
    assert exchange.body() == (
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="audio"; filename="sample.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n"
        b"\r\n"
        b"\x00\x01binary\r\n"
        b"--BOUNDARY--\r\n"
    )
    assert isinstance(result, ByteStream)
    assert result.read() == b"\x00\x01content"
    assert exchange.closed


def test_convert_with_everything(exchange: Exchange, client: ElevenLabs) -> None:
    exchange.reply(content=b"\x00\x01content", content_type="application/octet-stream")

    result = client.audio_isolation.convert(
        audio=("sample.bin", b"\x00\x01binary", "application/octet-stream"),
        file_format="pcm_s16le_16",
        preview_b_64="preview b64",
    )

    assert exchange.request.method == "POST"
    assert exchange.request.url.raw_path == b"/v1/audio-isolation"
    assert exchange.request.headers["xi-api-key"] == "key"
    assert exchange.body() == (
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="file_format"\r\n'
        b"\r\n"
        b"pcm_s16le_16\r\n"
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="preview_b64"\r\n'
        b"\r\n"
        b"preview b64\r\n"
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="audio"; filename="sample.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n"
        b"\r\n"
        b"\x00\x01binary\r\n"
        b"--BOUNDARY--\r\n"
    )
    assert isinstance(result, ByteStream)
    assert result.read() == b"\x00\x01content"
    assert exchange.closed


def test_convert_raises_422(exchange: Exchange, client: ElevenLabs) -> None:
    exchange.reply(422, json={})

    with pytest.raises(UnprocessableEntityError) as caught:
        client.audio_isolation.convert(
            audio=("sample.bin", b"\x00\x01binary", "application/octet-stream")
        )

    assert caught.value.status_code == 422
    assert plain(caught.value.body) == {}


async def test_async_convert(exchange: Exchange, async_client: AsyncElevenLabs) -> None:
    exchange.reply(content=b"\x00\x01content", content_type="application/octet-stream")

    result = await async_client.audio_isolation.convert(
        audio=("sample.bin", b"\x00\x01binary", "application/octet-stream")
    )

    assert exchange.request.method == "POST"
    assert exchange.request.url.raw_path == b"/v1/audio-isolation"
    assert exchange.request.headers["xi-api-key"] == "key"
    assert exchange.body() == (
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="audio"; filename="sample.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n"
        b"\r\n"
        b"\x00\x01binary\r\n"
        b"--BOUNDARY--\r\n"
    )
    assert isinstance(result, AsyncByteStream)
    assert await result.read() == b"\x00\x01content"
    assert exchange.closed


async def test_async_convert_with_everything(
    exchange: Exchange, async_client: AsyncElevenLabs
) -> None:
    exchange.reply(content=b"\x00\x01content", content_type="application/octet-stream")

    result = await async_client.audio_isolation.convert(
        audio=("sample.bin", b"\x00\x01binary", "application/octet-stream"),
        file_format="pcm_s16le_16",
        preview_b_64="preview b64",
    )

    assert exchange.request.method == "POST"
    assert exchange.request.url.raw_path == b"/v1/audio-isolation"
    assert exchange.request.headers["xi-api-key"] == "key"
    assert exchange.body() == (
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="file_format"\r\n'
        b"\r\n"
        b"pcm_s16le_16\r\n"
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="preview_b64"\r\n'
        b"\r\n"
        b"preview b64\r\n"
        b"--BOUNDARY\r\n"
        b'Content-Disposition: form-data; name="audio"; filename="sample.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n"
        b"\r\n"
        b"\x00\x01binary\r\n"
        b"--BOUNDARY--\r\n"
    )
    assert isinstance(result, AsyncByteStream)
    assert await result.read() == b"\x00\x01content"
    assert exchange.closed


async def test_async_convert_raises_422(
    exchange: Exchange, async_client: AsyncElevenLabs
) -> None:
    exchange.reply(422, json={})

    with pytest.raises(UnprocessableEntityError) as caught:
        await async_client.audio_isolation.convert(
            audio=("sample.bin", b"\x00\x01binary", "application/octet-stream")
        )

    assert caught.value.status_code == 422
    assert plain(caught.value.body) == {}
