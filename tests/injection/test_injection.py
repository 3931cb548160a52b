"""Payloads at every string position: refused, or code in which only names of ours live.

Here each position meets one payload, and each payload a few positions. All pairs are run
by `benchmarks/inject.py`.
"""

from __future__ import annotations

import pytest
from injection.forms import every_position, forms
from injection.payloads import PAYLOADS
from injection.trials import Outcome, attempt

POSITIONS = every_position()
NAMES = tuple(PAYLOADS)


def test_there_is_enough_of_each() -> None:
    values = [at for at in POSITIONS if at.kind == "value"]
    keys = [at for at in POSITIONS if at.kind == "key"]
    assert len(values) > 110
    assert len(keys) > 110
    assert len(PAYLOADS) >= 60
    assert len(set(PAYLOADS.values())) == len(PAYLOADS)


@pytest.mark.parametrize("name", forms())
def test_a_form_itself_is_generated_without_a_finding_that_drops_it(name: str) -> None:
    form = forms()[name]
    assert attempt(form.files(form.tree)) == Outcome(is_accepted=True)


@pytest.mark.parametrize("part", range(8))
def test_every_position_and_every_payload(part: int) -> None:
    wrong = {}
    accepted = 0
    for number, at in list(enumerate(POSITIONS))[part::8]:
        # 61 and the number of payloads have no factor in common: all have their turn.
        payload = NAMES[(number * 61) % len(NAMES)]
        form = forms()[at.form]
        outcome = attempt(form.files(at.put(form.tree, PAYLOADS[payload])))
        accepted += outcome.is_accepted
        if outcome.problems:
            wrong[f"{at} {payload}"] = outcome.problems
    assert wrong == {}
    # Refusing everything would be safe as well.
    assert accepted > len(POSITIONS) // 8 // 2
