"""Every rule by its id, and how it is explained."""

from __future__ import annotations

from specwright.changes import python_rules, spec_rules
from specwright.changes.rule import ChangeRule

RULES: dict[str, ChangeRule] = spec_rules.RULES | python_rules.RULES


def explain(id_: str) -> str:
    """A rule as text."""
    rule = RULES[id_]
    head = f"{rule.id} ({rule.layer}): a thing {rule.title}"
    if not rule.is_directed:
        level, why = rule.request
        return f"{head}\n\n{level}: {why}"
    verdicts = {"In requests": rule.request, "In replies": rule.reply}
    lines = [f"{way}, {level}: {why}" for way, (level, why) in verdicts.items()]
    return "\n".join([f"{head}\n", *lines])
