"""The commands. They print and choose the exit code; the work is done elsewhere.

Exit codes: 0 done, or in step; 1 refused, or drift; 2 a spec, the configuration or the
command line is unusable; 3 the lock was written by another version; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

import click

from specwright import __version__
from specwright.cli.add import add
from specwright.cli.app import DONE, INTERRUPTED, REFUSED, UNUSABLE, App
from specwright.cli.check import check, lint
from specwright.cli.diff import diff
from specwright.cli.generate import generate
from specwright.cli.names import names
from specwright.cli.pull import pull
from specwright.cli.release import release
from specwright.cli.show import explain, list_command

__all__ = ["cli", "main"]


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


for _command in (
    *(generate, check, lint, diff, release, explain),
    *(add, pull, list_command, names),
):
    cli.add_command(_command)


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
