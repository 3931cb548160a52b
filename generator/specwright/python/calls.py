"""What a method takes, sends and gives back: decided here, printed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from specwright.ir import (
    NO_ENCODING,
    Alternatives,
    AnySchema,
    BinarySchema,
    Docs,
    Encoding,
    EnumSchema,
    Key,
    MediaType,
    NullableSchema,
    Operation,
    Property,
    Reference,
    RequestBody,
    Response,
    Schema,
    Streaming,
)
from specwright.lower.media import is_json
from specwright.naming.memory import Settled, argument_key
from specwright.naming.reserved import ARGUMENTS
from specwright.naming.resources import attribute, given
from specwright.naming.scope import settle
from specwright.naming.table import Names, Path
from specwright.python.kinds import (
    BodyKind,
    by_type,
    choice,
    choice_by_type,
    chosen,
    file_by_type,
    is_file,
    object_of,
)
from specwright.python.replies import Reply, reply_of
from specwright.python.shown import shown_keywords
from specwright.python.types import Types
from specwright.text import EMPTY, Data, Text

Place: TypeAlias = Literal[
    "path",
    "query",
    "querystring",
    "header",
    "cookie",
    "json",
    "form",
    "file",
    "body",
    "content_type",
]


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
    encoding: Encoding = NO_ENCODING
    """How the value is written, where it is no JSON of its own."""
    by_type: tuple[Text, ...] = ()
    """Of a body that may be JSON or raw content: the types that its value decides."""
    chosen: bool = False
    """The user gave the name."""

    @property
    def is_needed(self) -> bool:
        """Whether a caller must give it."""
        return self.required and self.constant is None

    @property
    def is_positional(self) -> bool:
        """Whether it stands before the keywords: only what a caller must give."""
        return self.place == "path" and self.constant is None


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
    headers: Reference | None
    """What comes with a success beside its body, as an object."""
    errors: tuple[tuple[Response, Schema | None], ...]
    """Declared failures, each with the schema of its body where there is one."""
    alternatives: Alternatives | None = None
    """Which fields of the body must be given together, where a caller may choose."""

    @property
    def fewest(self) -> tuple[Argument, ...]:
        """The arguments of the shortest call that the server accepts."""
        return self._settled([a for a in self.arguments if a.is_needed])

    @property
    def most(self) -> tuple[Argument, ...]:
        """The arguments that can be given at once."""
        return self._settled(self.arguments)

    def _settled(self, given: Sequence[Argument]) -> tuple[Argument, ...]:
        if self.alternatives is None:
            return tuple(given)
        names = {a.name for a in given}
        fields = self.at("json", "form", "file")
        there = {a.wire for a in fields if a.name in names or a.constant is not None}
        kept = self.alternatives.settled(there)
        names -= {a.name for a in fields if a.wire not in kept}
        names |= {a.name for a in fields if a.wire in kept - there}
        return tuple(a for a in self.arguments if a.name in names)

    def at(self, *places: Place) -> tuple[Argument, ...]:
        """The arguments that go to some places, in the document's order."""
        return tuple(a for a in self.arguments if a.place in places)

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """Every schema that the method's code mentions."""
        reply = (self.reply.schema,) if self.reply.schema else ()
        errors = tuple(schema for _, schema in self.errors if schema is not None)
        headers = (self.headers,) if self.headers is not None else ()
        return (*(a.schema for a in self.arguments), *reply, *headers, *errors)


def call_of(operation: Operation, names: Names, types: Types) -> Call:
    """The method of an operation."""
    kind, media = chosen(operation.request_body, types)
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
        arguments=_ordered(_named(operation, found, names)),
        body=kind,
        media_type=media.media_type if media else EMPTY,
        reply=reply_of(operation, types),
        headers=operation.headers,
        errors=tuple(_errors(operation)),
        alternatives=_alternatives(kind, media, types),
    )


def _alternatives(
    kind: BodyKind, media: MediaType | None, types: Types
) -> Alternatives | None:
    """Those of a body whose fields are arguments of their own."""
    if media is None or kind not in {"object", "multipart", "urlencoded"}:
        return None
    schema = object_of(media.schema, types)
    return schema.alternatives if schema is not None else None


def _parameters(operation: Operation, types: Types) -> Iterator[Argument]:
    for place in ("path", "query", "querystring", "header", "cookie"):
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
                encoding=parameter.encoding,
                chosen=parameter.chosen,
            )


