"""What a method gives back: decided from all of its declared successes together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from specwright.ir import (
    NO_DOCS,
    AnySchema,
    BinarySchema,
    Docs,
    MediaType,
    NullableSchema,
    Operation,
    Response,
    Schema,
    StringSchema,
    UnionSchema,
)
from specwright.lower.media import essence, is_event_stream, is_json, is_text
from specwright.python.types import Types
from specwright.text import EMPTY, Text

ReplyKind: TypeAlias = Literal[
    "json", "text", "nothing", "bytes", "events", "undeclared"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a method gives back."""

    kind: ReplyKind
    schema: Schema | None = None
    """Of the value, or of one item of a stream."""
    statuses: tuple[tuple[Text, Schema], ...] = ()
    """Where successes differ, the schema of each status."""
    media_type: Text = EMPTY
    accept: Text = EMPTY
    """The Accept header, where the usual one of the kind asks for something else."""
    docs: Docs = NO_DOCS


def reply_of(operation: Operation, types: Types) -> Reply:
    """By the declared successes: all of them together."""
    responses = operation.responses
    successes = [r for r in responses if r.is_success]
    successes = successes or [r for r in responses if r.status.raw == "default"]
    if not successes or any(r.undecided for r in successes):
        # Only redirects and failures are described: what arrives decides.
        found = [*successes, *(r for r in responses if r.status.raw[0] == "3")]
        return Reply(kind="undeclared", docs=found[0].docs if found else NO_DOCS)
    media = [(r, m) for r in successes for m in r.content]
    if not media or operation.method.raw == "HEAD":
        return Reply(kind="nothing", docs=successes[0].docs)
    response, first = media[0]
    json = [(r, m) for r, m in media if is_json(m.media_type.raw)]
    if is_event_stream(first.media_type.raw):
        return _stream(first, response, types)
    if json and not _is_content(first, (m for _, m in json), types):
        return _json(json, successes)
    is_plain = all(is_text(m.media_type.raw) for _, m in media)
    if is_plain and not _is_binary(first.schema, types):
        return Reply(kind="text", media_type=first.media_type, docs=response.docs)
    return Reply(kind="bytes", media_type=first.media_type, docs=response.docs)


def _stream(media: MediaType, response: Response, types: Types) -> Reply:
    """A stream of items; of bytes, where an item is text that nobody describes."""
    item = media.item_schema or media.schema
    is_text = isinstance(types.resolved(item), (StringSchema, BinarySchema, AnySchema))
    if is_text and media.item_schema is None:
        return Reply(kind="bytes", media_type=media.media_type, docs=response.docs)
    return Reply(
        kind="events", schema=item, media_type=media.media_type, docs=response.docs
    )


def _json(
    json: list[tuple[Response, MediaType]], successes: Iterable[Response]
) -> Reply:
    response, first = json[0]
    schemas = list(dict.fromkeys(m.schema for _, m in json))
    one = schemas[0] if len(schemas) == 1 else UnionSchema(variants=tuple(schemas))
    empty = any(not r.content for r in successes)
    statuses: dict[Text, Schema] = {}
    for other, media in json:
        statuses.setdefault(other.status, media.schema)
    kinds = list(dict.fromkeys(essence(m.media_type.raw) for _, m in json))
    usual = "application/json" in kinds
    return Reply(
        kind="json",
        schema=NullableSchema(schema=one) if empty else one,
        statuses=tuple(statuses.items()) if len(set(statuses.values())) > 1 else (),
        media_type=first.media_type,
        accept=EMPTY if usual else Text(", ".join(kinds)),
        docs=response.docs,
    )


def _is_content(first: MediaType, json: Iterable[MediaType], types: Types) -> bool:
    """Whether a reply is content such as a video, and JSON only stands for it."""
    return not is_json(first.media_type.raw) and all(
        isinstance(types.resolved(m.schema), (StringSchema, BinarySchema)) for m in json
    )


def _is_binary(schema: Schema, types: Types) -> bool:
    found = types.resolved(schema)
    binary = isinstance(found, StringSchema) and found.format.raw == "binary"
    return binary or isinstance(found, BinarySchema)
