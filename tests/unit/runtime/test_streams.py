"""Streams of items: decoded one by one, and their connection given back."""

from __future__ import annotations

import gc
import logging
import pickle
from typing import Annotated, Any, Literal

import httpx
import pytest
from pydantic import Tag

from runtime.errors import (
    ApiConnectionError,
    ApiError,
    ApiResponseError,
    ApiStreamError,
    ApiTimeoutError,
    TooManyRequestsError,
)
from runtime.models import Model, UnknownVariant, tagged
from runtime.raw import RawResponse


class Chunk(Model):
    n: int


class Delta(Model):
    type: Literal["delta"]
    text: str


class Failed(Model):
    type: Literal["error"]
    message: str


class Whole(Model):
    n: int | None = None
    error: dict[str, Any] | None = None


Events = Annotated[
    Annotated[Delta, Tag("delta")]
    | Annotated[Failed, Tag("error")]
    | Annotated[UnknownVariant, Tag("?")],
    tagged("type", "delta", "error"),
]


def stream_of(caller: Any, *chunks: Any, of: Any = Chunk, **call: Any) -> Any:
    def give() -> Any:
        for chunk in chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    kind = call.pop("content_type", "text/event-stream")
    headers = {"request-id": "r-1"}
    caller.exchange.reply(content=give(), content_type=kind, headers=headers)
    return caller.request("POST", "/x", returns=caller.events[of], **call)


def take(caller: Any, stream: Any) -> Any:
    async def following() -> Any:
        return await anext(stream)

    return caller.run(following) if caller.is_async else next(stream)


def take_all(caller: Any, stream: Any) -> tuple[list[Any], ApiError]:
    """Iterate until an error, all in one event loop; return the items and the error."""
    items: list[Any] = []

    async def gather_async() -> None:
        async for item in stream:
            items.append(item)

    def gather() -> None:
        for item in stream:
            items.append(item)

    with pytest.raises(ApiError) as caught:
        caller.run(gather_async if caller.is_async else gather)
    return items, caught.value


def test_events(caller: Any) -> None:
    stream = stream_of(caller, b'data: {"n":1}\n\nda', b'ta: {"n":2,"new":0}\n\n')
    assert not caller.exchange.closed
    items = caller.collect(stream)
    assert items == [Chunk(n=1), Chunk.model_validate({"n": 2, "new": 0})]
    assert caller.exchange.closed
    assert caller.collect(stream) == []
    accept = caller.exchange.request.headers["accept"]
    assert accept == "text/event-stream, application/x-ndjson;q=0.9, */*;q=0.1"


@pytest.mark.parametrize(
    "kind", ["text/event-stream", "application/x-ndjson", "application/json", None]
)
@pytest.mark.parametrize("body", [b'{"n":1}\n{"n":2}', b'data:{"n":1}\n\ndata:{"n":2}'])
def test_the_bytes_decide_and_not_the_type(
    caller: Any, kind: str | None, body: bytes
) -> None:
    stream = stream_of(caller, body, content_type=kind)
    assert caller.collect(stream) == [Chunk(n=1), Chunk(n=2)]


def test_text_that_is_cut_within_a_letter(caller: Any) -> None:
    body = 'data: {"type":"delta","text":"Zürich €"}\n\n'.encode()
    pieces = [body[at : at + 1] for at in range(len(body))]
    [item] = caller.collect(stream_of(caller, *pieces, of=Events))
    assert item.text == "Zürich €"


def test_what_is_known_of_a_stream(caller: Any) -> None:
    body = b'retry: 10\nid: a\nevent: start\ndata: {"n":1}\n\nid: b\ndata: {"n":2}\n\n'
    stream = stream_of(caller, body)
    assert (stream.status_code, stream.request_id) == (200, "r-1")
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert repr(stream).endswith("text/event-stream open>")
    assert (stream.last_event_id, stream.last_event, stream.retry) == ("", "", None)
    take(caller, stream)
    known = (stream.last_event_id, stream.last_event, stream.retry)
    assert known == ("a", "start", 10)
    take(caller, stream)
    assert (stream.last_event_id, stream.last_event) == ("b", "")


def test_an_item_does_not_wait_for_the_next_one(caller: Any) -> None:
    given = 0

    def give() -> Any:
        nonlocal given
        for given in (1, 2):
            yield b'data: {"n":%d}\n\n' % given

    caller.exchange.reply(content=give(), content_type="text/event-stream")
    stream = caller.request(
        "POST", "/x", returns=caller.events[Chunk], options={"chunk_size": 10_000}
    )
    assert given == 0
    assert take(caller, stream) == Chunk(n=1)
    assert given == 1


