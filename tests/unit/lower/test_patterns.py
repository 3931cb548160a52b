"""Patterns of ECMA-262 for an engine that takes linear time."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.keywords import judge
from specwright.lower.patterns import Patterns, Untranslatable


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^[a-z]{2,}$", "^[a-z]{2,}$"),
        (r"^\d+\D$", "^[0-9]+[^0-9]$"),
        (r"[\w.-]+", r"[A-Za-z0-9_\.\-]+"),
        (r"[+--]", r"[\+-\-]"),
        (r"[\d-x]", r"[0-9\-x]"),
        (r"[a-\d-z]", r"[a\-0-9\-z]"),
        (r"[[&&~~]", r"[\[\&\&\~\~]"),
        (r"^/a\/b", "^/a/b"),
        (r"\bno\b", r"(?-u:\b)no(?-u:\b)"),
        (r"(?<year>a|b)??", "(?:a|b)??"),
        (r"{x}", r"\{x\}"),
        (r"\ud83d\ude00", r"\x{1F600}"),
        (r"\u00e9\xe9\u{e9}\cJ\0", r"\x{00e9}\x{e9}\x{e9}\x{A}\x00"),
        (r"\p{L}[\P{Script=Greek}]", r"\p{L}[\P{Script=Greek}]"),
    ],
)
def test_what_is_tried_instead(pattern: str, expected: str) -> None:
    assert Patterns().rust(pattern) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("(?=a)", "(?!a)b", "(?<=a)b", "(?<!a)b", r"(a)\1", r"(?<a>x)\k<a>"),
        *("(?P<a>x)", "(?i:a)", r"\Z", r"\B", r"\a", r"\<a>x\1", "a{,5}", "a{2}{3}"),
        *("[^]", "[]a]", "[[:alpha:]]", "[a[:b]", "/^a$/i", "a++", "^*", "(", ")", "["),
        *("\\", "[a\\]", "[z-a]", "a{2,1}", r"\ud83d", r"\p{Nothing}", "\ud800"),
        *("a{100000}", "(a{100}){100}", "(((((a{9}){9}){9}){9}){9})", "(" * 500),
    ],
)
def test_what_has_no_equal(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        Patterns().rust(pattern)


def test_an_api_has_so_many_patterns_and_no_more() -> None:
    patterns = Patterns()
    for number in range(249):
        patterns.rust(f"{number}a{{4000}}")
    with pytest.raises(Untranslatable, match="too many"):
        patterns.rust("a{4999}")


def finds(pattern: str, text: str) -> bool:
    return not judge({"pattern": Patterns().rust(pattern)}, text, {}).why


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"^\d$", "7", "\u0667"),
        (r"^\w$", "_", "\u00e9"),
        (r"^\W$", "\u00e9", "a"),
        (r"^\s$", "\ufeff", "\x85"),
        (r"^\S$", "\x85", "\u2028"),
        (r"^[^\s]$", "\x85", "\ufeff"),
        (r"\bc", "\u00e9c", "bc"),
        ("^a$", "a", "a\n"),
        ("b", "abc", "a"),
        ("^.$", "\U0001f600", "ab"),
    ],
)
def test_meanings_are_those_of_ecma(pattern: str, yes: str, no: str) -> None:
    assert finds(pattern, yes)
    assert not finds(pattern, no)


atoms = st.sampled_from(
    [
        *"ab1_-/ ",
        r"\d",
        r"\w",
        r"\s",
        r"\.",
        "[a-c]",
        "[^a]",
        r"[\d_]",
        "[a-]",
        "(?:ab)",
    ]
)
repeated = st.builds(
    "".join, st.tuples(atoms, st.sampled_from(["", "*", "+?", "{1,2}"]))
)
patterns = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "^"]),
    st.lists(repeated, min_size=1, max_size=4).map("|".join)
    | st.builds("".join, st.lists(repeated, min_size=1)),
    st.sampled_from(["", "$"]),
)


@given(patterns, st.text("ab1_-/ .\u00e9\n", max_size=6))
def test_the_other_engine_finds_the_same(pattern: str, text: str) -> None:
    other = jsonschema_rs.validator_for({"pattern": pattern})
    assert finds(pattern, text) == other.is_valid(text)
