"""Generated clients of both kinds over a real server on the loopback interface."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.servers import CHUNKS, Api, Raw
from support.specs import openapi

SPEC = openapi(
    """
/echo/{name}:
  get:
    operationId: echo
    tags: [things]
    parameters:
    - {name: name, in: path, required: true, schema: {type: string}}
    - {name: q, in: query, schema: {type: string}}
    responses: &seen
      '200':
        description: D.
        content: {application/json: {schema: {$ref: '#/components/schemas/Seen'}}}
/busy:
  post: {operationId: busy, tags: [things], requestBody: &form {required: true, content: {multipart/form-data: {schema: {
    type: object, required: [file], properties: {
    file: {type: string, format: binary}, labels: {type: object}}}}}}, responses: *seen}
/moved/{where}:
  parameters: [{name: where, in: path, required: true, schema: {type: string}}]
  get: {operationId: follow, tags: [things], responses: *seen}
  post:
    operationId: moved
    tags: [things]
    requestBody: *form
    responses: *seen
/audio:
  get:
    operationId: audio
    tags: [things]
    responses:
      '200': {description: D., content: {audio/mpeg: {schema: {type: string, format: binary}}}}
/events:
  get:
    operationId: events
    tags: [things]
    responses:
      '200':
        description: D.
        content:
          text/event-stream: {schema: {$ref: '#/components/schemas/Event'}}
""",
    """
Seen: {type: object, required: [path], properties: {path: {type: string}, size: {type: integer}}}
Event: {type: object, required: [n], properties: {n: {type: integer}}}
""",
    head="""
