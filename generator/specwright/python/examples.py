"""Example values for samples and tests: the documentation's own, else made from schemas.

Made values are the same in every run. Text holds a space, so that encodings show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    TupleSchema,
    UnionSchema,
)
from specwright.python import texts
from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.fits import Fits, is_within
from specwright.python.layout import Pair, Piece, display
from specwright.python.literals import flat_literal, literal
from specwright.python.shown import shown_keywords
from specwright.python.types import Types
from specwright.text import Code, Data, JsonValue

Value: TypeAlias = "JsonValue | bytes | list[bytes]"
"""JSON, or what stands for a file or several."""

_WHOLE_DEPTH = 2
_MAX_DEPTH = 6
_MOST_ITEMS = 10
_MOST_ABOVE = 40
"""Named schemas inside each other; what is deeper is taken for a circle."""
_MOST_VALUES = 1_000
"""Values in one example; what is more is taken for a circle."""

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

    def spread(self, value: Value, schema: Schema) -> Value:
        """A list of two, where it is one of one: only then shows how lists are sent."""
        kinds = self.types.alternatives(schema)
        array = next((k for k in kinds if isinstance(k, ArraySchema)), None)
        if array is None or not isinstance(value, list) or len(value) != 1:
            return value
        if array.max_items is not None and array.max_items < 2:
            return value
        (item,) = value
        if isinstance(item, bytes):
            return [item, item]
        enums = self.types.alternatives(array.items)
        named = [v.raw for k in enums if isinstance(k, EnumSchema) for v in k.values]
        fits = Fits(self.types.api)
        others = [o for o in (*named, *_others(item)) if fits.check(o, array.items)]
        another = next((o for o in others if o != item), item)
        return [item] if array.unique and another == item else [item, another]

    def value(self, schema: Schema, text: str = "some text") -> JsonValue:
        """A value of a schema; objects are whole near the top and small further down."""
        return _Made(self.types).value(schema, text, 0, frozenset())


@dataclass(slots=True)
class _Made:
    """One value in the making: what is too deep or too much of it is left out."""

    types: Types
    left: int = _MOST_VALUES
    """How many more schemas may be looked at for values."""

    def value(
        self, schema: Schema, text: str, depth: int, above: frozenset[Key]
    ) -> JsonValue:
        self.left -= 1
        match schema:
            case AnySchema() | BinarySchema():
                return text
            case NullSchema():
                return None
            case BooleanSchema():
                return True
            case IntegerSchema() | NumberSchema():
                return _number(schema)
            case StringSchema():
                return texts.made(schema, text)
            case EnumSchema(values=values):
                return values[0].raw
            case ArraySchema(items=items):
                if self._is_open(items, depth, above):
                    return []
                item = self.value(items, text, depth + 1, above)
                return self._several(schema, item)
            case TupleSchema(items=several):
                return [self.value(s, text, depth + 1, above) for s in several]
            case MapSchema(values=items):
                if self._is_open(items, depth, above):
                    return {}
                return {"key": self.value(items, text, depth + 1, above)}
            case NullableSchema(schema=inner):
                if self._is_open(inner, depth, above):
                    return None
                return self.value(inner, text, depth, above)
            case UnionSchema(variants=variants):
                closed = [v for v in variants if not self._is_open(v, depth, above)]
                ahead = [v for v in variants if not self._leads_back(v, above, {})]
                chosen = (closed or ahead or [*variants])[0]
                found = self.value(chosen, text, depth, above)
                return _tagged(found, schema, variants.index(chosen))
            case Reference():
                key = self._last(schema)
                if self._is_again(key, above):
                    return self._again(key, text, depth, above)
                inner = self.types.api.schemas[key].schema
                return self.value(inner, text, depth, above | {key})
            case ObjectSchema(properties=properties, alternatives=ways):
                names = frozenset(
                    p.name
                    for p in properties
                    if p.required or self._is_shown(p, depth, above)
                )
                if ways is not None and depth < _MAX_DEPTH:
                    names = ways.settled(names)
                return {
                    p.name.raw: self._property(p, depth, above)
                    for p in properties
                    if p.name in names
                }
            case _:
                assert_never(schema)

    def _last(self, reference: Reference) -> Key:
        """The end of a chain of references, which may be long, but is no circle."""
        key = reference.key
        while isinstance(inner := self.types.api.schemas[key].schema, Reference):
            key = inner.key
        return key

    def _is_again(self, key: Key, above: frozenset[Key]) -> bool:
        return key in above or len(above) >= _MOST_ABOVE or self.left < 0

    def _again(
        self, key: Key, text: str, depth: int, above: frozenset[Key]
    ) -> JsonValue:
        """A schema inside of itself: the variant that ends it, where there is one."""
        inner = self.types.api.schemas[key].schema
        variants = inner.variants if isinstance(inner, UnionSchema) else ()
        for variant in variants:
            if not self._is_open(variant, depth, above):
                return self.value(variant, text, depth, above)
        # It needs itself: no value is whole.
        return {}

    def _several(self, schema: ArraySchema, item: JsonValue) -> list[JsonValue]:
        """One item, or as many as there have to be, different ones if they must be."""
        least = schema.min_items
        if not 1 < least <= _MOST_ITEMS:
            return [item]
        if not schema.unique:
            return [item] * least
        fits = Fits(self.types.api)
        others = [o for o in _others(item) if fits.check(o, schema.items)]
        return [item, *others[: least - 1]]

    def _property(self, prop: Property, depth: int, above: frozenset[Key]) -> JsonValue:
        text = prop.name.raw.replace("_", " ")
        if isinstance(prop.schema, StringSchema):
            fits = Fits(self.types.api)
            for candidate in prop.docs.examples:
                if fits.check(candidate.raw, prop.schema):
                    return candidate.raw
        return self.value(prop.schema, text, depth + 1, above)

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
            case Reference():
                key = self._last(schema)
                if self._is_again(key, above):
                    return True
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
            case TupleSchema(items=several):
                return any(self._leads_back(s, above, known) for s in several)
            case UnionSchema(variants=variants):
                return all(self._leads_back(v, above, known) for v in variants)
            case _:
                return False


def _others(value: JsonValue) -> Iterator[JsonValue]:
    """Values that differ from a scalar, and look like it."""
    if isinstance(value, str):
        yield from (f"{value[:-1]}{digit}" for digit in "456789")
        yield from (f"{value} {digit}" for digit in "23456789")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from (value + step for step in range(1, _MOST_ITEMS))


def _tagged(value: JsonValue, union: UnionSchema, index: int) -> JsonValue:
    """A variant that says which one it is."""
    found = union.discriminator
    if found is None or not isinstance(value, Mapping):
        return value
    return {**value, found.property_name.raw: found.tags[index][0].raw}


def _shown(called: Call, argument: Argument) -> list[Data]:
    shown = (shown_keywords(sample) for sample in called.operation.samples)
    return [values[argument.name] for values in shown if argument.name in values]


def _number(schema: IntegerSchema | NumberSchema) -> int | float:
    """A number within the limits; the usual one where no try is."""
    usual = 3 if isinstance(schema, IntegerSchema) else 0.5
    return next((n for n in _numbers(schema, usual) if is_within(n, schema)), usual)


def _numbers(
    schema: IntegerSchema | NumberSchema, usual: float
) -> Iterator[int | float]:
    low, high, step = schema.minimum, schema.maximum, schema.multiple_of
    yield usual
    yield from (bound for bound in (low, high) if bound is not None)
    if isinstance(schema, NumberSchema):
        ends = [e for e in (schema.above, schema.below, low, high) if e is not None]
        yield from (end + 1 for end in ends)
        yield from (end - 1 for end in ends)
        yield (max(ends) + min(ends)) / 2 if ends else usual
    if step is not None:
        first = (low or 0) // step
        steps = (step * (first + turn) for turn in range(3))
        is_whole = isinstance(schema, IntegerSchema)
        yield from (int(found) if is_whole else found for found in steps)


def arguments_of(given: Sequence[tuple[Argument, Value]]) -> list[Piece]:
    """Values as the arguments of a call: path parameters by position."""
    return [
        value if a.is_positional else Pair(Code(f"{a.name}="), value)
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
