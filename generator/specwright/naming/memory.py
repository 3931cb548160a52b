"""What a client's names were, so that they stay.

A name is kept under a key that says what it names, not where that stands in a file:

    GET /v1/voices                                     an operation: its attribute path
    GET /v1/voices query pageSize                      one of its arguments
    #/components/schemas/Voice                         a type
    #/components/schemas/Voice/properties/sampleRate   a field
    client.voices                                      the class of a resource

`docs/naming.md` has all of them.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from specwright.naming.words import Casing


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


NOTHING: Final = Memory()


def usable(name: object) -> bool:
    """Whether a name of a lock can be printed: identifiers, joined by dots."""
    return isinstance(name, str) and all(
        _NAME.fullmatch(part) and not keyword.iskeyword(part)
        for part in name.split(".")
    )


_NAME = re.compile(r"(?:[A-Za-z]|_[0-9])[A-Za-z0-9_]*")
"""No name begins with an underscore, but before a digit; none has look-alike letters."""
