"""`specwright add`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from specwright.cli.app import DONE, REFUSED, UNUSABLE, App


@click.command()
@click.argument("client")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--force", is_flag=True, help="Overwrite spec files edited by hand.")
@click.pass_obj
def add(app: App, client: str, sources: Sequence[str], force: bool) -> None:
    """Add pages, documents, folders or URLs to the specs of CLIENT.

    SOURCE is a Markdown page, a YAML or JSON document, a folder of these, an http(s)
    URL, or the URL of a documentation site's llms.txt. What cannot be taken is
    reported, the rest is added all the same.

    Exit 0: added. 1: a file was edited by hand, and stays. 2: a source is unusable.
    """
    from specwright import take

    terminal = app.terminal
    with app.reporting():
        workspace = app.workspace_to_be()
        with terminal.progress("reading the sources"):
            added = take.add(workspace, client, sources, force=force)
        app.warn_of_exchange()
    plan = added.plan
    findings = plan.diagnostics.sorted()
    terminal.findings(findings, sys.stderr)
    terminal.changes(client, plan.changes, all_of_them=True)
    if plan.client_toml is not None:
        terminal.out(f"added      specs/{client}/client.toml: please review it")
    for url in added.indexes:
        terminal.out(
            f"added      specs/{client}/sources.toml: {url}; "
            f"`specwright pull {client}` lists its pages"
        )
    terminal.taken(client, plan.changes, findings)
    errors = {d.code for d in findings if d.severity == "error"}
    sys.exit(UNUSABLE if errors - {"SW873"} else REFUSED if errors else DONE)
