"""Byte streams iterate, are read or saved, and give their connection back."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.errors import ApiConnectionError, ApiTimeoutError


def stream_of(caller: Any, *chunks: Any, **call: Any) -> Any:
    def give() -> Any:
        for chunk in chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    headers = {"request-id": "r-1"}
    caller.exchange.reply(content=give(), content_type="audio/mpeg", headers=headers)
    return caller.request("POST", "/x", returns=caller.bytes, **call)


def test_iterating(caller: Any) -> None:
    stream = stream_of(caller, b"ab", b"c")
    assert not caller.exchange.closed
    assert caller.collect(stream) == [b"ab", b"c"]
    assert caller.exchange.closed
    assert caller.collect(stream) == []


def test_what_is_known_before_reading(caller: Any) -> None:
    stream = stream_of(caller, b"ab")
    assert stream.status_code == 200
    assert stream.content_type == "audio/mpeg"
    assert stream.headers["Content-Type"] == "audio/mpeg"
    assert stream.request_id == "r-1"
    assert repr(stream).endswith("audio/mpeg open>")
    caller.run(stream.close)
    assert repr(stream).endswith("audio/mpeg closed>")


def test_the_size_of_chunks(caller: Any) -> None:
    stream = stream_of(caller, b"abc", b"defg", options={"chunk_size": 2})
    assert caller.collect(stream) == [b"ab", b"cd", b"ef", b"g"]
    with pytest.raises(ValueError, match="chunk_size must be 1 or more"):
        stream_of(caller, options={"chunk_size": 0})


def test_reading_whole(caller: Any) -> None:
    stream = stream_of(caller, b"ab", b"c")
    assert caller.run(stream.read) == b"abc"
    assert caller.exchange.closed
    with pytest.raises(ValueError, match="the stream is closed"):
        caller.run(stream.read)


def test_saving(caller: Any, tmp_path: Path) -> None:
    target = tmp_path / "a.mp3"
    target.write_bytes(b"old")
    stream = stream_of(caller, b"ab", b"c")
    caller.run(lambda: stream.save(target))
    assert target.read_bytes() == b"abc"
    assert list(tmp_path.iterdir()) == [target]
    assert caller.exchange.closed


def test_a_save_that_breaks_off_leaves_the_old_file(
    caller: Any, tmp_path: Path
) -> None:
    target = tmp_path / "a.mp3"
    target.write_bytes(b"old")
    stream = stream_of(caller, b"ab", httpx.ReadError("reset"))
    with pytest.raises(ApiConnectionError):
        caller.run(lambda: stream.save(str(target)))
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
    assert caller.exchange.closed


@pytest.mark.parametrize("name", ["", "missing/a.mp3"])
def test_a_place_that_cannot_be_written_closes_the_stream(
    caller: Any, tmp_path: Path, name: str
) -> None:
    stream = stream_of(caller, b"ab")
    with pytest.raises(OSError, match=r"folder|No such file"):
        caller.run(lambda: stream.save(tmp_path / name))
    assert caller.exchange.closed


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (httpx.ReadError("reset"), ApiConnectionError),
        (httpx.ReadTimeout("slow"), ApiTimeoutError),
        (httpx.RemoteProtocolError("incomplete"), ApiConnectionError),
    ],
)
def test_a_stream_that_breaks_off(
    caller: Any, raised: Exception, expected: type[Exception]
) -> None:
    stream = stream_of(caller, b"ab", raised)
    with pytest.raises(expected, match=str(raised)):
        caller.collect(stream)
    assert caller.exchange.closed
    assert len(caller.exchange.requests) == 1


def test_leaving_a_block_closes(caller: Any) -> None:
    stream = stream_of(caller, b"ab", b"c")
    if caller.is_async:

        async def leave() -> None:
            async with stream as entered:
                assert await anext(entered) == b"ab"

        caller.run(leave)
    else:
        with stream as entered:
            assert next(entered) == b"ab"
    assert caller.exchange.closed
    caller.run(stream.close)


def test_a_dropped_stream_gives_its_connection_back(caller: Any) -> None:
    if caller.is_async:
        pytest.skip("nothing can be awaited when an object goes away")
    stream = stream_of(caller, b"ab", b"c")
    assert next(stream) == b"ab"
    del stream
    gc.collect()
    assert caller.exchange.closed


def test_an_error_in_the_loop_of_the_caller_does_not_hide(caller: Any) -> None:
    stream = stream_of(caller, b"ab", KeyError("from the source"))
    with pytest.raises(KeyError, match="from the source"):
        caller.collect(stream)
    assert caller.exchange.closed
