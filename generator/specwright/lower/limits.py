"""Schemas of text, numbers, lists and maps with the limits of their values."""

from __future__ import annotations

import math

from specwright.ir import (
    ArraySchema,
    IntegerSchema,
    MapSchema,
    NumberSchema,
    Schema,
    StringSchema,
)
from specwright.lower.cursor import Cursor
from specwright.read.tree import Map


def text(at: Cursor) -> StringSchema:
    """The schema of `type: string`."""
    assert isinstance(at.node, Map)
    return StringSchema(
        format=at.text("format"),
        pattern=at.text("pattern"),
        min_length=count(at.node, "minLength") or 0,
        max_length=count(at.node, "maxLength"),
    )


def integer(node: Map) -> IntegerSchema:
    """The schema of `type: integer`."""
    low, high = bound(node, "minimum"), bound(node, "maximum")
    above, below = bound(node, "exclusiveMinimum"), bound(node, "exclusiveMaximum")
    lows = [math.ceil(low)] if low is not None else []
    highs = [math.floor(high)] if high is not None else []
    lows += [math.floor(above) + 1] if above is not None else []
    highs += [math.ceil(below) - 1] if below is not None else []
    return IntegerSchema(
        minimum=max(lows, default=None),
        maximum=min(highs, default=None),
        multiple_of=step(node),
    )


def number(node: Map) -> NumberSchema:
    """The schema of `type: number`."""
    low, high = bound(node, "minimum"), bound(node, "maximum")
    return NumberSchema(
        minimum=_real(low),
        maximum=_real(high),
        above=_real(bound(node, "exclusiveMinimum")),
        below=_real(bound(node, "exclusiveMaximum")),
        multiple_of=step(node),
    )


def array(node: Map, items: Schema) -> ArraySchema:
    """The schema of `type: array` with these items."""
    return ArraySchema(
        items=items,
        min_items=count(node, "minItems") or 0,
        max_items=count(node, "maxItems"),
        unique=node.get("uniqueItems") is True,
    )


def is_closed(node: Map, positions: int) -> bool:
    """Whether nothing may come after the positions of `prefixItems`."""
    if "items" in node:
        return node["items"] is False
    most = count(node, "maxItems")
    ends = most is not None and most <= positions
    return ends or node.get("unevaluatedItems") is False


def map_of(node: Map, values: Schema) -> MapSchema:
    """The schema of `type: object` without properties, with these values."""
    return MapSchema(
        values=values,
        min_properties=count(node, "minProperties") or 0,
        max_properties=count(node, "maxProperties"),
    )


def count(node: Map, key: str) -> int | None:
    """The number of a keyword that counts, such as `maxItems`."""
    found = bound(node, key)
    return int(found) if found is not None and found >= 0 else None


def bound(node: Map, key: str) -> int | float | None:
    """The number of a keyword; None where it is none of JSON."""
    value = node.get(key)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def step(node: Map) -> float | None:
    """`multipleOf`, which must be more than 0 (JSON Schema validation, 6.2.1)."""
    found = bound(node, "multipleOf")
    return found if found is not None and found > 0 else None


def _real(value: float | None) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None
