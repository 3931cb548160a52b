"""A documentation site on the loopback interface, as scripted as a test wants it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Script = Callable[[BaseHTTPRequestHandler], None]


def reply(
    body: bytes = b"", status: int = 200, reason: str = "OK", **headers: str
) -> Script:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status, reason)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 1_000_000)
    except OSError:
        pass


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"openapi: 3.1.0\n")


def in_turn(*answers: Script) -> Script:
    left = list(answers)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def versioned(body: bytes, **headers: str) -> Script:
    """A reply with an ETag; nothing but 304 for those who have it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            reply(b"", 304, "Not Modified", ETag=etag)(handler)
        else:
            reply(body, 200, "OK", ETag=etag, **headers)(handler)

    return answer


class Site:
    """A loopback server. Unknown paths are 404; every request is kept."""

    def __init__(self) -> None:
        self.answers: dict[str, Script] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {k.lower(): v for k, v in self.headers.items()}
                site.requests.append((self.path, headers))
                missing = reply(b"no", 404, "Not Found")
                site.answers.get(self.path.partition("?")[0], missing)(self)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Site:
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def put(self, path: str, text: str, **headers: str) -> str:
        """Serve a text, with validators and all that belongs to them; its address."""
        self.answers[path] = versioned(text.encode(), **headers)
        return self.url + path

    def asked(self) -> list[str]:
        """The paths that were asked for since the last time, sorted."""
        paths = sorted(path for path, _ in self.requests)
        self.requests.clear()
        return paths
