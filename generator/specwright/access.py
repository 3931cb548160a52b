"""How an API is reached: its servers and credentials, a part of the API model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from specwright.text import EMPTY, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A `{name}` of a server's URL."""

    name: Text
    default: Text
    values: tuple[Text, ...] = ()
    """What the document allows; empty: anything."""
    description: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A base URL, with `{name}` where its variables go."""

    url: Text
    """Absolute; relative to the base URL that the client is given, for an operation."""
    description: Text = EMPTY
    variables: tuple[ServerVariable, ...] = ()


SchemeKind: TypeAlias = Literal[
    "header", "query", "cookie", "basic", "digest", "client_credentials", "certificate"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """A credential: where it goes and under which wire name."""

    key: str
    """The component's key, with a word more for a second way to satisfy it."""
    kind: SchemeKind
    name: Text = EMPTY
    """Of the header, the query parameter or the cookie."""
    prefix: Text = EMPTY
    """Before the value with a space, as in `Bearer TOKEN`."""
    token_url: Text = EMPTY
    """Of client credentials: where tokens are given out."""
    scopes: tuple[Text, ...] = ()
    """Of client credentials: what the operations need."""
    description: Text = EMPTY
