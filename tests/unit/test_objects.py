from __future__ import annotations

from typing import Any

import pytest

from specwright.objects import clone, tokens, walk
from specwright.read.document import read_document

TEXT = """\
openapi: 3.1.0
paths:
  x-note: {get: {schema: {}}}
  /a:
    get:
      parameters: [{name: p, in: query, schema: {items: {}}}]
      responses:
        '200': {content: {a/b: {schema: {properties: {properties: {}}}}}}
      callbacks: {done: {'{$url}': {post: {}}}}
components:
  schemas:
    A: {default: {properties: {b: {}}}, x-a: {items: {}}}
"""


def kinds(text: str) -> list[tuple[str, str]]:
    root = read_document(text.encode(), "a.yaml").root
    return [(v.kind, "/".join(map(str, v.path))) for v in walk(root)]


def test_objects_are_found_in_document_order_by_what_they_are() -> None:
    assert kinds(TEXT) == [
        ("openapi", ""),
        ("paths", "paths"),
        ("path-item", "paths//a"),
        ("operation", "paths//a/get"),
        ("parameter", "paths//a/get/parameters/0"),
        ("schema", "paths//a/get/parameters/0/schema"),
        ("schema", "paths//a/get/parameters/0/schema/items"),
        ("responses", "paths//a/get/responses"),
        ("response", "paths//a/get/responses/200"),
        ("media-type", "paths//a/get/responses/200/content/a/b"),
        ("schema", "paths//a/get/responses/200/content/a/b/schema"),
        (
            "schema",
            "paths//a/get/responses/200/content/a/b/schema/properties/properties",
        ),
        ("callback", "paths//a/get/callbacks/done"),
        ("path-item", "paths//a/get/callbacks/done/{$url}"),
        ("operation", "paths//a/get/callbacks/done/{$url}/post"),
        ("components", "components"),
        ("schema", "components/schemas/A"),
    ]


def test_what_aliases_share_is_visited_once_and_stays_shared() -> None:
    text = "openapi: 3.1.0\ncomponents: {schemas: {A: &a {items: {}}, B: *a}}\n"
    root = read_document(text.encode(), "a.yaml").root

    copied: Any = clone(root)
    original: Any = root
    schemas = copied["components"]["schemas"]
    assert schemas["A"] is schemas["B"]
    assert schemas["A"] is not original["components"]["schemas"]["A"]
    assert [kind for kind, _ in kinds(text)].count("schema") == 2


@pytest.mark.parametrize(
    ("ref", "keys"),
    [
        ("#", ()),
        ("#/", ("",)),
        ("#/a/b", ("a", "b")),
        ("#/a~1b/c~0d", ("a/b", "c~d")),
        ("#/a%20b/%7E1", ("a b", "/")),
        ("#/~01", ("~1",)),
        ("#anchor", None),
        ("other.yaml#/a", None),
        ("", None),
    ],
)
def test_a_pointer_is_read_as_rfc_6901_says(ref: str, keys: Any) -> None:
    assert tokens(ref) == keys
