"""References through others, and to the holder of what is meant."""

from __future__ import annotations

from typing import Any

import pytest

THROUGH = """
openapi: {version}
info: {{title: t, version: '1'}}
paths: {{}}
components:
  schemas:
    A: {{$ref: '#/components/schemas/B'}}
    Both: {{$ref: '#/components/schemas/B', title: {{z: {{type: boolean}}}}}}
    B: {{properties: {{c: {{$ref: '#/components/schemas/C'}}}}}}
    C: {{properties: {{d: {{type: string}}}}, oneOf: [{{type: integer}}]}}
    Round: {{$ref: '#/components/schemas/Round'}}
    Used: {{items: {{$ref: '{ref}'}}}}
"""


@pytest.mark.parametrize(
    ("version", "ref", "meant"),
    [
        ("3.1.0", "A/properties/c", "B/properties/c"),
        ("3.1.0", "A/properties/c/properties/d", "C/properties/d"),
        ("3.1.0", "A/properties/c/oneOf/0", "C/oneOf/0"),
        ("3.1.0", "Both/title/z", "Both/title/z"),
        ("3.1.0", "Both/properties/c", "B/properties/c"),
        ("3.0.3", "A/properties/c", "B/properties/c"),
        ("3.0.3", "Both/title/z", "Both/title/z"),
        ("3.0.3", "Both/properties/c", "B/properties/c"),
        ("3.1.0", "A/properties/none", "A/properties/none"),
        ("3.1.0", "C/oneOf/1/x", "C/oneOf/1/x"),
        ("3.1.0", "Round/properties/x", "Round/properties/x"),
        ("3.1.0", "A", "A"),
    ],
)
def test_a_pointer_leads_through_references(
    repaired: Any, version: str, ref: str, meant: str
) -> None:
    start = "#/components/schemas/"
    found = repaired(THROUGH.format(version=version, ref=start + ref), only="SW145")

    became = found.at("components", "schemas", "Used", "items", "$ref")
    assert became == start + meant
    at = "/components/schemas/Used/items/$ref"
    assert found.said == ([] if ref == meant else [("SW145", 12, at)])


KINDS = """
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /x:
    parameters:
    - {name: a, in: query, schema: {type: integer}}
    - {name: b, in: query, schema: {items: {$ref: '#/paths/~1x/parameters/0'}}}
    - {name: c, in: query, content: {text/plain: {schema: {type: string}}}}
    - {name: d, in: query, schema: {$ref: '#/paths/~1x/parameters/2'}}
    - {name: e, in: query, schema: {$ref: '#/components/responses/Two'}}
    post:
      requestBody: {$ref: '#/components/schemas/Thing'}
      responses:
        '200': {$ref: '#/components/schemas/Thing'}
        '404': {$ref: '#/components/parameters/P'}
components:
  responses:
    Two: {description: d, content: {a/b: {schema: {}}, c/d: {schema: {}}}}
  parameters: {P: {name: p, in: query, schema: {type: string}}}
  schemas:
    Thing: {type: object, description: A thing.}
"""


def test_a_reference_to_another_kind_is_read_as_what_it_must_mean(
    repaired: Any,
) -> None:
    found = repaired(KINDS, only="SW146")

    item = found.at("paths", "/x")
    json = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    held = {"description": "A thing.", "content": json}
    assert item["parameters"][1]["schema"]["items"] == {
        "$ref": "#/paths/~1x/parameters/0/schema"
    }
    assert item["post"]["requestBody"] == held
    assert item["post"]["responses"]["200"] == held
    assert item["parameters"][3]["schema"] == {
        "$ref": "#/paths/~1x/parameters/2/content/text~1plain/schema"
    }
    assert [line for _, line, _ in found.said] == [
        8,
        13,
        15,
    ]  # Equal ones are reported together.
    # There is nothing, or not one thing, that these could mean.
    assert item["parameters"][4]["schema"] == {"$ref": "#/components/responses/Two"}
    assert item["post"]["responses"]["404"] == {"$ref": "#/components/parameters/P"}


MEDIA = """
openapi: 3.1.0
info: {{title: t, version: '1'}}
paths:
  /x:
    post:
      requestBody: {{content: {{{name}: {{schema: {{type: string}}}}, {more}}}}}
      responses: {{'204': {{description: d}}}}
"""


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("text/plain; utf-8", "text/plain"),
        ("text/plain;", "text/plain;"),
        ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ('"text/csv;\\r\\nX-Evil: 1"', "text/csv"),
        ('""', "*/*"),
        ("image/*", "image/*"),
        ("json", "application/json"),
        ("form-data", "multipart/form-data"),
    ],
)
def test_a_media_type_is_what_can_be_read_of_it(
    repaired: Any, name: str, meant: str
) -> None:
    found = repaired(MEDIA.format(name=name, more="a/b: {}"), only="SW147")

    content = found.at("paths", "/x", "post", "requestBody", "content")
    assert list(content) == [meant, "a/b"]
    at = content.entries[meant].key
    assert (at.line, at.column) == (7, 31)
    assert len(found.said) == (name.strip('"') != meant)


def test_a_media_type_that_is_there_is_not_replaced(repaired: Any) -> None:
    text = MEDIA.format(name="text/plain; utf-8", more="text/plain: {}")
    found = repaired(text, only="SW147")

    content = found.at("paths", "/x", "post", "requestBody", "content")
    assert list(content) == ["text/plain; utf-8", "text/plain"]
    assert found.said == []


@pytest.mark.parametrize("name", ["codecs=opus", "json'+CANARY(1)", "a/b/c"])
def test_what_is_no_media_type_is_left_out_beside_others(
    repaired: Any, name: str
) -> None:
    found = repaired(MEDIA.format(name=name, more="a/b: {}"), only="SW147")
    assert list(found.at("paths", "/x", "post", "requestBody", "content")) == ["a/b"]
    assert len(found.said) == 1

    alone = repaired(MEDIA.format(name=name, more=""), only="SW147")
    assert list(alone.at("paths", "/x", "post", "requestBody", "content")) == [name]
    assert alone.said == []
