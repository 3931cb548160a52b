from __future__ import annotations

from typing import Any

import pytest

TEXT = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths: {{}}
components:
  schemas:
    E:
      type: {type}
      enum: {enum}
"""
SCHEMA = ("components", "schemas", "E")


@pytest.mark.parametrize(
    ("enum", "became"),
    [
        ("[{value: a}, {value: b}]", ["a", "b"]),
        ("[{type: stringLiteral, value: a}]", ["a"]),
        ("[plain, {value: b}]", ["plain", "b"]),
        ("[{value: null}, {value: a}]", [None, "a"]),
    ],
)
def test_an_entry_becomes_its_value(repaired: Any, enum: str, became: Any) -> None:
    result = repaired(TEXT.format(type="string", enum=enum))

    assert result.at(*SCHEMA, "enum") == became
    assert "x-enum-meta" not in result.at(*SCHEMA)


def test_the_first_of_many_places_is_reported_with_their_number(repaired: Any) -> None:
    result = repaired(TEXT.format(type="string", enum="[{value: a}, {value: b}]"))

    assert result.said == [("SW105", 8, "/components/schemas/E/enum/0")]
    assert "first of 2" in result.findings[0].message


def test_what_an_entry_says_besides_is_kept(repaired: Any) -> None:
    enum = "[a, {value: b, description: The second.}]"
    result = repaired(TEXT.format(type="string", enum=enum))

    assert result.at(*SCHEMA, "enum") == ["a", "b"]
    assert result.at(*SCHEMA, "x-enum-meta") == [None, {"description": "The second."}]


@pytest.mark.parametrize(
    "enum", ["[{value: 1, unit: m}]", "[{value: {x: 1}}]", "[{name: a}]", "[[1], 2]"]
)
def test_a_value_that_is_an_object_stays(repaired: Any, enum: str) -> None:
    before = repaired(TEXT.format(type="object", enum=enum), levels={"SW105": None})
    after = repaired(TEXT.format(type="object", enum=enum))

    assert after.at(*SCHEMA, "enum") == before.at(*SCHEMA, "enum")
    assert after.said == []


def test_the_literal_decides_the_type(repaired: Any) -> None:
    enum = "[{type: booleanLiteral, value: true}]"
    result = repaired(TEXT.format(type="string", enum=enum))

    assert result.at(*SCHEMA, "type") == "boolean"
    assert result.at(*SCHEMA, "enum")[0] is True
    assert ("SW104", 7, "/components/schemas/E/type") in result.said


@pytest.mark.parametrize(
    "enum",
    [
        "[{type: stringLiteral, value: a}]",
        "[{type: booleanLiteral, value: true}, {type: stringLiteral, value: a}]",
        "[{value: true}]",
    ],
)
def test_without_one_literal_type_the_declared_one_stays(
    repaired: Any, enum: str
) -> None:
    result = repaired(TEXT.format(type="string", enum=enum), only="SW104")

    assert result.at(*SCHEMA, "type") == "string"
    assert result.said == []


def test_a_property_or_example_named_enum_is_no_enum(repaired: Any) -> None:
    result = repaired("""\
        openapi: 3.1.0
        info: {title: t, version: "1"}
        paths: {}
        components:
          schemas:
            A:
              type: object
              properties:
                enum: {type: array, items: {type: string}}
              examples:
                - enum: [{value: a}]
        """)

    assert result.at("components", "schemas", "A", "examples", 0, "enum") == [
        {"value": "a"}
    ]
    assert result.said == []
