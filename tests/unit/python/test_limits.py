"""What documentation says about the values that a schema allows."""

from __future__ import annotations

import pytest
from support.specs import lowered, openapi

from specwright.python.limits import notes
from specwright.python.types import Types
from specwright.text import Data

PATHS = """
/x:
  get:
    operationId: x
    parameters: [{name: q, in: query, schema: SCHEMA}]
    responses: {'204': {description: Done.}}
"""
COMPONENTS = """
Percent: {type: integer, minimum: 0, maximum: 100}
Tree: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Tree'}}
"""


def said(schema: str, default: Data | None = None) -> str:
    found = lowered(openapi(PATHS.replace("SCHEMA", schema), COMPONENTS))
    (operation,) = found.api.operations
    types = Types(found.api, found.names(), {})
    return notes(operation.parameters[0].schema, default, types)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("{type: string}", ""),
        ("{type: string, minLength: 0}", ""),
        ("{type: string, minLength: 1}", "At least 1 character."),
        ("{type: string, maxLength: 50}", "At most 50 characters."),
        ("{type: string, minLength: 2, maxLength: 5}", "2 to 5 characters."),
        ("{type: string, minLength: 2, maxLength: 2}", "Exactly 2 characters."),
        (r"{type: string, pattern: '^\d+$'}", r"Matches `^\d+$`."),
        ("{type: string, pattern: '`'}", ""),
        ("{type: string, format: byte}", "Base64."),
        ("{type: integer, minimum: 1, maximum: 100}", "From 1 to 100."),
        ("{type: integer, minimum: -5}", "At least -5."),
        ("{type: integer, maximum: 0}", "At most 0."),
        ("{type: integer, multipleOf: 5}", "A multiple of 5."),
        ("{type: number, minimum: 0, maximum: 1.5}", "From 0 to 1.5."),
        (
            "{type: number, exclusiveMinimum: 0, exclusiveMaximum: 2.0}",
            "More than 0. Less than 2.",
        ),
        ("{type: number, maximum: 1e300}", "At most 1e+300."),
        (
            "{type: array, maxItems: 3, uniqueItems: true, items: {type: string}}",
            "At most 3 items. No item twice.",
        ),
        (
            "{type: array, minItems: 1, items: {type: string, maxLength: 9}}",
            "At least 1 item. Each: at most 9 characters.",
        ),
        (
            "{type: object, maxProperties: 16, additionalProperties: {type: string}}",
            "At most 16 entries.",
        ),
        ("{type: [integer, 'null'], minimum: 1}", "At least 1."),
        ("{$ref: '#/components/schemas/Percent'}", "From 0 to 100."),
        (
            "{$ref: '#/components/schemas/Tree'}",
            "At most 2 items. Each: at most 2 items.",
        ),
        # Which of them holds depends on the value.
        ("{anyOf: [{type: string, maxLength: 3}, {type: integer, minimum: 0}]}", ""),
    ],
)
def test_limits_in_words(schema: str, text: str) -> None:
    assert said(schema) == text


def test_the_default_comes_first() -> None:
    schema = "{type: integer, minimum: 1}"
    assert said(schema, Data(20)) == "Default: `20`. At least 1."


def test_a_long_default_is_cut() -> None:
    found = said("{type: string}", Data("x" * 500))
    assert found.startswith('Default: `"xxx')
    assert found.endswith("xxx...`.")
    assert len(found) < 130
