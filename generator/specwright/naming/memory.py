"""What a client's names were, so that they stay.

A name is kept under a key that says what it names, not where that stands in a file:

    GET /v1/voices                                     an operation: its attribute path
    GET /v1/voices query pageSize                      one of its arguments
    #/components/schemas/Voice                         a type
    #/components/schemas/Voice field sampleRate        a field of it
    client.voices                                      the class of a resource

`docs/naming.md` has all of them.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from specwright.diagnostics import Location
from specwright.naming.words import Casing
from specwright.read.tree import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The names of the last generation, by what they name."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Settled: they stay until what they name is gone, or they are released."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Chosen by the user; they go when the user takes them back."""
    casing: Casing | None = None
    """How names were split into words."""

    def knows(self, key: str) -> bool:
        return key in self.names or key in self.given

    def name(self, key: str) -> str:
        """The settled name of anything but an operation; empty for none."""
        name = self.names.get(key, "")
        return name if "." not in name else ""

    def path(self, key: str) -> tuple[str, ...]:
        """The settled attribute path of an operation; empty for none."""
        name = self.names.get(key)
        return tuple(name.split(".")) if name else ()

    def moved(self, old: str, new: str) -> Memory:
        """With what was called ``old``, and all below it, under another key."""

        def under(key: str) -> str:
            return new + key[len(old) :] if is_below(key, old) else key

        return replace(
            self,
            names={under(key): name for key, name in self.names.items()},
            given={under(key): name for key, name in self.given.items()},
        )


NOTHING: Final = Memory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A name as the lock keeps it."""

    key: str
    name: str
    chosen: bool = False
    """The user gave it."""
    location: Location | None = None


def is_below(key: str, top: str) -> bool:
    """Whether a key is ``top``, or names a part of what ``top`` names."""
    return key == top or key.startswith((f"{top}/", f"{top}#", f"{top} "))


def field_key(anchor: str, wire: str) -> str:
    """The key of a field: its type may have one of the property's own place."""
    return f"{anchor} field {wire}"


def argument_key(operation: str, place: str, wire: str) -> str:
    """The key of an argument: `GET /v1/voices query pageSize`."""
    return f"{operation} {place} {wire}"


def credential_key(scheme: str, part: str) -> str:
    """The key of an argument of the client that takes a credential, or a part of one."""
    key = f"#/components/securitySchemes/{escape(scheme)}"
    return key if part == "value" else f"{key} {part}"


def server_key(url: str) -> str:
    """The key of an environment."""
    return f"server {url}"


def variable_key(name: str) -> str:
    """The key of an argument of the client that fills in a URL."""
    return f"server variable {name}"


def resource_key(path: Iterable[str]) -> str:
    """The key of a resource's class."""
    return ".".join(("client", *path))


def usable(name: object) -> bool:
    """Whether a name of a lock can be printed: identifiers, joined by dots."""
    return isinstance(name, str) and all(
        _NAME.fullmatch(part) and not keyword.iskeyword(part)
        for part in name.split(".")
    )


_NAME = re.compile(r"(?:[A-Za-z]|_[0-9])[A-Za-z0-9_]*")
"""No name begins with an underscore, but before a digit; none has look-alike letters."""
