"""Which files `specwright add` writes, and what to say about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

from specwright.add.changes import describe
from specwright.add.client import client_toml
from specwright.add.compose import compose
from specwright.add.names import (
    Endpoint,
    document_stems,
    endpoint,
    safe_stem,
    short_digest,
)
from specwright.add.parts import kept_paths
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Location, Unusable
from specwright.fetch import Fetched
from specwright.lock import digest
from specwright.read.document import Document, read_document
from specwright.read.page import looks_like_api
from specwright.text import printable
from specwright.workspace import ABOUT, CONFIG_FILE

_NO_API: Final = frozenset({"SW012", "SW013", "SW014"})
"""Codes of files that describe no API at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happens to one file of the client's folder."""

    file: str
    kind: Literal["added", "updated", "unchanged", "removed", "refused"]
    """Refused: it was edited by hand, and is left as it is."""
    origin: str
    """The source: a path or an address."""
    details: tuple[str, ...] = ()
    """For an update, what changed, a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPlan:
    """What to write into `specs/CLIENT/`, with names relative to it."""

    files: Mapping[str, bytes]
    """Only what is new or different; `client.toml` is not among them."""
    changes: tuple[Change, ...]
    """One for each source that describes an API, in their order."""
    taken: Mapping[str, Fetched]
    """The source of each file that is as its source says."""
    client_toml: str | None
    """For a client that has none yet, and only where there is something to add."""
    diagnostics: Diagnostics
    """With an error for each source that could not be taken; the others are planned."""


class _Folder:
    """The client's folder, as it is and as it will be."""

    def __init__(
        self, existing: Mapping[str, bytes], pinned: Mapping[str, str]
    ) -> None:
        self.planned: dict[str, bytes] = {}
        self.documents: dict[str, Document] = {}
        """All that can be read, by file name."""
        self.placed: set[str] = set()
        """Names that the sources of this run have."""
        self.sources: dict[str, Fetched] = {}
        """The source of each file that is as its source says."""
        self._existing = existing
        self._pinned = pinned
        self._endpoints: dict[str, Endpoint] = {}
        for name in sorted(existing):
            if (document := _existing(name, existing[name])) is not None:
                self._keep(name, document)

    def find(self, wanted: Endpoint) -> str | None:
        """The file that describes an endpoint already."""
        same = (
            name for name, found in self._endpoints.items() if found.is_same(wanted)
        )
        return next(same, None)

    def taken(self, stem: str) -> bool:
        """Whether a readable file has this stem, on a disk that is blind to case."""
        return stem.casefold() in (
            name.removesuffix(PurePosixPath(name).suffix).casefold()
            for name in self.documents
        )

    def put(
        self, name: str, data: bytes, document: Document | None, source: Fetched
    ) -> Change:
        """Plan the file ``name``; what that means for the folder."""
        origin = source.shown
        before = self.planned.get(name, self._existing.get(name))
        if before is not None and before != data and self._is_edited(name):
            return Change(file=name, kind="refused", origin=origin)
        old = self.documents.get(name)
        self.sources[name] = source
        if document is not None:
            self._keep(name, document)
        self.placed.add(name)
        if before == data:
            return Change(file=name, kind="unchanged", origin=origin)
        self.planned[name] = data
        if before is None:
            return Change(file=name, kind="added", origin=origin)
        details: tuple[str, ...] = ()
        if document is not None:
            unread = ("the old file could not be read",)
            details = describe(old, document) if old is not None else unread
        return Change(file=name, kind="updated", origin=origin, details=details)

    def _is_edited(self, name: str) -> bool:
        """Whether it is not what was taken last time, as far as that is known."""
        if name in self.planned or name not in self._pinned:
            return False
        return digest(self._existing[name]) != self._pinned[name]

    def _keep(self, name: str, document: Document) -> None:
        self.documents[name] = document
        if found := endpoint(document):
            self._endpoints[name] = found


