"""The API model: one API in OpenAPI's own words, with every decision still open.

It knows wire names and prints no Python. A schema says what a value is;
``required`` and ``default`` belong to the place of use. A ``Reference`` stays a
reference, so recursion is no special case. Strings of the document are ``Text``,
other values of it are ``Data``: neither can be printed by accident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

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


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSchema:
    """Any number. Bounds are inclusive."""

    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StringSchema:
    """Text; ``format`` as the document names it."""

    format: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySchema:
    """Raw bytes, outside of JSON: a file of a form, a body, a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumSchema:
    """One of some scalar values (`enum`, or `const` with one). Servers may send others."""

    values: tuple[Data, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArraySchema:
    """A list of items."""

    items: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of an object, by its wire name."""

    name: Text
    schema: Schema
    required: bool
    default: Data | None = None
    docs: Docs = NO_DOCS
    given: Text = EMPTY
    """The Python name that an extension asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSchema:
    """An object with known properties; others may come with it."""

    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSchema:
    """An object that maps any name to values of one schema."""

    values: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Discriminator:
    """Which property tells the variants of a union apart, and each one's values."""

    property_name: Text
    tags: tuple[tuple[Data, ...], ...]
    """Per variant, in order."""


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
    name: tuple[Text, ...]
    """The component's key; for a lifted schema, the words below its parent."""
    parent: Key | None
    """The named schema that this one was lifted from; None for a component."""
    schema: Schema
    docs: Docs
    location: Location
    given: Text = EMPTY
    """The class name that an extension asks for."""


ParameterPlace: TypeAlias = Literal["path", "query", "header", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of an operation, by its wire name."""

    name: Text
    place: ParameterPlace
    required: bool
    schema: Schema
    default: Data | None
    style: Text
    explode: bool
    docs: Docs
    location: Location
    given: Text = EMPTY
    """The argument name that an extension asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One entry of a `content` map."""

    media_type: Text
    schema: Schema
    item_schema: Schema | None = None
    examples: tuple[Data, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """What an operation takes beside its parameters."""

    required: bool
    content: tuple[MediaType, ...]
    docs: Docs
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One entry of `responses`. ``status`` is `200`, `2XX` or `default`."""

    status: Text
    content: tuple[MediaType, ...]
    undecided: bool
    """The document does not say what comes back: the reply itself decides."""
    docs: Docs
    location: Location

    @property
    def is_success(self) -> bool:
        return self.status.raw.startswith("2")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathVariable:
    """A `{name}` of a path."""

    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PathTemplate:
    """A path, parsed once: literal text and variables by turns."""

    parts: tuple[Text | PathVariable, ...]

    @property
    def text(self) -> str:
        """As the document spells it."""
        return "".join(
            part.raw if isinstance(part, Text) else f"{{{part.name.raw}}}"
            for part in self.parts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A call that the documentation shows."""

    language: Text
    code: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its reply as the documentation shows them, in JSON."""

    request: Data | None
    response: Data | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """How a list is read page by page. All names are wire names."""

    parameter: Text
    """The query parameter that asks for a page."""
    items: Text
    """The property of the reply that holds the items."""
    item: Schema
    next: Text = EMPTY
    """The property that holds the value for the next page; empty: pages are counted."""
    more: Text = EMPTY
    """The property that tells whether there is another page; empty without one."""
    first: int = 1
    """The number of the first page, where pages are counted."""
    page: Key
    """The named schema of the reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method on one path."""

    key: Key
    operation_id: Text
    group: tuple[Text, ...]
    """The raw resource path; empty for a method of the client itself."""
    named_by: Literal["user", "sample", "extension", "document"]
    method: Text
    path: PathTemplate
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[tuple[Key, ...], ...] | None
    """Alternatives, each a set of scheme keys that go together; None: send nothing."""
    pagination: Pagination | None = None
    docs: Docs
    samples: tuple[Sample, ...]
    exchanges: tuple[Exchange, ...]
    degraded: tuple[str, ...]
    """Pointers of the nodes that became `Any`."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A base URL, and what the document calls it."""

    url: Text
    description: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """A credential: where it goes and under which wire name."""

    key: Key
    kind: Literal["header", "query", "cookie"]
    name: Text
    prefix: Text = EMPTY
    """Before the value with a space, as in `Bearer TOKEN`."""
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """All of one client's documents."""

    title: Text
    description: Text
    servers: tuple[Server, ...]
    operations: tuple[Operation, ...]
    schemas: Mapping[Key, NamedSchema]
    security_schemes: tuple[SecurityScheme, ...]
    is_fern: bool
    """Fern's exporter wrote the pages, so its casing is the default."""
    degraded: tuple[str, ...] = field(default=())
