"""Mistakes that clients of HTTP APIs make again and again: a generated one does not.

Each test is named after the mistake. Where a behaviour has many cases, the tests of
the runtime have them all; here a generated client shows that it has the behaviour.
"""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import gc
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

from specwright.config import Config, CredentialConfig

SPEC = (
    openapi(
        """
/voices:
  get:
    operationId: list
    tags: [Voices]
    parameters:
    - {name: filter, in: query, schema: {type: string}}
    responses:
      '200':
        description: All of them.
        content:
          application/json:
            schema: {type: array, items: {$ref: '#/components/schemas/Voice'}}
/voices/names:
  get:
    operationId: names
    tags: [Voices]
    responses:
      '200':
        description: Names.
        content: {application/json: {schema: {type: array, items: {type: string}}}}
/voices/{voice_id}:
  parameters:
  - {name: voice_id, in: path, required: true, schema: {type: string}}
  get:
    operationId: get
    tags: [Voices]
    responses:
      '200':
        description: One.
        content: {application/json: {schema: {$ref: '#/components/schemas/Voice'}}}
  delete:
    operationId: delete
    tags: [Voices]
    responses: {'204': {description: Gone.}}
/voices/{voice_id}/samples:
  post:
    operationId: add
    tags: [Samples]
    parameters:
    - {name: voice_id, in: path, required: true, schema: {type: string}}
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema: {$ref: '#/components/schemas/NewSample'}
    responses: {'204': {description: Added.}}
/speech:
  post:
    operationId: speak
    tags: [Speech]
    parameters:
    - {name: Idempotency-Key, in: header, schema: {type: string}}
    - {name: format, in: query, schema: {type: string}}
    requestBody:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Text'}}}
    responses:
      '200':
        description: Sound.
        content: {audio/mpeg: {schema: {type: string, format: binary}}}
/speech/stream:
  post:
    operationId: stream
    tags: [Speech]
    requestBody:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Text'}}}
    responses:
      '200':
        description: Pieces.
        content: {text/event-stream: {schema: {$ref: '#/components/schemas/Piece'}}}
/status:
  get:
    operationId: status
    security: []
    responses:
      '200':
        description: Free for all.
        content: {application/json: {schema: {type: string}}}
/usage:
  get:
    operationId: usage
    security: [{token: []}]
    responses:
      '200':
        description: Counted.
        content: {application/json: {schema: {type: string}}}
""",
        head="""
servers: [{url: 'https://api.acme.test'}]
security: [{key: []}]
""",
    )
    + """components:
  securitySchemes:
    key: {type: apiKey, in: header, name: x-acme-key}
    token: {type: apiKey, in: query, name: acme_token}
  schemas:
    Voice:
      type: object
      required: [name, kind]
      properties:
        name: {type: string}
        kind: {type: string, enum: [made, found]}
        age: {type: integer}
        origin:
          oneOf: [{$ref: '#/components/schemas/Made'}, {$ref: '#/components/schemas/Found'}]
    Made: {type: object, required: [how], properties: {how: {const: made}, by: {type: string}}}
    Found: {type: object, required: [how], properties: {how: {const: found}, at: {type: string}}}
    NewSample:
      type: object
      required: [audio]
      properties:
        audio: {type: array, items: {type: string, format: binary}}
        title: {type: string}
        tags: {type: array, items: {type: string}}
        labels: {type: object, additionalProperties: {type: string}}
        loud: {type: boolean}
    Text:
      type: object
      required: [text]
      properties:
        text: {type: string}
        style: {type: [string, 'null']}
        seed: {type: integer}
    Piece:
      type: object
      required: [text]
      properties: {text: {type: string}}
"""
)
CONFIG = Config(
    name="acme",
    package="acme",
    client_class="Acme",
    credential=CredentialConfig(header="x-acme-key", argument="key", env="ACME_KEY"),
)


