"""Parameters in every style, held against the specification's own table."""

from __future__ import annotations

from typing import Any

import pytest
from support.style_examples import CELLS, Cell

from runtime.models import Model
from runtime.omit import OMIT
from runtime.styles import Styled, json_text

PLACED = [(cell, place) for cell in CELLS for place in cell.places]


def sent(caller: Any, place: str, value: object) -> str:
    """What a parameter named `color` is on the wire."""
    caller.exchange.reply(json=None)
    key = {"header": "headers", "cookie": "cookies"}.get(place, place)
    template = "/x{color}" if place == "path" else "/x"
    caller.request("GET", template, **{key: {"color": value}})
    request = caller.exchange.request
    if place in {"header", "cookie"}:
        return str(request.headers["color" if place == "header" else "cookie"])
    return str(request.url.raw_path.decode().removeprefix("/x").removeprefix("?"))


@pytest.mark.parametrize(("cell", "place"), PLACED, ids=str)
def test_a_cell_of_the_table(caller: Any, cell: Cell, place: str) -> None:
    style: Any = cell.style
    styled = Styled(cell.value, style, explode=cell.explode)
    assert sent(caller, place, styled) == cell.text


@pytest.mark.parametrize(
    ("style", "explodes"),
    [
        ("form", True),
        ("cookie", True),
        ("simple", False),
        ("matrix", False),
        ("pipeDelimited", False),
    ],
)
def test_explode_is_by_default_that_of_the_style(style: Any, explodes: bool) -> None:
    assert Styled("", style).explodes is explodes


class Colour(Model):
    red: int
    green: int | None = None


@pytest.mark.parametrize(
    ("place", "style", "value", "text"),
    [
        ("query", "form", Colour(red=1), "red=1"),
        ("query", "form", {"a": None, "b": OMIT, "c": 1}, "c=1"),
        ("query", "form", {"a": {"b": [1, 2]}}, "a%5Bb%5D=1&a%5Bb%5D=2"),
        ("query", "form", [{"a": 1}, None, 2], "color%5B0%5D%5Ba%5D=1&color%5B1%5D=2"),
        ("query", "form", [], ""),
        ("query", "form", None, ""),
        ("query", "deepObject", ["x", "y"], "color%5B0%5D=x&color%5B1%5D=y"),
        (
            "query",
            "deepObject",
            {"a": {"b": [{"c": 1}, {"c": 2}]}},
            "color%5Ba%5D%5Bb%5D%5B0%5D%5Bc%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=2",
        ),
        ("query", "pipeDelimited", ["a|b", "c d"], "color=a%7Cb%7Cc%20d"),
        ("query", "spaceDelimited", [], ""),
        ("query", "pipeDelimited", [{"a": 1}, 2], "color=%7B%22a%22%3A1%7D%7C2"),
        ("path", "simple", {"a b": "c,d/e"}, "a%20b,c%2Cd%2Fe"),
        ("path", "matrix", ["a;b", ""], ";color=a%3Bb,"),
        ("header", "simple", {"a": [1, 2]}, "a,[1,2]"),
        ("cookie", "form", ["a b", "c&d"], "color=a%20b&color=c%26d"),
        ("cookie", "cookie", "a%20b,c", "color=a%20b,c"),
    ],
)
def test_what_the_table_leaves_out(
    caller: Any, place: str, style: Any, value: object, text: str
) -> None:
    assert sent(caller, place, Styled(value, style)) == text


@pytest.mark.parametrize("style", ["spaceDelimited", "pipeDelimited"])
@pytest.mark.parametrize("value", ["x y", ["x", "y"], {"R": 1, "G": 2}])
def test_what_delimited_styles_are_not_for_is_written_as_a_form(
    caller: Any, style: Any, value: object
) -> None:
    found = sent(caller, "query", Styled(value, style, explode=True))
    assert found == sent(caller, "query", Styled(value, "form", explode=True))


@pytest.mark.parametrize("style", ["spaceDelimited", "pipeDelimited", "deepObject"])
def test_one_value_is_a_pair_in_any_style(caller: Any, style: Any) -> None:
    assert sent(caller, "query", Styled("x y", style)) == "color=x%20y"


