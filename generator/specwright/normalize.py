"""One shape for all versions: nothing further down knows which version a document was.

The shape is that of OpenAPI 3.1. What 3.2 added stays in place (`itemSchema`, `query`,
`additionalOperations`). Of 3.0, these keywords change their form:

- `nullable: true` becomes a type with null (3.0.3, Schema Object);
- a boolean `exclusiveMinimum` becomes the number itself, and so for the maximum;
- `example` of a schema becomes `examples`;
- `format: byte` becomes `contentEncoding: base64`; `format: binary` stays;
- what stands next to a `$ref` is dropped, except descriptions and extensions.
"""

from __future__ import annotations

import re

from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Unusable
from specwright.objects import walk
from specwright.read.document import Document
from specwright.read.tree import Map, Seq, locate
from specwright.repair.schemas import allow_null, number_limit
from specwright.text import show

VERSION = "3.1.1"
"""The version of the shape; 3.2 documents keep `3.2.0` for what they add."""

VERSION_32 = "3.2.0"

_SUPPORTED = re.compile(r"3\.([012])(?:\.\d+)?(?:-[\w.]+)?\Z")
_KEPT_BESIDE_REF = {"$ref", "description", "summary"}


def normalize(document: Document, diagnostics: Diagnostics) -> Document:
    """``document`` in the shape of OpenAPI 3.1, to which its tree is changed.

    Raises:
        Unusable: The version is not one of 3.0, 3.1 and 3.2.
    """
    minor = _minor(document, diagnostics)
    document.root["openapi"] = VERSION_32 if minor == 2 else VERSION
    if minor == 0:
        _from_30(document.root, diagnostics)
    return document


def _minor(document: Document, diagnostics: Diagnostics) -> int:
    """The 1 of 3.1.0."""
    root = document.root
    if "openapi" not in root and "swagger" in root:
        raise _unsupported(
            root,
            "swagger",
            f"this is Swagger {show(str(root['swagger']))}",
            'Of Swagger, version 2.0 is supported: `swagger: "2.0"`.',
        )
    version = root.get("openapi")
    text = str(version)
    if isinstance(version, float):
        diagnostics.add(
            finding(
                "SW302",
                f"the version is the number {text}, not a text",
                locate(root, ("openapi",)),
                consequence=f"It is read as {text}.0.",
                hint=f'Write `openapi: "{text}.0"`.',
            )
        )
    found = _SUPPORTED.match(text) if isinstance(version, (str, float)) else None
    if found is None:
        raise _unsupported(
            root,
            "openapi",
            (
                f"the version is {show(text)}"
                if "openapi" in root
                else "there is no version"
            ),
            "Versions 3.0, 3.1 and 3.2 are supported: `openapi: 3.1.0`.",
        )
    return int(found[1])


def _unsupported(root: Map, key: str, message: str, hint: str) -> Unusable:
    return Unusable(
        finding(
            "SW301",
            message,
            locate(root, (key,)),
            consequence="The file cannot be used.",
            hint=hint,
        )
    )


def _from_30(root: Map, diagnostics: Diagnostics) -> None:
    visits = [*walk(root)]
    ignored = [
        (path, node, key)
        for _, path, node in visits
        if isinstance(node.get("$ref"), str)
        for key in node
        if key not in _KEPT_BESIDE_REF and not key.startswith("x-")
    ]
    for path, _, key in ignored:
        diagnostics.add(
            finding(
                "SW303",
                f"{show(key)} stands next to `$ref`",
                locate(root, (*path, key), key=True),
                consequence="OpenAPI 3.0 ignores it, and so does the client.",
                hint="Put the `$ref` into an `allOf` next to it.",
            )
        )
    for _, node, key in ignored:
        del node[key]
    for kind, _, node in visits:
        if kind == "schema" and not isinstance(node.get("$ref"), str):
            _schema_from_30(node)


def _schema_from_30(schema: Map) -> None:
    nullable = schema.get("nullable")
    if isinstance(nullable, bool):
        del schema["nullable"]
        if nullable:
            allow_null(schema)
    for exclusive in ("exclusiveMinimum", "exclusiveMaximum"):
        if isinstance(schema.get(exclusive), bool):
            number_limit(schema, exclusive)
    if "example" in schema and "examples" not in schema:
        mark = schema.value_mark("example")
        value = schema.pop("example")
        schema.put(
            "examples",
            Seq(schema.source, mark, [value], [mark]),
            schema.entries.get("example"),
        )
    if schema.get("format") == "byte":
        schema.put("contentEncoding", "base64", schema.entries.get("format"))
        del schema["format"]
