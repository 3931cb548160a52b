"""One argument of a method, whatever it is part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from specwright.ir import NO_ENCODING, Docs, Encoding, Schema
from specwright.text import Data, Text

Place: TypeAlias = Literal[
    "path",
    "query",
    "querystring",
    "header",
    "cookie",
    "json",
    "form",
    "file",
    "body",
    "content_type",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a method and where its value goes."""

    name: str
    wire: Text
    place: Place
    schema: Schema
    required: bool
    nullable: bool
    """`null` can be sent, so that None is not the same as nothing."""
    constant: Data | None
    """The only value there is: filled in, so that callers need not."""
    default: Data | None
    """What the server takes when it gets nothing; documented, never sent."""
    docs: Docs
    encoding: Encoding = NO_ENCODING
    """How the value is written, where it is no JSON of its own."""
    by_type: tuple[Text, ...] = ()
    """Of a body that may be JSON or raw content: the types that its value decides."""
    chosen: bool = False
    """The user gave the name."""

    @property
    def is_needed(self) -> bool:
        """Whether a caller must give it."""
        return self.required and self.constant is None

    @property
    def is_positional(self) -> bool:
        """Whether it stands before the keywords: only what a caller must give."""
        return self.place == "path" and self.constant is None
