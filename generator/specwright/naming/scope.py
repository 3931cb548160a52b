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
            if self._claim(name):
                return name
        number = 2
        while not self._claim(f"{candidates[-1]}_{number}"):
            number += 1
        return f"{candidates[-1]}_{number}"

    def take_class(self, *candidates: str) -> str:
        """As ``take``; the number follows without an underscore."""
        for name in candidates:
            if self._claim(name):
                return name
        number = 2
        while not self._claim(f"{candidates[-1]}{number}"):
            number += 1
        return f"{candidates[-1]}{number}"

    def _claim(self, name: str) -> bool:
        folded = self._fold(name)
        if folded in self._taken:
            return False
        self._taken.add(folded)
        return True


def settle(
    wanted: Mapping[K, tuple[str, ...]], reserved: Iterable[str]
) -> dict[K, str]:
    """A name for each key from its candidates, all different, none reserved.

    Keys are served in order; the order of the result is that of ``wanted``.
    """
    scope = Scope(reserved)
    return {key: scope.take(*candidates) for key, candidates in wanted.items()}


def _exact(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
