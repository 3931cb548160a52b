"""What the rules share: the document as it was, and what cannot be carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.read.tree import Entry, Map, Node, Seq, locate
from specwright.references import lookup

SCHEMA_KEYS = (
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
)
"""What a Parameter, Items or Header Object says in place of a schema."""

MOVED: Mapping[str, str] = MappingProxyType(
    {
        "#/definitions/": "#/components/schemas/",
        "#/parameters/": "#/components/parameters/",
        "#/responses/": "#/components/responses/",
    }
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is being converted."""

    root: Map
    """As it was."""
    diagnostics: Diagnostics

    def resolved(self, node: Node) -> Map | None:
        """A parameter or response, through its references."""
        for _ in range(100):
            ref = node.get("$ref") if isinstance(node, Map) else None
            if not isinstance(ref, str):
                break
            node = lookup(self.root, ref)
        return node if isinstance(node, Map) else None

    def types(self, key: str, operation: Map | None) -> list[str]:
        """The media types that an operation consumes or produces."""
        own = operation.get(key) if operation is not None else None
        found = own if isinstance(own, Seq) else self.root.get(key)
        return list(dict.fromkeys(texts(found)))

    def lost(self, node: Map, key: str, what: str, consequence: str) -> None:
        """Report what OpenAPI 3 cannot say."""
        self.diagnostics.add(
            finding(
                "SW305",
                f"{what} has no counterpart in OpenAPI 3",
                locate(node, (key,)),
                consequence=consequence,
                hint="Correct the result in an overlay if it matters.",
            )
        )


def texts(node: Node) -> list[str]:
    """The texts of a list."""
    items = node if isinstance(node, Seq) else ()
    return [item for item in items if isinstance(item, str)]


def made(node: Map, **items: Node) -> Map:
    """A new mapping that stands where ``node`` does."""
    new = Map(node.source, node.mark)
    for key, value in items.items():
        new.put(key, value)
    return new


def move(node: Map, into: Map, keys: Iterable[str]) -> None:
    """Copy entries with their places."""
    for key in keys:
        if key in node:
            into.put(key, node[key], node.entries.get(key))


def extensions(node: Map) -> list[str]:
    """The keys that any object may have."""
    return [key for key in node if key.startswith("x-") and key != "x-nullable"]


def place(node: Map, key: str) -> Entry | None:
    return node.entries.get(key)
