"""Enumerations: exporters write an object where the value belongs."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.read.tree import Map, Node, Seq
from specwright.repair.draft import Change, Draft
from specwright.text import show

META = "x-enum-meta"
"""What an enum entry said beside its value, one object per value, in order."""

_LITERALS = {
    "stringLiteral": "string",
    "booleanLiteral": "boolean",
    "integerLiteral": "integer",
    "numberLiteral": "number",
}
_KEYS = {"value", "type", "name", "description", "docs", "casing"}


def literal_types(draft: Draft) -> Iterator[Change]:
    """``type: string`` over ``{type: booleanLiteral, value: true}`` is boolean (D1).

    The exporter writes ``string`` whatever the literal; the JSON type of the value is
    the one that is sent and received.
    """
    for _, path, schema in draft.objects("schema"):
        enum, declared = schema.get("enum"), schema.get("type")
        if not isinstance(enum, Seq) or not isinstance(declared, str):
            continue
        literals = {
            _LITERALS.get(str(entry.get("type")))
            for entry in enum
            if isinstance(entry, Map) and _is_entry(entry)
        }
        if len(literals) != 1 or (literal := literals.pop()) in (None, declared):
            continue
        yield Change(
            path=(*path, "type"),
            message=(
                f"`type` is {show(declared)}, but the enum holds a {literal} literal; "
                f"{literal} is used"
            ),
        )
        schema["type"] = literal


def enum_objects(draft: Draft) -> Iterator[Change]:
    """``{value: x}`` and ``{type: stringLiteral, value: x}`` become ``x`` (D1).

    Plain values may stand beside them. What else an entry says is kept as
    ``x-enum-meta``.
    """
    for _, path, schema in draft.objects("schema"):
        enum = schema.get("enum")
        if not isinstance(enum, Seq) or not any(map(_is_entry, enum)):
            continue
        meta: list[Node] = []
        for index, entry in enumerate(enum):
            if isinstance(entry, Map) and _is_entry(entry):
                rest = {k: v for k, v in entry.items() if k not in ("value", "type")}
                enum[index] = entry["value"]
                yield Change(
                    path=(*path, "enum", index),
                    message="an enum entry is an object; its `value` is used",
                )
                meta.append(entry.like(rest) if rest else None)
            else:
                meta.append(None)
        if any(meta):
            schema.put(META, Seq(enum.source, enum.mark, meta))


def _is_entry(entry: Node) -> bool:
    """An object that stands for its value, rather than being one."""
    return (
        isinstance(entry, Map)
        and "value" in entry
        and set(entry) <= _KEYS
        and not isinstance(entry["value"], (Map, Seq))
    )
