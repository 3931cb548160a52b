"""Overrides documents: a partial OpenAPI document that is laid over the whole.

Fern's form of an overlay. Mappings merge; lists of mappings merge item by item, `{}`
leaving one as it is; any other list and any single value replace what was there; null
takes a key away.
"""

from __future__ import annotations

from dataclasses import replace

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.objects import METHODS, Path
from specwright.overlay.edit import Editor, entry_of, fresh
from specwright.read.tree import Map, Node, Seq, locate, pointer
from specwright.text import show


def override(editor: Editor, overrides: Map, found: Diagnostics) -> None:
    """Lay ``overrides`` over the whole.

    What they say of an operation that no file describes has nothing to be laid over,
    and is left out with a finding, unless it is an operation of its own: one with
    `responses`.
    """
    for key in overrides:
        value = overrides[key]
        if key == "paths" and isinstance(value, Map):
            _paths(editor, overrides, value, found)
        elif key != "openapi":
            _put(editor, (), overrides, key, found)


def _paths(editor: Editor, root: Map, paths: Map, found: Diagnostics) -> None:
    for path, item in paths.items():
        place: Path = ("paths", path)
        if not isinstance(item, Map) or path.startswith("x-"):
            _put(editor, ("paths",), paths, path, found)
            continue
        if not isinstance(editor.at(place), Map):
            if not any(_is_whole(item, key) for key in item):
                _absent(root, place, show(path, 120), found)
                continue
            editor.put(place, item.like({}), entry_of(paths, path))
        for key in item:
            here = (*place, key)
            node = item[key]
            is_operation = key in METHODS and node is not None
            if is_operation and editor.at(here) is None and not _is_whole(item, key):
                _absent(root, here, f"{key.upper()} {show(path, 120)}", found)
            else:
                _put(editor, place, item, key, found)


def _is_whole(item: Map, key: str) -> bool:
    operation = item[key]
    return key in METHODS and isinstance(operation, Map) and "responses" in operation


def _put(editor: Editor, path: Path, holder: Map, key: str, found: Diagnostics) -> None:
    """Lay one entry of ``holder`` over the mapping at ``path``."""
    new, here = holder[key], (*path, key)
    old = editor.at(here)
    below = editor.own(path)
    assert isinstance(below, Map)
    if new is None:
        if key in below:
            editor.remove([here])
    elif isinstance(new, Map) and isinstance(old, Map):
        for inner in new:
            _put(editor, here, new, inner, found)
    elif _are_mappings(new) and _are_mappings(old):
        assert isinstance(new, Seq)
        assert isinstance(old, Seq)
        for index, item in enumerate(new):
            if index >= len(old):
                editor.append(here, [_whole(item)], [new.item_mark(index)])
                continue
            assert isinstance(item, Map)
            for inner in item:
                _put(editor, (*here, index), item, inner, found)
    elif (
        isinstance(new, (Map, Seq))
        and isinstance(old, (Map, Seq))
        and _differ(new, old)
    ):
        _misfit(editor, here, holder, key, found)
    else:
        editor.put(here, _whole(new), entry_of(holder, key))


def _are_mappings(node: Node) -> bool:
    return isinstance(node, Seq) and all(isinstance(item, Map) for item in node)


def _differ(new: Map | Seq, old: Map | Seq) -> bool:
    return isinstance(new, Map) is not isinstance(old, Map)


def _misfit(
    editor: Editor, here: Path, holder: Map, key: str, found: Diagnostics
) -> None:
    kinds = ("a mapping", "a list")
    new, old = kinds if isinstance(holder[key], Map) else kinds[::-1]
    found.add(
        finding(
            "SW337",
            f"{new} cannot be laid over {old} at `{pointer(here)}`",
            replace(locate(holder, (key,), key=True), pointer=pointer(here)),
            consequence="What is there stays as it is.",
            hint="Lists are laid over lists, and mappings over mappings.",
            related=(("what is there", locate(editor.root, here)),),
        )
    )


def _whole(node: Node) -> Node:
    """A copy for a place where nothing was; null stands for nothing there too."""
    copy = fresh(node)
    stack = [copy]
    while stack:
        here = stack.pop()
        if isinstance(here, Map):
            for key in [key for key, value in here.items() if value is None]:
                del here[key]
            stack.extend(here.values())
        elif isinstance(here, Seq):
            stack.extend(here)
    return copy


def _absent(root: Map, path: Path, what: str, found: Diagnostics) -> None:
    found.add(
        finding(
            "SW336",
            f"no file of the client describes {what}",
            locate(root, path, key=True),
            consequence="What is said of it here has no effect.",
            hint="Add the page or document that describes it, or take the entry out.",
        )
    )
