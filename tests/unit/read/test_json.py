"""JSON to the tree: all of it, nothing else, with marks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specwright.diagnostics import Diagnostic, Source, Unusable
from specwright.read.json import parse_json
from specwright.read.limits import Limits
from specwright.read.tree import Map, Mark, Node, Seq, locate


def parse(text: str, limits: Limits | None = None) -> Node:
    return parse_json(Source("api.json", text), limits=limits or Limits())


def refusal(text: str, limits: Limits | None = None) -> Diagnostic:
    with pytest.raises(Unusable) as caught:
        parse(text, limits)
    return caught.value.diagnostic


def place(found: Diagnostic) -> tuple[int, int, str]:
    assert found.location is not None
    return found.location.line, found.location.column, found.location.pointer


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(_JSON, st.booleans(), st.sampled_from([None, 0, 1, "\t"]))
def test_all_json_reads_as_the_standard_library_reads_it(
    value: object, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    found = parse(text)
    assert json.dumps(found) == json.dumps(value), "types and order count too"


def test_marks_stand_where_the_text_does() -> None:
    text = '{\n  "a": [1,\n    {"k\\u0041" : null}],\n  "é😀": true, "b": 2}'
    root = parse(text)
    assert isinstance(root, Map)
    assert root.mark == Mark(1, 1)
    assert root.key_mark("a") == Mark(2, 3)
    assert root.value_mark("a") == Mark(2, 8)
    assert root.key_mark("b") == Mark(4, 15), "columns count characters"
    items = root["a"]
    assert isinstance(items, Seq)
    assert items.marks == [Mark(2, 9), Mark(3, 5)]
    inner = locate(root, ["a", 1, "kA"])
    assert (inner.line, inner.column, inner.pointer) == (3, 18, "/a/1/kA")


def test_what_libyaml_cannot_read() -> None:
    key = "k" * 5000
    text = f'{{"{key}": "\\ud83d\\ude00 \\/ \u2028 \x7f", "b": "\ufeff"}}'
    assert parse(text) == {key: "\U0001f600 / \u2028 \x7f", "b": "\ufeff"}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("{", 1, 2, "double quotes"),
        ('{"a"', 1, 5, "':'"),
        ('{"a": 1', 1, 8, "'}'"),
        ('{"a": }', 1, 7, "value"),
        ("[1, 2", 1, 6, "']'"),
        ("[1,]", 1, 4, "value"),
        ('{"a": 1,\n}', 2, 1, "double quotes"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ('{"a": 1 // x\n}', 1, 9, "'}'"),
        ('{"a": 1} x', 1, 10, "after the end"),
        ('{"a": "b\nc"}', 1, 9, "line break"),
        ('{"a": "bc}', 1, 7, "not closed"),
        ('{"a": "\\q"}', 1, 8, "escape"),
        ('{"a": "\\u12"}', 1, 9, "escape"),
        ('{"a": NaN}', 1, 7, "NaN"),
        ('{"a": -Infinity}', 1, 7, "Infinity"),
        ('{"a": 01}', 1, 7, "01"),
        ('{"a": 1.}', 1, 7, "1."),
        ('{"a": True}', 1, 7, "True"),
        ("", 1, 1, "ends"),
    ],
)
def test_what_is_not_json(text: str, line: int, column: int, words: str) -> None:
    found = refusal(text)
    assert found.code == "SW011"
    assert words in found.message
    assert place(found)[:2] == (line, column)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,}', "comma"),
        ("[1,]", "comma"),
        ("{'a': 1}", "double quotes"),
        ('{"a": 1, // x\n"b": 2}', "comments"),
        ('{"a": 1 /* x */}', "comments"),
    ],
)
def test_usual_mistakes_have_a_hint(text: str, words: str) -> None:
    assert words in refusal(text).hint


def test_duplicate_keys_name_both_places() -> None:
    found = refusal('{"a": {"id": 1,\n "i\\u0064": 2}}')
    assert (found.code, place(found)) == ("SW003", (2, 2, "/a/id"))
    ((_, first),) = found.related
    assert (first.line, first.column) == (1, 8)


def test_lone_surrogates() -> None:
    found = refusal('{"a": ["\\ud800"]}')
    assert (found.code, place(found)) == ("SW008", (1, 8, "/a/0"))


def test_numbers_beyond_the_limits() -> None:
    assert refusal('{"a": 1e999}').code == "SW009"
    found = refusal(f'{{"a": {"9" * 5001}}}')
    assert (found.code, place(found)) == ("SW006", (1, 7, "/a"))
    assert parse("9" * 400) == int("9" * 400)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_is_bounded(opening: str, closing: str) -> None:
    limits = Limits(depth=3)
    assert parse(opening * 3 + "1" + closing * 3, limits) is not None
    assert refusal(opening * 4 + "1" + closing * 4, limits).code == "SW006"
    assert refusal(opening * 100_000).code == "SW006"


def test_nodes_are_bounded() -> None:
    text = "[" + "0," * 9 + "0]"
    assert parse(text, Limits(nodes=11)) == [0] * 10
    assert refusal(text, Limits(nodes=10)).code == "SW006"


def test_a_part_of_a_source_has_the_marks_of_the_source() -> None:
    source = Source("page.md", '```json\n  {"a":\n  1}\n```\n')
    root = parse_json(source, '{"a":\n1}\n', line_offset=1, column_offset=2)
    assert isinstance(root, Map)
    assert root.value_mark("a") == Mark(3, 3)
