"""References that lead near what is meant: through another one, or to its holder."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.objects import Path, tokens
from specwright.read.tree import Map, Node, Seq
from specwright.references import reference_to
from specwright.repair.draft import Change, Draft
from specwright.text import show

_FARTHEST = 100
"""References that one pointer may lead through."""
_JSON = "application/json"
_HOLDERS = frozenset({"parameter", "header", "media-type"})
"""Kinds of objects that can have a schema of their own."""


def references_through_references(draft: Draft) -> Iterator[Change]:
    """``#/a/b`` where ``a`` is itself a reference, to something that has ``b``.

    RFC 6901 section 4: a pointer goes by the keys that are there. Bundlers write such
    pointers before they put references in place of what they repeat. What stands next
    to a reference is nothing before OpenAPI 3.1, so no pointer leads there either.
    """
    ignores = not str(draft.root.get("openapi")).startswith(("3.1", "3.2"))
    for _, path, node in draft.kinds():
        ref = node.get("$ref")
        keys = tokens(ref) if isinstance(ref, str) else None
        there = _beyond(draft, keys, ignores=ignores) if keys is not None else None
        if there is not None and there != keys:
            node["$ref"] = meant = reference_to(there)
            yield Change(
                path=(*path, "$ref"),
                message=f"the reference leads through another; {show(meant)} is meant",
            )


def _beyond(draft: Draft, keys: Path, *, ignores: bool) -> Path | None:
    """Where a pointer leads if it goes through references; None for nowhere."""
    waiting, taken = list(map(str, keys)), list[str]()
    node: Node = draft.root
    for _ in range(_FARTHEST):
        while waiting and (further := _step(node, waiting[0], ignores=ignores)):
            (node,) = further
            taken.append(waiting.pop(0))
        if not waiting:
            return tuple(taken)
        ref = node.get("$ref") if isinstance(node, Map) else None
        onward = tokens(ref) if isinstance(ref, str) else None
        if onward is None:
            return None
        waiting, taken, node = [*map(str, onward), *waiting], [], draft.root
    return None


def _step(node: Node, key: str, *, ignores: bool) -> tuple[Node] | None:
    """What is under a key or index; None for nothing, and next to a reference."""
    if isinstance(node, Map) and key in node:
        is_ignored = ignores and key != "$ref" and isinstance(node.get("$ref"), str)
        return None if is_ignored else (node[key],)
    if isinstance(node, Seq) and key.isdecimal() and len(key) < 10:
        return (node[int(key)],) if int(key) < len(node) else None
    return None


def references_to_another_kind(draft: Draft) -> Iterator[Change]:
    """A schema where a reply or body is to be, or what holds one instead of a schema."""
    kinds = {id(visit.node): visit.kind for visit in draft.kinds()}
    for kind, path, node in draft.kinds():
        ref = node.get("$ref")
        keys = tokens(ref) if isinstance(ref, str) else None
        target = draft.lookup(keys) if keys is not None else None
        found = kinds.get(id(target))
        if not isinstance(target, Map) or found in (None, kind) or keys is None:
            continue
        if kind == "schema" and (inner := _schema_in(target, found)):
            node["$ref"] = reference_to((*keys, *inner))
            said = f"a {found} stands where a schema is to be; its schema is meant"
        elif found == "schema" and kind in ("response", "request-body"):
            _hold(node, target)
            said = f"a schema stands where a {kind} is to be; JSON of it is meant"
        else:
            continue
        yield Change(path=(*path, "$ref"), message=said.replace("-", " "))


def _schema_in(holder: Map, kind: str) -> Path:
    """Where the only schema of an object is; empty for none."""
    if kind in _HOLDERS and "schema" in holder:
        return ("schema",)
    content = holder.get("content")
    if isinstance(content, Map) and len(content) == 1:
        ((name, media),) = content.items()
        if isinstance(media, Map) and "schema" in media:
            return ("content", name, "schema")
    return ()


def _hold(node: Map, schema: Map) -> None:
    """Turn a reference to a schema into an object with JSON of that schema."""
    described = schema.get("description")
    inner = node.like({"$ref": node.pop("$ref")})
    node.put("description", described if isinstance(described, str) else "")
    node.put("content", node.like({_JSON: node.like({"schema": inner})}))
