"""Responses and their headers (Swagger 2.0, Response Object)."""

from __future__ import annotations

from collections.abc import Sequence

from specwright.read.tree import Map
from specwright.swagger.draft import extensions, made, move, place
from specwright.swagger.parameters import JSON, value_schema

_BYTES = "application/octet-stream"


def response(node: Map, types: Sequence[str]) -> Map:
    """A response: its schema stands under each media type that is produced."""
    new = made(node)
    move(node, new, ("description", "$ref", *extensions(node)))
    headers = node.get("headers")
    if isinstance(headers, Map):
        new.put("headers", _headers(headers), place(node, "headers"))
    schema, examples = node.get("schema"), node.get("examples")
    shown = examples if isinstance(examples, Map) else {}
    if schema is None and not shown:
        return new
    content = made(node)
    is_file = isinstance(schema, Map) and schema.get("format") == "binary"
    for name in types or [*shown] or [_BYTES if is_file else JSON]:
        media = made(node)
        move(node, media, ("schema",))
        if isinstance(examples, Map) and name in examples:
            media.put("example", examples[name], examples.entries.get(name))
        content.put(name, media)
    new.put("content", content)
    return new


def _headers(headers: Map) -> Map:
    new = made(headers)
    for name, header in headers.items():
        if isinstance(header, Map):
            converted = made(header)
            move(header, converted, ("description", *extensions(header)))
            converted.put("schema", value_schema(header))
            new.put(name, converted, headers.entries.get(name))
    return new
