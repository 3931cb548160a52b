"""The arguments that make the body of a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from specwright.ir import (
    NO_ENCODING,
    BinarySchema,
    Encoding,
    EnumSchema,
    MediaType,
    Operation,
    Property,
    RequestBody,
    Schema,
    Streaming,
)
from specwright.naming.resources import given
from specwright.python.arguments import Argument, Place
from specwright.python.kinds import (
    BodyKind,
    by_type,
    choice,
    choice_by_files,
    choice_by_type,
    field_schema,
    file_names,
    is_file,
    not_null,
    object_of,
    upload,
)
from specwright.python.shown import shown_keywords
from specwright.python.types import Types
from specwright.text import Data, Text


def body_arguments(
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
    if kind == "json" and (form := upload(body, media, types)):
        return "object", _with_files(operation, body, media, form, types)
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
    arguments = _fields(operation, kind, media, types)
    return ("object" if kind == "json" else kind), [*arguments, *several]


def _fields(
    operation: Operation,
    kind: BodyKind,
    media: MediaType,
    types: Types,
) -> list[Argument]:
    """The properties of a body that is taken apart."""
    schema, encodings = object_of(media.schema, types), dict(media.encodings)
    return [
        _flagged(
            _field(kind, prop, encodings.get(prop.name.raw, NO_ENCODING), types),
            operation.streaming,
        )
        for prop in (schema.properties if schema else ())
    ]


def _with_files(
    operation: Operation,
    body: RequestBody,
    media: MediaType,
    form: MediaType,
    types: Types,
) -> list[Argument]:
    """The fields of a JSON body, and the files that make a form of it."""
    names = file_names(form, types)
    files = [
        replace(
            argument,
            required=False,
            constant=None,
            docs=replace(argument.docs, description=_said_of(argument)),
        )
        for argument in _fields(operation, "multipart", form, types)
        if argument.wire in names
    ]
    encodings = dict(form.encodings)
    fields = [
        replace(a, encoding=encodings.get(a.wire.raw, NO_ENCODING))
        for a in _fields(operation, "json", media, types)
    ]
    return [*fields, *files, *_choice(body, media, types, form=form)]


def _said_of(file: Argument) -> Text:
    docs = file.docs
    text = docs.description.raw.strip() or docs.summary.raw.strip()
    if not text:
        return Text(f"`{file.wire.raw}`, sent as `multipart/form-data`.")
    return Text(f"Sent as `multipart/form-data`. {text}")


def _field(
    kind: BodyKind, prop: Property, encoding: Encoding, types: Types
) -> Argument:
    """One property of a body that is taken apart."""
    schema = prop.schema if kind == "json" else not_null(prop.schema, types)
    place: Place = "json" if kind == "json" else "form"
    if kind == "multipart":
        schema = field_schema(prop, encoding, types)
        place = "file" if is_file(schema, types) else "form"
    return Argument(
        name=given_to(prop.given, types),
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
    body: RequestBody,
    media: MediaType,
    types: Types,
    decided: tuple[Text, ...] = (),
    form: MediaType | None = None,
) -> Iterator[Argument]:
    """The `content_type` argument, where a body can be sent in several types."""
    found = choice_by_type(decided) if decided else choice(body, media, types)
    if found and form is not None:
        found = choice_by_files(found, form)
    if found:
        schema, first, docs = found
        yield Argument(
            name="content_type",
            wire=Text("content_type"),
            place="content_type",
            schema=schema,
            required=not decided and form is None,
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


def given_to(name: Text, types: Types) -> str:
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
