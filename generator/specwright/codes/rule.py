"""The shape of a rule, and how the catalogue is put together."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from specwright.diagnostics import Severity

MODULES = (
    "reading",
    "repair",
    "validation",
    "bundling",
    "overlays",
    "lowering",
    "naming",
    "custom",
    "configuration",
    "inference",
    "output",
    "sources",
    "wire",
    "changes",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One code. ``explanation`` is prose for people: what, why, an example, the mend."""

    code: str
    severity: Severity
    title: str
    explanation: str


def collect() -> dict[str, Rule]:
    """All rules by code, in the order of the codes."""
    rules: dict[str, Rule] = {}
    for name in MODULES:
        for rule in import_module(f"specwright.codes.{name}").RULES:
            if rule.code in rules:
                raise ValueError(f"{rule.code} is defined twice")
            rules[rule.code] = rule
    return dict(sorted(rules.items()))
