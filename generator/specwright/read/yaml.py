"""YAML text to the tree, in one pass over the parser's events.

The types are those of JSON: plain scalars are resolved by the YAML 1.2 core schema
(section 10.3.2), with numbers in JSON's spelling only, so that `on`, `12:30`, `010`
and dates stay text. Keys are always text, as written. What JSON cannot hold (other
tags, keys that are collections, `.nan`) is refused where it stands, and so is what
would grow without bound: nesting, aliases, numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import yaml

from specwright.diagnostics import Source
from specwright.read.limits import DEFAULT, Limits, limit_hint
from specwright.read.refusal import Refusal
from specwright.read.scalars import (
    CONSTANTS,
    HALF_PAIR,
    NOT_NUMBERS,
    NUMBER_START,
    PAIR_HINT,
    SURROGATE,
    number,
)
from specwright.read.tree import Entry, Map, Mark, Node, Scalar, Seq
from specwright.read.yaml_errors import check_characters, translate
from specwright.text import show

_END: Final[type] = yaml.StreamEndEvent
_SCALAR: Final[type] = yaml.ScalarEvent
_ALIAS: Final[type] = yaml.AliasEvent
_MAP_START: Final[type] = yaml.MappingStartEvent
_MAP_END: Final[type] = yaml.MappingEndEvent
_SEQ_START: Final[type] = yaml.SequenceStartEvent
_SEQ_END: Final[type] = yaml.SequenceEndEvent

_TAG: Final = "tag:yaml.org,2002:"
_MAP_TAG: Final = f"{_TAG}map"
_SEQ_TAG: Final = f"{_TAG}seq"
_STR_TAG: Final = f"{_TAG}str"
_MERGE: Final = "<<"
_USUAL_GROWTH: Final = 10
"""Values that aliases may add for each value written, whatever the limit."""
_BREAKS: Final = "\x85\u2028\u2029"
"""Line breaks of YAML 1.1 alone; ordinary characters in 1.2 (section 5.4)."""


class _At(Protocol):
    line: int
    column: int


class _Event(Protocol):
    """What libyaml's events and those of pure Python have in common."""

    start_mark: _At
    anchor: str
    """None where there is none, as with the three that follow."""
    tag: str
    value: str
    style: str


class _Parser(Protocol):
    def get_event(self) -> _Event: ...

    def dispose(self) -> None: ...


@dataclass(slots=True)
class _Anchor:
    """What an anchor names; ``node`` counts once it is ``closed``."""

    mark: Mark
    closed: bool = False
    node: Node = None
    size: int = 1
    """Values in the node, aliases followed."""
    height: int = 0
    """Levels of collections in the node, itself included, aliases followed."""


def parse_yaml(
    source: Source,
    text: str | None = None,
    *,
    line_offset: int = 0,
    column_offset: int = 0,
    limits: Limits = DEFAULT,
) -> Node:
    """The one document in ``text`` (the whole source by default) as a tree.

    ``text`` may be a part of the source with ``line_offset`` lines before it and
    ``column_offset`` characters cut off the front of each of its lines; marks are
    those of the source. An empty document is None.

    Raises:
        Unusable: The text is no YAML, or YAML that JSON could not say.
    """
    builder = _Builder(source, line_offset + 1, column_offset + 1, limits)
    try:
        return builder.document(source.text if text is None else text)
    except Refusal as refusal:
        raise refusal.unusable(source, builder.path[::-1]) from None


