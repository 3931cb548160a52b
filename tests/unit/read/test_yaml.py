"""YAML to the tree: types, marks, what is refused and where."""

from __future__ import annotations

import json
import math

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from specwright.diagnostics import Diagnostic, Source, Unusable
from specwright.read import yaml as reader
from specwright.read.limits import Limits
from specwright.read.tree import Map, Mark, Node, Seq, locate
from specwright.read.yaml import parse_yaml


def parse(text: str, limits: Limits | None = None) -> Node:
    return parse_yaml(Source("api.yaml", text), limits=limits or Limits())


def mapping(text: str) -> Map:
    node = parse(text)
    assert isinstance(node, Map)
    return node


def refusal(text: str, limits: Limits | None = None) -> Diagnostic:
    with pytest.raises(Unusable) as caught:
        parse(text, limits)
    return caught.value.diagnostic


def place(found: Diagnostic) -> tuple[int, int, str]:
    assert found.location is not None
    return found.location.line, found.location.column, found.location.pointer


@pytest.fixture(params=["c", "python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs on libyaml and on the parser in pure Python."""
    if request.param == "python":
        monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("1E+2", 100.0),
        ("-0.0", -0.0),
    ],
)
def test_plain_scalars_of_the_core_schema(text: str, value: object) -> None:
    found = mapping(f"a: {text}\n")["a"]
    assert type(found) is type(value)
    assert found == value


@pytest.mark.parametrize(
    "text",
    [
        *("on", "off", "yes", "no", "y", "N", "nULL", "tRUE"),
        *("12:30", "12:30:45", "190:20:30"),
        *("010", "0o10", "0x1F", "1_000", "+1", "1.", ".5", "1e", "--1"),
        *("2024-10-01", "2024-02-30", "2024-10-01T10:00:00Z", "1.10.0"),
        *("=", "NaN", "inf", "Infinity"),
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert mapping(f"a: {text}\n")["a"] == text


def test_quoted_scalars_are_text() -> None:
    assert mapping("a: '1'\nb: \"true\"\nc: |\n  null\n") == {
        "a": "1",
        "b": "true",
        "c": "null\n",
    }


def test_keys_are_text_as_written() -> None:
    text = "200: a\non: b\nnull: c\n~: d\n1.0: e\n2024-01-01: f\ntrue: g\n? h\n: i\n"
    keys = ["200", "on", "null", "~", "1.0", "2024-01-01", "true", "h"]
    assert list(mapping(text)) == keys


def test_core_tags_are_honoured() -> None:
    text = (
        "a: !!str 12\nb: !!int '7'\nc: !!float 1\nd: !!bool 'true'\n"
        "e: !!null ''\nf: !!map {}\ng: !!seq []\n!!str h: ! 12\n"
    )
    expected = {"a": "12", "b": 7, "c": 1, "d": True, "e": None, "f": {}, "g": []}
    assert mapping(text) == expected | {"h": "12"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("!!python/object/apply:os.getcwd []", "!!python/object/apply:os.getcwd"),
        ("!!python/name:os.system ''", "!!python/name:os.system"),
        ("!include other.yaml", "!include"),
        ("!!binary aGVsbG8=", "!!binary"),
        ("!!set {a, b}", "!!set"),
        ("!!omap [a: 1]", "!!omap"),
        ("!!timestamp 2024-01-01", "!!timestamp"),
        ("!!int twelve", "!!int"),
        ("!!bool 'yes'", "!!bool"),
        ("!!seq {a: b}", "!!seq"),
        ("!<tag:example.com,2000:x> a", "tag:example.com,2000:x"),
    ],
)
def test_other_tags_are_refused(value: str, shown: str) -> None:
    found = refusal(f"a:\n  b: {value}\n")
    assert found.code == "SW005"
    assert shown in found.message
    assert place(found) == (2, 6, "/a/b")


def test_marks_count_from_one_and_point_at_keys_and_values() -> None:
    root = mapping("# first\na:\n  - b: 1\n    cc:   two\n  - [x, yy]\n")
    at_value = locate(root, ["a", 0, "cc"])
    assert (at_value.line, at_value.column) == (4, 11)
    at_key = locate(root, ["a", 0, "cc"], key=True)
    assert (at_key.line, at_key.column) == (4, 5)
    at_item = locate(root, ["a", 1, 1])
    assert (at_item.line, at_item.column) == (5, 9)
    assert at_item.pointer == "/a/1/1"
    a = root["a"]
    assert isinstance(a, Seq)
    assert a.mark == Mark(3, 3)


def test_marks_count_characters_not_bytes() -> None:
    root = mapping('{"ÄÖ😀": x, b: 1}')
    assert root.key_mark("b") == Mark(1, 12)


def test_a_part_of_a_source_has_the_marks_of_the_source() -> None:
    source = Source("page.md", "# T\n\n  ```yaml\n  a:\n    b: 1\n  ```\n")
    root = parse_yaml(source, "a:\n  b: 1\n", line_offset=3, column_offset=2)
    assert isinstance(root, Map)
    found = locate(root, ["a", "b"])
    assert (found.line, found.column) == (5, 8)
    with pytest.raises(Unusable) as caught:
        parse_yaml(source, "a:\n  b: 'x", line_offset=3, column_offset=2)
    assert place(caught.value.diagnostic)[0] == 5


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: 1\n", 2, 1, "tab"),
        ("a:\n  b: 1\n \tc: 2\n", 3, 2, "tab"),
        ("a: b: c\n", 1, 5, "mapping inside plain text"),
        ("a: [1, 2\nb: 3\n", 2, 2, "brackets"),
        ("a: {b: 1\n", 1, 8, "brackets"),
        ("- a\nb: c\n", 2, 1, "list"),
        ("a: 1\n b: 2\n", 2, 3, "mapping inside plain text"),
        ("a: x\nb\nc: d\n", 3, 1, "':'"),
        ("a: @x\n", 1, 4, "'@'"),
        ("a: `x`\n", 1, 4, "'`'"),
        ('a: "b\n', 1, 5, "quoted text"),
        ('a: "\\q"\n', 1, 5, "escape"),
        ('a: "\\ud800 x"\n', 1, 7, "surrogate"),
        ("a: !x!y z\n", 1, 4, "tag"),
        ("%YAML 2.0\n---\na: 1\n", 1, 1, "version"),
    ],
)
def test_syntax_errors_say_what_and_where(
    text: str, line: int, column: int, words: str
) -> None:
    found = refusal(text)
    if reader._LOADER is yaml.SafeLoader:  # it has other words, and other columns
        assert found.code in ("SW002", "SW008")
        return
    assert found.code == "SW002"
    assert words in found.message
    assert place(found)[:2] == (line, column)