class Bench:
    """A client of the package whose pauses are noted and not waited for."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.exchange = package.exchange()
        self.sleeps: list[float] = []
        self.now = 1_700_000_000.0

    @contextmanager
    def client(self, **options: Any) -> Iterator[Any]:
        options = {"key": "the-secret-key", "max_retries": 2} | options
        with self.package.client(self.exchange, **options) as made:
            transport = made._transport
            clock = dataclasses.replace(
                transport._settings.clock,
                sleep=self.sleeps.append,
                now=lambda: self.now,
                random=lambda: 0.0,
            )
            transport._settings = dataclasses.replace(transport._settings, clock=clock)
            yield made

    @property
    def paths(self) -> list[str]:
        return [one.url.raw_path.decode() for one in self.exchange.requests]

    def error(self, name: str) -> type[Exception]:
        found: type[Exception] = getattr(self.package.module, name)
        return found


@pytest.fixture
def package(generated: Generate, monkeypatch: pytest.MonkeyPatch) -> Package:
    monkeypatch.delenv("ACME_KEY", raising=False)
    return generated(SPEC, CONFIG)


@pytest.fixture
def bench(package: Package) -> Bench:
    return Bench(package)


def parts_of(request: httpx.Request) -> list[tuple[bytes, bytes]]:
    """The head and the content of each part of a multipart body."""
    kind = request.headers["content-type"]
    boundary = b"--" + kind.partition("boundary=")[2].encode()
    pieces = request.content.split(boundary)
    assert pieces[0] == b""
    assert pieces[-1] == b"--\r\n"
    split = [piece.strip(b"\r\n").partition(b"\r\n\r\n") for piece in pieces[1:-1]]
    return [(head, content) for head, _, content in split]


def test_01_a_retry_of_multipart_loses_fields(bench: Bench) -> None:
    bench.exchange.reply(429)
    bench.exchange.reply(204)
    with bench.client() as client:
        client.samples.add("v", audio=[b"1", b"2"], title="t", tags=["a", "b"])
    first, second = bench.exchange.requests
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"]
    assert len(parts_of(second)) == 5


def test_02_a_file_is_sent_empty_by_a_retry(bench: Bench) -> None:
    file = io.BytesIO(b"header and sound")
    file.seek(11)
    bench.exchange.reply(429)
    bench.exchange.reply(204)
    with bench.client() as client:
        client.samples.add("v", audio=[file])
        assert [parts_of(one)[0][1] for one in bench.exchange.requests] == [
            b"sound"
        ] * 2

        class Pipe:
            def __init__(self) -> None:
                self.left = [b"sound", b""]

            def read(self, size: int = -1, /) -> bytes:
                return self.left.pop(0)

        bench.exchange.requests.clear()
        bench.exchange.reply(429)
        with pytest.raises(bench.error("TooManyRequestsError")):
            client.samples.add("v", audio=[Pipe()])
        assert len(bench.exchange.requests) == 1


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a/b?c#d", "/voices/a%2Fb%3Fc%23d"),
        ("%2e%2e", "/voices/%252e%252e"),
        ("a b", "/voices/a%20b"),
        ("é", "/voices/%C3%A9"),
        (True, "/voices/true"),
        (7, "/voices/7"),
        ("..a", "/voices/..a"),
        ("..", None),
        (".", None),
        ("", None),
        (None, None),
    ],
)
def test_03_a_path_value_changes_the_path(
    bench: Bench, value: object, path: str | None
) -> None:
    bench.exchange.reply(json={"name": "a", "kind": "made"})
    with bench.client() as client:
        if path is None:
            with pytest.raises(ValueError, match="voice_id"):
                client.voices.get(value)
        else:
            client.voices.get(value)
    assert bench.paths == ([] if path is None else [path])


def test_04_what_is_omitted_is_sent_as_null(bench: Bench) -> None:
    with bench.client() as client:
        bench.exchange.reply(content=b"")
        client.speech.speak(text="t").close()
        assert bench.exchange.request.content == b'{"text":"t"}'
        bench.exchange.reply(content=b"")
        client.speech.speak(text="t", style=None, format=None).close()
        assert bench.exchange.request.content == b'{"text":"t","style":null}'
        assert bench.exchange.request.url.query == b""
        for given in ({}, {"title": None, "tags": None, "labels": None}):
            bench.exchange.reply(204)
            client.samples.add("v", audio=[b"1"], **given)
            assert len(parts_of(bench.exchange.request)) == 1


def test_05_text_for_an_object_is_quoted_twice(bench: Bench) -> None:
    with bench.client() as client:
        bench.exchange.reply(204)
        client.samples.add("v", audio=[], labels='{"a": "b"}')
        [part] = parts_of(bench.exchange.request)
        assert part == (b'Content-Disposition: form-data; name="labels"', b'{"a": "b"}')
        bench.exchange.reply(204)
        client.samples.add("v", audio=[], labels={"a": "b"}, title='say "x"', loud=True)
        by_content = {
            content: head for head, content in parts_of(bench.exchange.request)
        }
        assert set(by_content) == {b'{"a":"b"}', b'say "x"', b"true"}
        assert b"Content-Type: application/json" in by_content[b'{"a":"b"}']


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"retry-after-ms": "150"}, 0.15),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0.25"}, 0.25),
        ({"Retry-After": formatdate(1_700_000_030, usegmt=True)}, 30.0),
        ({"Retry-After": "-5"}, 0.5),
        ({"Retry-After": "NaN"}, 0.5),
        ({"Retry-After": formatdate(1_600_000_000, usegmt=True)}, 0.5),
        ({"Retry-After": "86400"}, None),
        ({"x-ratelimit-reset": "1700000020"}, 20.0),
        ({"x-ratelimit-reset": "1700086400"}, 0.5),
    ],
)
def test_06_the_pause_that_the_server_asks_for_is_misread(
    bench: Bench, headers: dict[str, str], waited: float | None
) -> None:
    bench.exchange.reply(429, headers=headers)
    bench.exchange.reply(json=[])
    with bench.client() as client:
        if waited is None:
            with pytest.raises(bench.error("TooManyRequestsError")):
                client.voices.list()
        else:
            client.voices.list()
    assert bench.sleeps == ([] if waited is None else [waited])


def test_07_a_stream_that_fails_to_start_is_not_tried_again(bench: Bench) -> None:
    with bench.client() as client:
        bench.exchange.reply(429)
        bench.exchange.reply(content=b"sound", content_type="audio/mpeg")
        assert client.speech.speak(text="t").read() == b"sound"
        bench.exchange.reply(429)
        bench.exchange.reply(content=b'data: {"text":"a"}\n\n')
        assert [piece.text for piece in client.speech.stream(text="t")] == ["a"]
        bench.exchange.reply(400, json={})
        with pytest.raises(bench.error("BadRequestError")):
            client.speech.stream(text="t")
    assert bench.sleeps == [0.5, 0.5]


def test_08_errors_of_the_connection_leak_and_are_not_tried_again(
    bench: Bench,
) -> None:
    with bench.client() as client:
        for raised in (httpx.ConnectError("refused"), httpx.ConnectTimeout("slow")):
            bench.exchange.fail(raised)
        bench.exchange.reply(content=b"sound")
        assert client.speech.speak(text="t").read() == b"sound"
        bench.exchange.fail(httpx.ReadTimeout("slow"))
        bench.exchange.reply(json=[])
        assert client.voices.list() == []
        bench.exchange.fail(httpx.ReadTimeout("slow"))
        with pytest.raises(bench.error("ApiTimeoutError")) as timed_out:
            client.speech.speak(text="t")
        bench.exchange.fail(httpx.RemoteProtocolError("cut"))
        with pytest.raises(bench.error("ApiConnectionError")) as cut:
            client.speech.speak(text="t")
    assert issubclass(timed_out.type, bench.error("ApiConnectionError"))
    assert issubclass(cut.type, bench.error("ApiError"))
    assert len(bench.exchange.requests) == 3 + 2 + 1 + 1


def test_09_a_repeated_request_acts_twice(bench: Bench) -> None:
    with bench.client() as client:
        bench.exchange.fail(httpx.ReadTimeout("slow"))
        bench.exchange.reply(429)
        bench.exchange.reply(content=b"sound")
        client.speech.speak(text="t", idempotency_key="k-1").close()
        keys = [one.headers["idempotency-key"] for one in bench.exchange.requests]
        assert keys == ["k-1"] * 3
        bench.exchange.requests.clear()
        bench.exchange.fail(httpx.ReadTimeout("slow"))
        with pytest.raises(bench.error("ApiTimeoutError")):
            client.speech.speak(text="t")
        assert len(bench.exchange.requests) == 1


EVENTS = (
    "\ufeff: hello\r\r\n"
    'event: piece\rid: 7\rretry: 9\rdata: {"text":\rdata: "a\u2028b"}\r\r'
    'data: {"text":"\u20ac"}\r\n\r\n'
    "event: ping\ndata:\n\n"
    'data: {"text":"last"}'
).encode()


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_10_events_are_lost_or_torn(bench: Bench, size: int) -> None:
    chunks = [EVENTS[at : at + size] for at in range(0, len(EVENTS), size)]
    with bench.client() as client:
        bench.exchange.reply(content=chunks, content_type="text/event-stream")
        stream = client.speech.stream(text="t")
        first = next(stream)
        assert (first.text, stream.last_event_id, stream.retry) == ("a\u2028b", "7", 9)
        assert [piece.text for piece in stream] == ["€", "last"]
        assert bench.exchange.closed

        done = b'data: {"text":"a"}\n\ndata: [DONE]\n\ndata: no\n\n'
        bench.exchange.reply(content=done, content_type="text/event-stream")
        assert [piece.text for piece in client.speech.stream(text="t")] == ["a"]

        bench.exchange.reply(content=b'event: error\ndata: {"code":5}\n\n')
        with pytest.raises(bench.error("ApiStreamError")) as caught:
            list(client.speech.stream(text="t"))
        assert caught.value.body == {"code": 5}  # type: ignore[attr-defined]

        bench.exchange.reply(content=done, content_type="text/event-stream")
        with client.speech.stream(text="t") as stream:
            next(stream)
        assert bench.exchange.closed


def test_10_an_event_without_end_fills_the_memory(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    framing = bench.package.load("_runtime.framing")
    monkeypatch.setattr(framing, "LARGEST_ITEM", 1000)

    def endless() -> Iterator[bytes]:
        while True:
            yield b"data: " + b"x" * 100

    with bench.client() as client:
        bench.exchange.reply(content=endless(), content_type="text/event-stream")
        with pytest.raises(bench.error("ApiResponseError"), match="larger than"):
            list(client.speech.stream(text="t"))
        assert bench.exchange.closed


def test_11_lines_of_json_vanish(bench: Bench) -> None:
    with bench.client() as client:
        for body in (
            b'{"text":"a"}\n\n{"text":"b"}',
            b'data:{"text":"a"}\n\ndata:{"text":"b"}',
        ):
            for kind in ("text/event-stream", "application/x-ndjson", None):
                bench.exchange.reply(content=body, content_type=kind)
                pieces = list(client.speech.stream(text="t"))
                assert [piece.text for piece in pieces] == ["a", "b"]
        bench.exchange.reply(content=b'{"text":"a"}\n{"text":\n{"text":"c"}\n')
        stream = client.speech.stream(text="t")
        assert next(stream).text == "a"
        with pytest.raises(bench.error("ApiResponseError"), match="item 2") as caught:
            next(stream)
        assert caught.value.body == '{"text":'  # type: ignore[attr-defined]


def test_12_a_redirect_hands_credentials_to_strangers(bench: Bench) -> None:
    with bench.client(headers={"X-Private": "p", "Cookie": "c=1"}) as client:
        bench.exchange.reply(302, headers={"Location": "https://stranger.test/x"})
        bench.exchange.reply(json=[])
        client.voices.list()
        request = bench.exchange.request
        assert request.url.host == "stranger.test"
        assert "the-secret-key" not in str(request.headers.raw)
        assert not {"x-acme-key", "x-private", "cookie"} & set(request.headers)

        bench.exchange.reply(307, headers={"Location": "/elsewhere"})
        bench.exchange.reply(content=b"sound")
        client.speech.speak(text="t").close()
        request = bench.exchange.request
        assert (request.method, request.content) == ("POST", b'{"text":"t"}')
        assert request.headers["x-acme-key"] == "the-secret-key"

        bench.exchange.reply(307, headers={"Location": "https://stranger.test/x"})
        with pytest.raises(bench.error("ApiResponseError"), match="another origin"):
            client.speech.speak(text="t")


def test_13_credentials_are_logged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "the-secret-key"
    shown = ""
    with caplog.at_level(logging.DEBUG), bench.client(api_key=secret) as client:
        bench.exchange.reply(429)
        bench.exchange.reply(json="much")
        client.usage()
        assert bench.exchange.request.url.params["acme_token"] == secret
        bench.exchange.reply(400, json={"echo": secret})
        with pytest.raises(bench.error("BadRequestError")) as caught:
            client.usage()
        shown += f"{caught.value!s} {caught.value.url}"  # type: ignore[attr-defined]
        bench.exchange.reply(401)
        with pytest.raises(bench.error("UnauthorizedError")) as caught:
            client.voices.list()
        shown += f"{caught.value!s} {client!r} {vars(client)!r}"
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "acme_token=***" in logged
    assert secret not in logged + shown


def test_14_the_environment_is_read_too_early(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bench.client(key=None) as client:
        monkeypatch.setenv("ACME_KEY", "too late")
        with pytest.raises(bench.error("MissingCredentialError")) as caught:
            client.voices.list()
        assert "ACME_KEY" in str(caught.value)
        assert bench.exchange.requests == []
        bench.exchange.reply(json="up")
        assert client.status() == "up"
    monkeypatch.setenv("ACME_KEY", "from-environment")
    with bench.client(key=None) as client:
        monkeypatch.setenv("ACME_KEY", "changed")
        bench.exchange.reply(json=[])
        client.voices.list()
        assert bench.exchange.request.headers["x-acme-key"] == "from-environment"
        bench.exchange.reply(json="up")
        client.status()
        assert "x-acme-key" not in bench.exchange.request.headers
    with (
        pytest.raises(ValueError, match="key must not be empty"),
        bench.client(key=""),
    ):
        pass


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html>Sign in</html>", "text/html"),
        (b"<html>Sign in</html>", "application/json"),
        (b'{"name": "a', "application/json"),
        (b"", "application/json"),
    ],
)
def test_15_a_reply_that_is_no_json_is_passed_on(
    bench: Bench, content: bytes, kind: str
) -> None:
    with bench.client() as client:
        bench.exchange.reply(content=content, content_type=kind)
        with pytest.raises(bench.error("ApiResponseError")) as caught:
            client.voices.get("v")
        error: Any = caught.value
        assert (error.status_code, error.body) == (200, content.decode())
        assert error.headers["Content-Type"] == kind
        bench.exchange.reply(204)
        assert client.voices.delete("v") is None


def test_16_an_unexpected_reply_breaks_the_client(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    body = [
        {"name": "a", "kind": "grown", "age": "old", "new": {"x": [1]}},
        {"kind": None, "origin": {"how": "inherited", "from": "b"}},
        {"name": "c", "kind": "made", "origin": {"how": "made", "by": 3}},
    ]
    plain = bench.package.load("testing").plain
    with bench.client() as client:
        bench.exchange.reply(json=body)
        grown, unnamed, made = client.voices.list()
        assert (grown.kind, grown.age, grown.new) == ("grown", "old", {"x": [1]})
        assert unnamed.name is None
        assert type(unnamed.origin).__name__ == "UnknownVariant"
        assert (type(made.origin).__name__, made.origin.by) == ("Made", 3)
        assert plain([grown, unnamed, made]) == body
        assert [
            json.loads(one.model_dump_json(exclude_unset=True)) for one in (grown, made)
        ]
        (record,) = [r for r in caplog.records if r.levelno == logging.WARNING]
        for path in ("$[0].age", "$[1].name", "$[1].kind", "$[2].origin.by"):
            assert path in record.getMessage()
        bench.exchange.reply(json={"voices": []})
        assert client.voices.list() == {"voices": []}
    with bench.client(strict=True) as client:
        bench.exchange.reply(json=body)
        with pytest.raises(bench.error("ApiResponseError"), match=r"\$\[0\]\.age"):
            client.voices.list()


def test_17_the_timeout_of_a_given_client_is_overruled(package: Package) -> None:
    exchange = package.exchange()
    with httpx.Client(transport=exchange.transport, timeout=7) as pool:

        def used(request_options: Any = None, **options: Any) -> Any:
            exchange.reply(json=[])
            client = package.module.Acme(key="k", httpx_client=pool, **options)
            client.voices.list(request_options=request_options)
            return exchange.request.extensions["timeout"]["read"]

        assert used() == 7
        assert used(timeout=3) == 3
        assert used({"timeout": 2}, timeout=3) == 2
        assert used(timeout=None) is None


def test_18_a_client_cannot_be_closed(package: Package) -> None:
    exchange = package.exchange()
    acme, async_acme = package.module.Acme, package.async_class

    with httpx.Client(transport=exchange.transport) as pool:
        with acme(key="k", httpx_client=pool) as client:
            exchange.reply(json=[])
            client.with_options(timeout=1).close()
            client.voices.list()
        assert not pool.is_closed

    with acme(key="k") as client:
        copy = client.with_options(max_retries=0)
        own = client._transport._pool.get()
        assert copy._transport._pool.get() is own
        copy.close()
        assert not own.is_closed
    assert own.is_closed
    with pytest.raises(RuntimeError, match="closed"):
        copy.voices.list()
    client.close()

    async def use() -> None:
        async with httpx.AsyncClient(transport=exchange.transport) as pool:
            async with async_acme(key="k", httpx_client=pool) as client:
                exchange.reply(json=[])
                await client.with_options(timeout=1).close()
                assert await client.voices.list() == []
            assert not pool.is_closed

    asyncio.run(use())
    broken = acme.__new__(acme)
    del broken, client, copy
    gc.collect()


def test_19_an_import_loads_what_is_not_used(package: Package) -> None:
    code = f"""
