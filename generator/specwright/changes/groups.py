"""The same change in many places, told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specwright.changes.change import Change

FEW = 3
"""Up to so many places are told one by one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one rule with the same before and after."""

    changes: tuple[Change, ...]


def grouped(changes: Iterable[Change]) -> list[Group]:
    """The changes in their order; those that many things share are at the first one."""
    same: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        key = (change.rule.id, change.before, change.after)
        same.setdefault(key, []).append(change)
    groups = []
    for found in same.values():
        if len(found) > FEW and (found[0].before or found[0].after):
            groups.append(Group(tuple(found)))
        else:
            groups += [Group((change,)) for change in found]
    return groups
