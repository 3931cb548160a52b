"""What the values of requests are held to: the constraints of schemas, and no more.

    {type: array, maxItems: 3, items: {$ref: ...}, description: ...}

becomes `{maxItems: 3, items: {$ref: ...}}`, if what is referred to has constraints too.
All that is left out can only forbid values, so nothing is forbidden here that the whole
schema allows. It is read from the document itself: to a type, schemas that differ in
their constraints alone are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.lower import limits
from specwright.lower.cursor import Cursor, plain
from specwright.lower.kinds import kinds
from specwright.lower.merge import Resolve, says
from specwright.lower.patterns import Patterns, Untranslatable
from specwright.read.tree import Map, Seq
from specwright.text import Data, JsonValue, show

_COMPONENTS = "#/components/schemas/"
_LEAST = ("minLength", "minItems", "minProperties")
_MOST = ("maxLength", "maxItems", "maxProperties")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_UNIONS = ("anyOf", "oneOf")
_VARIANT = 2
"""The levels of a variant that tell it from others: itself, and its properties."""

_REST = "additionalProperties"

_Schema = dict[str, JsonValue]
_Found = tuple[str, JsonValue, bool]
"""A keyword with its value, and whether there is a constraint in it."""


@dataclass(slots=True)
class Constraints:
    """Reduces schemas; those that have names collect on the side."""

    resolve: Resolve
    diagnostics: Diagnostics
    _patterns: Patterns = field(default_factory=Patterns)
    _reported: set[str] = field(default_factory=set)
    _users: dict[str, set[str]] = field(default_factory=dict)
    """Keys of schemas that were looked at, each with those that refer to it."""
    _constrained: set[str] = field(default_factory=set)
    _levels: dict[str, int] = field(default_factory=dict)
    """Of what is referred to: on how many levels it tells what it is."""
    _named: dict[str, _Schema] = field(default_factory=dict)
    _waiting: list[Cursor] = field(default_factory=list)

    def of(self, at: Cursor) -> Data:
        """The constraints of the schema at a cursor; an empty object without any."""
        self._look(at)
        found, is_constrained = self._reduced(at, 0)
        while self._waiting:
            target = self._waiting.pop()
            levels = self._levels[target.key]
            self._named[target.key], _ = self._reduced(target, levels)
        return Data(found if is_constrained else {})

    def named(self) -> dict[str, Data]:
        """The schemas that `$ref` leads to, by the names that it has for them."""
        return {_name(key): Data(self._named[key]) for key in sorted(self._named)}

    def _look(self, start: Cursor) -> None:
        """Find out which schemas have constraints, of all that one leads to."""
        waiting = [start]
        while waiting:
            at = waiting.pop()
            for part in self._parts(at):
                target = self._target(part)
                if target is not None:
                    if target.key not in self._users:
                        self._users[target.key] = set()
                        waiting.append(target)
                    self._users[target.key].add(at.key)
                if self._own(part) or (target and target.key in self._constrained):
                    self._constrain(at.key)

    def _constrain(self, key: str) -> None:
        waiting = [key]
        while waiting:
            one = waiting.pop()
            if one not in self._constrained:
                self._constrained.add(one)
                waiting += self._users.get(one, ())

    def _parts(self, at: Cursor) -> Iterator[Cursor]:
        """A schema and all that stand in it."""
        waiting = [at]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += self._properties(one).values()
            rest = (_REST,) if _is_open(one) else ()
            waiting += [one / key for key in ("items", *rest) if key in one]
            for key in ("prefixItems", "allOf", *_UNIONS):
                waiting += (one / key).elements()

    def _properties(self, at: Cursor) -> dict[str, Cursor]:
        """Those that a request may hold."""
        return {
            name: child
            for name, child in (at / "properties").items()
            if not says(child, "readOnly", self.resolve)
        }

    def _target(self, at: Cursor) -> Cursor | None:
        ref = at.text("$ref").raw
        return self.resolve(ref) if ref else None

    def _refer(self, target: Cursor, levels: int) -> _Schema:
        if self._levels.get(target.key, -1) < levels:
            self._levels[target.key] = levels
            self._waiting.append(target)
        return {"$ref": _name(target.key)}

    def _reduced(self, at: Cursor, levels: int) -> tuple[_Schema, bool]:
        """A schema, and whether there is a constraint in it."""
        if not isinstance(at.node, Map):
            return {}, False
        own = self._own(at)
        found = own | (self._kind(at) if levels else {})
        target = self._target(at)
        is_constrained = bool(own)
        if target is not None and (levels or target.key in self._constrained):
            found |= self._refer(target, levels)
            is_constrained |= target.key in self._constrained
        for key, value, inside in (
            *self._members(at, max(levels - 1, 0)),
            *self._combined(at, levels),
        ):
            found[key] = value
            is_constrained |= inside
        return found, is_constrained

    def _members(self, at: Cursor, levels: int) -> Iterator[_Found]:
        """What is said of the properties or items of a value."""
        items, each = self._reduced(at / "items", 0)
        if each:
            yield "items", items, True
        first = [self._reduced(child, 0) for child in (at / "prefixItems").elements()]
        if first and (each or any(inside for _, inside in first)):
            yield "prefixItems", [schema for schema, _ in first], True
        rest, others = self._reduced(at / _REST, 0) if _is_open(at) else ({}, False)
        if others:
            yield _REST, rest, True
        found = {
            name: self._reduced(child, levels)
            for name, child in self._properties(at).items()
        }
        kept: _Schema = {
            name: schema
            for name, (schema, inside) in found.items()
            if inside or (levels and schema)
        }
        if others:
            # What is said of the others is not said of any that has a name.
            kept = {name: kept.get(name, {}) for name, _ in (at / "properties").items()}
        if kept:
            yield "properties", kept, any(inside for _, inside in found.values())

    def _combined(self, at: Cursor, levels: int) -> Iterator[_Found]:
        """What `allOf` and unions say of a value."""
        parts = [self._reduced(child, levels) for child in (at / "allOf").elements()]
        if kept := [schema for schema, inside in parts if inside or levels]:
            yield "allOf", kept, any(inside for _, inside in parts)
        for key in _UNIONS:
            union = [self._reduced(child, _VARIANT) for child in (at / key).elements()]
            # A variant that anything fits leaves nothing to hold a value to.
            if any(inside for _, inside in union) and all(
                schema for schema, _ in union
            ):
                yield key, [schema for schema, _ in union], True

    def _own(self, at: Cursor) -> _Schema:
        """The constraints that a schema has itself."""
        node = at.node
        if not isinstance(node, Map):
            return {}
        found: _Schema = {}
        for key in _LEAST:
            if count := limits.count(node, key):
                found[key] = count
        for key in _MOST:
            if (count := limits.count(node, key)) is not None:
                found[key] = count
        for key in _BOUNDS:
            if (bound := limits.bound(node, key)) is not None:
                found[key] = bound
        if (step := limits.step(node)) is not None:
            found["multipleOf"] = step
        if node.get("uniqueItems") is True:
            found["uniqueItems"] = True
        if pattern := self._pattern(at):
            found["pattern"] = pattern
        return found

    def _pattern(self, at: Cursor) -> str:
        """The pattern of a schema, as a client can try it; empty without one."""
        raw = at.text("pattern").raw
        try:
            return self._patterns.rust(raw) if raw else ""
        except Untranslatable as why:
            if at.key not in self._reported:
                self._reported.add(at.key)
                self.diagnostics.add(
                    finding(
                        "SW411",
                        f"no client checks the pattern {show(raw)}: {why}",
                        (at / "pattern").location,
                        consequence="With strict=True too, any text is sent here.",
                        hint="Nothing needs to be done: the server checks it.",
                    )
                )
            return ""

    def _kind(self, at: Cursor) -> _Schema:
        """What tells a value of this schema from one of another."""
        node = at.node
        assert isinstance(node, Map)
        found: _Schema = {}
        if "type" in node and (types := kinds(node)):
            found["type"] = list(types)
        values = [node["const"]] if "const" in node else node.get("enum")
        if isinstance(values, (list, Seq)):
            known = [plain(value) for value in values]
            if not any(isinstance(value, (dict, list)) for value in known):
                found["enum"] = known
        hidden = {name for name, _ in (at / "properties").items()}
        hidden -= set(self._properties(at))
        if required := sorted(at.strings("required") - hidden):
            found["required"] = list[JsonValue](required)
        return found


def _is_open(at: Cursor) -> bool:
    """Whether `additionalProperties` is about every property that is not named.

    Which names `patternProperties` are about, only a pattern could tell.
    """
    return "patternProperties" not in at


def _name(key: str) -> str:
    return key.removeprefix(_COMPONENTS)
