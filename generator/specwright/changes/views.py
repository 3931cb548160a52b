"""A schema without its spelling: what it says, however it says it.

`{allOf: [X]}` with a description is X, `{anyOf: [X, {type: null}]}` is X or null, and
`type: [string, "null"]` is a string that may be null.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from specwright.lower.cursor import Cursor, plain
from specwright.read.tree import Map, Node, Seq
from specwright.text import JsonValue

SCHEMAS = "#/components/schemas/"
_SAYS = frozenset(
    {"$ref", "$dynamicRef", "type", "enum", "const", "not", "if", "then", "else"}
    | {"allOf", "anyOf", "oneOf", "discriminator", "properties", "required"}
    | {"additionalProperties", "patternProperties", "unevaluatedProperties"}
    | {"propertyNames", "dependentRequired", "dependentSchemas", "dependencies"}
    | {"items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"}
    | {"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"}
    | {"minLength", "maxLength", "pattern", "format"}
    | {"minItems", "maxItems", "uniqueItems", "minContains", "maxContains"}
    | {"minProperties", "maxProperties"}
    | {"contentMediaType", "contentEncoding", "contentSchema"}
)
"""Keywords that say something about values. Others are remarks (JSON Schema 6.5)."""
_FLAGS = frozenset({"deprecated", "readOnly", "writeOnly", "default"})
"""Keywords about the place where a schema is used, not about its values."""
_UNIONS = ("oneOf", "anyOf")
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a schema says."""

    at: Cursor
    ref: str = ""
    """The named schema that it is; then nothing else is said here."""
    nullable: bool = False
    flags: dict[str, Cursor] = field(default_factory=dict)
    """Default, deprecation and direction of the place."""
    types: frozenset[str] = frozenset()
    """Without null; empty: any."""
    variants: tuple[Cursor, ...] = ()
    """Of a union, without null."""
    is_tagged: bool = False
    bases: frozenset[str] = frozenset()
    """Named schemas that it extends."""
    properties: dict[str, Cursor] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    keywords: dict[str, Cursor] = field(default_factory=dict)
    """Everything else."""


def says(node: Node) -> Set[str]:
    """The keywords of a schema that say something about values."""
    if not isinstance(node, Map):
        return frozenset()
    return _SAYS & node.keys()


def name_of(ref: Node) -> str:
    """The component's name in a `$ref`; empty for any other reference."""
    if not isinstance(ref, str) or not ref.startswith(SCHEMAS):
        return ""
    name = ref[len(SCHEMAS) :]
    return "" if "/" in name else name.replace("~1", "/").replace("~0", "~")


def view(at: Cursor) -> View:
    """What the schema at a cursor says, references not followed."""
    nullable = False
    flags: dict[str, Cursor] = {}
    while True:
        node = at.node
        if not isinstance(node, Map):
            return View(at=at, nullable=nullable, flags=flags)
        for key in _FLAGS & node.keys():
            flags.setdefault(key, at / key)
        said = says(node)
        if said == {"$ref"} and (name := name_of(node["$ref"])):
            return View(at=at, ref=name, nullable=nullable, flags=flags)
        inner = _only_part(at, said)
        if inner is None:
            inner, null = _only_variant(at, said)
            nullable = nullable or null
        if inner is None:
            return _open(at, nullable=nullable, flags=flags)
        at = inner


def _only_part(at: Cursor, said: Set[str]) -> Cursor | None:
    parts = list((at / "allOf").elements()) if said == {"allOf"} else []
    return parts[0] if len(parts) == 1 else None


def _only_variant(at: Cursor, said: Set[str]) -> tuple[Cursor | None, bool]:
    """The one variant of a union that is not null, and whether null is another."""
    for keyword in _UNIONS:
        if said - {"discriminator"} == {keyword}:
            every = list((at / keyword).elements())
            rest = [child for child in every if not _is_null(child.node)]
            if len(rest) == 1:
                return rest[0], len(rest) < len(every)
    return None, False


def _is_null(node: Node) -> bool:
    if not isinstance(node, Map):
        return False
    kind = node.get("type")
    if kind == "null" or (isinstance(kind, Seq) and list(kind) == ["null"]):
        return True
    values = node.get("enum")
    if isinstance(values, Seq) and list(values) == [None]:
        return True
    return "const" in node and node["const"] is None


