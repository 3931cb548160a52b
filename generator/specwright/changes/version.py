"""The next version of a package, from what changed since the last one.

Semantic Versioning 2.0.0: a change that breaks callers raises the major number, an
addition the minor one, anything else the patch. Before 1.0.0 everything moves one place
to the right, as Cargo reads versions: what breaks raises the minor number, all else the
patch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from specwright.changes.change import Change
from specwright.changes.rule import Level

_VERSION = re.compile(
    r"(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:a|b|rc)\d+|\.(?:post|dev)\d+)?"
)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version of three numbers, final or not."""

    major: int
    minor: int
    patch: int
    is_final: bool = True

    @classmethod
    def of(cls, text: str) -> Version | None:
        """The version in a text; None for one of another shape.

        A pre-release comes before the version that it leads to (PEP 440).
        """
        found = _VERSION.fullmatch(text)
        if found is None:
            return None
        major, minor, patch = (int(found[n] or 0) for n in (1, 2, 3))
        is_final = not found[4] or found[4].startswith(".post")
        return cls(major, minor, patch, is_final)

    @property
    def final(self) -> Version:
        """The version that a pre-release leads to."""
        return Version(self.major, self.minor, self.patch)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def next(self, level: Level) -> Version:
        """The version that a change of a level asks for."""
        if not self.major:
            if level is Level.BREAKING:
                return Version(0, self.minor + 1, 0)
            return Version(0, self.minor, self.patch + 1)
        match level:
            case Level.BREAKING:
                return Version(self.major + 1, 0, 0)
            case Level.ADDITIVE:
                return Version(self.major, self.minor + 1, 0)
            case Level.NEUTRAL:
                return Version(self.major, self.minor, self.patch + 1)


def gravest(changes: Iterable[Change]) -> Level:
    """The level of the gravest change; neutral for none."""
    ranks = list(Level)
    return min((c.level for c in changes), key=ranks.index, default=Level.NEUTRAL)
