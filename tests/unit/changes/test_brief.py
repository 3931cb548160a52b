from __future__ import annotations

from specwright.changes.brief import brief

OLD = {
    "wire": {"GET /a": ["1", "x"], "GET /b": ["2", "x"], "GET /c": ["3", "x"]},
    "names": {"GET /a": "a", "#/components/schemas/T": "T"},
    "given": {"GET /b": "b"},
}


def test_nothing_is_said_of_nothing() -> None:
    assert brief(OLD, OLD) == ""


def test_operations_and_names_are_counted() -> None:
    new = {
        "wire": {"GET /a": ["1", "y"], "GET /b": ["9", "x"], "GET /d": ["4", "x"]},
        "names": {"GET /a": "a", "#/components/schemas/T": "Thing"},
        "given": {"GET /b": "bee"},
    }
    told = "1 operation added, 1 removed, 1 changed; 2 names changed"
    assert brief(OLD, new) == told


def test_a_name_that_the_user_gives_counts_where_it_was_settled() -> None:
    new = {
        **OLD,
        "names": {"GET /a": "a"},
        "given": {"GET /b": "b", "#/components/schemas/T": "T"},
    }
    assert brief(OLD, new) == ""


def test_a_lock_that_knows_no_operations_compares_names_alone() -> None:
    assert brief({"names": {"GET /a": "b"}}, OLD) == "1 name changed"
