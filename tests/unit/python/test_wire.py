"""Expected bytes of generated tests, held against the examples of the standards."""

from __future__ import annotations

import json
from urllib.parse import unquote_to_bytes

import pytest
from support.specs import CONFIG, lowered, openapi

from specwright.python.calls import Call, call_of
from specwright.python.client import credential_names
from specwright.python.examples import Value
from specwright.python.types import Types
from specwright.python.wire import Wire, expected, json_bytes

DONE = "responses: {'204': {description: Done.}}"


def called(text: str, path: str, method: str) -> Call:
    body = "\n".join(f"    {line}" for line in text.strip("\n").split("\n"))
    head = f"{path}:\n  {method}:\n    operationId: x\n    {DONE}\n"
    found = lowered(openapi(f"{head}{body}\n"))
    assert credential_names(found.api, CONFIG) == {}
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
        ({"R": 100, "G": 200}, b"id%5BR%5D=100&id%5BG%5D=200"),
        ({"a": {"b": [1, 2]}}, b"id%5Ba%5D%5Bb%5D=1&id%5Ba%5D%5Bb%5D=2"),
    ],
)
def test_query_arrays_are_exploded(value: Value, query: bytes) -> None:
    got = wire(parameter("query", "{}"), id=value)
    assert got.target == b"/x" + (b"?" + query if query else b"")


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
