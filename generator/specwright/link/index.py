"""Where a reference over files leads: by file name, `$id`, `$anchor` and pointer."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from specwright.objects import Path, tokens
from specwright.read.tree import Map, Node, Seq
from specwright.sources import Copies

LITERAL = frozenset({"default", "enum", "const"})
"""Keys whose values are values, whatever they look like."""


class Scope(NamedTuple):
    """What a reference is relative to."""

    file: str
    uri: str = ""
    """The `$id` of the schema around it; empty without one."""

    def inside(self, node: Map) -> Scope:
        """The scope of what stands in ``node``."""
        own = node.get("$id")
        if not isinstance(own, str) or not own:
            return self
        return self._replace(uri=_joined(self.uri, own))


class Place(NamedTuple):
    """A node of a file."""

    file: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a reference leads to."""

    place: Place
    scope: Scope
    node: Node
    exists: bool = True


class Index:
    """The files of a client, and the names that schemas have beside their places."""

    def __init__(self, roots: Mapping[str, Node], copies: Copies) -> None:
        self.roots = roots
        self.missing: dict[str, tuple[str, str]] = {}
        """Copies that were looked for and are not there; see `wanted`."""
        self._copies = copies
        self._resources: dict[str, Place] = {}
        self._anchors: dict[tuple[str, str, str], Place] = {}
        for file in sorted(roots):
            for path, node, scope in _maps(roots[file], Scope(file)):
                own = node.get("$id")
                if isinstance(own, str) and own:
                    self._resources.setdefault(scope.uri, Place(file, path))
                for key in ("$anchor", "$dynamicAnchor"):
                    name = node.get(key)
                    if isinstance(name, str):
                        where = (file, scope.uri, name)
                        self._anchors.setdefault(where, Place(file, path))

    def find(self, ref: str, scope: Scope) -> Target | None:
        """The target of ``ref``; None where it leads to no file of the client."""
        head, _, fragment = ref.partition("#")
        for place, uri in self._bases(head, scope):
            found = self._at(place, uri, fragment)
            if found.exists:
                return found
        bases = [*self._bases(head, scope)]
        return self._at(*bases[-1], fragment) if bases else None

    def _bases(self, head: str, scope: Scope) -> Iterator[tuple[Place, str]]:
        """The schemas and files that a reference may be about, likeliest first."""
        uri = _joined(scope.uri, head) if head else scope.uri
        if uri in self._resources:
            yield self._resources[uri], uri
        copy, asked = self._copies.place(uri), ("", uri)
        file = self._file(head, scope.file)
        if head and self._copies.is_copy(scope.file):
            file = self._copies.beside(scope.file, head)
            if not copy:
                copy, asked = file, (scope.file, head)
        if copy in self.roots:
            yield Place(copy, ()), ""
        elif file in self.roots:
            yield Place(file, ()), scope.uri if not head else ""
        elif copy and uri not in self._resources:
            self.missing[copy] = asked

    def _file(self, head: str, base: str) -> str:
        """A relative reference as the name of a file; empty for any other."""
        if not head:
            return base
        try:
            parts = urlsplit(head)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc or "\\" in head or head.startswith("/"):
            return ""
        path = unquote(parts.path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))

    def _at(self, base: Place, uri: str, fragment: str) -> Target:
        path = base.path
        if fragment and not fragment.startswith("/"):
            name = unquote(fragment)
            place = self._anchors.get((base.file, uri, name))
            if place is None:
                return Target(
                    place=base, scope=Scope(base.file), node=None, exists=False
                )
            path = place.path
        elif fragment:
            path = (*path, *(tokens(f"#{fragment}") or ()))
        return self._walk(base.file, path)

    def _walk(self, file: str, path: Path) -> Target:
        node, scope = self.roots[file], Scope(file)
        taken: list[str | int] = []
        for token in path:
            if isinstance(node, Map) and str(token) in node:
                scope = scope.inside(node)
                node = node[str(token)]
                taken.append(str(token))
            elif (
                isinstance(node, Seq)
                and str(token).isdecimal()
                and len(str(token)) < 10
                and int(token) < len(node)
            ):
                node = node[int(token)]
                taken.append(int(token))
            else:
                place = Place(file, tuple(taken))
                return Target(place=place, scope=scope, node=None, exists=False)
        return Target(place=Place(file, tuple(taken)), scope=scope, node=node)


def _maps(root: Node, scope: Scope) -> Iterator[tuple[Path, Map, Scope]]:
    """Every mapping that may be a schema, with the scope of what is in it."""
    stack: list[tuple[Path, Node, Scope]] = [((), root, scope)]
    seen: set[int] = set()
    while stack:
        path, node, scope = stack.pop()
        if not isinstance(node, (Map, Seq)) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Seq):
            stack.extend(((*path, i), item, scope) for i, item in enumerate(node))
            continue
        scope = scope.inside(node)
        yield path, node, scope
        stack.extend(
            ((*path, key), value, scope)
            for key, value in node.items()
            if key not in LITERAL
        )


def _joined(base: str, ref: str) -> str:
    """``ref`` against ``base`` (RFC 3986 section 5.2), without its fragment."""
    try:
        return urldefrag(urljoin(base, ref)).url
    except ValueError:
        return ""
