"""`readOnly` and `writeOnly`: what a request does not hold, and what a reply does not.

    User: {properties: {id: {readOnly: true}, password: {writeOnly: true}, name: ...}}

A schema that only requests use, or only replies, loses the other's properties. One that
both use becomes two: `User` as replies hold it, and `UserRequest`. All others are as
they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from specwright.graph import reachable, references
from specwright.ir import (
    AnySchema,
    ArraySchema,
    Key,
    MapSchema,
    MediaType,
    NamedSchema,
    NullableSchema,
    ObjectSchema,
    Operation,
    Property,
    Reference,
    Schema,
    TupleSchema,
    UnionSchema,
)
from specwright.text import EMPTY, Text

REQUEST = "#request"
"""Ends the key of a schema's second version."""


def directed(
    operations: Iterable[Operation],
    schemas: Mapping[Key, NamedSchema],
    received: Iterable[Schema] = (),
) -> tuple[tuple[Operation, ...], dict[Key, NamedSchema]]:
    """The operations with the schemas of each direction, and all of the schemas.

    ``received`` are what comes from the server besides the operations' replies.
    """
    operations = tuple(operations)
    differing = _differing(schemas)
    asked = reachable(tuple(s for op in operations for s in _asked(op)), schemas)
    replies = (s for op in operations for s in _answered(op))
    answered = reachable((*replies, *received), schemas)
    twice = {
        key: f"{key}{REQUEST}" for key in schemas if key in differing & asked & answered
    }
    result: dict[Key, NamedSchema] = {}
    for key, named in schemas.items():
        result[key] = named
        if key in twice or (key in differing and key in answered):
            result[key] = replace(named, schema=_view(named.schema, {}, _is_written))
        elif key in asked:
            result[key] = replace(named, schema=_view(named.schema, twice, _is_read))
        if key in twice:
            result[twice[key]] = replace(
                named,
                key=twice[key],
                anchor=f"{named.anchor}{REQUEST}",
                name=(Text("Request"),),
                parent=key,
                given=EMPTY,
                chosen=False,
                schema=_view(named.schema, twice, _is_read),
            )
    return tuple(_operation(op, twice) for op in operations), result


def original(key: Key) -> Key:
    """The key of a schema as the document has it."""
    return key.removesuffix(REQUEST)


def _is_read(prop: Property) -> bool:
    return prop.read_only


def _is_written(prop: Property) -> bool:
    return prop.write_only


def _differing(schemas: Mapping[Key, NamedSchema]) -> set[Key]:
    """The schemas with a property of one direction, and all that lead to one."""
    users: dict[Key, list[Key]] = {}
    for key, named in schemas.items():
        for used in references(named.schema):
            users.setdefault(used, []).append(key)
    found = set[Key]()
    waiting = [key for key, named in schemas.items() if _is_mixed(named.schema)]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(users.get(key, ()))
    return found


def _is_mixed(schema: Schema) -> bool:
    properties = schema.properties if isinstance(schema, ObjectSchema) else ()
    return any(_is_read(prop) or _is_written(prop) for prop in properties)


def _asked(operation: Operation) -> list[Schema]:
    content = operation.request_body.content if operation.request_body else ()
    return [*(p.schema for p in operation.parameters), *_schemas(content)]


def _answered(operation: Operation) -> list[Schema]:
    return [s for response in operation.responses for s in _schemas(response.content)]


def _schemas(content: Iterable[MediaType]) -> list[Schema]:
    found = list[Schema]()
    for media in content:
        found += [media.schema, *([media.item_schema] if media.item_schema else [])]
    return found


def _operation(operation: Operation, twice: Mapping[Key, Key]) -> Operation:
    """The operation with what it sends, and what it does not."""
    body = operation.request_body
    if body is not None:
        content = tuple(
            replace(
                media,
                schema=_view(media.schema, twice, _is_read),
                item_schema=media.item_schema
                and _view(media.item_schema, twice, _is_read),
            )
            for media in body.content
        )
        body = replace(body, content=content)
    parameters = tuple(
        replace(p, schema=_view(p.schema, twice, _is_read))
        for p in operation.parameters
    )
    return replace(operation, request_body=body, parameters=parameters)


def _view(
    schema: Schema, keys: Mapping[Key, Key], is_hidden: Callable[[Property], bool]
) -> Schema:
    """A schema without some properties, that refers to other schemas by other keys."""

    def inner(found: Schema) -> Schema:
        return _view(found, keys, is_hidden)

    match schema:
        case Reference(key=key):
            return Reference(key=keys[key]) if key in keys else schema
        case ArraySchema(items=items):
            return replace(schema, items=inner(items))
        case MapSchema(values=values):
            return replace(schema, values=inner(values))
        case NullableSchema(schema=other):
            return NullableSchema(schema=inner(other))
        case UnionSchema(variants=variants):
            return replace(schema, variants=tuple(map(inner, variants)))
        case TupleSchema(items=several):
            return TupleSchema(items=tuple(map(inner, several)))
        case ObjectSchema(properties=properties, rest=rest):
            rest = inner(rest) if rest is not None else None
            shown = tuple(
                replace(prop, schema=inner(prop.schema))
                for prop in properties
                if not is_hidden(prop)
            )
            if properties and not shown:
                return MapSchema(values=rest or AnySchema())
            names = {prop.name for prop in shown}
            kept = ways.among(names) if (ways := schema.alternatives) else None
            return ObjectSchema(properties=shown, rest=rest, alternatives=kept)
        case _:
            return schema
