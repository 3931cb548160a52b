"""Lists with positions, objects with further properties, values of any type."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

SPEC = openapi(
    """
/places:
  put:
    operationId: put
    tags: [Places]
    parameters:
    - name: near
      in: query
      explode: false
      schema: {$ref: '#/components/schemas/Point'}
    requestBody:
      content: {application/json: {schema: {$ref: '#/components/schemas/Place'}}}
    responses:
      '200':
        description: It.
        content: {application/json: {schema: {$ref: '#/components/schemas/Place'}}}
""",
    """
Point: {type: array, prefixItems: [{type: number}, {type: number}], items: false}
Visit: {type: object, required: [by], properties: {by: {type: string}}}
Place:
  type: object
  required: [kind]
  properties:
    kind: {const: {a: [1]}}
    point: {$ref: '#/components/schemas/Point'}
    log:
      type: array
      prefixItems: [{type: integer}, {$ref: '#/components/schemas/Visit'}]
      maxItems: 2
    mixed: {type: array, prefixItems: [{type: integer}], items: {type: string}}
    never: false
    visits:
      type: object
      properties: {total: {type: integer}}
      additionalProperties: {$ref: '#/components/schemas/Visit'}
    tags:
      type: object
      properties: {main: {type: string}}
      patternProperties: {'^n': {type: integer}}
""",
)


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(SPEC)


@pytest.fixture
def exchange(package: Package) -> Any:
    return package.exchange()


@pytest.fixture
def places(package: Package, exchange: Any) -> Iterator[Any]:
    with package.client(exchange) as client:
        yield client.places


def reply(places: Any, exchange: Any, **fields: Any) -> Any:
    exchange.reply(json={"kind": {"a": [1]}} | fields)
    return places.put(kind={"a": [1]})


def test_a_list_with_positions_is_a_tuple(places: Any, exchange: Any) -> None:
    found = reply(places, exchange, point=[1, 2.5], log=[7, {"by": "ann"}])

    assert found.point == (1, 2.5)
    number, visit = found.log
    assert number == 7
    assert visit.by == "ann"


def test_an_open_list_is_a_list(places: Any, exchange: Any) -> None:
    found = reply(places, exchange, mixed=[1, "a", "b"])
    assert found.mixed == [1, "a", "b"]


@pytest.mark.parametrize("point", [[1.0], [1.0, 2.0, 3.0], [1.0, "north"]])
def test_a_tuple_that_does_not_fit_is_kept(
    places: Any, exchange: Any, point: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        found = reply(places, exchange, point=point)

    assert list(found.point) == point
    (record,) = caplog.records
    assert "$.point" in record.getMessage()


def test_tuples_and_lists_are_sent_as_arrays(
    package: Package, places: Any, exchange: Any
) -> None:
    visit = package.load("places.types").Visit(by="ann")
    exchange.reply(json={"kind": {}})

    places.put(near=(1.0, 2.0), kind={"a": [1]}, point=[1, 2], log=(7, visit))

    assert exchange.request.url.query == b"near=1.0,2.0"
    assert json.loads(exchange.request.content) == {
        "kind": {"a": [1]},
        "point": [1, 2],
        "log": [7, {"by": "ann"}],
    }


def test_further_properties_have_their_type(places: Any, exchange: Any) -> None:
    visits = {"total": 2, "monday": {"by": "ann"}, "friday": {"by": "bob", "x": 1}}

    found = reply(places, exchange, visits=visits)

    assert found.visits.total == 2
    assert found.visits.additional_properties["monday"].by == "ann"
    assert sorted(found.visits.additional_properties) == ["friday", "monday"]
    exchange.reply(json={"kind": {}})
    places.put(kind={}, visits=found.visits)
    assert json.loads(exchange.request.content)["visits"] == visits


def test_further_properties_that_do_not_fit_are_kept(
    places: Any, exchange: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        visits = {"total": "many", "monday": {"by": "ann"}, "sunday": 3}
        found = reply(places, exchange, visits=visits).visits

    assert found.total == "many"
    assert found.additional_properties["monday"].by == "ann"
    assert found.additional_properties["sunday"] == 3
    (record,) = caplog.records
    assert "$.visits.total" in record.getMessage()
    assert "$.visits.sunday" in record.getMessage()


def test_properties_that_fit_no_pattern_may_be_anything(
    package: Package, exchange: Any
) -> None:
    exchange.reply(
        json={"kind": {}, "tags": {"main": "a", "n1": 1, "added": ["later"]}}
    )
    with package.client(exchange, strict=True) as client:
        found = client.places.put(kind={})
    assert found.tags.model_extra == {"n1": 1, "added": ["later"]}


def test_a_property_that_may_never_be_there_is_left_out(
    places: Any, exchange: Any
) -> None:
    found = reply(places, exchange, never=1)
    assert "never" not in type(found).model_fields
    assert found.model_extra == {"never": 1}