def test_an_empty_item_of_a_matrix_has_no_equals_sign(caller: Any) -> None:
    """RFC 6570 section 3.2.7."""
    styled = Styled(["", "b"], "matrix", explode=True)
    assert sent(caller, "path", styled) == ";color;color=b"


@pytest.mark.parametrize(
    ("place", "text", "kept"),
    [
        ("query", "a/b?c:d@e!$'()*,;=", "a/b?c:d@e!$'()*,;="),
        # What would end the value, or stands for a space, is data all the same.
        ("query", "a&b+c#d[e]", "a%26b%2Bc%23d%5Be%5D"),
        ("query", "50%25 %zz é", "50%25%20%25zz%20%C3%A9"),
        ("path", "a:b@c;d=e/f?g#h", "a:b@c;d=e%2Ff%3Fg%23h"),
    ],
)
def test_reserved_characters_are_kept_where_allowed(
    caller: Any, place: str, text: str, kept: str
) -> None:
    style: Any = "form" if place == "query" else "simple"
    found = sent(caller, place, Styled(text, style, allow_reserved=True))
    assert found.removeprefix("color=") == kept


@pytest.mark.parametrize("value", [None, OMIT, [], {}, ""])
def test_a_path_needs_a_value_in_any_style(caller: Any, value: object) -> None:
    with pytest.raises(ValueError, match="color must not be"):
        sent(caller, "path", Styled(value, "simple"))


@pytest.mark.parametrize(
    ("style", "value", "reserved"),
    [
        ("label", "", False),
        ("label", ".", False),
        ("simple", "..", False),
        ("simple", "%2e%2E", True),
    ],
)
def test_no_style_makes_a_dot_segment(
    caller: Any, style: Any, value: str, reserved: bool
) -> None:
    styled = Styled(value, style, allow_reserved=reserved)
    with pytest.raises(ValueError, match="color must not make '"):
        caller.request("GET", "/a/{color}/b", path={"color": styled})
    assert caller.exchange.requests == []


@pytest.mark.parametrize("value", ["a;b", "a\r\nb", "é", "a\x00"])
def test_a_raw_cookie_that_would_be_another_is_refused(caller: Any, value: str) -> None:
    with pytest.raises(ValueError, match="color: a cookie cannot carry"):
        sent(caller, "cookie", Styled(value, "cookie"))
    assert caller.exchange.requests == []


def test_a_key_that_is_no_name_of_a_cookie_is_refused(caller: Any) -> None:
    with pytest.raises(ValueError, match="cookie"):
        sent(caller, "cookie", Styled({"a b": 1}, "cookie"))


def test_a_parameter_of_json(caller: Any) -> None:
    value = {"a": ["é", None], "b": OMIT}
    assert sent(caller, "query", json_text(value)) == (
        "color=%7B%22a%22%3A%5B%22%C3%A9%22%2Cnull%5D%7D"
    )
    text = json_text({"a": "é\U0001f600"}, ascii=True)
    assert sent(caller, "header", text) == '{"a":"\\u00e9\\ud83d\\ude00"}'
    assert json_text(None) is None
    assert json_text(OMIT) is None


@pytest.mark.parametrize(
    ("value", "kind", "query"),
    [
        ({"a": [1, 2], "b": "x y"}, None, "a=1&a=2&b=x%20y"),
        ({"a": 1}, "application/json", "%7B%22a%22%3A1%7D"),
        ("$.a?(@.b)", "text/plain", "$.a?(@.b)"),
        (None, None, ""),
    ],
)
def test_a_parameter_that_is_the_whole_query(
    caller: Any, value: object, kind: str | None, query: str
) -> None:
    caller.exchange.reply(json=None)
    more = {} if kind is None else {"querystring_type": kind}
    caller.request("GET", "/x", querystring=value, **more)
    assert caller.exchange.request.url.raw_path.decode() == (
        f"/x?{query}" if query else "/x"
    )