servers: [{url: 'https://api.acme.test'}]
security: [{key: []}]
""",
)
SPEC += "  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}\n"


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    yield server
    server.stop()


@pytest.fixture
def other() -> Iterator[Api]:
    server = Api()
    yield server
    server.stop()


class Tool:
    """Runs one call on a client of either kind."""

    def __init__(self, package: Package, kind: str) -> None:
        self.package = package
        self.is_async = kind == "async"

    def run(self, url: str, use: Callable[[Any], Any], **options: Any) -> Any:
        """What ``use`` makes of the resource `things`; coroutines are awaited."""
        options = {"base_url": url, "api_key": "secret"} | options
        if not self.is_async:
            with self.package.module.Acme(**options) as client:
                return use(client.things)

        async def called() -> Any:
            async with self.package.async_class(**options) as client:
                result = use(client.things)
                while hasattr(result, "__await__"):
                    result = await result
                return result

        return asyncio.run(called())

    def pieces(self, url: str, use: Callable[[Any], Any]) -> list[Any]:
        """All that a stream gives."""
        if not self.is_async:
            return list(self.run(url, lambda things: iter(list(use(things)))))

        async def read(things: Any) -> list[Any]:
            return [item async for item in await use(things)]

        return list(self.run(url, read))


@pytest.fixture(params=["sync", "async"])
def tool(request: pytest.FixtureRequest, generated: Generate) -> Tool:
    return Tool(generated(SPEC), request.param)


def test_a_call(tool: Tool, api: Api) -> None:
    found = tool.run(api.url, lambda things: things.echo("a/b ü", q="x y"))
    assert found.path == "/echo/a%2Fb%20%C3%BC"
    (seen,) = api.seen
    assert seen.query == "q=x%20y"
    assert seen.headers["x-key"] == "secret"


def test_a_base_url_may_have_a_path(tool: Tool, api: Api) -> None:
    found = tool.run(f"{api.url}/echo/v1/", lambda things: things.echo("x"))
    assert found.path == "/echo/v1/echo/x"


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / "sound.mp3"
    path.write_bytes(b"sound" * 50_000)
    return path


def test_a_busy_server_gets_the_whole_form_again(
    tool: Tool, api: Api, upload: Path
) -> None:
    api.busy = 2
    with upload.open("rb") as file:
        file.seek(5)
        found = tool.run(
            api.url, lambda things: things.busy(file=file, labels={"a": 1})
        )
    assert found.path == "/busy"
    assert len(api.seen) == 3
    for seen in api.seen:
        assert seen.form == [
            ("labels", '{"a":1}'),
            ("file", b"sound" * 49_999),
        ]
        assert seen.headers["content-length"] == str(len(seen.body))


def test_what_cannot_be_sent_again_is_not(tool: Tool, api: Api) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.left = b"once"

        def read(self, size: int = -1, /) -> bytes:
            got, self.left = self.left[:size], self.left[size:]
            return got

    api.busy = 1
    with pytest.raises(tool.package.module.TooManyRequestsError):
        tool.run(api.url, lambda things: things.busy(file=Pipe()))
    assert [seen.form for seen in api.seen] == [[("file", b"once")]]


def test_a_redirect_on_the_same_origin_keeps_everything(
    tool: Tool, api: Api, upload: Path
) -> None:
    found = tool.run(api.url, lambda things: things.moved("here", file=upload))
    assert found.path == "/echo/moved"
    first, second = api.seen
    assert second.method == "POST"
    assert second.form == first.form == [("file", b"sound" * 50_000)]
    assert second.headers["x-key"] == "secret"


def test_a_redirect_elsewhere_drops_the_credential(
    tool: Tool, api: Api, other: Api
) -> None:
    api.elsewhere = other.url
    found = tool.run(api.url, lambda things: things.follow("away"))
    assert found.path == "/echo/moved"
    assert api.seen[0].headers["x-key"] == "secret"
    assert "x-key" not in other.seen[0].headers


def test_a_body_is_not_handed_to_another_origin(
    tool: Tool, api: Api, other: Api
) -> None:
    api.elsewhere = other.url
    with pytest.raises(tool.package.module.ApiResponseError, match="307"):
        tool.run(api.url, lambda things: things.moved("away", file=b"x"))
    assert other.seen == []


def test_bytes_come_piece_by_piece(tool: Tool, api: Api, tmp_path: Path) -> None:
    whole = b"".join(CHUNKS)
    assert b"".join(tool.pieces(api.url, lambda things: things.audio())) == whole
    path = tmp_path / "out.mp3"

    async def save_async(things: Any) -> None:
        await (await things.audio()).save(path)

    def save(things: Any) -> Any:
        return save_async(things) if tool.is_async else things.audio().save(path)

    tool.run(api.url, save)
    assert path.read_bytes() == whole


def test_events_come_as_models(tool: Tool, api: Api) -> None:
    found = tool.pieces(api.url, lambda things: things.events())
    assert [event.n for event in found] == [1, 2]
    assert isinstance(found[0], tool.package.module.Event)


@pytest.fixture
def raw(request: pytest.FixtureRequest) -> Iterator[Raw]:
    reply, waits = request.param
    server = Raw(reply, waits=waits)
    yield server
    server.stop()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "raw", [(b"", True), (HEAD + b"Content-Length: 50\r\n\r\n{", True)], indirect=True
)
def test_a_slow_server_is_waited_for_no_longer_than_told(tool: Tool, raw: Raw) -> None:
    with pytest.raises(tool.package.module.ApiTimeoutError):
        tool.run(raw.url, lambda things: things.echo("x"), timeout=0.1, max_retries=0)


@pytest.mark.parametrize(
    "raw",
    [
        (b"", False),
        (HEAD + b'Content-Length: 50\r\n\r\n{"path": "x', False),
        (HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"pat', False),
        (b"nonsense\r\n\r\n", False),
    ],
    indirect=True,
)
def test_a_cut_reply_is_a_failed_connection(tool: Tool, raw: Raw) -> None:
    with pytest.raises(tool.package.module.ApiConnectionError):
        tool.run(raw.url, lambda things: things.echo("x"), max_retries=0)


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + b'Content-Length: 9\r\n\r\n{"path": ', False),
        (HEAD + b"Content-Length: 0\r\n\r\n", False),
        (HEAD.replace(b"json", b"xml") + b"Content-Length: 4\r\n\r\n<a/>", False),
    ],
    indirect=True,
)
def test_a_reply_that_is_no_json_says_what_it_is(tool: Tool, raw: Raw) -> None:
    with pytest.raises(tool.package.module.ApiResponseError) as caught:
        tool.run(raw.url, lambda things: things.echo("x"), max_retries=0)
    assert caught.value.status_code == 200
    assert "secret" not in str(caught.value)


def test_nobody_there(tool: Tool) -> None:
    with pytest.raises(tool.package.module.ApiConnectionError):
        tool.run("http://127.0.0.1:1", lambda things: things.echo("x"), max_retries=0)
