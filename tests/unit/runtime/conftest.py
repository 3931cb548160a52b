"""One way to call both transports, so that each test holds for both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import Any

import anyio
import httpx
import pytest

from runtime import replies
from runtime.credentials import Credential
from runtime.retries import Clock
from runtime.transport import AsyncTransport, Transport
from testing.exchange import Exchange


class Caller:
    """A transport of either kind on an exchange, called as if it were synchronous."""

    def __init__(self, kind: str) -> None:
        self.is_async = kind == "async"
        self.exchange = Exchange()
        self.sleeps: list[float] = []
        self.now = 1_700_000_000.0
        self.chance = 0.0
        self.bytes = replies.AsyncBytes if self.is_async else replies.Bytes
        self.undeclared = (
            replies.AsyncUndeclared if self.is_async else replies.Undeclared
        )

    @property
    def events(self) -> Any:
        """What `returns=` is subscripted with for a stream of items."""
        return replies.AsyncEvents if self.is_async else replies.Events

    async def _sleep_async(self, seconds: float) -> None:
        self.sleeps.append(seconds)

    def httpx_client(self, **settings: Any) -> Any:
        settings = {"transport": self.exchange.transport, **settings}
        if self.is_async:
            return httpx.AsyncClient(**settings)
        return httpx.Client(**settings)

    def credential(self, value: Any = "the-secret", **settings: Any) -> Credential:
        settings = {
            "kind": "header",
            "name": "x-key",
            "argument": "api_key",
            "env": "ACME_API_KEY",
            **settings,
        }
        return Credential(value=value, **settings)

    def transport(self, **settings: Any) -> Any:
        settings = {
            "base_url": "https://api.acme.test",
            "user_agent": "acme-python/1.0",
            "package": "acme",
            "httpx_client": None,
            "clock": Clock(
                sleep=self.sleeps.append,
                sleep_async=self._sleep_async,
                now=lambda: self.now,
                random=lambda: self.chance,
            ),
            **settings,
        }
        if settings["httpx_client"] is None:
            settings["httpx_client"] = self.httpx_client()
        return (AsyncTransport if self.is_async else Transport)(**settings)

    def run(self, call: Callable[[], Any]) -> Any:
        """Call, and wait for the result where it is awaitable."""
        if not self.is_async:
            return call()

        async def wait() -> Any:
            result = call()
            return await result if isinstance(result, Awaitable) else result

        return anyio.run(wait)

    def request(self, *arguments: Any, transport: Any = None, **keywords: Any) -> Any:
        keywords.setdefault("returns", replies.Json[Any])
        used = transport or self.transport()
        return self.run(lambda: used.request(*arguments, **keywords))

    def collect(self, stream: Any) -> list[Any]:
        """Iterate over a stream to its end."""
        if not self.is_async:
            return list(stream)

        async def gather() -> list[bytes]:
            return [chunk async for chunk in stream]

        return anyio.run(gather)

    def stream(self, *arguments: Any, **keywords: Any) -> list[bytes]:
        """Call for a byte stream and read it, all in one event loop."""
        used = self.transport()

        async def gather() -> list[bytes]:
            stream = await used.request(*arguments, **keywords)
            assert not self.exchange.closed
            return [chunk async for chunk in stream]

        if self.is_async:
            return anyio.run(gather)
        stream = used.request(*arguments, **keywords)
        assert not self.exchange.closed
        return list(stream)

    def chunks(self, items: Iterable[bytes]) -> Iterator[bytes] | AsyncIterator[bytes]:
        """An iterator of chunks of the kind that the client takes."""
        if not self.is_async:
            return iter(items)

        async def give() -> AsyncIterator[bytes]:
            for item in items:
                yield item

        return give()


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest) -> Caller:
    return Caller(request.param)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
