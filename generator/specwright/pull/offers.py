"""Endpoint pages that an index lists: found, and taken where a pattern says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from specwright.add.names import endpoint, operations
from specwright.addresses import shown
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.fetch import Answer, Ask, Fetched, Web
from specwright.globs import glob
from specwright.pull.pages import Entry, entries
from specwright.pull.roots import cut
from specwright.read.document import Document, read_document
from specwright.report import count
from specwright.sources import Index

MOST = 5_000
"""Pages that are looked at in one go."""

_NO_API = frozenset({"SW012", "SW013", "SW014"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A page or document that describes an API, and is not the client's yet."""

    source: Fetched
    calls: str
    """What it describes: `GET /v1/voices`, or how many operations."""
    wanted: bool
    """Whether a pattern takes it."""


def look_through(
    index: Index,
    fetched: Fetched,
    known: Collection[str],
    take: Sequence[str],
    web: Web,
    found: Diagnostics,
) -> list[Offer] | None:
    """The pages of an index that describe an API; None for an index that lists none.

    ``known`` are the addresses that the client has already.
    """
    listed = entries(fetched.data.decode("utf-8", "replace"), index.url)
    if not listed:
        return None
    fresh = [
        entry
        for entry in listed
        if entry.url not in known and not _matches(entry, index.leave)
    ]
    if len(fresh) > MOST:
        found.add(
            finding(
                "SW875",
                f"{shown(index.url)} lists {len(fresh):,} pages that are not here; the "
                f"limit is {MOST:,}",
                consequence="Nothing is pulled for the client.",
                hint="Leave out those of no interest, with patterns under `leave`.",
            )
        )
        return []
    offers = []
    for entry, source in _sources(fresh, fetched, web, found):
        document = _document(source, found)
        if document is not None:
            wanted = _matches(entry, (*index.take, *take))
            offers.append(Offer(source=source, calls=_calls(document), wanted=wanted))
    return offers


def _matches(entry: Entry, patterns: Sequence[str]) -> bool:
    return any(glob(pattern).fullmatch(entry.path) for pattern in patterns)


def _sources(
    listed: Sequence[Entry], fetched: Fetched, web: Web, found: Diagnostics
) -> Iterator[tuple[Entry, Fetched]]:
    linked = [entry for entry in listed if entry.text is None]
    answers = iter(web.get_all([Ask(url=entry.url) for entry in linked]))
    for entry in listed:
        if entry.text is not None:
            yield entry, cut(fetched, entry.url, entry.path, entry.text)
            continue
        answer = next(answers)
        if isinstance(answer, Answer) and answer.fetched is not None:
            yield entry, answer.fetched
        elif isinstance(answer, Answer):
            found.add(_unread(answer.why))
        elif answer.code not in _NO_API:
            found.add(_unread(answer.message))


def _document(source: Fetched, found: Diagnostics) -> Document | None:
    try:
        return read_document(source.data, source.name, shown=source.shown)
    except Unusable as unusable:
        if unusable.diagnostic.code not in _NO_API:
            found.add(_unread(unusable.diagnostic.message, unusable.diagnostic))
        return None


def _unread(message: str, at: Diagnostic | None = None) -> Diagnostic:
    return finding(
        "SW879",
        message,
        at.location if at else None,
        consequence="The page is neither taken nor offered.",
    )


def _calls(document: Document) -> str:
    one = endpoint(document)
    if one is not None:
        return f"{one.method} {one.path}".strip()
    return count(len(operations(document.root)), "operation")
