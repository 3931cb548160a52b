"""Queries: what they select, and what is said where they select nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from specwright.overlay.targets import BadQuery, miss, select
from specwright.read.document import read_mapping

ROOT = read_mapping(
    b"""\
paths:
  /v1/voices:
    get: {tags: [a, b], parameters: [{name: q, in: query}, {name: q, in: header}]}
    post: {x-internal: true}
components:
  schemas:
    X-Input: {type: object, properties: {in: {type: string}}}
    "API Keys": {type: string}
""",
    "a.yaml",
)


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("$", [()]),
        ("$.paths['/v1/voices'].get", [("paths", "/v1/voices", "get")]),
        ('$.components.schemas["API Keys"]', [("components", "schemas", "API Keys")]),
        ("$.paths.*[?@['x-internal'] == true]", [("paths", "/v1/voices", "post")]),
        ("$.paths[*][?@['x-internal']]", [("paths", "/v1/voices", "post")]),
        (
            "$..parameters[?@.name == 'q' && @.in == 'header']",
            [("paths", "/v1/voices", "get", "parameters", 1)],
        ),
        (
            "$.paths.*.get.tags[?@ == 'b']",
            [("paths", "/v1/voices", "get", "tags", 1)],
        ),
        ("$.paths['/v1/voices']['get', 'get']", [("paths", "/v1/voices", "get")]),
        ("$.paths['/v1/voices'].put", []),
        (
            "$.components.schemas[?search(@.type, 'str')]",
            [("components", "schemas", "API Keys")],
        ),
    ],
)
def test_select(query: str, paths: list[tuple[str | int, ...]]) -> None:
    assert select(query, ROOT) == paths


def test_nodes_of_any_depth_that_can_be_read_are_found() -> None:
    deep = b"a: " + b"{a: " * 190 + b"1" + b"}" * 190
    assert len(select("$..a", read_mapping(deep, "a.yaml"))) == 191


@pytest.mark.parametrize(
    "query",
    [
        "",
        "paths",
        "$.",
        "$.paths./v1/voices",
        "$['paths'",
        "$.paths[?@.a in @.b]",
        "$.paths[?@.a == 'x' and @.b]",
        "$.paths | $.components",
        "$.paths.~",
        "$[?nope(@.a)]",
        "$[" + "9" * 30 + "]",
        "$[?" + "(" * 5_000,
    ],
)
def test_what_is_no_query(query: str) -> None:
    with pytest.raises(BadQuery) as error:
        select(query, ROOT)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("query", "hint", "near"),
    [
        (
            "$.paths['/v1/voice'].get",
            "`$['paths']` has no '/v1/voice'; did you mean '/v1/voices'?",
            ("paths", "/v1/voices"),
        ),
        (
            "$.components.schemas.x-input.type",
            "`$['components']['schemas']` has no 'x-input'; did you mean 'X-Input'?",
            ("components", "schemas", "X-Input"),
        ),
        (
            "$.paths.*.patch.summary",
            "the query is followed to `$['paths'][*]`, which has no 'patch'",
            None,
        ),
        (
            "$.paths['/v1/voices'].get.parameters[?@.name == 'x'].schema",
            "the query is followed to `$['paths']['/v1/voices']['get']['parameters']`, "
            "which has nothing that it asks for",
            None,
        ),
        ("$.path", "`$` has no 'path'; did you mean 'paths'?", ("paths",)),
    ],
)
def test_miss(query: str, hint: str, near: tuple[str, ...] | None) -> None:
    assert miss(query, ROOT) == (hint, near)


def test_clients_without_overlays_do_not_load_the_library() -> None:
    program = "import sys, specwright.run; sys.exit('jsonpath' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == 0
