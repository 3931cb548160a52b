"""What one comparison of two versions of a client found, and what of it was agreed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from specwright.accepted import Accepted, Entry
from specwright.changes.change import Change
from specwright.changes.rule import Layer, Level
from specwright.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions of one client."""

    name: str
    before: str
    """What the old version is: a path, or a commit."""
    after: str
    changes: tuple[Change, ...] = ()
    agreed: Mapping[str, Entry] = field(default_factory=dict)
    """By fingerprint: the entry that accepts the change."""
    findings: tuple[Diagnostic, ...] = ()

    @property
    def is_usable(self) -> bool:
        return all(d.severity is not Severity.ERROR for d in self.findings)

    def at(self, level: Level) -> tuple[Change, ...]:
        """The changes of a level that nobody agreed to."""
        return tuple(
            c
            for c in self.changes
            if c.level is level and c.fingerprint not in self.agreed
        )

    @property
    def accepted(self) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.fingerprint in self.agreed)

    def counts(self) -> dict[tuple[Layer, Level], int]:
        """How many changes there are of each layer and level, the agreed ones too."""
        return dict(Counter((c.layer, c.level) for c in self.changes))


def agree(
    changes: Iterable[Change], accepted: Accepted, today: dt.date
) -> dict[str, Entry]:
    """By fingerprint: the entry that accepts a change today."""
    found = {}
    for change in changes:
        entry = accepted.change(change.fingerprint, today)
        if entry is not None:
            found[change.fingerprint] = entry
    return found
