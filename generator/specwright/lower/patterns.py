"""Patterns of ECMA-262, which JSON Schema has, in the syntax of Rust's `regex`.

A generated client never runs a pattern in an engine that tries again: a document may
make one for which that takes for ever. Rust's takes linear time, and comes with
pydantic. What it lacks, or would read in another way, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pydantic_core import SchemaError, SchemaValidator, core_schema

_MOST_STATES = 5_000
"""Characters that a pattern may stand for, all repetitions written out."""
_MOST_IN_ALL = 1_000_000

_SPACE = r"\s\x{FEFF}--\x85"
"""ECMA-262 counts the byte order mark, and not NEL."""
_KINDS = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": "[A-Za-z0-9_]",
    "W": "[^A-Za-z0-9_]",
    "s": f"[{_SPACE}]",
    "S": f"[^{_SPACE}]",
}
_PLAIN_INSIDE = {"d": "0-9", "w": "A-Za-z0-9_"}
_CONTROLS = {"t": r"\t", "n": r"\n", "v": r"\v", "f": r"\f", "r": r"\r", "0": r"\x00"}
_SPECIAL = frozenset(r"\.+*?()|[]{}^$#&-~")
_ESCAPE = re.compile(
    r"""\\(?: (?P<kind> [dDwWsS])
        | (?P<property> [pP]\{[A-Za-z_]+ (?:=[A-Za-z_]+)?\})
        | (?P<control> [tnvfr] | 0(?![0-9]))
        | c (?P<letter> [A-Za-z])
        | x (?P<byte> [0-9A-Fa-f]{2})
        | u (?P<pair> [dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2})
        | u (?P<unit> [0-9A-Fa-f]{4})
        | u \{ (?P<point> [0-9A-Fa-f]{1,6}) \}
        | (?P<itself> [^A-Za-z0-9])
        )""",
    re.X | re.S,
)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d{1,9})(,(\d{1,9})?)?\})\??")
_NUMBERED = re.compile(r"\{\d*,?\d*\}")
_GROUP = re.compile(r"\((?:\?(?::|<(?![=!])[^<>()]*>))?")


class Untranslatable(ValueError):
    """A pattern that Rust's engine has no equal for; the text says why."""


@dataclass(slots=True)
class Patterns:
    """The patterns of one API: each is tried once, and not too many are."""

    _known: dict[str, str | Untranslatable] = field(default_factory=dict)
    _states: int = 0

    def rust(self, pattern: str) -> str:
        """The pattern for Rust's engine, which takes it.

        Raises:
            Untranslatable: there is none.
        """
        if pattern not in self._known:
            try:
                self._known[pattern] = self._translated(pattern)
            except Untranslatable as why:
                self._known[pattern] = why
        found = self._known[pattern]
        if isinstance(found, Untranslatable):
            raise found
        return found

    def _translated(self, pattern: str) -> str:
        reader = _Reader(pattern)
        reader.read()
        self._states += reader.states
        if self._states > _MOST_IN_ALL:
            raise Untranslatable("the patterns before it are too many")
        found = "".join(reader.written)
        try:
            SchemaValidator(core_schema.str_schema(pattern=found))
        except SchemaError:
            raise Untranslatable("the engine for patterns refuses it") from None
        return found