def _open(at: Cursor, *, nullable: bool, flags: dict[str, Cursor]) -> View:
    """The view of a schema that is neither a reference nor a wrapper of one."""
    node = at.node
    assert isinstance(node, Map)
    types, null = _types(node)
    variants: list[Cursor] = []
    for keyword in _UNIONS:
        for child in (at / keyword).elements():
            if _is_null(child.node):
                null = True
            else:
                null = null or (isinstance(child.node, Map) and _types(child.node)[1])
                variants.append(child)
    properties = dict((at / "properties").items())
    required = set(at.strings("required"))
    keywords = {k: at / k for k in says(node) - _READ}
    bases: set[str] = set()
    for part in _parts(at):
        if name := name_of(part.node.get("$ref") if isinstance(part.node, Map) else 0):
            bases.add(name)
            continue
        inner = view(part)
        if not inner.variants:
            types = types or inner.types
            bases |= inner.bases
            properties = {**inner.properties, **properties}
            required |= inner.required
            keywords = {**inner.keywords, **keywords}
        else:
            variants += inner.variants
    return View(
        at=at,
        nullable=nullable or null,
        flags=flags,
        types=types,
        variants=tuple(variants),
        is_tagged="discriminator" in node,
        bases=frozenset(bases),
        properties=properties,
        required=frozenset(required),
        keywords=keywords,
    )


_READ = frozenset({"type", "oneOf", "anyOf", "allOf", "properties", "required", "$ref"})


def _parts(at: Cursor) -> Iterator[Cursor]:
    """What a schema extends: a reference beside its own keywords, and `allOf`."""
    if isinstance(at.node, Map) and "$ref" in at.node:
        alone = at.node.like({"$ref": at.node["$ref"]})
        yield Cursor(alone, at.path, alone, at.mark)
    yield from (at / "allOf").elements()


def _types(node: Map) -> tuple[frozenset[str], bool]:
    """The types, null apart; taken from other keywords where there is no `type`."""
    kind = node.get("type")
    listed = list(kind) if isinstance(kind, Seq) else [kind]
    found = {t for t in listed if isinstance(t, str)}
    null = "null" in found
    found.discard("null")
    if not found:
        values = _values(node)
        null = null or None in values
        found = {_KINDS[type(v)] for v in values if v is not None}
        if {"properties", "additionalProperties"} & node.keys():
            found.add("object")
        if "items" in node:
            found.add("array")
    elif None in _values(node):
        null = True
    return frozenset(found), null


def _values(node: Map) -> list[Node]:
    if "const" in node:
        return [node["const"]]
    values = node.get("enum")
    return list(values) if isinstance(values, Seq) else []


_KINDS: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    Map: "object",
    Seq: "array",
}


def json_text(value: JsonValue) -> str:
    """A value in one spelling; a long one shortened, with a digest of the whole."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    if len(text) <= _MOST:
        return text
    return f"{text[:_MOST]}... ({hashlib.sha256(text.encode()).hexdigest()[:8]})"


def spelled(at: Cursor, depth: int = 0) -> str:
    """A schema in a few words and one spelling: `array of Thing | null`."""
    seen = view(at)
    words = seen.ref or _words(seen, depth)
    return f"{words} | null" if seen.nullable else words


def _words(seen: View, depth: int) -> str:
    if depth > 3:
        return "..."
    if seen.variants:
        listed = sorted({spelled(child, depth + 1) for child in seen.variants})
        if len(listed) > 6:
            listed[5:] = [f"{len(listed) - 5} more"]
        return " | ".join(listed)
    if values := values_of(seen):
        listed = values if len(values) < 5 else [*values[:4], "..."]
        return f"one of {', '.join(listed)}" if len(listed) > 1 else listed[0]
    if seen.bases and not seen.properties:
        return " & ".join(sorted(seen.bases))
    types = " | ".join(sorted(seen.types)) or "any"
    if types == "array":
        items = seen.keywords.get("items")
        return f"array of {spelled(items, depth + 1)}" if items else "array"
    kind = seen.keywords.get("format")
    if kind is not None and isinstance(kind.node, str):
        types = f"{types} ({kind.node})"
    names = sorted(seen.properties)
    if names:
        more = ", ..." if len(names) > 4 else ""
        return f"{types} {{{', '.join(names[:4])}{more}}}"
    return types


def values_of(seen: View) -> list[str]:
    """What `enum` or `const` lists, without null, each as JSON.

    A union of such lists is one list.
    """
    if seen.variants:
        inner = [values_of(view(child)) for child in seen.variants]
        return [value for some in inner for value in some] if all(inner) else []
    if "const" in seen.keywords:
        found = [plain(seen.keywords["const"].node)]
    elif "enum" in seen.keywords:
        found = [plain(child.node) for child in seen.keywords["enum"].elements()]
    else:
        return []
    return [json_text(value) for value in found if value is not None]


def string(at: Cursor, key: str) -> str:
    """A string entry; empty where there is none."""
    value = at.node.get(key) if isinstance(at.node, Map) else None
    return value if isinstance(value, str) else ""
