"""What a method takes, sends and gives back: decided here, printed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from specwright.ir import (
    NO_DOCS,
    AnySchema,
    ArraySchema,
    BinarySchema,
    Docs,
    Key,
    MediaType,
    NullableSchema,
    ObjectSchema,
    Operation,
    Reference,
    RequestBody,
    Response,
    Schema,
    StringSchema,
    UnionSchema,
)
from specwright.lower.media import (
    essence,
    is_event_stream,
    is_json,
    is_multipart,
)
from specwright.naming.reserved import ARGUMENTS
from specwright.naming.resources import attribute, given
from specwright.naming.scope import settle
from specwright.naming.table import Names, Path
from specwright.python.shown import shown_keywords
from specwright.python.types import Types
from specwright.text import EMPTY, Data, Text

Place: TypeAlias = Literal[
    "path", "query", "header", "cookie", "json", "form", "file", "body"
]
BodyKind: TypeAlias = Literal[
    "none", "object", "json", "multipart", "urlencoded", "content"
]
ReplyKind: TypeAlias = Literal["json", "nothing", "bytes", "events", "undeclared"]

_BODY_ORDER: tuple[BodyKind, ...] = ("json", "multipart", "urlencoded", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a method and where its value goes."""

    name: str
    wire: Text
    place: Place
    schema: Schema
    required: bool
    nullable: bool
    """`null` can be sent, so that None is not the same as nothing."""
    constant: Data | None
    """The only value there is: filled in, so that callers need not."""
    default: Data | None
    """What the server takes when it gets nothing; documented, never sent."""
    docs: Docs

    @property
    def is_needed(self) -> bool:
        """Whether a caller must give it."""
        return self.required and self.constant is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a method gives back."""

    kind: ReplyKind
    schema: Schema | None = None
    """Of the value, or of one item of a stream."""
    media_type: Text = EMPTY
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One operation as a method."""

    operation: Operation
    path: Path
    name: str
    arguments: tuple[Argument, ...]
    """In the order of the signature: path, needed, optional."""
    body: BodyKind
    media_type: Text
    reply: Reply
    errors: tuple[tuple[Response, Schema | None], ...]
    """Declared failures, each with the schema of its body where there is one."""

    def at(self, *places: Place) -> tuple[Argument, ...]:
        """The arguments that go to some places, in the document's order."""
        return tuple(a for a in self.arguments if a.place in places)

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """Every schema that the method's code mentions."""
        reply = (self.reply.schema,) if self.reply.schema else ()
        errors = tuple(schema for _, schema in self.errors if schema is not None)
        return (*(a.schema for a in self.arguments), *reply, *errors)


def call_of(operation: Operation, names: Names, types: Types) -> Call:
    """The method of an operation."""
    kind, media = _body(operation.request_body)
    found = list(_parameters(operation, types))
    if media is not None and operation.request_body is not None:
        kind, body = _body_arguments(
            operation, operation.request_body, kind, media, types
        )
        found += body
    path, name = names.methods[operation.key]
    return Call(
        operation=operation,
        path=path,
        name=name,
        arguments=_ordered(_named(found, names)),
        body=kind,
        media_type=media.media_type if media else EMPTY,
        reply=_reply(operation, types),
        errors=tuple(_errors(operation)),
    )


def _body(body: RequestBody | None) -> tuple[BodyKind, MediaType | None]:
    """The media type that a method sends: JSON, else a form, else what there is."""
    if body is None or not body.content:
        return "none", None
    kinds = [(_body_kind(media.media_type.raw), media) for media in body.content]
    return min(kinds, key=lambda pair: _BODY_ORDER.index(pair[0]))


def _body_kind(media_type: str) -> BodyKind:
    if is_json(media_type) or essence(media_type) == "*/*":
        return "json"
    if is_multipart(media_type):
        return "multipart"
    if essence(media_type) == "application/x-www-form-urlencoded":
        return "urlencoded"
    return "content"


def _parameters(operation: Operation, types: Types) -> Iterator[Argument]:
    for place in ("path", "query", "header", "cookie"):
        for parameter in operation.parameters:
            if parameter.place != place:
                continue
            yield Argument(
                name=_given(parameter.given, types),
                wire=parameter.name,
                place=parameter.place,
                schema=_not_null(parameter.schema, types),
                required=parameter.required,
                nullable=False,
                constant=(
                    types.constant(parameter.schema) if parameter.required else None
                ),
                default=parameter.default,
                docs=parameter.docs,
            )


