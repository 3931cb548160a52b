"""The bytes that a call must put on the wire, computed from the specification alone.

Nothing here knows the runtime: generated tests hold the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import quote, quote_plus

from specwright.ir import NO_ENCODING, PathVariable
from specwright.lower.media import essence, is_json, is_multipart
from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.examples import FILE, Value
from specwright.python.wire_styles import (
    cookie_text,
    form_text,
    header_text,
    path_text,
    query_text,
    querystring_text,
    styled_fields,
)
from specwright.text import JsonValue, Text

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
    given = [(a, v) for a, v in given if v is not None or _sends_null(called, a)]
    body, content_type = _body(called, given)
    headers = {
        a.wire.raw: header_text(a.wire.raw, plain(v), a.encoding)
        for a, v in given
        if a.place == "header"
    }
    if content_type:
        headers["content-type"] = content_type
    cookies = [
        cookie_text(a.wire.raw, plain(v), a.encoding)
        for a, v in given
        if a.place == "cookie"
    ]
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    return Wire(
        method=called.operation.method.raw,
        target=_target(_path(called, given), _query(given)).encode(),
        headers=headers,
        body=body,
    )


def _sends_null(called: Call, argument: Argument) -> bool:
    """Whether None is a value; anywhere else it says that nothing is given."""
    if argument.place == "json" and called.body == "object":
        return True
    return argument.required and argument.place in {"body", "json"}


def plain(value: Value) -> JsonValue:
    """A value that is no file: parameters are JSON."""
    if isinstance(value, bytes):
        raise TypeError("a file is no parameter")
    return (
        [item for item in value if not isinstance(item, bytes)]
        if isinstance(value, list)
        else value
    )


def _path(called: Call, given: Given) -> str:
    """RFC 3986 section 2.3: everything but unreserved characters is encoded."""
    values = {a.wire: (a, value) for a, value in given if a.place == "path"}

    def filled(name: Text) -> str:
        argument, value = values[name]
        return path_text(name.raw, plain(value), argument.encoding)

    return "".join(
        (
            filled(part.name)
            if isinstance(part, PathVariable)
            else quote(part.raw, safe="/?%:@!$&'()*+,;=~-._")
        )
        for part in called.operation.path.sent
    )


def _target(path: str, query: str) -> str:
    """A path may have a query of its own, which the parameters are added to."""
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}{query}" if query else path


def _query(given: Given) -> str:
    """All pairs of the query."""
    texts = [
        query_text(argument.wire.raw, plain(value), argument.encoding)
        for argument, value in given
        if argument.place == "query"
    ]
    texts += [
        querystring_text(plain(value), argument.encoding)
        for argument, value in given
        if argument.place == "querystring"
    ]
    return "&".join(filter(None, texts))


def _body(called: Call, given: Given) -> tuple[bytes, str]:
    """The body and its Content-Type; for multipart the type without the boundary."""
    kind = next((_text(v) for a, v in given if a.place == "content_type"), "")
    kind = kind or called.media_type.raw
    if called.body == "object":
        return _fields_of(given, kind)
    whole = [v for a, v in given if a.place in {"body", "json"}]
    match called.body:
        case "none":
            return b"", ""
        case "json" | "content" if not whole:
            return b"", ""
        case "multipart" | "urlencoded" if whole:
            ((argument, value),) = [(a, v) for a, v in given if a.place == "body"]
            form = list(_members(argument, value))
            return _fields_of(form, kind)
        case "multipart" | "urlencoded" if called.at("body"):
            return b"", ""
        case "json":
            return json_bytes(whole[0]), _json_type(kind)
        case "content":
            value = whole[0]
            raw = value if isinstance(value, bytes) else _text(value).encode()
            return raw, kind
        case "multipart":
            return _multipart(given), f"{essence(kind)}; boundary=BOUNDARY"
        case "urlencoded":
            return _urlencoded(given), _URLENCODED


def _fields_of(given: Given, kind: str) -> tuple[bytes, str]:
    """An object by its properties, as JSON unless the type, or a file, makes it a form."""
    places = {"json", "form"}
    form = [(replace(a, place="form"), v) for a, v in given if a.place in places]
    if essence(kind) == _URLENCODED:
        # The encodings are those of the parts beside files.
        plain_form = [(replace(a, encoding=NO_ENCODING), v) for a, v in form]
        return _urlencoded(plain_form), _URLENCODED
    files = [(a, v) for a, v in given if a.place == "file" and v != []]
    if is_multipart(kind) or files:
        kind = essence(kind) if is_multipart(kind) else _MULTIPART
        return _multipart([*form, *files]), f"{kind}; boundary=BOUNDARY"
    found = {a.wire.raw: v for a, v in given if a.place == "json"}
    return json_bytes(found), _json_type(kind)


def _members(argument: Argument, value: Value) -> Iterator[tuple[Argument, Value]]:
    """The fields of a form that one argument holds."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = Text(key)
            yield replace(argument, wire=name, place="form", encoding=NO_ENCODING), item


def _json_type(kind: str) -> str:
    """What a document calls JSON; the plain name where it names everything."""
    return _JSON if essence(kind) in {_JSON, "*/*"} else kind


_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_URLENCODED = "application/x-www-form-urlencoded"


def json_bytes(value: object) -> bytes:
    """JSON without white space, in UTF-8 (RFC 8259 section 8.1)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _multipart(given: Given) -> bytes:
    """RFC 7578; parts of OpenAPI 3.1, Encoding Object: `contentType` by default.

    Text and numbers are plain parts, an array of them one part each, and what is or
    holds an object one part of JSON. Files come last.
    """
    parts = [p for a, v in given if a.place == "form" for p in _fields(a, v)]
    files = [(a, v) for a, v in given if a.place == "file"]
    parts += [_file(a.wire) for a, v in files for _ in _items(v)]
    lines = [b"--BOUNDARY\r\n" + part + b"\r\n" for part in parts]
    return b"".join(lines) + b"--BOUNDARY--\r\n"


def _fields(argument: Argument, value: Value) -> Iterator[bytes]:
    encoding = argument.encoding
    if encoding.style:
        for name, text in styled_fields(argument.wire.raw, plain(value), encoding):
            yield _field(name, "", text)
        return
    kind = encoding.content_type.raw.partition(",")[0].strip()
    kind = "" if "*" in kind else kind
    name, items = argument.wire.raw, _items(value)
    is_object = any(isinstance(item, (Mapping, list)) for item in items)
    if is_object or is_json(kind):
        yield _field(name, kind or _JSON, json_bytes(value).decode())
        return
    for item in items:
        if item is not None:
            yield _field(name, kind, _text(item))


def _field(name: str, kind: str, text: str) -> bytes:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"\r\n'
    head += f"Content-Type: {kind}\r\n" if kind else ""
    return f"{head}\r\n{text}".encode()


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
        pair
        for argument, value in given
        if argument.place == "form"
        for pair in _pairs(argument, value)
    ]
    return "&".join(pairs).encode()


def _pairs(argument: Argument, value: Value) -> Iterator[str]:
    name, encoding = argument.wire.raw, argument.encoding
    if encoding.style:
        yield from filter(None, [form_text(name, plain(value), encoding)])
        return
    items = _items(value)
    is_object = any(isinstance(item, (Mapping, list)) for item in items)
    if is_object or is_json(encoding.content_type.raw):
        items = [json_bytes(value).decode()]
    for item in items:
        if item is not None:
            yield f"{quote_plus(name)}={quote_plus(_text(item))}"


def _items(value: Value) -> list[Value]:
    return [*value] if isinstance(value, list) else [value]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)
