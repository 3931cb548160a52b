"""What the events of a stream carry: their payload, without the envelope of the protocol.

A description of Server-Sent Events may be that of the whole event (OpenAPI 3.2,
"Special Considerations for Server-Sent Events"):

    itemSchema:
      properties:
        event: {const: added}
        data: {contentMediaType: application/json, contentSchema: {$ref: ...}}

An item of the stream is then what `data` holds: the client takes events apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from specwright.ir import Schema, StringSchema, UnionSchema
from specwright.lower.cursor import Cursor
from specwright.lower.media import essence
from specwright.lower.schemas import Place, Schemas
from specwright.read.tree import Map
from specwright.text import Text

_FIELDS = frozenset({"data", "event", "id", "retry"})
"""The fields of an event (HTML standard, 9.2.6)."""

_UNIONS = ("oneOf", "anyOf")


def payload(
    media_type: str,
    at: Cursor,
    words: tuple[Text, ...],
    schemas: Schemas,
    follow: Callable[[Cursor], Cursor],
) -> Schema | None:
    """What an event holds; None where the schema is not about whole events.

    ``at`` is the Media Type Object, ``words`` name a type that is written inside.
    """
    if essence(media_type) != "text/event-stream":
        return None
    found = follow(at / "itemSchema" if "itemSchema" in at else at / "schema")
    name = (*words, Text("Item"))
    if found.path[:-1] == ("components", "schemas"):
        name = (Text(str(found.path[-1])),)
    items = list(_payloads(found, name, schemas, follow))
    different = tuple(dict.fromkeys(items))
    if not different:
        return None
    return different[0] if len(different) == 1 else UnionSchema(variants=different)


def _payloads(
    at: Cursor,
    name: tuple[Text, ...],
    schemas: Schemas,
    follow: Callable[[Cursor], Cursor],
) -> Iterator[Schema]:
    """The payload of each kind of event; nothing where one of them is no envelope."""
    unions = [key for key in _UNIONS if key in at]
    variants = [follow(child) for key in unions for child in (at / key).elements()]
    kinds = variants if variants and all(map(_is_event, variants)) else [at]
    if not all(map(_is_event, kinds)):
        return
    for kind in kinds:
        data = kind / "properties" / "data"
        if data.node is None:  # An event that is only a name.
            continue
        target = follow(data)
        if "contentSchema" in target:
            data = target / "contentSchema"
        elif target.text("type").raw == "string":
            yield StringSchema()
            continue
        yield schemas.lower(data, Place(None, (*name, Text("data"))))


def _is_event(at: Cursor) -> bool:
    properties = (at / "properties").node
    return (
        isinstance(properties, Map)
        and bool({"data", "event"} & set(properties))
        and set(properties) <= _FIELDS
    )
