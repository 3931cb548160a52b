"""Files as they were: read out of git, which is asked and never told anything."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specwright.codes import finding
from specwright.diagnostics import Unusable
from specwright.text import printable, show

_SECONDS: Final = 60
_FILE: Final = frozenset({b"100644", b"100755"})
_SAFE: Final = re.compile(r"[^\0\n-][^\0\n]*")
_QUIET: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
"""Nothing is locked, asked for or fetched; messages are in one language."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One state of the repository that a folder belongs to."""

    root: Path
    name: str
    """As the user gave it: `HEAD`, `v1.2.0`."""
    hash: str
    _prefix: str
    """The folder's path from the top of the repository, with a slash at its end."""

    @classmethod
    def of(cls, root: Path, name: str) -> Commit:
        """The commit that ``name`` means in the repository of the folder ``root``.

        Raises:
            Unusable: no git, no repository (SW854), or no such commit (SW855).
        """
        prefix = _git(root, ["rev-parse", "--show-prefix"])
        if prefix is None:
            raise Unusable(
                finding(
                    "SW854",
                    f"{show(str(root))} is not in a git repository",
                    hint="compare two files or folders: `specwright diff OLD NEW`",
                )
            )
        found = None
        if _SAFE.fullmatch(name):
            asked = ["rev-parse", "--verify", "--quiet", "--end-of-options"]
            found = _git(root, [*asked, f"{name}^{{commit}}"])
        if found is None:
            raise Unusable(
                finding(
                    "SW855",
                    f"git knows no commit {show(name)}",
                    hint="`git log --oneline` lists commits, `git fetch` gets more",
                )
            )
        folder = os.fsdecode(prefix.rstrip(b"\n"))
        return cls(root, name, found.decode().strip(), folder)

    def folders(self, folder: str) -> tuple[str, ...]:
        """The folders in a folder, given from the commit's ``root``."""
        listed = self._tree(["-d", "-z"], f"{folder}/")
        return tuple(sorted(path.rpartition("/")[2] for _, _, path in listed))

    def files(self, *folders: str) -> dict[str, bytes]:
        """The regular files in folders, or the files, by path below ``root``.

        Links and other repositories are left out.
        """
        found = [
            (path, name)
            for folder in folders
            for mode, name, path in self._tree(["-r", "-z"], folder)
            if mode in _FILE
        ]
        contents = self._contents([name for _, name in found])
        return {path: contents[name] for path, name in found}

    def _tree(self, options: Sequence[str], path: str) -> list[tuple[bytes, str, str]]:
        """Mode, object and path of what a folder holds."""
        whole = f"{self._prefix}{path}"
        asked = ["ls-tree", "--full-tree", *options, self.hash, "--", whole]
        found = []
        for line in (_git(self.root, asked) or b"").split(b"\0"):
            head, tab, name = line.partition(b"\t")
            if tab:
                mode, _, object_name = head.split(b" ")
                shown = os.fsdecode(name).removeprefix(self._prefix)
                found.append((mode, object_name.decode(), shown))
        return found

    def _contents(self, names: Sequence[str]) -> dict[str, bytes]:
        """The objects by name, from one process."""
        asked = "".join(f"{name}\n" for name in names).encode()
        data = _git(self.root, ["cat-file", "--batch"], asked) or b""
        contents = {}
        at = 0
        for name in names:
            end = data.index(b"\n", at)
            size = int(data[at:end].split(b" ")[2])
            contents[name] = data[end + 1 : end + 1 + size]
            at = end + size + 2
        return contents


def _git(root: Path, arguments: Sequence[str], data: bytes = b"") -> bytes | None:
    """What git says; None where it says no."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, **_QUIET},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        what = getattr(error, "strerror", None) or "it did not answer"
        raise Unusable(
            finding(
                "SW854",
                f"git cannot be run: {printable(str(what))}",
                hint="install git, or compare two files: `specwright diff OLD NEW`",
            )
        ) from None
    return done.stdout if done.returncode == 0 else None
