"""Where names must differ: one scope settles all collisions of one namespace."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def fold(name: str) -> str:
    """Two names with one fold are one name to Python (NFKC) or to a file system."""
    return unicodedata.normalize("NFKC", name).casefold()


class Scope:
    """A namespace: reserved names, and names that were given out."""

    def __init__(self, reserved: Iterable[str] = (), *, is_files: bool = False) -> None:
        self._fold = fold if is_files else _exact
        self._taken = {self._fold(name) for name in reserved}

    def take(self, *candidates: str) -> str:
        """The first candidate that is free; else the last one with the next number."""
        for name in candidates:
            if self.claim(name):
                return name
        number = 2
        while not self.claim(f"{candidates[-1]}_{number}"):
            number += 1
        return f"{candidates[-1]}_{number}"

    def take_class(self, *candidates: str) -> str:
        """As ``take``; the number follows without an underscore."""
        for name in candidates:
            if self.claim(name):
                return name
        number = 2
        while not self.claim(f"{candidates[-1]}{number}"):
            number += 1
        return f"{candidates[-1]}{number}"

    def claim(self, name: str) -> bool:
        """Take a name if it is free."""
        folded = self._fold(name)
        if folded in self._taken:
            return False
        self._taken.add(folded)
        return True


def settle(
    wanted: Mapping[K, tuple[str, ...]],
    reserved: Iterable[str],
    *first: Mapping[K, str],
) -> dict[K, str]:
    """A name for each key from its candidates, all different, none reserved.

    The keys of each of ``first`` are served before all others, if the name there is
    free; then keys in order. The order of the result is that of ``wanted``.
    """
    scope = Scope(reserved)
    done: dict[K, str] = {}
    for names in first:
        for key, name in names.items():
            if key not in done and scope.claim(name):
                done[key] = name
    return {
        key: done[key] if key in done else scope.take(*candidates)
        for key, candidates in wanted.items()
    }


def _exact(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
