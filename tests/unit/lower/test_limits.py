"""Limits of schemas, for the examples that have to keep them."""

from __future__ import annotations

import pytest

from specwright.ir import AnySchema, IntegerSchema, NumberSchema, StringSchema
from specwright.lower import limits
from specwright.lower.cursor import Cursor
from specwright.read.document import read_document
from specwright.read.tree import Map
from specwright.text import Text


def node(text: str) -> Map:
    document = read_document(f"openapi: 3.1.0\nx-schema: {text}\n".encode(), "a.yaml")
    found = document.root["x-schema"]
    assert isinstance(found, Map)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("{}", None, None),
        ("{minimum: 1, maximum: 5}", 1, 5),
        ("{minimum: 1.5, maximum: 5.5}", 2, 5),
        ("{exclusiveMinimum: 0, exclusiveMaximum: 10}", 1, 9),
        ("{minimum: 3, exclusiveMinimum: 0}", 3, None),
        ("{minimum: true, maximum: many}", None, None),
    ],
)
def test_bounds_of_an_integer(text: str, low: int | None, high: int | None) -> None:
    assert limits.integer(node(text)) == IntegerSchema(minimum=low, maximum=high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("{minimum: 1, maximum: 2.5}", 1.0, 2.5),
        (f"{{maximum: 1{'0' * 350}}}", None, None),
    ],
)
def test_bounds_of_a_number(text: str, low: float | None, high: float | None) -> None:
    assert limits.number(node(text)) == NumberSchema(minimum=low, maximum=high)


def test_limits_of_a_text_do_not_tell_types_apart() -> None:
    whole = node("{format: id, pattern: ^a, minLength: 2, maxLength: 3}")

    found = limits.text(Cursor.root(whole))

    assert found == StringSchema(format=Text("id"))
    assert found.pattern == Text("^a")
    assert (found.min_length, found.max_length) == (2, 3)


@pytest.mark.parametrize(
    ("text", "least", "unique"),
    [
        ("{}", 0, False),
        ("{minItems: 2, uniqueItems: true}", 2, True),
        ("{minItems: -1, uniqueItems: 1}", 0, False),
    ],
)
def test_limits_of_a_list(text: str, least: int, unique: bool) -> None:
    found = limits.array(node(text), AnySchema())

    assert (found.min_items, found.unique) == (least, unique)
