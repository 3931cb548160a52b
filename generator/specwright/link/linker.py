"""Copies into each document what its references lead to in other files."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Location
from specwright.link.files import Files, read_files
from specwright.link.index import LITERAL, Place, Scope, Target
from specwright.link.names import Shared, groups_of
from specwright.objects import Path, shape_of, tokens
from specwright.read.document import Document
from specwright.read.tree import Map, Node, Seq, locate
from specwright.references import elsewhere, lookup, reference_to
from specwright.sources import NO_COPIES, Copies
from specwright.text import show

_FOREIGN = re.compile(
    r"""\$(?:id|anchor|dynamicAnchor|dynamicRef)\b"""
    r"""|\$ref["']?\s*:\s*(?:[>|][-+]?\s+)?["']?(?!\#/|[\s"'>|])"""
    r"""|\.(?:ya?ml|json)\#"""
)
"""A text without a match refers to nothing but pointers into itself."""

_DEEPEST = 100
"""Files inside each other, copied in place."""


def link(
    files: Files, diagnostics: Diagnostics, copies: Copies = NO_COPIES
) -> list[Document]:
    """The documents of a client, whole. A fragment that nothing refers to is reported."""
    linked, shared = _linked(files, diagnostics, copies)
    used = shared.used if shared else frozenset()
    for name, fragment in files.fragments.items():
        if not used:
            diagnostics.add(fragment.refusal)
        elif name not in used:
            diagnostics.add(
                finding(
                    "SW325",
                    "no document refers to this file",
                    fragment.refusal.location,
                    consequence="It is not part of the client.",
                    hint="Remove it, or refer to it; a document of its own begins "
                    "with its version: `openapi: 3.1.0`.",
                )
            )
    return linked


def wanted(
    inputs: Mapping[str, bytes], copies: Copies
) -> Mapping[str, tuple[str, str]]:
    """The copies that references lead to and that are not among ``inputs``.

    By their files: the copy that the reference stands in, and the reference; or nothing
    and a whole address.
    """
    ignored = Diagnostics()
    _, shared = _linked(read_files(inputs, ignored, copies), ignored, copies)
    return shared.index.missing if shared else {}


def _linked(
    files: Files, diagnostics: Diagnostics, copies: Copies
) -> tuple[list[Document], Shared | None]:
    """Each document whole, and what they share, where they refer to anything outside."""
    foreign = [
        document.kind == "openapi"
        and bool(files.fragments or _FOREIGN.search(document.source.text))
        for document in files.documents
    ]
    if not any(foreign):
        return list(files.documents), None
    shared = Shared(files, diagnostics, copies)
    linked = [
        _Copier(document, shared).whole() if is_foreign else document
        for document, is_foreign in zip(files.documents, foreign, strict=True)
    ]
    return linked, shared


class _Here(NamedTuple):
    """Where a node comes from, and where its copy stands."""

    scope: Scope
    at: Path = ()
    """In the document; empty where that does not matter."""
    trail: tuple[Place, ...] = ()
    """What it is copied in place of, outermost first."""

    def below(self, key: str) -> _Here:
        return self._replace(at=(*self.at, key) if self.at else ())


