"""Schemas as type annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from specwright.ir import (
    AnySchema,
    Api,
    ArraySchema,
    BinarySchema,
    BooleanSchema,
    EnumSchema,
    IntegerSchema,
    Key,
    MapSchema,
    NullableSchema,
    NullSchema,
    NumberSchema,
    ObjectSchema,
    Reference,
    Schema,
    StringSchema,
    TupleSchema,
    UnionSchema,
)
from specwright.naming.table import Names
from specwright.place import Module
from specwright.python.imports import Imports
from specwright.python.layout import Alternatives, Group, Piece, flat, subscript
from specwright.python.literals import literal
from specwright.text import Code, Data

NONE = Code("None")
ANY = Code("Any")
_LITERAL = "Literal["
_PARSED = {
    "date-time": "dt.datetime",
    "date": "dt.date",
    "time": "dt.time",
    "decimal": "Decimal",
}
"""Formats of text that become a value of another type, which says the same.

All others stay text. A duration may count months, which no type of Python's can; an
id in another spelling than the server's would be another id.
"""
_TAKEN = _PARSED | {"duration": "dt.timedelta", "uuid": "UUID"}
"""Formats for which an argument may be such a value; the runtime writes it as text."""
_SOURCES = {"Decimal": "decimal", "UUID": "uuid"}


@dataclass(frozen=True, slots=True)
class Types:
    """Writes annotations for one API."""

    api: Api
    names: Names
    modules: Mapping[Key, Module]

    @property
    def pages(self) -> dict[Key, Schema]:
        """The named schemas that are pages of a list, with the schema of an item."""
        found = (op.pagination for op in self.api.operations)
        return {paged.page: paged.item for paged in found if paged is not None}

    def resolved(self, schema: Schema) -> Schema:
        """A schema behind its references."""
        seen = set[Key]()
        while isinstance(schema, Reference) and schema.key not in seen:
            seen.add(schema.key)
            schema = self.api.schemas[schema.key].schema
        return schema

    def annotation(self, schema: Schema, imports: Imports) -> Piece:
        """The type of a value that comes back, or of a model's field."""
        return self._annotation(schema, imports, accept=False)

    def argument(self, schema: Schema, imports: Imports) -> Piece:
        """The type of a value that a method takes: plain data wherever models go."""
        return self._annotation(schema, imports, accept=True)

    def _annotation(
        self,
        schema: Schema,
        imports: Imports,
        *,
        accept: bool,
        above: frozenset[Key] = frozenset(),
    ) -> Piece:
        """The type; ``above`` are the aliases that it is already inside of."""

        def nested(inner: Schema) -> Piece:
            return self._annotation(inner, imports, accept=accept, above=above)

        match schema:
            case AnySchema():
                imports.add("typing", "Any")
                return ANY
            case NullSchema():
                return NONE
            case BooleanSchema():
                return Code(imports.builtin("bool"))
            case IntegerSchema():
                return Code(imports.builtin("int"))
            case NumberSchema():
                return Code(imports.builtin("float"))
            case StringSchema(format=name):
                return _string(name.raw, imports, accept)
            case BinarySchema():
                imports.local(("_runtime", "multipart"), "File")
                return Code("File")
            case EnumSchema(values=values):
                return self._enum(values, imports, accept)
            case ArraySchema(items=items):
                kind = _abstract("list", "Sequence", imports, accept)
                return subscript(kind, [nested(items)])
            case TupleSchema(items=several) if accept:
                # Plain data, such as a list, goes wherever a tuple does.
                imports.add("collections.abc", "Sequence")
                return subscript("Sequence", [union(map(nested, several))])
            case TupleSchema(items=several):
                return subscript(imports.builtin("tuple"), map(nested, several))
            case MapSchema(values=items):
                kind = _abstract("dict", "Mapping", imports, accept)
                return subscript(kind, [Code(imports.builtin("str")), nested(items)])
            case NullableSchema(schema=inner_schema):
                return union([nested(inner_schema), NONE])
            case UnionSchema(variants=variants):
                if any(isinstance(v, AnySchema) for v in variants):
                    return nested(AnySchema())
                return union(map(nested, variants))
            case Reference(key=key):
                return self._reference(key, imports, accept=accept, above=above)
            case ObjectSchema():
                imports.add("typing", "Any")
                text = Code(imports.builtin("str"))
                return subscript(imports.builtin("dict"), [text, ANY])
            case _:
                assert_never(schema)

    def _reference(
        self, key: Key, imports: Imports, *, accept: bool, above: frozenset[Key]
    ) -> Piece:
        schema = self.api.schemas[key].schema
        is_open = isinstance(
            schema, (ArraySchema, TupleSchema, MapSchema, NullableSchema)
        )
        if isinstance(schema, StringSchema):
            # A date is taken as text too.
            is_open = schema.format.raw in _TAKEN
        if accept and is_open and key not in above:
            return self._annotation(schema, imports, accept=True, above=above | {key})
        name = Code(self.names.models[key])
        imports.local(self.modules[key], name)
        if accept and self.takes_object(schema):
            imports.add("typing", "Any")
            imports.add("collections.abc", "Mapping")
            text = Code(imports.builtin("str"))
            return union([name, subscript("Mapping", [text, ANY])])
        return name

    def _enum(self, values: tuple[Data, ...], imports: Imports, accept: bool) -> Piece:
        """`Literal["a", "b"] | str`: a server may send values that came later."""
        listed = [literal(v) for v in values if isinstance(v.raw, (bool, int, str))]
        kinds = [self._annotation(_like(v), imports, accept=accept) for v in values]
        if not listed:
            return union(kinds)
        imports.add("typing", "Literal")
        known = subscript("Literal", listed)
        return known if len(values) == 1 else union([known, *kinds])

    def alternatives(self, schema: Schema) -> Iterator[Schema]:
        """What a value can be: unions, nullables and references taken apart."""
        seen = set[Key]()
        waiting = [schema]
        while waiting:
            match waiting.pop(0):
                case Reference(key=key):
                    if key not in seen:
                        seen.add(key)
                        waiting.append(self.api.schemas[key].schema)
                case UnionSchema(variants=variants):
                    waiting.extend(variants)
                case NullableSchema(schema=inner):
                    waiting.extend((inner, NullSchema()))
                case found:
                    yield found

    def takes_object(self, schema: Schema) -> bool:
        """Whether a value of the schema can be an object with known properties."""
        return any(isinstance(s, ObjectSchema) for s in self.alternatives(schema))

    def is_nullable(self, schema: Schema) -> bool:
        """Whether `null` is a value of the schema."""
        kinds = (NullSchema, AnySchema)
        return any(isinstance(s, kinds) for s in self.alternatives(schema))

    def is_null(self, schema: Schema) -> bool:
        """Whether `null` is the only value of the schema."""
        return all(isinstance(s, NullSchema) for s in self.alternatives(schema))

    def constant(self, schema: Schema) -> Data | None:
        """The only value of a schema, a scalar; None where there are others."""
        match self.resolved(schema):
            case EnumSchema(values=(only,)) if not only.is_structured:
                return only
            case _:
                return None


