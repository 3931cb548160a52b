"""What kind of value a schema is about, where it does not say so with `type`."""

from __future__ import annotations

from specwright.read.tree import Map, Node, Seq

_OBJECT = frozenset(
    {"properties", "additionalProperties", "patternProperties", "propertyNames"}
    | {"minProperties", "maxProperties", "unevaluatedProperties"}
)
_ARRAY = frozenset(
    {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"}
)
_STRING = frozenset(
    {"pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"}
)
_NUMBER = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
)
_FORMATS = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
}
_CONSTRAINTS = frozenset(
    {"not", "if", "then", "else", "required", "dependentRequired"}
    | {"dependentSchemas", "minContains", "maxContains"}
)
_ABOUT = frozenset(
    {"title", "description", "default", "example", "examples", "deprecated"}
    | {"readOnly", "writeOnly", "externalDocs", "xml", "nullable"}
    | {"$comment", "$schema", "$id", "$anchor", "$dynamicAnchor", "$defs"}
)


def kinds(node: Node) -> tuple[str, ...] | None:
    """The types of a schema: those it names, else what its keywords are about.

    A keyword such as `maxLength` says nothing about a value that is no text (JSON
    Schema 2020-12 validation, 6), but nobody writes it for any other. None: the schema
    takes any type.
    """
    if not isinstance(node, Map):
        return None
    kind = node.get("type")
    if isinstance(kind, str):
        return (kind,)
    if isinstance(kind, Seq):
        return tuple(dict.fromkeys(k for k in kind if isinstance(k, str))) or None
    for name, keywords in (("object", _OBJECT), ("array", _ARRAY)):
        if keywords & set(node):
            return (name,)
    format_ = node.get("format")
    if isinstance(format_, str):
        return (_FORMATS.get(format_, "string"),)
    if _STRING & set(node):
        return ("string",)
    return ("number",) if _NUMBER & set(node) else None


def takes_anything(node: Map) -> bool:
    """Whether a schema without a type only excludes some values, or none."""
    known = (key for key in node if not key.startswith("x-"))
    return all(key in _ABOUT or key in _CONSTRAINTS for key in known)
