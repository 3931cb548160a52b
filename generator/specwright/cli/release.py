"""`specwright release`: the next version of a client, its changelog and its package."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from specwright.cli.app import DONE, REFUSED, UNUSABLE, App

if TYPE_CHECKING:
    from specwright.release import Proposal

_REASONS = 3


@click.command()
@click.argument("client")
@click.option(
    "--since",
    metavar="git:REF",
    default="",
    help="Compare with a commit rather than with the last recorded release.",
)
@click.option(
    "--version", "version", metavar="VERSION", default="", help="Release this."
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Of the changelog; by default today, or SOURCE_DATE_EPOCH.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be released.")
@click.pass_obj
def release(
    app: App,
    client: str,
    since: str,
    version: str,
    day: dt.datetime | None,
    dry_run: bool,
) -> None:
    """Propose the next version of CLIENT from what changed, and release it.

    Sets `version` in client.toml, writes CHANGELOG.md, and generates the package.
    Exit 0: released, or nothing changed. 1: refused. 2: a spec is unusable.
    """
    from specwright import release as work
    from specwright.config_checks import bad_version
    from specwright.diagnostics import Unusable

    if version and (problem := bad_version(version)):
        raise click.UsageError(problem)
    on = day.date() if day else app.today()
    terminal = app.terminal
    with app.reporting():
        workspace = app.workspace()
        workspace.select([client])
        with terminal.progress(f"comparing {client}"):
            proposal = work.propose(workspace, client, on, since=since, version=version)
    terminal.out(_reason(proposal))
    if not proposal.is_needed:
        sys.exit(DONE)
    if dry_run:
        terminal.out(f"\n{proposal.section}")
        sys.exit(DONE)
    try:
        plan = work.release(workspace, proposal, on)
    except Unusable as error:
        terminal.findings([error.diagnostic], sys.stderr)
        sys.exit(UNUSABLE)
    if plan.refused:
        terminal.findings(plan.refused, sys.stderr)
        terminal.out(f"{client}: nothing was released")
        sys.exit(REFUSED)
    terminal.out(f"{client}: {terminal.written(client, plan)}")


def _reason(proposal: Proposal) -> str:
    """`acme: 1.2.0 -> 2.0.0, for 2 breaking changes`, and the first of them."""
    from specwright.changes.text import said
    from specwright.report import count

    name, last, version = proposal.name, proposal.last, proposal.version
    if not last:
        return f"{name}: {version} is the first release that is recorded"
    if last == version:
        return f"{name}: nothing changed since {last}"
    every = (*proposal.changes, *proposal.generator)
    found = [change for change in every if change.level is proposal.level]
    if not found:
        return f"{name}: {last} -> {version}: only documentation changed"
    lines = [
        f"{name}: {last} -> {version}: {count(len(found), f'{proposal.level} change')}"
    ]
    told = sorted(found, key=lambda change: change.layer == "spec")
    lines += [f"  {said(change)}" for change in told[:_REASONS]]
    if len(found) > _REASONS:
        lines.append(f"  and {count(len(found) - _REASONS, 'more change')}")
    own = sum(change.level is proposal.level for change in proposal.generator)
    if own:
        lines.append(f"  {own} of them by a new version of specwright")
    return "\n".join(lines)
