"""Which named schemas a schema leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specwright.ir import (
    ArraySchema,
    Key,
    MapSchema,
    NamedSchema,
    NullableSchema,
    ObjectSchema,
    Operation,
    Reference,
    Schema,
    UnionSchema,
)


def reachable(
    schemas: tuple[Schema, ...], named: Mapping[Key, NamedSchema]
) -> set[Key]:
    """Keys of all named schemas that can be reached from some schemas."""
    found: set[Key] = set()
    waiting = [key for schema in schemas for key in references(schema)]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(references(named[key].schema))
    return found


def references(schema: Schema) -> Iterator[Key]:
    """The named schemas that a schema mentions itself, in order, with repeats."""
    match schema:
        case Reference(key=key):
            yield key
        case ArraySchema(items=inner) | MapSchema(values=inner):
            yield from references(inner)
        case NullableSchema(schema=inner):
            yield from references(inner)
        case UnionSchema(variants=variants):
            for variant in variants:
                yield from references(variant)
        case ObjectSchema(properties=properties):
            for prop in properties:
                yield from references(prop.schema)
        case _:
            return


def used_by(operation: Operation) -> tuple[Schema, ...]:
    """Every schema that an operation mentions."""
    body = operation.request_body.content if operation.request_body else ()
    replies = [media for response in operation.responses for media in response.content]
    return (
        *(parameter.schema for parameter in operation.parameters),
        *(media.schema for media in (*body, *replies)),
        *(m.item_schema for m in (*body, *replies) if m.item_schema is not None),
    )
