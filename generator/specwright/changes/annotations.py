"""Type annotations of two versions: whether one takes more than the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

_OPENING, _CLOSING = "[(", "])"
_GENERIC = re.compile(r"([A-Za-z_.]+)\[(.*)\]\Z", re.S)
_READ_ONLY = frozenset({"Sequence", "Mapping", "Stream", "AsyncStream"})
_INVARIANT_ENOUGH = frozenset({"list", "dict"})
"""Of replies: callers read them, so what they hold may be less and not more."""
_WORD = re.compile(r"[A-Za-z_]\w*")
_STRINGS = re.compile(r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')")


class Turn(StrEnum):
    """How a type changed."""

    SAME = "same"
    WIDENED = "widened"
    NARROWED = "narrowed"
    CHANGED = "changed"

    def __and__(self, other: Turn) -> Turn:
        if Turn.SAME in (self, other):
            return other if self is Turn.SAME else self
        return self if self is other else Turn.CHANGED


def turn(old: str, new: str) -> Turn:
    """How a type changed from ``old`` to ``new``; both as Python writes them."""
    before, after = alternatives(old), alternatives(new)
    if before == after:
        return Turn.SAME
    if "Any" in before or "Any" in after:
        return Turn.NARROWED if "Any" in before else Turn.WIDENED
    gone = sorted(part for part in before - after if not _is_covered(part, after))
    come = sorted(part for part in after - before if not _is_covered(part, before))
    result = Turn.SAME
    for one in list(gone):
        partner = next((other for other in come if _head(other) == _head(one)), "")
        if partner and _head(one):
            gone.remove(one)
            come.remove(partner)
            result = result & _inner(one, partner)
    if gone:
        result = result & Turn.NARROWED
    if come:
        result = result & Turn.WIDENED
    return result


def _inner(old: str, new: str) -> Turn:
    """How the arguments of the same generic type changed."""
    before, after = _arguments(old), _arguments(new)
    if len(before) != len(after):
        return Turn.CHANGED
    result = Turn.SAME
    for one, other in zip(before, after, strict=True):
        result = result & turn(one, other)
    return result


def _head(text: str) -> str:
    found = _GENERIC.match(text)
    kinds = _READ_ONLY | _INVARIANT_ENOUGH
    return found[1] if found and found[1] in kinds else ""


def _arguments(text: str) -> list[str]:
    found = _GENERIC.match(text)
    return [part.strip() for part in _split(found[2], ",")] if found else []


def alternatives(text: str) -> frozenset[str]:
    """What a type can be. A literal that its own type takes anyway is not counted."""
    found: set[str] = set()
    for part in (piece.strip() for piece in _split(text, "|")):
        if part.startswith("(") and part.endswith(")"):
            found.update(alternatives(part[1:-1]))
            continue
        generic = _GENERIC.match(part)
        if generic and generic[1] == "Literal":
            found.update(f"={value.strip()}" for value in _split(generic[2], ","))
        else:
            found.add(part)
    return frozenset(part for part in found if not _is_covered(part, found))


def _is_covered(part: str, kinds: Collection[str]) -> bool:
    """Whether another of some types takes every value of a type."""
    if part == "int":
        # PEP 484: an int is accepted where a float is.
        return "float" in kinds
    if not part.startswith("="):
        return False
    value = part[1:]
    if value in ("True", "False"):
        return "bool" in kinds
    return ("str" if value[:1] in "\"'" else "int") in kinds


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that stand in no bracket and in no string."""
    depth, part = 0, ""
    for index, piece in enumerate(_STRINGS.split(text)):
        if index % 2:
            part += piece
            continue
        for char in piece:
            depth += (char in _OPENING) - (char in _CLOSING)
            if char == separator and not depth:
                yield part
                part = ""
            else:
                part += char
    yield part


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A type with the new names of classes."""
    if not names:
        return text
    pieces = _STRINGS.split(text)
    pieces[::2] = [
        _WORD.sub(lambda word: names.get(word[0], word[0]), piece)
        for piece in pieces[::2]
    ]
    return "".join(pieces)


def spelled_out(text: str, aliases: Mapping[str, str]) -> str:
    """A type with other names of types replaced by what they stand for."""
    for _ in range(_DEPTH):
        spelled = renamed(text, {name: f"({value})" for name, value in aliases.items()})
        if spelled == text:
            break
        text = spelled
    return text


_DEPTH = 3
