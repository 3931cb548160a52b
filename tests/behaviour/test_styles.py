"""Generated methods write each value as the document asks, and so do their tests.

The parameters are the table "Style Examples" of the specification, whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi
from support.style_examples import CELLS, Cell

PLACED = [(cell, place) for cell in CELLS for place in cell.places]

BODIES = """
/form:
  post:
    operationId: form
    tags: [Bodies]
    requestBody:
      required: true
      content:
        application/x-www-form-urlencoded:
          schema: {$ref: '#/components/schemas/Order'}
          encoding:
            tags: {style: spaceDelimited, explode: false}
            buyer: {style: deepObject, explode: true}
            note: {allowReserved: true}
            sizes: {contentType: application/json}
    responses: {'204': {description: Done.}}
/parts:
  post:
    operationId: parts
    tags: [Bodies]
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema:
            type: object
            required: [picture]
            properties:
              picture: {type: string}
              note: {type: string}
              tags: {type: array, items: {type: string}}
          encoding:
            picture: {contentType: 'image/png, image/jpeg'}
            note: {contentType: text/markdown}
            tags: {contentType: application/json}
    responses: {'204': {description: Done.}}
/mixed:
  post:
    operationId: mixed
    tags: [Bodies]
    requestBody:
      content: {multipart/mixed: {schema: {$ref: '#/components/schemas/Order'}}}
    responses: {'204': {description: Done.}}
/either:
  post:
    operationId: either
    tags: [Bodies]
    requestBody:
      required: true
      content:
        application/json: {schema: {$ref: '#/components/schemas/Order'}}
        application/x-www-form-urlencoded:
          schema: {$ref: '#/components/schemas/Order'}
        multipart/form-data: {schema: {$ref: '#/components/schemas/Order'}}
    responses: {'204': {description: Done.}}
/pictures:
  put:
    operationId: pictures
    tags: [Bodies]
    requestBody: {required: true, content: {image/png: {}, image/jpeg: {}}}
    responses: {'204': {description: Done.}}
