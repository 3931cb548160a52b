"""What copies of other files' parts are called in a document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from specwright.diagnostics import Diagnostics
from specwright.link.files import Files
from specwright.link.index import Index, Place, Scope
from specwright.objects import COMPONENTS, Path
from specwright.read.document import Document
from specwright.read.tree import Map, Node
from specwright.references import lookup, reference_to
from specwright.sources import Copies

_INLINE = frozenset({"path-item", "media-type"})
"""Kinds that are copied in place, though later versions have a group for them."""

_OPENAPI: Mapping[str, Path] = {
    kind: ("components", group)
    for group, kind in COMPONENTS.items()
    if kind not in _INLINE
}
_SWAGGER: Mapping[str, Path] = {
    "schema": ("definitions",),
    "parameter": ("parameters",),
    "response": ("responses",),
}


def groups_of(document: Document) -> Mapping[str, Path]:
    """Where a document keeps objects of a kind under a name."""
    return _OPENAPI if "openapi" in document.root else _SWAGGER


class Shared:
    """What the documents of a client have in common while they are made whole."""

    def __init__(self, files: Files, diagnostics: Diagnostics, copies: Copies) -> None:
        roots: dict[str, Node] = {d.source.name: d.root for d in files.documents}
        roots |= {name: fragment.node for name, fragment in files.fragments.items()}
        self.index = Index(roots, copies)
        self.documents = {document.source.name for document in files.documents}
        self.used: set[str] = set()
        """Files that a reference leads to."""
        self.copies = copies
        self.diagnostics = diagnostics
        self._names: dict[tuple[Path, Place], str] = {}
        self._taken: dict[Path, set[str]] = {}
        for document in files.documents:
            self._known(document)

    def _known(self, document: Document) -> None:
        """Names that components have; a copy is called as the document calls it."""
        for at in groups_of(document).values():
            group = lookup(document.root, reference_to(at))
            for name, node in group.items() if isinstance(group, Map) else ():
                self._taken.setdefault(at, set()).add(name)
                ref = node.get("$ref") if isinstance(node, Map) else None
                if isinstance(node, Map) and len(node) == 1 and isinstance(ref, str):
                    target = self.index.find(ref, Scope(document.source.name))
                    if target and target.place.file not in self.documents:
                        self._names.setdefault((at, target.place), name)

    def name(self, group: Path, place: Place) -> str:
        """The component's name: that of its key, else of its file."""
        key = (group, place)
        if key not in self._names:
            taken = self._taken.setdefault(group, set())
            self._names[key] = _free(_candidates(place), taken)
            taken.add(self._names[key])
        return self._names[key]


def _candidates(place: Place) -> list[str]:
    folder, file = posixpath.split(place.file)
    folder = posixpath.basename(folder)
    stem = file.partition(".")[0]
    if stem in ("index", "_index") and folder:
        stem = folder
    if not place.path:
        return [stem, f"{folder}_{stem}"]
    last = str(place.path[-1])
    if last.isdecimal():
        last = "_".join(map(str, place.path[-2:]))
    return [last, f"{stem}_{last}"]


def _free(candidates: Sequence[str], taken: set[str]) -> str:
    name = "Part"
    for candidate in candidates:
        name = re.sub(r"[^A-Za-z0-9._-]+", "_", candidate).strip("_") or "Part"
        if name not in taken:
            return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
