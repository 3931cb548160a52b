"""The query of a request, byte for byte."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from runtime.models import Model
from runtime.omit import OMIT


class Order(Enum):
    NEWEST = "newest first"


class Range(Model):
    low: int
    high: int | None = None


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ({"a": None, "b": OMIT}, b"/x"),
        ({"a": True, "b": False}, b"/x?a=true&b=false"),
        ({"a": [1, 2], "b": ()}, b"/x?a=1&a=2"),
        ({"a": [None, "x", OMIT]}, b"/x?a=x"),
        ({"a": "b c&d=e+f/é"}, b"/x?a=b%20c%26d%3De%2Bf%2F%C3%A9"),
        ({"a b": "~-._"}, b"/x?a%20b=~-._"),
        ({"a": {"b": 1, "c": {"d": [True]}}}, b"/x?a%5Bb%5D=1&a%5Bc%5D%5Bd%5D=true"),
        ({"a": Range(low=1)}, b"/x?a%5Blow%5D=1"),
        ({"a": Order.NEWEST}, b"/x?a=newest%20first"),
        ({"a": 1.5, "b": Decimal("1.10")}, b"/x?a=1.5&b=1.10"),
        (
            {"a": datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)},
            b"/x?a=2024-01-02T03%3A04%3A05Z",
        ),
        (
            {"a": datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=2)))},
            b"/x?a=2024-01-02T00%3A00%3A00%2B02%3A00",
        ),
        ({"a": timedelta(days=1, seconds=2.5)}, b"/x?a=P1DT2.5S"),
        ({"a": ""}, b"/x?a="),
    ],
)
def test_query(caller: Any, query: dict[str, object], sent: bytes) -> None:
    caller.exchange.reply(json=None)
    caller.request("GET", "/x", query=query)
    assert caller.exchange.request.url.raw_path == sent


def test_the_options_of_a_call_replace_parameters_of_the_same_name(caller: Any) -> None:
    caller.exchange.reply(json=None)
    caller.request(
        "GET", "/x", query={"a": [1, 2], "b": 3}, options={"query": {"a": 9, "c": None}}
    )
    assert caller.exchange.request.url.raw_path == b"/x?a=9&b=3"


def test_the_parameters_of_the_users_own_client_are_added(caller: Any) -> None:
    caller.exchange.reply(json=None)
    transport = caller.transport(
        httpx_client=caller.httpx_client(params={"tenant": "7"}),
        base_url="https://api.acme.test/v1?zone=a",
    )
    caller.request("GET", "/x", query={"q": 1}, transport=transport)
    assert caller.exchange.request.url.raw_path == b"/v1/x?zone=a&q=1&tenant=7"


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        (object(), TypeError, "limit: a value of type object"),
        (b"raw", TypeError, "limit: a value of type bytes"),
        (float("inf"), ValueError, "limit: inf cannot be sent"),
        ("\ud800", ValueError, "limit holds a character"),
    ],
)
def test_a_value_that_has_no_text_is_refused_before_sending(
    caller: Any, value: object, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        caller.request("GET", "/x", query={"limit": value})
    assert caller.exchange.requests == []
