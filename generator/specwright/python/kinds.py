"""Which media type a body is sent in, and whether the caller may choose."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from specwright.ir import (
    NO_ENCODING,
    AnySchema,
    ArraySchema,
    BinarySchema,
    Docs,
    Encoding,
    EnumSchema,
    MediaType,
    NullableSchema,
    ObjectSchema,
    Property,
    Reference,
    RequestBody,
    Schema,
    StringSchema,
    UnionSchema,
)
from specwright.lower.media import essence, is_json, is_multipart, is_text
from specwright.python.types import Types
from specwright.text import Data, Text

BodyKind: TypeAlias = Literal[
    "none", "object", "json", "multipart", "urlencoded", "content"
]

_FORM = "multipart/form-data"
_ORDER: tuple[BodyKind, ...] = ("json", "multipart", "urlencoded", "content")
_SHOWN = {
    "image": "image/png",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "text": "text/plain",
}

CHOICE_DOCS = Docs(description=Text("Media type that the body is sent in."))


def body_kind(media: MediaType) -> BodyKind:
    """How a media type is written."""
    name = media.media_type.raw
    if is_json(name) or essence(name) == "*/*":
        return "json"
    if is_multipart(name):
        return "multipart"
    if essence(name) == "application/x-www-form-urlencoded":
        return "urlencoded"
    return "content"


def chosen(body: RequestBody | None, types: Types) -> tuple[BodyKind, MediaType | None]:
    """The media type that a method sends: JSON, else a form, else what there is.

    A form that takes files goes first, since JSON could not carry them; but where
    JSON is the same body without files, they decide (see `upload`).
    """
    if body is None or not body.content:
        return "none", None
    kinds = [(body_kind(media), media) for media in body.content]
    first = min(kinds, key=lambda pair: _ORDER.index(pair[0]))
    if upload(body, first[1], types) is not None:
        return first
    for kind, media in kinds:
        if kind == "multipart" and _takes_files(media, types):
            return kind, media
    return first


def upload(body: RequestBody, media: MediaType, types: Types) -> MediaType | None:
    """The form that has the object of a JSON body with files beside it.

    It has the same fields and needs no others of them; all else that it has are files.
    """
    if body_kind(media) != "json" or by_type(body, media, types):
        return None
    return next((m for m in body.content if _adds_files(m, media, types)), None)


def _adds_files(other: MediaType, media: MediaType, types: Types) -> bool:
    one, two = object_of(media.schema, types), object_of(other.schema, types)
    files = file_names(other, types)
    if one is None or two is None or not one.properties or not files:
        return False
    rest = [p for p in two.properties if p.name not in files]
    needed = {p.name for p in one.properties if p.required}
    return (
        essence(other.media_type.raw) == _FORM
        and {p.name for p in rest} == {p.name for p in one.properties}
        and {p.name for p in rest if p.required} <= needed
        and one.alternatives == two.alternatives
    )


def file_names(media: MediaType, types: Types) -> set[Text]:
    """The properties of a multipart body that are files."""
    found, encodings = object_of(media.schema, types), dict(media.encodings)
    return {
        prop.name
        for prop in (found.properties if found else ())
        if is_file(
            field_schema(prop, encodings.get(prop.name.raw, NO_ENCODING), types), types
        )
    }


def field_schema(prop: Property, encoding: Encoding, types: Types) -> Schema:
    """A property of a multipart body: never null, and a file where its type is one."""
    schema = not_null(prop.schema, types)
    if not encoding.content_type:
        return schema
    return file_by_type(schema, encoding.content_type.raw, types)


def _takes_files(media: MediaType, types: Types) -> bool:
    found = object_of(media.schema, types)
    return found is not None and any(is_file(p.schema, types) for p in found.properties)


def object_of(schema: Schema, types: Types) -> ObjectSchema | None:
    """The object that a body is; None where it is something else."""
    schema = types.resolved(schema)
    if isinstance(schema, NullableSchema):
        schema = types.resolved(schema.schema)
    return schema if isinstance(schema, ObjectSchema) else None


def by_type(body: RequestBody, media: MediaType, types: Types) -> tuple[Text, ...]:
    """The types of a body that its value decides between; empty without such a choice.

    Where JSON is offered beside raw content, what JSON can hold is sent as JSON, and
    bytes, files and text are sent as they are.
    """
    if body_kind(media) != "json":
        return ()
    raw = [
        other.media_type
        for other in body.content
        if body_kind(other) == "content"
        and "*" not in essence(other.media_type.raw)
        and isinstance(
            types.resolved(other.schema), (AnySchema, StringSchema, BinarySchema)
        )
    ]
    return (media.media_type, *raw) if raw else ()


def choice_by_type(decided: tuple[Text, ...]) -> tuple[Schema, Data | None, Docs]:
    """What `choice` says of a body whose value decides."""
    values = tuple(Data(kind.raw) for kind in decided)
    text = f"{CHOICE_DOCS.description.raw} {_BY_TYPE}"
    return EnumSchema(values=values), None, Docs(description=Text(text))


def choice_by_files(
    found: tuple[Schema, Data | None, Docs], form: MediaType
) -> tuple[Schema, Data | None, Docs]:
    """A choice to which files add a form; without one, they decide."""
    schema, _, docs = found
    values = schema.values if isinstance(schema, EnumSchema) else ()
    text = f"{docs.description.raw} Without it, JSON, or a form where files are given."
    return (
        EnumSchema(values=(*values, Data(form.media_type.raw))),
        None,
        Docs(description=Text(text)),
    )


_BY_TYPE = "Without it, bytes, files and text are sent as they are, and everything else as JSON."


def left_out(body: RequestBody | None, types: Types) -> list[MediaType]:
    """The types of a body that no argument of the method can ask for."""
    _, media = chosen(body, types)
    if body is None or media is None:
        return []
    decided = by_type(body, media, types)
    form = upload(body, media, types)
    return [
        other
        for other in body.content
        if other is not media
        and other is not form
        and other.media_type not in decided
        and not _is_alike(other, media, types)
    ]


def choice(
    body: RequestBody, media: MediaType, types: Types
) -> tuple[Schema, Data | None, Docs] | None:
    """The `content_type` argument: schema, default and docs; None without a choice.

    The same arguments must make each of the bodies: any raw content does, and an
    object that has the same fields in each type.
    """
    kind = body_kind(media)
    alike = [m for m in body.content if m is media or _is_alike(m, media, types)]
    alike.sort(key=lambda m: m is not media)
    names = [m.media_type.raw for m in alike if "*" not in essence(m.media_type.raw)]
    is_open = len(names) < len(alike) and kind == "content"
    if kind == "multipart" and object_of(media.schema, types) is None:
        # Its parts are the caller's, and so is what stands between them.
        return _named_by_caller(f"{essence(names[0])}; boundary=frame")
    if not names and is_open:
        shown = _SHOWN.get(essence(media.media_type.raw).partition("/")[0])
        return _named_by_caller(shown or "application/octet-stream")
    if len(names) < 2:
        return None
    values = tuple(map(Data, names))
    return EnumSchema(values=values), values[0], CHOICE_DOCS


def _named_by_caller(example: str) -> tuple[Schema, Data | None, Docs]:
    docs = replace(CHOICE_DOCS, examples=(Data(example),))
    return StringSchema(), None, docs


def _is_alike(other: MediaType, media: MediaType, types: Types) -> bool:
    kind, wanted = body_kind(other), body_kind(media)
    if kind == "content" or wanted == "content":
        return kind == wanted
    if kind == "json" and wanted == "json":
        return other.schema == media.schema
    if wanted != "json" or essence(other.media_type.raw) in _MIXED:
        return False
    one, two = object_of(media.schema, types), object_of(other.schema, types)
    if one is None or two is None or other.encodings:
        return False
    if _takes_files(other, types):
        return False
    return {p.name for p in one.properties} == {p.name for p in two.properties}


_MIXED = frozenset({"multipart/mixed", "multipart/related"})


def is_file(schema: Schema, types: Types) -> bool:
    """Whether a field of a form is a file, or several."""
    match types.resolved(schema):
        case BinarySchema():
            return True
        case ArraySchema(items=inner) | NullableSchema(schema=inner):
            return is_file(inner, types)
        case UnionSchema(variants=variants):
            return all(is_file(v, types) for v in variants)
        case _:
            return False


def file_by_type(schema: Schema, content_type: str, types: Types) -> Schema:
    """A field whose content type is no text is a file, whatever it is called.

    What is declared a string is one, unless its content type is always bytes.
    """
    first = essence(content_type.partition(",")[0])
    is_markup = first.endswith(("/xml", "+xml"))
    match types.resolved(schema):
        case StringSchema():
            return schema if is_markup or not _is_bytes(first) else BinarySchema()
        case AnySchema():
            is_textual = is_markup or is_json(first) or is_text(first)
            return schema if is_textual else BinarySchema()
        case _:
            return schema


def _is_bytes(media_type: str) -> bool:
    kind, _, name = media_type.partition("/")
    if kind == "application":
        return name.startswith("vnd.") or name.endswith("zip") or name in _BYTES
    return kind in {"image", "audio", "video", "font", "model", "*"}


_BYTES = frozenset({"octet-stream", "pdf", "wasm", "msword", "x-tar"})


def not_null(schema: Schema, types: Types) -> Schema:
    """Where nothing can say null, a nullable schema is its other half."""
    match schema:
        case NullableSchema(schema=inner):
            return inner
        case Reference():
            target = types.resolved(schema)
            return target.schema if isinstance(target, NullableSchema) else schema
        case _:
            return schema
