"""What to write, keep and delete: a plan made of what is there, the lock, the result."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.lock import LOCK_FILE, Lock, digest, is_inside, render_lock
from specwright.text import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What a client's folder holds, by path below it, with slashes."""

    files: Mapping[str, bytes]
    """Regular files that specwright wrote or wants to write."""
    others: frozenset[str]
    """Everything else: other files, links, and folders with a slash at the end."""

    def __contains__(self, path: str) -> bool:
        return path in self.files or path in self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one run does. Nothing of it is done where ``refused`` is not empty."""

    write: Mapping[str, bytes]
    """New and changed files, the lock among them."""
    unchanged: tuple[str, ...]
    delete: tuple[str, ...]
    lock: Lock
    """The lock as it will be."""
    strangers: tuple[str, ...]
    """Files that specwright did not write and the user did not adopt; left alone."""
    refused: tuple[Diagnostic, ...]
    customs: tuple[Diagnostic, ...] = ()
    """What does not fit in classes of the user's."""
    remarks: tuple[Diagnostic, ...] = ()
    """What keeps nothing from being done."""
    requests: tuple[str, ...] = ()
    """Operations whose requests change, as their specs did."""
    summary: str = ""
    """What changed since the last time; empty for nothing."""

    @property
    def changes(self) -> bool:
        return bool(self.write or self.delete)


def read_tree(folder: Path, wanted: Collection[str]) -> Tree:
    """What is in ``folder``, with the contents of the files that are ``wanted``.

    Caches, build results and names with a leading dot are not looked at.

    Raises:
        OSError: something could not be read.
    """
    files: dict[str, bytes] = {}
    others: set[str] = set()

    def visit(place: Path, above: str) -> None:
        for entry in list(os.scandir(place)):
            path = above + entry.name
            if is_ignored(path) and path not in wanted:
                continue
            if entry.is_dir(follow_symlinks=False):
                others.add(f"{path}/")
                visit(Path(entry.path), f"{path}/")
            elif path in wanted and entry.is_file(follow_symlinks=False):
                files[path] = Path(entry.path).read_bytes()
            else:
                others.add(path)

    if folder.exists():
        visit(folder, "")
    return Tree(files=files, others=frozenset(others))


def is_ignored(path: str) -> bool:
    name = path.rpartition("/")[2]
    return (
        name.startswith(".")
        or name == "__pycache__"
        or name.endswith((".pyc", ".egg-info"))
        or path in ("build", "dist")
    )


def make_plan(
    tree: Tree,
    old: Lock | None,
    wanted: Mapping[str, bytes],
    new: Lock,
    *,
    keep: Collection[str] = (),
    force: bool = False,
) -> Plan:
    """Decide for each file. ``new`` is the next lock; its files are filled in here.

    Only a file that the old lock owns and that is as it was written is overwritten or
    deleted; ``force`` does so with any file that is in the way. A file in ``keep``
    belongs to the user from now on.
    """
    for path in wanted:
        if not is_inside(path) or path == LOCK_FILE:
            raise ValueError(f"{path!r} is not a path of a generated file")
    owned = old.files if old else {}
    kept = {p: "yours" for p in (*(old.kept if old else ()), *keep) if p in tree}
    mine = {path: data for path, data in wanted.items() if path not in kept}
    gone = [path for path in owned if path not in wanted and path not in kept]
    refused: list[Diagnostic] = []
    for path in mine:
        if problem := _obstacle(path, tree, owned, mine, force=force):
            refused.append(problem)
    for path in gone:
        if path in tree and not force and is_edited(path, tree, owned):
            refused.append(_hand_edit(path, "it is not generated any more"))
    write = {
        p: data for p, data in mine.items() if not same_text(tree.files.get(p), data)
    }
    lock = replace(
        new,
        files={path: digest(data) for path, data in mine.items()},
        kept=kept,
    )
    text = render_lock(lock).encode()
    if not same_text(tree.files.get(LOCK_FILE), text):
        write[LOCK_FILE] = text
    known = {*mine, *owned, *kept, LOCK_FILE}
    return Plan(
        write=write,
        unchanged=tuple(sorted(mine.keys() - write.keys())),
        delete=tuple(sorted(path for path in gone if path in tree)),
        lock=lock,
        strangers=tuple(
            sorted(p for p in tree.others if p not in known and not p.endswith("/"))
        ),
        refused=tuple(refused),
    )


def same_text(one: bytes | None, other: bytes) -> bool:
    """Whether two files are equal, apart from a checkout's line ends."""
    return one is not None and one.replace(b"\r\n", b"\n") == other


def is_edited(path: str, tree: Tree, owned: Mapping[str, str]) -> bool:
    return path in tree.others or digest(tree.files[path]) != owned[path]


def _obstacle(
    path: str,
    tree: Tree,
    owned: Mapping[str, str],
    mine: Mapping[str, bytes],
    *,
    force: bool,
) -> Diagnostic | None:
    """Why a file may not be written; None where it may."""
    parents = [path[:i] for i, char in enumerate(path) if char == "/"]
    for parent in parents:
        if parent in tree.others:
            return _in_the_way(parent, f"{path} needs a folder there", force=False)
    if f"{path}/" in tree.others:
        return _in_the_way(path, "a folder stands there", force=False)
    if force:
        return None
    if path in tree.others:
        return _in_the_way(path, "it is not a regular file", force=True)
    if path not in tree.files or same_text(tree.files[path], mine[path]):
        return None
    if path not in owned:
        return _in_the_way(path, "the lock does not list it", force=True)
    if is_edited(path, tree, owned):
        return _hand_edit(path, "")
    return None


def _hand_edit(path: str, remark: str) -> Diagnostic:
    return finding(
        "SW814",
        f"{printable(path)} was edited by hand" + (f", and {remark}" if remark else ""),
        consequence="nothing was written",
        hint=f"`--force` drops the edit; `--keep {printable(path)}` makes the file yours",
    )


def _in_the_way(path: str, why: str, *, force: bool) -> Diagnostic:
    hint = f"`--force` overwrites it; `--keep {printable(path)}` makes it yours"
    return finding(
        "SW804",
        f"{printable(path)} is not specwright's: {why}",
        consequence="nothing was written",
        hint=hint if force else "move it elsewhere",
    )
