"""Schemas of the bundle to schemas of the API model (JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.ir import (
    AnySchema,
    BinarySchema,
    BooleanSchema,
    Degraded,
    EnumSchema,
    Key,
    NamedSchema,
    NullableSchema,
    NullSchema,
    ObjectSchema,
    Property,
    Reference,
    Schema,
    TupleSchema,
    UnionSchema,
)
from specwright.lower import beside, limits
from specwright.lower.anchors import Anchors
from specwright.lower.choices import is_chosen
from specwright.lower.conditions import unconditional
from specwright.lower.cursor import Cursor, data
from specwright.lower.docs import docs_of, given_name, given_type
from specwright.lower.kinds import kinds, takes_anything
from specwright.lower.merge import Parts, merge_all_of, says
from specwright.read.tree import Map, Node
from specwright.text import Data, Text, show

_ANY = AnySchema()
_INSIDE = frozenset({"properties", "items", "prefixItems"})
"""Say more of a value than `enum` does."""
_REST = ("additionalProperties", "unevaluatedProperties")
_MAX_REFERENCES = 100
_MAX_PATH = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Whose name a lifted schema takes: the enclosing named schema, and words below it."""

    parent: Key | None
    words: tuple[Text, ...]

    def below(self, *words: str) -> Place:
        return Place(self.parent, (*self.words, *map(Text, words)))