/any-picture:
  put:
    operationId: any_picture
    tags: [Bodies]
    requestBody: {required: true, content: {image/*: {}}}
    responses: {'204': {description: Done.}}
/patch:
  patch:
    operationId: patch
    tags: [Bodies]
    requestBody:
      required: true
      content:
        application/json-patch+json:
          schema: {type: array, items: {type: object, additionalProperties: {}}}
    responses: {'204': {description: Done.}}
/whole:
  post:
    operationId: whole
    tags: [Bodies]
    requestBody:
      content:
        application/x-www-form-urlencoded:
          schema: {type: object, additionalProperties: {type: string}}
    responses: {'204': {description: Done.}}
/frames:
  post:
    operationId: frames
    tags: [Bodies]
    requestBody: {required: true, content: {multipart/related: {}}}
    responses: {'204': {description: Done.}}
/places/{id}:
  get:
    operationId: places
    tags: [Places]
    parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    - {name: id, in: query, schema: {type: integer}}
    - name: filter
      in: query
      content: {application/json: {schema: {$ref: '#/components/schemas/Buyer'}}}
    - name: X-Filter
      in: header
      content: {application/json: {schema: {$ref: '#/components/schemas/Buyer'}}}
    - {name: next, in: query, allowReserved: true, schema: {type: string}}
    responses: {'204': {description: Done.}}
/search:
  get:
    operationId: search
    tags: [Places]
    parameters:
    - name: query
      in: querystring
      content:
        application/x-www-form-urlencoded:
          schema: {$ref: '#/components/schemas/Order'}
    responses: {'204': {description: Done.}}
"""

SCHEMAS = """
Order:
  type: object
  properties:
    tags: {type: array, items: {type: string}}
    sizes: {type: array, items: {type: integer}}
    buyer: {$ref: '#/components/schemas/Buyer'}
    note: {type: string}
Buyer: {type: object, properties: {name: {type: string}, age: {type: integer}}}
"""


def document() -> str:
    paths = []
    for index, (cell, place) in enumerate(PLACED):
        given = {
            "name": "color",
            "in": place,
            "required": True,
            "style": cell.style,
            "explode": cell.explode,
            "schema": cell.schema,
            "example": cell.value,
        }
        variable = "{color}" if place == "path" else ""
        paths.append(
            f"/x{index}{variable}: {{get: {{operationId: op{index}, tags: [Styles],"
            f" parameters: [{json.dumps(given)}],"
            " responses: {'204': {description: Done.}}}}\n"
        )
    whole = openapi("".join(paths) + BODIES, SCHEMAS)
    return whole.replace("openapi: 3.1.0", "openapi: 3.2.0")


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(document())


@pytest.fixture
def exchange(package: Package) -> Any:
    found = package.exchange()
    found.reply(204)
    return found


@pytest.fixture
def client(package: Package, exchange: Any) -> Iterator[Any]:
    with package.client(exchange) as made:
        yield made


@pytest.mark.parametrize(
    ("index", "cell", "place"),
    [(i, c, p) for i, (c, p) in enumerate(PLACED)],
    ids=str,
)
def test_a_method_writes_a_cell_of_the_table(
    client: Any, exchange: Any, index: int, cell: Cell, place: str
) -> None:
    method = getattr(client.styles, f"op{index}")
    if place == "path":
        method(cell.value)
    else:
        method(color=cell.value)
    headers = exchange.request.headers
    target = exchange.request.url.raw_path.decode().removeprefix(f"/x{index}")
    found = {"header": headers.get("color"), "cookie": headers.get("cookie")}
    assert found.get(place, target.removeprefix("?")) == cell.text


def test_the_generated_tests_expect_the_same(package: Package) -> None:
    environment = {**os.environ, "PYTHONPATH": str(package.folder / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=package.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    # Each method has a test of either kind at least.
    assert int(done.stdout.split(" passed")[0].split()[-1]) > 2 * len(PLACED)


def test_fields_of_a_form_are_written_in_their_encodings(
    client: Any, exchange: Any
) -> None:
    client.bodies.form(
        tags=["a b", "c"], sizes=[1, 2], buyer={"name": "é", "age": 3}, note="a/b&c"
    )
    assert exchange.body() == (
        b"tags=a+b+c&sizes=%5B1%2C2%5D"
        b"&buyer%5Bname%5D=%C3%A9&buyer%5Bage%5D=3&note=a/b%26c"
    )


def test_parts_have_the_content_type_of_the_document(
    client: Any, exchange: Any
) -> None:
    client.bodies.parts(picture=b"\x89PNG", note="# hi", tags=["a"])
    parts = exchange.body().split(b"--BOUNDARY")[1:-1]
    assert [part.strip().split(b"\r\n")[1:] for part in parts] == [
        [b"Content-Type: text/markdown", b"", b"# hi"],
        [b"Content-Type: application/json", b"", b'["a"]'],
        [b"Content-Type: image/png", b"", b"\x89PNG"],
    ]


def test_a_file_keeps_the_content_type_that_comes_with_it(
    client: Any, exchange: Any
) -> None:
    client.bodies.parts(picture=("a.jpg", b"\xff\xd8"))
    assert b'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n' in exchange.body()


def test_other_kinds_of_multipart(client: Any, exchange: Any) -> None:
    client.bodies.mixed(note="x")
    kind = exchange.request.headers["content-type"]
    assert kind.startswith("multipart/mixed; boundary=")
    assert b'name="note"\r\n\r\nx\r\n--BOUNDARY--' in exchange.body()


@pytest.mark.parametrize(
    ("chosen", "kind", "body"),
    [
        ({}, "application/json", b'{"tags":["a"],"note":null}'),
        (
            {"content_type": "application/x-www-form-urlencoded"},
            "application/x-www-form-urlencoded",
            b"tags=a",
        ),
        (
            {"content_type": "multipart/form-data"},
            "multipart/form-data; boundary=",
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="tags"\r\n\r\na\r\n'
            b"--BOUNDARY--\r\n",
        ),
    ],
)
def test_the_caller_chooses_the_type_of_a_body(
    client: Any, exchange: Any, chosen: dict[str, str], kind: str, body: bytes
) -> None:
    extra = {"note": None} if not chosen else {}
    client.bodies.either(
        tags=["a"], request_options={"body": extra} if extra else {}, **chosen
    )
    assert exchange.request.headers["content-type"].startswith(kind)
    assert exchange.body() == body


def test_raw_content_of_several_types(client: Any, exchange: Any) -> None:
    client.bodies.pictures(request=b"1")
    assert exchange.request.headers["content-type"] == "image/png"
    exchange.reply(204)
    client.bodies.pictures(request=b"1", content_type="image/jpeg")
    assert exchange.request.headers["content-type"] == "image/jpeg"


def test_a_range_of_types_needs_one_of_them(client: Any, exchange: Any) -> None:
    with pytest.raises(TypeError, match="content_type"):
        client.bodies.any_picture(request=b"1")
    client.bodies.any_picture(request=b"1", content_type="image/webp")
    assert exchange.request.headers["content-type"] == "image/webp"


def test_parts_that_the_document_does_not_name_are_the_callers(
    client: Any, exchange: Any
) -> None:
    kind = "multipart/related; boundary=cut"
    client.bodies.frames(request=b"--cut--", content_type=kind)
    assert exchange.request.headers["content-type"] == kind
    assert exchange.request.content == b"--cut--"


def test_json_of_another_name_is_sent_under_it(client: Any, exchange: Any) -> None:
    client.bodies.patch(request=[{"op": "remove", "path": "/a"}])
    assert exchange.request.headers["content-type"] == "application/json-patch+json"


def test_a_form_of_any_fields(client: Any, exchange: Any) -> None:
    client.bodies.whole(request={"a": "b c"})
    assert exchange.body() == b"a=b+c"
    exchange.reply(204)
    client.bodies.whole()
    assert exchange.request.content == b""
    assert "content-type" not in exchange.request.headers


def test_one_name_in_two_places_and_values_that_are_json(
    package: Package, client: Any, exchange: Any
) -> None:
    buyer = package.module.Buyer(name="é")
    client.places.places(
        "a/b", query_id=3, filter=buyer, x_filter={"name": "é"}, next="/x?y"
    )
    assert exchange.request.url.raw_path == (
        b"/places/a%2Fb?id=3&filter=%7B%22name%22%3A%22%C3%A9%22%7D&next=/x?y"
    )
    assert exchange.request.headers["x-filter"] == '{"name":"\\u00e9"}'


def test_one_parameter_is_the_whole_query(client: Any, exchange: Any) -> None:
    client.places.search(query={"tags": ["a", "b"], "note": "c d"})
    assert exchange.request.url.raw_path == b"/search?tags=a&tags=b&note=c%20d"
