"""The tree of a document: plain ``dict`` and ``list`` that know where they stand.

Scalars are plain ``str``, ``int``, ``float``, ``bool`` and ``None``. A ``Map`` or
``Seq`` keeps the mark of itself and of each of its entries, so that a JSON pointer
can be turned into ``file:line:column`` after parsing, merging and repair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from specwright.diagnostics import Location, Source

Scalar: TypeAlias = "str | int | float | bool | None"
Node: TypeAlias = "Map | Seq | Scalar"


class Mark(NamedTuple):
    """A place in a source; line and column count from 1."""

    line: int
    column: int
    source: Source | None = None
    """Where it is not the source of the mapping or sequence that keeps the mark."""


class Entry(NamedTuple):
    """Where a key and its value stand."""

    key: Mark
    value: Mark


class Map(dict[str, Node]):
    """A mapping of a document, in document order."""

    __slots__ = ("entries", "mark", "source")

    def __init__(
        self, source: Source, mark: Mark, items: Mapping[str, Node] | None = None
    ) -> None:
        super().__init__(items or {})
        self.source = source
        self.mark = mark
        self.entries: dict[str, Entry] = {}

    def put(self, key: str, value: Node, entry: Entry | None = None) -> None:
        """Set ``key``; its place is ``entry``, the old place, or that of the map."""
        self[key] = value
        if entry is not None:
            self.entries[key] = entry
        elif key not in self.entries:
            self.entries[key] = Entry(self.mark, self.mark)

    def key_mark(self, key: str) -> Mark:
        entry = self.entries.get(key)
        return entry.key if entry else self.mark

    def value_mark(self, key: str) -> Mark:
        entry = self.entries.get(key)
        return entry.value if entry else self.mark

    def copy(self) -> Map:
        """A shallow copy at the same place."""
        new = Map(self.source, self.mark, self)
        new.entries = dict(self.entries)
        return new

    def like(self, items: Mapping[str, Node]) -> Map:
        """A new map that stands where this one does."""
        new = Map(self.source, self.mark, items)
        new.entries = {k: self.entries[k] for k in items if k in self.entries}
        return new


class Seq(list[Node]):
    """A sequence of a document."""

    __slots__ = ("mark", "marks", "source")

    def __init__(
        self,
        source: Source,
        mark: Mark,
        items: Iterable[Node] = (),
        marks: Iterable[Mark] = (),
    ) -> None:
        super().__init__(items)
        self.source = source
        self.mark = mark
        self.marks: list[Mark] = list(marks)

    def item_mark(self, index: int) -> Mark:
        return self.marks[index] if index < len(self.marks) else self.mark


def escape(token: str) -> str:
    """One reference token of a JSON pointer (RFC 6901 section 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer of a path of keys and indexes."""
    return "".join(f"/{escape(str(token))}" for token in path)


def locate(
    root: Map | Seq, path: Iterable[str | int], *, key: bool = False
) -> Location:
    """Where the node at ``path`` stands, as near as the tree knows.

    With ``key``, the place of the key rather than of the value. A path that leads
    nowhere ends at the last node that exists.
    """
    node: Node = root
    source, mark = root.source, root.mark
    tokens = list(path)
    for i, token in enumerate(tokens):
        last = i == len(tokens) - 1
        if isinstance(node, Map) and isinstance(token, str) and token in node:
            source = node.source
            mark = node.key_mark(token) if key and last else node.value_mark(token)
            node = node[token]
        elif isinstance(node, Seq) and isinstance(token, int) and token < len(node):
            source, mark = node.source, node.item_mark(token)
            node = node[token]
        else:
            break
        if isinstance(node, (Map, Seq)):
            source = node.source
            if not (key and last):
                mark = node.mark
    return Location(
        source=mark.source or source,
        line=mark.line,
        column=mark.column,
        pointer=pointer(tokens),
    )
