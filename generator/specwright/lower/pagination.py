"""Recognises lists that are read page by page, from parameters and reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics
from specwright.ir import (
    Api,
    ArraySchema,
    BooleanSchema,
    IntegerSchema,
    Key,
    NamedSchema,
    NullableSchema,
    ObjectSchema,
    Operation,
    Pagination,
    Parameter,
    Reference,
    Schema,
    StringSchema,
)
from specwright.lower.media import is_json
from specwright.text import EMPTY, Text

_CURSOR = re.compile(
    r"(?:next_?)?(?:page_?)?(?:cursor|token)|(?:page|start(?:ing)?|end(?:ing)?)_?"
    r"(?:after|token|cursor)(?:_\w+)?|after",
    re.I,
)
_NEXT = re.compile(r"(?:next_?)?(?:page_?)?(?:cursor|token)|last_\w*id|next", re.I)
_MORE = re.compile(r"has_?(?:more|next)(?:_?page)?|more", re.I)
_PAGE = re.compile(r"page(?:_?(?:number|index|num))?", re.I)
_ITEMS = ("data", "items", "results", "records", "entries")


def paginate(api: Api, diagnostics: Diagnostics) -> Api:
    """The API, each operation with its pagination where it has one.

    A reply that several operations share is a page of one kind only.
    """
    pages: dict[Key, tuple[Text, Text]] = {}
    operations = []
    for operation in api.operations:
        found = _pagination(operation, api.schemas)
        if found is not None:
            kind = (found.items, found.next)
            if pages.setdefault(found.page, kind) == kind:
                operation = replace(operation, pagination=found)
                diagnostics.add(_noted(operation, found))
        operations.append(operation)
    return replace(api, operations=tuple(operations))


def _noted(operation: Operation, found: Pagination) -> Diagnostic:
    by = f"`{found.next.raw}` of the reply" if found.next else "counting pages"
    return finding(
        "SW701",
        f"pages of `{found.items.raw}`, asked for with `{found.parameter.raw}` from {by}",
        operation.location,
        consequence="The method returns a page that iterates over all items.",
        hint="`[pagination]` in client.toml corrects this or switches it off.",
    )


def _pagination(
    operation: Operation, schemas: Mapping[Key, NamedSchema]
) -> Pagination | None:
    if operation.method.raw != "GET":
        return None
    reply = _reply(operation)
    target = reply
    while isinstance(target, Reference):
        key, target = target.key, schemas[target.key].schema
    if not isinstance(target, ObjectSchema) or not isinstance(reply, Reference):
        return None
    items = _items(target, operation, schemas)
    if items is None:
        return None
    name, item = items
    more = _property(target, _MORE, BooleanSchema, schemas)
    query = [p for p in operation.parameters if p.place == "query"]
    cursors = [p for p in query if _is_cursor(p, schemas)]
    following = _property(target, _NEXT, StringSchema, schemas)
    if len(cursors) == 1 and following is not None:
        return Pagination(
            parameter=cursors[0].name,
            items=name,
            item=item,
            next=following,
            more=more or EMPTY,
            page=key,
        )
    counted = [
        p for p in query if _PAGE.fullmatch(p.name.raw) and _is_number(p, schemas)
    ]
    if len(counted) == 1 and more is not None:
        return Pagination(
            parameter=counted[0].name,
            items=name,
            item=item,
            more=more,
            first=_first(counted[0]),
            page=key,
        )
    return None


def _reply(operation: Operation) -> Schema | None:
    """The schema of the only success, where it is JSON."""
    found = [
        media.schema
        for response in operation.responses
        if response.is_success
        for media in response.content
        if is_json(media.media_type.raw)
    ]
    return found[0] if len(found) == 1 else None


def _items(
    reply: ObjectSchema, operation: Operation, schemas: Mapping[Key, NamedSchema]
) -> tuple[Text, Schema] | None:
    """The list of a reply: the only one, or one with a telling name."""
    lists = [
        (prop.name, inner.items)
        for prop in reply.properties
        if isinstance(inner := _inner(prop.schema, schemas), ArraySchema)
    ]
    if len(lists) == 1:
        return lists[0]
    last = [part.raw.lower() for part in operation.group[-1:]]
    named = [found for found in lists if found[0].raw.lower() in (*last, *_ITEMS)]
    return named[0] if len(named) == 1 else None


def _property(
    reply: ObjectSchema,
    pattern: re.Pattern[str],
    kind: type[Schema],
    schemas: Mapping[Key, NamedSchema],
) -> Text | None:
    found = [
        prop.name
        for prop in reply.properties
        if pattern.fullmatch(prop.name.raw)
        and isinstance(_inner(prop.schema, schemas), kind)
    ]
    return found[0] if len(found) == 1 else None


def _is_cursor(parameter: Parameter, schemas: Mapping[Key, NamedSchema]) -> bool:
    return _CURSOR.fullmatch(parameter.name.raw) is not None and isinstance(
        _inner(parameter.schema, schemas), StringSchema
    )


def _is_number(parameter: Parameter, schemas: Mapping[Key, NamedSchema]) -> bool:
    return isinstance(_inner(parameter.schema, schemas), IntegerSchema)


def _first(parameter: Parameter) -> int:
    """The server's default page is the first one; without a default that is 1."""
    default = parameter.default.raw if parameter.default is not None else None
    return default if isinstance(default, int) else 1


def _inner(schema: Schema, schemas: Mapping[Key, NamedSchema]) -> Schema:
    """A schema behind references and null."""
    seen = set[Key]()
    while True:
        match schema:
            case NullableSchema(schema=inner):
                schema = inner
            case Reference(key=key) if key not in seen:
                seen.add(key)
                schema = schemas[key].schema
            case _:
                return schema
