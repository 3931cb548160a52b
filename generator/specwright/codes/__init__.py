"""Every code that a diagnostic can carry, with the text that `specwright explain` prints.

SW0xx reading, SW1xx repairs, SW2xx validation, SW3xx bundling and references,
SW4xx what the API model cannot express, SW5xx names, SW6xx configuration,
SW7xx what was inferred, SW8xx output, lock and sources.
"""

from __future__ import annotations

from specwright.codes.rule import Rule, collect
from specwright.diagnostics import Diagnostic, Location, Severity

CODES: dict[str, Rule] = collect()


def finding(
    code: str,
    message: str,
    location: Location | None = None,
    *,
    consequence: str = "",
    hint: str = "",
    severity: Severity | None = None,
    related: tuple[tuple[str, Location], ...] = (),
    detail: tuple[str, ...] = (),
) -> Diagnostic:
    """A diagnostic with the rule's own severity, unless another is given."""
    return Diagnostic(
        code=code,
        severity=severity or CODES[code].severity,
        message=message,
        location=location,
        consequence=consequence,
        hint=hint,
        related=related,
        detail=detail,
    )
