"""Example texts keep the limits of their schemas."""

from __future__ import annotations

import pytest

from specwright.ir import StringSchema
from specwright.python.texts import keeps, made
from specwright.text import Text


def schema(
    pattern: str = "", name: str = "", low: int = 0, high: int | None = None
) -> StringSchema:
    return StringSchema(
        format=Text(name), pattern=Text(pattern), min_length=low, max_length=high
    )


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (schema(), "guild id/1"),
        (schema(name="uuid"), "123e4567-e89b-12d3-a456-426614174000"),
        (schema(name="snowflake"), "guild id/1"),
        (schema("^[a-z/1 ]+$"), "guild id/1"),
        (schema("^(0|[1-9][0-9]*)$"), "3"),
        (schema("^(0|[1-9][0-9]*)$", name="snowflake"), "3"),
        (schema("^file-[a-z]{3}$"), "file-abc"),
        (schema("^[0-9]{6}$"), "000000"),
        (schema("^[A-Z]{2}$", name="country"), "US"),
        (schema("^[a-z]*$", low=5, high=5), "guild"),
        (schema(low=15), "guild id/1 guil"),
        (schema(low=11), "guild id/1x"),
        (schema(high=6), "guildx"),
        (schema(high=5), "guild"),
    ],
)
def test_a_text_is_within_its_limits(limits: StringSchema, text: str) -> None:
    assert made(limits, "guild id/1") == text
    assert keeps(text, limits)


@pytest.mark.parametrize(
    "limits",
    [
        schema("^(?=x)y$"),
        schema("(unclosed"),
        schema("^[a-z]{3}-[0-9]{3}-[A-Z]{3}$"),
        schema(low=10**9),
    ],
)
def test_what_cannot_be_made_is_the_text_itself(limits: StringSchema) -> None:
    assert made(limits, "guild id/1") == "guild id/1"


def test_a_pattern_that_takes_forever_is_given_up() -> None:
    assert made(schema(r"^((a|a)*)*\1!$"), "a" * 40) == "a" * 40


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (schema("^[0-9]+$"), "three"),
        (schema(low=6), "three"),
        (schema(high=4), "three"),
        (schema(name="date"), "2024-01-02"),
        (schema(name="uuid"), "4f4e4e1-c824-4d63-b37a-d8d698862f1d"),
    ],
)
def test_a_text_outside_of_its_limits_is_no_example(
    limits: StringSchema, text: str
) -> None:
    assert not keeps(text, limits)