def plan_add(
    client: str,
    sources: Sequence[Fetched],
    existing: Mapping[str, bytes],
    *,
    pinned: Mapping[str, str] | None = None,
) -> AddPlan:
    """Plan adding ``sources`` to a client whose folder holds ``existing``.

    ``existing`` maps the names of its spec files, and of `client.toml`, to their bytes;
    ``pinned`` those that were taken before to their hashes then (see `digest`). A file
    that is another by now was edited by hand, and is not overwritten.
    """
    diagnostics = Diagnostics()
    folder = _Folder(existing, pinned or {})
    kept = kept_paths(sources)
    changes = []
    read: list[tuple[Fetched, Document]] = []
    for source in sources:
        place = kept.get(source.name, "")
        if source.file:
            place = "" if source.asked else source.file
        if place:
            changes.append(_keep(source, place, folder, diagnostics))
        elif (document := _read(source, diagnostics)) is not None:
            read.append((source, document))
    stems = iter(document_stems([s for s, document in read if _is_whole(document)]))
    for source, document in read:
        stem = next(stems) if _is_whole(document) else ""
        change = _place(source, document, folder, stem, diagnostics)
        if change is not None:
            changes.append(change)
    for change in changes:
        if change.kind == "refused":
            diagnostics.add(_edited(client, change))
    toml = None
    if changes and CONFIG_FILE not in existing:
        toml = client_toml(client, [*folder.documents.values()])
    return AddPlan(
        files={name: folder.planned[name] for name in sorted(folder.planned)},
        changes=tuple(changes),
        taken=folder.sources,
        client_toml=toml,
        diagnostics=diagnostics,
    )


def _keep(
    source: Fetched, name: str, folder: _Folder, diagnostics: Diagnostics
) -> Change:
    """Plan a file of a document of many files: as it is, at ``name``."""
    document = None
    try:
        document = _document(source)
    except Unusable as unusable:
        if unusable.diagnostic.code not in _NO_API:
            diagnostics.add(unusable.diagnostic)
    return folder.put(name, source.data, document, source)


def _edited(client: str, change: Change) -> Diagnostic:
    return finding(
        "SW873",
        f"specs/{client}/{printable(change.file)} was edited since it was taken",
        consequence="It stays as it is, and out of step with its source.",
        hint="`--force` takes the new file and drops the edit; an overlay would keep it.",
    )


def _document(source: Fetched) -> Document:
    return read_document(source.data, source.name, shown=source.shown)


def _existing(name: str, data: bytes) -> Document | None:
    """A file of the folder; None for what is no document, or a broken one."""
    if name in ABOUT:
        return None
    try:
        return read_document(data, name)
    except Unusable:
        return None


def _read(source: Fetched, diagnostics: Diagnostics) -> Document | None:
    try:
        document = _document(source)
    except Unusable as unusable:
        found = unusable.diagnostic
        text = source.data.decode("utf-8", "replace")
        if not source.asked and (found.code in _NO_API or not looks_like_api(text)):
            diagnostics.add(_skipped(found))
        else:
            diagnostics.add(found)
        return None
    for noticed in document.findings:
        diagnostics.add(noticed)
    return document


def _skipped(found: Diagnostic) -> Diagnostic:
    return finding(
        "SW045",
        f"skipped: {found.message}",
        found.location,
        consequence="The file is not added.",
    )


def _is_whole(document: Document) -> bool:
    """Whether it is a file of its own, or a page about more than one endpoint."""
    return document.fence is None or endpoint(document) is None


def _place(
    source: Fetched,
    document: Document,
    folder: _Folder,
    stem: str,
    diagnostics: Diagnostics,
) -> Change | None:
    """Plan the file for one source; None where it cannot be kept.

    ``stem`` is the name of what is whole, without its extension.
    """
    at = Location(source=document.source, line=1, column=1)
    if document.fence is None:
        suffix = PurePosixPath(source.name).suffix.lower()
        name = source.file or stem + suffix
        data = source.data
    else:
        composed = compose(document)
        if composed is None:
            diagnostics.add(finding("SW046", "the page cannot be kept as one file", at))
            return None
        text, suffix = composed
        data = text.encode()
        wanted = endpoint(document)
        if source.file:
            name = source.file
        elif wanted is None:
            name = stem + suffix
        else:
            name = folder.find(wanted) or _page_stem(wanted, folder) + suffix
    if name in folder.placed:
        diagnostics.add(
            finding(
                "SW047",
                f"{printable(name)} comes from two of the sources",
                at,
                consequence="The later one is taken.",
            )
        )
    return folder.put(name, data, document, source)


def _page_stem(wanted: Endpoint, folder: _Folder) -> str:
    """A stem for a page that is new, which no other file has."""
    for stem in (wanted.stem, wanted.longer_stem):
        if not folder.taken(stem):
            return stem
    return safe_stem([f"{wanted.longer_stem}_{short_digest(repr(wanted))}"])
