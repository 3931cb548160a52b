"""References: where each leads, and a finding for each that leads nowhere good.

Everything is iterative and keeps visited sets, so that circles and long chains are no
special case. Nothing is fetched and no file is read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from specwright.addresses import host_of, split
from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Location
from specwright.nearest import nearest
from specwright.objects import COMPONENTS, Path, Visit, tokens, walk
from specwright.read.document import Document
from specwright.read.tree import Map, Node, Seq, escape, locate
from specwright.sources import Copies
from specwright.text import printable, show

_NO_REFERENCE = frozenset({"openapi", "paths", "responses", "callback", "components"})


def lookup(root: Map, ref: str) -> Node:
    """What a local reference leads to; None where that is nothing."""
    keys = tokens(ref)
    node: Node = root
    for key in keys if keys is not None else ("",):
        if isinstance(node, Map):
            node = node.get(str(key))
        elif isinstance(node, Seq) and str(key).isdecimal() and len(str(key)) < 10:
            index = int(key)
            node = node[index] if index < len(node) else None
        else:
            return None
    return node


def reference_to(path: Path) -> str:
    """The local reference to ``path`` (RFC 6901 section 6)."""
    return "#" + "".join(f"/{quote(escape(str(t)), safe=_SAFE)}" for t in path)


_SAFE = "~:{}$@!&'()*+,;="


def repoint(node: Map, old: Path, new: Path) -> None:
    """Move the references below ``node`` that lead into ``old`` to ``new``, in place."""
    for visit in walk(node, "operation"):
        targets = [(visit.node, "$ref")]
        mapping = visit.node.get("mapping")
        if visit.kind == "discriminator" and isinstance(mapping, Map):
            targets = [(mapping, key) for key in mapping]
        for holder, key in targets:
            ref = holder.get(key)
            keys = tokens(ref) if isinstance(ref, str) else None
            if keys is not None and keys[: len(old)] == old:
                holder[key] = reference_to((*new, *keys[len(old) :]))


def check_references(
    documents: Sequence[Document],
    whole: Map,
    copies: Copies,
    diagnostics: Diagnostics,
) -> None:
    """A finding for each reference that is none, leads nowhere, or in a circle.

    A reference is looked up in its own document first, then in the ``whole``.
    """
    walked = [(document, list(walk(document.root))) for document in documents]
    kinds = {id(visit.node): visit.kind for _, visits in walked for visit in visits}
    for document, visits in walked:
        checker = _Checker(document, whole, kinds, copies, diagnostics)
        for visit in visits:
            if "$ref" in visit.node and visit.kind not in _NO_REFERENCE:
                checker.check(visit)
        for circle in circles(document.root, visits):
            checker.circle(circle)


def elsewhere(ref: str, copies: Copies, file: str) -> tuple[str, str, str]:
    """Why a reference in ``file`` leads to no file of the client: code, message, hint."""
    said = show(ref, 120)
    address = split(ref)
    if copies.place(ref) or (address is None and copies.is_copy(file)):
        message = f"there is no copy of what the reference {said} leads to"
        return "SW876", message, f"specwright pull {copies.client.split('/')[1]}"
    if address is None:
        hint = (
            "Nothing is fetched; put the file into the client's folder, and refer to "
            "its components: `file.yaml#/components/schemas/Name`."
        )
        return "SW324", f"the reference {said} leads to no file of this client", hint
    hint = (
        f'Allow it in client.toml, `hosts = ["{printable(host_of(address))}"]` under '
        "`[references]`, and run `specwright pull`; or put a copy of the file into the "
        "client's folder."
    )
    return "SW324", f"the reference {said} leads to another server", hint


@dataclass(frozen=True, slots=True)
class _Checker:
    """Checks the references of one document."""

    document: Document
    whole: Map
    kinds: Mapping[int, str]
    copies: Copies
    diagnostics: Diagnostics
    compared: Counter[str] = field(default_factory=Counter)
    """How many names were looked at for suggestions."""

    def check(self, visit: Visit) -> None:
        ref = visit.node["$ref"]
        if not isinstance(ref, str) or not ref:
            message = f"`$ref` is {_said(ref)}, not the place of something"
            self._add("SW323", visit.path, message, _HINT)
        elif ref[0] != "#":
            self._outside(visit, ref)
        elif (target := self._target(ref)) is None:
            self._missing(visit, ref)
        elif not isinstance(target, Map):
            if not (isinstance(target, bool) and visit.kind == "schema"):
                self._wrong(visit, ref, _said(target))
        elif ref.count("/") < 3 and ref.startswith("#/components"):
            self._wrong(visit, ref, "a group of components")
        elif (kind := self.kinds.get(id(target), visit.kind)) != visit.kind:
            self._wrong(visit, ref, _a(kind))

    def _target(self, ref: str) -> Node:
        target = lookup(self.document.root, ref)
        return target if target is not None else lookup(self.whole, ref)

    def _outside(self, visit: Visit, ref: str) -> None:
        file = self.document.source.name
        code, message, hint = elsewhere(ref, self.copies, file)
        self._add(code, visit.path, message, hint)

    def _missing(self, visit: Visit, ref: str) -> None:
        keys = tokens(ref)
        found = self._nearest(keys) if keys else None
        hint = _HINT
        related: tuple[tuple[str, Location], ...] = ()
        if keys and found is not None:
            known = keys[0] == "components" and str(keys[1]) in COMPONENTS
            if known and found[:2] != keys[:2]:
                return  # The slip is in the key that leads there; it has a finding.
            hint = f"Did you mean {show(reference_to(found), 120)}?"
            place = locate(self.document.root, found, key=True)
            related = (("the nearest name", place),)
        message = f"the reference {show(ref, 120)} leads nowhere"
        self._add("SW320", visit.path, message, hint, related)

    def _nearest(self, keys: Path) -> Path | None:
        """The existing path that is most like ``keys``; it differs in one key."""
        node: Node = self.document.root
        for i, key in enumerate(keys):
            if not isinstance(node, Map):
                return None
            if str(key) in node:
                node = node[str(key)]
                continue
            self.compared["names"] += len(node)
            if self.compared["names"] > _MOST_COMPARED:
                return None
            near = nearest(str(key), node, 0.6)
            path = (*keys[:i], near or "", *keys[i + 1 :])
            exists = near and lookup(self.document.root, reference_to(path)) is not None
            return path if exists else None
        return None

    def _wrong(self, visit: Visit, ref: str, what: str) -> None:
        self._add(
            "SW321",
            visit.path,
            f"the reference {show(ref)} leads to {what}, not to {_a(visit.kind)}",
            "A reference leads to an object of the kind that belongs in its place.",
        )

    def circle(self, circle: Sequence[Path]) -> None:
        names = [show(_name(path)) for path in circle]
        if self._extends_base(circle):
            return
        self._add(
            "SW322",
            circle[0],
            f"references go round in a circle: {' -> '.join([*_few(names), names[0]])}",
            "Let one of them say what a value is, or remove it.",
            key="",
        )

    def _extends_base(self, circle: Sequence[Path]) -> bool:
        """Whether a base lists its variants, and they extend it: common, and meant well."""
        keywords: set[str] = set()
        for path in circle:
            node = lookup(self.document.root, reference_to(path))
            keywords |= set(node) if isinstance(node, Map) else set()
        return "allOf" in keywords and bool({"oneOf", "anyOf"} & keywords)

    def _add(
        self,
        code: str,
        path: Path,
        message: str,
        hint: str,
        related: tuple[tuple[str, Location], ...] = (),
        key: str = "$ref",
    ) -> None:
        at = (*path, key) if key else path
        self.diagnostics.add(
            finding(
                code,
                message,
                locate(self.document.root, at, key=not key),
                consequence="The type of this part cannot be known.",
                hint=hint,
                related=related,
            )
        )


_SHOWN = 4
_MOST_COMPARED = 100_000
"""Names that are looked at for suggestions, in one document."""
_HINT = "A reference looks like `#/components/schemas/Name`."


def _said(node: Node) -> str:
    if node is None:
        return "null"
    if isinstance(node, Map):
        return "a mapping"
    if isinstance(node, Seq):
        return "a list"
    return show(node) if isinstance(node, str) else str(node).lower()


def _few(names: list[str]) -> list[str]:
    """The first and last of many names."""
    if len(names) <= 2 * _SHOWN:
        return names
    left_out = f"{len(names) - 2 * _SHOWN} more"
    return [*names[:_SHOWN], left_out, *names[-_SHOWN:]]


def _a(kind: str) -> str:
    word = kind.replace("-", " ")
    return f"{'an' if word[0] in 'aeio' else 'a'} {word}"


def _name(path: Path) -> str:
    """A component by its name, anything else by its last two keys."""
    if len(path) == 3 and path[0] == "components":
        return str(path[2])
    return "/".join(map(str, path[2:] if path[0] == "components" else path[-2:]))


def circles(root: Map, visits: Iterable[Visit]) -> list[list[Path]]:
    """Circles of `$ref`, `allOf`, `oneOf` and `anyOf` that describe no value.

    ``visits`` are all objects of ``root``.

    A schema describes values if all that it must be describes some: what it refers
    to, each branch of `allOf`, one branch each of `oneOf` and `anyOf`.
    """
    needs, paths = _needs(root, visits)
    users: dict[int, list[tuple[int, int]]] = {}
    open_groups = {node: len(groups) for node, groups in needs.items()}
    for node, groups in needs.items():
        for number, group in enumerate(groups):
            for target in group:
                users.setdefault(target, []).append((node, number))
    ready = [target for target in users if target not in needs]
    met: set[tuple[int, int]] = set()
    while ready:
        for user in users.get(ready.pop(), ()):
            if user not in met:
                met.add(user)
                open_groups[user[0]] -= 1
                if open_groups[user[0]] == 0:
                    ready.append(user[0])
    stuck = {node for node, left in open_groups.items() if left}
    return [[paths[node] for node in circle] for circle in _rounds(stuck, needs)]


def _needs(
    root: Map, visits: Iterable[Visit]
) -> tuple[dict[int, list[list[int]]], dict[int, Path]]:
    """Per object with such keywords, its groups of which one member each must hold."""
    needs: dict[int, list[list[int]]] = {}
    paths: dict[int, Path] = {}
    for kind, path, node in visits:
        groups: list[list[int]] = []
        ref = node.get("$ref")
        if isinstance(ref, str) and kind not in _NO_REFERENCE:
            target = lookup(root, ref)
            if isinstance(target, Map):
                groups.append([id(target)])
        if kind == "schema":
            groups.extend([id(b)] for b in _branches(node, "allOf"))
            for key in ("oneOf", "anyOf"):
                branches = _branches(node, key)
                if branches and len(branches) == len(_list(node, key)):
                    groups.append([id(branch) for branch in branches])
        paths[id(node)] = path
        if groups:
            needs[id(node)] = groups
    return needs, paths


def _list(node: Map, key: str) -> Seq | tuple[()]:
    found = node.get(key)
    return found if isinstance(found, Seq) else ()


def _branches(node: Map, key: str) -> list[Map]:
    return [branch for branch in _list(node, key) if isinstance(branch, Map)]


def _rounds(
    stuck: set[int], needs: Mapping[int, list[list[int]]]
) -> Iterator[list[int]]:
    """One circle through each group of nodes that wait for each other."""
    done: set[int] = set()
    for start in needs:
        trail: dict[int, None] = {}
        node = start
        while node in stuck and node not in done and node not in trail:
            trail[node] = None
            node = next(
                group[0]
                for group in needs[node]
                if all(member in stuck for member in group)
            )
        if node in trail:
            order = list(trail)
            yield order[order.index(node) :]
        done.update(trail)
