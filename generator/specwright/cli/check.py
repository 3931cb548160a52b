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
        terminal = app.located(workspace)
        checked = []
        for name in workspace.select(clients):
            with terminal.progress(f"checking {name}"):
                one = run.check(workspace, name)
            checked.append(one)
            terminal.checked(one, output_format)
        for one in () if clients else run.abandoned(workspace):
            checked.append(one)
            terminal.checked(one, output_format)
    gravest = max((one.status for one in checked), key=list(Status).index)
    code = _CODES[gravest]
    report = machine.whole(output_format, "check", code, checked, terminal.above)
    if report:
        terminal.out(report)
    sys.exit(code)


@click.command()
@CLIENTS
@FORMAT
@click.option("--all", "each", is_flag=True, help="Print notes that are alike, each.")
@click.pass_obj
def lint(app: App, clients: Sequence[str], output_format: str, each: bool) -> None:
    """Report everything about the specs; write nothing.

    Exit 0: no errors. 2: a spec is unusable.
    """
    from specwright import machine, run
    from specwright.drift import Status
    from specwright.terminal import WHOLE

    linted = []
    with app.reporting(output_format):
        workspace = app.workspace()
        terminal = app.located(workspace)
        for name in workspace.select(clients):
            with terminal.progress(f"reading {name}"):
                generated = run.generate(workspace, name)
            findings = generated.diagnostics.sorted()
            broken = generated.diagnostics.has_errors
            status = Status.UNUSABLE if broken else Status.IN_STEP
            linted.append(run.Checked(name=name, status=status, findings=findings))
            if output_format in WHOLE:
                continue
            if output_format == "text" and not each:
                terminal.folded(findings)
            else:
                terminal.found(findings, output_format, sys.stdout)
            counts = terminal.report(sys.stdout).counts(findings)
            terminal.out(f"{name}: {counts or 'nothing to report'}")
    usable = all(one.status is Status.IN_STEP for one in linted)
    code = DONE if usable else UNUSABLE
    report = machine.whole(output_format, "lint", code, linted, terminal.above)
    if report:
        terminal.out(report)
    sys.exit(code)
