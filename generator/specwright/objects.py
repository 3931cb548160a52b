"""Which node of a document is which OpenAPI object.

A key such as ``enum`` or ``required`` means one thing in a schema, another as the
name of a property, and nothing in an example. This table says where each object
may stand, so that a rule only ever sees the nodes that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from specwright.read.tree import Map, Node, Seq

Path: TypeAlias = tuple[str | int, ...]

METHODS = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
"""Keys of a Path Item that hold an operation (``query`` since OpenAPI 3.2)."""

COMPONENTS: Mapping[str, str] = MappingProxyType(
    {
        "schemas": "schema",
        "responses": "response",
        "parameters": "parameter",
        "examples": "example",
        "requestBodies": "request-body",
        "headers": "header",
        "securitySchemes": "security-scheme",
        "links": "link",
        "callbacks": "callback",
        "pathItems": "path-item",
        "mediaTypes": "media-type",
    }
)
"""Keys of the Components Object, each with the kind of object that it maps to."""

_CONTENT = {"schema": "schema", "content": "{media-type}", "examples": "{example}"}

OBJECTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "swagger": {
            "info": "info",
            "paths": "paths",
            "definitions": "{schema}",
            "parameters": "{parameter}",
            "responses": "{response}",
            "tags": "[tag]",
            "externalDocs": "external-documentation",
        },
        "openapi": {
            "info": "info",
            "servers": "[server]",
            "paths": "paths",
            "webhooks": "{path-item}",
            "components": "components",
            "tags": "[tag]",
            "externalDocs": "external-documentation",
        },
        "info": {"contact": "contact", "license": "license"},
        "server": {"variables": "{server-variable}"},
        "paths": {"*": "path-item"},
        "components": {key: f"{{{kind}}}" for key, kind in COMPONENTS.items()},
        "path-item": {
            **dict.fromkeys(METHODS, "operation"),
            "additionalOperations": "{operation}",
            "servers": "[server]",
            "parameters": "[parameter]",
        },
        "operation": {
            "externalDocs": "external-documentation",
            "parameters": "[parameter]",
            "requestBody": "request-body",
            "responses": "responses",
            "callbacks": "{callback}",
            "servers": "[server]",
        },
        "parameter": _CONTENT,
        "header": _CONTENT,
        "request-body": {"content": "{media-type}"},
        "media-type": {
            "schema": "schema",
            "itemSchema": "schema",
            "examples": "{example}",
            "encoding": "{encoding}",
            "itemEncoding": "encoding",
            "prefixEncoding": "[encoding]",
        },
        "encoding": {"headers": "{header}"},
        "responses": {"*": "response"},
        "response": {
            "headers": "{header}",
            "content": "{media-type}",
            "links": "{link}",
            "schema": "schema",  # of Swagger 2.0
        },
        "callback": {"*": "path-item"},
        "link": {"server": "server"},
        "tag": {"externalDocs": "external-documentation"},
        "security-scheme": {"flows": "oauth-flows"},
        "oauth-flows": {
            "implicit": "oauth-flow",
            "password": "oauth-flow",
            "clientCredentials": "oauth-flow",
            "authorizationCode": "oauth-flow",
            "deviceAuthorization": "oauth-flow",
        },
        "schema": {
            **dict.fromkeys(
                (
                    "items",
                    "contains",
                    "additionalProperties",
                    "unevaluatedItems",
                    "unevaluatedProperties",
                    "propertyNames",
                    "contentSchema",
                    "not",
                    "if",
                    "then",
                    "else",
                ),
                "schema",
            ),
            **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
            **dict.fromkeys(
                ("properties", "patternProperties", "dependentSchemas", "$defs"),
                "{schema}",
            ),
            "discriminator": "discriminator",
            "externalDocs": "external-documentation",
            "xml": "xml",
        },
    }
)
"""Per kind, its keys that hold other objects: one, a ``[list]`` or a ``{map}`` of them.

The key ``*`` stands for every key that is not an extension.
"""


class Visit(NamedTuple):
    """One object of a document; a Reference Object has the kind that it refers to."""

    kind: str
    path: Path
    node: Map


def walk(root: Map, kind: str = "openapi", path: Path = ()) -> Iterator[Visit]:
    """Every object below ``root``, itself first, in document order.

    References are not followed. A node that several aliases share is visited once.
    """
    seen: set[int] = set()
    stack: list[tuple[str, Path, Node]] = [(kind, path, root)]
    while stack:
        kind, path, node = stack.pop()
        if not isinstance(node, Map) or id(node) in seen:
            continue
        seen.add(id(node))
        yield Visit(kind, path, node)
        fields = OBJECTS.get(kind)
        if fields:
            stack.extend(reversed([*_children(fields, node, path)]))


def shape_of(shape: str, key: str) -> str:
    """What stands under ``key`` of a ``shape``: a kind, a ``[list]`` or a ``{map}``.

    Empty where that is no object of the standard.
    """
    if shape[:1] in ("{", "["):
        return shape[1:-1]
    fields = OBJECTS.get(shape, {})
    if "*" in fields:
        return "" if key.startswith("x-") else fields["*"]
    return fields.get(key, "")


def _children(
    fields: Mapping[str, str], node: Map, path: Path
) -> Iterator[tuple[str, Path, Node]]:
    if (every := fields.get("*")) is not None:
        for key, value in node.items():
            if not key.startswith("x-"):
                yield every, (*path, key), value
        return
    for key, value in node.items():
        shape = fields.get(key)
        if shape is None:
            continue
        here = (*path, key)
        if shape[0] == "{":
            if isinstance(value, Map):
                for name, item in value.items():
                    yield shape[1:-1], (*here, name), item
        elif shape[0] == "[":
            if isinstance(value, Seq):
                for index, item in enumerate(value):
                    yield shape[1:-1], (*here, index), item
        else:
            yield shape, here, value


def clone(root: Map) -> Map:
    """A deep copy with all its marks; what aliases share stays shared."""
    memo: dict[int, Node] = {}

    def copy(node: Node) -> Node:
        if not isinstance(node, (Map, Seq)):
            return node
        known = memo.get(id(node))
        if known is not None:
            return known
        new: Map | Seq
        if isinstance(node, Map):
            new = memo[id(node)] = node.copy()
            for key, value in node.items():
                if isinstance(value, (Map, Seq)):
                    new[key] = copy(value)
            return new
        new = memo[id(node)] = Seq(node.source, node.mark, node, node.marks)
        for index, value in enumerate(node):
            if isinstance(value, (Map, Seq)):
                new[index] = copy(value)
        return new

    copied = copy(root)
    assert isinstance(copied, Map)
    return copied


def tokens(ref: str) -> Path | None:
    """The keys of a local reference's JSON pointer; None for any other reference.

    RFC 6901 section 6: the fragment is percent-decoded first, then ``~1`` and ``~0``
    are unescaped. List indexes stay text.
    """
    if ref == "#":
        return ()
    if not ref.startswith("#/"):
        return None
    return tuple(
        part.replace("~1", "/").replace("~0", "~")
        for part in unquote(ref[2:]).split("/")
    )
