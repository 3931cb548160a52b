"""Replaces a folder by a new one in a single step, so that no reader sees a mix.

The new folder is written beside the old one, `.NAME.specwright-new`, and the two are
exchanged. Linux exchanges two folders in one system call. Elsewhere the old one is
renamed to `.NAME.specwright-old` first; a run that dies in between leaves a state that
`recover` recognises by these names alone. Callers hold `locked` on the parent folder.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

PATIENCE: Final = 60.0
"""Seconds that a run waits for another one."""

_LEFTOVER = re.compile(r"\.(?P<name>[^.].*)\.specwright-(?P<what>new|old)")
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_NOT_THERE: Final = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


class Busy(Exception):
    """Another run holds the folder."""


@contextmanager
def locked(
    folder: Path,
    *,
    shared: bool = False,
    patience: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Hold the folder against other runs: writers one at a time, readers together.

    The system drops the lock when the process ends, however it ends. Where the file
    system has no locks (and on Windows), nothing is held.

    Raises:
        Busy: another run held it for ``patience`` seconds.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        end = clock() + patience
        while not _flock(handle, how):
            if clock() >= end:
                raise Busy
            pause(0.05)
        yield
    finally:
        os.close(handle)


def _flock(handle: int, how: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EBADF, *_NOT_THERE):
            raise
    return True


def recover(parent: Path) -> None:
    """Clean up what a run that died left in ``parent``.

    Raises:
        OSError: something could not be taken away.
    """
    found = {
        path: match
        for path in sorted(parent.iterdir(), reverse=True)
        if (match := _LEFTOVER.fullmatch(path.name))
    }
    for path, match in found.items():
        target = parent / match["name"]
        if match["what"] == "old" and not os.path.lexists(target):
            path.rename(target)
        else:
            _remove(path)


def _remove(folder: Path) -> None:
    """Delete a folder of ours, read-only ones in it too."""
    for here, _, _ in os.walk(folder):
        mode = os.stat(here).st_mode
        if mode & stat.S_IRWXU != stat.S_IRWXU:
            os.chmod(here, stat.S_IMODE(mode) | stat.S_IRWXU)
    shutil.rmtree(folder)


def replace_folder(
    folder: Path, write: Mapping[str, bytes], delete: Collection[str]
) -> None:
    """Make ``folder`` hold ``write``, without ``delete``, and all else that it holds.

    Paths are relative with slashes. Files that are neither written nor deleted stay
    the same files, with their times; caches of compiled Python are left out.

    Raises:
        OSError: it could not be done; the folder is as it was.
    """
    staging = folder.with_name(f".{folder.name}.specwright-new")
    try:
        modes: dict[str, int] = {}
        staging.mkdir()
        if folder.exists():
            _carry(folder, staging, "", {*write, *delete}, modes)
        _write(staging, write, modes)
        _sync(staging, write)
        _exchange(staging, folder)
        _sync_folder(folder.parent)
    finally:
        # The old tree after the exchange, an unfinished new one before it.
        with suppress(OSError):
            recover(folder.parent)


def _carry(
    old: Path, new: Path, above: str, but: Collection[str], modes: dict[str, int]
) -> bool:
    """Link what is in ``old`` into ``new``; whether anything of it remains.

    The modes of what is left out, and of the folders above it, go into ``modes``.
    """
    entries = list(os.scandir(old))
    remains = not entries
    for entry in entries:
        path = above + entry.name
        there = new / entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name == "__pycache__":
                continue
            there.mkdir()
            if _carry(Path(entry.path), there, f"{path}/", but, modes):
                remains = True
            else:
                there.rmdir()
        elif path in but:
            modes[path] = entry.stat(follow_symlinks=False).st_mode
        else:
            _link(Path(entry.path), there)
            remains = True
    modes[above] = old.stat().st_mode
    if remains:
        new.chmod(stat.S_IMODE(modes[above]))
    return remains


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        mode = source.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _write(staging: Path, write: Mapping[str, bytes], modes: Mapping[str, int]) -> None:
    for path, data in write.items():
        target = staging / path
        _make_folder(staging, path.rpartition("/")[0], modes)
        with target.open("xb") as file:
            file.write(data)
        if stat.S_ISREG(modes.get(path, 0)):
            target.chmod(stat.S_IMODE(modes[path]))


def _make_folder(staging: Path, path: str, modes: Mapping[str, int]) -> None:
    folder = staging / path
    if folder.exists():
        return
    _make_folder(staging, path.rpartition("/")[0], modes)
    folder.mkdir()
    if f"{path}/" in modes:
        folder.chmod(stat.S_IMODE(modes[f"{path}/"]))


def _sync(staging: Path, write: Mapping[str, bytes]) -> None:
    """Put the new files and their folders on the disk, before they take effect."""
    folders = {staging / parent for path in write for parent in Path(path).parents}
    for path in write:
        _sync_file(staging / path)
    for folder in folders:
        _sync_folder(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(staging: Path, folder: Path) -> None:
    if not folder.exists():
        staging.rename(folder)
    elif not _exchange_at_once(staging, folder):
        folder.rename(folder.with_name(f".{folder.name}.specwright-old"))
        staging.rename(folder)


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Exchange two names by one system call; False where there is none."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_THERE:
        return False
    raise OSError(code, os.strerror(code), str(other))
