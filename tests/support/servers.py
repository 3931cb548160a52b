"""Real HTTP servers on the loopback interface."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
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
