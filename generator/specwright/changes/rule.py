"""The shape of a rule: what kind of change it is, and how much it matters to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Layer(StrEnum):
    """What a change is seen in."""

    SPEC = "spec"
    PYTHON = "python"
    WIRE = "wire"


class Level(StrEnum):
    """How much a change matters, gravest first."""

    BREAKING = "breaking"
    ADDITIVE = "additive"
    NEUTRAL = "neutral"


class Direction(StrEnum):
    """Which way a value goes. What nothing uses goes nowhere."""

    REQUEST = "request"
    REPLY = "reply"
    BOTH = "both"
    NONE = ""

    def __or__(self, other: Direction) -> Direction:
        if not self or self is other:
            return other
        return Direction.BOTH if other else self

    @property
    def turned(self) -> Direction:
        """The same in a call that goes the other way: a webhook, a callback."""
        pair = {Direction.REQUEST: Direction.REPLY, Direction.REPLY: Direction.REQUEST}
        return pair.get(self, self)


Verdict: TypeAlias = tuple[Level, str]
"""How much a change matters, and why, in one sentence."""

UNUSED: Verdict = (Level.NEUTRAL, "No operation uses it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule:
    """One kind of change. Requests and replies are judged apart."""

    id: str
    layer: Layer
    title: str
    """What happened, after the name of what it happened to."""
    request: Verdict
    reply: Verdict

    @property
    def is_directed(self) -> bool:
        """Whether it is about values, that go one way or the other."""
        return self.request != self.reply

    def verdict(self, direction: Direction) -> Verdict:
        """The graver one for what goes both ways; of the directed, none for neither."""
        match direction:
            case Direction.REQUEST:
                return self.request
            case Direction.REPLY:
                return self.reply
            case Direction.BOTH:
                ranks = list(Level)
                return min((self.request, self.reply), key=lambda v: ranks.index(v[0]))
            case Direction.NONE:
                return UNUSED if self.is_directed else self.request


B, A, N = Level.BREAKING, Level.ADDITIVE, Level.NEUTRAL


def rule(
    layer: Layer, id_: str, title: str, request: Verdict, reply: Verdict | None = None
) -> ChangeRule:
    """A rule; with one verdict it holds in both directions."""
    return ChangeRule(
        id=id_,
        layer=layer,
        title=title,
        request=request,
        reply=reply or request,
    )


def table(*rules: ChangeRule) -> dict[str, ChangeRule]:
    """Rules by id.

    Raises:
        ValueError: two have one id.
    """
    found = {each.id: each for each in rules}
    if len(found) != len(rules):
        raise ValueError("two rules have one id")
    return found
