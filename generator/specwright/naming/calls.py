"""What an operation is called where nobody named it for an SDK: by tag, id and path.

`docs/naming.md` gives the rules in full. Each name is made of its own operation alone,
so that no other operation changes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from specwright.naming.words import Casing, words

VERBS = frozenset(
    re.findall(
        r"\w+",
        """
    accept activate add approve archive ask assign attach authorize block bulk cancel check
    clear clone close complete confirm connect copy count create deactivate delete deny
    deploy destroy detach disable disconnect download duplicate edit enable execute
    export fetch find finish follow generate get import initiate install invite invoke
    join leave link list lock login logout mark merge modify move open patch pause ping
    place poll post preview publish pull purge push put query read refresh register
    reject release reload remove rename render replace request reset resolve restart
    restore resume retrieve retry revoke rotate run save schedule search send set share
    show star start stop stream submit subscribe suspend sync terminate test transfer
    trigger unarchive unassign unblock undelete unfollow uninstall unlink unlock unpublish
    unregister unstar unsubscribe unsuspend update upload upsert validate verify view
    vote watch
    """,
    )
)
"""Words that say what is done; they begin or end an operation's id."""

SMALL_WORDS = frozenset(
    re.findall(r"\w+", "a an the of for in on to by from with all and at")
)
_FILLERS = SMALL_WORDS | {"id", "ids"}
_BASE = re.compile(
    r"api|rest|public|v\d+(?:(?:alpha|beta|rc)\d*)?(?:\.\d+)*|\d+(?:[.-]\d+)*", re.I
)
"""Segments at the beginning of a path that name no resource."""

_CRUD = {"post": "create", "put": "update", "patch": "update"}


