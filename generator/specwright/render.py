"""Views to text, through Jinja that prints nothing but code of ours."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment


_GAP = re.compile(r"\n{4,}")
"""More than two blank lines: what a loop of a template leaves where it prints nothing."""


def templates_folder() -> Path:
    """Where the templates are: in the wheel beside this module, else in the checkout."""
    packaged = Path(__file__).parent / "_templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates"


def gate(value: object) -> object:
    """What a template may print: markup of ours, and plain integers.

    Raises:
        TypeError: Anything else. Text of a document must go through a writer.
    """
    if isinstance(value, Markup) or type(value) is int:
        return value
    raise TypeError(f"a template printed a {type(value).__name__}, which is not code")


@cache
def environment() -> Environment:
    """The Jinja environment of all templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        finalize=gate,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, **views: object) -> str:
    """One file. The text ends with one newline."""
    text = environment().get_template(template).render(**views)
    return _GAP.sub("\n\n\n", text).strip("\n") + "\n"


@cache
def runtime_files() -> dict[str, str]:
    """The runtime's modules by name, as they are copied."""
    return _plain("runtime")


@cache
def testing_files() -> dict[str, str]:
    """The test helpers that are copied beside generated tests."""
    return _plain("testing")


def _plain(folder: str) -> dict[str, str]:
    found = sorted((templates_folder() / folder).glob("*.py"))
    return {path.name: path.read_text(encoding="utf-8") for path in found}


@cache
def status_errors() -> dict[int, str]:
    """The exception of each status, as the runtime's own table has it."""
    for node in ast.parse(runtime_files()["errors.py"]).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            pairs = zip(node.value.keys, node.value.values, strict=True)
            return {
                key.value: value.id
                for key, value in pairs
                if isinstance(key, ast.Constant)
                and isinstance(key.value, int)
                and isinstance(value, ast.Name)
            }
    raise LookupError("the runtime has no table of errors by status")


@cache
def error_names() -> tuple[str, ...]:
    """All exceptions of the runtime, in its order."""
    body = ast.parse(runtime_files()["errors.py"]).body
    return tuple(node.name for node in body if isinstance(node, ast.ClassDef))
