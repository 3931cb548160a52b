"""A comparison as JSON objects. `docs/changes.md` describes their keys."""

from __future__ import annotations

from specwright.changes.change import Change, Place
from specwright.changes.comparison import Comparison
from specwright.changes.rule import Layer, Level


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """One client's comparison, without its findings."""
    counts = comparison.counts()
    return {
        "name": comparison.name,
        "before": comparison.before,
        "after": comparison.after,
        "counts": {
            layer.value: {level.value: counts.get((layer, level), 0) for level in Level}
            for layer in Layer
        },
        "changes": [change_object(c, comparison) for c in comparison.changes],
    }


def change_object(change: Change, comparison: Comparison) -> dict[str, object]:
    """One change; `accepted` is null, or who agreed why and until when."""
    entry = comparison.agreed.get(change.fingerprint)
    accepted = None
    if entry is not None:
        until = entry.until.isoformat() if entry.until else None
        accepted = {"reason": entry.reason, "until": until}
    return {
        "layer": change.layer.value,
        "level": change.level.value,
        "rule": change.rule.id,
        "subject": change.subject,
        "title": change.rule.title,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "direction": change.direction.value,
        "operations": list(change.operations),
        "old": _place(change.old),
        "new": _place(change.new),
        "fingerprint": change.fingerprint,
        "accepted": accepted,
    }


def _place(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"file": place.file, "line": place.line, "pointer": place.pointer}
