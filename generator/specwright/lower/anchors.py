"""What a place of the bundle is called, whatever is added before or beside it.

A JSON pointer counts: `/parameters/3` is another parameter when one is inserted, and
the paths of pages that share one are numbered by their files. An anchor says instead
what stands there:

    #/components/schemas/Event/oneOf/created/properties/at
    GET /v1/voices#/parameters/query sort/schema
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from specwright.objects import Path
from specwright.read.tree import Map, Node, Seq, pointer
from specwright.shapes import Key


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of one bundle."""

    root: Map
    operations: Mapping[Path, Key]
    """The keys of operations by where they stand."""
    _labels: dict[int, list[str]] = field(default_factory=dict)

    def of(self, path: Path) -> str:
        """The anchor of a path of keys and indexes."""
        head, depth = "", 0
        for length in (3, 4):
            if found := self.operations.get(path[:length]):
                head, depth = found, length
        return f"{head}#{pointer(self._tokens(path)[depth:])}"

    def _tokens(self, path: Path) -> list[str]:
        tokens = []
        node: Node = self.root
        for token in path:
            if isinstance(node, Seq) and isinstance(token, int) and token < len(node):
                tokens.append(self._labelled(node)[token])
                node = node[token]
            else:
                tokens.append(str(token))
                node = node.get(str(token)) if isinstance(node, Map) else None
        return tokens

    def _labelled(self, items: Seq) -> list[str]:
        found = self._labels.get(id(items))
        if found is None:
            counts: dict[str, int] = {}
            found = []
            for index, item in enumerate(items):
                label = _parameter(item) or label_of(item) or str(index)
                counts[label] = counts.get(label, 0) + 1
                again = f" {counts[label]}" if counts[label] > 1 else ""
                found.append(f"{label}{again}")
            self._labels[id(items)] = found
        return found


def _parameter(node: Node) -> str:
    """What tells a parameter from the others (OpenAPI 3.1, Parameter Object)."""
    name, place = _text(node, "name"), _text(node, "in")
    return f"{place} {name}" if name and place else ""


def _text(node: Node, key: str) -> str:
    value = node.get(key) if isinstance(node, Map) else None
    return value if isinstance(value, str) else ""


def label_of(node: Node) -> str:
    """What a variant of a union says that it is; empty where it says nothing."""
    if not isinstance(node, Map):
        return ""
    named = _text(node, "title") or _text(node, "$ref").rpartition("/")[2]
    return named or next(_literals(node), "")


def _literals(node: Map) -> Iterator[str]:
    """The values of properties that have a single one: they tell a variant apart."""
    properties = node.get("properties")
    for each in properties.values() if isinstance(properties, Map) else ():
        if not isinstance(each, Map):
            continue
        values, const = each.get("enum"), each.get("const")
        if isinstance(values, Seq) and len(values) == 1:
            const = values[0]
        if isinstance(const, str):
            yield const