def test_an_open_bracket_is_named_where_it_opens() -> None:
    found = refusal("a: 1\nb: [1, 2\nc: 3\n")
    ((_, opened),) = found.related
    assert (opened.line, opened.column) == (2, 4)


def test_duplicate_keys_name_both_places() -> None:
    found = refusal("a:\n  id: 1\n  x: 2\n  id: 3\n")
    assert found.code == "SW003"
    assert place(found) == (4, 3, "/a/id")
    ((_, first),) = found.related
    assert (first.line, first.column) == (2, 3)


@pytest.mark.parametrize(
    "text", ["200: a\n'200': b\n", "{a: 1, ? a : 2}", "<<: {}\n<<: {}"]
)
def test_keys_are_compared_as_text(text: str) -> None:
    assert refusal(text).code == "SW003"


def test_aliases_repeat_what_anchors_name() -> None:
    root = mapping("a: &x {k: [1]}\nb: *x\nc: &y 12\nd: *y\n&z e: *z\n")
    assert root == {"a": {"k": [1]}, "b": {"k": [1]}, "c": 12, "d": 12, "e": "e"}
    assert locate(root, ["b"]).line == 1, "the place is that of the value"


def test_an_alias_may_be_a_key_where_it_is_text() -> None:
    assert mapping("a: &k name\n*k : 1\n") == {"a": "name", "name": 1}
    assert refusal("a: &k 12\n*k : 1\n").code == "SW010"


def test_an_anchor_may_be_given_anew() -> None:
    assert mapping("a: &x 1\nb: &x 2\nc: *x\n") == {"a": 1, "b": 2, "c": 2}


def test_an_alias_without_an_anchor() -> None:
    found = refusal("a:\n  b: *nope\n")
    assert (found.code, place(found)) == ("SW004", (2, 6, "/a/b"))


def test_an_alias_inside_its_own_anchor() -> None:
    found = refusal("a: &loop\n  b:\n    - *loop\n")
    assert (found.code, place(found)) == ("SW004", (3, 7, "/a/b/0"))
    ((_, anchor),) = found.related
    assert (anchor.line, anchor.column) == (1, 4)


def test_merge_keys_as_yaml_1_1_defines_them() -> None:
    text = (
        "a: &a {p: 1, q: 1}\nb: &b {q: 2, r: 2}\n"
        "one: {<<: *a, q: 3}\nlist: {r: 3, <<: [*b, *a]}\nfar: {<<: {s: 4}}\n"
    )
    root = mapping(text)
    assert root["one"] == {"p": 1, "q": 3}
    assert root["list"] == {"q": 2, "r": 3, "p": 1}
    assert root["far"] == {"s": 4}
    assert locate(root, ["one", "p"]).line == 1
    assert locate(root, ["one", "q"]).line == 3
    assert root["a"] == {"p": 1, "q": 1}, "what is merged stays as it is"


def test_a_quoted_merge_key_is_a_key() -> None:
    assert mapping("'<<': 1\n") == {"<<": 1}