def test_done_ends_the_stream_and_closes_it(caller: Any) -> None:
    stream = stream_of(caller, b'data: {"n":1}\n\ndata: [DONE]\n\n', KeyError("unread"))
    assert caller.collect(stream) == [Chunk(n=1)]
    assert caller.exchange.closed


def test_an_empty_stream(caller: Any) -> None:
    assert caller.collect(stream_of(caller)) == []
    assert caller.exchange.closed
    caller.exchange.reply(204)
    stream = caller.request("POST", "/x", returns=caller.events[Chunk])
    assert caller.collect(stream) == []


def test_an_error_status_is_raised_by_the_call(caller: Any) -> None:
    caller.exchange.reply(429, json={"n": 1}, content_type="application/json")
    with pytest.raises(TooManyRequestsError) as caught:
        caller.request(
            "POST",
            "/x",
            returns=caller.events[Chunk],
            errors={429: Chunk},
            options={"max_retries": 0},
        )
    assert caught.value.body == Chunk(n=1)
    assert caller.exchange.closed


def test_a_start_that_fails_is_tried_again(caller: Any) -> None:
    caller.exchange.reply(429)
    stream = stream_of(caller, b'data: {"n":1}\n\n')
    assert caller.collect(stream) == [Chunk(n=1)]
    assert len(caller.exchange.requests) == 2


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "audio/mpeg"])
def test_what_cannot_hold_items_is_refused_by_the_call(caller: Any, kind: str) -> None:
    with pytest.raises(ApiResponseError, match="should be a stream of items") as caught:
        stream_of(caller, b"<html>Sign in", content_type=kind)
    assert caught.value.body == "<html>Sign in"
    assert caller.exchange.closed


@pytest.mark.parametrize(
    ("body", "message", "excerpt"),
    [
        (b'data: {"n":1}\n\ndata: {"n":\n\n', "item 2 of the reply is not", '{"n":'),
        (b'{"n":1}\n{"n":2', "item 2 of the reply is not complete JSON", '{"n":2'),
        (b'{"n":1}\noops\n', "item 2 of the reply is not complete JSON", "oops"),
        (b'{"n":1}\n"\xff"\n', "its bytes are no text", '"\ufffd"'),
        (b'{"n":1}\n' + b"[" * 99_999, "nested too deeply", "[" * 300),
    ],
)
def test_a_malformed_item_is_an_error_that_names_it(
    caller: Any, body: bytes, message: str, excerpt: str
) -> None:
    stream = stream_of(caller, body)
    items, error = take_all(caller, stream)
    assert items == [Chunk(n=1)]
    assert isinstance(error, ApiResponseError)
    assert message in str(error)
    assert (error.body, error.request_id) == (excerpt, "r-1")
    assert caller.exchange.closed
    assert caller.collect(stream) == []


def test_an_item_that_does_not_fit_is_kept_and_reported_once(
    caller: Any, caplog: pytest.LogCaptureFixture
) -> None:
    body = b'{"n":"a"}\n{"n":"b"}\n{}\n[1]\n'
    with caplog.at_level(logging.WARNING, "acme"):
        items = caller.collect(stream_of(caller, body))
    assert [getattr(item, "n", item) for item in items] == ["a", "b", None, [1]]
    url = "POST https://api.acme.test/x differs from its description"
    assert [record.getMessage() for record in caplog.records] == [
        f"item 1 of the reply to {url}: $.n: int expected, not string",
        f"item 3 of the reply to {url}: $.n: missing",
        f"item 4 of the reply to {url}: $: Chunk expected, not array",
    ]


def test_a_strict_client_refuses_an_item_that_does_not_fit(caller: Any) -> None:
    transport = caller.transport(strict=True)
    stream = stream_of(caller, b'{"n":1}\n{"n":"b"}\n', transport=transport)
    items, error = take_all(caller, stream)
    assert items == [Chunk(n=1)]
    assert isinstance(error, ApiResponseError)
    message = "item 2 of the reply does not fit: $.n: int expected, not string"
    assert message in str(error)
    assert caller.exchange.closed


@pytest.mark.parametrize(
    ("of", "body", "expected"),
    [
        (
            str,
            b'data: "a"\n\ndata: b\n\ndata: {"c"\n\ndata: 1\n\n',
            ["a", "b", '{"c"', "1"],
        ),
        (Any, b'data: "a"\n\ndata: b\n\ndata: {"c":1}\n\n', ["a", "b", {"c": 1}]),
        (Chunk | str, b'data: b\n\ndata: {"n":1}\n\n', ["b", Chunk(n=1)]),
    ],
)
def test_items_of_text(caller: Any, of: Any, body: bytes, expected: Any) -> None:
    assert caller.collect(stream_of(caller, body, of=of)) == expected


