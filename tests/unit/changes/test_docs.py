"""`docs/changes.md` lists every rule, in the words of the program."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from specwright.changes.catalogue import RULES, explain
from specwright.changes.rule import ChangeRule, Layer, Level

PAGE = Path(__file__).parents[3] / "docs/changes.md"


def verdict(level: Level, why: str) -> str:
    return f"**{level}**: {why}" if level is Level.BREAKING else f"{level}: {why}"


def row(rule: ChangeRule) -> str:
    head = f"| `{rule.id}` | {rule.title} | {verdict(*rule.request)} |"
    return f"{head} {verdict(*rule.reply)} |" if rule.is_directed else head


def tables() -> str:
    """The rules as Markdown; those about values judge requests and replies apart."""
    lines = []
    layers = list(Layer)

    def kind(rule: ChangeRule) -> tuple[int, bool]:
        return layers.index(rule.layer), rule.is_directed

    for (number, directed), rules in groupby(sorted(RULES.values(), key=kind), kind):
        layer = layers[number]
        about = ", about values" if directed else ""
        lines += [f"### {layer}{about}", ""]
        columns = "in requests | in replies" if directed else "verdict"
        lines.append(f"| rule | something... | {columns} |")
        lines.append("| --- | --- | --- |" + (" --- |" if directed else ""))
        lines += [*map(row, rules), ""]
    return "\n".join(lines).rstrip() + "\n"


def test_every_rule_is_documented() -> None:
    """To bring the page into step, put `tables()` behind its mark."""
    text = PAGE.read_text(encoding="utf-8")
    assert text.partition("<!-- rules -->\n\n")[2] == tables()


def test_a_rule_is_explained() -> None:
    assert explain("operation-removed") == (
        "operation-removed (spec): a thing is gone\n\nbreaking: A call of it fails."
    )
    assert "In replies, additive: It is always there." in explain("field-now-required")
