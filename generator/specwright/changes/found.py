"""Collects the changes of the layer `spec` while two versions are compared."""

from __future__ import annotations

from dataclasses import dataclass, field

from specwright.changes.change import Change, Place
from specwright.changes.resolve import Version
from specwright.changes.rule import Direction
from specwright.changes.spec_rules import RULES
from specwright.lower.cursor import Cursor
from specwright.read.tree import Map, Seq, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The changes so far. ``direction`` and ``operations`` are of what is compared."""

    old: Version
    new: Version
    direction: Direction = Direction.NONE
    operations: tuple[str, ...] = ()
    changes: list[Change] = field(default_factory=list)

    def about(
        self, direction: Direction, operations: tuple[str, ...] | None = None
    ) -> Found:
        """The same collection, for what goes another way."""
        return Found(
            old=self.old,
            new=self.new,
            direction=direction,
            operations=self.operations if operations is None else operations,
            changes=self.changes,
        )

    def apart(self) -> Found:
        """A collection of its own, to look before adding."""
        return Found(
            old=self.old,
            new=self.new,
            direction=self.direction,
            operations=self.operations,
        )

    def add(
        self,
        rule: str,
        subject: str,
        old: Cursor | None,
        new: Cursor | None,
        before: str = "",
        after: str = "",
    ) -> None:
        """Note a change of what stands at two places."""
        self.changes.append(
            Change(
                rule=RULES[rule],
                subject=subject,
                before=before,
                after=after,
                direction=self.direction,
                old=_place(self.old, old),
                new=_place(self.new, new),
                operations=self.operations,
            )
        )


def _place(version: Version, at: Cursor | None) -> Place | None:
    """Where the key of a node stands; its nearest known place above otherwise."""
    root = version.root.node
    if at is None or not isinstance(root, (Map, Seq)):
        return None
    found = locate(root, at.path, key=True)
    return Place(found.file, found.line, found.pointer)
