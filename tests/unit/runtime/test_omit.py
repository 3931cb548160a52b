"""The one value that means that an argument was not given."""

from __future__ import annotations

import copy
import pickle

import pytest

from runtime.omit import OMIT, Omit, given


@pytest.mark.parametrize(
    "twin",
    [
        Omit(),
        copy.copy(OMIT),
        copy.deepcopy([OMIT])[0],
        pickle.loads(pickle.dumps(OMIT)),
    ],
)
def test_there_is_only_one(twin: Omit) -> None:
    assert twin is OMIT


def test_it_is_false_and_prints_its_name() -> None:
    assert not OMIT
    assert repr(OMIT) == "OMIT"


def test_given_keeps_everything_but_none() -> None:
    assert given(None) is OMIT
    falsy: list[object] = [0, "", False, []]
    assert [given(value) for value in falsy] == falsy
