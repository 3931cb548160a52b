"""`specwright check` and `specwright lint`: they report and write nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from specwright.cli.app import CLIENTS, DONE, FORMAT, UNUSABLE, App

_CODES = {"in step": 0, "drift": 1, "other version": 3, "unusable": 2}
"""Exit code of each status of `check`."""


@click.command()
@CLIENTS
@FORMAT
@click.pass_obj
def check(app: App, clients: Sequence[str], output_format: str) -> None:
    """Compare specs/ and generated/; write nothing.

    Exit 0: in step. 1: drift. 2: a spec is unusable. 3: the lock was written by
    another version of specwright.
    """
    from specwright import machine, run
    from specwright.drift import Status

    with app.reporting(output_format):
        workspace = app.workspace()
        checked = []
        for name in workspace.select(clients):
            with app.terminal.progress(f"checking {name}"):
                one = run.check(workspace, name)
            checked.append(one)
            app.terminal.checked(one, output_format)
        for one in () if clients else run.abandoned(workspace):
            checked.append(one)
            app.terminal.checked(one, output_format)
    gravest = max((one.status for one in checked), key=list(Status).index)
    code = _CODES[gravest]
    if output_format == "json":
        entries = [machine.checked_object(one) for one in checked]
        content = {"exit": code, "clients": entries}
        app.terminal.out(machine.document("check", content))
    sys.exit(code)


@click.command()
@CLIENTS
@FORMAT
@click.pass_obj
def lint(app: App, clients: Sequence[str], output_format: str) -> None:
    """Report everything about the specs; write nothing.

    Exit 0: no errors. 2: a spec is unusable.
    """
    from specwright import machine, run

    terminal = app.terminal
    entries, usable = [], True
    with app.reporting(output_format):
        workspace = app.workspace()
        for name in workspace.select(clients):
            with terminal.progress(f"reading {name}"):
                generated = run.generate(workspace, name)
            usable = usable and not generated.diagnostics.has_errors
            findings = generated.diagnostics.sorted()
            entries.append(
                {
                    "name": name,
                    "findings": [machine.finding_object(d) for d in findings],
                    "counts": machine.counts(findings),
                }
            )
            if output_format != "json":
                terminal.found(findings, output_format, sys.stdout)
                counts = terminal.report(sys.stdout).counts(findings)
                terminal.out(f"{name}: {counts or 'nothing to report'}")
    code = DONE if usable else UNUSABLE
    if output_format == "json":
        content = {"exit": code, "clients": entries}
        terminal.out(machine.document("lint", content))
    sys.exit(code)
