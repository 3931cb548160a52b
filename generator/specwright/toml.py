"""TOML that knows where its keys stand. `tomllib` reads it; a small scan finds places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Location, Source, Unusable

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toml:
    """A TOML file: its text and its values."""

    source: Source
    values: Mapping[str, object]

    def at(self, *path: str | int) -> Location:
        """Where the key at ``path`` stands; the nearest table above where it does not."""
        offsets = _Scanner(self.source.text).scan()
        known = path
        while known and known not in offsets:
            known = known[:-1]
        return place(self.source, offsets.get(known, 0), _pointer(path))


def read_toml(data: bytes, name: str, code: str) -> Toml:
    """Read a TOML 1.0 file; ``name`` is its path below the workspace.

    Raises:
        Unusable: it is not UTF-8 or not TOML; a finding with ``code``, at its place.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source = Source(name, data.decode("utf-8-sig", "replace"))
        before = data[: error.start].decode("utf-8-sig", "replace")
        raise Unusable(
            finding(
                code,
                f"not UTF-8: byte {data[error.start]:#04x} at offset {error.start}",
                place(source, len(before)),
                hint="save the file as UTF-8",
            )
        ) from None
    source = Source(name, text)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unusable(_syntax(source, error, code)) from None
    return Toml(source=source, values=values)


def place(source: Source, offset: int, pointer: str = "") -> Location:
    """The line and column of an offset in characters."""
    before = source.text[:offset]
    start = before.rfind("\n") + 1
    return Location(
        source=source,
        line=before.count("\n") + 1,
        column=offset - start + 1,
        pointer=pointer,
    )


def _pointer(path: Path) -> str:
    return "".join(f"/{str(p).replace('~', '~0').replace('/', '~1')}" for p in path)


_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _syntax(source: Source, error: Exception, code: str) -> Diagnostic:
    message = "it is nested too deeply"
    location = Location(source=source, line=1, column=1)
    if isinstance(error, ValueError):
        message = str(error)
        if found := _AT.search(message):
            message = message[: found.start()]
            if found[1]:
                line, column = int(found[1]), int(found[2])
                location = Location(source=source, line=line, column=column)
            else:
                location = place(source, len(source.text))
    return finding(
        code,
        f"not TOML: {message[:1].lower()}{message[1:]}",
        location,
        hint="the form of TOML is described at https://toml.io",
    )


_KEY = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|\#[^\n]*)*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_STRING = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'", re.S
)
_BARE = re.compile(r"[^,\]}\#\n]+")


class _Scanner:
    """Finds the keys of a text that `tomllib` has read already, so it is valid TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._blank() < len(self._text):
            if self._text[self._at] == "[":
                self._at += 2 if self._text.startswith("[[", self._at) else 1
                self._blank()
                start = self._at
                table = self._keys()
                self._note(table, (), start)
                self._blank()
                self._at += 2 if self._text.startswith("]]", self._at) else 1
            else:
                self._pair(table)
        return self._found

    def _blank(self) -> int:
        self._skip(_BLANK)
        return self._at

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _keys(self) -> tuple[str, ...]:
        keys = [_unquote(self._skip(_KEY))]
        while self._skip(_DOT):
            keys.append(_unquote(self._skip(_KEY)))
        return tuple(keys)

    def _pair(self, table: Path) -> None:
        start = self._at
        keys = self._keys()
        self._note(keys, table, start)
        self._skip(_EQUALS)
        self._value(table + keys)

    def _note(self, keys: Path, table: Path, start: int) -> None:
        for end in range(1, len(keys) + 1):
            self._found.setdefault(table + keys[:end], start)

    def _value(self, path: Path) -> None:
        opening = self._text[self._at]
        if opening not in "[{":
            self._skip(_STRING) or self._skip(_BARE)
            return
        self._at += 1
        index = 0
        while self._text[self._blank()] not in "]}":
            if self._text[self._at] == ",":
                self._at += 1
            elif opening == "{":
                self._pair(path)
            else:
                self._found[(*path, index)] = self._at
                self._value((*path, index))
                index += 1
        self._at += 1


def _unquote(token: str) -> str:
    if token[:1] in ("'", '"'):
        return next(iter(tomllib.loads(f"{token} = 0")))
    return token


_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_key(key: str) -> str:
    """A key as TOML writes it, in quotes where it must be."""
    return key if _BARE_KEY.fullmatch(key) else toml_string(key)


def toml_string(text: str) -> str:
    """A basic string of TOML in ASCII, so that it is the same on every Python.

    Raises:
        ValueError: half of a surrogate pair is in it.
    """
    out = []
    for char in text:
        code = ord(char)
        if char in '"\\':
            out.append(f"\\{char}")
        elif 0x20 <= code < 0x7F:
            out.append(char)
        elif 0xD800 <= code < 0xE000:
            raise ValueError("TOML cannot hold half of a surrogate pair")
        else:
            out.append(f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
    return f'"{"".join(out)}"'
