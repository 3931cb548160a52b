"""The cases in `tests/cases`: specifications and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from specwright import pipeline
from specwright.bundle import Bundle
from specwright.config import Config, load_config
from specwright.diagnostics import Diagnostic, Diagnostics
from specwright.lower.cursor import plain
from specwright.python.package import Package

FOLDER = Path(__file__).parents[1] / "cases"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/client.toml"))


@dataclass(frozen=True)
class Case:
    """One folder of `tests/cases`."""

    name: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    def config(self) -> Config:
        data = (self.folder / "client.toml").read_bytes()
        config, found = load_config(self.name, data, "client.toml")
        assert not len(found)
        return config

    def inputs(self) -> dict[str, bytes]:
        specs = self.folder / "specs"
        return {
            path.relative_to(specs).as_posix(): path.read_bytes()
            for path in specs.rglob("*.*")
        }

    def kept(self) -> list[str]:
        """The generated files that are checked in, as paths below `src/PACKAGE`."""
        listed = (self.folder / "files.txt").read_text(encoding="utf-8")
        return [line for line in listed.splitlines() if line]


@cache
def result(name: str) -> pipeline.Result:
    """What becomes of a case."""
    case = Case(name)
    return pipeline.generate(case.inputs(), case.config())


@cache
def survey(name: str) -> pipeline.Survey:
    """What a case says, before anything is printed."""
    case = Case(name)
    found = pipeline.survey(case.inputs(), case.config(), Diagnostics())
    assert found is not None
    return found


def package(name: str) -> Package:
    """The views of a case's package."""
    return survey(name).package


def described(found: Diagnostics) -> Iterator[str]:
    """Each finding with its place, on lines of its own."""
    for one in found.sorted():
        yield f"{one.code} {one.severity} {_place(one)}"
        yield f"    {one.message}"
        for name, text in (("it means", one.consequence), ("hint", one.hint)):
            if text:
                yield f"    {name}: {text}"


def _place(one: Diagnostic) -> str:
    if one.location is None:
        return "-"
    return f"{one.location} {one.location.pointer}"


def document(whole: Bundle) -> dict[str, Any]:
    """The repaired specification as plain JSON."""
    made = json.loads(json.dumps(plain(whole.root())))
    assert isinstance(made, dict)
    return made