@pytest.mark.parametrize("value", ["1", "[1]", "text", "null"])
def test_only_mappings_are_merged(value: str) -> None:
    found = refusal(f"a:\n  <<: {value}\n")
    assert (found.code, place(found)[:2]) == ("SW010", (2, 7))


@pytest.mark.parametrize(
    "key", ["? [a, b]\n: 1", "? {c: d}\n: 1", "{{x}}: 1", "[a]: 1"]
)
def test_keys_that_are_collections(key: str) -> None:
    assert refusal(f"{key}\n").code == "SW010"


def test_a_second_document() -> None:
    found = refusal("a: 1\n---\nb: 2\n")
    assert (found.code, place(found)[:2]) == ("SW007", (2, 1))
    assert parse("%YAML 1.2\n---\na: 1\n...\n# end\n") == {"a": 1}


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\uffff"]
)
def test_characters_that_yaml_has_not(char: str) -> None:
    found = refusal(f"a: 1\nb: x{char}y\n")
    assert (found.code, place(found)[:2]) == ("SW008", (2, 5))
    assert f"U+{ord(char):04X}" in found.message


def test_escaped_control_characters_are_text() -> None:
    assert mapping('a: "\\0\\e[31m"') == {"a": "\0\x1b[31m"}


def test_line_breaks_of_yaml_1_1_are_characters() -> None:
    text = "a: x\u2028  y\nb: 'p\x85q'\n\"k\u2029\": |\n  l\u2028m\nc: 1\n"
    root = mapping(text)
    expected = {"a": "x\u2028  y", "b": "p\x85q", "k\u2029": "l\u2028m\n", "c": 1}
    assert root == expected
    assert root.key_mark("c").line == 5


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1e400", "-1.0e+999"])
def test_numbers_that_json_cannot_hold(text: str) -> None:
    found = refusal(f"a: {text}\n")
    assert (found.code, place(found)) == ("SW009", (1, 4, "/a"))


def test_long_numbers_are_refused_and_kept_as_text_in_quotes() -> None:
    found = refusal(f"a: {'1' * 5001}\n")
    assert found.code == "SW006"
    assert "400" in found.message
    assert mapping(f"a: {'1' * 400}\n") == {"a": int("1" * 400)}
    assert mapping(f"a: '{'1' * 5001}'\n") == {"a": "1" * 5001}


def test_depth_is_bounded() -> None:
    limits = Limits(depth=3)
    assert parse("a: {b: [1]}", limits) == {"a": {"b": [1]}}
    found = refusal("a: {b: [{}]}", limits)
    assert (found.code, place(found)) == ("SW006", (1, 9, "/a/b/0"))
    assert refusal("a: " + "[" * 50_000).code == "SW006"


def test_aliases_cannot_hide_depth() -> None:
    text = "a: &a [[1]]\nb: &b [*a]\nc: [*b]\n"
    assert parse(text, Limits(depth=5)) is not None
    found = refusal(text, Limits(depth=4))
    assert (found.code, place(found)[:2]) == ("SW006", (3, 5))


def test_nodes_are_bounded() -> None:
    text = "[" + "1, " * 20 + "]"
    assert parse(text, Limits(nodes=21)) == [1] * 20
    found = refusal(text, Limits(nodes=20))
    assert found.code == "SW006"
    assert "20 values" in found.message


def test_only_what_aliases_add_counts_as_growth() -> None:
    bomb = "a: &a [1, 1, 1]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}]\n"
        for old, new in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True)
    )
    found = refusal(bomb)
    assert found.code == "SW006"
    assert "10,000 values" in found.message
    large = "".join(f"k{i}: [1, 2, 3]\n" for i in range(200))
    assert parse(large + "a: &a 1\nb: *a\n", Limits(alias_growth=1)) is not None


def test_merges_count_as_growth() -> None:
    keys = ", ".join(f"k{i}: 1" for i in range(100))
    text = f"a: &a {{{keys}}}\n" + "".join(f"m{i}: {{<<: *a}}\n" for i in range(90))
    assert refusal(text, Limits(alias_growth=1500)).code == "SW006"


def test_an_empty_document_is_none() -> None:
    assert parse("") is None
    assert parse("# nothing\n") is None
    assert parse("---\n") is None


_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(_JSON)
def test_what_another_writer_wrote_reads_back(value: object) -> None:
    # Every scalar in double quotes, with an explicit tag where it is not text.
    text = yaml.safe_dump({"v": value}, default_style='"', allow_unicode=False)
    assert parse(text) == {"v": value}


@settings(max_examples=200, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_numbers_in_json_spelling_are_exact(value: float) -> None:
    found = mapping(f"a: {json.dumps(value)}")["a"]
    assert isinstance(found, (int, float))
    assert type(found) is type(value)
    assert found == value
    assert math.copysign(1, found) == math.copysign(1, value)
