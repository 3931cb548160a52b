"""`specwright list` and `specwright explain`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from specwright.cli.app import DONE, UNUSABLE, App

if TYPE_CHECKING:
    from specwright.terminal import Terminal
    from specwright.workspace import Workspace


@click.command()
@click.argument("code", required=False)
@click.pass_obj
def explain(app: App, code: str | None) -> None:
    """Print the rule behind a CODE; without one, list all codes.

    The rules that `diff` judges changes by have names: `explain field-removed`.
    """
    from difflib import get_close_matches

    from specwright.changes import catalogue
    from specwright.codes import CODES
    from specwright.report import explain as text
    from specwright.text import show

    if code is None:
        for rule in CODES.values():
            app.terminal.out(f"{rule.code}  {rule.severity:<7}  {rule.title}")
    elif code.upper() in CODES:
        app.terminal.out(text(code.upper()))
    elif code.lower() in catalogue.RULES:
        app.terminal.out(catalogue.explain(code.lower()))
    else:
        near = get_close_matches(code.upper(), CODES, n=3)
        near += get_close_matches(code.lower(), catalogue.RULES, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise click.UsageError(f"there is no code {show(code)}{hint}")


@click.command("list")
@click.argument("client", required=False)
@click.option("--operations", is_flag=True, help="List operations, of all clients too.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def list_command(app: App, client: str | None, operations: bool, as_json: bool) -> None:
    """List the clients, or the operations of one CLIENT."""
    with app.reporting():
        workspace = app.workspace()
        if client or operations:
            names = workspace.select([client] if client else [])
            code = _list_operations(app.terminal, workspace, names, as_json)
            sys.exit(code)
        _list_clients(app.terminal, workspace, as_json)


def _list_clients(terminal: Terminal, workspace: Workspace, as_json: bool) -> None:
    from specwright import machine
    from specwright.report import count
    from specwright.workspace import load_client

    clients = [load_client(workspace, name) for name in workspace.clients()]
    if as_json:
        entries = [machine.client_object(client) for client in clients]
        terminal.out(machine.document("list", {"clients": entries}))
        return
    rows = [
        (c.name, c.config.package, c.config.version, count(len(c.inputs), "spec file"))
        for c in clients
    ]
    terminal.table(rows)


def _list_operations(
    terminal: Terminal, workspace: Workspace, names: Sequence[str], as_json: bool
) -> int:
    from specwright import machine, run

    entries: list[dict[str, object]] = []
    rows: list[tuple[str, ...]] = []
    code = DONE
    for name in names:
        with terminal.progress(f"reading {name}"):
            generated = run.generate(workspace, name)
        if generated.diagnostics.has_errors:
            terminal.digest(generated.diagnostics)
            code = UNUSABLE
        for operation in generated.operations:
            entries.append({"client": name, **machine.operation_object(operation)})
            degraded = "degraded" if operation.degraded else ""
            place = f"{operation.file}#{operation.pointer}"
            call = f"{operation.method} {operation.path}"
            rows.append((operation.attribute, call, place, degraded))
    if as_json:
        terminal.out(machine.document("list", {"operations": entries}))
    else:
        terminal.table(rows)
    return code
