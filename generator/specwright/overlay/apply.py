"""The actions of overlays, one after the other, each on what the last one left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Location
from specwright.objects import Path
from specwright.overlay.document import Action
from specwright.overlay.edit import Editor, entry_of, fresh, marks_of
from specwright.overlay.targets import BadQuery, miss, select
from specwright.read.tree import Entry, Map, Mark, Node, Seq, locate, pointer
from specwright.text import show

_UNUSED = "Nothing is generated, because the change would be missing."


def apply(editor: Editor, actions: Sequence[Action], found: Diagnostics) -> None:
    """Apply actions in order. An action that cannot be applied is an error."""
    for action in actions:
        targets = _select(editor, action, "target", found)
        if not targets:
            continue
        if action.kind == "remove":
            _remove(editor, action, targets, found)
        elif action.kind == "update":
            entry = entry_of(action.node, "update")
            _update(editor, action, targets, action.node["update"], entry, found)
        else:
            _copy(editor, action, targets, found)


def _select(editor: Editor, action: Action, key: str, found: Diagnostics) -> list[Path]:
    """What the query under ``key`` selects; nothing is an error."""
    query = str(action.node[key])
    try:
        paths = select(query, editor.root)
        hint, near = ("", None) if paths else miss(query, editor.root)
    except BadQuery as error:
        found.add(
            finding(
                "SW332",
                f"{show(query, 120)} is no JSONPath query: {error}",
                action.location(key),
                consequence=_UNUSED,
                hint="A query looks like `$.paths['/v1/voices'].get`.",
            )
        )
        return []
    if not paths:
        related: tuple[tuple[str, Location], ...] = ()
        if near is not None:
            related = (("the nearest name", locate(editor.root, near, key=True)),)
        found.add(
            finding(
                "SW333",
                f"{show(query, 120)} selects nothing",
                action.location(key),
                consequence=_UNUSED,
                hint=hint,
                related=related,
            )
        )
    return paths


def _remove(
    editor: Editor, action: Action, targets: list[Path], found: Diagnostics
) -> None:
    if () in targets:
        message = "the whole document cannot be removed"
        found.add(_misfit(action, ("target",), message))
        return
    editor.remove(targets)


def _copy(
    editor: Editor, action: Action, targets: list[Path], found: Diagnostics
) -> None:
    sources = _select(editor, action, "copy", found)
    if len(sources) > 1:
        message = f"`copy` selects {len(sources)} nodes; it must be one"
        found.add(_misfit(action, ("copy",), message))
    elif sources:
        (source,) = sources
        value = fresh(editor.at(source))
        entry = Entry(Mark(1, 1), Mark(1, 1))
        if source:
            holder = editor.at(source[:-1])
            if isinstance(holder, Map):
                entry = entry_of(holder, str(source[-1]))
            elif isinstance(holder, Seq):
                mark = marks_of(holder)[int(source[-1])]
                entry = Entry(mark, mark)
        _update(editor, action, targets, value, entry, found)


def _update(
    editor: Editor,
    action: Action,
    targets: list[Path],
    value: Node,
    entry: Entry,
    found: Diagnostics,
) -> None:
    """Merge, append or replace, by what the target is (Overlay 1.1, Action Object)."""
    for path in targets:
        old = editor.at(path)
        if isinstance(old, Map) and isinstance(value, Map):
            editor.merge(path, value, partial(_refuse, editor, action, path, found))
        elif isinstance(old, Seq):
            items = value if isinstance(value, Seq) else [value]
            marks = marks_of(value) if isinstance(value, Seq) else [entry.value]
            editor.append(path, [fresh(item) for item in items], marks)
        elif isinstance(old, (Map, Seq)) or isinstance(value, (Map, Seq)):
            _refuse(editor, action, path, found, (), value, old)
        else:
            editor.put(path, value, entry)


def _refuse(
    editor: Editor,
    action: Action,
    path: Path,
    found: Diagnostics,
    below: Path,
    new: Node,
    old: Node,
) -> None:
    place = (*path, *below)
    at = (action.kind, *below) if action.kind == "update" else ("copy",)
    found.add(
        _misfit(
            action,
            at,
            f"{_said(new)} cannot be merged with {_said(old)} at `{pointer(place)}`",
            "To replace it whole, first remove it with an action of its own.",
            (("what is there", locate(editor.root, place)),),
        )
    )


def _misfit(
    action: Action,
    below: Path,
    message: str,
    hint: str = "",
    related: tuple[tuple[str, Location], ...] = (),
) -> Diagnostic:
    return finding(
        "SW334",
        message,
        action.location(*below),
        consequence=_UNUSED,
        hint=hint,
        related=related,
    )


def _said(node: Node) -> str:
    match node:
        case Map():
            return "a mapping"
        case Seq():
            return "a list"
        case None:
            return "null"
        case _:
            return "a single value"
