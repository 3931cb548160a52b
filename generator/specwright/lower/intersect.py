"""One keyword of two schemas that a value must fit both of (JSON Schema 10.2.1.1)."""

from __future__ import annotations

from specwright.read.tree import Map, Node, Seq

DOCS = frozenset({"title", "description", "default", "example", "examples"})
"""Keywords that only tell people something: the last one counts."""

_LOWER = frozenset(
    {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
)
_UPPER = frozenset(
    {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
)
_FLAGS = frozenset({"readOnly", "writeOnly", "deprecated", "uniqueItems"})
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
_SCHEMAS = frozenset({"items", "additionalProperties", "contentSchema", "contains"})
_UNIONS = frozenset({"oneOf", "anyOf"})
_TYPES = frozenset(
    {"type", "$ref", "properties", "items", "prefixItems", "enum", "const", "format"}
    | {"additionalProperties", "patternProperties", "allOf", "oneOf", "anyOf"}
)
_MAX_VARIANTS = 24


class Disjoint(ValueError):
    """No value fits both; the text says why, after "this schema is typed Any"."""


def intersect(key: str, old: Node, new: Node, owner: Map) -> Node:
    """The value of ``key`` in a schema that stands for two others.

    ``owner`` is the schema that ``new`` stands in. A keyword that no type depends on
    is that of the last part.

    Raises:
        Disjoint: No value fits both, or there is no way to say which does.
    """
    if key == "type":
        return _common_type(old, new)
    if key == "required":
        return _together(old, new)
    if key in _MAPS and isinstance(old, Map) and isinstance(new, Map):
        return _maps(old, new)
    if key in _SCHEMAS:
        return both(old, new, owner)
    if key == "prefixItems" and isinstance(old, Seq) and isinstance(new, Seq):
        return _positions(old, new, owner)
    if key == "enum" and isinstance(old, Seq) and isinstance(new, Seq):
        return _common_values(old, new)
    if key == "const":
        raise Disjoint("the parts of `allOf` have different values of `const`")
    if key in _UNIONS and isinstance(old, Seq) and isinstance(new, Seq):
        return _pairs(key, old, new, owner)
    return _stricter(key, old, new)


def both(old: Node, new: Node, owner: Map) -> Node:
    """A schema that two parts give for one place: a value must fit both."""
    if old is False or new is False:
        return False
    if old == new or not isinstance(old, Map) or not old:
        return new
    if not isinstance(new, Map) or set(new) <= DOCS:
        return old
    result = Map(owner.source, new.mark)
    result.put("allOf", Seq(owner.source, new.mark, [old, new], [old.mark, new.mark]))
    return result


def only_constrains(node: Node) -> bool:
    """Whether a schema says something, but not what a value is."""
    return isinstance(node, Map) and bool(node) and not _TYPES & set(node)


def _stricter(key: str, old: Node, new: Node) -> Node:
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        if key in _LOWER:
            return max(old, new)
        if key in _UPPER:
            return min(old, new)
        if key in _FLAGS:
            return bool(old or new)
    return new


def _together(old: Node, new: Node) -> Node:
    if not isinstance(old, Seq) or not isinstance(new, Seq):
        return new
    names = list(dict.fromkeys(str(v) for v in [*old, *new]))
    return Seq(new.source, new.mark, names)


def _maps(old: Map, new: Map) -> Map:
    for name, schema in new.items():
        one = both(old[name], schema, new) if name in old else schema
        old.put(name, one, new.entries.get(name))
    return old


def _positions(old: Seq, new: Seq, owner: Map) -> Seq:
    longer = old if len(old) > len(new) else new
    shared = [both(a, b, owner) for a, b in zip(old, new, strict=False)]
    return Seq(new.source, new.mark, [*shared, *longer[len(shared) :]])


def _common_values(old: Seq, new: Seq) -> Seq:
    # In JSON, true is not 1.
    known = [(type(value), value) for value in new]
    kept = [value for value in old if (type(value), value) in known]
    if not kept:
        raise Disjoint("the parts of `allOf` have no value of `enum` in common")
    return Seq(new.source, new.mark, kept)


def _pairs(key: str, old: Seq, new: Seq, owner: Map) -> Node:
    """Each variant of the one union with each of the other."""
    if all(only_constrains(child) for child in new):
        return old
    if all(only_constrains(child) for child in old):
        return new
    if len(old) * len(new) > _MAX_VARIANTS:
        raise Disjoint(f"more than one part of `allOf` has a long `{key}`")
    found: list[Node] = []
    for a in old:
        found += [one for b in new if (one := both(a, b, owner)) is not False]
    return Seq(new.source, new.mark, found)


def _common_type(old: Node, new: Node) -> Node:
    a = [old] if isinstance(old, str) else list(old) if isinstance(old, Seq) else []
    b = [new] if isinstance(new, str) else list(new) if isinstance(new, Seq) else []
    common: list[Node] = [kind for kind in a if kind in b]
    if {"integer", "number"} <= {*map(str, a), *map(str, b)}:
        # Every integer is a number.
        common += ["integer"] if "integer" not in common else []
    if len(common) == 1:
        return common[0]
    if not common or not isinstance(old, Seq):
        raise Disjoint("the parts of `allOf` have no type in common")
    return Seq(old.source, old.mark, common)
