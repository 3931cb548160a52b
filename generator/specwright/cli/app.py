"""What all commands share: the workspace, where they print, and how they end."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
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
        self._was_home = _is_home()
        self.terminal: Terminal = Terminal(colour)

    def workspace(self) -> Workspace:
        from specwright.workspace import find_workspace

        root = Path(self._root) if self._root else None
        return find_workspace(here(), root)

    def located(self, workspace: Workspace) -> Terminal:
        """The terminal that shows places as seen from the repository on GitHub.

        https://docs.github.com/actions/reference/workflows-and-actions/variables
        """
        top = os.environ.get("GITHUB_WORKSPACE")
        if not top or not workspace.root.is_relative_to(Path(top).resolve()):
            return self.terminal
        way = workspace.root.relative_to(Path(top).resolve()).as_posix()
        return replace(self.terminal, above="" if way == "." else f"{way}/")

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
        if self._was_home and not _is_home():
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
        from specwright.terminal import WHOLE

        try:
            yield
        except Unusable as error:
            name = click.get_current_context().info_name or ""
            if output_format == "json":
                self.terminal.out(machine.impossible(name, UNUSABLE, error.diagnostic))
            elif output_format in WHOLE:
                from specwright.drift import Status
                from specwright.run import Checked

                nothing = Checked(
                    name="specwright",
                    status=Status.UNUSABLE,
                    findings=(error.diagnostic,),
                )
                report = machine.whole(output_format, name, UNUSABLE, [nothing], "")
                self.terminal.out(report)
            else:
                self.terminal.found([error.diagnostic], output_format)
            sys.exit(UNUSABLE)


def _is_home() -> bool:
    """Whether the current folder is the one that the shell calls so."""
    try:
        return os.path.samefile(os.environ.get("PWD", ""), ".")
    except OSError:
        return False


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
    type=click.Choice(["text", "github", "json", "sarif", "junit"]),
    default="text",
    help="For people, GitHub's annotations, JSON, SARIF 2.1.0, or JUnit's XML.",
)
