"""A comparison as Markdown, for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from specwright.changes.change import Change
from specwright.changes.comparison import Comparison
from specwright.changes.groups import grouped
from specwright.changes.rule import Layer, Level
from specwright.report import count
from specwright.text import printable

MOST = 100
"""Entries of one level; a comment on GitHub may have 65,536 characters."""
_TICKS = re.compile(r"`+")


def markdown(comparison: Comparison) -> str:
    """Breaking changes at once, the others to be opened."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    found = {level: comparison.at(level) for level in Level}
    listed = [f"{len(some)} {level}" for level, some in found.items() if some]
    accepted = comparison.accepted
    if accepted:
        listed.append(f"{len(accepted)} accepted")
    yield f"### {code(comparison.name)}: {', '.join(listed) or 'nothing changed'}"
    if not comparison.changes:
        return
    yield ""
    yield f"From {code(comparison.before)} to {code(comparison.after)}."
    yield ""
    yield from _table(comparison)
    if found[Level.BREAKING]:
        yield from ("", "**Breaking**", "")
        yield from _entries(found[Level.BREAKING])
    for level in (Level.ADDITIVE, Level.NEUTRAL):
        if found[level]:
            title = count(len(found[level]), f"{level} change")
            yield from _folded(title, _entries(found[level]))
    if accepted:
        title = count(len(accepted), "accepted change")
        yield from _folded(title, _agreed(comparison))


def _table(comparison: Comparison) -> Iterator[str]:
    counts = comparison.counts()
    yield f"| | {' | '.join(Level)} |"
    yield "| --- | ---: | ---: | ---: |"
    for layer in Layer:
        cells = [str(counts.get((layer, level), 0)) for level in Level]
        yield f"| {layer} | {' | '.join(cells)} |"


def _folded(title: str, entries: Iterator[str]) -> Iterator[str]:
    yield from ("", f"<details><summary>{title}</summary>", "")
    yield from entries
    yield from ("", "</details>")


def _entries(changes: Sequence[Change]) -> Iterator[str]:
    groups = grouped(changes)
    for group in groups[:MOST]:
        first, *rest = group.changes
        why = f" {first.why}" if first.level is Level.BREAKING else ""
        also = ""
        if rest:
            shown = ", ".join(code(change.subject) for change in rest[:2])
            more = f" and {len(rest) - 2} more" if len(rest) > 2 else ""
            also = f" Also {shown}{more}."
        yield f"- {entry(first)}.{why}{also} <sub>{_where(first)}</sub>"
    if len(groups) > MOST:
        left = sum(len(group.changes) for group in groups[MOST:])
        yield f"- and {count(left, 'more change')}"


def _agreed(comparison: Comparison) -> Iterator[str]:
    for change in comparison.accepted:
        reason = comparison.agreed[change.fingerprint].reason
        yield f"- {entry(change)}. Accepted: {plain(reason)}"


def entry(change: Change) -> str:
    """`Thing.size` is of another type: `integer` -> `string`, as Markdown."""
    values = [code(value) for value in (change.before, change.after) if value]
    arrow = f": {' &rarr; '.join(values)}" if values else ""
    return f"{code(change.subject)} {change.rule.title}{arrow}"


def _where(change: Change) -> str:
    places = [code(str(at)) for at in (change.old, change.new) if at is not None]
    parts = [" &rarr; ".join(places), change.rule.id, change.fingerprint]
    return " &middot; ".join(part for part in parts if part)


def code(text: str) -> str:
    """Text of a document as a code span: nothing in it is read as Markdown or HTML.

    https://spec.commonmark.org/0.31.2/#code-spans
    """
    text = printable(text) or " "
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    if not longest:
        return f"`{text}`"
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}"


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|&~@-])")


def plain(text: str) -> str:
    """Text of a person as Markdown that says just this."""
    return _SPECIAL.sub(r"\\\1", printable(text))
