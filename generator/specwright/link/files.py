"""A client's files: whole documents, and the fragments that they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Location, Source, Unusable
from specwright.read.document import PAGES, Document, decode, read_document, read_node
from specwright.read.limits import DEFAULT, Limits
from specwright.read.tree import Node
from specwright.sources import NO_COPIES, Copies

_NO_DOCUMENT = frozenset({"SW012", "SW014"})
"""Codes of files that can be read, and are no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A file that means something only to the files that refer to it."""

    source: Source
    node: Node
    """Its value; of a Markdown file, its text."""
    refusal: Diagnostic
    """Why it is no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """All files of a client that can be read, by name."""

    documents: tuple[Document, ...]
    fragments: Mapping[str, Fragment]


def read_files(
    inputs: Mapping[str, bytes],
    diagnostics: Diagnostics,
    copies: Copies = NO_COPIES,
    limits: Limits = DEFAULT,
) -> Files:
    """Read every file; what cannot be read is reported, the rest returned.

    A copy of another server's document is a fragment, whatever it says it is.
    """
    documents = []
    fragments = {}
    for name, data in sorted(inputs.items()):
        try:
            if copies.is_copy(name):
                fragments[name] = _copy(data, name, limits)
            else:
                documents.append(read_document(data, name, limits))
        except Unusable as unusable:
            refusal = unusable.diagnostic
            if refusal.code in _NO_DOCUMENT:
                fragments[name] = _fragment(data, name, refusal, limits)
            else:
                diagnostics.add(refusal)
    return Files(documents=tuple(documents), fragments=fragments)


def _copy(data: bytes, name: str, limits: Limits) -> Fragment:
    source = decode(data, name, limits)
    needless = finding(
        "SW325",
        "no document refers to this copy",
        Location(source=source, line=1, column=1),
        consequence="It is not part of the client.",
        hint="`specwright pull` takes out what is not needed any more.",
    )
    node = read_node(source, limits)
    return Fragment(source=source, node=node, refusal=needless)


def _fragment(data: bytes, name: str, refusal: Diagnostic, limits: Limits) -> Fragment:
    source = decode(data, name, limits)
    is_page = name.lower().endswith(tuple(PAGES))
    node = source.text if is_page else read_node(source, limits)
    return Fragment(source=source, node=node, refusal=refusal)
