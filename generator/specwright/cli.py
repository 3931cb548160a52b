"""The commands. They print and choose the exit code; the work is done elsewhere.

Exit codes: 0 done, or in step; 1 refused, or drift; 2 a spec, the configuration or the
command line is unusable; 3 the lock was written by another version; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from specwright import __version__

if TYPE_CHECKING:
    from specwright.run import Generated
    from specwright.terminal import Terminal
    from specwright.workspace import Workspace

DONE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
_CODES = {"in step": 0, "drift": 1, "other version": 3, "unusable": 2}
"""Exit code of each status of `check`."""


class App:
    """What the options before the command say."""

    def __init__(self, root: str | None, colour: str) -> None:
        from specwright.terminal import Terminal

        self._root = root
        self.terminal: Terminal = Terminal(colour)

    def workspace(self) -> Workspace:
        from specwright.workspace import find_workspace

        root = Path(self._root) if self._root else None
        return find_workspace(_here(), root)

    def workspace_to_be(self) -> Workspace:
        """The workspace; where there is none, the folder that can become one."""
        from specwright.diagnostics import Unusable
        from specwright.workspace import Workspace

        try:
            return self.workspace()
        except Unusable:
            return Workspace(Path(self._root or _here()).resolve())

    @contextmanager
    def reporting(self, output_format: str = "text") -> Iterator[None]:
        """Turn what makes a whole command impossible into its finding and exit 2."""
        from specwright import machine
        from specwright.diagnostics import Unusable

        try:
            yield
        except Unusable as error:
            if output_format == "json":
                name = click.get_current_context().info_name or ""
                self.terminal.out(machine.impossible(name, UNUSABLE, error.diagnostic))
            else:
                self.terminal.found([error.diagnostic], output_format)
            sys.exit(UNUSABLE)


def _here() -> Path:
    """The current folder; the one of its name where `generate` exchanged it."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path(os.environ.get("PWD") or "/")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    metavar="DIR",
    envvar="SPECWRIGHT_ROOT",
    help="The workspace; by default the nearest folder above with specs/ in it.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours; auto: on a terminal, unless NO_COLOR is set.",
)
@click.version_option(__version__, message="specwright %(version)s")
@click.pass_context
def cli(context: click.Context, root: str | None, color: str) -> None:
    """Turn OpenAPI documents and documentation pages into Python SDKs."""
    context.obj = App(root, color)


_CLIENTS = click.argument("clients", metavar="[CLIENT]...", nargs=-1)
_FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="For people, GitHub's annotations, or JSON.",
)


@cli.command()
@_CLIENTS
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@click.option(
    "--keep",
    metavar="PATH",
    multiple=True,
    help="The file is yours from now on: never overwritten, never deleted.",
)
@click.pass_obj
def generate(
    app: App, clients: Sequence[str], force: bool, keep: Sequence[str]
) -> None:
    """Write the SDKs of the clients, or of all clients."""
    from specwright import run

    with app.reporting():
        workspace = app.workspace()
        selected = workspace.select(clients)
        if keep and len(selected) > 1:
            raise click.UsageError("--keep needs the name of one CLIENT")
        codes = []
        for name in selected:
            with app.terminal.progress(f"generating {name}"):
                generated = run.generate(workspace, name)
            codes.append(_write(app, workspace, generated, keep, force))
    sys.exit(max(codes))


def _write(
    app: App,
    workspace: Workspace,
    generated: Generated,
    keep: Sequence[str],
    force: bool,
) -> int:
    from specwright import run
    from specwright.diagnostics import Unusable
    from specwright.report import count

    terminal = app.terminal
    terminal.digest(generated.diagnostics)
    if not generated.usable:
        broken = generated.diagnostics.has_errors
        why = "a spec is unusable" if broken else "there is nothing to generate"
        _summary(terminal, generated, f"{why}; nothing was written")
        return UNUSABLE
    try:
        plan = run.write(workspace, generated, keep=keep, force=force)
    except Unusable as error:
        terminal.findings([error.diagnostic], sys.stderr)
        _summary(terminal, generated, "nothing was written")
        return REFUSED
    if plan.refused:
        terminal.findings(plan.refused, sys.stderr)
        what = count(len(plan.refused), "file")
        _summary(terminal, generated, f"{what} in the way; nothing was written")
        return REFUSED
    _summary(terminal, generated, terminal.written(generated.name, plan))
    here = Path(os.environ.get("PWD", ""))
    if plan.changes and here.is_relative_to(workspace.generated / generated.name):
        terminal.say("this folder was exchanged for a new one; run `cd .` to enter it")
    return DONE


def _summary(terminal: Terminal, generated: Generated, what: str) -> None:
    counts = terminal.report(sys.stdout).counts(generated.diagnostics)
    terminal.out(f"{generated.name}: {what}" + (f" ({counts})" if counts else ""))


@cli.command()
@_CLIENTS
@_FORMAT
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


@cli.command()
@_CLIENTS
@_FORMAT
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


@cli.command()
@click.argument("code", required=False)
@click.pass_obj
def explain(app: App, code: str | None) -> None:
    """Print the rule behind a CODE; without one, list all codes."""
    from difflib import get_close_matches

    from specwright.codes import CODES
    from specwright.report import explain as text
    from specwright.text import show

    if code is None:
        for rule in CODES.values():
            app.terminal.out(f"{rule.code}  {rule.severity:<7}  {rule.title}")
    elif code.upper() in CODES:
        app.terminal.out(text(code.upper()))
    else:
        near = get_close_matches(code.upper(), CODES, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise click.UsageError(f"there is no code {show(code)}{hint}")


@cli.command()
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


@cli.command("list")
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


def main() -> NoReturn:
    """Run the command line. Ctrl-C ends it with 130, a closed pipe quietly."""
    # A run makes millions of small objects that live to its end: looking for garbage
    # among them takes a quarter of its time and finds none.
    gc.set_threshold(100_000, 50, 100)
    try:
        try:
            code = cli.main(standalone_mode=False) or DONE
        except SystemExit as error:
            code = error.code
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        # What is still buffered has no reader; Python would complain on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = REFUSED
    sys.exit(code)
