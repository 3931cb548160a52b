"""Literals evaluate to their value, in the form that black leaves alone."""

from __future__ import annotations

import ast

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specwright.python.layout import statement
from specwright.python.literals import flat_literal, literal
from specwright.text import Data, JsonValue, Text

MODE = black.Mode(target_versions={black.mode.TargetVersion.PY310})
scalars = st.none() | st.booleans() | st.integers() | st.text()
numbers = st.floats(allow_nan=False, allow_infinity=False)
documents = st.recursive(
    scalars | numbers,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def same(left: object, right: object) -> bool:
    """Equality that tells 1, 1.0, True and -0.0 apart."""
    return repr(left) == repr(right)


@settings(max_examples=300, deadline=None)
@given(documents)
def test_any_json_reads_back_from_ascii(value: JsonValue) -> None:
    code = statement(literal(value), before="x = ")
    assert code.isascii()
    (assignment,) = ast.parse(code).body
    assert isinstance(assignment, ast.Assign)
    assert same(ast.literal_eval(assignment.value), value)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_black_leaves_any_json_alone(value: JsonValue) -> None:
    source = f"{statement(literal(value), before='x = ')}\n"
    assert black.format_str(source, mode=MODE) == source


@given(st.binary())
def test_any_bytes_read_back(value: bytes) -> None:
    code = flat_literal(value)
    assert ast.literal_eval(code) == value
    assert black.format_str(f"x = {code}\n", mode=MODE) == f"x = {code}\n"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "x"', "'say \"x\"'"),
        ("both ' and \"", '"both \' and \\""'),
        ('""\\', "'\"\"\\\\'"),
        ("é\u2028\u202e", '"\\xe9\\u2028\\u202e"'),
        ("\ud800", '"\\ud800"'),
        ("{{ x }} {% y %}", '"{{ x }} {% y %}"'),
        (True, "True"),
        (1, "1"),
        (10**30, str(10**30)),
        (1e300, "1e300"),
        (1e-300, "1e-300"),
        (None, "None"),
    ],
)
def test_forms(value: str | float | None, code: str) -> None:
    assert flat_literal(value) == code


def test_text_and_data_are_read_here_alone() -> None:
    assert flat_literal(Text('x"; import os')) == "'x\"; import os'"
    assert flat_literal(Data(None)) == "None"
    with pytest.raises(TypeError):
        flat_literal(Data([1]))


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_numbers_that_json_has_not(value: float) -> None:
    with pytest.raises(ValueError, match="JSON has no"):
        literal(value)
