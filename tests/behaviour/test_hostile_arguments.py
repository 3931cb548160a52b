"""Arguments that cannot be sent: each is refused by name, and nothing is sent.

What a list, bytes or None would otherwise silently become is not what was meant.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

SPEC = openapi(
    """
/things/{id}:
  post:
    operationId: change
    tags: [things]
    parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    - {name: q, in: query, schema: {type: string}}
    - {name: X-Trace, in: header, schema: {type: string}}
    - {name: X-Tags, in: header, schema: {type: array, items: {type: string}}}
    - {name: session, in: cookie, schema: {type: string}}
    requestBody:
      content:
        application/json:
          schema:
            type: object
            properties:
              name: {type: string}
              speed: {type: number}
              settings: {$ref: '#/components/schemas/Settings'}
    responses: &done {'204': {description: Done.}}
/lists/{ids}:
  get:
    operationId: list
    tags: [things]
    parameters: [{name: ids, in: path, required: true, schema: {type: array, items: {type: string}}}]
    responses: *done
/forms:
  post:
    operationId: form
    tags: [things]
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema:
            type: object
            required: [audio]
            properties:
              audio: {type: string, format: binary}
              cover: {type: string, format: binary}
              samples: {type: array, items: {type: string, format: binary}}
              title: {type: string}
    responses: *done
/raw:
  post:
    operationId: raw
    tags: [things]
    requestBody: {required: true, content: {audio/mpeg: {schema: {type: string, format: binary}}}}
    responses: *done
/sound:
  get:
    operationId: sound
    tags: [things]
    responses: {'200': {description: D., content: {audio/mpeg: {schema: {type: string, format: binary}}}}}
""",
    """
Settings: {type: object, properties: {levels: {type: array, items: {type: number}}}}
""",
    head="""
