from __future__ import annotations

from typing import Any

import pytest

TEXT = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths: {{}}
components:
  schemas:
    Cat: {{properties: {{kind: {{enum: [cat]}}}}}}
    Dog: {{properties: {{kind: {{const: dog}}}}}}
    Any: {{properties: {{kind: {{type: string}}}}}}
    Pet:
      discriminator: {{propertyName: kind}}
      oneOf: {variants}
"""
CAT = "{$ref: '#/components/schemas/Cat'}"
DOG = "{$ref: '#/components/schemas/Dog'}"
INLINE = "{properties: {kind: {enum: [x, y]}}}"


@pytest.mark.parametrize(
    ("variants", "mapping"),
    [
        (
            f"[{CAT}, {DOG}]",
            {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
        ),
        (f"[{CAT}, {{type: 'null'}}]", {"cat": "#/components/schemas/Cat"}),
        (
            f"[{CAT}, {INLINE}]",
            {
                "cat": "#/components/schemas/Cat",
                "x": "#/components/schemas/Pet/oneOf/1",
                "y": "#/components/schemas/Pet/oneOf/1",
            },
        ),
        (f"[{CAT}, {CAT}]", None),
        (f"[{CAT}, {{$ref: '#/components/schemas/Any'}}]", None),
        (f"[{CAT}, {{type: string}}]", None),
    ],
)
def test_literals_are_the_mapping(repaired: Any, variants: str, mapping: Any) -> None:
    result = repaired(TEXT.format(variants=variants))

    found = result.at("components", "schemas", "Pet", "discriminator")
    assert found.get("mapping") == mapping
    place = ("SW141", 10, "/components/schemas/Pet/discriminator")
    assert result.said == ([place] if mapping else [])


def test_names_that_are_the_values_need_no_mapping(repaired: Any) -> None:
    text = TEXT.format(variants=f"[{CAT}]").replace("enum: [cat]", "enum: [Cat]")
    result = repaired(text)

    assert "mapping" not in result.at("components", "schemas", "Pet", "discriminator")


def test_a_mapping_that_is_there_stays(repaired: Any) -> None:
    text = TEXT.format(variants=f"[{CAT}]").replace(
        "{propertyName: kind}", "{propertyName: kind, mapping: {own: Cat}}"
    )
    result = repaired(text)

    found = result.at("components", "schemas", "Pet", "discriminator", "mapping")
    assert found == {"own": "Cat"}
    assert result.said == []
