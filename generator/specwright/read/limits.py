"""How much of an input is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one input file. Every refusal names the bound and its value."""

    bytes: int = 50_000_000
    """Size of the file."""
    depth: int = 200
    """Mappings and sequences inside each other, aliases followed."""
    nodes: int = 5_000_000
    """Values written in the file."""
    alias_growth: int = 10_000_000
    """Values that aliases add to those written in the file."""
    digits: int = 400
    """Characters of one number."""


DEFAULT = Limits()

LIMIT_HINT = (
    "Limits stop files that are made to exhaust memory; split a file that is not."
)
