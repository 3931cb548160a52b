"""What a method takes, sends and gives back: decided here, printed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from specwright.ir import (
    Alternatives,
    AnySchema,
    Key,
    MediaType,
    Operation,
    Reference,
    Response,
    Schema,
    StringSchema,
)
from specwright.lower.media import is_json
from specwright.naming.memory import Settled, argument_key
from specwright.naming.reserved import ARGUMENTS
from specwright.naming.resources import attribute
from specwright.naming.scope import settle
from specwright.naming.table import Names, Path
from specwright.python.arguments import Argument, Place
from specwright.python.bodies import body_arguments, given_to
from specwright.python.kinds import (
    BodyKind,
    chosen,
    not_null,
    object_of,
)
from specwright.python.replies import Reply, reply_of
from specwright.python.types import Types
from specwright.text import EMPTY, Text


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
    def uploads(self) -> bool:
        """Whether files make a form of a body that is JSON without them."""
        return self.body == "object" and bool(self.at("file"))

    @property
    def fewest(self) -> tuple[Argument, ...]:
        """The arguments of the shortest call that the server accepts."""
        return self._settled([a for a in self.arguments if a.is_needed])

    @property
    def most(self) -> tuple[Argument, ...]:
        """The arguments that can be given at once: files decide the type of a body."""
        decided = {"content_type"} if self.uploads else set[str]()
        return self._settled([a for a in self.arguments if a.place not in decided])

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
        kind, body = body_arguments(
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
            schema = parameter.schema
            if place == "path" and types.is_null(schema):
                schema = StringSchema()  # A path cannot do without.
            yield Argument(
                name=given_to(parameter.given, types),
                wire=parameter.name,
                place=parameter.place,
                schema=not_null(schema, types),
                required=parameter.required,
                nullable=False,
                constant=types.constant(schema) if parameter.required else None,
                default=parameter.default,
                docs=parameter.docs,
                encoding=parameter.encoding,
                chosen=parameter.chosen,
            )


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
