"""What stands beside `oneOf` or `anyOf`: it holds for every variant (JSON Schema 10.2).

    type: object
    properties: {id: {type: string}}
    oneOf: [{$ref: ...}, {$ref: ...}]

Each variant has `id` too. Where the variants only say which properties must be there
together, as in `anyOf: [{required: [a]}, {required: [b]}]`, they are no types but the
object's alternatives.
"""

from __future__ import annotations

from collections.abc import Sequence

from specwright.lower.anchors import label_of
from specwright.lower.cursor import Cursor
from specwright.lower.intersect import only_constrains
from specwright.lower.merge import Resolve
from specwright.read.tree import Map, Seq
from specwright.shapes import Alternatives
from specwright.text import Text

_UNIONS = frozenset({"oneOf", "anyOf"})
_ABOUT_UNION = frozenset({"discriminator", "title", "description", "default"})
_TYPES = frozenset(
    {"type", "$ref", "properties", "items", "prefixItems", "enum", "const", "format"}
    | {"additionalProperties", "patternProperties", "allOf", "oneOf", "anyOf"}
)
"""Keywords that say what a value is."""


def is_union(at: Cursor, keyword: str) -> bool:
    """Whether a keyword is there and its variants say what a value is."""
    if not isinstance(at.node, Map) or not isinstance(at.node.get(keyword), Seq):
        return False
    if not _TYPES & (set(at.node) - {keyword}):
        return True
    return not all(only_constrains(child.node) for child in (at / keyword).elements())


def alternatives(at: Cursor, names: Sequence[str]) -> Alternatives | None:
    """Which of an object's properties must be there together, in one of several ways.

    Only the first keyword counts, and only if all its variants name properties. A
    variant that names unknown ones is left out: nothing here can meet it.
    """
    for keyword in ("oneOf", "anyOf"):
        groups = [child.strings("required") for child in (at / keyword).elements()]
        known = [group for group in groups if set(group) <= set(names)]
        if known and all(groups):
            return Alternatives(
                groups=tuple(
                    tuple(Text(name) for name in names if name in group)
                    for group in known
                ),
                exclusive=keyword == "oneOf",
            )
    return None


def variants(at: Cursor, keyword: str, resolve: Resolve) -> tuple[Cursor, ...]:
    """The variants of a union, each whole.

    A variant that extends the schema itself has what stands beside the union already.
    """
    children = tuple((at / keyword).elements())
    rest = _without(at, keyword)
    if not _TYPES & set(rest):
        return children
    properties = rest.get("properties")
    if not isinstance(properties, Map) or not properties:
        return children
    for key in _ABOUT_UNION:
        rest.pop(key, None)
    return tuple(
        child if _extends(child, at, resolve) else _both(rest, child)
        for child in children
    )


def _extends(child: Cursor, base: Cursor, resolve: Resolve) -> bool:
    """Whether a variant is a schema with the base among its `allOf`."""
    target = _target(child, resolve)
    parts = (target / "allOf").elements() if target is not None else ()
    found = (_target(part, resolve) for part in parts)
    return any(part is not None and part.key == base.key for part in found)


def _target(at: Cursor, resolve: Resolve) -> Cursor | None:
    ref = at.node.get("$ref") if isinstance(at.node, Map) else None
    return resolve(ref) if isinstance(ref, str) else None


def _without(at: Cursor, keyword: str) -> Map:
    assert isinstance(at.node, Map)
    rest = at.node.copy()
    del rest[keyword]
    return rest


def _both(rest: Map, child: Cursor) -> Cursor:
    if isinstance(child.node, Map) and child.node.get("type") == "null":
        return child
    both = Map(child.owner.source, child.mark)
    parts = Seq(rest.source, child.mark, [rest, child.node], [rest.mark, child.mark])
    both.put("allOf", parts)
    return Cursor(both, child.path, both, child.mark)


def variant_name(at: Cursor, index: int) -> str:
    """What tells a variant apart: title, reference, the values of its tags, or a number."""
    return label_of(at.node) or f"Variant {index + 1}"