class Call(NamedTuple):
    """Where a method is, and what it is called; wire names."""

    group: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Named:
    """What an operation says about its name."""

    method: str
    """In lower case: `get`."""
    path: str
    tag: tuple[str, ...]
    """The resource path of its tag; empty without one."""
    operation_id: str
    """Empty without one."""
    is_patched: bool = False
    """Whether the path has a PATCH beside a PUT, which then replaces."""

    def call(self) -> Call:
        """The first of the rules that fits."""
        if not self.operation_id or self._is_made_of_path:
            return self._by_path()
        return self._by_separator() or self._by_words() or self._as_it_is()

    def _by_separator(self) -> Call | None:
        """`repos/get` and `users.list` name the resource themselves."""
        *prefix, name = re.split(r"[/.]|::", self.operation_id)
        if prefix and name and all(map(_words, (*prefix, name))):
            if not self.tag:
                return Call(tuple(prefix), name)
            if _all(prefix) in (_all(self.tag), _all(self.tag[-1:])):
                return Call(self.tag, name)
        return None

    def _by_words(self) -> Call | None:
        """A verb and the words of the tag or of the path: `createChatCompletion`."""
        found = _words(self.operation_id)
        verb = next((w for w in (*found[:1], *found[-1:]) if w in VERBS), "")
        if not verb or len(found) < 2:
            return None
        found.remove(verb) if found[0] == verb else found.pop()
        rest = self._nouns(found)
        if not rest:
            return None
        if self.tag and rest == _all(self.tag[-1:]) and not self._action:
            return Call(self.tag, self._verb(verb))
        if self.tag and not self._is_under_tag:
            return None
        if not set(rest) <= set(_all(self._segments)):
            return None
        if self._action:
            same = _words(self._action)[0] == verb
            return Call(self._resource, self._action) if same else None
        is_whole = set(_all(self._segments[-1:])) & set(rest)
        return Call(self._resource, self._verb(verb)) if is_whole else None

    def _as_it_is(self) -> Call:
        """The whole id, at its tag, else at the first segment if it speaks of that."""
        found = _all([self.operation_id])
        first = self._segments[:1]
        if self.tag or len(found) < 2 or not set(_all(first)) & set(found[1:]):
            return Call(self.tag, self.operation_id)
        return Call(first, self.operation_id)

    def _by_path(self) -> Call:
        verb = self._verb(self.method)
        if self._fragment:
            return Call(self.tag or self._resource, self._fragment)
        if self.tag and not self._is_under_tag:
            if self.operation_id:
                verb = _CRUD.get(self.method, self.method)
            name = self._action or " ".join((verb, *self._resource))
            return Call(self.tag, name)
        return Call(self._resource or self.tag, self._action or verb)

    def _verb(self, verb: str) -> str:
        """What is done: of HTTP's words those that say it, and to how many.

        Whoever calls `delete` without an argument must not lose the whole list.
        """
        if verb == "put" and self.is_patched:
            return "replace"
        if verb == "get" and self.method == "get" and self._is_collection:
            return "list"
        if verb == "delete" and self.method == "delete" and self._is_collection:
            return "delete many"
        return _CRUD.get(verb, verb)

    def _nouns(self, found: list[str]) -> list[str]:
        """The words without fillers, and without `by` and a variable at the end."""
        if "by" in found:
            at = found.index("by")
            variables = {w for v in self._variables for w in _words(v)} | _FILLERS
            if set(found[at + 1 :]) <= variables:
                found = found[:at]
        return [_one(word) for word in found if word not in _FILLERS]

    @cached_property
    def _pieces(self) -> list[str]:
        """The segments of the path, and the verb after a colon as one more."""
        path = re.split(r"[#?]", self.path)[0]
        found = [p for p in re.split(r"/|:(?=\w+\Z)", path) if p]
        while len(found) > 1 and _BASE.fullmatch(found[0]):
            del found[0]
        return found

    @cached_property
    def _segments(self) -> tuple[str, ...]:
        return tuple(p for p in self._pieces if "{" not in p and _words(p))

    @cached_property
    def _last(self) -> list[str]:
        """The words of the last segment; none where that is a variable."""
        last = self._pieces[-1] if self._pieces else ""
        return [] if "{" in last else _words(last)

    @cached_property
    def _variables(self) -> list[str]:
        return re.findall(r"\{([^{}]*)\}", self.path)

    @property
    def _fragment(self) -> str:
        return self.path.partition("#")[2]

    @cached_property
    def _action(self) -> str:
        """The last segment, where it says what is done: `cancel`, `findByStatus`."""
        is_action = bool(self._last) and self._last[0] in VERBS
        return self._pieces[-1] if is_action and len(self._segments) > 1 else ""

    @property
    def _resource(self) -> tuple[str, ...]:
        """The segments that are things; those that the tag stands for as the tag."""
        found = self._segments[:-1] if self._action else self._segments
        if self.tag and self._is_under_tag:
            return (*self.tag, *found[self._covered :])
        return found

    @property
    def _is_collection(self) -> bool:
        """Whether the path ends in the plural of something."""
        return bool(self._last) and self._last[-1] != _one(self._last[-1])

    @property
    def _is_under_tag(self) -> bool:
        return self._covered > 0

    @cached_property
    def _covered(self) -> int:
        """How many segments at the beginning say the same as the tag; 0 for none."""
        wanted = _all(self.tag)
        for count in range(1, len(self._segments) + 1):
            if wanted and _all(self._segments[:count]) == wanted:
                return count
        return 0

    @property
    def _is_made_of_path(self) -> bool:
        """Whether the id only repeats the method and the path: `get_folders_id`."""
        own = _squashed(self.operation_id)
        return own in {
            _squashed(f"{self.method} {path}")
            for path in (self.path, re.sub(r"\{[^{}]*\}", "id", self.path))
        }


def _words(text: str) -> list[str]:
    return [word.lower() for word in words(text, Casing.PEP8)]


def _all(texts: tuple[str, ...] | list[str]) -> list[str]:
    """All words of some names, each in the singular."""
    return [_one(word) for text in texts for word in _words(text)]


def _one(word: str) -> str:
    """The singular of a plural, near enough to compare with."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
