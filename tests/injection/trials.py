"""One document, tried: what comes of it, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass

from injection.oracle import problems

from specwright import machine
from specwright.config import Config
from specwright.pipeline import generate
from specwright.report import Report

CONFIG = Config(name="acme", package="acme", client_class="Acme")


@dataclass(frozen=True)
class Outcome:
    """Whether there is output, and everything that may not be so."""

    is_accepted: bool
    problems: tuple[str, ...] = ()


def attempt(files: dict[str, bytes]) -> Outcome:
    """Generate from spec files, in memory."""
    result = generate(files, CONFIG)
    found = problems(result.files, CONFIG.package)
    if not result.files and not result.diagnostics.has_errors:
        found.append("refused without a reason")
    report = Report()
    for diagnostic in result.diagnostics:
        for text in (report.finding(diagnostic), machine.github_finding(diagnostic)):
            if not text.replace("\n", "").isprintable():
                found.append(f"{diagnostic.code} prints what a terminal acts upon")
        if machine.github_finding(diagnostic).count("\n"):
            found.append(f"{diagnostic.code} is more than one command to GitHub")
    return Outcome(bool(result.files), tuple(found))
