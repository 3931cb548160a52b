"""One change, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from specwright.changes.rule import ChangeRule, Direction, Layer, Level


class Place(NamedTuple):
    """Where something is said: a file, and its line from 1; the pointer in it."""

    file: str
    line: int
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions of a client."""

    rule: ChangeRule
    subject: str
    """What changed: `GET /things query limit`, `Thing.size`, `client.things.list`."""
    before: str = ""
    """What was, in short and in one spelling; empty where the rule says it all."""
    after: str = ""
    direction: Direction = Direction.NONE
    old: Place | None = None
    """Where it is said in the old version."""
    new: Place | None = None
    operations: tuple[str, ...] = ()
    """The operations that feel it, by method and path, sorted."""

    @property
    def layer(self) -> Layer:
        return self.rule.layer

    @property
    def level(self) -> Level:
        return self.rule.verdict(self.direction)[0]

    @property
    def why(self) -> str:
        return self.rule.verdict(self.direction)[1]

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal digits that stay the same wherever the change stands.

        The first digits of SHA-256 (FIPS 180-4) over the rule's id, the subject, and
        what was before and after, as a JSON array in ASCII. Lines, files, the order of
        keys, who else uses the thing and the version of the tool do not go in.
        """
        parts = [self.rule.id, self.subject, self.before, self.after]
        data = json.dumps(parts, ensure_ascii=True).encode()
        return hashlib.sha256(data).hexdigest()[:12]

    @property
    def values(self) -> str:
        """`1 -> 2`, or the one of them that there is."""
        if self.before and self.after:
            return f"{self.before} -> {self.after}"
        return self.before or self.after


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each once; breaking ones first, then by layer and subject."""
    layers, levels = list(Layer), list(Level)
    once = {(c.rule.id, c.subject, c.before, c.after): c for c in changes}
    return tuple(
        sorted(
            once.values(),
            key=lambda c: (
                levels.index(c.level),
                layers.index(c.layer),
                c.subject,
                c.rule.id,
                c.before,
                c.after,
            ),
        )
    )
