"""Whether a value fits a schema, as far as its plain keywords say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from specwright.merge import same
from specwright.read.tree import Map, Node, Seq
from specwright.text import show

_DEPTH = 40
_TYPES = ("null", "boolean", "integer", "number", "string", "object", "array")


def misfit(schema: Node, value: Node, follow: Callable[[Node], Node]) -> str | None:
    """Why ``value`` does not fit ``schema``; None if it does, or may.

    Types, enumerations, limits, and the branches that lead to them are looked at.
    Nesting deeper than forty levels counts as fitting.
    """
    return _Fit(follow, {}).why(schema, value, 0)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Looks at each schema once for each value, however many ways lead there."""

    follow: Callable[[Node], Node]
    known: dict[tuple[int, int], str | None]

    def why(self, schema: Node, value: Node, depth: int) -> str | None:
        schema = self.follow(schema)
        if schema is False:
            return "nothing does"
        if not isinstance(schema, Map) or depth > _DEPTH:
            return None
        key = (id(schema), id(value))
        if key not in self.known:
            self.known[key] = None
            self.known[key] = (
                _type(schema, value)
                or _options(schema, value)
                or _limits(schema, value)
                or self._branches(schema, value, depth + 1)
                or self._inside(schema, value, depth + 1)
            )
        return self.known[key]

    def _branches(self, schema: Map, value: Node, depth: int) -> str | None:
        parts = schema.get("allOf")
        for part in parts if isinstance(parts, Seq) else ():
            if why := self.why(part, value, depth):
                return why
        for keyword in ("oneOf", "anyOf"):
            options = schema.get(keyword)
            if isinstance(options, Seq) and options:
                whys = [self.why(option, value, depth) for option in options]
                if all(whys):
                    return whys[0] if len(whys) == 1 else f"it fits none of `{keyword}`"
        return None

    def _inside(self, schema: Map, value: Node, depth: int) -> str | None:
        if isinstance(value, Seq) and "items" in schema:
            for item in value:
                if why := self.why(schema["items"], item, depth):
                    return f"in an item, {why}"
        properties = schema.get("properties")
        if isinstance(value, Map) and isinstance(properties, Map):
            for name, inner in value.items():
                if name not in properties:
                    continue
                if why := self.why(properties[name], inner, depth):
                    return f"in {show(name)}, {why}"
        return None


def type_of(value: Node) -> str:
    """The JSON type of a value; a number without a fraction is an integer."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case Map():
            return "object"
        case _:
            return "array"


def _type(schema: Map, value: Node) -> str | None:
    declared = schema.get("type")
    types = list(declared) if isinstance(declared, Seq) else [declared]
    if any(kind not in _TYPES for kind in types):
        return None
    own = type_of(value)
    if not types or own in types or (own == "integer" and "number" in types):
        return None
    words = " or ".join(str(t) for t in types)
    return f"it is of type {own}, not {words}"


def _options(schema: Map, value: Node) -> str | None:
    enum = schema.get("enum")
    if isinstance(enum, Seq) and not any(_equal(value, option) for option in enum):
        said = show(value) if isinstance(value, str) else type_of(value)
        return f"{said} is not among the values of `enum`"
    if "const" in schema and not _equal(value, schema["const"]):
        return "it differs from `const`"
    return None


def _equal(a: Node, b: Node) -> bool:
    """JSON Schema's equality, for which 1 and 1.0 are the same number."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return isinstance(a, bool) is isinstance(b, bool) and a == b
    return same(a, b)


def _limits(schema: Map, value: Node) -> str | None:
    checks: list[tuple[str, Callable[[float, float], bool]]] = []
    measured: float
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        measured = value
        checks = [
            ("minimum", lambda v, n: v < n),
            ("maximum", lambda v, n: v > n),
            ("exclusiveMinimum", lambda v, n: v <= n),
            ("exclusiveMaximum", lambda v, n: v >= n),
        ]
    elif isinstance(value, (str, Seq)):
        measured = len(value)
        kind = "Length" if isinstance(value, str) else "Items"
        checks = [
            (f"min{kind}", lambda v, n: v < n),
            (f"max{kind}", lambda v, n: v > n),
        ]
    else:
        return None
    for keyword, broken in checks:
        limit = schema.get(keyword)
        if isinstance(limit, bool) or not isinstance(limit, (int, float)):
            continue
        if broken(measured, limit):
            return f"it is outside of `{keyword}`"
    return None
