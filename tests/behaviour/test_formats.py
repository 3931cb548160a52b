"""Formats of text and numbers: what users get for them, and what goes over the wire."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

FORMATS = (
    *("date-time", "date", "time", "duration", "uuid", "decimal"),
    *("byte", "uri", "email", "password", "x-unknown"),
)
FIELDS = "\n".join(f"    {f}: {{type: string, format: {f}}}" for f in FORMATS)
SPEC = openapi(
    """
/things/{date}:
  post:
    operationId: send
    tags: [Things]
    parameters:
    - {name: date, in: path, required: true, schema: {type: string, format: date}}
    - {name: after, in: query, schema: {type: string, format: time}}
    - {name: ids, in: query, schema: {type: array, items: {type: string, format: uuid}}}
    - {name: X-Wait, in: header, schema: {type: string, format: duration}}
    - {name: price, in: query, schema: {type: string, format: decimal}}
    requestBody:
      content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}
    responses:
      '200':
        description: All.
        content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}
""",
    f"""
All:
  type: object
  properties:
{FIELDS}
    big: {{type: integer, format: int64}}
    long-text: {{type: string, format: int64}}
    ratio: {{type: number, format: decimal}}
""",
)
SENT = {
    "date-time": "2024-01-02T03:04:05.250+02:00",
    "date": "2024-01-02",
    "time": "03:04:05Z",
    "duration": "P1M",
    "uuid": "123E4567-E89B-12D3-A456-426614174000",
    "decimal": "12.30",
    "byte": "AAEC/w==",
    "uri": "https://example.com",
    "email": "a@b.c",
    "password": "x",
    "x-unknown": "y",
    "big": 2**63 - 1,
    "long-text": "9223372036854775807",
    "ratio": 0.1,
}


@pytest.fixture(scope="module")
def package(generated: Generate) -> Package:
    return generated(SPEC)


@pytest.fixture
def exchange(package: Package) -> Any:
    return package.exchange()


@pytest.fixture
def things(package: Package, exchange: Any) -> Iterator[Any]:
    with package.client(exchange) as client:
        yield client.things


def test_values_have_the_type_that_says_the_same(things: Any, exchange: Any) -> None:
    exchange.reply(json=SENT)

    found = things.send("2024-01-02")

    assert found.date_time == dt.datetime.fromisoformat("2024-01-02T03:04:05.250+02:00")
    assert found.date == dt.date(2024, 1, 2)
    assert found.time == dt.time(3, 4, 5, tzinfo=dt.UTC)
    assert found.decimal == Decimal("12.30")
    assert str(found.decimal) == "12.30"
    # A month has no fixed length, and this is how the server writes that id.
    assert found.duration == "P1M"
    assert found.uuid == "123E4567-E89B-12D3-A456-426614174000"
    assert found.byte == "AAEC/w=="
    assert found.big == 2**63 - 1
    assert found.long_text == "9223372036854775807"
    assert found.ratio == 0.1


def test_what_came_goes_back_with_the_same_meaning(things: Any, exchange: Any) -> None:
    exchange.reply(json=SENT)
    found = things.send("2024-01-02")
    exchange.reply(json=SENT)

    things.send(
        "2024-01-02",
        **{
            n: getattr(found, n) for n in type(found).model_fields if n not in ("date",)
        },
        body_date=found.date,
    )

    sent = json.loads(exchange.request.content)
    assert sent == SENT | {"date-time": "2024-01-02T03:04:05.250000+02:00"}


def test_arguments_are_written_as_text(things: Any, exchange: Any) -> None:
    exchange.reply(json={})

    things.send(
        dt.date(2024, 1, 2),
        after=dt.time(3, 4, 5, tzinfo=dt.UTC),
        ids=[UUID(int=1), "not parsed"],
        x_wait=dt.timedelta(days=1, seconds=90),
        price=Decimal("1E+3"),
    )

    url = exchange.request.url
    assert url.raw_path.startswith(b"/things/2024-01-02?")
    assert url.params["after"] == "03:04:05Z"
    assert url.params.get_list("ids") == [str(UUID(int=1)), "not parsed"]
    assert exchange.request.headers["x-wait"] == "P1DT90S"
    assert url.params["price"] == "1000"


def test_a_number_that_is_none_is_refused(things: Any) -> None:
    with pytest.raises(ValueError, match="price"):
        things.send("2024-01-02", price=Decimal("NaN"))


@pytest.mark.parametrize("name", ["date-time", "date", "time", "decimal"])
def test_a_broken_format_is_kept_and_said_once(
    things: Any, exchange: Any, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    exchange.reply(json={name: "soon", "email": "a@b.c"})

    with caplog.at_level(logging.WARNING):
        found = things.send("2024-01-02")

    assert getattr(found, name.replace("-", "_")) == "soon"
    assert found.email == "a@b.c"
    (record,) = caplog.records
    assert f"$.{name}" in record.getMessage()


def test_a_broken_format_is_an_error_for_a_strict_client(
    package: Package, exchange: Any
) -> None:
    exchange.reply(json={"time": "soon"})
    error = package.load("errors").ApiResponseError
    with (
        package.client(exchange, strict=True) as client,
        pytest.raises(error, match=r"\$\.time"),
    ):
        client.things.send("2024-01-02")


def test_types_of_arguments_take_values_and_text(package: Package) -> None:
    kind = package.load("things.resource").Things
    names = {"dt": dt, "Decimal": Decimal, "UUID": UUID}
    found = get_type_hints(kind.send, localns=names)
    assert found["after"] == dt.time | str | None
    assert found["price"] == Decimal | str | None
    assert found["x_wait"] == dt.timedelta | str | None
