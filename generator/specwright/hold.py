"""A client's folder in `generated/`: its lock, and the right to write into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from specwright.codes import finding
from specwright.diagnostics import Unusable
from specwright.folder import busy, unwritable
from specwright.lock import LOCK_FILE, Lock, parse_lock
from specwright.swap import Busy, locked, recover
from specwright.workspace import Workspace


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Hold `generated/` against other runs, and mend what a killed one left.

    Raises:
        Unusable: another run holds it, or the operating system refused something.
    """
    try:
        workspace.generated.mkdir(exist_ok=True)
        with locked(workspace.generated):
            recover(workspace.generated)
            yield
    except Busy:
        raise Unusable(busy()) from None
    except OSError as error:
        raise Unusable(unwritable(error, workspace)) from None


@contextmanager
def reading(workspace: Workspace) -> Iterator[None]:
    """Hold `generated/` against runs that write.

    Raises:
        Unusable: another run holds it, or the operating system refused something.
    """
    shared = locked(workspace.generated, shared=True)
    try:
        with shared if workspace.generated.exists() else nullcontext():
            yield
    except Busy:
        raise Unusable(busy()) from None
    except OSError as error:
        raise Unusable(unwritable(error, workspace)) from None


def lock_of(workspace: Workspace, name: str, *, force: bool = False) -> Lock | None:
    """The lock of a client; None for none, and with ``force`` for a broken one.

    Raises:
        Unusable: it cannot be used, or the folder is not one of its own.
        OSError: it could not be read.
    """
    folder = workspace.generated / name
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Unusable(
            finding("SW804", f"{shown(folder, workspace)} is not a folder of its own")
        )
    path = folder / LOCK_FILE
    if not path.is_file():
        return None
    try:
        return parse_lock(path.read_bytes(), shown(path, workspace))
    except Unusable:
        if force:
            return None
        raise


def shown(path: Path, workspace: Workspace) -> str:
    """A path as messages print it."""
    return path.relative_to(workspace.root).as_posix()