def _body_arguments(
    operation: Operation,
    body: RequestBody,
    kind: BodyKind,
    media: MediaType,
    types: Types,
) -> tuple[BodyKind, list[Argument]]:
    """An object is taken apart into keywords; any other body is one `request`."""
    if not operation.streaming and (decided := by_type(body, media, types)):
        whole = replace(_whole(media.schema, body, "json"), by_type=decided)
        return "json", [whole, *_choice(body, media, types, decided)]
    schema = object_of(media.schema, types)
    several = list(_choice(body, media, types))
    if kind == "content" or (kind == "multipart" and schema is None):
        return "content", [_whole(BinarySchema(), body, "body"), *several]
    if schema is None:
        place: Place = "json" if kind == "json" else "body"
        return kind, [_whole(media.schema, body, place), *several]
    names = {prop.name.raw for prop in schema.properties}
    if kind == "json" and "request" not in names and _shows_request(operation):
        return kind, [_whole(media.schema, body, "json"), *several]
    encodings = dict(media.encodings)
    arguments = [
        _field(kind, prop, encodings.get(prop.name.raw, NO_ENCODING), types)
        for prop in schema.properties
    ]
    arguments = [_flagged(a, operation.streaming) for a in arguments]
    return ("object" if kind == "json" else kind), [*arguments, *several]


def _field(
    kind: BodyKind, prop: Property, encoding: Encoding, types: Types
) -> Argument:
    """One property of a body that is taken apart."""
    schema = prop.schema if kind == "json" else _not_null(prop.schema, types)
    place: Place = "json" if kind == "json" else "form"
    if kind == "multipart" and encoding.content_type:
        schema = file_by_type(schema, encoding.content_type.raw, types)
    if kind == "multipart" and is_file(schema, types):
        place = "file"
    return Argument(
        name=_given(prop.given, types),
        wire=prop.name,
        place=place,
        schema=schema,
        required=prop.required,
        nullable=kind == "json" and types.is_nullable(prop.schema),
        constant=types.constant(prop.schema) if prop.required else None,
        default=prop.default,
        docs=prop.docs,
        encoding=encoding,
        chosen=prop.chosen,
    )


def _choice(
    body: RequestBody, media: MediaType, types: Types, decided: tuple[Text, ...] = ()
) -> Iterator[Argument]:
    """The `content_type` argument, where a body can be sent in several types."""
    if found := choice_by_type(decided) if decided else choice(body, media, types):
        schema, first, docs = found
        yield Argument(
            name="content_type",
            wire=Text("content_type"),
            place="content_type",
            schema=schema,
            required=not decided,
            nullable=False,
            constant=first,
            default=None,
            docs=docs,
        )


def _flagged(argument: Argument, streaming: Streaming | None) -> Argument:
    """The flag that asks for a stream has the one value that fits the method."""
    if streaming is None or argument.wire != streaming.flag:
        return argument
    value = Data(streaming.on)
    return replace(
        argument,
        schema=EnumSchema(values=(value,)),
        required=streaming.on,
        nullable=False,
        constant=value if streaming.on else None,
        default=None,
    )


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


def _named(
    operation: Operation, arguments: list[Argument], names: Names
) -> list[Argument]:
    """The arguments with their names.

    What is called as on the wire in a path or a body is not in the lock: of an
    operation that is known, it comes before what is new.
    """
    memory = names.memory
    wanted: dict[int, tuple[str, ...]] = {}
    held, plain = {}, {}
    for index, argument in enumerate(arguments):
        name = argument.name or attribute(
            argument.wire.raw, names.casing, fallback="value"
        )
        place = _part(argument)
        other = "media_type" if place == "content_type" else f"{place}_{name}"
        wanted[index] = (name, other.rstrip("_"))
        key = argument_key(operation.key, place, argument.wire.raw)
        if kept := memory.name(key):
            held[index] = kept
        if memory.knows(operation.key) and _is_plain(argument, name):
            plain[index] = name
    chosen = {i: wanted[i][0] for i, each in enumerate(arguments) if each.chosen}
    settled = settle(wanted, ARGUMENTS, chosen, held, plain)
    return [replace(a, name=settled[i]) for i, a in enumerate(arguments)]


def _part(argument: Argument) -> str:
    """The part of the request that an argument goes to."""
    is_body = argument.place in {"json", "form", "file"}
    return "body" if is_body else argument.place


def _is_plain(argument: Argument, name: str) -> bool:
    return name == argument.wire.raw and _part(argument) in ("path", "body")


def settled_arguments(call: Call) -> Iterator[Settled]:
    """What the lock keeps of the names of a method's arguments."""
    for argument in call.arguments:
        if not _is_plain(argument, argument.name):
            place, wire = _part(argument), argument.wire.raw
            yield Settled(
                key=argument_key(call.operation.key, place, wire),
                name=argument.name,
                chosen=argument.chosen,
                location=call.operation.location,
            )


def _ordered(arguments: list[Argument]) -> tuple[Argument, ...]:
    path = [a for a in arguments if a.is_positional]
    rest = [a for a in arguments if not a.is_positional]
    needed = [a for a in rest if a.is_needed]
    return (*path, *needed, *(a for a in rest if not a.is_needed))


def _errors(operation: Operation) -> Iterator[tuple[Response, Schema | None]]:
    for response in operation.responses:
        if response.is_success or response.status.raw.startswith(("1", "3")):
            continue
        json = [m.schema for m in response.content if is_json(m.media_type.raw)]
        known = json[0] if json and not isinstance(json[0], AnySchema) else None
        yield response, known


Calls: TypeAlias = dict[Key, Call]
