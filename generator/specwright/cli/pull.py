"""`specwright pull`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from specwright.cli.app import CLIENTS, DONE, REFUSED, UNUSABLE, App

if TYPE_CHECKING:
    from specwright.pull import Pulled
    from specwright.terminal import Terminal


@click.command()
@CLIENTS
@click.option(
    "--take",
    metavar="PATTERN",
    multiple=True,
    help="Take listed pages too, by the paths of their addresses: '/docs/api/**'.",
)
@click.option("--offers", is_flag=True, help="List pages not taken yet, seen or not.")
@click.option("--force", is_flag=True, help="Overwrite spec files edited by hand.")
@click.option("--remove-gone", is_flag=True, help="Take out what has vanished.")
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.pass_obj
def pull(
    app: App,
    clients: Sequence[str],
    take: Sequence[str],
    offers: bool,
    force: bool,
    remove_gone: bool,
    dry_run: bool,
) -> None:
    """Refresh the specs of the clients from where they were added from.

    The addresses are in specs/CLIENT/sources.toml. Of each client everything is
    written, or nothing. It is the only command with `add` that uses the network.

    Exit 0: done. 1: a file was edited by hand or a source has vanished, and stays.
    2: a source is unusable, nothing is written for the client.
    """
    from specwright.pull import Options
    from specwright.take import pull as pull_client

    options = Options(
        take=tuple(take), again=offers, force=force, remove_gone=remove_gone
    )
    code = DONE
    with app.reporting():
        workspace = app.workspace()
        for name in workspace.select(clients):
            with app.terminal.progress(f"pulling {name}"):
                pulled = pull_client(workspace, name, options, dry_run=dry_run)
            code = max(code, _report(app.terminal, name, pulled))
        app.warn_of_exchange()
    sys.exit(code)


def _report(terminal: Terminal, name: str, pulled: Pulled) -> int:
    findings = pulled.diagnostics.sorted()
    terminal.findings(findings, sys.stderr)
    codes = {d.code for d in findings}
    errors = {d.code for d in findings if d.severity == "error"}
    if errors - {"SW873"}:
        terminal.out(f"{name}: nothing was written ({_counts(terminal, pulled)})")
        return UNUSABLE
    if not pulled.has_sources:
        terminal.out(
            f"{name}: no sources; `specwright add {name} URL` keeps an address"
        )
        return DONE
    terminal.changes(name, pulled.changes)
    for offer in pulled.offers:
        terminal.offer(offer)
    terminal.taken(name, pulled.changes, findings, offered=len(pulled.offers))
    if pulled.offers:
        terminal.say(
            f"take pages that are offered with `specwright pull {name} --take PATTERN`"
        )
    return REFUSED if codes & {"SW873", "SW874"} else DONE


def _counts(terminal: Terminal, pulled: Pulled) -> str:
    return terminal.report(sys.stdout).counts(pulled.diagnostics)
