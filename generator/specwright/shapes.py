"""What values are, in the words of JSON Schema: the part of the API model about data.

A schema says what a value is; ``required`` and ``default`` belong to the place of use.
A ``Reference`` stays a reference, so recursion is no special case.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from specwright.diagnostics import Location
from specwright.text import EMPTY, Data, Text

Key: TypeAlias = str
"""JSON pointer of a node in the bundle; never printed into code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Docs:
    """What the document tells people about a node."""

    summary: Text = EMPTY
    description: Text = EMPTY
    reference: Text = EMPTY
    """URL of the documentation page."""
    deprecated: bool = False
    examples: tuple[Data, ...] = ()


NO_DOCS = Docs()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnySchema:
    """Any JSON value: `{}`, `true`, or what could not be expressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NullSchema:
    """Only `null`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BooleanSchema:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegerSchema:
    """A number without a fraction. Bounds are inclusive."""

    minimum: int | None = None
    maximum: int | None = None
    multiple_of: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSchema:
    """Any number. ``minimum`` and ``maximum`` are inclusive, the other two are not."""

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = field(default=None, compare=False)
    below: float | None = field(default=None, compare=False)
    multiple_of: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StringSchema:
    """Text; ``format`` as the document names it.

    Two schemas that differ in their limits alone are one type.
    """

    format: Text = EMPTY
    pattern: Text = field(default=EMPTY, compare=False)
    """A regular expression in the dialect of ECMA-262; empty without one."""
    min_length: int = field(default=0, compare=False)
    max_length: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySchema:
    """Raw bytes, outside of JSON: a file of a form, a body, a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumSchema:
    """One of some values (`enum`, or `const` with one). Servers may send others."""

    values: tuple[Data, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArraySchema:
    """A list of items."""

    items: Schema
    min_items: int = field(default=0, compare=False)
    max_items: int | None = field(default=None, compare=False)
    unique: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TupleSchema:
    """A list with a schema for each position, and nothing after the last."""

    items: tuple[Schema, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of an object, by its wire name."""

    name: Text
    schema: Schema
    required: bool
    default: Data | None = None
    read_only: bool = False
    """Replies hold it, requests do not."""
    write_only: bool = False
    """Requests hold it, replies do not."""
    docs: Docs = NO_DOCS
    given: Text = EMPTY
    """The Python name that an extension asks for."""
    chosen: bool = field(default=False, compare=False)
    """It is the user who asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Groups of properties, one of which must be there whole.

    So say `anyOf` and `oneOf` whose variants have nothing but `required`.
    """

    groups: tuple[tuple[Text, ...], ...]
    """At least one."""
    exclusive: bool
    """Exactly one group may be there (`oneOf`)."""

    def among(self, names: Collection[Text]) -> Alternatives | None:
        """The groups of these properties; None where there is none."""
        kept = tuple(group for group in self.groups if set(group) <= set(names))
        return replace(self, groups=kept) if kept else None

    def allow(self, names: Collection[Text]) -> bool:
        """Whether an object with these properties is one of the described."""
        met = sum(set(group) <= set(names) for group in self.groups)
        return met == 1 if self.exclusive else met > 0

    def settled(self, names: Collection[Text]) -> frozenset[Text]:
        """These properties with the first group, or without what excludes another."""
        found = frozenset(names)
        met = [group for group in self.groups if found.issuperset(group)]
        if not met:
            return found.union(self.groups[0])
        if not self.exclusive:
            return found
        return found.difference(*self.groups).union(met[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSchema:
    """An object with known properties; others may come with it."""

    properties: tuple[Property, ...]
    rest: Schema | None = None
    """Of every other property, where the document says what they are."""
    alternatives: Alternatives | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSchema:
    """An object that maps any name to values of one schema."""

    values: Schema
    min_properties: int = field(default=0, compare=False)
    max_properties: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discriminator:
    """Which property tells the variants of a union apart, and each one's values."""

    property_name: Text
    tags: tuple[tuple[Data, ...], ...]
    """Per variant, in order."""
    is_inferred: bool = False
    """The document does not say so; the variants do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionSchema:
    """One of several schemas (`oneOf`, `anyOf`, a list of types)."""

    variants: tuple[Schema, ...]
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NullableSchema:
    """A schema, or `null`."""

    schema: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A named schema, by key."""

    key: Key


Schema: TypeAlias = (
    AnySchema
    | NullSchema
    | BooleanSchema
    | IntegerSchema
    | NumberSchema
    | StringSchema
    | BinarySchema
    | EnumSchema
    | ArraySchema
    | TupleSchema
    | ObjectSchema
    | MapSchema
    | UnionSchema
    | NullableSchema
    | Reference
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSchema:
    """A schema that becomes a type of its own: a component, or one lifted from its place."""

    key: Key
    anchor: str
    """Where it stands, in words that stay when something is added beside it."""
    name: tuple[Text, ...]
    """The component's key; for a lifted schema, the words below its parent."""
    parent: Key | None
    """The named schema that this one was lifted from; None for a component."""
    schema: Schema
    docs: Docs
    location: Location
    given: Text = EMPTY
    """The class name that an extension asks for."""
    chosen: bool = False
    """It is the user who asks for it."""