class _Copier:
    """Makes one document whole."""

    def __init__(self, document: Document, shared: Shared) -> None:
        self.document = document
        self.shared = shared
        self.name = document.source.name
        self.root = document.root.copy()
        self.groups = groups_of(document)
        self.placed: set[tuple[Path, Place]] = set()
        self.waiting: deque[tuple[Path, str, str, Target]] = deque()

    def whole(self) -> Document:
        kind = "openapi" if "openapi" in self.root else "swagger"
        for key, value in self.document.root.items():
            here = _Here(Scope(self.name), (key,))
            self.root[key] = self._copy(value, shape_of(kind, key), here)
        while self.waiting:
            group, name, shape, target = self.waiting.popleft()
            copied = self._copy(target.node, shape, _Here(target.scope))
            _group(self.root, group).put(name, copied)
        return replace(self.document, root=self.root)

    def _copy(self, node: Node, shape: str, here: _Here) -> Node:
        """A copy of ``node`` in which no reference leads out of the document."""
        if isinstance(node, Seq):
            inner, plain = shape_of(shape, ""), here._replace(at=())
            items = [self._copy(item, inner, plain) for item in node]
            return Seq(node.source, node.mark, items, node.marks)
        if not isinstance(node, Map):
            return node
        here = here._replace(scope=here.scope.inside(node))
        ref = node.get("$ref", node.get("$dynamicRef"))
        if isinstance(ref, str) and ref:
            done = self._reference(node, ref, shape, here)
            if done is not None:
                return done
        new = node.copy()
        for key, value in node.items():
            if key in LITERAL and shape in ("", "schema", "server-variable"):
                continue
            if isinstance(value, (Map, Seq)):
                new[key] = self._copy(value, shape_of(shape, key), here.below(key))
        if shape == "discriminator":
            self._mapping(new, here)
        return new

    def _reference(self, node: Map, ref: str, shape: str, here: _Here) -> Node:
        """What stands for a reference; None where it stays as it is."""
        target = self._find(node, ref, shape, here.scope)
        if target is None:
            return None
        place = target.place
        if place.file == self.name:
            if "$ref" in node and tuple(map(str, place.path)) == tokens(ref):
                return None
            return self._instead(node, reference_to(place.path), here)
        if shape in self.groups:
            return self._component(node, target, shape, here)
        if place in here.trail or len(here.trail) >= _DEEPEST:
            self._circle(node, ref)
            return Map(node.source, node.mark)
        trail = (*here.trail, place)
        copied = self._copy(target.node, shape, _Here(target.scope, (), trail))
        if isinstance(copied, Map):
            for key, value in node.items():
                if key != "$ref":
                    own = self._copy(value, shape_of(shape, key), here.below(key))
                    copied.put(key, own, node.entries.get(key))
        return copied

    def _component(self, node: Map, target: Target, shape: str, here: _Here) -> Node:
        group, place = self.groups[shape], target.place
        if place.file in self.shared.documents and place.path[:-1] == group:
            name = str(place.path[-1])
            return self._instead(node, reference_to((*group, name)), here)
        name = self.shared.name(group, place)
        if here.at == (*group, name):
            return self._copy(target.node, shape, _Here(target.scope))
        if (group, place) not in self.placed:
            self.placed.add((group, place))
            if lookup(self.root, reference_to((*group, name))) is None:
                self.waiting.append((group, name, shape, target))
        return self._instead(node, reference_to((*group, name)), here)

    def _instead(self, node: Map, ref: str, here: _Here) -> Map:
        """The reference ``ref``, with what stands next to the one in ``node``."""
        new = node.copy()
        was = "$ref" if "$ref" in new else "$dynamicRef"
        del new[was]
        for key, value in new.items():
            if key not in LITERAL:
                new[key] = self._copy(value, shape_of("schema", key), here.below(key))
        new.put("$ref", ref, node.entries.get(was))
        return new

    def _find(self, node: Map, ref: str, shape: str, scope: Scope) -> Target | None:
        target = self.shared.index.find(ref, scope)
        if target is not None:
            self.shared.used.add(target.place.file)
            if target.exists:
                return target
        if scope.file == self.name and (target is None or ref.startswith("#")):
            return None  # The whole may have it; what is left is reported there.
        if ref.startswith("#/") and lookup(self.root, ref) is not None:
            # Many tools read a fragment as if it stood in the document.
            return self.shared.index.find(ref, Scope(self.name))
        if shape:
            self._missing(node, ref, scope, target)
        return None

    def _mapping(self, discriminator: Map, here: _Here) -> None:
        """Variants are named by references too, and by names of components."""
        mapping = discriminator.get("mapping")
        if not isinstance(mapping, Map):
            return
        for value, ref in mapping.items():
            if isinstance(ref, str) and re.search(r"[#./]", ref):
                node = Map(mapping.source, mapping.value_mark(value), {"$ref": ref})
                done = self._reference(node, ref, "schema", here)
                if isinstance(done, Map) and isinstance(new := done.get("$ref"), str):
                    mapping[value] = new

    def _missing(
        self, node: Map, ref: str, scope: Scope, target: Target | None
    ) -> None:
        code, message, hint = elsewhere(ref, self.shared.copies, scope.file)
        related: tuple[tuple[str, Location], ...] = ()
        if target is not None:
            code, message = "SW320", f"the reference {show(ref, 120)} leads nowhere"
            file, path = target.place
            hint = f"{show(file, 120)} is there; that part of it is not."
            if isinstance(root := self.shared.index.roots[file], (Map, Seq)):
                related = (("the file", locate(root, path)),)
        self.shared.diagnostics.add(
            finding(
                code,
                message,
                locate(node, ("$ref",)),
                consequence="The type of this part cannot be known.",
                hint=hint,
                related=related,
            )
        )

    def _circle(self, node: Map, ref: str) -> None:
        self.shared.diagnostics.add(
            finding(
                "SW322",
                f"what {show(ref)} leads to is part of itself",
                locate(node, ("$ref",)),
                consequence="The type of this part cannot be known.",
                hint="Only components can be part of themselves.",
            )
        )


def _group(root: Map, at: Path) -> Map:
    """The group of components at ``at``, made where there is none."""
    holder = root
    for key in map(str, at):
        inner = holder.get(key)
        if not isinstance(inner, Map):
            inner = Map(root.source, root.mark)
            holder.put(key, inner)
        holder = inner
    return holder