class _Builder:
    """Makes nodes of events, recursively; the limits bound the depth."""

    def __init__(self, source: Source, line: int, column: int, limits: Limits) -> None:
        self.path: list[str | int] = []
        """Where a refusal happened, from the inside out."""
        self._source = source
        self._line = line
        self._column = column
        self._limits = limits
        self._anchors: dict[str, _Anchor] = {}
        self._nodes = 0
        self._growth = 0
        self._depth = 0
        self._deepest = 0
        self._hidden: dict[int, str] = {}
        self._next: Callable[[], _Event]

    def document(self, text: str) -> Node:
        check_characters(text, self._line, self._column)
        parser: _Parser = _LOADER(self._hide_breaks(text))
        self._next = parser.get_event
        try:
            return self._only_document()
        except yaml.MarkedYAMLError as error:
            raise translate(error, text, self._line, self._column) from None
        finally:
            parser.dispose()

    def _hide_breaks(self, text: str) -> str:
        """``text`` with private characters for what YAML 1.1 takes for line breaks."""
        there = [c for c in _BREAKS if c in text]
        if not there:
            return text
        free = (chr(c) for c in range(0xE000, 0xF900) if chr(c) not in text)
        pairs = dict(zip(there, free, strict=False))
        self._hidden = {ord(to): char for char, to in pairs.items()}
        return text.translate({ord(char): to for char, to in pairs.items()})

    def _only_document(self) -> Node:
        self._next()
        event = self._next()
        if type(event) is _END:
            return None
        root = self._value(self._next())
        self._next()
        event = self._next()
        if type(event) is not _END:
            raise Refusal(
                "SW007",
                "a second document starts here",
                self._mark(event),
                hint="Keep one document in a file; put the other into its own.",
            )
        return root

    def _mark(self, event: _Event) -> Mark:
        at = event.start_mark
        return Mark(at.line + self._line, at.column + self._column)

    def _value(self, event: _Event) -> Node:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise self._over("values in one file", "nodes", event)
        kind: type = type(event)
        if kind is _SCALAR:
            return self._scalar(event)
        if kind is _ALIAS:
            return self._alias(event)
        is_map = kind is _MAP_START
        if event.tag and event.tag != (_MAP_TAG if is_map else _SEQ_TAG):
            raise self._tag(event)
        self._depth += 1
        if self._depth > self._deepest:
            self._deepest = self._depth
            if self._depth > self._limits.depth:
                raise self._over("levels of nesting", "depth", event)
        build: _Build = self._map if is_map else self._seq
        node = build(event) if event.anchor is None else self._anchored(event, build)
        self._depth -= 1
        return node

    def _map(self, start: _Event) -> Map:
        result = Map(self._source, self._mark(start))
        entries = result.entries
        merges: list[tuple[Node, Mark]] = []
        following, line, column = self._next, self._line, self._column
        while True:
            event = following()
            if type(event) is _MAP_END:
                break
            key = self._key(event)
            at = event.start_mark
            key_mark = Mark(at.line + line, at.column + column)
            if key in result:
                raise self._twice(key, key_mark, result)
            merging = key == _MERGE and not event.style
            event = following()
            at = event.start_mark
            mark = Mark(at.line + line, at.column + column)
            try:
                value = self._value(event)
            except (Refusal, yaml.MarkedYAMLError):
                self.path.append(key)
                raise
            result[key] = value
            entries[key] = Entry(key_mark, mark)
            if merging:
                merges.append((value, mark))
        return self._merge(result, *merges[0]) if merges else result

    def _seq(self, start: _Event) -> Seq:
        result = Seq(self._source, self._mark(start))
        marks = result.marks
        following, line, column = self._next, self._line, self._column
        while True:
            event = following()
            if type(event) is _SEQ_END:
                return result
            try:
                result.append(self._value(event))
            except (Refusal, yaml.MarkedYAMLError):
                self.path.append(len(result))
                raise
            at = event.start_mark
            marks.append(Mark(at.line + line, at.column + column))

    def _key(self, event: _Event) -> str:
        """The text of a key, whatever it would mean as a value."""
        if type(event) is _SCALAR:
            if event.tag is not None and event.tag != _STR_TAG:
                raise self._tag(event)
            text = self._text(event)
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchor(self._mark(event), True, text)
            return text
        node = self._alias(event) if type(event) is _ALIAS else None
        if isinstance(node, str):
            return node
        raise Refusal(
            "SW010",
            "a key that is not text",
            self._mark(event),
            hint="Put the key in quotes if it is meant to be text.",
        )

    def _scalar(self, event: _Event) -> Scalar:
        text = self._text(event)
        value: Scalar = text
        if event.tag is not None and event.tag != "!":
            value = self._tagged(event, text)
        elif not event.style and event.tag is None:
            value = self._plain(event, text)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(self._mark(event), True, value)
        return value

    def _plain(self, event: _Event, text: str) -> Scalar:
        if text in CONSTANTS:
            return CONSTANTS[text]
        if text[0] in NUMBER_START:
            value = number(text, self._mark(event), self._limits)
            if value is not None:
                return value
        if text in NOT_NUMBERS:
            raise Refusal(
                "SW009",
                f"{text} is a number that JSON cannot hold",
                self._mark(event),
                hint="Put it in quotes if it is text.",
            )
        return text

    def _tagged(self, event: _Event, text: str) -> Scalar:
        """A scalar with one of the core schema's own tags."""
        if event.tag == _STR_TAG:
            return text
        if event.tag in _SCALARS:
            value = self._plain(event, text)
            if type(value) in _SCALARS[event.tag]:
                return value
        raise self._tag(event)

    def _text(self, event: _Event) -> str:
        text = event.value
        if text.isascii():
            return text
        if SURROGATE.search(text):  # libyaml refuses the escape, pure Python does not
            raise Refusal("SW008", HALF_PAIR, self._mark(event), hint=PAIR_HINT)
        return text.translate(self._hidden) if self._hidden else text

    def _anchored(self, event: _Event, build: _Build) -> Node:
        """A collection that aliases may repeat: measured, and closed at its end."""
        anchor = self._anchors[event.anchor] = _Anchor(self._mark(event))
        before, outer = self._nodes + self._growth, self._deepest
        self._deepest = self._depth
        anchor.node = build(event)
        anchor.size = self._nodes + self._growth - before + 1
        anchor.height = self._deepest - self._depth + 1
        anchor.closed = True
        self._deepest = max(outer, self._deepest)
        return anchor.node

    def _alias(self, event: _Event) -> Node:
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            raise Refusal(
                "SW004",
                f"*{event.anchor} repeats what no anchor before it names",
                self._mark(event),
                hint=f"Write &{event.anchor} before the first use of the value.",
            )
        if not anchor.closed:
            raise Refusal(
                "SW004",
                f"*{event.anchor} stands inside the value that it repeats",
                self._mark(event),
                hint="A document cannot contain itself; use `$ref` for recursion.",
                related=((f"&{event.anchor} begins here", anchor.mark),),
            )
        self._growth += anchor.size
        if self._growth > self._limits.alias_growth + _USUAL_GROWTH * self._nodes:
            what = f"values added by aliases, beyond {_USUAL_GROWTH} for each one"
            raise self._over(what, "alias_growth", event)
        self._deepest = max(self._deepest, self._depth + anchor.height)
        if self._deepest > self._limits.depth:
            raise self._over("levels of nesting", "depth", event)
        return anchor.node

    def _merge(self, written: Map, value: Node, mark: Mark) -> Map:
        """``written`` with the entries of its `<<` before its own.

        As the merge key's definition for YAML 1.1 says: the value is a mapping or a
        list of them, own entries win, and so does an earlier mapping in the list.
        """
        parts = list(value) if isinstance(value, Seq) else [value]
        result = Map(written.source, written.mark)
        for part in parts:
            if not isinstance(part, Map):
                raise Refusal(
                    "SW010",
                    "`<<` can only merge a mapping or a list of mappings",
                    mark,
                    hint='Write "<<" in quotes if it is meant to be a key.',
                )
            for key, node in part.items():
                if key not in result:
                    result.put(key, node, part.entries[key])
        for key, node in written.items():
            if key != _MERGE:
                result.put(key, node, written.entries[key])
        return result

    def _twice(self, key: str, mark: Mark, written: Map) -> Refusal:
        return Refusal(
            "SW003",
            f"the key {show(key)} stands twice in one mapping",
            mark,
            hint="Remove or rename one of the two.",
            related=(("the first one", written.key_mark(key)),),
            key=key,
        )

    def _tag(self, event: _Event) -> Refusal:
        tag: str = event.tag
        name = f"!!{tag.removeprefix(_TAG)}" if tag.startswith(_TAG) else tag
        return Refusal(
            "SW005",
            f"the tag {show(name)} means nothing for this value",
            self._mark(event),
            hint="Remove the tag; put the value in quotes if it is text.",
        )

    def _over(self, what: str, name: str, event: _Event) -> Refusal:
        limit: int = getattr(self._limits, name)
        said = f"more than {limit:,} {what}"
        return Refusal("SW006", said, self._mark(event), hint=limit_hint(name))


_Build = Callable[[_Event], Node]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALARS: Final[dict[str, tuple[type, ...]]] = {
    f"{_TAG}null": (type(None),),
    f"{_TAG}bool": (bool,),
    f"{_TAG}int": (int,),
    f"{_TAG}float": (int, float),
}
