"""Recognises lists that are read page by page, from parameters and reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from specwright.codes import finding
from specwright.config import Config, PagesConfig
from specwright.diagnostics import Diagnostic, Diagnostics
from specwright.ir import (
    AnySchema,
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
from specwright.text import EMPTY, Text, show

_CURSOR = re.compile(
    r"(?:next_?)?(?:page_?)?(?:cursor|token)|(?:page|start(?:ing)?|end(?:ing)?)_?"
    r"(?:after|token|cursor)(?:_\w+)?|after",
    re.I,
)
_NEXT = re.compile(r"(?:next_?)?(?:page_?)?(?:cursor|token)|last_\w*id", re.I)
_MORE = re.compile(r"has_?(?:more|next)(?:_?page)?|more", re.I)
_PAGE = re.compile(r"page(?:_?(?:number|index|num))?", re.I)
_ITEMS = ("data", "items", "results", "records", "entries")


def paginate(api: Api, config: Config, diagnostics: Diagnostics) -> Api:
    """The API, each operation with its pagination where it has one.

    ``[pagination]`` of client.toml confirms, corrects or switches off what is
    inferred, by the keys of operations. A reply that several operations share is a page of one kind only.
    """
    chosen = config.pagination
    pages: dict[Key, tuple[Text, Text]] = {}
    operations = []
    for operation in api.operations:
        found = _pagination(operation, api.schemas)
        if operation.key in chosen:
            found = _chosen(operation, api.schemas, chosen[operation.key], found)
            if found is None and chosen[operation.key] is not None:
                diagnostics.add(_impossible(operation))
        if found is not None:
            kind = (found.items, found.next)
            if pages.setdefault(found.page, kind) == kind:
                operation = replace(operation, pagination=found)
                if operation.key not in chosen:
                    diagnostics.add(_noted(operation, found))
            elif operation.key in chosen:
                diagnostics.add(_impossible(operation))
        operations.append(operation)
    for key in sorted(set(chosen) - {op.key for op in api.operations}):
        diagnostics.add(_unknown(key, api, config))
    return replace(api, operations=tuple(operations))


def _chosen(
    operation: Operation,
    schemas: Mapping[Key, NamedSchema],
    chosen: PagesConfig | None,
    inferred: Pagination | None,
) -> Pagination | None:
    """What the configuration says, completed by what was inferred; None if it cannot be."""
    if chosen is None:
        return None
    target, key = _page(operation, schemas)
    old = inferred or Pagination(
        parameter=EMPTY, items=EMPTY, item=AnySchema(), page=key
    )
    found = replace(
        old,
        parameter=Text(chosen.parameter) if chosen.parameter else old.parameter,
        items=Text(chosen.items) if chosen.items else old.items,
        next=Text(chosen.next) if chosen.next else old.next,
        more=Text(chosen.more) if chosen.more else old.more,
    )
    lists = _lists(target, schemas) if target is not None else {}
    query = {p.name for p in operation.parameters if p.place == "query"}
    names = {p.name for p in target.properties} if target is not None else set()
    if found.items not in lists or found.parameter not in query:
        return None
    if not {n for n in (found.next, found.more) if n} <= names:
        return None
    return replace(found, item=lists[found.items])


def _impossible(operation: Operation) -> Diagnostic:
    return finding(
        "SW702",
        f"no pages can be made of `{operation.key}` as client.toml says",
        operation.location,
        consequence="Nothing is generated for the client.",
        hint="`parameter` is a query parameter of the operation, `items`, `next` and"
        " `more` are properties of its reply, and the reply is a schema with a name"
        " that is no page of another kind elsewhere.",
    )


def _unknown(key: str, api: Api, config: Config) -> Diagnostic:
    near = get_close_matches(key, [op.key for op in api.operations], n=1)
    return finding(
        "SW703",
        f"[pagination] of client.toml names {show(key)}, which is no operation",
        config.at("pagination", key),
        consequence="Nothing is generated for the client.",
        hint=f"Did you mean {show(near[0])}?" if near else "Name method and path.",
    )


def _noted(operation: Operation, found: Pagination) -> Diagnostic:
    by = f"`{found.next.raw}` of the reply" if found.next else "counting pages"
    return finding(
        "SW701",
        f"pages of `{found.items.raw}`, asked for with `{found.parameter.raw}` from {by}",
        operation.location,
        consequence="The method returns a page that iterates over all items.",
        hint=f'`[pagination]` of client.toml: "{operation.key}" = false switches it off.',
    )


def _pagination(
    operation: Operation, schemas: Mapping[Key, NamedSchema]
) -> Pagination | None:
    if operation.method.raw != "GET":
        return None
    target, key = _page(operation, schemas)
    items = _items(target, operation, schemas) if target is not None else None
    if items is None or target is None:
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


def _page(
    operation: Operation, schemas: Mapping[Key, NamedSchema]
) -> tuple[ObjectSchema | None, Key]:
    """The named object that an operation returns, and its key."""
    schema, key = _reply(operation), ""
    while isinstance(schema, Reference):
        key, schema = schema.key, schemas[schema.key].schema
    return (schema, key) if isinstance(schema, ObjectSchema) and key else (None, "")


def _lists(
    reply: ObjectSchema, schemas: Mapping[Key, NamedSchema]
) -> dict[Text, Schema]:
    """The lists in a reply, by wire name, each with the schema of its items."""
    return {
        prop.name: inner.items
        for prop in reply.properties
        if isinstance(inner := _inner(prop.schema, schemas), ArraySchema)
    }


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
    lists = list(_lists(reply, schemas).items())
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
        and not _is_url(_inner(prop.schema, schemas))
    ]
    return found[0] if len(found) == 1 else None


def _is_url(schema: Schema) -> bool:
    """Whether a text is the address of the next page, and no value to ask with."""
    return isinstance(schema, StringSchema) and schema.format.raw.startswith(
        ("uri", "url")
    )


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
