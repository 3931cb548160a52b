"""What a generated package offers its users, as plain values: names, types, bytes.

It is made of the decisions that the templates print, so it changes exactly where a
caller can notice; and it is written as JSON where a release is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a method or of the client."""

    name: str
    type: str
    """As the signature says it."""
    required: bool
    default: str = ""
    """As the signature says it; empty where it is required."""
    positional: bool = False
    place: str = ""
    """Where the value goes: `query limit`, `path`, `json`."""
    style: str = ""
    """How it is written there; empty: as the place does by itself."""
    constant: bool = False
    """The default is sent where the caller gives nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of the client or of a resource."""

    name: str
    """`voices.samples.get`"""
    operation: str
    """`GET /v1/voices/{voice_id}/samples`: what it was named for."""
    parameters: tuple[Parameter, ...]
    returns: str
    errors: tuple[tuple[str, str], ...] = ()
    """The exception of each described failure, with what its body is read as."""
    verb: str
    path: str
    """With `{}` for each variable."""
    body: str = ""
    """How the body is written, and its media type."""
    accept: str = ""
    auth: str = ""
    """What it sends to authenticate."""
    server: str = ""
    """Where it is sent, if elsewhere than the client's base URL."""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a class."""

    name: str
    wire: str
    type: str
    required: bool
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """One named type: a class with fields, or another name for a type."""

    name: str
    schema: str
    """JSON pointer of what it was named for."""
    module: str
    fields: tuple[Field, ...] = ()
    alias: str = ""
    """What it is another name for; empty for a class."""
    pages: str = ""
    """The type of an item, for a class that is a page of a list."""
    sent: bool = False
    """Requests hold it: callers make it."""
    received: bool = False
    """Replies hold it: callers read it."""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Everything that a package offers."""

    package: str
    client: str
    arguments: tuple[Parameter, ...]
    """Of the client's constructor, beside those that all clients have."""
    environments: tuple[tuple[str, str], ...]
    """Names and base URLs; the first is the default."""
    methods: tuple[Method, ...]
    types: tuple[Type, ...]
    exports: tuple[str, ...]
    """What the package's root exports beside the types."""


def to_object(surface: Surface) -> dict[str, object]:
    """The surface as JSON objects: without places, and what is as it is by default."""
    found = _lean(asdict(surface))
    assert isinstance(found, dict)
    return found


def _lean(value: object) -> object:
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if k not in ("file", "line")}
        return {k: _lean(v) for k, v in kept.items() if v not in ("", False, ())}
    if isinstance(value, (list, tuple)):
        return [_lean(item) for item in value]
    return value


def from_object(found: Mapping[str, object]) -> Surface:
    """The surface in what `to_object` made.

    Raises:
        KeyError, TypeError, ValueError: it is not of that shape.
    """
    return Surface(
        package=str(found["package"]),
        client=str(found["client"]),
        arguments=tuple(map(_parameter, _objects(found, "arguments"))),
        environments=_pairs(found, "environments"),
        methods=tuple(map(_method, _objects(found, "methods"))),
        types=tuple(map(_type, _objects(found, "types"))),
        exports=tuple(str(name) for name in _list(found, "exports")),
    )


def _list(found: Mapping[str, object], key: str) -> Sequence[object]:
    value = found.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key} is not a list")
    return value


def _objects(found: Mapping[str, object], key: str) -> list[dict[str, object]]:
    values = _list(found, key)
    if not all(isinstance(value, dict) for value in values):
        raise TypeError(f"{key} does not hold objects")
    return cast("list[dict[str, object]]", values)


def _pairs(found: Mapping[str, object], key: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in _list(found, key):
        if not isinstance(value, list) or len(value) != 2:
            raise ValueError(f"{key} does not hold pairs")
        pairs.append((str(value[0]), str(value[1])))
    return tuple(pairs)


def _text(found: Mapping[str, object], key: str) -> str:
    return str(found.get(key, ""))


def _flag(found: Mapping[str, object], key: str) -> bool:
    return found.get(key) is True


def _parameter(found: Mapping[str, object]) -> Parameter:
    return Parameter(
        name=_text(found, "name"),
        type=_text(found, "type"),
        required=_flag(found, "required"),
        default=_text(found, "default"),
        positional=_flag(found, "positional"),
        place=_text(found, "place"),
        style=_text(found, "style"),
        constant=_flag(found, "constant"),
    )


def _method(found: Mapping[str, object]) -> Method:
    return Method(
        name=_text(found, "name"),
        operation=_text(found, "operation"),
        parameters=tuple(map(_parameter, _objects(found, "parameters"))),
        returns=_text(found, "returns"),
        errors=_pairs(found, "errors"),
        verb=_text(found, "verb"),
        path=_text(found, "path"),
        body=_text(found, "body"),
        accept=_text(found, "accept"),
        auth=_text(found, "auth"),
        server=_text(found, "server"),
    )


def _field(found: Mapping[str, object]) -> Field:
    return Field(
        name=_text(found, "name"),
        wire=_text(found, "wire"),
        type=_text(found, "type"),
        required=_flag(found, "required"),
        default=_text(found, "default"),
    )


def _type(found: Mapping[str, object]) -> Type:
    return Type(
        name=_text(found, "name"),
        schema=_text(found, "schema"),
        module=_text(found, "module"),
        fields=tuple(map(_field, _objects(found, "fields"))),
        alias=_text(found, "alias"),
        pages=_text(found, "pages"),
        sent=_flag(found, "sent"),
        received=_flag(found, "received"),
    )
