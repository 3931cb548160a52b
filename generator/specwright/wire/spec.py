"""What a specification says about the request of each operation, as one hash.

Everything counts that the request is made from: method, path, parameters, body,
security, servers, and every component that these lead to; of the replies only the
media types, which decide what is asked for. Titles, descriptions, examples and
extensions do not count, nor does the order of an object's keys; that of properties and
parameters does, as they are sent in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from specwright.bundle import Bundle, BundledOperation
from specwright.config import Config
from specwright.objects import shape_of
from specwright.read.tree import Map, Node, Seq
from specwright.wire.request import compact

LENGTH = 16
"""Hex digits of a hash in the lock: enough to tell one client's operations apart."""

_SILENT = frozenset(
    {
        "title",
        "summary",
        "description",
        "example",
        "examples",
        "externalDocs",
        "deprecated",
        "tags",
        "operationId",
        "callbacks",
    }
)
"""Keys of objects of the standard that say nothing about a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What decides the request of one operation."""

    digest: str
    files: frozenset[str]
    """The input files that it was read from."""


def short_hash(text: str) -> str:
    """The first digits of the SHA-256 of a text."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def describe(bundle: Bundle, config: Config) -> tuple[Described, ...]:
    """What decides the request of each operation of a bundle, in its order."""
    reader = _Reader(bundle, _settings(config))
    return tuple(map(reader.described, bundle.operations))


def _settings(config: Config) -> list[object]:
    """What `client.toml` says about requests."""
    chosen = config.credential
    credential = [chosen.header, chosen.prefix] if chosen else []
    return [credential, sorted(config.environments.items())]


@dataclass(frozen=True, slots=True)
class _Part:
    """One object, read by itself."""

    text: str
    refs: tuple[tuple[str, str], ...]
    """What it refers to: the kind of object, and the reference."""
    files: frozenset[str]


@dataclass(slots=True)
class _Reader:
    bundle: Bundle
    settings: list[object]
    known: dict[tuple[str, str], _Part] = field(default_factory=dict)

    def described(self, found: BundledOperation) -> Described:
        sent = {k: v for k, v in found.node.items() if k in _SENT}
        servers = found.servers or self.bundle.servers
        schemes = self.bundle.components.get("securitySchemes") or found.node.like({})
        named = [name for either in found.security or () for name in _names(either)]
        own = _part(
            [found.method, found.path, found.security, _replies(found.node)],
            ("operation", found.node.like(sent)),
            ("[parameter]", found.path_item.get("parameters")),
            *(("server", server) for server in servers[:1]),
            *(("security-scheme", schemes.get(name)) for name in named),
        )
        parts = [own, *self._reached(own.refs)]
        return Described(
            digest=short_hash(compact([self.settings, *(p.text for p in parts)])),
            files=frozenset().union(*(part.files for part in parts)),
        )

    def _reached(self, refs: Iterable[tuple[str, str]]) -> list[_Part]:
        """Every part that references lead to, in the order of the references."""
        reached: dict[tuple[str, str], _Part] = {}
        waiting = [*refs]
        while waiting:
            place = waiting.pop()
            if place in reached:
                continue
            if place not in self.known:
                kind, ref = place
                self.known[place] = _part([ref], (kind, self.bundle.resolve(ref)))
            reached[place] = self.known[place]
            waiting += self.known[place].refs
        return [reached[place] for place in sorted(reached)]


_SENT = ("parameters", "requestBody")


def _names(requirement: Node) -> Iterable[str]:
    return requirement if isinstance(requirement, Map) else ()


def _replies(operation: Map) -> list[object]:
    """The media types of each reply."""
    replies = operation.get("responses")
    found: list[object] = []
    for status, reply in replies.items() if isinstance(replies, Map) else ():
        content = reply.get("content") if isinstance(reply, Map) else None
        found.append([status, [*content] if isinstance(content, Map) else []])
    return found


def _part(own: list[object], *nodes: tuple[str, Node]) -> _Part:
    refs: dict[tuple[str, str], None] = {}
    files: set[str] = set()

    def said(node: Node, shape: str) -> object:
        """A node of a shape of `objects`, without what says nothing."""
        if isinstance(node, Seq):
            inner = shape[1:-1] if shape.startswith("[") else ""
            return [said(item, inner) for item in node]
        if not isinstance(node, Map):
            return node
        files.add(node.source.name)
        if not shape:
            return node
        if shape.startswith("{"):
            return [[name, said(item, shape[1:-1])] for name, item in node.items()]
        if isinstance(ref := node.get("$ref"), str):
            refs[shape, ref] = None
        return {
            key: said(value, shape_of(shape, key))
            for key, value in sorted(node.items())
            if key not in _SILENT and not key.startswith("x-")
        }

    texts = [said(node, shape) for shape, node in nodes]
    return _Part(compact([*own, *texts]), tuple(refs), frozenset(files))