servers: [{url: 'https://api.acme.test'}, {url: 'https://{zone}.acme.test', variables: {zone: {default: eu}}}]
security: [{one: []}]
""",
)
SPEC += "  securitySchemes: {one: {type: apiKey, in: header, name: X-Key}}\n"

SECRET = "hush-hush-hush"
NAN = float("nan")
LOOP: list[object] = []
LOOP.append(LOOP)


@pytest.fixture(scope="module")
def package(generated: Generate) -> Package:
    return generated(SPEC)


class Maker:
    """Makes clients of one kind, and calls them."""

    def __init__(self, package: Package, kind: str) -> None:
        self.package = package
        self.is_async = kind == "async"
        self.exchange = package.exchange()

    def client(self, **options: Any) -> Any:
        options = {"api_key": SECRET, "max_retries": 0} | options
        if self.is_async:
            pool: Any = httpx.AsyncClient(transport=self.exchange.transport)
            return self.package.async_class(**{"httpx_client": pool, **options})
        pool = httpx.Client(transport=self.exchange.transport)
        return self.package.module.Acme(**{"httpx_client": pool, **options})

    def call(self, use: Callable[[Any], Any], **options: Any) -> Any:
        things = self.client(**options).things
        if not self.is_async:
            return use(things)

        async def wait() -> Any:
            return await use(things)

        return asyncio.run(wait())


@pytest.fixture(params=["sync", "async"])
def maker(request: pytest.FixtureRequest, package: Package) -> Maker:
    return Maker(package, request.param)


CLIENT: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"timeout": "x"}, TypeError, "^timeout must be a number of seconds"),
    ({"timeout": 0}, ValueError, "^timeout must be more than 0 seconds, not 0"),
    ({"timeout": -1}, ValueError, "^timeout must be more than 0"),
    ({"timeout": NAN}, ValueError, "^timeout must be more than 0 seconds, not nan"),
    ({"max_retries": "a"}, TypeError, "^max_retries must be a whole number, not 'a'"),
    ({"max_retries": -1}, ValueError, "^max_retries must be 0 or more"),
    ({"max_retries": True}, TypeError, "^max_retries must be a whole number"),
    ({"headers": ["a: b"]}, TypeError, "^headers must be a mapping such as a dict"),
    ({"headers": {"a\r\nb": "c"}}, ValueError, "^headers: .* not the name of a header"),
    ({"headers": {"a": "b\r\nc: d"}}, ValueError, "^headers: the value of 'a' holds"),
    ({"headers": {"a": ["b"]}}, TypeError, "^headers: a: a value of type list"),
    ({"headers": {7: "b"}}, ValueError, "^headers: 7 is not the name of a header"),
    ({"environment": "production"}, TypeError, "^environment must be a member of Acme"),
    ({"base_url": "api.acme.test"}, ValueError, "^base_url must be an http or https"),
    ({"base_url": "ftp://acme.test"}, ValueError, "^base_url must be an http or https"),
    ({"base_url": "https://a b"}, ValueError, "^base_url holds a blank"),
    ({"base_url": "https://h:99999"}, ValueError, "^base_url must be"),
    ({"base_url": "https://u:hush@h.test"}, ValueError, r"^base_url must not .*//\*\*\*@h"),
    ({"base_url": 7}, TypeError, "^base_url must be a string, not int"),
    ({"base_url": b"https://h.test"}, TypeError, "^base_url must be a string"),
    ({"api_key": ""}, ValueError, "^api_key must not be empty; leave it out, and ACME"),
    ({"api_key": b"hush-hush-hush"}, TypeError, "^api_key must be a string or a function"),
    ({"strict": "no"}, TypeError, "^strict must be True or False, not 'no'"),
    ({"limits": 5}, TypeError, "^limits must be a mapping"),
    ({"limits": {"deadline": -1}}, ValueError, "^limits: deadline must be more than 0"),
    ({"httpx_client": object()}, TypeError, "^httpx_client must be an httpx"),
    ({"zone": "a/b"}, ValueError, "^'a/b' cannot be the zone of the server's URL"),
    ({"zone": 7}, TypeError, "^zone must be a string, not int"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "kind", "said"), CLIENT)
def test_a_client_says_which_argument_is_wrong(
    maker: Maker, options: dict[str, Any], kind: type[Exception], said: str
) -> None:
    if "zone" in options:
        environments = maker.package.module.AcmeEnvironment
        options = options | {"environment": list(environments)[1]}
    with pytest.raises(kind, match=said) as caught:
        maker.client(**options)
    report = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    assert "hush" not in str(caught.value)
    if options.keys() & {"api_key", "base_url"}:
        return  # what is wrong is the secret itself
    frames = [frame for frame in report.stack if "behaviour" not in frame.filename]
    assert "'***'" in repr([frame.locals for frame in frames])
    assert "hush" not in repr([frame.locals for frame in frames])


def test_the_other_kind_of_httpx_client_is_refused(maker: Maker) -> None:
    wrong = httpx.Client() if maker.is_async else httpx.AsyncClient()
    with pytest.raises(TypeError, match="httpx_client must be an httpx"):
        maker.client(httpx_client=wrong)


CALLS: list[tuple[Callable[[Any], Any], type[Exception], str]] = [
    (lambda t: t.change(".."), ValueError, r"^id must not be '\.\.'"),
    (lambda t: t.change("."), ValueError, r"^id must not be '\.'"),
    (lambda t: t.change(""), ValueError, "^id must not be ''"),
    (lambda t: t.change(None), ValueError, "^id must not be None"),
    (lambda t: t.change(["a", "b"]), TypeError, "^id: a value of type list"),
    (lambda t: t.change({"a": 1}), TypeError, "^id: a value of type dict"),
    (lambda t: t.change(b"a"), TypeError, "^id: a value of type bytes"),
    (lambda t: t.change("\ud800"), ValueError, "^id holds a character that has no UTF-8"),
    (lambda t: t.change("x" * 70_000), ValueError, "a URL of 70029 characters; 65536 can"),
    (lambda t: t.list([".."]), ValueError, r"^ids must not make '\.\.' a part"),
    (lambda t: t.list([]), ValueError, "^ids must not be ''"),
    (lambda t: t.change("a", q="\ud800"), ValueError, "^q holds a character that has no"),
    (lambda t: t.change("a", q=NAN), ValueError, "^q: nan cannot be sent"),
    (lambda t: t.change("a", x_trace="a\r\nb: c"), ValueError, "^the value of 'X-Trace' holds"),
    (lambda t: t.change("a", x_trace="a\0"), ValueError, "^the value of 'X-Trace' holds"),
    (lambda t: t.change("a", x_trace="\u20ac"), ValueError, "'X-Trace' .* outside Latin-1"),
    (lambda t: t.change("a", x_trace=["a"]), TypeError, "^X-Trace: a value of type list"),
    (lambda t: t.change("a", x_tags=["a", "b\n"]), ValueError, "^the value of 'X-Tags'"),
    (lambda t: t.change("a", session="\ud800"), ValueError, "^session holds a character"),
    (lambda t: t.change("a", session=["a"]), TypeError, "^session: a value of type list"),
    (lambda t: t.change("a", name=b"abc"), TypeError, "^name: bytes have no form in JSON"),
    (lambda t: t.change("a", name={1, 2}.__iter__()), TypeError, "^name: a value of type set_"),
    (lambda t: t.change("a", speed=NAN), ValueError, "^speed: nan has no form in JSON"),
    (lambda t: t.change("a", speed=float("inf")), ValueError, "^speed: inf has no form"),
    (lambda t: t.change("a", settings={"levels": [1, NAN]}), ValueError, r"^settings\.levels\[1\]: nan"),
    (lambda t: t.change("a", name=LOOP), ValueError, "^the body is nested too deeply, or contains"),
    (lambda t: t.change("a", settings=object()), TypeError, "^settings: a value of type object"),
    (lambda t: t.form(audio=None), TypeError, "^audio must be a file, not None"),
    (lambda t: t.form(audio=[b"a"]), TypeError, "^audio takes one file, not a list of files"),
    (lambda t: t.form(audio="a.mp3"), TypeError, "^audio: a file cannot be given as str"),
    (lambda t: t.form(audio=7), TypeError, "^audio: a file cannot be given as int"),
    (lambda t: t.form(audio=("a", b"b", "text/plain\r\nX: y")), ValueError, "^audio: the content type: .* is not a media type"),
    (lambda t: t.form(audio=("a", b"b", 7)), ValueError, "^audio: the content type: 7 is not"),
    (lambda t: t.form(audio=(b"a", b"b")), TypeError, "^audio takes one file"),
    (lambda t: t.form(audio=Path("/nowhere/a.mp3")), FileNotFoundError, "/nowhere/a.mp3"),
    (lambda t: t.form(audio=b"", cover=[b"a"]), TypeError, "^cover takes one file"),
    (lambda t: t.form(audio=b"", samples=["a"]), TypeError, "^samples: a file cannot be given as str"),
    (lambda t: t.form(audio=b"", title="\ud800"), ValueError, "^title holds a character"),
    (lambda t: t.form(audio=("\ud800", b"")), ValueError, "holds a character that has no UTF-8"),
    (lambda t: t.raw(request=7), TypeError, "cannot be given as int"),
    (lambda t: t.raw(request={"a": 1}), TypeError, "cannot be given as dict"),
    (lambda t: t.change("a", request_options="x"), TypeError, "^request_options must be a mapping"),
    (lambda t: t.change("a", request_options={"time": 1}), TypeError, "^request_options has no 'time'; it has body"),
    (lambda t: t.change("a", request_options={"timeout": 0}), ValueError, "^request_options: timeout must be"),
    (lambda t: t.change("a", request_options={"max_retries": None}), TypeError, "^request_options: max_retries"),
    (lambda t: t.change("a", request_options={"headers": []}), TypeError, "^request_options: headers must"),
    (lambda t: t.change("a", request_options={"query": "a=b"}), TypeError, "^request_options: query must"),
    (lambda t: t.change("a", request_options={"body": 7}), TypeError, "^request_options: body must"),
    (lambda t: t.change("a", request_options={"chunk_size": 0}), ValueError, "^request_options: chunk_size must be 1"),
    (lambda t: t.change("a", request_options={"chunk_size": "1"}), TypeError, "^request_options: chunk_size"),
    (lambda t: t.change("a", request_options={"limits": {"x": 1}}), TypeError, "^request_options: limits has no 'x'"),
]  # fmt: skip


@pytest.mark.parametrize(("use", "kind", "said"), CALLS)
def test_a_call_says_which_argument_is_wrong(
    maker: Maker, use: Callable[[Any], Any], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        maker.call(use)
    assert maker.exchange.requests == []
    report = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    frames = [frame for frame in report.stack if "_runtime" in frame.filename]
    assert frames
    assert SECRET not in repr([frame.locals for frame in frames])


def sent(maker: Maker, use: Callable[[Any], Any]) -> httpx.Request:
    maker.exchange.reply(204)
    maker.call(use)
    request: httpx.Request = maker.exchange.request
    return request


def test_a_cookie_stays_one_cookie(maker: Maker) -> None:
    request = sent(maker, lambda t: t.change("a", session='x; admin=1, "q"\r\n'))
    assert request.headers["cookie"] == "session=x%3B%20admin=1%2C%20%22q%22%0D%0A"


def test_a_value_stays_in_its_segment(maker: Maker) -> None:
    request = sent(maker, lambda t: t.change("a/../b?c#d%2e\r\n"))
    assert request.url.raw_path == b"/things/a%2F..%2Fb%3Fc%23d%252e%0D%0A"


def test_names_stay_in_their_headers(maker: Maker) -> None:
    name = 'a"; filename="b\r\nX: y'
    body = sent(maker, lambda t: t.form(audio=(name, b"z"))).content
    assert b'filename="a%22; filename=%22b%0D%0AX: y"\r\n' in body


def test_what_takes_a_list_takes_a_list(maker: Maker) -> None:
    request = sent(maker, lambda t: t.change("a", x_tags=["a", "b"]))
    assert request.headers["x-tags"] == "a,b"
    assert sent(maker, lambda t: t.list(["a", "b/c"])).url.raw_path == b"/lists/a,b%2Fc"
    request = sent(
        maker, lambda t: t.form(audio=b"1", cover=None, samples=[b"2", ("n", b"3")])
    )
    assert request.content.count(b"Content-Disposition") == 3
    assert b'name="cover"' not in request.content


def test_none_of_the_options_is_all_of_the_defaults(maker: Maker) -> None:
    assert sent(maker, lambda t: t.change("a", request_options=None)).method == "POST"


def test_saving_names_the_file_that_was_asked_for(maker: Maker, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.mp3"

    async def save_async(things: Any) -> None:
        await (await things.sound()).save(target)

    maker.exchange.reply(content=b"abc", content_type="audio/mpeg")
    with pytest.raises(FileNotFoundError) as caught:
        maker.call(save_async if maker.is_async else lambda t: t.sound().save(target))
    assert caught.value.filename == str(target)
    assert ".part" not in str(caught.value)
    assert maker.exchange.closed


def test_a_client_that_has_been_closed_says_so(maker: Maker) -> None:
    client = maker.client()

    async def close() -> None:
        await client.close()
        with pytest.raises(RuntimeError, match="the client has been closed"):
            await client.things.change("a")

    if maker.is_async:
        asyncio.run(close())
        return
    client.close()
    with pytest.raises(RuntimeError, match="the client has been closed"):
        client.things.change("a")
