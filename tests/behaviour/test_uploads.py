"""Bodies that are JSON, and a form where a file is given."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import generate, openapi

SPEC = openapi(
    """
/notes:
  post:
    operationId: send
    tags: [Notes]
    requestBody:
      required: true
      content:
        application/json: {schema: {$ref: '#/components/schemas/Note'}}
        application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Note'}}
        multipart/form-data:
          schema: &with_files
            allOf:
            - $ref: '#/components/schemas/Note'
            - type: object
              required: ['files[0]']
              properties:
                'files[0]': {type: string, contentEncoding: binary}
                'files[1]': {type: string, contentEncoding: Binary}
                pages: {type: array, items: {type: string, format: binary}}
          encoding:
            'files[1]': {contentType: image/png}
            tags: {style: form, explode: false}
            lines: {contentType: application/json}
    responses: {'204': {description: Done.}}
  put:
    operationId: put
    tags: [Notes]
    requestBody:
      content:
        application/vnd.note+json: {schema: {$ref: '#/components/schemas/Note'}}
        multipart/form-data: {schema: *with_files}
    responses: {'204': {description: Done.}}
  patch:
    operationId: patch
    tags: [Notes]
    requestBody:
      content:
        '*/*': {schema: {$ref: '#/components/schemas/Note'}}
        multipart/form-data: {schema: *with_files}
    responses: {'204': {description: Done.}}
""",
    """
Note:
  type: object
  required: [text]
  properties:
    text: {type: string, maxLength: 9}
    reply_to: {type: [integer, 'null']}
    tags: {type: array, items: {type: string}}
    lines: {type: array, items: {type: integer}}
    place: {type: object, properties: {x: {type: integer}}}
