"""Which attribute path a method gets: `client.voices.pvc.samples.speakers.separate`.

The page's own Python sample wins, then vendor extensions, then the last tag path
with the operation's id.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping, Sequence

from specwright.naming.words import Casing, identifier, snake
from specwright.read.info import python_tree

_SUBPACKAGE = "subpackage_"


def tag_path(tags: object) -> tuple[str, ...]:
    """The raw resource path that an operation's ``tags`` name; empty for the client.

    Fern exports a chain of subpackages: nested lists (``[[subpackage_a,
    subpackage_a/b]]``), one name (``subpackage_a/b``), or the chain joined by dots
    (``subpackage_a.subpackage_a/b``). The last one is the whole path. Any other tag
    is one resource.
    """
    last = tags
    while isinstance(last, Sequence) and not isinstance(last, str):
        if not last:
            return ()
        last = last[-1]
    if not isinstance(last, str) or not last:
        return ()
    if not last.startswith(_SUBPACKAGE):
        return (last,)
    name = last.split(f".{_SUBPACKAGE}")[-1].removeprefix(_SUBPACKAGE)
    return tuple(part for part in name.split("/") if part)


def attribute(name: str, casing: Casing, *, fallback: str) -> str:
    """A wire name as an attribute, argument or method name."""
    return identifier(snake(name, casing), fallback=fallback)


def is_fern(tags: object) -> bool:
    """Whether these tags were written by Fern's exporter."""
    last = tags
    while isinstance(last, Sequence) and not isinstance(last, str) and last:
        last = last[-1]
    if isinstance(last, str):
        return last.startswith(_SUBPACKAGE)
    return isinstance(tags, Sequence) and any(isinstance(t, list) for t in tags)


def given(name: str, casing: Casing, *, fallback: str) -> str:
    """The name that an extension asks for, as it is where Python allows it."""
    if _PLAIN.fullmatch(name) and not keyword.iskeyword(name):
        return name
    return attribute(name, casing, fallback=fallback)


_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
_CALL = re.compile(r"^(?:\w+\s*=\s*)?client((?:\.\w+)+)\(", re.M)


def sample_path(code: str) -> tuple[str, ...] | None:
    """The attribute path that a Python sample calls on `client`, or None.

    Samples that do not parse are still read by their first call; some pages print
    literals of another language.
    """
    tree = python_tree(code)
    if tree is None:
        found = _CALL.search(code)
        return tuple(found[1][1:].split(".")) if found else None
    for statement in reversed(tree.body):
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Call) and (path := _attributes(value.func)):
            return path
    return None


def _attributes(node: ast.expr) -> tuple[str, ...] | None:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id == "client" and names:
        return tuple(reversed(names))
    return None


def extension_path(operation: Mapping[str, object]) -> tuple[str, ...] | None:
    """The path that vendor extensions give, wire names, method last; None without one."""
    method = operation.get("x-fern-sdk-method-name")
    group = operation.get("x-fern-sdk-group-name")
    if method is None:
        method = operation.get("x-speakeasy-name-override")
        group = group if group is not None else operation.get("x-speakeasy-group")
    if not isinstance(method, str):
        return None
    parts: list[str] = []
    if isinstance(group, str):
        parts = [part for part in group.split(".") if part]
    elif isinstance(group, Sequence):
        parts = [part for part in group if isinstance(part, str)]
    return (*parts, method)
