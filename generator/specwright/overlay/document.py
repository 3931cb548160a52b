"""Overlay documents: their actions, and a finding for whatever is not in their form.

OpenAPI Overlay Specification 1.0.0 and 1.1.0.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Location
from specwright.nearest import nearest
from specwright.objects import Path
from specwright.read.tree import Map, Node, Seq, locate
from specwright.text import show

_VERSION = re.compile(r"1\.([01])(?:\.\d+)?")
_ROOT = ("overlay", "info", "extends", "actions")
_ACTION = ("target", "description", "update", "remove", "copy")
_UNUSED = "Nothing is generated from the client's files."

Kind = Literal["update", "remove", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One change, wherever its target is found."""

    overlay: Map
    """The document that it stands in."""
    path: Path
    target: str
    """A JSONPath query."""
    kind: Kind

    @property
    def node(self) -> Map:
        """The Action Object."""
        actions = self.overlay["actions"]
        assert isinstance(actions, Seq)
        node = actions[int(self.path[1])]
        assert isinstance(node, Map)
        return node

    def location(self, *below: str | int, key: bool = False) -> Location:
        """Where something of the action stands."""
        return locate(self.overlay, (*self.path, *below), key=key)


def actions_of(
    root: Map, files: Collection[str], found: list[Diagnostic]
) -> list[Action]:
    """The actions of an Overlay document, in order; what is wrong goes to ``found``.

    ``files`` are the paths of the client's spec files, which `extends` may name.
    """
    found += _keys(root, (), _ROOT)
    minor = _minor(root, found)
    _check_info(root, found)
    _check_extends(root, files, found)
    nodes = root.get("actions")
    if not isinstance(nodes, Seq) or not nodes:
        said = "holds none" if "actions" in root else "is missing"
        found.append(
            _wrong(root, ("actions",), f"`actions` is a list of actions; it {said}")
        )
        return []
    actions = []
    for index in range(len(nodes)):
        action = _action(root, ("actions", index), minor, found)
        if action is not None:
            actions.append(action)
    return actions


def _minor(root: Map, found: list[Diagnostic]) -> int:
    """The 1 of 1.1.0."""
    if "overlay" not in root:
        found.append(
            finding(
                "SW331",
                "the key `overlay` is missing",
                locate(root, ()),
                consequence=_UNUSED,
                hint="An overlay begins with its version: `overlay: 1.1.0`.",
            )
        )
        return 1
    version = root.get("overlay")
    match = _VERSION.fullmatch(str(version))
    if match is not None and not isinstance(version, (bool, Map, Seq)):
        return int(match[1])
    found.append(
        finding(
            "SW331",
            f"the version is {show(str(version))}",
            locate(root, ("overlay",)),
            consequence=_UNUSED,
            hint="Versions 1.0 and 1.1 are supported: `overlay: 1.1.0`.",
        )
    )
    return 1


def _check_info(root: Map, found: list[Diagnostic]) -> None:
    info = root.get("info")
    if not isinstance(info, Map):
        found.append(_wrong(root, ("info",), "`info` is a mapping", "info"))
        return
    for key in ("title", "version"):
        if not isinstance(info.get(key), str):
            found.append(_wrong(root, ("info", key), f"`{key}` is a string", key))


def _check_extends(root: Map, files: Collection[str], found: list[Diagnostic]) -> None:
    """An overlay is applied to all of its client's files, whatever it extends."""
    extends = root.get("extends")
    if extends is None:
        return
    if not isinstance(extends, str):
        found.append(_wrong(root, ("extends",), "`extends` is a string"))
        return
    try:
        parts = urlsplit(extends)
    except ValueError:
        parts = urlsplit("")
    folder = posixpath.dirname(root.source.name)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if not parts.scheme and not parts.netloc and path not in files:
        found.append(
            finding(
                "SW335",
                f"the overlay extends {show(extends)}, which is no file of this client",
                locate(root, ("extends",)),
                consequence="It is applied to all files of the client.",
                hint="Name the file as it stands next to the overlay, or leave it out.",
            )
        )


def _action(
    root: Map, path: Path, minor: int, found: list[Diagnostic]
) -> Action | None:
    nodes = root["actions"]
    assert isinstance(nodes, Seq)
    node = nodes[int(path[1])]
    if not isinstance(node, Map):
        found.append(_wrong(root, path, "an action is a mapping"))
        return None
    before = len(found)
    found += _keys(node, path, _ACTION, root)
    target = node.get("target")
    if not isinstance(target, str):
        message = "`target` is a string, a JSONPath query"
        found.append(_wrong(root, (*path, "target"), message, "target"))
    for key, wanted in (("remove", bool), ("copy", str), ("description", str)):
        if key in node and not isinstance(node[key], wanted):
            what = "true or false" if wanted is bool else "a string"
            found.append(_wrong(root, (*path, key), f"`{key}` is {what}"))
    if "copy" in node and minor == 0:
        message = "`copy` is a word of Overlay 1.1, and the version here is 1.0"
        hint = "Write `overlay: 1.1.0`."
        found.append(_wrong(root, (*path, "copy"), message, hint=hint, key=True))
    kind = _kind(root, path, node, found) if len(found) == before else None
    if kind is None or not isinstance(target, str):
        return None
    return Action(overlay=root, path=path, target=target, kind=kind)


def _kind(root: Map, path: Path, node: Map, found: list[Diagnostic]) -> Kind | None:
    if node.get("remove") is True:
        return "remove"
    if "update" in node and "copy" in node:
        message = "an action has either `update` or `copy`"
        found.append(_wrong(root, (*path, "copy"), message, key=True))
        return None
    if "update" in node:
        return "update"
    if "copy" in node:
        return "copy"
    message = "the action has neither `update` nor `remove: true` nor `copy`"
    found.append(_wrong(root, path, message))
    return None


def _keys(
    node: Map, path: Path, known: tuple[str, ...], root: Map | None = None
) -> Iterator[Diagnostic]:
    """Extensions apart, an Overlay has the keys of its specification only."""
    for key in node:
        if key in known or key.startswith("x-"):
            continue
        near = nearest(key, known)
        listed = ", ".join(f"`{name}`" for name in known)
        yield _wrong(
            root or node,
            (*path, key),
            f"{show(key)} is no key of {'an action' if path else 'an overlay'}",
            hint=f"Did you mean `{near}`?" if near else f"The keys are {listed}.",
            key=True,
        )


def _wrong(
    root: Map,
    path: Path,
    message: str,
    missing: str = "",
    *,
    hint: str = "",
    key: bool = False,
) -> Diagnostic:
    """Something that is not in the form of the Overlay Specification."""
    if missing and _is_missing(root, path):
        message = f"`{missing}` is missing"
    return finding(
        "SW330",
        message,
        locate(root, path, key=key),
        consequence=_UNUSED,
        hint=hint or "`specwright explain SW330` shows the form of an overlay.",
    )


def _is_missing(root: Node, path: Path) -> bool:
    node = root
    for token in path:
        if isinstance(node, Map) and token in node:
            node = node[str(token)]
        elif isinstance(node, Seq) and isinstance(token, int):
            node = node[token]
        else:
            return True
    return False
