"""Recorded calls: what is written is read back, whatever it holds."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from support.specs import generate, openapi

from specwright.wire.record import Block, argument, by_operation, read, shown, write
from specwright.wire.request import request

TEXT = st.text(max_size=12)
ARGUMENTS = st.builds(
    argument,
    st.sampled_from(["path", "query", "field", "body"]),
    TEXT,
    TEXT.map(json.dumps) | st.sampled_from(["FILE", "[FILE, FILE]"]),
)
REQUESTS = st.builds(
    request,
    st.just("POST"),
    TEXT.map(lambda path: f"https://api.acme.test/{path}"),
    st.dictionaries(st.sampled_from(["a", "b"]), TEXT),
    st.binary(max_size=30) | st.just(b"\r\n\r\n### client.x\r\n# spec: 1"),
)
BLOCKS = st.builds(
    Block,
    attribute=st.just("voices.add"),
    variant=st.sampled_from(["", "with_null"]),
    key=TEXT.map(lambda path: shown(f"POST /{path}")),
    spec=st.just("0123456789abcdef"),
    arguments=st.lists(ARGUMENTS, max_size=3).map(tuple),
    request=REQUESTS.map(lambda made: made.text),
)


@given(st.lists(BLOCKS, max_size=3))
def test_blocks_are_read_back(blocks: list[Block]) -> None:
    text = write(blocks)
    assert [*read(text)] == blocks
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@given(st.lists(BLOCKS, min_size=1, max_size=3))
def test_a_checkout_may_have_other_line_ends(blocks: list[Block]) -> None:
    data = write(blocks).replace("\n", "\r\n").encode()
    found = by_operation({"wire/voices.http": data, "other.txt": data})
    assert [b for group in found.values() for b in group] == sorted(
        blocks, key=lambda block: [*found].index(block.key)
    )


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance([*read(text)], list)
    assert isinstance([*read(f"x\n\n### {text}")], list)


def test_a_file_reads_well() -> None:
    paths = """\
    /voices:
      post:
        operationId: add
        tags: [voices]
        parameters: [{name: page size, in: query, schema: {type: integer}}]
        requestBody:
          required: true
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties: {name: {type: string}, note: {type: [string, 'null']}}
        responses: {'204': {description: D.}}
    """
    files = generate(openapi(paths)).files
    _, *blocks = files["wire/voices.http"].split("\n\n### ")
    assert [block.split("\n")[0] for block in blocks] == [
        "client.voices.add",
        "client.voices.add: with_everything",
        "client.voices.add: with_null",
    ]
    lines = blocks[1].split("\n")
    del lines[2]  # the hash
    assert lines == [
        "client.voices.add: with_everything",
        "# operation: POST /voices",
        '# query "page size": 3',
        "POST https://api.acme.test/voices?page%20size=3",
        "content-type: application/json",
        "",
        '{"name":"name","note":"note"}',
    ]
    assert blocks[2].endswith('{"name":"name","note":null}\n')
