"""What all commands share: the workspace, where they print, and how they end."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from specwright.terminal import Terminal
    from specwright.workspace import Workspace

DONE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class App:
    """What the options before the command say."""

    def __init__(self, root: str | None, colour: str) -> None:
        from specwright.terminal import Terminal

        self._root = root
        self.terminal: Terminal = Terminal(colour)

    def workspace(self) -> Workspace:
        from specwright.workspace import find_workspace

        root = Path(self._root) if self._root else None
        return find_workspace(here(), root)

    def workspace_to_be(self) -> Workspace:
        """The workspace; where there is none, the folder that can become one."""
        from specwright.diagnostics import Unusable
        from specwright.workspace import Workspace

        try:
            return self.workspace()
        except Unusable:
            return Workspace(Path(self._root or here()).resolve())

    def warn_of_exchange(self) -> None:
        """Say so where the current folder is not the one of its name any more."""
        try:
            exchanged = not os.path.samefile(os.environ.get("PWD", "."), ".")
        except OSError:
            return
        if exchanged:
            self.terminal.say(
                "this folder was exchanged for a new one; run `cd .` to enter it"
            )

    def today(self) -> dt.date:
        """The day in UTC; that of SOURCE_DATE_EPOCH where it is set.

        https://reproducible-builds.org/specs/source-date-epoch/
        """
        fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
        if fixed.isdecimal():
            return dt.datetime.fromtimestamp(int(fixed), dt.UTC).date()
        return dt.datetime.now(dt.UTC).date()

    @contextmanager
    def reporting(self, output_format: str = "text") -> Iterator[None]:
        """Turn what makes a whole command impossible into its finding and exit 2."""
        from specwright import machine
        from specwright.diagnostics import Unusable

        try:
            yield
        except Unusable as error:
            if output_format == "json":
                name = click.get_current_context().info_name or ""
                self.terminal.out(machine.impossible(name, UNUSABLE, error.diagnostic))
            else:
                self.terminal.found([error.diagnostic], output_format)
            sys.exit(UNUSABLE)


def here() -> Path:
    """The current folder; the one of its name where `generate` exchanged it."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path(os.environ.get("PWD") or "/")


CLIENTS = click.argument("clients", metavar="[CLIENT]...", nargs=-1)
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="For people, GitHub's annotations, or JSON.",
)
