"""What the tool has to say about its input: found where, meaning what, mended how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a finding matters; ``error`` makes the spec unusable."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Source:
    """One input file as text. ``name`` is its path below the workspace, with slashes."""

    name: str
    text: str = field(repr=False)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty past the end."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in an input file. Lines and columns count from 1 (column in characters)."""

    source: Source
    line: int
    column: int
    pointer: str = ""
    """JSON pointer (RFC 6901) of the node, in its own document."""

    @property
    def file(self) -> str:
        return self.source.name

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. ``code`` is a key of ``specwright.codes.CODES``."""

    code: str
    severity: Severity
    message: str
    location: Location | None = None
    consequence: str = ""
    """What it means for the output."""
    hint: str = ""
    """What to do about it."""
    related: tuple[tuple[str, Location], ...] = ()
    """Other places that belong to the finding, each with what it is."""
    detail: tuple[str, ...] = ()
    """Lines to show with it, such as a unified diff."""


class Diagnostics:
    """Collects findings in order; the same finding at the same place is kept once."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(self, diagnostic: Diagnostic) -> None:
        self._found[diagnostic] = None

    def extend(self, diagnostics: Diagnostics) -> None:
        self._found.update(diagnostics._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        return any(d.severity is Severity.ERROR for d in self._found)

    def count(self, severity: Severity) -> int:
        return sum(d.severity is severity for d in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """By file, line, column and code; findings without a place come first."""
        return tuple(sorted(self._found, key=_order))


class Unusable(Exception):
    """An input cannot be used at all. Carries the finding that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic: Final = diagnostic


def _order(d: Diagnostic) -> tuple[str, int, int, str, str]:
    if d.location is None:
        return ("", 0, 0, d.code, d.message)
    at = d.location
    return (at.file, at.line, at.column, d.code, d.message)