import sys
import {package.name}
client = {package.name}.Acme(key="k")
print(*sorted(m for m in sys.modules if m.split(".")[0] in
      ("httpx", "pydantic", "anyio", {package.name!r})))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=package.folder / "src",
    )
    loaded = set(done.stdout.split())
    assert not {"httpx", "pydantic", "anyio"} & loaded
    assert not [name for name in loaded if name.endswith((".types", ".resource"))]


def test_19_a_method_named_list_hides_the_type(package: Package) -> None:
    checked = 0
    for path in sorted((package.folder / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                methods = [f for f in node.body if isinstance(f, _FUNCTIONS)]
                if "list" in [method.name for method in methods]:
                    checked += 1
                    assert "list" not in _names_in_annotations(methods), path
    assert checked >= 2


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _names_in_annotations(
    methods: list[ast.FunctionDef | ast.AsyncFunctionDef],
) -> set[str]:
    found: list[ast.expr | None] = []
    for method in methods:
        arguments = [
            *method.args.posonlyargs,
            *method.args.args,
            *method.args.kwonlyargs,
        ]
        found += [method.returns, *[argument.annotation for argument in arguments]]
    nodes = [node for one in found if one is not None for node in ast.walk(one)]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def test_20_an_upload_is_read_whole_or_is_the_name_of_its_file(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.mp3"
    file.write_bytes(b"sound" * 100_000)
    reads: list[int] = []
    bodies = bench.package.load("_runtime.bodies")

    def open_noting(path: Any, mode: str) -> Any:
        class Noting(io.FileIO):
            def read(self, size: int | None = -1, /) -> bytes:
                reads.append(-1 if size is None else size)
                return super().read(size) or b""

        return Noting(path, mode)

    monkeypatch.setattr(bodies, "open", open_noting, raising=False)
    with bench.client() as client:
        bench.exchange.reply(204)
        client.samples.add("v", audio=[file, ("b.wav", file), ("c", b"x", "audio/x")])
        heads = [head.decode() for head, _ in parts_of(bench.exchange.request)]
        assert len(parts_of(bench.exchange.request)[0][1]) == 500_000
        assert ['filename="a.mp3"' in heads[0], 'filename="b.wav"' in heads[1]]
        assert "Content-Type: audio/x" in heads[2]
        assert len(reads) > 10
        assert all(0 < size <= 65536 for size in reads)
        with pytest.raises(TypeError, match=r"audio: .*pathlib\.Path"):
            client.samples.add("v", audio=[str(file)])
    assert len(bench.exchange.requests) == 1
