"""Undoing the compression of a reply, a piece at a time and only so far.

A few hundred bytes can stand for gigabytes. So nothing here makes more than `PIECE`
bytes at once, whatever one chunk of the network holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding header that goes with this."""

PIECE = 64 * 1024
"""Bytes that are made at once, at most."""

FREE = 16 * 1024 * 1024
"""Bytes that may be made of anything, however small it was."""

MAX_RATIO = 250.0
"""How many times its size a reply may grow to, beyond `FREE`. Real text stays below 50,
and zeros come to 1030 for each layer."""

_MOST_LAYERS = 3
_GZIP = b"\x1f\x8b"


class UnpackError(ValueError):
    """A reply that cannot be unpacked, or must not; the text goes on from "the reply"."""


class _Meter:
    """Counts what came and what it was made into, over all layers."""

    __slots__ = ("came", "made", "ratio")

    def __init__(self, ratio: float | None) -> None:
        self.ratio = ratio
        self.came = 0
        self.made = 0

    def add(self, size: int) -> None:
        self.made += size
        if self.ratio is None or self.made <= FREE:
            return
        if self.made > self.ratio * self.came:
            raise UnpackError(
                f"grows to more than {self.ratio:g} times its size when it is unpacked"
            )


class _Layer:
    """One compression: gzip with all its members (RFC 1952), or deflate.

    HTTP's deflate is zlib's format (RFC 9110, section 8.4.1.2), but many servers leave
    out zlib's header.
    """

    def __init__(self, name: str, meter: _Meter) -> None:
        self._name = name
        self._meter = meter
        self._is_gzip = name == "gzip"
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._head = b""
        self._begun = False

    def feed(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            data, self._head = self._head + chunk, b""
            if not self._begun and len(data) < 2:
                self._head = data
                continue
            try:
                yield from self._pieces(data)
            except zlib.error:
                raise UnpackError(f"is not valid {self._name} data") from None

    def _begin(self, data: bytes) -> None:
        self._begun = True
        if not self._is_gzip:
            # RFC 1950, section 2.2: the method is 8, and the two bytes divide by 31.
            has_header = data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            bits = zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
            self._inflate = zlib.decompressobj(bits)

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        if not self._begun:
            self._begin(data)
        while not self._inflate.eof or self._next_member(data):
            piece = self._inflate.decompress(data, PIECE)
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
            self._meter.add(len(piece))
            if piece:
                yield piece
            if not data and len(piece) < PIECE:
                return

    def _next_member(self, data: bytes) -> bool:
        """Whether another member follows the last one; all else there is padding."""
        if not self._is_gzip:
            return False
        if data == _GZIP[:1]:
            self._head = data
        if not data.startswith(_GZIP):
            return False
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return True

    def end(self) -> None:
        is_cut = self._begun and not self._inflate.eof
        if is_cut or (self._head and not self._begun):
            raise UnpackError(f"breaks off in the middle of its {self._name} data")


class Unpacker:
    """Undoes a `Content-Encoding`.

    Args:
        encoding: The header; empty for none.
        max_ratio: How many times its size the whole may grow to; None is no limit.
    """

    def __init__(self, encoding: str, max_ratio: float | None = MAX_RATIO) -> None:
        self._meter = _Meter(max_ratio)
        names = [
            name.strip().lower().removeprefix("x-") for name in encoding.split(",")
        ]
        names = [name for name in names if name and name != "identity"]
        self._refusal = ""
        if unknown := [name for name in names if name not in ("gzip", "deflate")]:
            self._refusal = f"is encoded as {unknown[0]!r}, which was not asked for"
        elif len(names) > _MOST_LAYERS:
            self._refusal = f"is compressed {len(names)} times over"
        self._layers = [_Layer(name, self._meter) for name in reversed(names)]

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk unpacks to.

        Raises:
            UnpackError: it is not what it says, or in no encoding that was asked
                for, or grows too large.
        """
        if self._refusal:
            raise UnpackError(self._refusal)
        self._meter.came += len(chunk)
        pieces: Iterable[bytes] = (chunk,)
        for layer in self._layers:
            pieces = layer.feed(pieces)
        yield from pieces

    def end(self) -> None:
        """Check that nothing is left undone; raises UnpackError otherwise."""
        for layer in self._layers:
            layer.end()


class Chunks:
    """Cuts pieces anew, to chunks of one size; the last one may be smaller."""

    def __init__(self, size: int | None) -> None:
        self._size = size
        self._rest = bytearray()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the chunks that a piece completes; without a size, the piece itself."""
        if self._size is None:
            yield piece
            return
        self._rest += piece
        while len(self._rest) >= self._size:
            yield bytes(self._rest[: self._size])
            del self._rest[: self._size]

    def end(self) -> Iterator[bytes]:
        """Yield what is left."""
        if self._rest:
            yield bytes(self._rest)
            self._rest.clear()
