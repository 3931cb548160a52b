"""JSON, urlencoded and raw bodies, byte for byte."""

from __future__ import annotations

import dataclasses
import io
from datetime import date, datetime, time, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel, Field

from runtime.encode import to_json
from runtime.models import Model
from runtime.omit import OMIT, given
from runtime.styles import Styled

RESERVED = b"x=a/b+c%26d%3De%2Bf%20"


class Level(IntEnum):
    HIGH = 3


class Colour(Enum):
    RED = "red"


class Voice(Model):
    name: str
    owner_id: str | None = Field(
        default=None, validation_alias="ownerId", serialization_alias="ownerId"
    )


class Foreign(BaseModel):
    some_name: str = Field(alias="someName")
    unset: int = 3


@dataclasses.dataclass
class Point:
    x: int
    colour: Colour


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ({"a": 1, "b": "x"}, b'{"a":1,"b":"x"}'),
        ({"a": None, "b": OMIT}, b'{"a":null}'),
        ({"a": {"b": OMIT, "c": [OMIT, None]}}, b'{"a":{"c":[null]}}'),
        ({}, b"{}"),
        ([], b"[]"),
        (None, b"null"),
        ("é\u2028", '"é\u2028"'.encode()),
        ("\ud800", b'"\\ud800"'),
        (datetime(2024, 1, 2, tzinfo=timezone.utc), b'"2024-01-02T00:00:00Z"'),
        (datetime(2024, 1, 2), b'"2024-01-02T00:00:00"'),
        ([date(2024, 1, 2), time(3, 4)], b'["2024-01-02","03:04:00"]'),
        ({Colour.RED: Level.HIGH, 1: True}, b'{"red":3,"1":true}'),
        (UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        (Decimal("1.10"), b'"1.10"'),
        ({"v": Voice(name="a")}, b'{"v":{"name":"a"}}'),
        ([Voice(name="a", owner_id="7")], b'[{"name":"a","ownerId":"7"}]'),
        (Foreign(someName="a"), b'{"someName":"a"}'),
        (Point(1, Colour.RED), b'{"x":1,"colour":"red"}'),
        ((1, frozenset({2})), b"[1,[2]]"),
    ],
)
def test_json(caller: Any, value: object, sent: bytes) -> None:
    caller.exchange.reply(json=None)
    caller.request("POST", "/x", json=value)
    assert caller.exchange.request.content == sent
    assert caller.exchange.request.headers["content-type"] == "application/json"
    assert caller.exchange.request.headers["content-length"] == str(len(sent))


def test_no_body_is_no_body(caller: Any) -> None:
    caller.exchange.reply(json=None)
    caller.request("POST", "/x", json=OMIT)
    assert caller.exchange.request.content == b""
    assert "content-type" not in caller.exchange.request.headers
    assert caller.exchange.request.headers["content-length"] == "0"


def test_given_makes_none_absent() -> None:
    assert (
        to_json({"a": given(None), "b": given(0), "c": given("")}) == b'{"b":0,"c":""}'
    )


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ({"a": float("nan")}, ValueError, "^a: nan has no form in JSON"),
        ({"a": [1, {"b": float("-inf")}]}, ValueError, r"^a\[1\]\.b: -inf has"),
        (
            {"v": Voice.model_construct(name=float("inf"))},
            ValueError,
            r"^v\.name: inf has",
        ),
        (float("nan"), ValueError, "^the body: nan has"),
        ({"a": 10**5000}, ValueError, "^a: the number is too long"),
        ({"a": b"\x00"}, TypeError, "^a: bytes have no form in JSON; if the API wants"),
        ({"a": [bytearray()]}, TypeError, r"^a\[0\]: bytes have no form"),
        (
            {"a": object()},
            TypeError,
            "^a: a value of type object cannot be sent as JSON",
        ),
        ({"a": Voice}, TypeError, "^a: .* cannot be sent as JSON"),
        ({(1, 2): 3}, TypeError, "^the body: a value of type tuple"),
    ],
)
def test_what_json_cannot_hold_is_refused(
    caller: Any, value: object, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        caller.request("POST", "/x", json=value)
    assert caller.exchange.requests == []


def test_a_body_that_contains_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="contains itself"):
        to_json(endless)


def test_extra_fields_are_merged_last(caller: Any) -> None:
    caller.exchange.reply(json=None)
    caller.request(
        "POST", "/x", json=Voice(name="a"), options={"body": {"name": "b", "new": [1]}}
    )
    assert caller.exchange.request.content == b'{"name":"b","new":[1]}'


def test_extra_fields_make_a_body_where_there_is_none(caller: Any) -> None:
    caller.exchange.reply(json=None)
    caller.request("POST", "/x", options={"body": {"a": 1}})
    assert caller.exchange.request.content == b'{"a":1}'


