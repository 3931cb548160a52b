"""`specwright names`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from specwright.cli.app import CLIENTS, DONE, UNUSABLE, App

if TYPE_CHECKING:
    from specwright.workspace import Workspace


@click.command()
@CLIENTS
@click.option(
    "--release",
    "keys",
    metavar="KEY",
    multiple=True,
    help="Forget this name and those below it; `generate` settles them anew.",
)
@click.option("--release-all", "everything", is_flag=True, help="Forget all names.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def names(
    app: App,
    clients: Sequence[str],
    keys: Sequence[str],
    everything: bool,
    as_json: bool,
) -> None:
    """List the names that are settled, or release some.

    A name says what it names, what it is, and what it would be without the lock where
    that is something else. Exit 0: done. 2: a spec, the lock or a KEY is unusable.
    """
    if (keys or everything) and len(clients) != 1:
        raise click.UsageError("--release needs the name of one CLIENT")
    if keys and everything:
        raise click.UsageError("--release and --release-all exclude each other")
    with app.reporting("json" if as_json else "text"):
        workspace = app.workspace()
        selected = workspace.select(clients)
        if keys or everything:
            _release(app, workspace, selected[0], None if everything else keys)
            return
        code = _list(app, workspace, selected, as_json)
    sys.exit(code)


def _release(
    app: App, workspace: Workspace, client: str, keys: Sequence[str] | None
) -> None:
    from specwright.names import release
    from specwright.report import count

    gone = release(workspace, client, keys)
    for key in gone if keys else ():
        app.terminal.out(f"released   {key}")
    what = f"{count(len(gone), 'name')} released"
    app.terminal.out(f"{client}: {what}; `specwright generate {client}` settles them")


def _list(app: App, workspace: Workspace, clients: Sequence[str], as_json: bool) -> int:
    from dataclasses import asdict

    from specwright import machine
    from specwright.names import names_of

    code, entries, rows = DONE, [], []
    for client in clients:
        with app.terminal.progress(f"reading {client}"):
            found = names_of(workspace, client)
        if found.diagnostics.has_errors:
            app.terminal.digest(found.diagnostics)
            code = UNUSABLE
        for each in found.names:
            entries.append({"client": client, **asdict(each)})
            remark = "given by you" if each.given else ""
            if each.afresh != each.name:
                remark = f"afresh: {each.afresh}"
            rows.append((each.key, each.name, remark))
    if as_json:
        app.terminal.out(machine.document("names", {"names": entries}))
    else:
        app.terminal.table(rows)
    return code