@dataclass(slots=True)
class Schemas:
    """Lowers schemas; what they name collects in ``named``, what degrades in ``degraded``."""

    resolve: Callable[[str], Cursor | None]
    anchors: Anchors
    diagnostics: Diagnostics
    named: dict[Key, NamedSchema] = field(default_factory=dict)
    degraded: list[Degraded] = field(default_factory=list)
    _waiting: list[Cursor] = field(default_factory=list)
    _known: set[Key] = field(default_factory=set)
    _merges: dict[Parts, Key] = field(default_factory=dict)
    """Merged schemas that are being lowered, and those that hold themselves."""
    _circular: set[Key] = field(default_factory=set)

    def lower(self, at: Cursor, place: Place, *, is_form: bool = False) -> Schema:
        """The schema at a cursor. In a form, binary strings are files."""
        node = at.node
        if node is None or node is True:
            return _ANY
        if not isinstance(node, Map):
            return self._degrade(at, "it allows no value" if node is False else "")
        if "$ref" in node:
            return self._reference(at)
        if "allOf" in node:
            return self._all_of(at, place, is_form=is_form)
        values = _values(at)
        if values and not (
            any(v.is_structured for v in values) and _INSIDE & set(node)
        ):
            # Whatever else it says can only forbid some of them.
            return self._enum(at, values, place)
        for keyword in ("oneOf", "anyOf"):
            if beside.is_union(at, keyword):
                return self._union(at, keyword, place, is_form=is_form)
        at = unconditional(at, self.resolve)
        found = kinds(at.node)
        if not found:
            is_known = takes_anything(node)
            return _ANY if is_known else self._degrade(at, "it has no `type`")
        null = "null" in found
        schemas = [
            self._typed(at, kind, place, is_form=is_form)
            for kind in found
            if kind != "null"
        ]
        if not schemas:
            return NullSchema()
        one = schemas[0] if len(schemas) == 1 else UnionSchema(variants=tuple(schemas))
        return NullableSchema(schema=one) if null else one

    def finish(self) -> None:
        """Lower every component that something refers to."""
        while self._waiting:
            at = self._waiting.pop(0)
            place = Place(at.key, ())
            schema = self.lower(at, place) if at.key not in self.named else None
            if schema is not None and at.key not in self.named:
                self._name(at, schema, Text(str(at.path[-1])), None)

    def _reference(self, at: Cursor) -> Schema:
        ref = at.node["$ref"] if isinstance(at.node, Map) else None
        target = self.resolve(ref) if isinstance(ref, str) else None
        if target is None:
            return self._degrade(at, "its `$ref` leads nowhere")
        return self.refer(target)

    def follow(self, at: Cursor) -> Cursor:
        """The node itself, through `$ref`s; the last that leads anywhere."""
        for _ in range(_MAX_REFERENCES):
            ref = at.text("$ref").raw
            target = self.resolve(ref) if ref else None
            if target is None:
                return at
            at = target
        return at

    def refer(self, target: Cursor) -> Reference:
        """A reference to the schema at a cursor, which will be lowered too."""
        if target.key not in self._known:
            self._known.add(target.key)
            self._waiting.append(target)
        return Reference(key=target.key)

    def _typed(self, at: Cursor, kind: str, place: Place, *, is_form: bool) -> Schema:
        node = at.node
        assert isinstance(node, Map)
        match kind:
            case "string":
                if is_form and _is_binary(node):
                    return BinarySchema()
                return limits.text(at)
            case "integer":
                return limits.integer(node)
            case "number":
                return limits.number(node)
            case "boolean":
                return BooleanSchema()
            case "array":
                return self._array(at, place, is_form=is_form)
            case "object":
                return self._object(at, place, is_form=is_form)
            case _:
                return self._degrade(at, f"`type: {kind}` does not exist")

    def _array(self, at: Cursor, place: Place, *, is_form: bool) -> Schema:
        """A list; a tuple where every position has a schema (`prefixItems`)."""
        node, rest = at.node, at / "items"
        assert isinstance(node, Map)
        first = list((at / "prefixItems").elements())
        if not first:
            items = self.lower(rest, place.below("Item"), is_form=is_form)
            return limits.array(node, items)
        found = [
            self.lower(child, place.below(f"Item {number}"), is_form=is_form)
            for number, child in enumerate(first, 1)
        ]
        if limits.is_closed(node, len(first)):
            return TupleSchema(items=tuple(found))
        if isinstance(rest.node, Map):
            found.append(self.lower(rest, place.below("Item"), is_form=is_form))
        return limits.array(node, _any_of(found))

    def _object(self, at: Cursor, place: Place, *, is_form: bool) -> Schema:
        required = at.strings("required")
        entries = self.entries(at)
        if not entries:
            assert isinstance(at.node, Map)
            values = self._map_values(at, place.below("Value"))
            return limits.map_of(at.node, values)
        key = at.key
        inner = place if place.parent == key else Place(key, ())
        properties = tuple(
            self.property(name, child, name in required, inner, is_form=is_form)
            for name, child in entries
        )
        rest: Schema = _ANY
        if any(key in at for key in _REST):
            rest = self._map_values(at, inner.below("Value"))
        schema = ObjectSchema(
            properties=properties,
            rest=None if rest == _ANY else rest,
            alternatives=beside.alternatives(at, [name for name, _ in entries]),
        )
        return self._lift(at, schema, place)

    def _map_values(self, at: Cursor, place: Place) -> Schema:
        """What any value of an object can be whose name is not in `properties`."""
        rest = at / "additionalProperties"
        if "additionalProperties" not in at:
            rest = at / "unevaluatedProperties"
        patterns = [child for _, child in (at / "patternProperties").items()]
        if patterns and rest.node is None:
            # The names are the pattern's business; a name that fits none is rare.
            rest = patterns.pop(0)
        elif rest.node is False:
            rest = patterns.pop(0) if patterns else rest
        if not isinstance(rest.node, Map):
            return _ANY
        return _any_of([self.lower(child, place) for child in (rest, *patterns)])

    def entries(self, at: Cursor) -> list[tuple[str, Cursor]]:
        """The properties that an object can have, by wire name."""
        every = list((at / "properties").items())
        for name, child in every:
            if child.node is False:
                self.diagnostics.add(
                    finding(
                        "SW408",
                        f"the property {show(name)} may never be there",
                        child.location,
                        consequence="It is neither an argument nor a field.",
                        hint="Remove it, or give it a schema.",
                    )
                )
        return [(name, child) for name, child in every if child.node is not False]

    def property(
        self, name: str, at: Cursor, required: bool, place: Place, *, is_form: bool
    ) -> Property:
        """One property of an object."""
        default = self.default(at)
        return Property(
            name=Text(name),
            schema=self.lower(at, place.below(name), is_form=is_form),
            required=required,
            default=default,
            read_only=says(at, "readOnly", self.resolve),
            write_only=says(at, "writeOnly", self.resolve),
            docs=docs_of(at),
            given=given_name(at, "x-fern-property-name"),
            chosen=is_chosen(at, "x-fern-property-name"),
        )

    def default(self, at: Cursor) -> Data | None:
        """The default where a schema is used: its own, else that of its reference."""
        for _ in range(_MAX_REFERENCES):
            if not isinstance(at.node, Map):
                return None
            if "default" in at.node:
                found = data(at.node["default"])
                return None if found.raw is None else found
            ref = at.node.get("$ref")
            target = self.resolve(ref) if isinstance(ref, str) else None
            if target is None:
                return None
            at = target
        return None

    def _all_of(self, at: Cursor, place: Place, *, is_form: bool) -> Schema:
        merged = merge_all_of(at, self.resolve)
        if isinstance(merged, str):
            return self._degrade(at, merged)
        whole = merged.whole
        if whole.key != at.key and isinstance(whole.node, Map):
            return self.refer(whole)
        if (key := self._merges.get(merged.parts)) is not None:
            # It is inside of itself: taken apart again, it would never end.
            self._circular.add(key)
            return Reference(key=key)
        self._merges[merged.parts] = at.key
        schema = self.lower(whole, place, is_form=is_form)
        if at.key not in self._circular:
            del self._merges[merged.parts]
            return schema
        return self._lift(at, schema, place)

    def _union(
        self, at: Cursor, keyword: str, place: Place, *, is_form: bool
    ) -> Schema:
        whole = beside.variants(at, keyword, self.resolve)
        if len(at.path) > _MAX_PATH:
            return self._degrade(at, "its variants lead back to it")
        null = False
        variants: list[Schema] = []
        is_wide = len(whole) > 2 or all(_has_fields(child.node) for child in whole)
        for index, child in enumerate(whole):
            if isinstance(child.node, Map) and child.node.get("type") == "null":
                null = True
                continue
            name = beside.variant_name(at / keyword / index, index)
            below = place.below(name) if is_wide else place
            schema = self.lower(child, below, is_form=is_form)
            if isinstance(schema, NullableSchema):
                null, schema = True, schema.schema
            if schema not in variants:
                variants.append(schema)
        if not variants:
            return NullSchema()
        one: Schema = variants[0]
        if len(variants) > 1:
            one = UnionSchema(variants=tuple(variants))
            if any(isinstance(v, Reference) for v in variants):
                one = self._lift(at, one, place)
        return NullableSchema(schema=one) if null else one

    def _enum(self, at: Cursor, values: tuple[Data, ...], place: Place) -> Schema:
        null = [v for v in values if v.raw is None]
        rest = tuple(dict.fromkeys(v for v in values if v.raw is not None))
        if not rest:
            return NullSchema()
        one: Schema = EnumSchema(values=rest)
        if len(rest) > 1 and not any(v.is_structured for v in rest):
            one = self._lift(at, one, place)
        nullable = null or "null" in (kinds(at.node) or ())
        return NullableSchema(schema=one) if nullable else one

    def _lift(self, at: Cursor, schema: Schema, place: Place) -> Schema:
        """Give an inline schema a name of its own; a component keeps its own."""
        if place.parent == at.key and not place.words:
            return schema
        if at.key not in self.named:
            self._name(at, schema, Text(""), place)
            self._known.add(at.key)
        return Reference(key=at.key)

    def _name(
        self, at: Cursor, schema: Schema, name: Text, place: Place | None
    ) -> None:
        given = given_type(at)
        own = place.words if place is not None and not given else (given or name,)
        self.named[at.key] = NamedSchema(
            key=at.key,
            anchor=self.anchors.of(at.path),
            name=own,
            parent=None if place is None or given else place.parent,
            schema=schema,
            docs=docs_of(at),
            location=at.location,
            given=given,
            chosen=bool(given) and is_chosen(at, "x-fern-type-name"),
        )

    def _degrade(self, at: Cursor, why: str) -> Schema:
        why = why or "it is not a schema"
        anchor = self.anchors.of(at.path)
        self.degraded.append(Degraded(key=at.key, anchor=anchor, why=why))
        self.diagnostics.add(
            finding(
                "SW401",
                f"this schema is typed Any: {why}",
                at.location,
                consequence="Any value is accepted and returned here, unchecked.",
                hint="Correct the schema, or replace it with an overlay.",
            )
        )
        return _ANY


def _any_of(found: list[Schema]) -> Schema:
    different = tuple(dict.fromkeys(found))
    return different[0] if len(different) == 1 else UnionSchema(variants=different)


def _values(at: Cursor) -> tuple[Data, ...]:
    """What `const` and `enum` list."""
    if isinstance(at.node, Map) and "const" in at.node:
        return (data(at.node["const"]),)
    return tuple(data(child.node) for child in (at / "enum").elements())


def _is_binary(node: Map) -> bool:
    """Whether a string of a form is a file (OpenAPI 3.0 and 3.1 say so differently)."""
    if node.get("format") == "binary":
        return True
    encoding = node.get("contentEncoding")
    if encoding is None:
        return "contentMediaType" in node
    # Bytes as they are (RFC 2045, section 6.2); the others make text of them.
    return isinstance(encoding, str) and encoding.lower() == "binary"


def _has_fields(node: Node) -> bool:
    return isinstance(node, Map) and ("properties" in node or "allOf" in node)
