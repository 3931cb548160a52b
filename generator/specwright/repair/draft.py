"""What a repair rule works on, and what it says about each place that it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from specwright.naming.resources import is_fern
from specwright.objects import Path, Visit, clone, tokens, walk
from specwright.read.document import Document
from specwright.read.tree import Map, Node, Seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that a rule changed."""

    path: Path
    """Keys and indexes from the root of the document as it was published."""
    message: str
    key: bool = False
    """Point at the key of ``path`` rather than at its value."""
    related: tuple[tuple[str, Path], ...] = field(default=())


Rule: TypeAlias = "Callable[[Draft], Iterator[Change]]"


class Draft:
    """A copy of a document that rules change in place.

    Objects are found once, before the first rule: their paths are those of the
    document as published, and a rule must keep the identity of the maps it changes.
    """

    def __init__(self, document: Document, credential: str = "") -> None:
        self.document = document
        self.credential = credential.lower()
        """The header that the configuration calls the credential; empty without one."""
        self.original = document.root
        self.root = clone(document.root)

    @cached_property
    def _visits(self) -> dict[str, list[Visit]]:
        found: dict[str, list[Visit]] = {}
        for visit in walk(self.root):
            found.setdefault(visit.kind, []).append(visit)
        return found

    def objects(self, kind: str) -> list[Visit]:
        """All objects of a kind, references to such an object included."""
        return self._visits.get(kind, [])

    def kinds(self) -> Iterator[Visit]:
        """All objects of all kinds."""
        for visits in self._visits.values():
            yield from visits

    @cached_property
    def exported(self) -> bool:
        """Whether the document was exported for one page of a documentation site.

        Such exporters leave out what they cannot say (a reply of bytes, whether a body
        is required), so there the absence of a thing does not mean what the standard
        says it means.
        """
        return self.document.page is not None or any(
            is_fern(visit.node.get("tags")) for visit in self.objects("operation")
        )

    @property
    def components(self) -> Map:
        """The Components Object; made where there is none."""
        found = self.root.get("components")
        if not isinstance(found, Map):
            found = Map(self.root.source, self.root.mark)
            self.root.put("components", found)
        return found

    def at(self, path: Path) -> Node:
        """The node at ``path``; None where there is none."""
        node: Node = self.root
        for token in path:
            if isinstance(node, Map) and isinstance(token, str):
                node = node.get(token)
            elif isinstance(node, Seq) and isinstance(token, int):
                node = node[token] if token < len(node) else None
            else:
                return None
        return node

    def resolved(self, node: Node) -> Node:
        """``node``, or what it refers to in this document; None where that is broken."""
        seen: set[str] = set()
        while isinstance(node, Map) and isinstance(ref := node.get("$ref"), str):
            keys = tokens(ref)
            if keys is None or ref in seen:
                return None
            seen.add(ref)
            node = self.lookup(keys)
        return node

    def lookup(self, keys: Path) -> Node:
        """The node under the keys of a JSON pointer, where indexes are text."""
        node: Node = self.root
        for key in keys:
            if isinstance(node, Map):
                node = node.get(str(key))
            elif isinstance(node, Seq) and str(key).isdecimal():
                index = int(key)
                node = node[index] if index < len(node) else None
            else:
                return None
        return node
