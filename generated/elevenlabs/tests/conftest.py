"""Clients that talk to an `Exchange` inside the test: nothing leaves the process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from elevenlabs import AsyncElevenLabs, ElevenLabs
from elevenlabs.testing import Exchange


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


@pytest.fixture
def client(exchange: Exchange) -> Iterator[ElevenLabs]:
    with httpx.Client(transport=exchange.transport) as pool:
        yield ElevenLabs(
            api_key="key",
            base_url="https://api.example.com",
            max_retries=0,
            httpx_client=pool,
        )


@pytest.fixture
async def async_client(exchange: Exchange) -> AsyncIterator[AsyncElevenLabs]:
    async with httpx.AsyncClient(transport=exchange.transport) as pool:
        yield AsyncElevenLabs(
            api_key="key",
            base_url="https://api.example.com",
            max_retries=0,
            httpx_client=pool,
        )
