"""A node of the bundle together with where it is; walking never raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specwright.diagnostics import Location
from specwright.read.tree import Map, Mark, Node, Seq, pointer
from specwright.text import Data, JsonValue, Text


@dataclass(frozen=True, slots=True)
class Cursor:
    """``node`` at ``path`` of the bundle. A missing child is a cursor on None."""

    node: Node
    path: tuple[str | int, ...]
    owner: Map | Seq
    """The nearest container: it knows the source."""
    mark: Mark

    @classmethod
    def root(cls, node: Map) -> Cursor:
        return cls(node, (), node, node.mark)

    def __truediv__(self, token: str | int) -> Cursor:
        node, owner, mark = None, self.owner, self.mark
        if isinstance(self.node, Map) and isinstance(token, str):
            node, owner = self.node.get(token), self.node
            mark = self.node.value_mark(token)
        elif isinstance(self.node, Seq) and isinstance(token, int):
            node, owner = self.node[token], self.node
            mark = self.node.item_mark(token)
        if isinstance(node, (Map, Seq)):
            owner, mark = node, node.mark
        return Cursor(node, (*self.path, token), owner, mark)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.node, Map) and key in self.node

    def items(self) -> Iterator[tuple[str, Cursor]]:
        """The entries of a mapping; nothing for any other node."""
        if isinstance(self.node, Map):
            for key in self.node:
                yield key, self / key

    def elements(self) -> Iterator[Cursor]:
        """The items of a sequence; nothing for any other node."""
        if isinstance(self.node, Seq):
            for index in range(len(self.node)):
                yield self / index

    @property
    def key(self) -> str:
        """JSON pointer in the bundle, as a fragment."""
        return "#" + pointer(self.path)

    @property
    def location(self) -> Location:
        return Location(
            source=self.mark.source or self.owner.source,
            line=self.mark.line,
            column=self.mark.column,
            pointer=pointer(self.path),
        )

    def text(self, key: str) -> Text:
        """A string entry as text; empty where there is none."""
        value = self.node.get(key) if isinstance(self.node, Map) else None
        return Text(value) if isinstance(value, str) else Text("")

    def flag(self, key: str, default: bool = False) -> bool:
        """A boolean entry."""
        value = self.node.get(key) if isinstance(self.node, Map) else None
        return value if isinstance(value, bool) else default

    def strings(self, key: str) -> frozenset[str]:
        """The strings of a list entry."""
        value = self.node.get(key) if isinstance(self.node, Map) else None
        if not isinstance(value, Seq):
            return frozenset()
        return frozenset(v for v in value if isinstance(v, str))


def data(node: Node) -> Data:
    """A node as plain JSON data, without its places."""
    return Data(plain(node))


def plain(node: Node) -> JsonValue:
    """A node as `dict` and `list`."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, Seq):
        return [plain(value) for value in node]
    return node
