"""The bytes that a call must put on the wire, computed from the specification alone.

Nothing here knows the runtime: generated tests hold the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, quote_plus

from specwright.ir import PathVariable
from specwright.python.calls import Argument, Call
from specwright.python.examples import FILE, Value
from specwright.text import Text

Given: TypeAlias = Sequence[tuple[Argument, Value]]
"""The arguments of a call and their values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One expected request."""

    method: str
    target: bytes
    """Path and query as they stand in the request line, without a base path."""
    headers: Mapping[str, str]
    """Only those that the call decides: parameters and Content-Type."""
    body: bytes
    """With `BOUNDARY` for the boundary of a multipart body."""


def expected(called: Call, given: Given) -> Wire:
    """The request of a call with some arguments."""
    body, content_type = _body(called, given)
    headers = {
        argument.wire.raw: _text(value)
        for argument, value in given
        if argument.place == "header"
    }
    if content_type:
        headers["content-type"] = content_type
    cookies = [_cookie(a.wire, v) for a, v in given if a.place == "cookie"]
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    return Wire(
        method=called.operation.method.raw,
        target=(_path(called, given) + _query(given)).encode(),
        headers=headers,
        body=body,
    )


def _cookie(name: Text, value: Value) -> str:
    """RFC 6265 section 4.1.1: what a cookie's value cannot hold is encoded."""
    return f"{name.raw}={quote(_text(value), safe=_COOKIE_OCTETS)}"


_COOKIE_OCTETS = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""Besides letters and digits; without `%`, which encodes."""


def _path(called: Call, given: Given) -> str:
    """RFC 3986 section 2.3: everything but unreserved characters is encoded."""
    values = {a.wire: value for a, value in given if a.place == "path"}
    return "".join(
        (
            ",".join(quote(_text(item), safe="") for item in _items(values[part.name]))
            if isinstance(part, PathVariable)
            else quote(part.raw, safe="/?%:@!$&'()*+,;=~-._")
        )
        for part in called.operation.path.parts
    )


def _query(given: Given) -> str:
    """OpenAPI 3.1, Style Values: `form`, exploded."""
    pairs = [
        f"{quote(name, safe='')}={quote(_text(item), safe='')}"
        for argument, value in given
        if argument.place == "query"
        for name, item in _exploded(argument.wire.raw, value)
    ]
    return f"?{'&'.join(pairs)}" if pairs else ""


def _exploded(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _exploded(f"{name}[{key}]", item)
    else:
        for item in _items(value):
            if isinstance(item, (Mapping, list)):
                yield from _exploded(name, item)
            else:
                yield name, item


def _body(called: Call, given: Given) -> tuple[bytes, str]:
    """The body and its Content-Type; for multipart the type without the boundary."""
    match called.body:
        case "none":
            return b"", ""
        case "object":
            found = {a.wire.raw: v for a, v in given if a.place == "json"}
            return json_bytes(found), "application/json"
        case "json":
            values = [v for a, v in given if a.place == "json"]
            return (json_bytes(values[0]), "application/json") if values else (b"", "")
        case "multipart":
            return _multipart(given), "multipart/form-data; boundary=BOUNDARY"
        case "urlencoded":
            return _urlencoded(given), "application/x-www-form-urlencoded"
        case "content":
            values = [v for a, v in given if a.place == "body"]
            if not values:
                return b"", ""
            value = values[0]
            raw = value if isinstance(value, bytes) else _text(value).encode()
            return raw, called.media_type.raw


def json_bytes(value: object) -> bytes:
    """JSON without white space, in UTF-8 (RFC 8259 section 8.1)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _multipart(given: Given) -> bytes:
    """RFC 7578; parts of OpenAPI 3.1, Encoding Object: `contentType` by default.

    Text and numbers are plain parts, an array of them one part each, and what is or
    holds an object one part of JSON. Files come last.
    """
    parts = [p for a, v in given if a.place == "form" for p in _fields(a.wire, v)]
    files = [(a, v) for a, v in given if a.place == "file"]
    parts += [_file(a.wire) for a, v in files for _ in _items(v)]
    lines = [b"--BOUNDARY\r\n" + part + b"\r\n" for part in parts]
    return b"".join(lines) + b"--BOUNDARY--\r\n"


def _fields(name: Text, value: Value) -> Iterator[bytes]:
    head = f'Content-Disposition: form-data; name="{_quoted(name.raw)}"\r\n'
    items = _items(value)
    if any(isinstance(item, (Mapping, list)) for item in items):
        content = json_bytes(value)
        yield f"{head}Content-Type: application/json\r\n\r\n".encode() + content
        return
    for item in items:
        yield f"{head}\r\n{_text(item)}".encode()


def _file(name: Text) -> bytes:
    filename, content, kind = FILE
    head = (
        f'Content-Disposition: form-data; name="{_quoted(name.raw)}";'
        f' filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    return head.encode() + content


def _quoted(name: str) -> str:
    """WHATWG HTML, multipart/form-data encoding algorithm: what names escape."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _urlencoded(given: Given) -> bytes:
    """WHATWG URL, application/x-www-form-urlencoded serializing.

    What is or holds an object is JSON text (OpenAPI 3.1, Encoding Object).
    """
    pairs = [
        f"{quote_plus(argument.wire.raw)}={quote_plus(text)}"
        for argument, value in given
        if argument.place == "form"
        for text in _form_texts(value)
    ]
    return "&".join(pairs).encode()


def _form_texts(value: Value) -> list[str]:
    items = _items(value)
    if any(isinstance(item, (Mapping, list)) for item in items):
        return [json_bytes(value).decode()]
    return [_text(item) for item in items]


def _items(value: Value) -> list[Value]:
    return [*value] if isinstance(value, list) else [value]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)
