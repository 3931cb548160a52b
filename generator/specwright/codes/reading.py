"""Rules about reading."""

from __future__ import annotations

from specwright.codes.rule import Rule

RULES: tuple[Rule, ...] = ()
