"""Unions that are among their own variants: what they come to without the circle.

    A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}
    B: {anyOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}

A value of A is a text or a number, and so is one of B. Python could not say the circle:
a type cannot be a choice between itself and others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.graph import components
from specwright.ir import (
    AnySchema,
    Key,
    NamedSchema,
    NullableSchema,
    NullSchema,
    Reference,
    Schema,
    UnionSchema,
)


def straightened(
    named: Mapping[Key, NamedSchema], diagnostics: Diagnostics
) -> dict[Key, NamedSchema]:
    """The schemas, none of which is a choice between itself and others."""
    result = dict(named)
    choices = [key for key, n in named.items() if next(_direct(n.schema), None)]
    for circle in components(choices, named, _direct):
        if len(circle) == 1 and circle[0] not in _direct(named[circle[0]].schema):
            continue
        for key in circle:
            schema = _without(circle, key, named)
            if isinstance(schema, AnySchema):
                diagnostics.add(
                    finding(
                        "SW401",
                        "this schema is typed Any: it says only that it is itself",
                        named[key].location,
                        consequence="Any value is accepted and returned here, unchecked.",
                        hint="Correct the schema, or replace it with an overlay.",
                    )
                )
            result[key] = replace(named[key], schema=schema)
    return result


def _direct(schema: Schema) -> Iterator[Key]:
    """The named schemas that a value may be, with nothing around it."""
    match schema:
        case Reference(key=key):
            yield key
        case NullableSchema(schema=inner):
            yield from _direct(inner)
        case UnionSchema(variants=variants):
            for variant in variants:
                yield from _direct(variant)


def _without(
    circle: tuple[Key, ...], start: Key, named: Mapping[Key, NamedSchema]
) -> Schema:
    """All that the schemas of a circle may be, but for each other."""
    found: dict[Schema, None] = {}
    seen, waiting, null = {start}, [named[start].schema], False
    while waiting:
        schema = waiting.pop(0)
        match schema:
            case NullableSchema(schema=inner):
                null = True
                waiting.insert(0, inner)
            case UnionSchema(variants=variants):
                waiting = [*variants, *waiting]
            case Reference(key=key) if key in circle:
                if key not in seen:
                    seen.add(key)
                    waiting.append(named[key].schema)
            case NullSchema():
                null = True
            case _:
                found[schema] = None
    if not found:
        return NullSchema() if null else AnySchema()
    one = next(iter(found))
    schema = UnionSchema(variants=tuple(found)) if len(found) > 1 else one
    return NullableSchema(schema=schema) if null else schema
