"""Documents that were grown, changed and broken: a package that compiles, or a refusal.

`benchmarks/fuzz.py` has more of them, and makes small what it finds.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from fuzzing.grammar import Grammar
from fuzzing.inputs import as_file, make
from fuzzing.judge import commanded, judge
from hypothesis import given, settings
from hypothesis import strategies as st

COUNT = 2000
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_comes_is_generated_or_refused(part: int) -> None:
    wrong: dict[int, str] = {}
    counts = Counter[str]()
    for number in range(part, COUNT, PARTS):
        try:
            counts[judge(make(0, number).files)] += 1
        except Exception as error:  # whatever it is: it is what is looked for
            wrong[number] = f"{type(error).__name__}: {error}"
    assert wrong == {}
    # Documents that are all refused, or all taken, would show little.
    assert min(counts["accepted"], counts["refused"]) > COUNT // PARTS // 5


@given(st.randoms(use_true_random=False), st.sampled_from([0.0, 0.02]))
@settings(max_examples=60)
def test_what_hypothesis_grows(random: Random, odd: float) -> None:
    judge(as_file(Grammar(random, odd=odd).document()))


@pytest.mark.parametrize("number", range(5))
def test_the_command_ends_as_it_promises(number: int) -> None:
    commanded(make(0, number).files)


def test_a_number_is_one_document() -> None:
    assert make(4, 17) == make(4, 17)
    assert make(4, 17) != make(4, 18)
    assert make(4, 17) != make(5, 17)
