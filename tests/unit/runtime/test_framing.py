"""Items out of bytes, however the bytes are cut."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.framing import Frame, Frames, Lines, TooLargeError


def frames_of(*chunks: bytes, declared_events: bool = True) -> list[Frame]:
    frames = Frames(declared_events=declared_events)
    found = [frame for chunk in chunks for frame in frames.feed(chunk)]
    return found + frames.end()


def data_of(*chunks: bytes, declared_events: bool = True) -> list[bytes]:
    return [frame.data for frame in frames_of(*chunks, declared_events=declared_events)]


def one_by_one(body: bytes) -> list[bytes]:
    return [body[at : at + 1] for at in range(len(body))]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_every_kind_of_line_end(end: bytes) -> None:
    body = end.join([b"data: 1", b"", b"data: 2", b"data: 3", b"", b""])
    assert data_of(body) == [b"1", b"2\n3"]
    assert data_of(*one_by_one(body)) == [b"1", b"2\n3"]


def test_an_event_is_complete_with_its_blank_line_and_not_later() -> None:
    frames = Frames(declared_events=True)
    assert frames.feed(b"data: 1\r") == []
    assert frames.feed(b"\r") == [Frame(b"1")]
    assert frames.feed(b"\n") == []
    assert frames.feed(b"data: 2\r\n\r\n") == [Frame(b"2")]


def test_line_ends_of_unicode_do_not_split() -> None:
    text = "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg".encode()
    assert data_of(b"data: " + text + b"\n\n") == [text]
    assert data_of(b'"' + text + b'"\n') == [b'"' + text + b'"']


def test_a_byte_order_mark_in_pieces() -> None:
    body = b"\xef\xbb\xbfdata: 1\n\n"
    assert data_of(body) == data_of(*one_by_one(body)) == [b"1"]
    assert data_of(b"\xef\xbb\xbf") == []


def test_only_the_first_byte_order_mark_is_none() -> None:
    assert data_of(b"data: \xef\xbb\xbf1\n\n") == [b"\xef\xbb\xbf1"]


def test_comments_and_unknown_fields_say_nothing() -> None:
    body = b": hello\n\ndata: 1\nfoo: bar\n: still there\ndata\n\n:\n\nDATA: no\n\n"
    assert data_of(body) == [b"1\n"]


def test_one_blank_after_the_colon_is_not_part_of_the_value() -> None:
    assert data_of(b"data:1\n\ndata: 2\n\ndata:  3\n\n") == [b"1", b"2", b" 3"]


def test_names_and_ids() -> None:
    body = (
        b"event: start\nid: 7\ndata: 1\n\n"
        b"data: 2\n\n"
        b"event: lost\n\n"
        b"data: 3\nid\n\n"
        b"id: \xc3\xa9\0\ndata: 4\n\n"
    )
    assert frames_of(body) == [
        Frame(b"1", "start", "7"),
        Frame(b"2", "", "7"),
        Frame(b"3", "", ""),
        Frame(b"4", "", ""),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(b"1500", 1500), (b"-1", None), (b"1.5", None), (b"9" * 5000, None), (b"", None)],
)
def test_the_pause_before_a_reconnection(value: bytes, expected: int | None) -> None:
    frames = Frames(declared_events=True)
    assert frames.retry is None
    frames.feed(b"retry: " + value + b"\n\n")
    assert frames.retry == expected


def test_the_last_event_needs_no_blank_line() -> None:
    assert data_of(b"data: 1\n\ndata: 2") == [b"1", b"2"]
    assert data_of(b"data: 1\n\ndata: 2\n") == [b"1", b"2"]
    assert data_of(b"data") == []


@pytest.mark.parametrize(
    "body",
    [
        b"data: 1\n\ndata: [DONE]\n\ndata: 2\n\n",
        b"data: 1\n\ndata: [DONE]",
        b"1\n[DONE]\n2\n",
    ],
)
def test_done_ends_the_stream(body: bytes) -> None:
    frames = Frames(declared_events=True)
    assert [frame.data for frame in frames.feed(body) + frames.end()] == [b"1"]
    assert frames.ended


def test_events_without_data_are_no_items() -> None:
    assert data_of(b"event: ping\n\nevent: ping\ndata:\n\ndata: 1\n\n") == [b"1"]


@pytest.mark.parametrize("declared_events", [True, False])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a":1}\n{"a":2}\n', [b'{"a":1}', b'{"a":2}']),
        (b'{"a":1}\r\n\r\n\n{"a":2}', [b'{"a":1}', b'{"a":2}']),
        (b'\x1e{"a":1}\n\x1e{"a":2}\n', [b'{"a":1}', b'{"a":2}']),
        (b'  \n\n {"a":1}\n', [b'{"a":1}']),
        (b"null\ntrue\n-1\n", [b"null", b"true", b"-1"]),
        (b"null", [b"null"]),
        (b'"data: 1"\n', [b'"data: 1"']),
        (b"<html>\n", [b"<html>"]),
        (b"x" * 100, [b"x" * 100]),
        (b"data: 1\n\n", [b"1"]),
        (b"\n\r\ndata: 1\n\n", [b"1"]),
        (b"data\ndata: 1\n\n", [b"\n1"]),
        (b"event: a\ndata: 1\n\n", [b"1"]),
        (b"id:1\ndata: 1\n\n", [b"1"]),
        (b"retry: 1\ndata: 1\n\n", [b"1"]),
        (b": hello\n\ndata: 1\n\n", [b"1"]),
        (b"", []),
        (b"\n \n", []),
    ],
)
def test_the_bytes_tell_events_from_lines(
    body: bytes, expected: list[bytes], declared_events: bool
) -> None:
    whole = data_of(body, declared_events=declared_events)
    pieces = data_of(*one_by_one(body), declared_events=declared_events)
    assert whole == pieces == expected


def test_the_declared_type_settles_what_could_be_both() -> None:
    body = b"failure: out of credit\n\ndata: 1\n\n"
    assert data_of(body, declared_events=True) == [b"1"]
    lines = [b"failure: out of credit", b"data: 1"]
    assert data_of(body, declared_events=False) == lines


def test_a_line_that_never_ends_is_refused() -> None:
    frames = Frames(declared_events=True, largest_item=1000)
    frames.feed(b"data: " + b"x" * 900)
    with pytest.raises(TooLargeError):
        frames.feed(b"x" * 900)


def test_a_line_in_one_piece_is_no_longer_than_others() -> None:
    frames = Frames(declared_events=True, largest_item=1000)
    with pytest.raises(TooLargeError, match="1000"):
        frames.feed(b"data: " + b"x" * 1001 + b"\n\n")


def test_an_event_that_never_ends_is_refused() -> None:
    frames = Frames(declared_events=True, largest_item=1000)
    with pytest.raises(TooLargeError):
        frames.feed(b"data\n" * 1001)
    fine = Frames(declared_events=True, largest_item=1000)
    assert len(fine.feed(b"data: x\n\n" * 1001)) == 1001


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([b"", b"delta"]),
        st.lists(st.text("aé\u2028 :x", min_size=1), min_size=1, max_size=3),
    )
)


@given(EVENTS, st.sampled_from([b"\n", b"\r", b"\r\n"]), st.data())
def test_where_chunks_end_does_not_matter(
    events: list[tuple[bytes, list[str]]], end: bytes, data: st.DataObject
) -> None:
    body = b""
    expected: list[Frame] = []
    for name, texts in events:
        values = [text.encode() for text in texts]
        lines = [b"event: " + name] if name else []
        lines += [b"data: " + value for value in values]
        body += end.join([*lines, b"", b""])
        expected.append(Frame(b"\n".join(values), name.decode()))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    edges = [0, *cuts, len(body)]
    chunks = [body[a:b] for a, b in pairwise(edges)]
    assert frames_of(*chunks) == expected


@given(st.lists(st.binary(max_size=6)))
def test_lines_are_those_of_the_whole(chunks: list[bytes]) -> None:
    lines = Lines()
    found = [line for chunk in chunks for line in lines.feed(chunk)]
    assert found + lines.end() == b"".join(chunks).splitlines()


def test_a_long_event_in_small_chunks_costs_linear_time() -> None:
    def seconds(size: int) -> float:
        chunks = [b"data: ", *[b"x" * 16] * size, b"\n\n"]
        best = float("inf")
        for _ in range(3):
            begun = time.perf_counter()
            data_of(*chunks)
            best = min(best, time.perf_counter() - begun)
        return best

    # Eight times the bytes; quadratic work would take 64 times as long.
    assert seconds(160_000) < 24 * seconds(20_000)
