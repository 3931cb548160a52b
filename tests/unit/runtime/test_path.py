"""Path values can change nothing but their own segment."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, strategies

from runtime.omit import OMIT
from runtime.styles import Styled
from runtime.urls import BaseUrl, fill_path


class Colour(Enum):
    RED = "red/ish"


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("voice id", "voice%20id"),
        ("sample/1", "sample%2F1"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("a-._~Z9", "a-._~Z9"),
        ("é", "%C3%A9"),
        ("a:@!$&'()*+,;=", "a%3A%40%21%24%26%27%28%29%2A%2B%2C%3B%3D"),
        ("x\r\ny", "x%0D%0Ay"),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        (Colour.RED, "red%2Fish"),
        (date(2024, 2, 3), "2024-02-03"),
        (Styled(["a", "b,c"], "simple"), "a,b%2Cc"),
    ],
)
def test_a_value_is_one_encoded_segment(value: object, sent: str) -> None:
    assert fill_path("/v1/{id}/x", id=value) == f"/v1/{sent}/x"


@pytest.mark.parametrize("value", ["", ".", "..", None, OMIT, Styled([], "simple")])
def test_a_value_that_would_move_the_path_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="voice_id must not be"):
        fill_path("/v1/{voice_id}/x", voice_id=value)


def test_a_list_of_dots_is_refused_too() -> None:
    with pytest.raises(ValueError, match=r"must not make '\.\.' a part of the path"):
        fill_path("/v1/{voice_id}/x", voice_id=Styled([".."], "simple"))


def test_a_value_of_no_text_is_refused_by_name() -> None:
    for value, kind in (({"a": 1}, "dict"), (["a", "b"], "list"), (b"a", "bytes")):
        with pytest.raises(TypeError, match=f"id: a value of type {kind}"):
            fill_path("/{id}", id=value)
    with pytest.raises(ValueError, match="id holds a character that has no UTF-8"):
        fill_path("/{id}", id="\ud800")
    with pytest.raises(ValueError, match="id: nan cannot be sent"):
        fill_path("/{id}", id=float("nan"))


def test_literal_text_keeps_its_braces_and_loses_its_fragment() -> None:
    assert fill_path("/a{{b}}/{id}#x y", id="1") == "/a%7Bb%7D/1%23x%20y"


def test_a_placeholder_may_have_any_name() -> None:
    assert (
        fill_path("/{template}/{voice-id}", template="a", **{"voice-id": "b"}) == "/a/b"
    )


@given(strategies.text(min_size=1).filter(lambda text: text not in (".", "..")))
def test_the_number_of_segments_never_changes(value: str) -> None:
    try:
        text = fill_path("/v1/{id}/end", id=value)
    except ValueError:
        assert any("\ud800" <= mark <= "\udfff" for mark in value)
        return
    assert text.count("/") == 3
    assert text.endswith("/end")
    assert not {"?", "#"} & set(text)


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://h.test", "https://h.test/v1/a?q=1"),
        ("https://h.test/", "https://h.test/v1/a?q=1"),
        ("https://h.test/api/", "https://h.test/api/v1/a?q=1"),
        ("https://h.test/api?tenant=7#x", "https://h.test/api/v1/a?tenant=7&q=1"),
        ("http://user:pw@h.test:8080", "http://user:pw@h.test:8080/v1/a?q=1"),
    ],
)
def test_the_base_keeps_its_prefix_and_query(base: str, url: str) -> None:
    assert BaseUrl.parse(base).join("/v1/a", "q=1") == url


def test_a_query_in_the_path_of_an_operation_is_kept() -> None:
    base = BaseUrl.parse("https://h.test/api?a=1")
    assert base.join("/x?b=2", "c=3") == "https://h.test/api/x?a=1&b=2&c=3"


@pytest.mark.parametrize("base", ["", "/v1", "h.test", "ftp://h.test", "https://"])
def test_a_base_that_is_no_url_is_refused(base: Any) -> None:
    with pytest.raises(ValueError, match="base_url must be an http or https URL"):
        BaseUrl.parse(base)


def test_a_refused_base_does_not_show_its_password() -> None:
    with pytest.raises(ValueError, match=r"ftp://\*\*\*@h\.test") as caught:
        BaseUrl.parse("ftp://user:hidden@h.test")
    assert "hidden" not in str(caught.value)
