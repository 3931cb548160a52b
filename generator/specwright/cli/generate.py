"""`specwright generate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specwright.cli.app import CLIENTS, DONE, REFUSED, UNUSABLE, App

if TYPE_CHECKING:
    from specwright.run import Generated
    from specwright.terminal import Terminal
    from specwright.workspace import Workspace


@click.command()
@CLIENTS
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@click.option(
    "--keep",
    metavar="PATH",
    multiple=True,
    help="The file is yours from now on: never overwritten, never deleted.",
)
@click.option(
    "--accept-wire",
    metavar="OPERATION",
    multiple=True,
    help="The operation may send other bytes, though its spec did not change.",
)
@click.pass_obj
def generate(
    app: App,
    clients: Sequence[str],
    force: bool,
    keep: Sequence[str],
    accept_wire: Sequence[str],
) -> None:
    """Write the SDKs of the clients, or of all clients."""
    from specwright import run

    with app.reporting():
        workspace = app.workspace()
        selected = workspace.select(clients)
        for option, given in (("--keep", keep), ("--accept-wire", accept_wire)):
            if given and len(selected) > 1:
                raise click.UsageError(f"{option} needs the name of one CLIENT")
        codes = []
        for name in selected:
            with app.terminal.progress(f"generating {name}"):
                generated = run.generate(workspace, name)
            codes.append(_write(app, workspace, generated, keep, force, accept_wire))
    sys.exit(max(codes))


def _write(
    app: App,
    workspace: Workspace,
    generated: Generated,
    keep: Sequence[str],
    force: bool,
    accept: Sequence[str],
) -> int:
    from specwright import run
    from specwright.diagnostics import Unusable

    terminal = app.terminal
    terminal.digest(generated.diagnostics)
    if not generated.usable:
        broken = generated.diagnostics.has_errors
        why = "a spec is unusable" if broken else "there is nothing to generate"
        _summary(terminal, generated, f"{why}; nothing was written")
        return UNUSABLE
    try:
        plan = run.write(workspace, generated, keep=keep, force=force, accept=accept)
    except Unusable as error:
        terminal.findings([error.diagnostic], sys.stderr)
        _summary(terminal, generated, "nothing was written")
        return REFUSED
    if plan.refused:
        terminal.findings(plan.refused, sys.stderr)
        _summary(terminal, generated, f"{terminal.refused(plan)}; nothing was written")
        return REFUSED
    _summary(terminal, generated, terminal.written(generated.name, plan))
    here = Path(os.environ.get("PWD", ""))
    if plan.changes and here.is_relative_to(workspace.generated / generated.name):
        terminal.say("this folder was exchanged for a new one; run `cd .` to enter it")
    return DONE


def _summary(terminal: Terminal, generated: Generated, what: str) -> None:
    counts = terminal.report(sys.stdout).counts(generated.diagnostics)
    terminal.out(f"{generated.name}: {what}" + (f" ({counts})" if counts else ""))
