from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from specwright.accepted import Accepted, read_accepted
from specwright.diagnostics import Diagnostic

NAME = "specs/acme/accepted.toml"
TODAY = dt.date(2026, 5, 1)
FINE = """\
    [[accept]]
    fingerprint = "0123456789ab"
    reason = "nobody used it"
    until = 2026-05-01

    [[accept]]
    wire = "POST /v1/speech"
    reason = "the server takes both"
    """


def read(text: str) -> tuple[Accepted, tuple[Diagnostic, ...]]:
    accepted, found = read_accepted(dedent(text).encode(), NAME)
    return accepted, found.sorted()


def test_no_file_accepts_nothing() -> None:
    accepted, found = read_accepted(None, NAME)
    assert accepted.entries == ()
    assert not found.sorted()


def test_a_change_is_accepted_by_its_fingerprint() -> None:
    accepted, found = read(FINE)
    assert not found
    entry = accepted.change("0123456789ab", TODAY)
    assert entry is not None
    assert (entry.reason, entry.until) == ("nobody used it", TODAY)
    assert str(entry.location) == f"{NAME}:1:1"
    assert accepted.change("0123456789ac", TODAY) is None
    assert accepted.change("POST /v1/speech", TODAY) is None


def test_an_operation_may_send_other_bytes() -> None:
    accepted, _ = read(FINE)
    assert accepted.wire("POST /v1/speech", TODAY) is not None
    assert accepted.wire("GET /v1/speech", TODAY) is None
    assert accepted.wire("0123456789ab", TODAY) is None


def test_an_agreement_holds_on_its_last_day_and_not_after() -> None:
    accepted, _ = read(FINE)
    tomorrow = TODAY + dt.timedelta(days=1)
    assert accepted.change("0123456789ab", tomorrow) is None
    (said,) = accepted.review({"0123456789ab"}, tomorrow).sorted()
    assert (said.code, str(said.location)) == ("SW852", f"{NAME}:1:1")


def test_what_matches_nothing_is_said_for_the_kind_that_was_looked_at() -> None:
    accepted, _ = read(FINE)
    (said,) = accepted.review({"ffffffffffff"}, TODAY).sorted()
    assert (said.code, said.location and said.location.line) == ("SW853", 1)
    (said,) = accepted.review((), TODAY, wire=True).sorted()
    assert (said.code, said.location and said.location.line) == ("SW853", 6)
    assert not accepted.review({"POST /v1/speech"}, TODAY, wire=True).sorted()


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("[[accept]\n", "SW850", "1:", "not TOML"),
        ('accepted = "x"\n', "SW851", "1:1", "'accepted' is not a key"),
        ("accept = 3\n", "SW851", "1:1", "not an array of tables"),
        ("accept = [3]\n", "SW851", "1:1", "an entry is not a table"),
        ('[[accept]]\nreason = "x"\n', "SW851", "1:1", "not neither"),
        (
            '[[accept]]\nfingerprint = "0123456789ab"\nwire = "GET /"\nreason = "x"\n',
            "SW851",
            "1:1",
            "not both",
        ),
        (
            '[[accept]]\nfingerprint = "0123"\nreason = "x"\n',
            "SW851",
            "2:1",
            "is not a fingerprint",
        ),
        ('[[accept]]\nwire = "speech"\nreason = "x"\n', "SW851", "2:1", "METHOD /path"),
        ("[[accept]]\nfingerprint = 12\n", "SW851", "2:1", "is not a string"),
        ('[[accept]]\nwire = "GET /"\n', "SW851", "1:1", "`reason` is missing"),
        (
            '[[accept]]\nwire = "GET /"\nreason = "x"\n\n'
            '[[accept]]\nwire = "GET /"\nreason = "x"\n  until = "2026-05-01"\n',
            "SW851",
            "8:3",
            "`until` is not a date",
        ),
        (
            '[[accept]]\nwire = "GET /"\nreason = "x"\nuntil = 2026-05-01T10:00:00\n',
            "SW851",
            "4:1",
            "`until` is not a date",
        ),
        (
            '[[accept]]\nwire = "GET /"\nreason = "x"\nunitl = 2026-05-01\n',
            "SW851",
            "4:1",
            "is not a key of an entry",
        ),
    ],
)
def test_a_wrong_entry_is_reported_at_its_place_and_accepts_nothing(
    text: str, code: str, place: str, words: str
) -> None:
    accepted, (found,) = read(text)
    assert found.code == code
    assert str(found.location).startswith(f"{NAME}:{place}")
    assert words in found.message
    wrong = 1 if "[[accept]]\n" in text else 0
    assert len(accepted.entries) == text.count("[[accept]]\n") - wrong


def test_a_key_that_is_spelled_almost_right_is_named() -> None:
    _, (found,) = read('[[accept]]\nwire = "GET /"\nreason = "x"\nunitl = 1\n')
    assert found.hint == "did you mean `until`?"
