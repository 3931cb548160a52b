"""A client's files: whole documents, and the fragments that they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specwright.diagnostics import Diagnostic, Diagnostics, Source, Unusable
from specwright.read.document import PAGES, Document, decode, read_document, read_node
from specwright.read.tree import Node

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


def read_files(inputs: Mapping[str, bytes], diagnostics: Diagnostics) -> Files:
    """Read every file; what cannot be read is reported, the rest returned."""
    documents = []
    fragments = {}
    for name, data in sorted(inputs.items()):
        try:
            documents.append(read_document(data, name))
        except Unusable as unusable:
            refusal = unusable.diagnostic
            if refusal.code in _NO_DOCUMENT:
                fragments[name] = _fragment(data, name, refusal)
            else:
                diagnostics.add(refusal)
    return Files(documents=tuple(documents), fragments=fragments)


def _fragment(data: bytes, name: str, refusal: Diagnostic) -> Fragment:
    source = decode(data, name)
    is_page = name.lower().endswith(tuple(PAGES))
    node = source.text if is_page else read_node(source)
    return Fragment(source=source, node=node, refusal=refusal)