""",
)
JSON, FORM = "application/json", "multipart/form-data"
VENDOR, PAIRS = "application/vnd.note+json", "application/x-www-form-urlencoded"
OCTETS = b"\r\nContent-Type: application/octet-stream"


@pytest.fixture(scope="module")
def package(generated: Generate) -> Package:
    return generated(SPEC)


class Notes:
    """The methods of a client of one kind; each call gives the request."""

    def __init__(self, package: Package, kind: str) -> None:
        self.package = package
        self.exchange = package.exchange()
        self.is_async = kind == "async"
        self.strict = False

    async def call(self, name: str, **arguments: Any) -> Any:
        options: dict[str, Any] = {"max_retries": 1, "strict": self.strict}
        options["base_url"] = "https://api.acme.test"
        self.exchange.reply(204)
        if self.is_async:
            transport = self.exchange.transport
            async with httpx.AsyncClient(transport=transport) as pool:
                made = self.package.async_class(httpx_client=pool, **options)
                await getattr(made.notes, name)(**arguments)
        else:
            with self.package.client(self.exchange, **options) as client:
                getattr(client.notes, name)(**arguments)
        return self.exchange.request

    async def send(self, **arguments: Any) -> Any:
        return await self.call("send", **arguments)


@pytest.fixture(params=["sync", "async"])
def notes(request: pytest.FixtureRequest, package: Package) -> Notes:
    return Notes(package, request.param)


def parts(request: httpx.Request) -> Iterator[tuple[bytes, bytes]]:
    """What each part says of itself after its name begins, and its content."""
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")
    assert kind == FORM
    first, *found, last = request.content.split(f"--{boundary}".encode())
    assert (first, last) == (b"", b"--\r\n")
    for part in found:
        head, _, content = part.partition(b"\r\n\r\n")
        start = b"\r\nContent-Disposition: form-data; name="
        assert head.startswith(start)
        yield head.removeprefix(start), content.removesuffix(b"\r\n")


pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ({}, b'{"text":"a"}'),
        (
            {"reply_to": None, "tags": ["b", "c"], "lines": [1], "place": {"x": 1}},
            b'{"text":"a","reply_to":null,"tags":["b","c"],"lines":[1],"place":{"x":1}}',
        ),
        ({"files_0": None, "files_1": None, "pages": None}, b'{"text":"a"}'),
        ({"pages": []}, b'{"text":"a"}'),
        ({"content_type": JSON, "files_0": None}, b'{"text":"a"}'),
        ({"request_options": {"body": {"more": 1}}}, b'{"text":"a","more":1}'),
    ],
)
async def test_without_a_file_the_body_is_json(
    notes: Notes, arguments: dict[str, Any], body: bytes
) -> None:
    request = await notes.send(text="a", **arguments)
    assert request.headers["content-type"] == JSON
    assert request.content == body


async def test_a_file_makes_it_a_form(notes: Notes) -> None:
    request = await notes.send(text="a", files_0=b"\x00")
    assert [*parts(request)] == [
        (b'"text"', b"a"),
        (b'"files[0]"; filename="upload"' + OCTETS, b"\x00"),
    ]


async def test_every_field_goes_with_the_files_as_the_form_says(
    notes: Notes, tmp_path: Path
) -> None:
    saved = tmp_path / "b.txt"
    saved.write_bytes(b"1")
    request = await notes.send(
        text="a",
        reply_to=None,
        tags=["b", "c"],
        lines=[1, 2],
        place={"x": 1},
        files_0=saved,
        files_1=("c", io.BytesIO(b"2")),
        pages=[b"3", ("d.bin", b"4", "image/gif")],
        request_options={"body": {"more": 1}},
    )
    assert [*parts(request)] == [
        (b'"text"', b"a"),
        (b'"tags"', b"b,c"),
        (b'"lines"\r\nContent-Type: application/json', b"[1,2]"),
        (b'"place"\r\nContent-Type: application/json', b'{"x":1}'),
        (b'"more"', b"1"),
        (b'"files[0]"; filename="b.txt"\r\nContent-Type: text/plain', b"1"),
        (b'"files[1]"; filename="c"\r\nContent-Type: image/png', b"2"),
        (b'"pages"; filename="upload"' + OCTETS, b"3"),
        (b'"pages"; filename="d.bin"\r\nContent-Type: image/gif', b"4"),
    ]


async def test_a_list_of_files_alone_makes_it_a_form(notes: Notes) -> None:
    request = await notes.send(text="a", pages=[b"1"], content_type=FORM)
    assert [name for name, _ in parts(request)] == [
        b'"text"',
        b'"pages"; filename="upload"' + OCTETS,
    ]


async def test_a_form_without_a_file_is_sent_where_it_is_asked_for(
    notes: Notes,
) -> None:
    request = await notes.send(text="a", tags=["b", "c"], content_type=FORM)
    assert [*parts(request)] == [(b'"text"', b"a"), (b'"tags"', b"b,c")]


async def test_other_types_are_chosen_as_ever(notes: Notes) -> None:
    request = await notes.send(text="a", tags=["b", "c"], content_type=PAIRS)
    assert request.headers["content-type"] == PAIRS
    assert request.content == b"text=a&tags=b&tags=c"


@pytest.mark.parametrize("kind", [JSON, PAIRS])
async def test_a_type_that_has_no_files_is_refused_with_one(
    notes: Notes, kind: str
) -> None:
    with pytest.raises(ValueError, match=r"^files\[1\] is a file") as caught:
        await notes.send(text="a", files_1=b"1", content_type=kind)
    assert f"content_type {kind!r}" in str(caught.value)
    assert notes.exchange.requests == []


@pytest.mark.parametrize(("method", "kind"), [("put", VENDOR), ("patch", JSON)])
async def test_json_of_another_name_keeps_it(
    notes: Notes, method: str, kind: str
) -> None:
    request = await notes.call(method, text="a")
    assert request.headers["content-type"] == kind
    assert request.content == b'{"text":"a"}'
    request = await notes.call(method, text="a", tags=["b", "c"], files_0=b"1")
    assert [content for _, content in parts(request)] == [b"a", b"b", b"c", b"1"]


@pytest.mark.parametrize(
    ("file", "message"),
    [("a.png", "files\\[0\\]: a file cannot be given as str"), ([b"1"], "one file")],
)
async def test_what_is_no_file_is_named(
    notes: Notes, file: object, message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        await notes.send(text="a", files_0=file)
    assert notes.exchange.requests == []


@pytest.mark.parametrize("files", [{}, {"files_0": b"1"}])
async def test_limits_hold_with_and_without_files(
    notes: Notes, files: dict[str, Any]
) -> None:
    notes.strict = True
    await notes.send(text="long", **files)
    with pytest.raises(ValueError, match=r"^text: must have at most 9 characters"):
        await notes.send(text="far too long", **files)
    assert len(notes.exchange.requests) == 1


async def test_a_form_is_sent_again_whole(notes: Notes) -> None:
    notes.exchange.reply(429, headers={"retry-after": "0"})
    file = io.BytesIO(b"12")
    file.seek(1)
    await notes.send(text="a", files_0=file)
    first, second = notes.exchange.requests
    assert first.content == second.content
    assert [content for _, content in parts(second)] == [b"a", b"2"]


def test_nothing_is_left_to_note_and_arguments_say_what_they_do() -> None:
    found = generate(SPEC)
    assert [d for d in found.diagnostics if d.code == "SW403"] == []
    reference = found.files["reference.md"]
    assert "`files[0]`, sent as `multipart/form-data`." in reference
    assert "Without it, JSON, or a form where files are given." in reference
