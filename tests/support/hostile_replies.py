"""Replies that break the rules of HTTP, of JSON or of common sense, and what becomes of them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from support.servers import WAIT

SECRET = "hush-hush-hush"
GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n{"id": "ok"}'


def reply(
    body: bytes = b"",
    kind: str = "application/json",
    status: str = "200 OK",
    **headers: str,
) -> bytes:
    """A reply that is well-formed HTTP."""
    fields = {"Content-Type": kind, "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in fields.items()]
    head = "\r\n".join(
        [f"HTTP/1.1 {status}", "Connection: close", "X-Request-Id: r-7", *lines]
    )
    return head.encode("latin-1") + b"\r\n\r\n" + body


def chunked(*chunks: bytes, kind: str = "text/event-stream", end: bool = True) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
    parts = [b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks]
    return head.encode() + b"\r\n" + b"".join(parts) + (b"0\r\n\r\n" if end else b"")


def packed(
    body: bytes, *, by: Callable[[bytes], bytes] = gzip.compress, **more: str
) -> bytes:
    return reply(by(body), **{"Content_Encoding": "gzip", **more})


@dataclass(frozen=True)
class Case:
    """What a server sends, to which method, and what comes of it."""

    name: str
    sent: bytes | list[bytes]
    error: str = ""
    said: str = ""
    """Part of the error's message."""
    status: int | None = 200
    gives: object = None
    """The result, as JSON."""
    method: str = "thing"
    options: dict[str, Any] = field(default_factory=dict)
    pause: float = 0.0


def bad(name: str, sent: bytes | list[bytes], said: str, **more: Any) -> Case:
    return Case(name, sent, "ApiResponseError", said, **more)


def lost(name: str, sent: bytes, **more: Any) -> Case:
    return Case(name, sent, "ApiConnectionError", **{"status": None, **more})


def fine(name: str, sent: bytes | list[bytes], gives: object, **more: Any) -> Case:
    return Case(name, sent, gives=gives, **more)


def strict(name: str, body: bytes, said: str) -> Case:
    return bad(f"strict {name}", reply(body), said, options={"strict": True})


def text(name: str, body: bytes, charset: str, gives: str) -> Case:
    sent = reply(body, f"text/plain; charset={charset}")
    return fine(name, sent, gives, method="text")


DEEP = b"[" * 100_000
LONG = b'{"id": "a", "n": %s}' % (b"9" * 5000)
ZEROS = b"\0" * 40_000_000
BOMB = gzip.compress(ZEROS)
GROWS = "the reply grows to more than 250 times its size"
TEXT: dict[str, Any] = {"method": "text"}
SOUND: dict[str, Any] = {"method": "sound"}
EVENTS: dict[str, Any] = {"method": "events"}

