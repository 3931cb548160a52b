"""Whether a JSON value is one that a schema describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from specwright.ir import (
    AnySchema,
    Api,
    ArraySchema,
    BinarySchema,
    BooleanSchema,
    EnumSchema,
    IntegerSchema,
    MapSchema,
    NullableSchema,
    NullSchema,
    NumberSchema,
    ObjectSchema,
    Reference,
    Schema,
    StringSchema,
    TupleSchema,
    UnionSchema,
)
from specwright.python import texts
from specwright.text import Data, JsonValue


@dataclass(frozen=True, slots=True)
class Fits:
    """Checks values of documents before they are used as examples."""

    api: Api

    def check(self, value: JsonValue, schema: Schema) -> bool:
        """Whether the value has the shape that the schema says."""
        match schema:
            case AnySchema():
                return True
            case NullSchema():
                return value is None
            case BooleanSchema():
                return isinstance(value, bool)
            case IntegerSchema():
                return isinstance(value, int) and is_within(value, schema)
            case NumberSchema():
                return isinstance(value, (int, float)) and is_within(value, schema)
            case StringSchema():
                return isinstance(value, str) and texts.keeps(value, schema)
            case BinarySchema():
                return False
            case EnumSchema(values=values):
                return Data(value) in values
            case ArraySchema(items=items, min_items=least):
                return (
                    isinstance(value, list)
                    and len(value) >= least
                    and all(self.check(item, items) for item in value)
                )
            case TupleSchema(items=several):
                return (
                    isinstance(value, list)
                    and len(value) == len(several)
                    and all(map(self.check, value, several))
                )
            case MapSchema(values=items):
                return isinstance(value, Mapping) and all(
                    self.check(item, items) for item in value.values()
                )
            case NullableSchema(schema=inner):
                return value is None or self.check(value, inner)
            case UnionSchema(variants=variants):
                return any(self.check(value, variant) for variant in variants)
            case Reference(key=key):
                return self.check(value, self.api.schemas[key].schema)
            case ObjectSchema():
                return self._object(value, schema)
            case _:
                assert_never(schema)

    def _object(self, value: JsonValue, schema: ObjectSchema) -> bool:
        if not isinstance(value, Mapping):
            return False
        known = {p.name.raw: p for p in schema.properties}
        required = {name for name, p in known.items() if p.required}
        if not required <= set(value) <= set(known):
            return False
        ways = schema.alternatives
        if ways is not None and not ways.allow([known[name].name for name in value]):
            return False
        return all(self.check(item, known[name].schema) for name, item in value.items())


def is_within(value: float, schema: IntegerSchema | NumberSchema) -> bool:
    """Whether a number is within its bounds; `true` and `false` are no numbers."""
    low, high, step = schema.minimum, schema.maximum, schema.multiple_of
    if isinstance(value, bool) or (step is not None and value % step):
        return False
    if isinstance(schema, NumberSchema):
        if schema.above is not None and value <= schema.above:
            return False
        if schema.below is not None and value >= schema.below:
            return False
    return (low is None or value >= low) and (high is None or value <= high)
