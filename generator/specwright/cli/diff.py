"""`specwright diff`: what changed for the API, for Python code, and on the wire."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

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
@click.option(
    "--accept",
    "reason",
    metavar="REASON",
    help="Agree to what breaks: write it into accepted.toml, with this reason.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day of what --accept agrees to; without it, it holds for good.",
)
@click.option("--all", "whole", is_flag=True, help="List every change, one by one.")
@click.pass_obj
def diff(
    app: App,
    targets: Sequence[str],
    against: str | None,
    output_format: str,
    reason: str | None,
    until: dt.datetime | None,
    whole: bool,
) -> None:
    """Say what changed: in the API, in the Python that calls it, on the wire.

    Compares the spec files of CLIENTs, or of all clients, with what they were at a
    commit; or two documents or folders, OLD and NEW.

    Exit 0: nothing breaks, or it was accepted. 1: something breaks. 2: a spec is
    unusable, or there is nothing to compare with.
    """
    agreement = _agreement(reason, until, is_path=_of_paths(targets, against))
    found = []
    with app.reporting(output_format):
        for comparison in _comparisons(app, targets, against, agreement):
            found.append(comparison)
            _show(app, comparison, output_format, whole=whole)
    code = max(map(_code, found), default=DONE)
    if output_format == "json":
        from specwright import machine

        entries = [machine.comparison_object(each) for each in found]
        content = {"exit": code, "clients": entries}
        app.terminal.out(machine.document("diff", content))
    sys.exit(code)


_Agreement: TypeAlias = "tuple[str, dt.date | None]"


def _agreement(
    reason: str | None, until: dt.datetime | None, *, is_path: bool
) -> _Agreement | None:
    if reason is None and until is None:
        return None
    if not reason or not reason.strip():
        raise click.UsageError("--accept needs a reason, and --until an --accept")
    if is_path:
        raise click.UsageError("--accept is for clients, which have an accepted.toml")
    return reason, until.date() if until else None


def _comparisons(
    app: App,
    targets: Sequence[str],
    against: str | None,
    agreement: _Agreement | None,
) -> Iterator[Comparison]:
    from specwright import diff as work

    if _of_paths(targets, against):
        old, new = map(Path, targets)
        with app.terminal.progress(f"comparing {old} and {new}"):
            yield work.between(old, new, app.today())
        return
    from specwright.history import Commit

    workspace = app.workspace()
    commit = Commit.of(workspace.root, (against or _AGAINST).removeprefix("git:"))
    for name in work.clients(workspace, commit, targets):
        with app.terminal.progress(f"comparing {name}"):
            found = work.against(workspace, name, commit, app.today())
        if agreement and found.is_usable:
            found = work.accept(workspace, found, *agreement, app.today())
        yield found


def _of_paths(targets: Sequence[str], against: str | None) -> bool:
    """Whether two words are files or folders rather than clients."""
    return (
        against is None
        and len(targets) == 2
        and any("/" in t or "." in t or Path(t).exists() for t in targets)
    )


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