JSON = [
    bad("empty", reply(), "the reply is empty"),
    bad("truncated", reply(b'{"id": '), "is not complete JSON"),
    bad("words", reply(b"oops"), "is not complete JSON: .*: oops"),
    bad(
        "html", reply(b"<html>Sign in", "text/html"), "should be JSON, but is text/html"
    ),
    bad("html as json", reply(b"<html>Sign in"), ": <html>Sign in"),
    bad("media", reply(b"ID3", "audio/mpeg"), "should be JSON, but is audio/mpeg"),
    bad("no type", reply(b"oops", ""), "is not complete JSON"),
    bad("deep", reply(DEEP), "nested too deeply"),
    bad("digits", reply(LONG), "number that is too long"),
    bad("bytes", reply(b'{"id": "\xff"}'), "its bytes are no text"),
    bad("204", reply(status="204 No Content"), "is empty", status=204),
    fine("json as text", reply(b'{"id": "a"}', "text/plain"), {"id": "a"}),
    fine("mark", reply(b'\xef\xbb\xbf{"id": "a"}'), {"id": "a"}),
    fine("twice", reply(b'{"id": "a", "id": "b"}'), {"id": "b"}),
    fine("wrong kind", reply(b'{"id": 7}'), {"id": 7}),
    fine("other shape", reply(b'["id"]'), ["id"]),
    fine("null", reply(b"null"), None),
    fine(
        "unknown",
        reply(b'{"id": "a", "__class__": {"x": 1}}'),
        {"id": "a", "__class__": {"x": 1}},
    ),
    strict("missing", b"{}", r"\$\.id: missing"),
    strict("wrong kind", b'{"id": "a", "n": "7"}', r"\$\.n: "),
    strict("twice", b'{"id": "a", "id": "b"}', "the key 'id' twice"),
    strict("no number", b'{"id": "a", "x": NaN}', "NaN, which JSON has not"),
    strict("no end", b'{"id": "a", "x": -Infinity}', "-Infinity, which JSON has not"),
]
CHARSETS = [
    text("plain", "é".encode(), "utf-8", "é"),
    text("latin", b"\xe9", "latin-1", "é"),
    text("wide", "é".encode("utf-16"), "utf-16", "é"),
    text("broken", b"a\xff", "utf-8", "a\ufffd"),
    *(
        text(name, b"6869", name, "6869")
        for name in ("hex", "base64", "zlib", "bz2", "rot13", "idna", "undefined")
    ),
    text("utf-7", b"+ADw-", "utf-7", "+ADw-"),
    text("nonsense", b"a", "\xe9'\"/../x", "a"),
]
PACKED = [
    fine("gzip", packed(b'{"id": "a"}'), {"id": "a"}),
    fine(
        "members",
        reply(
            gzip.compress(b'{"id":') + gzip.compress(b'"a"}'), Content_Encoding="x-gzip"
        ),
        {"id": "a"},
    ),
    fine(
        "deflate",
        packed(b'{"id": "a"}', by=zlib.compress, Content_Encoding="deflate"),
        {"id": "a"},
    ),
    bad(
        "cut gzip",
        reply(gzip.compress(b'{"id": "a"}')[:-4], Content_Encoding="gzip"),
        "breaks off in the middle of its gzip",
    ),
    bad(
        "wrong sum",
        reply(gzip.compress(b'{"id": "a"}')[:-8] + b"\0" * 8, Content_Encoding="gzip"),
        "not valid gzip",
    ),
    bad(
        "no gzip", reply(b'{"id": "a"}', Content_Encoding="gzip"), "not valid gzip data"
    ),
    bad("br", reply(b"x", Content_Encoding="br"), "'br', which was not asked for"),
    bad(
        "four times",
        reply(b"x", Content_Encoding="gzip, gzip, gzip, gzip"),
        "4 times over",
    ),
    bad("bomb", reply(BOMB, Content_Encoding="gzip"), GROWS),
    bad("two-stage bomb", packed(BOMB, Content_Encoding="gzip, gzip"), GROWS),
    bad(
        "deflate bomb",
        packed(ZEROS, by=zlib.compress, Content_Encoding="deflate"),
        GROWS,
    ),
    bad(
        "bomb of sound",
        reply(BOMB, "audio/mpeg", Content_Encoding="gzip"),
        GROWS,
        **SOUND,
    ),
    bad(
        "bomb of events",
        reply(BOMB, "text/event-stream", Content_Encoding="gzip"),
        GROWS,
        **EVENTS,
    ),
    bad(
        "too large",
        reply(b" " * 2000),
        "larger than 1000 bytes",
        options={"limits": {"max_bytes": 1000}},
    ),
    bad(
        "large sound",
        reply(b" " * 2000, "audio/mpeg"),
        "larger than 1000 bytes",
        options={"limits": {"max_bytes": 1000}},
        **SOUND,
    ),
]
BROKEN = [
    lost("nothing", b""),
    lost("garbage", b"\x16\x03\x01\x02\x00\x01\r\n\r\n"),
    lost("no status", b"HTTP/1.1 OK\r\n\r\n"),
    lost("cut head", b"HTTP/1.1 200 OK\r\nContent-Ty"),
    lost("cut body", reply(b'{"id"', Content_Length="50"), status=200),
    lost(
        "cut chunk", chunked(b'{"id"', kind="application/json", end=False), status=200
    ),
    lost(
        "no chunk size",
        GOOD.replace(b"Content-Length: 12", b"Transfer-Encoding: chunked"),
        status=200,
    ),
    lost("negative", reply(b"{}", Content_Length="-2")),
    lost("two lengths", reply(b"{}", Content_Length="2\r\nContent-Length: 3")),
    lost("large head", reply(b"{}", X="x" * 200_000)),
    lost("nul in head", reply(b"{}", X="a\0b")),
    lost("folded head", reply(b"{}", X="a\nY b")),
    lost("odd encoding", reply(b"{}", Transfer_Encoding="gzip")),
    lost(
        "cut sound",
        reply(b"abc", "audio/mpeg", Content_Length="50"),
        status=200,
        **SOUND,
    ),
    lost(
        "no protocol",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ),
    fine("interim", b"HTTP/1.1 100 Continue\r\n\r\n" * 50 + GOOD, {"id": "ok"}),
    fine(
        "old http",
        b'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"id": "a"}',
        {"id": "a"},
    ),
]
SLOW = [
    Case("silence", [WAIT], "ApiTimeoutError", status=None, options={"timeout": 0.05}),
    Case(
        "stops",
        [reply(b"{", Content_Length="9"), WAIT],
        "ApiTimeoutError",
        options={"timeout": 0.05},
    ),
    Case(
        "drips",
        [reply(b"", Content_Length="900"), *[b" "] * 300],
        "ApiTimeoutError",
        "not done after the 0.15 seconds",
        options={"limits": {"deadline": 0.15}},
        pause=0.01,
    ),
    fine(
        "sound takes its time",
        [reply(b"", "audio/mpeg", Content_Length="30"), *[b"a"] * 30],
        "a" * 30,
        options={"limits": {"deadline": 0.15}},
        pause=0.01,
        **SOUND,
    ),
]
ERRORS = [
    Case(
        "bomb",
        reply(BOMB, status="500 E", Content_Encoding="gzip"),
        "InternalServerError",
        status=500,
    ),
    Case("deep", reply(DEEP, status="400 E"), "BadRequestError", status=400),
    Case("digits", reply(LONG, status="422 E"), "UnprocessableEntityError", status=422),
    Case(
        "no gzip",
        reply(b"x", status="404 E", Content_Encoding="gzip"),
        "NotFoundError",
        status=404,
    ),
    Case(
        "cut",
        reply(b"gone", status="410 E", Content_Length="50"),
        "GoneError",
        "410",
        status=410,
    ),
    Case(
        "charset",
        reply(b"no", "text/plain; charset=hex", "403 E"),
        "ForbiddenError",
        ": no",
        status=403,
    ),
    Case(
        "echo",
        reply(f"key {SECRET}!".encode(), "text/plain", "401 E"),
        "UnauthorizedError",
        r"key \*\*\*!",
        status=401,
    ),
    Case(
        "late echo",
        reply(b"x" * 290 + SECRET.encode(), "text/plain", "401 E"),
        "UnauthorizedError",
        r"x\*\*\*",
        status=401,
    ),
    Case(
        "terminal",
        reply(b"\x1b[2J\x07\xe2\x80\xae", status="400 E"),
        "BadRequestError",
        r": \\x1b\[2J\\x07\\u202e$",
        status=400,
    ),
    Case("unknown", reply(b"", status="799 E"), "ApiStatusError", "799", status=799),
    Case(
        "later",
        reply(b"", status="429 E", Retry_After="9" * 400),
        "TooManyRequestsError",
        status=429,
        options={"max_retries": 2},
    ),
]
REDIRECTS = [
    bad(
        "to itself",
        reply(status="302 F", Location="/thing"),
        "there were 10 before it",
        status=302,
    ),
    bad(
        "to a file",
        reply(status="302 F", Location="file:///etc/passwd"),
        "it leaves HTTP",
        status=302,
    ),
    bad(
        "to no host",
        reply(status="302 F", Location="ftp://h/x"),
        "it leaves HTTP",
        status=302,
    ),
    lost("to no url", reply(status="302 F", Location="http://[::1")),
    bad(
        "to no port",
        reply(status="302 F", Location="http://h:99999/"),
        "is not a URL",
        status=302,
    ),
    bad(
        "with a body",
        reply(status="307 F", Location="http://127.0.0.2:1/"),
        "to another origin",
        status=307,
        method="make",
    ),
    Case("to nowhere", reply(status="302 F"), "ApiStatusError", "302", status=302),
]
STREAMS = [
    fine(
        "odd breaks",
        chunked('data: {"n": 1, "s": "\u2028\u0085\x7f"}\r\rdata: {"n": 2}'.encode()),
        [{"n": 1, "s": "\u2028\u0085\x7f"}, {"n": 2}],
        **EVENTS,
    ),
    fine(
        "byte by byte",
        chunked(
            *(bytes([b]) for b in '\ufeffdata: {"n": 1, "s": "é"}\r\n\r\n'.encode())
        ),
        [{"n": 1, "s": "é"}],
        **EVENTS,
    ),
    fine(
        "odd fields",
        chunked(b'id: a\0b\nretry: 99999999999999\nx\n:\ndata: {"n": 1}\n\n'),
        [{"n": 1}],
        **EVENTS,
    ),
    fine(
        "lines",
        chunked(b'{"n": 1}\r\n\n{"n": 2}', kind="application/x-ndjson"),
        [{"n": 1}, {"n": 2}],
        **EVENTS,
    ),
    bad(
        "a page", reply(b"<html>", "text/html"), "should be a stream of items", **EVENTS
    ),
    bad(
        "no json",
        chunked(b'data: {"n": \n\n'),
        "item 1 of the reply is not complete JSON",
        **EVENTS,
    ),
    bad("deep", chunked(b"data: " + DEEP + b"\n\n"), "nested too deeply", **EVENTS),
    bad(
        "digits",
        chunked(b"data: " + LONG + b"\n\n"),
        "number that is too long",
        **EVENTS,
    ),
    bad(
        "no end",
        chunked(b"data: " + b"x" * 2000),
        "item 1 of the reply is larger than 1000 bytes",
        options={"limits": {"max_item_bytes": 1000}},
        **EVENTS,
    ),
    bad(
        "no end of data",
        chunked(b"data: 1\n" * 2000),
        "larger than 1000 bytes",
        options={"limits": {"max_item_bytes": 1000}},
        **EVENTS,
    ),
    Case(
        "an error",
        chunked(b'event: error\ndata: {"why": "x"}\n\n'),
        "ApiStreamError",
        "reported an error as item 1",
        **EVENTS,
    ),
    lost("cut", chunked(b'data: {"n": 1}\n\n', end=False), status=200, **EVENTS),
]
CASES = {
    f"{kind}: {case.name}": case
    for kind, cases in {
        "json": JSON,
        "charset": CHARSETS,
        "packed": PACKED,
        "broken": BROKEN,
        "slow": SLOW,
        "error": ERRORS,
        "redirect": REDIRECTS,
        "stream": STREAMS,
    }.items()
    for case in cases
}
