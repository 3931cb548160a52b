r"""One HTTP request as text: every byte of it, and lines that a person can review.

A body is shown as text in UTF-8. `\r\n` is a line's end, as in multipart; any other
character that is not printable is escaped, as is a backslash. A backslash at the end of
a line continues it: the line's end and the blanks after it are no part of the body. So
long JSON stands on several lines, and still says what is sent byte by byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

WIDTH = 88
"""Characters of a line that long URLs and JSON bodies are broken for."""

_NAMED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MEANT = {escape[1]: char.encode() for char, escape in _NAMED.items()}
_ESCAPE = re.compile(r"\\(?:\n +|\n|x([0-9a-f]{2})|u([0-9a-f]{8})|(.))", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes over the wire, without what the connection adds."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    """By name in small letters, sorted."""
    body: bytes
    """With `BOUNDARY` for the boundary of a multipart body."""

    @property
    def text(self) -> str:
        """The request line, the headers, and after a blank line the body."""
        lines = [f"{self.method} " + "\n    ".join(_broken(_escaped(self.url)))]
        lines += [f"{name}: {_escaped(value)}".rstrip() for name, value in self.headers]
        if self.body:
            lines += ["", body_text(self.body)]
        return "\n".join(lines)


def request(
    method: str, url: str, headers: Mapping[str, str], body: bytes = b""
) -> Request:
    """A request whose headers are in the order that is compared and shown."""
    named = {name.lower(): value for name, value in headers.items()}
    return Request(
        method=method, url=url, headers=tuple(sorted(named.items())), body=body
    )


def _broken(url: str) -> list[str]:
    """A long URL with each pair of its query on a line of its own."""
    path, mark, query = url.partition("?")
    if len(url) <= WIDTH or not mark:
        return [url]
    first, *more = query.split("&")
    return [path, f"?{first}", *(f"&{pair}" for pair in more)]


def body_text(body: bytes) -> str:
    """A body as lines; `body_bytes` reads them back."""
    try:
        text = body.decode()
        value: object = json.loads(text)
    except ValueError:
        return _lines(body)
    return "\\\n".join(_pretty(value)) if compact(value) == text else _lines(body)


def compact(value: object) -> str:
    """JSON without white space, as requests hold it (RFC 8259)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def body_bytes(text: str) -> bytes:
    """The bytes that `body_text` made a text of."""
    out = bytearray()
    position = 0
    for found in _ESCAPE.finditer(text):
        out += _plain(text[position : found.start()])
        position = found.end()
        byte, code, mark = found.groups()
        if byte:
            out.append(int(byte, 16))
        elif code:
            out += chr(int(code, 16)).encode()
        elif mark:
            out += _MEANT.get(mark, mark.encode())
    return bytes(out + _plain(text[position:]))


def _plain(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _pretty(value: object, before: str = "", indent: str = "") -> Iterator[str]:
    """Compact JSON, on one line where it fits, else each member on lines of its own."""
    whole = before + _escaped(compact(value))
    members: list[tuple[str, object]] = []
    if isinstance(value, dict):
        members = [(_escaped(f"{compact(k)}:"), item) for k, item in value.items()]
    elif isinstance(value, list):
        members = [("", item) for item in value]
    if not members or len(indent) + len(whole) <= WIDTH:
        yield indent + whole
        return
    first, last = "{}" if isinstance(value, dict) else "[]"
    yield f"{indent}{before}{first}"
    for number, (name, item) in enumerate(members, 1):
        *lines, end = _pretty(item, name, f"{indent}  ")
        yield from lines
        yield end if number == len(members) else f"{end},"
    yield f"{indent}{last}"


def _lines(body: bytes) -> str:
    """Text line by line; a bare line feed is shown, and breaks the line too.

    The last line's end is shown as well: a file must not end in empty lines.
    """
    text = body.decode("utf-8", "surrogateescape")
    whole = text.removesuffix("\r\n")
    return "\n".join(map(_line, whole.split("\r\n"))) + _escaped(text[len(whole) :])


def _line(line: str) -> str:
    """What begins a line must not be taken for an indentation, or for a heading."""
    first, *more = line.split("\n")
    shown = [_guarded(first, "#"), *(_guarded(piece, "# ") for piece in more)]
    text = "\\n\\\n".join(shown).removesuffix("\\\n")
    # Editors take blanks at the end of a line away.
    return f"{text[:-1]}\\x20" if text.endswith(" ") else text


def _guarded(text: str, marks: str) -> str:
    if text and text[0] in marks:
        return f"\\x{ord(text[0]):02x}{_escaped(text[1:])}"
    return _escaped(text)


def _escaped(text: str) -> str:
    return "".join(c if c.isprintable() and c != "\\" else _escape(c) for c in text)


def _escape(char: str) -> str:
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x20 or code == 0x7F else f"\\u{code:08x}"
