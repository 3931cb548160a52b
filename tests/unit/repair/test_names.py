from __future__ import annotations

from typing import Any

import pytest

HEAD = 'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths: {}\n'


def test_an_illegal_name_gets_a_legal_one_and_its_references_follow(
    repaired: Any,
) -> None:
    result = repaired(HEAD + """\
components:
  schemas:
    API Keys_list: {type: object}
    type_:Foo: {type: string}
    User:
      oneOf:
        - $ref: '#/components/schemas/API Keys_list'
        - $ref: '#/components/schemas/API%20Keys_list'
      discriminator:
        propertyName: kind
        mapping:
          keys: API Keys_list
          foo: '#/components/schemas/type_:Foo'
""")

    schemas = result.at("components", "schemas")
    assert list(schemas) == ["API_Keys_list", "type__Foo", "User"]
    assert schemas["API_Keys_list"]["x-specwright-name"] == "API Keys_list"
    assert schemas["User"]["oneOf"] == [
        {"$ref": "#/components/schemas/API_Keys_list"},
        {"$ref": "#/components/schemas/API_Keys_list"},
    ]
    assert schemas["User"]["discriminator"]["mapping"] == {
        "keys": "API_Keys_list",
        "foo": "#/components/schemas/type__Foo",
    }
    assert result.said == [
        ("SW142", 6, "/components/schemas/API Keys_list"),
        ("SW142", 7, "/components/schemas/type_:Foo"),
    ]
    assert schemas.key_mark("API_Keys_list").line == 6


@pytest.mark.parametrize(
    ("names", "became"),
    [
        (["a b", "a_b"], ["a_b_2", "a_b"]),
        (["a b", "a:b"], ["a_b", "a_b_2"]),
        (["日本"], ["_"]),
        (["x y", "日", "本"], ["x_y", "_", "__2"]),
    ],
)
def test_new_names_do_not_collide(repaired: Any, names: Any, became: Any) -> None:
    lines = "".join(f"    '{name}': {{type: object}}\n" for name in names)
    result = repaired(f"{HEAD}components:\n  schemas:\n{lines}")

    assert list(result.at("components", "schemas")) == became


def test_an_example_that_looks_like_a_reference_stays(repaired: Any) -> None:
    text = HEAD + """\
components:
  schemas:
    a b: {type: object, examples: [{$ref: '#/components/schemas/a b'}]}
"""
    result = repaired(text)

    example = result.at("components", "schemas", "a_b", "examples", 0)
    assert example == {"$ref": "#/components/schemas/a b"}


@pytest.mark.parametrize(
    ("ref", "became"),
    [
        ("#/components/schemas/a/b", "#/components/schemas/a_b"),
        ("#/components/schemas/a~1b", "#/components/schemas/a_b"),
        ("#/components/schemas/a/b/c", "#/components/schemas/a_b_c"),
        (
            "#/components/schemas/a/b/properties/x",
            "#/components/schemas/a_b/properties/x",
        ),
        ("#/components/schemas/none/b", "#/components/schemas/none/b"),
    ],
)
def test_a_slash_in_a_reference_may_belong_to_the_name(
    repaired: Any, ref: str, became: Any
) -> None:
    result = repaired(HEAD + f"""\
components:
  schemas:
    a/b: {{properties: {{x: {{}}}}}}
    a/b/c: {{type: object}}
    User: {{items: {{$ref: '{ref}'}}}}
""")

    assert result.at("components", "schemas", "User", "items", "$ref") == became
