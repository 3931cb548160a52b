"""Sources from the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from specwright.diagnostics import Unusable
from specwright.fetch.source import Fetched, named, refuse, shorten
from specwright.read.document import DOCUMENTS, PAGES
from specwright.read.limits import DEFAULT
from specwright.text import printable


def read_file(path: Path, *, asked: bool = True) -> Fetched:
    """Read a regular file.

    Raises:
        Unusable: There is none, it may not be read, or it is too large.
    """
    name = path.as_posix()
    shown = shorten(name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse("SW040", f"{shown} is not a regular file")
        if status.st_size > DEFAULT.bytes:
            size, limit = f"{status.st_size:,}", f"{DEFAULT.bytes:,}"
            raise refuse("SW006", f"{shown} has {size} bytes; the limit is {limit}")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from None
    return Fetched(name=named(name, data), data=data, origin=name, asked=asked)


def below(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    """Pages and documents in a folder, hidden ones left out, links not followed."""
    for here, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in PAGES | DOCUMENTS and not name.startswith("."):
                yield Path(here, name)


def nothing_in(folder: Path) -> Unusable:
    return refuse(
        "SW040",
        f"no pages or documents in the folder {printable(str(folder))}",
        "Pages end in .md or .mdx, documents in .yaml, .yml or .json.",
    )


def unreadable(name: str, error: OSError | ValueError) -> Unusable:
    reason = getattr(error, "strerror", None) or str(error)
    return refuse("SW040", f"cannot read {shorten(name)}: {printable(reason)}")
