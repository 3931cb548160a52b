"""JSON text to the tree (RFC 8259), with duplicate keys refused and depth bounded.

YAML's parser reads most JSON but not all of it: keys of more than 1,024 characters,
`\\/`, surrogate pairs and U+2028 in strings are legal here only.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from specwright.diagnostics import Source
from specwright.read.limits import DEFAULT, Limits, limit_hint
from specwright.read.refusal import Refusal
from specwright.read.scalars import HALF_PAIR, PAIR_HINT, SURROGATE, number
from specwright.read.tree import Entry, Map, Mark, Node, Seq
from specwright.text import show

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"([^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*)"')
_KEY: Final = re.compile(r'"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*')
_COMMA: Final = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_WORD: Final = re.compile(r"[^\s,:\[\]{}\"]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_WORDS: Final[dict[str, bool | None]] = {"null": None, "true": True, "false": False}


def parse_json(
    source: Source,
    text: str | None = None,
    *,
    line_offset: int = 0,
    column_offset: int = 0,
    limits: Limits = DEFAULT,
) -> Node:
    """The JSON value that ``text`` (the whole source by default) is.

    ``line_offset`` and ``column_offset`` are as for ``parse_yaml``.

    Raises:
        Unusable: The text is not JSON, or beyond the limits.
    """
    reader = _Reader(
        source,
        source.text if text is None else text,
        line_offset,
        column_offset,
        limits,
    )
    try:
        return reader.document()
    except Refusal as refusal:
        raise refusal.unusable(source, reader.path[::-1]) from None


class _Reader:
    """Recursive descent; the limits bound the depth."""

    def __init__(
        self, source: Source, text: str, line: int, column: int, limits: Limits
    ) -> None:
        self.path: list[str | int] = []
        """Where a refusal happened, from the inside out."""
        self._source = source
        self._text = text
        self._line = line
        self._column = column + 1
        self._limits = limits
        self._nodes = 0
        self._depth = 0
        lengths = (len(line) + 1 for line in text.split("\n"))
        self._starts = list(accumulate(lengths, initial=0))

    def document(self) -> Node:
        value, end = self._value(self._skip(0))
        end = self._skip(end)
        if end != len(self._text):
            raise self._error(end, "text after the end of the document")
        return value

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _mark(self, at: int) -> Mark:
        line = bisect_right(self._starts, at)
        return Mark(line + self._line, at - self._starts[line - 1] + self._column)

    def _value(self, at: int) -> tuple[Node, int]:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise self._over("values in one file", "nodes", at)
        first = self._text[at : at + 1]
        if first == '"':
            return self._string(at)
        if first in ("{", "["):
            self._depth += 1
            if self._depth > self._limits.depth:
                raise self._over("levels of nesting", "depth", at)
            result = self._map(at) if first == "{" else self._seq(at)
            self._depth -= 1
            return result
        return self._word(at)

    def _map(self, start: int) -> tuple[Map, int]:
        text = self._text
        result = Map(self._source, self._mark(start))
        at = self._skip(start + 1)
        if text.startswith("}", at):
            return result, at + 1
        while True:
            found = _KEY.match(text, at)
            if found:
                key, place = found[1], found.end()
            else:
                key, place = self._odd_key(at)
            mark = self._mark(at)
            if key in result:
                raise self._twice(key, mark, result)
            result.entries[key] = Entry(mark, self._mark(place))
            try:
                result[key], end = self._value(place)
            except Refusal:
                self.path.append(key)
                raise
            comma = _COMMA.match(text, end)
            if comma is None:
                return result, self._close(end, "}")
            at = comma.end()

    def _seq(self, start: int) -> tuple[Seq, int]:
        text = self._text
        result = Seq(self._source, self._mark(start))
        at = self._skip(start + 1)
        if text.startswith("]", at):
            return result, at + 1
        while True:
            result.marks.append(self._mark(at))
            try:
                value, end = self._value(at)
            except Refusal:
                self.path.append(len(result))
                raise
            result.append(value)
            comma = _COMMA.match(text, end)
            if comma is None:
                return result, self._close(end, "]")
            at = comma.end()

    def _odd_key(self, at: int) -> tuple[str, int]:
        """A key with escapes, and where its value starts; or what is wrong there."""
        if not self._text.startswith('"', at):
            raise self._error(at, "expected a key in double quotes")
        key, end = self._string(at)
        end = self._skip(end)
        if not self._text.startswith(":", end):
            raise self._error(end, "expected ':' after the key")
        return key, self._skip(end + 1)

    def _close(self, at: int, bracket: str) -> int:
        """Past the closing bracket, which must come next."""
        at = self._skip(at)
        if not self._text.startswith(bracket, at):
            raise self._error(at, f"expected ',' or '{bracket}'")
        return at + 1

    def _string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self._text, at)
        if found is None:
            raise self._bad_string(at)
        value = found[1]
        return (self._unescape(found[0], at) if "\\" in value else value), found.end()

    def _unescape(self, quoted: str, at: int) -> str:
        try:
            value: str = json.loads(quoted)
        except json.JSONDecodeError as error:
            raise self._error(at + error.pos, "an escape that JSON has not") from None
        if SURROGATE.search(value):
            raise Refusal("SW008", HALF_PAIR, self._mark(at), hint=PAIR_HINT)
        return value

    def _bad_string(self, at: int) -> Refusal:
        control = _CONTROL.search(self._text, at)
        if control and _STRING.match(self._text[at : control.start()] + '"'):
            return self._error(
                control.start(), "a line break or control character in text"
            )
        return self._error(at, "text in quotes that is not closed")

    def _word(self, at: int) -> tuple[Node, int]:
        found = _WORD.match(self._text, at)
        if found is None:
            what = "the file ends here" if at >= len(self._text) else "expected a value"
            raise self._error(at, what)
        word = found[0]
        if word in _WORDS:
            return _WORDS[word], found.end()
        value = number(word, self._mark(at), self._limits)
        if value is None:
            raise self._error(at, f"{show(word)} is no JSON value")
        return value, found.end()

    def _twice(self, key: str, mark: Mark, written: Map) -> Refusal:
        return Refusal(
            "SW003",
            f"the key {show(key)} stands twice in one object",
            mark,
            hint="Remove or rename one of the two.",
            related=(("the first one", written.key_mark(key)),),
            key=key,
        )

    def _over(self, what: str, name: str, at: int) -> Refusal:
        limit: int = getattr(self._limits, name)
        return Refusal(
            "SW006",
            f"more than {limit:,} {what}",
            self._mark(at),
            hint=limit_hint(name),
        )

    def _error(self, at: int, message: str) -> Refusal:
        return Refusal("SW011", message, self._mark(at), hint=_hint(self._text, at))


def _hint(text: str, at: int) -> str:
    """What people write that JSON does not allow."""
    if text.startswith(("//", "/*", "#"), at):
        return "JSON has no comments; save the file as .yaml to keep them."
    if text.startswith(("}", "]"), at):
        return "Remove the comma before this."
    if text.startswith("'", at):
        return "JSON wants double quotes."
    if at >= len(text.rstrip()):
        return "The file may have been cut off."
    return "What is looser than JSON may be YAML: save the file as .yaml."
