"""Undoing Content-Encoding: whatever the chunks, and never more than is allowed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.unpack import FREE, PIECE, Chunks, Unpacker, UnpackError

Packer = Callable[[bytes], bytes]


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Packer] = {
    "gzip": gzip.compress,
    "X-Gzip": lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:]),
    "gzip, identity": lambda data: gzip.compress(data) + b"\0" * 3,
    "deflate": zlib.compress,
    " deflate ": raw_deflate,
    "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)),
    "identity": bytes,
    "": bytes,
}


def pieces(encoding: str, data: bytes, size: int) -> Iterator[bytes]:
    unpacker = Unpacker(encoding)
    for start in range(0, len(data), size):
        yield from unpacker.feed(data[start : start + size])
    unpacker.end()


@pytest.mark.parametrize("encoding", PACKERS)
@given(data=st.binary(max_size=200), size=st.integers(1, 50), times=st.integers(1, 900))
def test_what_was_packed_comes_out(
    encoding: str, data: bytes, size: int, times: int
) -> None:
    data *= times
    packed = PACKERS[encoding](data)
    assert b"".join(pieces(encoding, packed, size)) == data


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "deflate, gzip"])
@given(data=st.binary(), part=st.floats(0.01, 0.99))
def test_what_breaks_off_is_not_taken_for_the_whole(
    encoding: str, data: bytes, part: float
) -> None:
    packed = PACKERS[encoding](data)
    packed = packed[: max(1, int(len(packed) * part))]
    with pytest.raises(UnpackError, match="breaks off in the middle of its"):
        list(pieces(encoding, packed, 7))


def test_an_empty_body_needs_no_end() -> None:
    assert list(pieces("gzip", b"", 1)) == []


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_bomb_is_left_alone_before_it_is_large(times: int) -> None:
    packed = b"\0" * 40_000_000
    for _ in range(times):
        packed = gzip.compress(packed)
    sizes: list[int] = []
    found = pieces(",".join(["gzip"] * times), packed, len(packed))
    with pytest.raises(UnpackError, match="grows to more than 250 times its size"):
        sizes.extend(map(len, found))
    assert max(sizes, default=0) <= PIECE
    assert sum(sizes) <= FREE + PIECE


def test_a_ratio_of_ones_own() -> None:
    packed = gzip.compress(b"\0" * 20_000_000)
    assert sum(map(len, Unpacker("gzip", None).feed(packed))) == 20_000_000
    assert sum(map(len, Unpacker("gzip", 2000).feed(packed))) == 20_000_000


@pytest.mark.parametrize(
    ("encoding", "data", "said"),
    [
        ("br", b"x", "is encoded as 'br', which was not asked for"),
        ("gzip, zstd", b"x", "is encoded as 'zstd'"),
        ("gzip,gzip,gzip,gzip", b"x", "is compressed 4 times over"),
        ("gzip", b"no gzip", "is not valid gzip data"),
        ("deflate", b"\xff\xff\xff", "is not valid deflate data"),
    ],
)
def test_what_cannot_be_unpacked(encoding: str, data: bytes, said: str) -> None:
    with pytest.raises(UnpackError, match=said):
        list(pieces(encoding, data, 100))


@given(st.lists(st.binary()), st.integers(1, 9))
def test_chunks_of_one_size(data: list[bytes], size: int) -> None:
    chunks = Chunks(size)
    found = [chunk for piece in data for chunk in chunks.feed(piece)] + [*chunks.end()]
    assert b"".join(found) == b"".join(data)
    assert {len(chunk) for chunk in found[:-1]} <= {size}
    assert all(found)