@pytest.mark.parametrize("body", [{"json": [1]}, {"content": b"x"}])
def test_extra_fields_need_an_object(caller: Any, body: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="this body is no object"):
        caller.request("POST", "/x", options={"body": {"a": 1}}, **body)


def test_urlencoded(caller: Any) -> None:
    caller.exchange.reply(json=None)
    form = {"a": "b c&é", "n": None, "l": [1, True], "o": {"k": [1]}, "x": OMIT}
    caller.request("POST", "/x", urlencoded=form, options={"body": {"z": 1}})
    expected = b"a=b+c%26%C3%A9&l=1&l=true&o=%7B%22k%22%3A%5B1%5D%7D&z=1"
    assert caller.exchange.request.content == expected
    kind = caller.exchange.request.headers["content-type"]
    assert kind == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content", "kind", "sent"),
    [
        (b"\x00\x01", "application/octet-stream", b"\x00\x01"),
        ("é", "text/plain", "é".encode()),
        (io.BytesIO(b"abc"), "application/octet-stream", b"abc"),
    ],
)
def test_raw_content(caller: Any, content: object, kind: str, sent: bytes) -> None:
    if isinstance(content, io.BytesIO):
        content.seek(0)
    caller.exchange.reply(json=None)
    caller.request("PUT", "/x", content=content)
    assert caller.exchange.request.content == sent
    assert caller.exchange.request.headers["content-type"] == kind
    assert caller.exchange.request.headers["content-length"] == str(len(sent))


def test_raw_content_from_a_path_and_from_chunks(caller: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"from disk")
    caller.exchange.reply(json=None)
    caller.request("PUT", "/x", content=file, content_type="audio/mpeg")
    assert caller.exchange.request.content == b"from disk"
    assert caller.exchange.request.headers["content-type"] == "audio/mpeg"

    caller.exchange.reply(json=None)
    caller.request("PUT", "/x", content=caller.chunks([b"a", b"b"]))
    assert caller.exchange.request.content == b"ab"
    assert caller.exchange.request.headers["transfer-encoding"] == "chunked"


def test_a_content_type_is_checked_at_the_call(caller: Any) -> None:
    with pytest.raises(ValueError, match="content_type: 'a/b\\\\r\\\\nX: y'"):
        caller.request("PUT", "/x", content=b"", content_type="a/b\r\nX: y")


def test_the_users_own_json_type_wins(caller: Any) -> None:
    caller.exchange.reply(json=None)
    options = {"headers": {"content-type": "application/vnd.api+json"}}
    caller.request("POST", "/x", json={}, options=options)
    kind = caller.exchange.request.headers["content-type"]
    assert kind == "application/vnd.api+json"


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (Styled(["a b", "c,d"], "form", explode=False), b"x=a+b,c%2Cd"),
        (Styled(["a", "b"], "spaceDelimited"), b"x=a+b"),
        (Styled(["a", "b"], "pipeDelimited"), b"x=a%7Cb"),
        (Styled({"a": [{"b": 1}]}, "deepObject"), b"x%5Ba%5D%5B0%5D%5Bb%5D=1"),
        (Styled("a/b c&d=e+f%20", "form", allow_reserved=True), RESERVED),
        (Styled(None, "form"), b""),
    ],
)
def test_a_field_of_a_form_in_a_style(caller: Any, value: object, sent: bytes) -> None:
    caller.exchange.reply(json=None)
    caller.request("POST", "/x", urlencoded={"x": value})
    assert caller.exchange.request.content == sent


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("application/x-www-form-urlencoded", b"name=a+b"),
        (
            "multipart/form-data",
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="name"\r\n\r\na b\r\n'
            b"--BOUNDARY--\r\n",
        ),
    ],
)
def test_the_fields_of_json_become_a_form_where_that_is_asked_for(
    caller: Any, kind: str, sent: bytes
) -> None:
    for json in ({"name": "a b", "ownerId": None, "x": OMIT}, Voice(name="a b")):
        caller.exchange.reply(json=None)
        caller.request("POST", "/x", json=json, content_type=kind)
        assert caller.exchange.body() == sent


def test_a_form_needs_fields(caller: Any) -> None:
    with pytest.raises(TypeError, match="this body is no object"):
        caller.request("POST", "/x", urlencoded=[1])
    assert caller.exchange.requests == []


def test_a_form_that_is_not_there_is_no_body(caller: Any) -> None:
    for name in ("form", "urlencoded"):
        caller.exchange.reply(json=None)
        caller.request("POST", "/x", **{name: None})
        assert caller.exchange.request.content == b""
        assert "content-type" not in caller.exchange.request.headers
