"""Example values for samples and tests: the documentation's own, else made from schemas.

Made values are the same in every run. Text holds a space, so that encodings show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from specwright.ir import (
    AnySchema,
    ArraySchema,
    BinarySchema,
    BooleanSchema,
    EnumSchema,
    IntegerSchema,
    Key,
    MapSchema,
    NullableSchema,
    NullSchema,
    NumberSchema,
    ObjectSchema,
    Property,
    Reference,
    Schema,
    StringSchema,
    UnionSchema,
)
from specwright.python.calls import Argument, Call
from specwright.python.fits import Fits
from specwright.python.layout import Pair, Piece, display
from specwright.python.literals import flat_literal, literal
from specwright.python.shown import shown_keywords
from specwright.python.types import Types
from specwright.text import Code, Data, JsonValue

_FORMATS = {
    "date-time": "2024-01-02T03:04:05Z",
    "date": "2024-01-02",
    "time": "03:04:05Z",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "person@example.com",
    "uri": "https://example.com/path",
    "url": "https://example.com/path",
    "byte": "AAEC",
}
Value: TypeAlias = "JsonValue | bytes | list[bytes]"
"""JSON, or what stands for a file or several."""

_WHOLE_DEPTH = 2
_MAX_DEPTH = 6

FILE = ("sample.bin", b"\x00\x01binary", "application/octet-stream")
"""What stands for a file."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Makes example values for one API."""

    types: Types

    def argument(self, called: Call, argument: Argument) -> Value:
        """A value for an argument, as JSON; bytes stand for a file."""
        schema = argument.schema
        if argument.constant is not None:
            return argument.constant.raw
        fits = Fits(self.types.api)
        for candidate in (*_shown(called, argument), *argument.docs.examples):
            if candidate.raw is not None and fits.check(candidate.raw, schema):
                return candidate.raw
        if argument.place == "file" or isinstance(schema, BinarySchema):
            several = isinstance(self.types.resolved(schema), ArraySchema)
            return [FILE[1]] if several else FILE[1]
        text = argument.wire.raw.replace("_", " ").replace("-", " ")
        return self.value(schema, f"{text}/1" if argument.place == "path" else text)

    def value(self, schema: Schema, text: str = "some text") -> JsonValue:
        """A value of a schema; objects are whole near the top and small further down."""
        return self._value(schema, text, 0, frozenset())

    def _value(
        self, schema: Schema, text: str, depth: int, above: frozenset[Key]
    ) -> JsonValue:
        match schema:
            case AnySchema():
                return text
            case NullSchema():
                return None
            case BooleanSchema():
                return True
            case IntegerSchema(minimum=low, maximum=high):
                return _within(3, low, high)
            case NumberSchema(minimum=low_, maximum=high_):
                return _within(0.5, low_, high_)
            case StringSchema(format=name):
                return _FORMATS.get(name.raw, text)
            case BinarySchema():
                return text
            case EnumSchema(values=values):
                return values[0].raw
            case ArraySchema(items=items):
                if self._is_open(items, depth, above):
                    return []
                return [self._value(items, text, depth + 1, above)]
            case MapSchema(values=items):
                if self._is_open(items, depth, above):
                    return {}
                return {"key": self._value(items, text, depth + 1, above)}
            case NullableSchema(schema=inner):
                if self._is_open(inner, depth, above):
                    return None
                return self._value(inner, text, depth, above)
            case UnionSchema(variants=variants):
                closed = [v for v in variants if not self._is_open(v, depth, above)]
                chosen = (closed or [*variants])[0]
                found = self._value(chosen, text, depth, above)
                return _tagged(found, schema, variants.index(chosen))
            case Reference(key=key) if key in above:
                # It needs itself: no value is whole.
                return {}
            case Reference(key=key):
                inner = self.types.api.schemas[key].schema
                return self._value(inner, text, depth, above | {key})
            case ObjectSchema(properties=properties):
                return {
                    p.name.raw: self._property(p, depth, above)
                    for p in properties
                    if p.required or self._is_shown(p, depth, above)
                }
            case _:
                assert_never(schema)

    def _property(self, prop: Property, depth: int, above: frozenset[Key]) -> JsonValue:
        text = prop.name.raw.replace("_", " ")
        if isinstance(prop.schema, StringSchema):
            fits = Fits(self.types.api)
            for candidate in prop.docs.examples:
                if fits.check(candidate.raw, prop.schema):
                    return candidate.raw
        return self._value(prop.schema, text, depth + 1, above)

    def _is_shown(self, prop: Property, depth: int, above: frozenset[Key]) -> bool:
        """Whether an optional property is part of the example."""
        return depth < _WHOLE_DEPTH and not self._is_open(prop.schema, depth, above)

    def _is_open(self, schema: Schema, depth: int, above: frozenset[Key]) -> bool:
        """Whether a value would lead back into itself, or too deep."""
        if isinstance(schema, NullableSchema):
            schema = schema.schema
        return depth >= _MAX_DEPTH or self._leads_back(schema, above, {})

    def _leads_back(
        self, schema: Schema, above: frozenset[Key], known: dict[Key, bool]
    ) -> bool:
        """Whether every value of the schema holds one of a schema above it."""
        match schema:
            case Reference(key=key) if key in above:
                return True
            case Reference(key=key):
                if key not in known:
                    known[key] = False
                    inner = self.types.api.schemas[key].schema
                    known[key] = self._leads_back(inner, above | {key}, known)
                return known[key]
            case ObjectSchema(properties=properties):
                return any(
                    self._leads_back(p.schema, above, known)
                    for p in properties
                    if p.required
                )
            case UnionSchema(variants=variants):
                return all(self._leads_back(v, above, known) for v in variants)
            case _:
                return False


def _tagged(value: JsonValue, union: UnionSchema, index: int) -> JsonValue:
    """A variant that says which one it is."""
    found = union.discriminator
    if found is None or not isinstance(value, Mapping):
        return value
    return {**value, found.property_name.raw: found.tags[index][0].raw}


def _shown(called: Call, argument: Argument) -> list[Data]:
    shown = (shown_keywords(sample) for sample in called.operation.samples)
    return [values[argument.name] for values in shown if argument.name in values]


def _within(value: float, low: float | None, high: float | None) -> int | float:
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def arguments_of(given: Sequence[tuple[Argument, Value]]) -> list[Piece]:
    """Values as the arguments of a call: path parameters by position."""
    return [
        value if a.place == "path" else Pair(Code(f"{a.name}="), value)
        for a, raw in given
        for value in [_argument(a, raw)]
    ]


def _argument(argument: Argument, value: Value) -> Piece:
    if isinstance(value, bytes) and argument.place == "body":
        return flat_literal(value)
    return _value_piece(value)


def _value_piece(value: Value) -> Piece:
    if isinstance(value, bytes):
        return display("(", [flat_literal(part) for part in FILE], ")")
    if isinstance(value, list):
        return display("[", [_value_piece(item) for item in value], "]")
    return literal(value)
