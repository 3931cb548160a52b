"""A comparison as text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specwright.changes.change import Change
from specwright.changes.comparison import Comparison
from specwright.changes.groups import Group, grouped
from specwright.changes.rule import Level
from specwright.report import Style, count
from specwright.text import printable

MOST = 20
"""Entries of one level that are not breaking before the rest is counted."""
_COLOURS = {Level.BREAKING: "error", Level.ADDITIVE: "good", Level.NEUTRAL: "note"}


def text(comparison: Comparison, style: Style, *, whole: bool = False) -> str:
    """The changes, breaking ones first; with ``whole`` every one of them."""
    lines = [headline(comparison, style)]
    for level in Level:
        found = comparison.at(level)
        if found:
            lines += ["", style(_COLOURS[level], f"{level} ({len(found)})")]
            lines += _level(found, level, style, whole=whole)
    if comparison.accepted:
        lines += ["", f"accepted ({len(comparison.accepted)})"]
        for change in comparison.accepted:
            reason = comparison.agreed[change.fingerprint].reason
            lines += [f"  {said(change)}", f"      {printable(reason)}"]
    return "\n".join(lines)


def headline(comparison: Comparison, style: Style) -> str:
    """`acme: HEAD -> specs/acme: 2 breaking, 1 additive change`."""
    way = f"{comparison.name}: {comparison.before} -> {comparison.after}"
    listed = [
        style(_COLOURS[level], f"{len(found)} {level}")
        for level in Level
        if (found := comparison.at(level))
    ]
    if comparison.accepted:
        listed.append(f"{len(comparison.accepted)} accepted")
    return f"{printable(way)}: {', '.join(listed) or 'nothing changed'}"


def _level(
    found: Sequence[Change], level: Level, style: Style, *, whole: bool
) -> Iterator[str]:
    groups = [Group((c,)) for c in found] if whole else grouped(found)
    shown = groups if whole or level is Level.BREAKING else groups[:MOST]
    for group in shown:
        first = group.changes[0]
        yield f"  {first.layer:<6}  {style('bold', said(first))}"
        rest = [printable(change.subject) for change in group.changes[1:3]]
        if rest:
            left = len(group.changes) - 1 - len(rest)
            more = f" and {left} more" if left else ""
            yield f"          also {', '.join(rest)}{more}"
        if level is Level.BREAKING:
            yield f"          {first.why}"
        yield style("dim", f"          {where(first)}")
    if len(shown) < len(groups):
        left = sum(len(group.changes) for group in groups[len(shown) :])
        yield f"  and {count(left, 'more change')}; --all lists them"


def said(change: Change) -> str:
    """`Thing.size is of another type: integer -> string`."""
    values = f": {change.values}" if change.values else ""
    return printable(f"{change.subject} {change.rule.title}{values}")


def where(change: Change) -> str:
    """The places on both sides, the rule and the fingerprint."""
    old, new = change.old, change.new
    places = [str(place) for place in (old, new) if place is not None]
    if old and new and old.file == new.file:
        places[1:] = [str(new.line)] if new.line != old.line else []
    parts = [" -> ".join(places), change.rule.id, change.fingerprint]
    return printable("  ".join(part for part in parts if part))
