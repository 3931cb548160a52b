"""Named schemas as classes and aliases of one `types` module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specwright.graph import finished_from, references
from specwright.ir import Key, NamedSchema, ObjectSchema, Property, Schema, UnionSchema
from specwright.place import Module
from specwright.python.imports import Imports
from specwright.python.layout import (
    Alternatives,
    Declaration,
    Group,
    Pair,
    Piece,
    call,
    display,
    flat,
    statement,
    subscript,
)
from specwright.python.limits import notes
from specwright.python.literals import flat_literal, literal
from specwright.python.prose import docstring, wrap
from specwright.python.types import NONE, Types, union
from specwright.text import Code

_PROSE = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field of a model."""

    declaration: Code
    docstring: Code
    """Empty without documentation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """A class. ``nullable`` is the statement that lists what may be null, or empty."""

    definition: Code
    docstring: Code
    fields: tuple[FieldView, ...]
    nullable: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A type alias."""

    name: Code
    statement: Code
    docstring: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """One `types` module: classes by name, then aliases, each after what it needs."""

    docstring: Code
    imports: Code
    models: tuple[ModelView, ...]
    aliases: tuple[AliasView, ...]
    names: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Models:
    """Writes the `types` modules of one API."""

    types: Types
    circular: frozenset[Key]
    """Schemas whose names have to be known before their types are."""

    def view(self, module: Module, keys: Iterable[Key]) -> TypesView:
        """The module that defines some named schemas."""
        imports = Imports(module)
        named = [self.types.api.schemas[key] for key in keys]
        named.sort(key=lambda n: self._name(n.key))
        classes = [n for n in named if isinstance(n.schema, ObjectSchema)]
        others = [n for n in named if not isinstance(n.schema, ObjectSchema)]
        models = tuple(self._model(n, imports) for n in classes)
        aliases = tuple(self._alias(n, imports) for n in self._in_order(others))
        return TypesView(
            docstring=docstring([self._about(module, named)]),
            imports=imports.lines(),
            models=models,
            aliases=aliases,
            names=tuple(self._name(n.key) for n in named),
        )

    def _about(self, module: Module, named: list[NamedSchema]) -> str:
        if module[-1] == "types":
            return f"Models and types of `{'.'.join(('client', *module[:-1]))}`."
        first = self._name(named[0].key)
        return f"`{first}`." if len(named) == 1 else f"`{first}` and what it needs."

    def _name(self, key: Key) -> Code:
        return Code(self.types.names.models[key])

    def _model(self, named: NamedSchema, imports: Imports) -> ModelView:
        schema = named.schema
        assert isinstance(schema, ObjectSchema)
        names = self.types.names.fields[named.key]
        nullable = [
            flat_literal(p.name)
            for p in schema.properties
            if self.types.is_nullable(p.schema)
        ]
        statement_ = Code("")
        if nullable:
            value = call("frozenset", [display("{", nullable, "}")])
            statement_ = statement(value, 1, "_nullable = ")
        return ModelView(
            definition=statement(
                Group(
                    Code(f"class {self._name(named.key)}("),
                    (self._base(named.key, imports),),
                    Code("):"),
                )
            ),
            docstring=_doc(named, 1),
            fields=tuple(
                self._field(p, Code(names[p.name]), imports) for p in schema.properties
            ),
            nullable=statement_,
        )

    def _base(self, key: Key, imports: Imports) -> Piece:
        name, item = "Page", self.types.pages.get(key)
        schema = self.types.api.schemas[key].schema
        if item is None and isinstance(schema, ObjectSchema):
            name, item = "OpenModel", schema.rest
        if item is None:
            imports.local(("_runtime", "models"), "Model")
            return Code("Model")
        imports.local(("_runtime", "pages" if name == "Page" else "models"), name)
        kind = flat(self.types.annotation(item, imports))
        if any(references(item)):
            # In quotes: what it names may stand further down.
            kind = flat_literal(kind)
        return Code(f"{name}[{kind}]")

    def _field(self, prop: Property, name: Code, imports: Imports) -> FieldView:
        annotation = self.types.annotation(prop.schema, imports)
        constant = self.types.constant(prop.schema)
        default: Piece | None = None
        if constant is not None and prop.required:
            default = literal(constant)
        elif not prop.required:
            annotation, default = union([annotation, NONE]), NONE
        if prop.name.raw != name:
            default = self._aliased(prop, default, imports)
        text = prop.docs.description.raw.strip()
        default_ = prop.default if constant is None else None
        if said := notes(prop.schema, default_, self.types):
            text = f"{text}\n\n{said}" if text else said
        if prop.docs.deprecated:
            text = f"Deprecated. {text}"
        lines = wrap(text, _PROSE - 3)
        return FieldView(
            declaration=statement(Declaration(name, annotation, default), 1),
            docstring=docstring(lines, 1) if lines else Code(""),
        )

    def _aliased(
        self, prop: Property, default: Piece | None, imports: Imports
    ) -> Piece:
        """`Field(...)` with the wire name.

        Not `alias=`: type checkers would take it for the constructor's argument.
        """
        imports.add("pydantic", "Field")
        wire = flat_literal(prop.name)
        return call(
            "Field",
            [
                *([Pair(Code("default="), default)] if default is not None else []),
                Pair(Code("validation_alias="), wire),
                Pair(Code("serialization_alias="), wire),
            ],
        )

    def _alias(self, named: NamedSchema, imports: Imports) -> AliasView:
        name = self._name(named.key)
        value = self._value(named.schema, imports)
        if named.key in self.circular:
            return AliasView(
                name=name,
                statement=_recursive(name, flat(value), imports),
                docstring=_doc(named, 0),
            )
        imports.add("typing", "TypeAlias")
        return AliasView(
            name=name,
            statement=statement(value, before=f"{name}: TypeAlias = "),
            docstring=_doc(named, 0),
        )

    def _value(self, schema: Schema, imports: Imports) -> Piece:
        if isinstance(schema, UnionSchema) and schema.discriminator is not None:
            return self._tagged(schema, imports)
        return self.types.annotation(schema, imports)

    def _tagged(self, schema: UnionSchema, imports: Imports) -> Piece:
        """A union that its discriminator decides; an unknown tag is kept as it is."""
        found = schema.discriminator
        assert found is not None
        imports.add("typing", "Annotated")
        imports.add("pydantic", "Tag")
        imports.local(("_runtime", "models"), "UNKNOWN_TAG", "UnknownVariant", "tagged")
        variants: list[Piece] = []
        tags: list[Piece] = []
        for variant, values in zip(schema.variants, found.tags, strict=True):
            for value in values:
                tag = literal(value)
                tags.append(tag)
                kind = self.types.annotation(variant, imports)
                variants.append(_annotated(kind, call("Tag", [tag])))
        unknown = call("Tag", [Code("UNKNOWN_TAG")])
        variants.append(_annotated(Code("UnknownVariant"), unknown))
        marker = call("tagged", [flat_literal(found.property_name), *tags])
        return _annotated(Alternatives(tuple(variants)), marker)

    def _needs(self, key: Key) -> list[Key]:
        """The aliases that an alias mentions."""
        schemas = self.types.api.schemas
        return [
            k
            for k in references(schemas[key].schema)
            if not isinstance(schemas[k].schema, ObjectSchema)
        ]

    def _in_order(self, aliases: list[NamedSchema]) -> list[NamedSchema]:
        """Each after the aliases of this module that it mentions."""
        here = {named.key: named for named in aliases}
        edges = {key: [k for k in self._needs(key) if k in here] for key in here}
        seen: set[Key] = set()
        return [
            here[key] for start in here for key in finished_from(start, edges, seen)
        ]


def _doc(named: NamedSchema, indent: int) -> Code:
    lines = wrap(named.docs.description, _PROSE)
    return docstring(lines, indent) if lines else Code("")


def _recursive(name: Code, value: str, imports: Imports) -> Code:
    """An alias that mentions itself.

    pydantic needs its name; pyright takes that for a variable in some orders of
    checking, so checkers get the plain alias.
    """
    imports.add("typing", "TYPE_CHECKING", "TypeAlias")
    imports.add("typing_extensions", "TypeAliasType")
    text = flat_literal(value)
    plain = statement(Declaration(name, Code("TypeAlias"), text), 1)
    made = call("TypeAliasType", [flat_literal(name), text])
    return Code(
        f"if TYPE_CHECKING:\n    {plain}\nelse:\n"
        f"    {statement(made, 1, f'{name} = ')}"
    )


def _annotated(kind: Piece, marker: Piece) -> Piece:
    return subscript("Annotated", [kind, marker])
