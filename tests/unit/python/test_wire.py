"""Expected bytes of generated tests, held against the examples of the standards."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from support.specs import CONFIG, lowered, openapi
from support.style_examples import CELLS, Cell

from specwright.python.calls import Call, call_of
from specwright.python.credentials import settled
from specwright.python.examples import Value
from specwright.python.types import Types
from specwright.python.wire import Wire, expected, json_bytes

PIPED = "?id=a%7Cb%7C%7B%22c%22%3A1%7D"
FORM = "?a=1&a=2&b=c%20d"
DONE = "responses: {'204': {description: Done.}}"


def called(text: str, path: str, method: str) -> Call:
    body = "\n".join(f"    {line}" for line in text.strip("\n").split("\n"))
    head = f"{path}:\n  {method}:\n    operationId: x\n    {DONE}\n"
    found = lowered(openapi(f"{head}{body}\n"))
    assert settled(found.api, CONFIG).arguments == {}
    names = found.names()
    return call_of(found.api.operations[0], names, Types(found.api, names, {}))


def wire(text: str, path: str = "/x", method: str = "post", **values: Value) -> Wire:
    """The request of an operation for values by argument."""
    call = called(text, path, method)
    given = [(a, values[a.name]) for a in call.arguments if a.name in values]
    assert len(given) == len(values), [a.name for a in call.arguments]
    return expected(call, given)


def parameter(place: str, schema: str = "{type: string}") -> str:
    return f"parameters: [{{name: id, in: {place}, required: true, schema: {schema}}}]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # RFC 3986 section 2.3: unreserved characters stand for themselves.
        ("AZaz09-._~", b"AZaz09-._~"),
        # Section 2.2: reserved ones are data here, and so are encoded.
        (":/?#[]@", b"%3A%2F%3F%23%5B%5D%40"),
        ("!$&'()*+,;=", b"%21%24%26%27%28%29%2A%2B%2C%3B%3D"),
        (" %", b"%20%25"),
        # Section 2.5: UTF-8, then percent.
        ("\u00e9\u30a2", b"%C3%A9%E3%82%A2"),
        (True, b"true"),
        (3, b"3"),
        (0.5, b"0.5"),
    ],
)
def test_a_path_value_is_one_segment(value: Value, text: bytes) -> None:
    got = wire(parameter("path"), "/v1/{id}/x", "get", id=value)
    assert got.target == b"/v1/" + text + b"/x"
    query = wire(parameter("query"), id=value)
    assert query.target == b"/x?id=" + text


def test_an_array_in_a_path_is_simple_style() -> None:
    """OpenAPI 3.1, Style Examples: `simple` of `["blue", "black"]` is `blue,black`."""
    array = parameter("path", "{type: array, items: {type: string}}")
    got = wire(array, "/{id}", "get", id=["blue", "bl,ack"])
    assert got.target == b"/blue,bl%2Cack"


def test_literal_text_of_a_path_keeps_what_may_stand_there() -> None:
    got = wire("summary: None.", "/a:b/c@d/e%20f/g h/é", "get")
    assert got.target == b"/a:b/c@d/e%20f/g%20h/%C3%A9"


@pytest.mark.parametrize(
    ("value", "query"),
    [
        (["blue", "black"], b"id=blue&id=black"),
        ([], b""),
        ({"R": 100, "G": 200}, b"R=100&G=200"),
        ({"a": {"b": [1, 2]}}, b"a%5Bb%5D=1&a%5Bb%5D=2"),
    ],
)
def test_query_arrays_and_objects_are_exploded(value: Value, query: bytes) -> None:
    got = wire(parameter("query", "{}"), id=value)
    assert got.target == b"/x" + (b"?" + query if query else b"")


@pytest.mark.parametrize(
    ("cell", "place"), [(c, p) for c in CELLS for p in c.places], ids=str
)
def test_a_cell_of_the_style_examples(cell: Cell, place: str) -> None:
    given = {
        "name": "color",
        "in": place,
        "required": True,
        "style": cell.style,
        "explode": cell.explode,
        "schema": cell.schema,
    }
    path = "/x{color}" if place == "path" else "/x"
    got = wire(f"parameters: [{json.dumps(given)}]", path, "get", color=cell.value)
    found = {
        "header": got.headers.get("color", ""),
        "cookie": got.headers.get("cookie", ""),
    }
    target = got.target.decode().removeprefix("/x").removeprefix("?")
    assert found.get(place, target) == cell.text


@pytest.mark.parametrize(
    ("extra", "value", "target"),
    [
        ("style: deepObject", {"a": {"b": [1]}}, "?id%5Ba%5D%5Bb%5D=1"),
        ("style: deepObject", ["x"], "?id%5B0%5D=x"),
        ("style: pipeDelimited", ["a|b", None, {"c": 1}], PIPED),
        ("style: form", [{"a": 1}, None, 2], "?id%5B0%5D%5Ba%5D=1&id%5B1%5D=2"),
        ("explode: false", [], ""),
        ("explode: false", {"a": None}, ""),
        ("allowReserved: true", "a/b?c&d#e", "?id=a/b?c%26d%23e"),
        ("content: {application/json: {}}", {"a": [1]}, "?id=%7B%22a%22%3A%5B1%5D%7D"),
    ],
)
def test_what_the_style_examples_leave_out(
    extra: str, value: Value, target: str
) -> None:
    schema = "" if "content" in extra else "schema: {}, "
    text = f"parameters: [{{name: id, in: query, {schema}{extra}}}]"
    assert wire(text, "/x", "get", id=value).target.decode() == f"/x{target}"


@pytest.mark.parametrize(
    ("media", "value", "target"),
    [
        ("application/json", {"a": 1}, "?%7B%22a%22%3A1%7D"),
        ("application/x-www-form-urlencoded", {"a": [1, 2], "b": "c d"}, FORM),
        ("text/plain", "a&b", "?a%26b"),
    ],
)
def test_a_parameter_can_be_the_whole_query(
    media: str, value: Value, target: str
) -> None:
    text = f"parameters: [{{name: id, in: querystring, content: {{{media}: {{}}}}}}]"
    assert wire(text, "/x", "get", id=value).target.decode() == f"/x{target}"


def test_headers_carry_text_as_it_is() -> None:
    assert wire(parameter("header"), id="a b").headers == {"id": "a b"}
    assert wire(parameter("header", "{type: boolean}"), id=True).headers == {
        "id": "true"
    }


def body(media: str, properties: str) -> str:
    return f"""
