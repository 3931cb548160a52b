"""Overrides documents: a partial document laid over the whole."""

from __future__ import annotations

from typing import Any


def over(laid: Any, text: str) -> Any:
    return laid({"openapi-overrides.yml": text})


def test_mappings_merge_and_values_are_replaced(laid: Any) -> None:
    found = over(
        laid,
        """\
        info: {title: Better}
        paths:
          /v1/voices:
            get:
              summary: List voices
              tags: [sounds]
        components:
          schemas:
            User: {x-fern-type-name: Person}
        """,
    )
    assert found.findings == ()
    assert found.at("info") == {"title": "Better", "version": "1"}
    operation = found.at("paths", "/v1/voices", "get")
    assert (operation["summary"], operation["tags"]) == ("List voices", ["sounds"])
    assert operation["operationId"] == "list_voices"
    assert found.at("components", "schemas", "User", "x-fern-type-name") == "Person"


def test_lists_of_mappings_merge_by_position(laid: Any) -> None:
    found = over(
        laid,
        """\
        paths:
          /v1/voices:
            get:
              parameters:
                - {}
                - {description: Counts from 1., schema: {minimum: 1}}
                - {name: size, in: query, schema: {type: integer}}
        """,
    )
    first, second, third = found.at("paths", "/v1/voices", "get", "parameters")
    assert first == {"name": "q", "in": "query", "schema": {"type": "string"}}
    assert second["schema"] == {"type": "integer", "minimum": 1}
    assert (second["name"], third["name"]) == ("page", "size")


def test_null_takes_away(laid: Any) -> None:
    found = over(
        laid,
        """\
        paths:
          /v1/voices:
            get: {operationId: null, summary: null}
          /v1/users/{user_id}: null
        components:
          schemas: {New: {type: string, description: null}}
        """,
    )
    (operation,) = found.bundle.operations
    assert operation.path == "/v1/voices"
    assert not {"operationId", "summary"} & set(operation.node)
    assert found.at("components", "schemas", "New") == {"type": "string"}


def test_what_nobody_describes_is_left_out_and_said(laid: Any) -> None:
    found = over(
        laid,
        """\
        paths:
          /v1/old: {get: {summary: Old}}
          /v1/voices: {post: {summary: Make one}}
        """,
    )
    assert found.said == [("SW336", 2), ("SW336", 3)]
    assert not found.errors
    assert len(found.bundle.operations) == 2


def test_a_whole_operation_is_added(laid: Any) -> None:
    found = over(
        laid,
        """\
        paths:
          /v1/new: {get: {responses: {'200': {description: New.}}}}
          /v1/voices: {post: {responses: {'200': {description: Made.}}}}
        """,
    )
    assert found.findings == ()
    assert [(op.method, op.path) for op in found.bundle.operations] == [
        ("get", "/v1/voices"),
        ("get", "/v1/users/{user_id}"),
        ("post", "/v1/voices"),
        ("get", "/v1/new"),
    ]


def test_a_list_is_not_laid_over_a_schema(laid: Any) -> None:
    found = over(
        laid,
        """\
        components:
          schemas:
            User:
              properties:
                id: [{x-fern-type-name: Id}]
              type: [object, 'null']
            Voices:
              required: {x: 1}
        """,
    )
    assert found.said == [("SW337", 5), ("SW337", 8)]
    assert [f.location.pointer for f in found.findings] == [
        "/components/schemas/User/properties/id",
        "/components/schemas/Voices/required",
    ]
    user = found.at("components", "schemas", "User")
    assert user["properties"] == {"id": {"type": "string"}}
    assert user["type"] == ["object", "null"]
    assert found.at("components", "schemas", "Voices", "required") == ["items"]


def test_overlays_have_the_last_word(laid: Any, head: str) -> None:
    found = laid(
        {
            "overrides.yaml": "info: {title: Vendor}\n",
            "a.overlay.yaml": f"{head}- {{target: $.info, update: {{title: Mine}}}}\n",
        }
    )
    assert found.at("info", "title") == "Mine"
