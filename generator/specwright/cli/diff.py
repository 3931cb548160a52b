"""`specwright diff`: what changed for the API, for Python code, and on the wire."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specwright.cli.app import DONE, REFUSED, UNUSABLE, App

if TYPE_CHECKING:
    from specwright.changes.comparison import Comparison

_AGAINST = "git:HEAD"


@click.command()
@click.argument("targets", metavar="[CLIENT]... | OLD NEW", nargs=-1)
@click.option(
    "--against",
    metavar="git:REF",
    help=f"The commit to compare clients with; by default {_AGAINST}.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="For people, for a pull request, or JSON.",
)
@click.option("--all", "whole", is_flag=True, help="List every change, one by one.")
@click.pass_obj
def diff(
    app: App,
    targets: Sequence[str],
    against: str | None,
    output_format: str,
    whole: bool,
) -> None:
    """Say what changed: in the API, in the Python that calls it, on the wire.

    Compares the spec files of CLIENTs, or of all clients, with what they were at a
    commit; or two documents or folders, OLD and NEW.

    Exit 0: nothing breaks, or it was accepted. 1: something breaks. 2: a spec is
    unusable, or there is nothing to compare with.
    """
    found = []
    with app.reporting(output_format):
        for comparison in _comparisons(app, targets, against):
            found.append(comparison)
            _show(app, comparison, output_format, whole=whole)
    code = max(map(_code, found), default=DONE)
    if output_format == "json":
        from specwright import machine

        entries = [machine.comparison_object(each) for each in found]
        content = {"exit": code, "clients": entries}
        app.terminal.out(machine.document("diff", content))
    sys.exit(code)


def _comparisons(
    app: App, targets: Sequence[str], against: str | None
) -> Iterator[Comparison]:
    from specwright import diff as work

    if against is None and len(targets) == 2 and _are_paths(targets):
        old, new = map(Path, targets)
        with app.terminal.progress(f"comparing {old} and {new}"):
            yield work.between(old, new, app.today())
        return
    from specwright.history import Commit

    workspace = app.workspace()
    commit = Commit.of(workspace.root, (against or _AGAINST).removeprefix("git:"))
    for name in work.clients(workspace, commit, targets):
        with app.terminal.progress(f"comparing {name}"):
            yield work.against(workspace, name, commit, app.today())


def _are_paths(targets: Sequence[str]) -> bool:
    """Whether two words are files or folders rather than clients."""
    return any("/" in t or "." in t or Path(t).exists() for t in targets)


def _show(app: App, comparison: Comparison, form: str, *, whole: bool) -> None:
    terminal = app.terminal
    if form != "json":
        terminal.findings(comparison.findings, sys.stderr)
    if not comparison.is_usable:
        return
    if form == "markdown":
        from specwright.changes.markdown import markdown

        terminal.out(markdown(comparison))
    elif form == "text":
        from specwright.changes.text import text

        terminal.out(text(comparison, terminal.style(sys.stdout), whole=whole))


def _code(comparison: Comparison) -> int:
    from specwright.changes.rule import Level

    if not comparison.is_usable:
        return UNUSABLE
    return REFUSED if comparison.at(Level.BREAKING) else DONE
