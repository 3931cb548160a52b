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
@click.option(
    "--shards",
    metavar="N",
    type=click.IntRange(1, 256),
    help="With --json: the clients spread over N jobs of a build matrix.",
)
@click.pass_obj
def list_command(
    app: App, client: str | None, operations: bool, as_json: bool, shards: int | None
) -> None:
    """List the clients, or the operations of one CLIENT.

    Exit 0: listed. 2: a client's folder or client.toml is unusable.
    """
    if shards and (client or operations or not as_json):
        raise click.UsageError("--shards goes with --json alone")
    with app.reporting("json" if as_json else "text"):
        workspace = app.workspace()
        if client or operations:
            names = workspace.select([client] if client else [])
            code = _list_operations(app.terminal, workspace, names, as_json)
            sys.exit(code)
        sys.exit(_list_clients(app.terminal, workspace, as_json, shards))


def _list_clients(
    terminal: Terminal, workspace: Workspace, as_json: bool, shards: int | None
) -> int:
    from specwright import machine
    from specwright.diagnostics import Severity
    from specwright.report import count
    from specwright.workspace import load_client

    clients = [load_client(workspace, name) for name in workspace.clients()]
    code = UNUSABLE if any(c.diagnostics.has_errors for c in clients) else DONE
    if as_json:
        content = {
            "exit": code,
            "clients": [machine.client_object(client) for client in clients],
            "matrix": {"clients": machine.shards(clients, shards or len(clients))},
        }
        terminal.out(machine.document("list", content))
        return code
    rows = []
    for client in clients:
        errors = client.diagnostics.count(Severity.ERROR)
        state = count(len(client.inputs), "spec file")
        state += f", {count(errors, 'error')}" if errors else ""
        config = client.config
        rows.append((client.name, config.package, config.version, state))
        terminal.digest(client.diagnostics)
    terminal.table(rows)
    return code


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
