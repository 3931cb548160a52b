"""The project's own files agree: what is imported is declared, what is said is so."""

from __future__ import annotations

import ast
import os
import re
import shlex
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from specwright.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
README = (ROOT / "README.md").read_text()


def normalized(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    found = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {normalized(match[0]) for match in found if match}


def imported(folder: Path) -> set[str]:
    """The top names of all absolute imports in a folder's modules."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names)


def test_everything_that_the_tool_imports_is_declared() -> None:
    distributions = packages_distributions()
    modules = imported(ROOT / "generator") - {"specwright"}
    # The guard of the wire runs what was generated, which needs it.
    modules |= {"pydantic"}
    needed = {normalized(distributions[module][0]) for module in modules}

    assert needed == named(PROJECT["dependencies"])


def test_what_is_declared_has_a_tried_version() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    requirements = [
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["dev"],
        *PROJECT["optional-dependencies"]["live"],
    ]

    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pinned)
    assert named(requirements) <= named(pinned)


def test_ci_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci/run"
    (command,) = re.findall(r"^python3 -m venv .*pytest.*$", README, re.M)

    assert os.access(script, os.X_OK)
    assert "grep -m 1 '^python3 -m venv .*pytest' README.md" in script.read_text()
    assert shlex.split(command)[-1] == ".venv/bin/pytest"


def test_the_readme_names_files_that_there_are() -> None:
    block = README.split("## Layout")[1].split("```")[1]
    paths = [line.split()[0] for line in block.strip().splitlines()]

    assert len(paths) > 5
    for path in paths:
        assert (ROOT / path.replace("CLIENT/", "")).exists(), path


def test_the_readme_shows_every_command_and_no_other() -> None:
    shown = set(re.findall(r"^\$ specwright ([a-z]+)", README, re.M))
    told = set(re.findall(r"`specwright ([a-z]+)", README))

    assert shown | told == set(cli.commands)
