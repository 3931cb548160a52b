"""The layout is black's own: held against black on random statements."""

from __future__ import annotations

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specwright.python.layout import (
    Alternatives,
    Declaration,
    Group,
    Pair,
    Piece,
    call,
    display,
    equality,
    statement,
    subscript,
)
from specwright.text import Code

MODE = black.Mode(target_versions={black.mode.TargetVersion.PY310})
HEADER = "from __future__ import annotations\n\n"

names = st.sampled_from(
    [
        Code(n)
        for n in (
            "A",
            "str",
            "Voice",
            "AudioWithTimestamps",
            "PronunciationDictionaryVersionLocatorRequestModel",
            "VoiceSharingModerationCheckResponseModelUpdatedAtLong",
        )
    ]
)
strings = st.integers(1, 60).map(lambda n: Code('"' + "x" * n + '"'))


def types(depth: int = 2) -> st.SearchStrategy[Piece]:
    if depth == 0:
        return names
    inner = types(depth - 1)
    return st.one_of(
        names,
        inner.map(lambda t: subscript("list", [t])),
        inner.map(lambda t: subscript("dict", [Code("str"), t])),
        st.lists(strings, min_size=1, max_size=6).map(
            lambda items: subscript("Literal", items)
        ),
        st.lists(inner, min_size=2, max_size=4).map(
            lambda items: subscript("Union", items)
        ),
    )


def annotated() -> st.SearchStrategy[Piece]:
    return st.one_of(
        types(),
        types().map(lambda t: Alternatives((t, Code("None")))),
        types().map(lambda t: Alternatives((t, Code("None"), Code("Omit")))),
    )


def values(depth: int = 2) -> st.SearchStrategy[Piece]:
    leaf = st.one_of(strings, st.sampled_from([Code("1"), Code("None"), Code("name")]))
    if depth == 0:
        return leaf
    inner = values(depth - 1)
    return st.one_of(
        leaf,
        st.lists(st.tuples(strings, inner), max_size=4).map(
            lambda items: display("{", [Pair(Code(f"{k}: "), v) for k, v in items], "}")
        ),
        st.lists(inner, max_size=4).map(lambda items: display("[", items, "]")),
        st.lists(inner, max_size=3).map(lambda items: call("Model", items)),
    )


parameters = st.builds(
    lambda n, a, d: Declaration(Code(f"p{n}"), a, d),
    st.integers(0, 10**9),
    annotated(),
    st.sampled_from([None, Code("None"), Code("OMIT")]),
)


results = st.one_of(
    names,
    names.map(lambda n: subscript("AsyncStream", [n])),
    names.map(lambda n: subscript("dict", [Code("str"), n])),
    names.map(lambda n: Alternatives((n, Code("None")))),
)


def assert_black(source: str) -> None:
    assert black.format_str(source, mode=MODE) == source


@settings(max_examples=150, deadline=None)
@given(st.lists(parameters, max_size=4), results)
def test_definitions(items: list[Declaration], returns: Piece) -> None:
    required = [i for i in items if i.default is None]
    optional = [i for i in items if i.default is not None]
    head = Group(
        Code("def method("),
        (Code("self"), Code("*"), *required, *optional) if items else (Code("self"),),
        Code(")"),
        is_definition=True,
        returns=returns,
    )
    assert_black(f"{HEADER}\nclass Resource:\n    {statement(head, 1)}\n        pass\n")


@settings(max_examples=150, deadline=None)
@given(
    st.integers(30, 120),
    st.lists(values(), max_size=3),
    st.sampled_from(["result = ", "result = await "]),
)
def test_calls_of_long_names(size: int, items: list[Piece], before: str) -> None:
    made = statement(call(f"resource.{'m' * size}", items), 1, before)
    assert_black(f"{HEADER}\nasync def f():\n    {made}\n")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(names, values()), max_size=5))
def test_calls(items: list[tuple[Code, Piece]]) -> None:
    body = call(
        "self._transport.request",
        [Code('"GET"'), *(Pair(Code(f"k{i}="), v) for i, (_, v) in enumerate(items))],
    )
    assert_black(
        f"{HEADER}\ndef f():\n    {statement(body, 1, 'return ')}\n\n\n"
        f"async def g():\n    {statement(body, 1, 'return await ')}\n"
        f"    {statement(body, 1, 'result = ')}\n"
    )


@settings(max_examples=150, deadline=None)
@given(annotated(), strings, st.booleans(), st.booleans())
def test_fields(annotation: Piece, wire: Code, has_field: bool, optional: bool) -> None:
    default: Piece | None = Code("None") if optional else None
    if has_field:
        first = [Pair(Code("default="), default)] if default else []
        alias = [
            Pair(Code("validation_alias="), wire),
            Pair(Code("serialization_alias="), wire),
        ]
        default = call("Field", [*first, *alias])
    field = statement(Declaration(Code("wire_name"), annotation, default), 1)
    assert_black(f"{HEADER}\nclass Voice(Model):\n    {field}\n")


@settings(max_examples=150, deadline=None)
@given(annotated())
def test_aliases(annotation: Piece) -> None:
    alias = statement(annotation, before="VoiceOrSettings: TypeAlias = ")
    assert_black(f"{HEADER}{alias}\n")


@pytest.mark.parametrize("size", [20, 45, 46, 84, 85, 100])
def test_aliases_of_long_names(size: int) -> None:
    alias = statement(Code("N" * size), before="NameOfWhatElse: TypeAlias = ")
    assert_black(f"{HEADER}{alias}\n")


@settings(max_examples=150, deadline=None)
@given(values(), st.sampled_from(["plain(result)", "exchange.request.url.raw_path"]))
def test_equalities(value: Piece, left: str) -> None:
    line = equality(Code(left), value, 1)
    assert_black(f"{HEADER}\ndef f():\n    {line}\n")


@pytest.mark.parametrize("n", [1, 2, 5])
def test_an_empty_group_never_opens(n: int) -> None:
    assert statement(call("f" * 90, []), n) == "f" * 90 + "()"


@pytest.mark.parametrize("size", [50, 60, 62, 63, 64, 68, 69, 70, 71, 90])
@pytest.mark.parametrize("parts", ["client.", "client.a.b."])
def test_assignments_of_long_attributes(parts: str, size: int) -> None:
    line = statement(Code(parts + "n" * size), 2, "resource = ")
    assert_black(f"def f() -> None:\n    if True:\n        {line}\n")
