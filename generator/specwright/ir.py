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

from specwright.access import SecurityScheme, Server
from specwright.diagnostics import Location
from specwright.shapes import (
    NO_DOCS,
    Alternatives,
    AnySchema,
    ArraySchema,
    BinarySchema,
    BooleanSchema,
    Discriminator,
    Docs,
    EnumSchema,
    IntegerSchema,
    Key,
    MapSchema,
    NamedSchema,
    NullableSchema,
    NullSchema,
    NumberSchema,
    ObjectSchema,
    Property,
    Reference,
    Schema,
    StringSchema,
    TupleSchema,
    UnionSchema,
)
from specwright.text import EMPTY, Data, Text

__all__ = [
    "NO_CONSTRAINTS",
    "NO_DOCS",
    "NO_ENCODING",
    "Alternatives",
    "AnySchema",
    "Api",
    "ArraySchema",
    "BinarySchema",
    "BooleanSchema",
    "Degraded",
    "Discriminator",
    "Docs",
    "Encoding",
    "EnumSchema",
    "Exchange",
    "IntegerSchema",
    "Key",
    "MapSchema",
    "MediaType",
    "NamedSchema",
    "NullSchema",
    "NullableSchema",
    "NumberSchema",
    "ObjectSchema",
    "Operation",
    "Pagination",
    "Parameter",
    "ParameterPlace",
    "PathTemplate",
    "PathVariable",
    "Payload",
    "Property",
    "Reference",
    "RequestBody",
    "Response",
    "Sample",
    "Schema",
    "SecurityScheme",
    "Server",
    "Streaming",
    "StringSchema",
    "TupleSchema",
    "UnionSchema",
]

NO_CONSTRAINTS = Data({})

ParameterPlace: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a value that is no JSON of its own is written (Encoding Object)."""

    style: Text = EMPTY
    """Empty: what the media type does by default, or ``content_type``."""
    explode: bool = False
    allow_reserved: bool = False
    content_type: Text = EMPTY
    """The media type that the value is written in, instead of a style."""
    is_opaque: bool = False
    """Nobody here can write the media type: the value is text, as it is sent."""


NO_ENCODING = Encoding()


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
    allow_reserved: bool = False
    content: Text = EMPTY
    """The media type that the value is written in, instead of a style."""
    constraints: Data = field(default=NO_CONSTRAINTS, compare=False)
    """What its values are held to, in the keywords of JSON Schema."""
    docs: Docs
    location: Location
    given: Text = EMPTY
    """The argument name that an extension asks for."""
    chosen: bool = False
    """It is the user who asks for it."""

    @property
    def encoding(self) -> Encoding:
        """How the value is written."""
        return Encoding(
            style=self.style,
            explode=self.explode,
            allow_reserved=self.allow_reserved,
            content_type=self.content,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One entry of a `content` map."""

    media_type: Text
    schema: Schema
    item_schema: Schema | None = None
    examples: tuple[Data, ...] = ()
    encodings: tuple[tuple[str, Encoding], ...] = ()
    """Of properties of a form, by wire name, where the document says something."""
    constraints: Data = field(default=NO_CONSTRAINTS, compare=False)
    """What the body of a request is held to, in the keywords of JSON Schema."""


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
    def sent(self) -> tuple[Text | PathVariable, ...]:
        """What goes over the wire. A fragment never does (RFC 9110, section 4.2.1).

        Documents tell two operations of one method and path apart by it.
        """
        found: list[Text | PathVariable] = []
        for part in self.parts:
            if isinstance(part, Text) and "#" in part.raw:
                return (*found, Text(part.raw.partition("#")[0]))
            found.append(part)
        return tuple(found)

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
class Streaming:
    """One of the two methods of an operation whose body says if the reply streams."""

    flag: Text
    """The property of the body that says so."""
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method on one path."""

    key: Key
    operation_id: Text
    document_id: Text = EMPTY
    """The id in full, which the document gives it."""
    group: tuple[Text, ...]
    """The raw resource path; empty for a method of the client itself."""
    named_by: Literal["user", "sample", "extension", "document"]
    chosen: bool = False
    """The user gave the name, with whichever extension."""
    method: Text
    path: PathTemplate
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: tuple[Response, ...]
    headers: Reference | None = None
    """An object of the headers that come with a success."""
    security: tuple[tuple[Key, ...], ...] | None
    """Alternatives, each a set of scheme keys that go together; None: send nothing."""
    servers: tuple[Server, ...] = ()
    """Where it is served, if elsewhere than the API; the first is the default."""
    pagination: Pagination | None = None
    streaming: Streaming | None = None
    docs: Docs
    samples: tuple[Sample, ...]
    exchanges: tuple[Exchange, ...]
    degraded: tuple[str, ...]
    """Pointers of the nodes that became `Any`."""
    location: Location

    @property
    def is_twin(self) -> bool:
        """Whether it is the second method of an operation of the document."""
        return self.streaming is not None and self.streaming.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The body of a request that the server sends: a webhook, or a callback."""

    key: Key
    name: Text
    source: Text
    """What it is, in words."""
    schema: Schema
    docs: Docs


@dataclass(frozen=True, slots=True, kw_only=True)
class Degraded:
    """A node that could not be expressed, and became `Any`."""

    key: Key
    anchor: str
    """Where it stands, in words that stay when something is added beside it."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """All of one client's documents."""

    title: Text
    description: Text
    servers: tuple[Server, ...]
    """With a host; the first is the default."""
    base_path: Text = EMPTY
    """Of an API that no server gives a host."""
    operations: tuple[Operation, ...]
    payloads: tuple[Payload, ...] = ()
    schemas: Mapping[Key, NamedSchema]
    constraints: Mapping[str, Data] = field(default_factory=dict)
    """What `$ref` leads to in the constraints of parameters and bodies."""
    security_schemes: tuple[SecurityScheme, ...]
    is_fern: bool
    """Fern's exporter wrote the pages, so its casing is the default."""
    degraded: tuple[Degraded, ...] = ()
