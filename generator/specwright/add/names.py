"""What spec files are called, and which of them describe the same endpoint."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from specwright.fetch import Fetched
from specwright.naming.resources import (
    attribute,
    extension_path,
    is_fern,
    sample_path,
    tag_path,
)
from specwright.naming.words import Casing, ascii_letters, snake
from specwright.objects import METHODS
from specwright.read.document import Document
from specwright.read.tree import Map, Node

_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z", re.I)
_LONGEST: Final = 120
"""Characters of a name without its extension; file systems take 255 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What makes two pages the same page."""

    method: str
    """Upper case; empty for a channel of an AsyncAPI document."""
    path: str
    names: tuple[str, ...]
    """Resource path and method name, in snake case; empty for a channel."""
    reference: str
    """Address of the page."""

    def is_same(self, other: Endpoint) -> bool:
        """Same call, and either named alike or from the same address."""
        if (self.method, self.path) != (other.method, other.path):
            return False
        alike = self.names == other.names
        return alike or bool(self.reference and self.reference == other.reference)

    @property
    def stem(self) -> str:
        """The name of its file: `voices.pvc.samples.speakers.separate`."""
        if self.method:
            return safe_stem([_segment(name) for name in self.names])
        return safe_stem([*_path_segments(self.path), "asyncapi"])

    @property
    def longer_stem(self) -> str:
        """The name where another endpoint has the short one: with the URL's path."""
        call = "_".join([self.method.lower(), *_path_segments(self.path)])
        return safe_stem([*map(_segment, self.names), call or "root"])


def operations(root: Map) -> list[tuple[str, str, Map]]:
    """Method in upper case, path and node of each operation of a document."""
    return [
        (method.upper(), path, node)
        for path, item in _maps(root.get("paths"))
        for method, node in _maps(item)
        if method in METHODS
    ]


def endpoint(document: Document) -> Endpoint | None:
    """The one endpoint that a page's document describes; None for a whole API."""
    page = document.page
    if page is None:
        return None
    if document.kind == "asyncapi":
        channels = _maps(document.root.get("channels"))
        if len(channels) != 1:
            return None
        return Endpoint(
            method="", path=channels[0][0], names=(), reference=page.reference
        )
    found = operations(document.root)
    if len(found) != 1:
        return None
    method, path, node = found[0]
    return Endpoint(
        method=method,
        path=path,
        names=_names(document, method, path, node),
        reference=page.reference,
    )


def document_stem(name: str) -> str:
    """The stem for a whole document that comes from the file ``name``."""
    return safe_stem([_legible(PurePosixPath(name).stem)])


def document_stems(sources: Sequence[Fetched]) -> list[str]:
    """A stem for each source, as if each were a whole document.

    Documents of one name take in the folders in which they differ: `a/api.yaml` and
    `b/api.yaml` become `a.api` and `b.api`.
    """
    stems = [document_stem(source.name) for source in sources]
    groups: dict[str, list[int]] = {}
    for number, stem in enumerate(stems):
        groups.setdefault(stem.casefold(), []).append(number)
    for group in groups.values():
        places = [_place(sources[number].origin) for number in group]
        shared = _shared(places)
        for number, parts in zip(group, places, strict=True):
            folders = map(_legible, parts[shared:])
            stems[number] = safe_stem([*folders, stems[number]])
    return stems


def _place(origin: str) -> list[str]:
    """The folders of a path, or the host and folders of an address."""
    path = re.sub(r"[a-z]+://", "", origin).partition("?")[0]
    return list(PurePosixPath(path).parts[:-1])


def _shared(places: Sequence[Sequence[str]]) -> int:
    """How many folders at the beginning are the same in all places."""
    count = 0
    for parts in zip(*places, strict=False):
        if len(set(parts)) > 1:
            break
        count += 1
    return count


def _legible(part: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", ascii_letters(part))


def safe_stem(segments: Sequence[str]) -> str:
    """Segments joined by dots, as a name that is a plain file on every system."""
    stem = ".".join(filter(None, (s.strip("._- ") for s in segments)))
    if len(stem) > _LONGEST:
        stem = f"{stem[: _LONGEST - 9].rstrip('._-')}_{short_digest(stem)}"
    first, dot, rest = stem.partition(".")
    if _DEVICE.match(first):
        first += "_"
    return f"{first}{dot}{rest}" or "document"


def short_digest(text: str) -> str:
    """Eight characters that tell ``text`` from other texts."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _names(document: Document, method: str, path: str, node: Map) -> tuple[str, ...]:
    """As the page's own sample calls it, else by extensions, else by tag and id."""
    samples = document.page.samples if document.page else ()
    for sample in samples:
        if sample.language == "python" and (found := sample_path(sample.code)):
            return found
    casing = Casing.FERN if is_fern(node.get("tags")) else Casing.PEP8
    identifier = node.get("operationId")
    wire = extension_path(node)
    if wire is None:
        last = identifier if isinstance(identifier, str) else f"{method} {path}"
        wire = (*tag_path(node.get("tags")), last)
    return tuple(attribute(name, casing, fallback="call") for name in wire)


def _segment(name: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", ascii_letters(name).lower())


def _path_segments(path: str) -> list[str]:
    words = [snake(part, Casing.PEP8) for part in path.split("/")]
    return [word for word in words if word]


def _maps(node: Node) -> list[tuple[str, Map]]:
    """The entries of a mapping that are mappings themselves."""
    if not isinstance(node, Map):
        return []
    return [(key, value) for key, value in node.items() if isinstance(value, Map)]
