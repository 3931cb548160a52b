"""Prose of a document becomes docstrings and Markdown that do nothing."""

from __future__ import annotations

import ast
import unicodedata
from textwrap import dedent

import black
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specwright.python.prose import docstring, fenced, markdown, paragraphs, wrap
from specwright.text import Text

MODE = black.Mode(target_versions={black.mode.TargetVersion.PY310})
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

texts = st.text(max_size=60) | st.text(
    "\"\\'\n\r\t {}%#-*` \u2028\u202e\x00ax", max_size=40
)


def words_of(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines if line.split()]


def in_class(lines: list[str]) -> str:
    return f"class A:\n    def f(self):\n        {docstring(lines, 2)}\n"


def read_back(source: str) -> str:
    (cls,) = ast.parse(source).body
    assert isinstance(cls, ast.ClassDef)
    (function,) = cls.body
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1
    found = ast.get_docstring(function)
    assert found is not None
    return found


@settings(max_examples=400, deadline=None)
@given(st.lists(texts.filter(lambda t: "\n" not in t), max_size=6))
@example(['"""'])
@example(['""" + exec("x") + """'])
@example(["\\"])
@example(["a", "b\\"])
@example(['ends with "'])
@example(["first", "    indented", "  less"])
def test_any_lines_compile_to_what_they_show_and_black_leaves_them(
    lines: list[str],
) -> None:
    source = in_class(lines)
    found = read_back(source).split("\n")
    assert words_of(found) == words_of(lines)
    # What hides from the eye, or turns the reading order, is only there as an escape.
    assert not [c for c in source if unicodedata.category(c) in HIDDEN and c != "\n"]
    assert black.format_str(source, mode=MODE) == source


@settings(max_examples=200, deadline=None)
@given(texts)
def test_wrapped_text_loses_no_word(text: str) -> None:
    lines = wrap(Text(text), 20)
    assert " ".join(lines).split() == text.split()
    source = in_class(lines)
    assert black.format_str(source, mode=MODE) == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n ", []),
        ("one two three four", ["one two", "three four"]),
        ("one\ntwo\r\nthree\rfour", ["one", "two", "three", "four"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("- one two three", ["- one two", "  three"]),
        ("1. one two three", ["1. one two", "   three"]),
        ("https://example.test/a-long-path", ["https://example.test/a-long-path"]),
        ("```\na b c d e f g h\n```", ["```", "a b c d e f g h", "```"]),
        ("    indented text goes on", ["indented", "text goes", "on"]),
    ],
)
def test_wrap(text: str, expected: list[str]) -> None:
    assert wrap(Text(text), 10) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a | b", "a \\| b"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("use `GET /x` or `a|b`", "use `GET /x` or `a\\|b`"),
        ("one\ntwo\n\nthree", "one two"),
        ("a\u202eb\x1b[31m", "a b \\[31m"),
        ("``` fence", "\\`\\`\\` fence"),
    ],
)
def test_markdown_has_no_markup_of_its_own(text: str, expected: str) -> None:
    assert markdown(Text(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.test/b?c=d", "<https://a.test/b?c=d>"),
        ("javascript:alert(1)", ""),
        ("https://a.test/ x", ""),
        ("https://a.test/>x", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(text: str, expected: str) -> None:
    assert markdown(Text(text), is_url=True) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GET /x", "`GET /x`"),
        ("a `b` c", "`` a `b` c ``"),
        ("`", "`` ` ``"),
        ("a\nb", "`a b`"),
    ],
)
def test_code_spans_cannot_be_left(line: str, expected: str) -> None:
    assert fenced(line) == expected


def test_paragraphs_stay_paragraphs() -> None:
    text = dedent("""
        One
        line.

        # Two *lines*
        """)
    assert paragraphs(Text(text)) == "One line.\n\n\\# Two \\*lines\\*"
