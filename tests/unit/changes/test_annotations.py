from __future__ import annotations

import pytest

from specwright.changes.annotations import Turn, alternatives, renamed, turn

SAME, WIDENED = Turn.SAME, Turn.WIDENED
NARROWED, CHANGED = Turn.NARROWED, Turn.CHANGED


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ("int | str", "str | int", SAME),
        ("int", "int | None", WIDENED),
        ("int", "float", WIDENED),
        ("float | int", "float", SAME),
        ("int", "Any", WIDENED),
        ("Any", "int", NARROWED),
        ('Literal["a"] | str', 'Literal["a", "b"] | str', SAME),
        ('Literal["a"]', 'Literal["a", "b"]', WIDENED),
        ('Literal["a | b"]', 'Literal["a", "b"]', CHANGED),
        ("Literal[1, 2]", "Literal[1] | int", WIDENED),
        ("Literal[True]", "bool", WIDENED),
        ("list[int]", "list[int | str]", WIDENED),
        ("dict[str, list[A | B]]", "dict[str, list[A]]", NARROWED),
        ("Sequence[A]", "Sequence[B]", CHANGED),
        ("Sequence[A] | int", "Sequence[A | B]", CHANGED),
        ("list[A]", "Sequence[A]", CHANGED),
        ("(A | B) | None", "None | B | A", SAME),
    ],
)
def test_types_widen_narrow_and_change(old: str, new: str, how: Turn) -> None:
    assert turn(old, new) is how
    opposite = {WIDENED: NARROWED, NARROWED: WIDENED}
    assert turn(new, old) is opposite.get(how, how)


def test_what_a_literal_says_is_no_bracket_and_no_bar() -> None:
    assert alternatives('Literal["[", "a, b"] | int') == {'="["', '="a, b"', "int"}


def test_names_are_replaced_as_words_and_not_in_strings() -> None:
    text = 'list[Thing] | Things | Literal["Thing"]'
    assert renamed(text, {"Thing": "Item"}) == 'list[Item] | Things | Literal["Thing"]'