@dataclass(slots=True)
class _Reader:
    """Reads a pattern from left to right, and writes it for Rust."""

    source: str
    at: int = 0
    written: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=lambda: [0])
    """Of the groups that are open, the innermost last."""
    last: int = 0
    """The size of what a quantifier would repeat; 0 where there is nothing."""

    @property
    def states(self) -> int:
        return self.sizes[0]

    def read(self) -> None:
        if self.source.startswith("/^"):
            raise Untranslatable("it stands between slashes, which it would match")
        if not self.source.isascii() and re.search("[\ud800-\udfff]", self.source):
            raise Untranslatable("it holds half of a character")
        while self.at < len(self.source):
            self._next(self.source[self.at])
        if len(self.sizes) > 1:
            raise Untranslatable("a group does not end")

    def _next(self, mark: str) -> None:
        if found := _QUANTIFIER.match(self.source, self.at):
            self._repeat(found)
        elif mark in "^$|":
            self._write(mark, 1, 0)
        elif mark == "(":
            self._open()
        elif mark == ")":
            self._close()
        elif mark == "[":
            self._class()
        elif self.source.startswith("\\b", self.at):
            self._write(r"(?-u:\b)", 2, 0)
        elif mark == "\\":
            found = self._escape()
            self._write(_outside(found), len(found[0]))
        elif mark == ".":
            self._write(".", 1)
        elif _NUMBERED.match(self.source, self.at):
            raise Untranslatable("its braces are read in two ways")
        else:
            self._write(_literal(mark), 1)

    def _write(self, text: str, length: int, size: int = 1) -> None:
        self.written.append(text)
        self.at += length
        self.sizes[-1] += size
        self.last = size

    def _repeat(self, found: re.Match[str]) -> None:
        if not self.last:
            raise Untranslatable("it repeats what cannot be repeated")
        times = max(int(found[3] or found[1] or 1), 1)
        self._write(found[0], len(found[0]), self.last * (times - 1))
        self.last = 0
        if self.sizes[-1] > _MOST_STATES:
            raise Untranslatable("it is too large")

    def _open(self) -> None:
        found = _GROUP.match(self.source, self.at)
        after = found.end() if found else self.at
        if found is None or self.source.startswith("?", after):
            raise Untranslatable("a group looks around, or is none of ECMA-262")
        self._write("(?:", len(found[0]), 0)
        self.sizes.append(0)

    def _close(self) -> None:
        if len(self.sizes) == 1:
            raise Untranslatable("a group does not begin")
        self._write(")", 1, max(self.sizes.pop(), 1))

    def _escape(self) -> re.Match[str]:
        found = _ESCAPE.match(self.source, self.at)
        if found is None:
            what = self.source[self.at : self.at + 2]
            raise Untranslatable(f"{ascii(what)[1:-1]} has no equal")
        return found

    def _class(self) -> None:
        """A set of characters in brackets; to Rust these may hold other sets."""
        start = self.at
        self.at += 1
        members = []
        if self.source.startswith("^", self.at):
            members.append("^")
            self.at += 1
        if self.source.startswith(("]", "[:"), self.at):
            raise Untranslatable("its brackets are read in two ways")
        starts = False
        while not self.source.startswith("]", self.at):
            member, is_set = self._member()
            is_range = member == "-" and starts and self.source[self.at] != "]"
            if is_range:
                end, is_set = self._member()
                # Beside a set of characters, `-` is itself.
                members.append("\\-" if is_set else "-")
                member = end
            members.append("\\-" if member == "-" else member)
            starts = not is_set and not is_range
        length, self.at = self.at + 1 - start, start
        self._write(f"[{''.join(members)}]", length)

    def _member(self) -> tuple[str, bool]:
        """One character, or a set such as `\\d`, which is told."""
        if self.at >= len(self.source) - 1:
            raise Untranslatable("a set of characters does not end")
        mark = self.source[self.at]
        if self.source.startswith("[:", self.at):
            raise Untranslatable("its brackets are read in two ways")
        if self.source.startswith("\\b", self.at):
            self.at += 2
            return r"\x08", False
        if mark != "\\":
            self.at += 1
            return ("-" if mark == "-" else _literal(mark)), False
        found = self._escape()
        self.at = found.end()
        if kind := found["kind"]:
            return _PLAIN_INSIDE.get(kind, _KINDS[kind]), True
        return _outside(found), found["property"] is not None


def _outside(found: re.Match[str]) -> str:
    """What an escape is, where it stands by itself."""
    parts = found.groupdict()
    if kind := parts["kind"]:
        return _KINDS[kind]
    if prop := parts["property"]:
        return f"\\{prop}"
    if control := parts["control"]:
        return _CONTROLS[control]
    if itself := parts["itself"]:
        return _literal(itself)
    if letter := parts["letter"]:
        return f"\\x{{{ord(letter) % 32:X}}}"
    if pair := parts["pair"]:
        high, low = int(pair[:4], 16), int(pair[6:], 16)
        return f"\\x{{{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:X}}}"
    return f"\\x{{{parts['byte'] or parts['unit'] or parts['point']}}}"


def _literal(mark: str) -> str:
    return f"\\{mark}" if mark in _SPECIAL else mark
