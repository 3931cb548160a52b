from __future__ import annotations

import pytest

from specwright.codes import CODES
from specwright.codes.rule import Rule
from specwright.diagnostics import Diagnostic, Location, Severity, Source
from specwright.report import Report, Style, explain

SOURCE = Source(
    "specs/acme/api.yaml",
    "paths:\r\n  /voices:\r\n    get:\r\n      operationid: list\r\n      tags: [a]\r\n",
)


def at(line: int, column: int, source: Source = SOURCE, pointer: str = "") -> Location:
    return Location(source=source, line=line, column=column, pointer=pointer)


def diagnostic(
    location: Location | None = None,
    *,
    message: str = "it is wrong",
    severity: Severity = Severity.ERROR,
    code: str = "SW602",
    hint: str = "",
    consequence: str = "",
    related: tuple[tuple[str, Location], ...] = (),
) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=severity,
        message=message,
        location=location,
        hint=hint,
        consequence=consequence,
        related=related,
    )


def marked(text: str, line: int, column: int, width: int = 100) -> tuple[str, str]:
    """The source line and the line of carets below it, without the gutter."""
    shown = Report(width=width).finding(diagnostic(at(line, column, Source("f", text))))
    lines = shown.split("\n")
    (index,) = (i for i, text in enumerate(lines) if set(text) >= set(" |^") > {"^"})
    start = lines[index].index("|") + 2
    return lines[index - 1][start:], lines[index][start:]


def underlined(text: str, line: int, column: int) -> str:
    shown, carets = marked(text, line, column)
    return shown[carets.index("^") : len(carets)]


def test_a_whole_finding() -> None:
    found = diagnostic(
        at(4, 7, pointer="/paths/~1voices/get"),
        message="'operationid' is not a key of an operation",
        consequence="the method is named by its path",
        hint="write `operationId`",
        related=(("the operation begins here", at(3, 5)),),
    )
    assert Report().finding(found) == """\
error[SW602]: 'operationid' is not a key of an operation
 --> specs/acme/api.yaml:4:7
  |
3 |     get:
4 |       operationid: list
  |       ^^^^^^^^^^^
5 |       tags: [a]
  |
  | the operation begins here:
 --> specs/acme/api.yaml:3:5
  |
3 |     get:
  |     ^^^
  |
  = at: /paths/~1voices/get
  = means: the method is named by its path
  = help: write `operationId`"""


def test_a_finding_without_a_place() -> None:
    found = diagnostic(message="no workspace", hint="make one")
    assert Report().finding(found) == ("error[SW602]: no workspace\n  = help: make one")


def test_the_gutter_fits_the_largest_number() -> None:
    source = Source("f", "x\n" * 120)
    lines = Report().finding(diagnostic(at(100, 1, source))).split("\n")
    assert lines[3:7] == [" 99 | x", "100 | x", "    | ^", "101 | x"]


@pytest.mark.parametrize(
    ("text", "column", "token"),
    [
        ("key: value", 1, "key"),
        ("key: value", 6, "value"),
        ('"a b": 1', 1, '"a b"'),
        (r'x: "a \" b" # c', 4, r'"a \" b"'),
        ("x: 'it''s' y", 4, "'it''s'"),
        ("{a: 1, b: 2}", 2, "a"),
        ("[one, two]", 2, "one"),
        ("url: http://a.test:80/x", 6, "http://a.test:80/x"),
        ("- item", 1, "-"),
        ("{a: 1}", 1, "{"),
        ('"open', 1, '"'),
        ("/paths/{id}: 1", 1, "/paths/"),
    ],
)
def test_the_token_is_marked(text: str, column: int, token: str) -> None:
    assert underlined(text, 1, column) == token


def test_a_place_past_the_end_of_its_line_is_marked_there() -> None:
    assert marked("abc\n", 1, 99) == ("abc", "   ^")


def test_a_place_past_the_end_of_the_file_shows_no_source() -> None:
    shown = Report().finding(diagnostic(at(9, 1, Source("f", "abc"))))
    assert [line.strip() for line in shown.split("\n")[1:]] == ["--> f:9:1"]


def test_tabs_and_wide_characters_do_not_move_the_mark() -> None:
    assert marked("\tkey: 1", 1, 2) == ("    key: 1", "    ^^^")
    assert marked("日本: x", 1, 5) == ("日本: x", "      ^")


def test_control_characters_never_reach_the_terminal() -> None:
    source = Source("a\x1b[31m.yaml", "k: \x1b[2J\u202e evil: 1\n")
    found = diagnostic(
        at(1, 1, source, pointer="/\x07"),
        message="\x1b]0;title\x07",
        hint="a\nb",
        consequence="\u2066",
        related=(("\x9b", at(1, 1, source)),),
    )
    shown = Report().finding(found)
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert r"\x1b[2J" in shown
    assert r"a\nb" in shown


@pytest.mark.parametrize("column", [1, 40, 5_000, 99_990])
def test_long_lines_are_cut_around_the_place(column: int) -> None:
    text = "a" * (column - 1) + "!" + "b" * (100_000 - column)
    shown, carets = marked(text, 1, column, width=80)
    assert len(shown) <= 80
    assert shown[carets.index("^")] == "!"
    assert len(carets) <= 80
    assert shown.endswith("...") or column > 99_000
    assert shown.startswith("...") == (column > 60)


def test_a_long_line_of_wide_and_escaped_characters_is_cut_too() -> None:
    for filler in ("日", "\x01"):
        shown, carets = marked(f"{filler * 500}!{filler * 500}", 1, 501, width=80)
        assert shown.replace(filler, "  ")[0] == "."
        assert len(shown) <= 80
        assert "!" in shown
        assert "^" in carets


def test_colours_only_where_asked() -> None:
    found = diagnostic(at(4, 7), hint="x")
    assert "\x1b" not in Report().finding(found)
    coloured = Report(Style(True)).finding(found)
    assert "\x1b[1;31merror[SW602]\x1b[0m" in coloured


def test_counts() -> None:
    found = [
        diagnostic(severity=Severity.NOTE),
        diagnostic(severity=Severity.ERROR),
        diagnostic(severity=Severity.NOTE),
    ]
    assert Report().counts(found) == "1 error, 2 notes"
    assert Report().counts([]) == ""


def test_brief_has_one_line_a_code_gravest_first() -> None:
    found = [
        diagnostic(severity=Severity.NOTE, code="SW608", message="only one"),
        diagnostic(at(1, 1), severity=Severity.WARNING),
        diagnostic(at(2, 3), severity=Severity.WARNING),
    ]
    title = CODES["SW602"].title
    assert Report().brief(found).split("\n") == [
        f"warning[SW602] 2 times: {title} (first specs/acme/api.yaml:1:1)",
        "note[SW608]: only one",
    ]


def test_explain_prints_the_rule() -> None:
    text = explain("SW815")
    assert text.startswith("SW815 (error): orphaned\n\n")
    assert "--keep" in text


@pytest.mark.parametrize("rule", CODES.values(), ids=lambda rule: rule.code)
def test_every_explanation_can_be_read_on_a_terminal(rule: Rule) -> None:
    assert rule.explanation.strip()
    assert not rule.title.endswith(".")
    for line in rule.explanation.split("\n"):
        assert len(line) <= 92, line
        assert line.isprintable()
