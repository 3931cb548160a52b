"""The transports over a real server on the loopback interface."""

from __future__ import annotations

import asyncio
import socket
import socketserver
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from runtime.credentials import Credential
from runtime.errors import ApiConnectionError, ApiResponseError, ApiTimeoutError
from runtime.replies import AsyncBytes, AsyncEvents, Bytes, Events, Json, Nothing
from runtime.retries import Clock
from runtime.transport import AsyncTransport, Transport


class Api:
    """A server with an address of its own, and what it has seen."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.busy = 0
        self.go_on = threading.Event()
        self.elsewhere = ""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        app = Starlette(
            routes=[
                Route("/echo/{name:path}", self.echo, methods=["GET", "POST", "PUT"]),
                Route("/busy", self.is_busy, methods=["GET", "POST"]),
                Route("/moved", self.moved, methods=["GET", "POST"]),
                Route("/leave/{status:int}", self.leave, methods=["GET", "POST"]),
                Route("/audio", self.audio),
                Route("/events", self.events),
            ]
        )
        config = uvicorn.Config(app, log_config=None, ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        # The socket listens already, so nobody has to wait for the server.
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],)
        )
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    async def _note(self, request: Request) -> dict[str, Any]:
        form = None
        if request.headers.get("content-type", "").startswith("multipart/"):
            async with request.form() as parts:
                form = [
                    [name, v if isinstance(v, str) else (await v.read()).decode()]
                    for name, v in parts.multi_items()
                ]
        note = {
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.url.query,
            "headers": dict(request.headers),
            "form": form,
        }
        self.seen.append(note)
        return note

    async def echo(self, request: Request) -> Response:
        return JSONResponse(await self._note(request))

    async def is_busy(self, request: Request) -> Response:
        note = await self._note(request)
        self.busy -= 1
        if self.busy >= 0:
            return Response("busy", 429, headers={"Retry-After": "3"})
        return JSONResponse(note)

    async def moved(self, request: Request) -> Response:
        await self._note(request)
        return RedirectResponse("/echo/moved", 307)

    async def leave(self, request: Request) -> Response:
        await self._note(request)
        return RedirectResponse(
            f"{self.elsewhere}/echo/left", request.path_params["status"]
        )

    async def audio(self, request: Request) -> Response:
        async def chunks() -> AsyncIterator[bytes]:
            for number in range(50):
                yield bytes([number]) * 1000

        return StreamingResponse(chunks(), media_type="audio/mpeg")

    async def events(self, request: Request) -> Response:
        async def chunks() -> AsyncIterator[bytes]:
            yield b'data: {"n":1}\n\ndata: "\xe2'
            if not await asyncio.to_thread(self.go_on.wait, 10):
                raise TimeoutError("the client waits for more before it gives an item")
            yield b'\x82\xac"\n\n'

        return StreamingResponse(chunks(), media_type="text/event-stream")


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    yield server
    server.stop()


@pytest.fixture
def other() -> Iterator[Api]:
    server = Api()
    yield server
    server.stop()


class Tool:
    """Runs the same calls through a transport of either kind."""

    def __init__(self, kind: str) -> None:
        self.is_async = kind == "async"
        self.bytes: Any = AsyncBytes if self.is_async else Bytes
        self.sleeps: list[float] = []

    async def _sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)

    def call(self, url: str, use: Callable[[Any], Any], **settings: Any) -> Any:
        """Make a transport, use it, await what is awaitable, and close it."""
        settings = {
            "base_url": url,
            "user_agent": "acme/1",
            "package": "acme",
            "clock": Clock(sleep=self.sleeps.append, sleep_async=self._sleep),
            **settings,
        }
        if not self.is_async:
            transport = Transport(**settings)
            try:
                return use(transport)
            finally:
                transport.close()

        async def run() -> Any:
            transport = AsyncTransport(**settings)
            try:
                return await use(transport)
            finally:
                await transport.close()

        return asyncio.run(run())

    def request(self, url: str, *arguments: Any, **call: Any) -> Any:
        settings = call.pop("settings", {})
        call.setdefault("returns", Json[Any])
        return self.call(url, lambda t: t.request(*arguments, **call), **settings)


@pytest.fixture(params=["sync", "async"])
def tool(request: pytest.FixtureRequest) -> Tool:
    return Tool(request.param)


def key() -> dict[str, Any]:
    one = Credential(kind="header", name="x-key", value="secret", argument="api_key")
    return {"credentials": {"k": one}, "auth": (("k",),)}


def test_a_call(tool: Tool, api: Api, tmp_path: Path) -> None:
    audio = tmp_path / "a.mp3"
    audio.write_bytes(b"sound" * 50_000)
    result = tool.request(
        api.url,
        "POST",
        "/echo/a%2Fb",
        query={"q": "x y"},
        form={"labels": {"a": 1}, "tags": ["b", "c"]},
        files={"audio": audio},
        settings=key(),
    )
    assert result["path"] == "/echo/a%2Fb"
    assert result["query"] == "q=x%20y"
    assert result["headers"]["x-key"] == "secret"
    assert result["form"] == [
        ["labels", '{"a":1}'],
        ["tags", "b"],
        ["tags", "c"],
        ["audio", "sound" * 50_000],
    ]


def test_a_busy_server_gets_the_same_form_again(
    tool: Tool, api: Api, tmp_path: Path
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"data")
    api.busy = 2
    with file.open("rb") as opened:
        files = {"path": file, "open": opened, "bytes": b"memory"}
        tool.request(api.url, "POST", "/busy", form={"a": 1}, files=files)
    sent = [["a", "1"], ["path", "data"], ["open", "data"], ["bytes", "memory"]]
    assert [note["form"] for note in api.seen] == [sent, sent, sent]
    assert tool.sleeps == [3.0, 3.0]


def test_a_redirect_within_the_server_keeps_everything(tool: Tool, api: Api) -> None:
    result = tool.request(
        api.url, "POST", "/moved", form={"a": 1}, files={}, settings=key()
    )
    assert result["path"] == "/echo/moved"
    assert result["form"] == [["a", "1"]]
    assert result["headers"]["x-key"] == "secret"


def test_a_redirect_to_another_server_keeps_nothing_private(
    tool: Tool, api: Api, other: Api
) -> None:
    api.elsewhere = other.url
    settings = {**key(), "headers": {"Authorization": "private", "Cookie": "a=private"}}
    result = tool.request(
        api.url, "POST", "/leave/302", json={"a": "private"}, settings=settings
    )
    assert result["method"] == "GET"
    assert set(result["headers"]) == {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
    }
    assert result["headers"]["host"] == other.url.removeprefix("http://")


def test_a_body_is_not_redirected_to_another_server(
    tool: Tool, api: Api, other: Api
) -> None:
    api.elsewhere = other.url
    with pytest.raises(ApiResponseError, match="to another origin"):
        tool.request(api.url, "POST", "/leave/307", json={}, settings=key())
    assert other.seen == []


def test_a_stream_is_saved(tool: Tool, api: Api, tmp_path: Path) -> None:
    target = tmp_path / "out.mp3"

    def use(transport: Transport) -> None:
        transport.request("GET", "/audio", returns=Bytes).save(target)

    async def use_async(transport: AsyncTransport) -> None:
        stream = await transport.request("GET", "/audio", returns=AsyncBytes)
        await stream.save(target)

    tool.call(api.url, use_async if tool.is_async else use)
    expected = b"".join(bytes([number]) * 1000 for number in range(50))
    assert target.read_bytes() == expected


def test_an_event_is_there_before_the_next_one_is_sent(tool: Tool, api: Api) -> None:
    def read(transport: Transport) -> list[Any]:
        stream = transport.request("GET", "/events", returns=Events[Any])
        first = next(stream)
        api.go_on.set()
        return [first, *stream]

    async def read_async(transport: AsyncTransport) -> list[Any]:
        stream = await transport.request("GET", "/events", returns=AsyncEvents[Any])
        first = await anext(stream)
        api.go_on.set()
        return [first, *[item async for item in stream]]

    items = tool.call(api.url, read_async if tool.is_async else read)
    assert items == [{"n": 1}, "€"]


def test_a_connection_is_used_again(tool: Tool, api: Api) -> None:
    open_at_once: set[int] = set()

    def use(transport: Transport) -> None:
        for _ in range(5):
            transport.request("PUT", "/echo/x", json={"a": 1}, returns=Nothing)
            open_at_once.add(len(connections(transport)))

    async def use_async(transport: AsyncTransport) -> None:
        for _ in range(5):
            await transport.request("PUT", "/echo/x", json={"a": 1}, returns=Nothing)
            open_at_once.add(len(connections(transport)))

    tool.call(api.url, use_async if tool.is_async else use)
    assert open_at_once == {1}


def connections(transport: Any) -> list[Any]:
    found: list[Any] = transport._pool.get()._transport._pool.connections
    return found


class Raw:
    """A server that answers each connection with the same bytes."""

    def __init__(self, answer: bytes, *, hold: bool = False) -> None:
        self.connections = 0
        self.released = threading.Event()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer.connections += 1
                self.request.recv(65536)
                self.request.sendall(answer)
                if hold:
                    outer.released.wait(30)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b'Content-Length: 100\r\n\r\n{"a": 1}',
        HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":',
        b"garbage\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    ],
)
@pytest.mark.parametrize(("method", "attempts"), [("GET", 3), ("POST", 1)])
def test_a_reply_that_is_cut_or_garbled(
    tool: Tool, answer: bytes, method: str, attempts: int
) -> None:
    with Raw(answer) as server:
        with pytest.raises(ApiConnectionError):
            tool.request(server.url, method, "/")
        assert server.connections == attempts


def test_a_reply_that_ends_with_the_connection(tool: Tool) -> None:
    with Raw(HEAD + b'\r\n{"a": 1}') as server:
        assert tool.request(server.url, "GET", "/") == {"a": 1}


def test_a_server_that_does_not_answer(tool: Tool) -> None:
    with Raw(b"", hold=True) as server:
        with pytest.raises(ApiTimeoutError):
            tool.request(server.url, "POST", "/", options={"timeout": 0.05})
        assert server.connections == 1


def test_a_stream_that_stops(tool: Tool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 9\r\n\r\n"
    call: dict[str, Any] = {"options": {"timeout": 0.05}}

    def use(transport: Transport) -> bytes:
        return transport.request("GET", "/", returns=Bytes, **call).read()

    async def use_async(transport: AsyncTransport) -> bytes:
        stream = await transport.request("GET", "/", returns=AsyncBytes, **call)
        return await stream.read()

    chosen: Any = use_async if tool.is_async else use
    with Raw(head + b"abc", hold=True) as server, pytest.raises(ApiTimeoutError):
        tool.call(server.url, chosen)
    with Raw(head + b"abc") as server, pytest.raises(ApiConnectionError):
        tool.call(server.url, chosen)


def test_nobody_listens(tool: Tool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(ApiConnectionError, match="ConnectError") as caught:
        tool.request(url, "POST", "/", json={})
    assert caught.value.retries_taken == 2