requestBody:
  required: true
  content:
    {media}: {{schema: {{type: object, properties: {{{properties}}}}}}}
"""


def test_json_is_compact_utf8_in_the_order_of_the_document() -> None:
    got = wire(
        body("application/json", "a: {type: string}, b: {type: [string, 'null']}"),
        b=None,
        a='é\u2028"',
    )
    assert got.body == '{"a":"é\u2028\\"","b":null}'.encode()
    assert got.headers == {"content-type": "application/json"}
    assert json.loads(json_bytes({"x": 1.0})) == {"x": 1.0}


def test_a_whole_body_is_sent_as_it_is() -> None:
    text = "requestBody: {required: true, content: {application/json: {schema: {}}}}"
    assert wire(text, request=[1, {"a": None}]).body == b'[1,{"a":null}]'
    assert wire(text.replace("required: true, ", "")).body == b""


def test_multipart_is_that_of_rfc_7578() -> None:
    got = wire(
        body(
            "multipart/form-data",
            "'a\"b': {type: string}, n: {type: integer}, flag: {type: boolean},"
            " list: {type: array, items: {type: string}}, object: {type: object},"
            " file: {type: string, format: binary}",
        ),
        a_b="x y",
        n=3,
        flag=False,
        body_list=["1", "2"],
        object={"k": "é"},
        file=b"",
    )
    assert got.headers == {"content-type": "multipart/form-data; boundary=BOUNDARY"}

    def part(head: str, content: bytes) -> bytes:
        start = f"--BOUNDARY\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
        return start + content + b"\r\n"

    assert got.body == b"".join(
        [
            part('name="a%22b"', b"x y"),
            part('name="n"', b"3"),
            part('name="flag"', b"false"),
            part('name="list"', b"1"),
            part('name="list"', b"2"),
            part(
                'name="object"\r\nContent-Type: application/json',
                '{"k":"é"}'.encode(),
            ),
            part(
                'name="file"; filename="sample.bin"'
                "\r\nContent-Type: application/octet-stream",
                b"\x00\x01binary",
            ),
            b"--BOUNDARY--\r\n",
        ]
    )


def test_urlencoded_reads_back_by_the_url_standard() -> None:
    got = wire(
        body(
            "application/x-www-form-urlencoded",
            "a: {type: string}, l: {type: array, items: {type: string}}",
        ),
        a="x&y=z é",
        l=["1", "2"],
    )
    assert got.headers == {"content-type": "application/x-www-form-urlencoded"}
    pairs = [pair.split(b"=") for pair in got.body.split(b"&")]
    assert [
        (k, unquote_to_bytes(v.replace(b"+", b" ")).decode()) for k, v in pairs
    ] == [
        (b"a", "x&y=z é"),
        (b"l", "1"),
        (b"l", "2"),
    ]


def test_raw_content_has_the_type_of_the_document() -> None:
    text = "requestBody: {required: true, content: {audio/mpeg: {}}}"
    got = wire(text, request=b"\x00")
    assert (got.body, got.headers) == (b"\x00", {"content-type": "audio/mpeg"})


def encoded(media: str, encoding: str) -> str:
    schema = (
        "{type: object, properties: {l: {type: array, items: {type: string}},"
        " o: {type: object, additionalProperties: {}}, s: {type: string}}}"
    )
    content = f"{media}: {{schema: {schema}, encoding: {encoding}}}"
    return f"requestBody: {{content: {{{content}}}}}"


@pytest.mark.parametrize(
    ("encoding", "values", "sent"),
    [
        ("{l: {style: spaceDelimited}}", {"l": ["a b", "c"]}, b"l=a+b+c"),
        ("{l: {style: form, explode: false}}", {"l": ["a", "b"]}, b"l=a,b"),
        ("{o: {style: deepObject}}", {"o": {"a": [1]}}, b"o%5Ba%5D%5B0%5D=1"),
        ("{o: {explode: true}}", {"o": {"a": 1, "b": 2}}, b"a=1&b=2"),
        ("{s: {allowReserved: true}}", {"s": "a/b c&d"}, b"s=a/b+c%26d"),
        ("{l: {contentType: application/json}}", {"l": ["a"]}, b"l=%5B%22a%22%5D"),
    ],
)
def test_fields_of_a_form_have_encodings(
    encoding: str, values: dict[str, Any], sent: bytes
) -> None:
    got = wire(encoded("application/x-www-form-urlencoded", encoding), **values)
    assert got.body == sent


def test_parts_have_encodings() -> None:
    encoding = (
        "{s: {contentType: text/csv}, l: {style: pipeDelimited},"
        " o: {contentType: application/json}}"
    )
    text = encoded("multipart/form-data", encoding)
    got = wire(text, s="a,b", l=["1", "2"], o={"k": 1})
    heads = [part.partition(b"\r\n\r\n") for part in got.body.split(b"--BOUNDARY")]
    assert [(head.strip(), content.strip()) for head, _, content in heads[1:-1]] == [
        (b'Content-Disposition: form-data; name="l"', b"1|2"),
        (
            b'Content-Disposition: form-data; name="o"\r\n'
            b"Content-Type: application/json",
            b'{"k":1}',
        ),
        (
            b'Content-Disposition: form-data; name="s"\r\nContent-Type: text/csv',
            b"a,b",
        ),
    ]


def test_a_form_that_is_one_argument() -> None:
    schema = "{type: object, additionalProperties: {type: string}}"
    text = "requestBody: {content: {application/x-www-form-urlencoded: {schema: %s}}}"
    got = wire(text % schema, request={"a": "b c"})
    assert got.body == b"a=b+c"
    assert wire(text % schema).body == b""


@pytest.mark.parametrize(
    ("kind", "body_", "sent_as"),
    [
        ("application/json", b'{"a":"x"}', "application/json"),
        ("application/vnd.a+json", b'{"a":"x"}', "application/vnd.a+json"),
        (
            "application/x-www-form-urlencoded",
            b"a=x",
            "application/x-www-form-urlencoded",
        ),
        (
            "multipart/form-data",
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
            b"--BOUNDARY--\r\n",
            "multipart/form-data; boundary=BOUNDARY",
        ),
    ],
)
def test_the_caller_chooses_among_types_of_one_shape(
    kind: str, body_: bytes, sent_as: str
) -> None:
    schema = "{schema: {type: object, properties: {a: {type: string}}}}"
    kinds = (
        "application/json",
        "application/vnd.a+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    )
    content = ", ".join(f"{name}: {schema}" for name in kinds)
    text = f"requestBody: {{content: {{{content}}}}}"
    got = wire(text, a="x", content_type=kind)
    assert got.body == body_
    assert got.headers == {"content-type": sent_as}


def test_files_make_a_form_of_json_with_the_encodings_of_its_parts() -> None:
    schema = "{type: array, items: {type: string}}"
    fields = f"a: {schema}"
    files = "f: {type: array, items: {type: string, format: binary}}"
    text = f"""
requestBody:
  content:
    application/json: {{schema: {{type: object, properties: {{{fields}}}}}}}
    application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{{fields}}}}}}}
    multipart/form-data:
      schema: {{type: object, properties: {{{fields}, {files}}}}}
      encoding: {{a: {{style: pipeDelimited}}}}
"""
    values: dict[str, Any] = {"a": ["x", "y"]}
    assert wire(text, **values).body == b'{"a":["x","y"]}'
    assert wire(text, **values, f=[]).body == b'{"a":["x","y"]}'
    pairs = wire(text, **values, content_type="application/x-www-form-urlencoded")
    assert pairs.body == b"a=x&a=y"
    got = wire(text, **values, f=[b"", b""])
    assert got.headers == {"content-type": "multipart/form-data; boundary=BOUNDARY"}
    file = b'form-data; name="f"; filename="sample.bin"'
    assert b'form-data; name="a"\r\n\r\nx|y\r\n' in got.body
    assert got.body.count(file) == 2
