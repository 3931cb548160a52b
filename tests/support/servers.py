"""Real HTTP servers on the loopback interface."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Any

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

CHUNKS = [bytes([number]) * 1000 for number in range(40)]


@dataclass(frozen=True)
class Seen:
    """A request that arrived."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    form: list[tuple[str, Any]] = field(default_factory=list)


class Api:
    """A server of the API that `test_loopback` describes, and what it has seen."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.busy = 0
        self.elsewhere = ""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        methods = ["GET", "POST", "PUT"]
        app = Starlette(
            routes=[
                Route("/echo/{name:path}", self.echo, methods=methods),
                Route("/busy", self.is_busy, methods=methods),
                Route("/moved/{where}", self.moved, methods=methods),
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

    async def _note(self, request: Request) -> Seen:
        form: list[tuple[str, Any]] = []
        body = await request.body()
        if request.headers.get("content-type", "").startswith("multipart/"):
            async with request.form() as parts:
                for name, value in parts.multi_items():
                    got = value if isinstance(value, str) else await value.read()
                    form.append((name, got))
        path = request.scope["raw_path"].decode()
        headers = dict(request.headers)
        seen = Seen(request.method, path, request.url.query, headers, body, form)
        self.seen.append(seen)
        return seen

    async def echo(self, request: Request) -> Response:
        seen = await self._note(request)
        return JSONResponse({"path": seen.path, "size": len(seen.body)})

    async def is_busy(self, request: Request) -> Response:
        await self._note(request)
        self.busy -= 1
        if self.busy >= 0:
            return Response("busy", 429, headers={"retry-after-ms": "0"})
        return JSONResponse({"path": "/busy", "size": 0})

    async def moved(self, request: Request) -> Response:
        await self._note(request)
        base = self.elsewhere if request.path_params["where"] == "away" else ""
        return RedirectResponse(f"{base}/echo/moved", 307)

    async def audio(self, request: Request) -> Response:
        async def chunks() -> AsyncIterator[bytes]:
            for chunk in CHUNKS:
                yield chunk

        return StreamingResponse(chunks(), media_type="audio/mpeg")

    async def events(self, request: Request) -> Response:
        async def lines() -> AsyncIterator[bytes]:
            for piece in (
                b'data: {"n": 1}\n\nda',
                b'ta: {"n"',
                b": 2}\r\n\r\n",
                b": x\n\n",
            ):
                yield piece

        return StreamingResponse(lines(), media_type="text/event-stream")


class Script:
    """A server that gives each connection the next of some replies, byte by byte.

    The last one is repeated. A reply of several pieces drips: there is a pause before
    each piece but the first. What is read of each request is kept.
    """

    def __init__(self, *replies: bytes | Sequence[bytes], pause: float = 0.0) -> None:
        self.requests: list[bytes] = []
        self.gone = threading.Event()
        self._replies = [[r] if isinstance(r, bytes) else list(r) for r in replies]
        self._pause = pause
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # the client may hang up at any time
                    outer._answer(self.rfile, self.connection)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def _answer(self, rfile: BufferedIOBase, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = b""
        while (line := rfile.readline()).strip():
            head += line
        if not head:
            return
        length = re.search(rb"(?i)content-length: (\d+)", head)
        self.requests.append(head + rfile.read(int(length.group(1)) if length else 0))
        pieces = self._replies[0]
        if len(self._replies) > 1:
            del self._replies[0]
        for number, piece in enumerate(pieces):
            if number and self.gone.wait(self._pause):
                break
            if piece is not WAIT:
                connection.sendall(piece)
        if pieces[-1] is WAIT:
            self.gone.wait(20)

    def stop(self) -> None:
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


WAIT = b"<wait>"
"""As the last piece of a reply: the connection stays open, and nothing more comes."""


class Raw:
    """A server that sends what it is told, byte by byte, and then waits or closes."""

    def __init__(self, reply: bytes, *, waits: bool) -> None:
        self.done = threading.Event()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while self.rfile.readline().strip():
                    pass
                self.wfile.write(reply)
                self.wfile.flush()
                if waits:
                    outer.done.wait()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        self.done.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