def _body_arguments(
    operation: Operation,
    body: RequestBody,
    kind: BodyKind,
    media: MediaType,
    types: Types,
) -> tuple[BodyKind, list[Argument]]:
    """An object is taken apart into keywords; any other body is one `request`."""
    schema = types.resolved(media.schema)
    if isinstance(schema, NullableSchema):
        schema = types.resolved(schema.schema)
    if kind == "content":
        return kind, [_whole(BinarySchema(), body, "body")]
    if not isinstance(schema, ObjectSchema):
        return kind, [_whole(media.schema, body, "json" if kind == "json" else "body")]
    names = {prop.name.raw for prop in schema.properties}
    if kind == "json" and "request" not in names and _shows_request(operation):
        return kind, [_whole(media.schema, body, "json")]
    arguments = [
        Argument(
            name=_given(prop.given, types),
            wire=prop.name,
            place=_property_place(kind, prop.schema, types),
            schema=prop.schema if kind == "json" else _not_null(prop.schema, types),
            required=prop.required,
            nullable=kind == "json" and types.is_nullable(prop.schema),
            constant=types.constant(prop.schema) if prop.required else None,
            default=prop.default,
            docs=prop.docs,
        )
        for prop in schema.properties
    ]
    return ("object" if kind == "json" else kind), arguments


def _given(name: Text, types: Types) -> str:
    """The name that an extension asks for; empty for none."""
    return given(name.raw, types.names.casing, fallback="") if name else ""


def _whole(schema: Schema, body: RequestBody, place: Place) -> Argument:
    return Argument(
        name="request",
        wire=Text("request"),
        place=place,
        schema=schema,
        required=body.required,
        nullable=False,
        constant=None,
        default=None,
        docs=body.docs,
    )


def _shows_request(operation: Operation) -> bool:
    return any("request" in shown_keywords(s) for s in operation.samples)


def _property_place(kind: BodyKind, schema: Schema, types: Types) -> Place:
    if kind == "json":
        return "json"
    return "file" if kind == "multipart" and _is_file(schema, types) else "form"


def _is_file(schema: Schema, types: Types) -> bool:
    match types.resolved(schema):
        case BinarySchema():
            return True
        case ArraySchema(items=inner) | NullableSchema(schema=inner):
            return _is_file(inner, types)
        case _:
            return False


def _not_null(schema: Schema, types: Types) -> Schema:
    """Where nothing can say null, a nullable schema is its other half."""
    match schema:
        case NullableSchema(schema=inner):
            return inner
        case Reference():
            target = types.resolved(schema)
            return target.schema if isinstance(target, NullableSchema) else schema
        case _:
            return schema


def _named(arguments: list[Argument], names: Names) -> list[Argument]:
    wanted: dict[int, tuple[str, ...]] = {}
    for index, argument in enumerate(arguments):
        name = argument.name or attribute(
            argument.wire.raw, names.casing, fallback="value"
        )
        place = "body" if argument.place in {"json", "form", "file"} else argument.place
        wanted[index] = (name, f"{place}_{name}".rstrip("_"))
    settled = settle(wanted, ARGUMENTS)
    return [replace(a, name=settled[i]) for i, a in enumerate(arguments)]


def _ordered(arguments: list[Argument]) -> tuple[Argument, ...]:
    path = [a for a in arguments if a.place == "path"]
    rest = [a for a in arguments if a.place != "path"]
    needed = [a for a in rest if a.is_needed]
    return (*path, *needed, *(a for a in rest if not a.is_needed))


def _reply(operation: Operation, types: Types) -> Reply:
    """By the declared successes: all of them together."""
    successes = [r for r in operation.responses if r.is_success]
    if not successes:
        successes = [r for r in operation.responses if r.status.raw == "default"]
    if not successes or any(r.undecided for r in successes):
        docs = successes[0].docs if successes else NO_DOCS
        return Reply(kind="undeclared" if successes else "nothing", docs=docs)
    media = [(r, m) for r in successes for m in r.content]
    if not media:
        return Reply(kind="nothing", docs=successes[0].docs)
    response, first = media[0]
    json = [m for _, m in media if is_json(m.media_type.raw)]
    if is_event_stream(first.media_type.raw):
        item = first.item_schema or first.schema
        is_text = isinstance(
            types.resolved(item), (StringSchema, BinarySchema, AnySchema)
        )
        if not is_text:
            return Reply(
                kind="events",
                schema=item,
                media_type=first.media_type,
                docs=response.docs,
            )
        return Reply(kind="bytes", media_type=first.media_type, docs=response.docs)
    if not json:
        return Reply(kind="bytes", media_type=first.media_type, docs=response.docs)
    schemas = list(dict.fromkeys(m.schema for m in json))
    one = schemas[0] if len(schemas) == 1 else UnionSchema(variants=tuple(schemas))
    empty = any(not r.content for r in successes)
    return Reply(
        kind="json",
        schema=NullableSchema(schema=one) if empty else one,
        media_type=json[0].media_type,
        docs=response.docs,
    )


def _errors(operation: Operation) -> Iterator[tuple[Response, Schema | None]]:
    for response in operation.responses:
        if response.is_success or response.status.raw.startswith(("1", "3")):
            continue
        json = [m.schema for m in response.content if is_json(m.media_type.raw)]
        known = json[0] if json and not isinstance(json[0], AnySchema) else None
        yield response, known


Calls: TypeAlias = dict[Key, Call]
