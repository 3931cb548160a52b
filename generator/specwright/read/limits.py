"""How much of an input is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what comes of a client's files. Every refusal names the bound.

    They are the keys of `[limits]` in `client.toml`.
    """

    bytes: int = 50_000_000
    """Size of one file."""
    depth: int = 200
    """Mappings and sequences inside each other in one file, aliases followed."""
    nodes: int = 5_000_000
    """Values written in one file."""
    alias_growth: int = 10_000
    """Values that aliases add to one file, beyond ten for each value written."""
    digits: int = 400
    """Characters of one number."""
    output: int = 50_000_000
    """Size of the package, beyond a hundred bytes for each byte of the files."""


DEFAULT = Limits()

GREATEST: Final = {"depth": 250}
"""What the tool can do at most, where that is little."""


def limit_hint(name: str) -> str:
    """What to do about a limit that an input is beyond."""
    return (
        "Limits stop files that are made to exhaust memory; for one that is not, raise "
        f"`{name}` under [limits] in client.toml."
    )
