"""`specwright add`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from specwright.cli.app import DONE, UNUSABLE, App


@click.command()
@click.argument("client")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.pass_obj
def add(app: App, client: str, sources: Sequence[str]) -> None:
    """Add pages, documents, folders or URLs to the specs of CLIENT.

    SOURCE is a Markdown page, a YAML or JSON document, a folder of these, or an
    http(s) URL. What cannot be taken is reported, the rest is added all the same.
    """
    from specwright import run

    terminal = app.terminal
    with app.reporting():
        workspace = app.workspace_to_be()
        with terminal.progress("reading the sources"):
            plan = run.add(workspace, client, sources)
    findings = plan.diagnostics.sorted()
    terminal.findings(findings, sys.stderr)
    for change in plan.changes:
        terminal.change(f"specs/{client}/{change.file}", change)
    if plan.client_toml is not None:
        terminal.out(f"added      specs/{client}/client.toml: please review it")
    counts = terminal.report(sys.stdout).counts(findings)
    kinds = [change.kind for change in plan.changes]
    summary = ", ".join(
        f"{kinds.count(kind)} {kind}" for kind in ("added", "updated", "unchanged")
    )
    terminal.out(f"{client}: {summary}" + (f" ({counts})" if counts else ""))
    sys.exit(UNUSABLE if plan.diagnostics.has_errors else DONE)
