"""`allOf` as what it says: a value that fits every part at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from specwright.lower.cursor import Cursor
from specwright.lower.intersect import DOCS, Disjoint, intersect
from specwright.lower.kinds import kinds
from specwright.read.tree import Map, Mark, Node, Seq

Resolve = Callable[[str], Cursor | None]
Parts: TypeAlias = frozenset[tuple[str, Mark, frozenset[str]]]
"""Which schemas a merged one is made of: their places, and what they say."""

_NAMES = ("x-specwright-name", "x-fern-type-name", "x-speakeasy-name-override")
_MAX_PARTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One schema that says what several say."""

    whole: Cursor
    parts: Parts


def says(at: Cursor, flag: str, resolve: Resolve) -> bool:
    """Whether a schema has a flag, or a part of it, or what it refers to."""
    ref = at.text("$ref").raw
    target = resolve(ref) if ref else None
    parts = (at, *(at / "allOf").elements(), *([target] if target else []))
    return any(part.flag(flag) for part in parts)


def merge_all_of(at: Cursor, resolve: Resolve) -> Merged | str:
    """One schema without `allOf` in the place of ``at``, or why there is none.

    A single `$ref` with nothing but documentation beside it is that schema itself.
    Objects merge into one: their properties together, required by either. Of other
    parts the result takes what all of them take (see `specwright.lower.intersect`).
    """
    parts: list[Map] = []
    problem = _collect(at, resolve, parts)
    if problem:
        return problem
    places = frozenset(
        (part.source.name, part.mark, frozenset(part))
        for part in parts
        if set(part) != {"allOf"}
    )
    alone = _only_reference(at)
    if alone is not None:
        target = resolve(alone)
        if target is None:
            return "its `$ref` leads nowhere"
        return Merged(whole=target, parts=places)
    merged = Map(at.owner.source, at.mark)
    for part in parts:
        problem = _merge_into(merged, part)
        if problem:
            return problem
    for keyword in ("oneOf", "anyOf"):
        if any(keyword in part and "type" not in part for part in parts):
            _narrow(merged, keyword)
    for key in _NAMES:
        # The name of a part is not that of what it is a part of.
        merged.pop(key, None)
        if isinstance(at.node, Map) and key in at.node:
            merged.put(key, at.node[key], at.node.entries.get(key))
    return Merged(whole=Cursor(merged, at.path, merged, at.mark), parts=places)


def _only_reference(at: Cursor) -> str | None:
    node = at.node
    assert isinstance(node, Map)
    parts = node["allOf"]
    beside = {key for key in node if not key.startswith("x-")} - {"allOf"} - DOCS
    if beside or not isinstance(parts, Seq) or len(parts) != 1:
        return None
    only = parts[0]
    ref = only.get("$ref") if isinstance(only, Map) else None
    return ref if isinstance(ref, str) else None


def _collect(at: Cursor, resolve: Resolve, parts: list[Map]) -> str:
    """All parts, through references and nested `allOf`; the schema's own keys last."""
    waiting, seen = [at], set[str]()
    while waiting:
        here = waiting.pop()
        if here.key in seen:
            continue
        seen.add(here.key)
        if len(seen) > _MAX_PARTS:
            return f"`allOf` has more than {_MAX_PARTS} parts"
        node = here.node
        if not isinstance(node, Map):
            if node is True:
                continue
            return "a part of `allOf` is not a schema"
        if isinstance(node.get("$ref"), str):
            target = resolve(str(node["$ref"]))
            if target is None:
                return "a `$ref` in `allOf` leads nowhere"
            waiting.append(target)
        parts.insert(0, _without_circle(node, seen, resolve))
        waiting.extend((here / "allOf").elements())
    return ""


def _without_circle(node: Map, seen: set[str], resolve: Resolve) -> Map:
    """A base without the list of its own variants, which extend it with `allOf`.

    Taken at its word, a variant would have to be one of the variants again.
    """
    for keyword in ("oneOf", "anyOf"):
        variants = node.get(keyword)
        for variant in variants if isinstance(variants, Seq) else ():
            ref = variant.get("$ref") if isinstance(variant, Map) else None
            target = resolve(ref) if isinstance(ref, str) else None
            if target is not None and target.key in seen:
                node = node.copy()
                del node[keyword]
                node.pop("discriminator", None)
                break
    return node


def _narrow(merged: Map, keyword: str) -> None:
    """Keep of a part's variants those that the type in another part allows.

    A `type` in the part itself is not heeded: there people mean all but null.
    """
    allowed, variants = _types(merged), merged[keyword]
    if not allowed or not isinstance(variants, Seq):
        return
    kept = [v for v in variants if not (_types(v) and _types(v).isdisjoint(allowed))]
    if kept and len(kept) < len(variants):
        merged.put(keyword, Seq(variants.source, variants.mark, kept))


def _types(node: Node) -> frozenset[str]:
    """The types that a schema itself names; a number may be an integer."""
    found = kinds(node) if isinstance(node, Map) and "type" in node else None
    found = found or ()
    return frozenset(found) | ({"integer"} if "number" in found else set[str]())


def _merge_into(merged: Map, part: Map) -> str:
    for key, value in part.items():
        entry = part.entries.get(key)
        if key in {"allOf", "$ref"}:
            continue
        if key not in merged:
            copied = value.copy() if isinstance(value, Map) else value
            merged.put(key, copied, entry)
            continue
        old = merged[key]
        if old == value:
            continue
        if key in DOCS or key.startswith("x-"):
            merged.put(key, value, entry)
            continue
        try:
            merged.put(key, intersect(key, old, value, part), entry)
        except Disjoint as disjoint:
            return str(disjoint)
    return ""