def union(items: Iterable[Piece]) -> Piece:
    """`A | B`, flattened, each once, literals together, `None` last."""
    parts: dict[str, Piece] = {}
    for item in items:
        for part in item.items if isinstance(item, Alternatives) else (item,):
            if isinstance(part, Group) and part.open == _LITERAL:
                old = parts.get(_LITERAL)
                known = old.items if isinstance(old, Group) else ()
                values = {flat(value): value for value in (*known, *part.items)}
                parts[_LITERAL] = subscript("Literal", values.values())
            else:
                parts[flat(part)] = part
    if "Any" in parts:
        return ANY
    none = parts.pop("None", None)
    ordered = [*parts.values(), *([none] if none is not None else [])]
    return ordered[0] if len(ordered) == 1 else Alternatives(tuple(ordered))


def _abstract(concrete: str, abstract: str, imports: Imports, accept: bool) -> str:
    if not accept:
        return imports.builtin(concrete)
    imports.add("collections.abc", abstract)
    return abstract


def _string(name: str, imports: Imports, accept: bool) -> Piece:
    text = Code(imports.builtin("str"))
    known = (_TAKEN if accept else _PARSED).get(name)
    if known is None:
        return text
    if known in _SOURCES:
        imports.add(_SOURCES[known], known)
    else:
        imports.add_module("import datetime as dt")
    value = Code(known)
    # As text it is sent as it is.
    return union([value, text]) if accept else value


def is_parsed(format_: str) -> bool:
    """Whether text of a format becomes a value of another type."""
    return format_ in _PARSED


def _like(value: Data) -> Schema:
    """The schema of all values of a value's kind."""
    match value.raw:
        case bool():
            return BooleanSchema()
        case int():
            return IntegerSchema()
        case float():
            return NumberSchema()
        case str():
            return StringSchema()
        case Mapping():
            return MapSchema(values=AnySchema())
        case None:
            return NullSchema()
        case _:
            return ArraySchema(items=AnySchema())
