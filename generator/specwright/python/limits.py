"""What values a schema allows, in a few words: `At most 50 characters.`"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specwright.ir import (
    ArraySchema,
    EnumSchema,
    IntegerSchema,
    MapSchema,
    NullSchema,
    NumberSchema,
    Schema,
    StringSchema,
)
from specwright.python.layout import flat
from specwright.python.literals import literal
from specwright.python.types import Types
from specwright.text import Data

_LONGEST = 100
_SHOWN = re.compile(r"[!-_a-~ ]+")
"""What can stand between two backticks."""
_FORMATS = {"byte": "Base64.", "duration": "A duration of ISO 8601, such as `PT30S`."}


def notes(schema: Schema, default: Data | None, types: Types) -> str:
    """What the server takes where it gets nothing, and the limits of a value.

    One line of sentences; empty where the document says neither.
    """
    found = list(_limits(schema, types))
    if default is not None:
        found.insert(0, f"Default: `{_shortened(default)}`.")
    return " ".join(found)


def _limits(schema: Schema, types: Types, *, is_item: bool = False) -> Iterator[str]:
    """Those of the only kind of value that there is besides null."""
    kinds = [k for k in types.alternatives(schema) if not isinstance(k, NullSchema)]
    match kinds:
        case [StringSchema() as text]:
            yield from _text(text)
        case [IntegerSchema(minimum=low, maximum=high, multiple_of=step)]:
            yield from _sentence(_range(low, high))
            yield from _multiple(step)
        case [NumberSchema() as number]:
            yield from _number(number)
        case [ArraySchema() as array]:
            most = array.max_items
            yield from _sentence(_count(array.min_items, most, "item", "items"))
            if array.unique:
                yield "No item twice."
            # A list may hold lists of its own kind: one step tells enough.
            within = () if is_item else _limits(array.items, types, is_item=True)
            for limit in within:
                yield f"Each: {limit[0].lower()}{limit[1:]}"
        case [EnumSchema(values=values)]:
            yield from _values(values)
        case [MapSchema(min_properties=low, max_properties=high)]:
            yield from _sentence(_count(low, high, "entry", "entries"))
        case _:
            return


def _values(values: tuple[Data, ...]) -> Iterator[str]:
    """Those that the type cannot say: it has no literals of them."""
    if all(isinstance(value.raw, (bool, int, str)) for value in values):
        return
    shown = ", ".join(f"`{_shortened(value)}`" for value in values)
    if "``" not in shown and len(shown) <= 3 * _LONGEST:
        yield f"{'Always' if len(values) == 1 else 'One of'} {shown}."


def _shortened(value: Data) -> str:
    shown = flat(literal(value))
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."


def _text(text: StringSchema) -> Iterator[str]:
    size = _count(text.min_length, text.max_length, "character", "characters")
    yield from _sentence(size)
    pattern = text.pattern.raw
    if len(pattern) <= _LONGEST and _SHOWN.fullmatch(pattern):
        yield f"Matches `{pattern}`."
    if note := _FORMATS.get(text.format.raw):
        yield note


def _number(number: NumberSchema) -> Iterator[str]:
    yield from _sentence(_range(number.minimum, number.maximum))
    if number.above is not None:
        yield f"More than {_digits(number.above)}."
    if number.below is not None:
        yield f"Less than {_digits(number.below)}."
    yield from _multiple(number.multiple_of)


def _multiple(step: float | None) -> Iterator[str]:
    if step is not None and step != 1:
        yield f"A multiple of {_digits(step)}."


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if low is None or high is None:
        bound = low if high is None else high
        return f"{'At least' if high is None else 'At most'} {_digits(bound or 0)}"
    return f"From {_digits(low)} to {_digits(high)}"


def _count(low: int, high: int | None, one: str, many: str) -> str:
    if low == high:
        return f"Exactly {low} {one if low == 1 else many}"
    found = _range(low or None, high).removeprefix("From ")
    last = high if high is not None else low
    return f"{found} {one if last == 1 else many}" if found else ""


def _sentence(text: str) -> Iterator[str]:
    if text:
        yield f"{text}."


def _digits(value: float) -> str:
    """A number as people write it: `100`, and not `100.0`."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value) if whole else value)
