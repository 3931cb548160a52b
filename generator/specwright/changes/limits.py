"""Limits of values: whether one became tighter or looser."""

from __future__ import annotations

from typing import Final

from specwright.changes.found import Found
from specwright.changes.views import View, json_text
from specwright.lower.cursor import Cursor, plain
from specwright.read.tree import Node

_LOWER: Final = frozenset(
    {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
    | {"minContains"}
)
_UPPER: Final = frozenset(
    {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
    | {"maxContains"}
)
_SIZES: Final = {
    "integer": {"int8": 8, "int16": 16, "int32": 32, "": 64, "int64": 64},
    "number": {"float": 32, "": 64, "double": 64},
}
"""Bits of the formats that hold each other; none is the largest."""

LIMITS: Final = _LOWER | _UPPER | {"uniqueItems", "multipleOf", "pattern", "format"}


def compare_limits(old: View, new: View, subject: str, found: Found) -> None:
    """Note limits, patterns and formats that changed."""
    for key in sorted(LIMITS & (old.keywords.keys() | new.keywords.keys())):
        before, after = old.keywords.get(key), new.keywords.get(key)
        was, now = _value(before), _value(after)
        if was == now:
            continue
        if key == "format":
            rule = _format(was, now, old, new)
        elif key == "pattern":
            rule = _appeared(was, now) or "pattern-changed"
        elif key in _LOWER | _UPPER and _is_number(was) and _is_number(now):
            assert isinstance(was, (int, float))
            assert isinstance(now, (int, float))
            rule = "limit-tightened" if (now > was) is (key in _LOWER) else ""
            rule = rule or "limit-loosened"
        elif key == "uniqueItems":
            rule = "limit-tightened" if now is True else "limit-loosened"
        else:
            rule = _appeared(was, now) or "limit-tightened"
        if rule:
            found.add(
                rule,
                subject,
                before or old.at,
                after or new.at,
                _said(key, before),
                _said(key, after),
            )


def _value(at: Cursor | None) -> Node:
    return None if at is None else at.node


def _is_number(value: Node) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _appeared(was: Node, now: Node) -> str:
    if was is None:
        return "limit-tightened"
    return "limit-loosened" if now is None else ""


def _said(key: str, at: Cursor | None) -> str:
    return "" if at is None else f"{key} {json_text(plain(at.node))}"


def _format(was: Node, now: Node, old: View, new: View) -> str:
    """The rule for a format that changed; empty where values are the same."""
    if old.types == new.types and len(old.types) == 1:
        (kind,) = old.types
        sizes = _SIZES.get(kind, {})
        before, after = sizes.get(str(was or "")), sizes.get(str(now or ""))
        if before is not None and after is not None:
            if before == after:
                return ""
            return "format-widened" if after > before else "format-narrowed"
    if was is None:
        return "format-added"
    return "format-removed" if now is None else "format-changed"
