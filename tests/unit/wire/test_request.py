"""Requests as text: every byte is there, and a person can read it."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specwright.wire.request import WIDTH, body_bytes, body_text, request

TEXTS = st.text(max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=30,
)
PIECES = st.sampled_from(
    [b"\r\n", b"\n", b"\r", b" ", b"\\", b"\\n", b"#", b"### ", b"\xff", b"\x00", b"a"]
)


@given(st.binary() | st.lists(PIECES, max_size=12).map(b"".join))
@example(b"### client.x\r\n# operation: y")
@example(b"a\n b \r\n")
def test_any_body_is_read_back(body: bytes) -> None:
    assert body_bytes(body_text(body)) == body


@given(VALUES)
def test_any_json_is_read_back(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "surrogatepass")
    assert body_bytes(body_text(body)) == body


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_no_line_looks_like_a_heading_or_is_mended_by_an_editor(body: bytes) -> None:
    lines = body_text(body).split("\n")
    assert not any(line.startswith("#") for line in lines)
    assert not any(line.endswith(" ") for line in lines)
    assert lines[-1] or not body
    assert all(line.isprintable() for line in lines)


def test_a_form_stands_as_it_is_sent() -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\n2\r\n--B--\r\n'
    assert body_text(body).split("\n") == [
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "1\\n\\",
        "2",
        "--B--\\r\\n",
    ]


def test_long_json_stands_member_by_member() -> None:
    value = {"name": "n", "parts": [{"text": "x" * WIDTH}, {}], "q": 'a "b"'}
    assert body_text(json.dumps(value, separators=(",", ":")).encode()).split("\n") == [
        "{\\",
        '  "name":"n",\\',
        '  "parts":[\\',
        "    {\\",
        f'      "text":"{"x" * WIDTH}"\\',
        "    },\\",
        "    {}\\",
        "  ],\\",
        '  "q":"a \\\\"b\\\\""\\',
        "}",
    ]


@pytest.mark.parametrize("body", [b'{"a": 1}', b"[1, 2]", b'{"a":1,"a":2}', b"1e400"])
def test_json_with_white_space_of_its_own_keeps_it(body: bytes) -> None:
    assert body_bytes(body_text(body)) == body


def test_a_whole_request() -> None:
    sent = request(
        "GET",
        "https://api.acme.test/a?b=" + "x" * WIDTH + "&c=1",
        {"X-B": "", "a": "é"},
    )
    assert sent.text.split("\n") == [
        "GET https://api.acme.test/a",
        "    ?b=" + "x" * WIDTH,
        "    &c=1",
        "a: é",
        "x-b:",
    ]
