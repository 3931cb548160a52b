"""Parameters, bodies and forms (Swagger 2.0, Parameter Object)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from specwright.read.tree import Map, Node, Seq
from specwright.swagger.draft import SCHEMA_KEYS, Draft, extensions, made, move, place
from specwright.text import show

JSON = "application/json"
_MULTIPART = "multipart/form-data"
_URLENCODED = "application/x-www-form-urlencoded"

_FORMATS: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        "csv": ("form", False),
        "multi": ("form", True),
        "ssv": ("spaceDelimited", False),
        "pipes": ("pipeDelimited", False),
    }
)
"""Collection formats of query and form parameters: style and explode."""


def plain_parameter(parameter: Map, draft: Draft) -> Map:
    """A parameter of path, query or header: its type becomes a schema."""
    new = made(parameter)
    keys = ("name", "in", "description", "required", "allowEmptyValue")
    move(parameter, new, (*keys, *extensions(parameter)))
    if "x-example" in parameter and "example" not in parameter:
        new.put("example", new.pop("x-example"), place(parameter, "x-example"))
    new.put("schema", value_schema(parameter))
    if parameter.get("type") == "array":
        style, explode = _style(parameter, draft)
        if parameter.get("in") == "query":
            new.put("style", style)
            new.put("explode", explode)
    return new


def value_schema(node: Map) -> Map:
    """The schema of a Parameter, Items or Header Object."""
    schema = made(node)
    move(node, schema, SCHEMA_KEYS)
    if schema.get("type") == "file":
        schema["type"] = "string"
        schema.put("format", "binary")
    if schema.pop("x-nullable", None) is True:
        schema.put("nullable", True, place(node, "x-nullable"))
    items = schema.get("items")
    if isinstance(items, Map) and "$ref" not in items:
        schema["items"] = value_schema(items)
    return schema


def _style(parameter: Map, draft: Draft) -> tuple[str, bool]:
    name = parameter.get("collectionFormat", "csv")
    known = isinstance(name, str) and name in _FORMATS
    separated = parameter.get("in") in ("query", "formData")
    if not known or (not separated and name != "csv"):
        draft.lost(
            parameter,
            "collectionFormat",
            f"the collection format {show(str(name))} here",
            "The items are sent with commas between them.",
        )
        return _FORMATS["csv"]
    return _FORMATS[str(name)]


def body(parameters: Sequence[Map], types: Sequence[str], draft: Draft) -> Map | None:
    """A Request Body of the `body` parameter, or of the `formData` ones."""
    bodies = [p for p in parameters if p.get("in") == "body"]
    fields = [p for p in parameters if p.get("in") == "formData"]
    if bodies:
        for extra in (*bodies[1:], *fields):
            draft.lost(
                extra, "in", "a second body", "It is left out; the first one is sent."
            )
        return _whole(bodies[0], types)
    return _form(fields, types, draft) if fields else None


def _whole(parameter: Map, types: Sequence[str]) -> Map:
    new = made(parameter)
    move(parameter, new, ("description", "required", *extensions(parameter)))
    content = made(parameter)
    # A form is no way to send what a schema describes as a whole.
    names = [t for t in types if t not in (_MULTIPART, _URLENCODED)] or [JSON]
    for name in names:
        media = made(parameter)
        move(parameter, media, ("schema",))
        content.put(name, media)
    new.put("content", content)
    return new


def _form(fields: Sequence[Map], types: Sequence[str], draft: Draft) -> Map:
    first = fields[0]
    properties, encoding = made(first), made(first)
    required: list[Node] = []
    for field in fields:
        name = field.get("name")
        if not isinstance(name, str):
            continue
        schema = value_schema(field)
        move(field, schema, ("description", *extensions(field)))
        properties.put(name, schema)
        if field.get("required") is True:
            required.append(name)
        if field.get("type") == "array":
            style, explode = _style(field, draft)
            encoding.put(name, made(field, style=style, explode=explode))
    schema = made(first, type="object", properties=properties)
    if required:
        schema.put("required", Seq(first.source, first.mark, required))
    has_file = any(field.get("type") == "file" for field in fields)
    forms = [t for t in types if t in (_MULTIPART, _URLENCODED)] or [_URLENCODED]
    content = made(first)
    for form in [_MULTIPART] if has_file else forms:
        media = made(first, schema=schema)
        if encoding and form == _URLENCODED:
            media.put("encoding", encoding)
        content.put(form, media)
    new = made(first, content=content)
    if required:
        new.put("required", True)
    return new
