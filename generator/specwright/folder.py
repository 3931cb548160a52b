"""Writes a client's folder in `specs/`: all of a change, or nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Unusable
from specwright.swap import Busy, locked, recover, replace_folder
from specwright.text import printable
from specwright.workspace import Workspace


def save_folder(
    workspace: Workspace,
    name: str,
    write: Mapping[str, bytes],
    delete: Collection[str] = (),
    *,
    before: Mapping[str, bytes],
) -> None:
    """Write and delete files of a client; ``before`` is what the change was made from.

    Paths are relative to the client's folder, with slashes.

    Raises:
        Unusable: it could not be done, or a file is not as it was; nothing changed.
    """
    if not write and not delete:
        return
    try:
        _save(workspace, name, write, delete, before)
    except Busy:
        raise Unusable(busy("specs")) from None
    except OSError as error:
        raise Unusable(unwritable(error, workspace)) from None


def _save(
    workspace: Workspace,
    name: str,
    write: Mapping[str, bytes],
    delete: Collection[str],
    before: Mapping[str, bytes],
) -> None:
    folder = workspace.specs / name
    workspace.specs.mkdir(parents=True, exist_ok=True)
    with locked(workspace.specs):
        recover(workspace.specs)
        for path in (*write, *delete):
            place = folder / path
            now = place.read_bytes() if place.is_file() else None
            if now != before.get(path):
                raise Unusable(
                    finding(
                        "SW880",
                        f"specs/{name}/{printable(path)} was changed in the meantime",
                        consequence="Nothing was written.",
                        hint="Run the command again.",
                    )
                )
        # A client's folder may be a link; what it leads to is replaced.
        replace_folder(folder.resolve(), write, delete)


def busy(where: str = "generated") -> Diagnostic:
    return finding(
        "SW806",
        f"another specwright is writing below {where}/, and did not finish",
        consequence="nothing was written",
        hint="wait for it, or end it, and run the command again",
    )


def unwritable(error: OSError, workspace: Workspace) -> Diagnostic:
    """Why the system refused to write a client's folder."""
    place = str(error.filename) if error.filename is not None else str(workspace.root)
    path = Path(place)
    if path.is_relative_to(workspace.root):
        place = path.relative_to(workspace.root).as_posix()
    return finding(
        "SW805",
        f"{printable(place)}: {error.strerror or error}",
        consequence="the client's folder is as it was",
    )
