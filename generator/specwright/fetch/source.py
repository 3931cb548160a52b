"""One source: its bytes, with a name that says what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from specwright.addresses import shown
from specwright.codes import finding
from specwright.diagnostics import Unusable
from specwright.read.document import DOCUMENTS, PAGES
from specwright.read.page import looks_like_api, read_page
from specwright.text import printable

_TYPES: Final = (
    (re.compile(r"text/(x-)?markdown|text/mdx"), ".md"),
    (re.compile(r"[^;]*[/+]json\b"), ".json"),
    (re.compile(r"[^;]*[/+](x-)?yaml\b"), ".yaml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One source that was read, and not looked into."""

    name: str
    """Its path, or its address without the scheme; its extension, which may be added,
    says page or document."""
    data: bytes
    origin: str
    """Path or final address."""
    asked: bool = True
    """False for what was found: in a folder, or because a document refers to it."""
    url: str = ""
    """The address that was asked for; empty for a file from the disk."""
    etag: str = ""
    """The reply's `ETag` (RFC 9110 section 8.8.3), as it was sent."""
    modified: str = ""
    """The reply's `Last-Modified` (section 8.8.2)."""
    part_of: str = ""
    """For a part of a fetched document, the document's name."""
    file: str = ""
    """Where it goes in the client's folder, if that is settled."""

    @property
    def shown(self) -> str:
        """Where it is from, for a message."""
        return shown(self.origin) if self.is_remote else printable(self.origin)

    @property
    def is_remote(self) -> bool:
        return bool(self.url)


def named(name: str, data: bytes, content_type: str = "") -> str:
    """``name`` with the extension of what it holds, if it has none of ours."""
    if PurePosixPath(name).suffix.lower() in PAGES | DOCUMENTS:
        return name
    for pattern, suffix in _TYPES:
        if pattern.match(content_type.lower()):
            return name + suffix
    text = data.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return f"{name}.json"
    if not looks_like_api(text) or read_page(text).spec is not None:
        return f"{name}.md"
    return f"{name}.yaml"


def shorten(text: str) -> str:
    return printable(text if len(text) <= 200 else f"{text[:197]}...")


def refuse(code: str, message: str, hint: str = "") -> Unusable:
    consequence = "This source is not taken."
    return Unusable(finding(code, message, consequence=consequence, hint=hint))
