"""Calls that are cut short from this side: nothing leaks, neither connections nor secrets."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.hostile_replies import GOOD, chunked
from support.packages import Package
from support.servers import WAIT, Script
from support.specs import openapi

SPEC = openapi(
    """
/events:
  get:
    operationId: events
    tags: [things]
    responses:
      '200': {description: D., content: {text/event-stream: {schema: {type: object, properties: {n: {type: integer}}}}}}
/sound:
  get:
    operationId: sound
    tags: [things]
    responses: {'200': {description: D., content: {audio/mpeg: {schema: {type: string, format: binary}}}}}
/ok:
  get:
    operationId: ok
    tags: [things]
    responses: {'200': {description: D., content: {application/json: {schema: {type: object}}}}}
/raw:
  post:
    operationId: raw
    tags: [things]
    requestBody: {required: true, content: {audio/mpeg: {schema: {type: string, format: binary}}}}
    responses: {'204': {description: Done.}}
""",
    head="""
servers: [{url: 'https://api.acme.test'}]
security: [{one: []}]
""",
)
SPEC += (
    "components: {securitySchemes: {one: {type: apiKey, in: header, name: X-Key}}}\n"
)

SECRET = "hush-hush-hush"
ONE = httpx.Limits(max_connections=1)
EVENT = b'data: {"n": 1}\n\n'


@pytest.fixture(scope="module")
def package(generated: Generate) -> Package:
    return generated(SPEC)


@pytest.fixture
def endless() -> Iterator[Script]:
    """A stream that begins, and then keeps one waiting; after it, a good reply."""
    server = Script([chunked(EVENT, end=False), WAIT], GOOD)
    yield server
    server.stop()


def options(server: Script) -> dict[str, Any]:
    return {"api_key": SECRET, "base_url": server.url, "max_retries": 0, "timeout": 5}


def shown(error: BaseException) -> str:
    """A traceback with the local variables of all frames that are not the test's."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [f for f in report.stack if "behaviour" not in f.filename]
    assert any("httpx" in f.filename for f in frames)
    return repr([f.locals for f in frames])


def test_a_stream_that_is_cancelled_gives_its_connection_back(
    package: Package, endless: Script
) -> None:
    async def run() -> object:
        async with httpx.AsyncClient(verify=False, limits=ONE) as pool:
            client = package.async_class(httpx_client=pool, **options(endless))
            seen = asyncio.Event()

            async def read() -> None:
                async for _ in await client.things.events():
                    seen.set()

            task = asyncio.create_task(read())
            await seen.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await client.things.ok()

    assert asyncio.run(run()) == {"id": "ok"}


def test_a_call_that_is_cancelled_gives_its_connection_back(package: Package) -> None:
    server = Script([b"HTTP/1.1 200 OK\r\n", WAIT], GOOD)

    async def run() -> object:
        async with httpx.AsyncClient(verify=False, limits=ONE) as pool:
            client = package.async_class(httpx_client=pool, **options(server))
            with pytest.raises(asyncio.TimeoutError) as caught:
                await asyncio.wait_for(client.things.ok(), 0.1)
            assert SECRET not in repr(caught.value)
            return await client.things.ok()

    assert asyncio.run(run()) == {"id": "ok"}
    server.stop()


def test_leaving_a_stream_early_gives_its_connection_back(
    package: Package, endless: Script
) -> None:
    with httpx.Client(verify=False, limits=ONE) as pool:
        client = package.module.Acme(httpx_client=pool, **options(endless))
        with client.things.events() as stream:
            assert next(stream) is not None
        assert client.things.ok() == {"id": "ok"}


def test_closing_the_client_under_a_stream_is_an_error_of_the_package(
    package: Package, endless: Script
) -> None:
    client = package.module.Acme(**options(endless))
    stream = client.things.events()
    next(stream)
    client.close()
    with pytest.raises(package.module.ApiError):
        next(stream)
    assert list(stream) == []


def test_the_caller_s_own_error_passes_and_shows_no_secret(package: Package) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a"
        raise LookupError("own")

    async def chunks_async() -> AsyncIterator[bytes]:
        yield b"a"
        raise LookupError("own")

    server = Script(GOOD)
    with httpx.Client(verify=False, limits=ONE) as pool:
        client = package.module.Acme(httpx_client=pool, **options(server))
        with pytest.raises(LookupError, match="own") as caught:
            client.things.raw(request=chunks())
        assert SECRET not in shown(caught.value)
        assert client.things.ok() == {"id": "ok"}

    async def run() -> object:
        async with httpx.AsyncClient(verify=False, limits=ONE) as pool:
            client = package.async_class(httpx_client=pool, **options(server))
            with pytest.raises(LookupError, match="own") as caught:
                await client.things.raw(request=chunks_async())
            assert SECRET not in shown(caught.value)
            return await client.things.ok()

    assert asyncio.run(run()) == {"id": "ok"}
    server.stop()