def test_broken_json_is_not_taken_for_text(caller: Any) -> None:
    with pytest.raises(ApiResponseError, match="item 1 of the reply is not complete"):
        caller.collect(stream_of(caller, b'data: {"c"\n\n', of=Any))


@pytest.mark.parametrize(
    ("of", "body", "said"),
    [
        (Chunk, b'event: error\ndata: {"n":2}\n\n', {"n": 2}),
        (Chunk, b"event: error\ndata: out of credit\n\n", "out of credit"),
        (Any, b'event: error\ndata: {"code":1}\n\n', {"code": 1}),
        (Events, b'event: error\ndata: {"type":"delta?"}\n\n', {"type": "delta?"}),
        (Chunk, b'data: {"error":{"code":1}}\n\n', {"error": {"code": 1}}),
        (Chunk, b'data: {"n":2,"error":"no"}\n\n', {"n": 2, "error": "no"}),
        (Events, b'{"error":{"code":1}}\n', {"error": {"code": 1}}),
    ],
)
def test_an_error_of_the_server_is_raised(
    caller: Any, of: Any, body: bytes, said: Any
) -> None:
    with pytest.raises(ApiStreamError, match="reported an error as item 1") as caught:
        caller.collect(stream_of(caller, body, of=of))
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.body, error.status_code, error.request_id) == (said, 200, "r-1")
    assert caller.exchange.closed


@pytest.mark.parametrize(
    ("of", "body"),
    [
        (Events, b'event: error\ndata: {"type":"error","message":"m"}\n\n'),
        (Whole, b'data: {"error":{"code":1}}\n\n'),
        (Chunk, b'data: {"n":1,"error":null}\n\n'),
        (Chunk, b'data: {"n":1,"error":0.5}\n\n'),
    ],
)
def test_an_error_that_the_api_describes_is_an_item(
    caller: Any, of: Any, body: bytes
) -> None:
    assert len(caller.collect(stream_of(caller, body, of=of))) == 1


def test_an_item_that_never_ends(caller: Any) -> None:
    chunks = [b'data: {"n":1}\n\n', *[b"x" * 600] * 9]
    options = {"limits": {"max_item_bytes": 1000}}
    stream = stream_of(caller, *chunks, options=options)
    items, error = take_all(caller, stream)
    assert items == [Chunk(n=1)]
    assert isinstance(error, ApiResponseError)
    assert "item 2 of the reply is larger than 1000 bytes" in str(error)
    assert caller.exchange.closed


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (httpx.ReadError("reset"), ApiConnectionError),
        (httpx.ReadTimeout("slow"), ApiTimeoutError),
    ],
)
def test_a_stream_that_breaks_off_gives_no_half_item(
    caller: Any, raised: Exception, expected: type[Exception]
) -> None:
    stream = stream_of(caller, b'data: {"n":1}\n\ndata: {"n":2}', raised)
    items, error = take_all(caller, stream)
    assert items == [Chunk(n=1)]
    assert type(error) is expected
    assert str(raised) in str(error)
    assert caller.exchange.closed
    assert len(caller.exchange.requests) == 1


def test_leaving_a_block_closes(caller: Any) -> None:
    stream = stream_of(caller, b'data: {"n":1}\n\ndata: {"n":2}\n\n')
    if caller.is_async:

        async def leave() -> None:
            async with stream as entered:
                assert await anext(entered) == Chunk(n=1)

        caller.run(leave)
    else:
        with stream as entered:
            assert next(entered) == Chunk(n=1)
    assert caller.exchange.closed
    assert caller.collect(stream) == []


def test_a_dropped_stream_gives_its_connection_back(caller: Any) -> None:
    if caller.is_async:
        pytest.skip("nothing can be awaited when an object goes away")
    stream = stream_of(caller, b'data: {"n":1}\n\n', b"data")
    assert next(stream) == Chunk(n=1)
    del stream
    gc.collect()
    assert caller.exchange.closed


def test_a_raw_response_holds_the_stream(caller: Any) -> None:
    transport = caller.transport().with_raw_response()
    raw: RawResponse[Any] = stream_of(caller, b'data: {"n":1}\n\n', transport=transport)
    assert raw.status_code == 200
    assert caller.collect(raw.data) == [Chunk(n=1)]
