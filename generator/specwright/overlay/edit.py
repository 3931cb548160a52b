"""Changes to a tree that leave the tree itself as it is: what is changed is copied.

So the documents of a client stay what their files say, and a node that two places
share (a YAML alias, a component that several files repeat) changes only where it is
meant to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from specwright.diagnostics import Source
from specwright.objects import Path
from specwright.read.tree import Entry, Map, Mark, Node, Seq

Refuse = Callable[[Path, Node, Node], None]
"""Called with the path below the update, the value there and the one that it meets."""


class Editor:
    """A tree with changes. `root` is the changed tree; the original is never touched."""

    def __init__(self, root: Map) -> None:
        self._own: dict[int, Map | Seq] = {}
        self.root = self._copied(root)

    def at(self, path: Iterable[str | int]) -> Node:
        """The node at a path; None where there is nothing."""
        return at(self.root, path)

    def own(self, path: Path) -> Map | Seq:
        """The container at ``path``, which must exist, free to be changed."""
        here: Map | Seq = self.root
        for token in path:
            child = at(here, (token,))
            assert isinstance(child, (Map, Seq))
            if id(child) not in self._own:
                if isinstance(child, Map):
                    child = self._copied(child)
                else:
                    child = self._copied_items(child)
                _replace(here, token, child)
            here = child
        return here

    def put(self, path: Path, value: Node, entry: Entry | None = None) -> None:
        """Set the value at ``path``, whose container must exist."""
        holder = self.own(path[:-1])
        token = path[-1]
        if isinstance(holder, Map):
            holder.put(str(token), value, entry)
            return
        assert isinstance(token, int)
        holder[token] = value
        if entry is not None and token < len(holder.marks):
            holder.marks[token] = entry.value

    def append(self, path: Path, values: Iterable[Node], marks: list[Mark]) -> None:
        """Append to the sequence at ``path``."""
        holder = self.own(path)
        assert isinstance(holder, Seq)
        holder.marks += [holder.mark] * (len(holder) - len(holder.marks))
        holder += values
        holder.marks += marks

    def remove(self, paths: Iterable[Path]) -> None:
        """Take nodes away; every path is one of the tree as it is now."""
        places: dict[Path, set[str | int]] = {}
        for path in paths:
            places.setdefault(path[:-1], set()).add(path[-1])
        for place in sorted(places, key=len, reverse=True):
            holder = self.own(place)
            if isinstance(holder, Map):
                for key in map(str, places[place]):
                    del holder[key]
                    holder.entries.pop(key, None)
                continue
            for index in sorted(map(int, places[place]), reverse=True):
                del holder[index]
                del holder.marks[index : index + 1]

    def merge(self, path: Path, update: Map, refuse: Refuse) -> None:
        """Merge ``update`` into the mapping at ``path`` (Overlay 1.1, Action Object).

        Mappings merge, sequences are concatenated, a scalar replaces a scalar, what is
        new is inserted. Any other pair goes to ``refuse`` and changes nothing.
        """
        self._merge(path, (), update, refuse)

    def _merge(self, path: Path, below: Path, update: Map, refuse: Refuse) -> None:
        holder = self.own(path)
        assert isinstance(holder, Map)
        for key, new in update.items():
            here, under, old = (*path, key), (*below, key), holder.get(key)
            if key not in holder:
                holder.put(key, fresh(new), entry_of(update, key))
            elif isinstance(new, Map) and isinstance(old, Map):
                self._merge(here, under, new, refuse)
            elif isinstance(new, Seq) and isinstance(old, Seq):
                self.append(here, [fresh(item) for item in new], marks_of(new))
            elif isinstance(new, (Map, Seq)) or isinstance(old, (Map, Seq)):
                refuse(under, new, old)
            else:
                holder.put(key, new, entry_of(update, key))

    def _copied(self, node: Map) -> Map:
        copy = node.copy()
        self._own[id(copy)] = copy
        return copy

    def _copied_items(self, node: Seq) -> Seq:
        copy = Seq(node.source, node.mark, node, node.marks)
        self._own[id(copy)] = copy
        return copy


def at(root: Node, path: Iterable[str | int]) -> Node:
    """The node at a path; None where there is nothing."""
    node = root
    for token in path:
        if isinstance(node, Map) and isinstance(token, str):
            node = node.get(token)
        elif isinstance(node, list) and isinstance(token, int) and token < len(node):
            node = node[token]
        else:
            return None
    return node


def _replace(holder: Map | Seq, token: str | int, child: Node) -> None:
    if isinstance(holder, Map):
        holder[str(token)] = child
    else:
        holder[int(token)] = child


def fresh(node: Node) -> Node:
    """A deep copy with all its marks, of which nothing is shared with anything."""
    if isinstance(node, Map):
        copy = Map(node.source, node.mark, {k: fresh(v) for k, v in node.items()})
        copy.entries = dict(node.entries)
        return copy
    if isinstance(node, Seq):
        return Seq(node.source, node.mark, [fresh(item) for item in node], node.marks)
    return node


def entry_of(holder: Map, key: str) -> Entry:
    """The place of an entry, for use in a mapping of another file."""
    source = holder.source
    return Entry(
        _placed(holder.key_mark(key), source), _placed(holder.value_mark(key), source)
    )


def marks_of(items: Seq) -> list[Mark]:
    """The places of all items, for use in a sequence of another file."""
    return [_placed(items.item_mark(i), items.source) for i in range(len(items))]


def _placed(mark: Mark, source: Source) -> Mark:
    return mark if mark.source is not None else mark._replace(source=source)
