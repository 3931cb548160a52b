"""Request bodies as a row of sources, each of which can be opened for an attempt."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import Any, Protocol, cast
from urllib.parse import quote_plus

from .encode import array_items, is_structured, to_json
from .headers import check_media_type, is_json
from .omit import OMIT
from .styles import Styled, named, percent, text_of

CHUNK = 64 * 1024
"""Bytes read from a file at a time."""

_FORM_RESERVED = ":/?@!$'()*,;[]"


class BinaryReader(Protocol):
    """What an open binary file must be able to do."""

    def read(self, size: int = ..., /) -> bytes: ...


Content = bytes | bytearray | str | BinaryReader | os.PathLike[str] | Iterable[bytes]
AsyncContent = Content | AsyncIterable[bytes]


class Source(Protocol):
    """A part of a body.

    `length` is None where it is not known; `replayable` says whether `open` may be
    called again for another attempt.
    """

    @property
    def length(self) -> int | None: ...

    @property
    def replayable(self) -> bool: ...

    def open(self) -> Iterator[bytes]: ...


class BytesSource:
    """Bytes in memory."""

    __slots__ = ("data", "length")
    replayable = True

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.length: int | None = len(data)

    def open(self) -> Iterator[bytes]:
        yield self.data


class PathSource:
    """A file on disk: opened when it is sent, and closed after."""

    __slots__ = ("length", "path", "replayable")

    def __init__(self, path: os.PathLike[str]) -> None:
        self.path = path
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(f"{os.fspath(path)!r} is a folder, not a file")
        # A pipe or device has no size, and gives its bytes once.
        self.replayable = stat.S_ISREG(status.st_mode)
        self.length = status.st_size if self.replayable else None

    def open(self) -> Iterator[bytes]:
        with open(self.path, "rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


class FileSource:
    """An open binary file, sent from where it stands at the call."""

    __slots__ = ("_file", "_start", "length", "replayable")

    def __init__(self, file: BinaryReader) -> None:
        if isinstance(file, io.TextIOBase) or hasattr(file, "encoding"):
            raise TypeError("the file is open in text mode; open it with 'rb'")
        reader: Any = file
        self._file = reader
        self._start: int = 0
        self.length: int | None = None
        self.replayable = False
        try:
            self._start = reader.tell()
            self.length = reader.seek(0, os.SEEK_END) - self._start
            reader.seek(self._start)
            self.replayable = True
        except (AttributeError, OSError):
            self.length = None  # a pipe or socket: read once, its length unknown

    def open(self) -> Iterator[bytes]:
        if self.replayable:
            self._file.seek(self._start)
        while chunk := self._file.read(CHUNK):
            if not isinstance(chunk, bytes):
                kind = type(chunk).__name__
                raise TypeError(f"the file must give bytes, not {kind}")
            yield chunk


class IteratorSource:
    """Chunks that come from an iterable: sent once, never again."""

    __slots__ = ("_chunks",)
    length = None
    replayable = False

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    def open(self) -> Iterator[bytes]:
        yield from self._chunks


def source_of(content: object) -> Source:
    """Return the source for bytes, a path or an open file.

    Raises:
        TypeError: anything else. A `str` is refused, since it could be meant as
            text or as the name of a file.
        OSError: the path cannot be read.
    """
    if isinstance(content, (bytes, bytearray)):
        return BytesSource(bytes(content))
    if isinstance(content, str):
        raise TypeError(
            "a file cannot be given as str: pass bytes, an open binary file, or "
            "pathlib.Path(...) for a file on disk"
        )
    if isinstance(content, os.PathLike):
        return PathSource(cast("os.PathLike[str]", content))
    if hasattr(content, "read"):
        return FileSource(cast("BinaryReader", content))
    kind = type(content).__name__
    raise TypeError(
        f"a file cannot be given as {kind}: pass bytes, an open binary file, or "
        "pathlib.Path(...)"
    )


class Body:
    """The body of a request and what is said about it in the headers."""

    __slots__ = ("_chunks", "_opened", "_sources", "content_type")

    def __init__(
        self,
        sources: Iterable[Source] = (),
        content_type: str | None = None,
        *,
        chunks: AsyncIterable[bytes] | None = None,
    ) -> None:
        self._sources = tuple(sources)
        self._chunks = chunks
        self._opened: list[Iterator[bytes]] = []
        self.content_type = content_type

    @property
    def empty(self) -> bool:
        """Whether there is no body at all."""
        return not self._sources and self._chunks is None

    @property
    def replayable(self) -> bool:
        """Whether the body can be sent again."""
        return self._chunks is None and all(one.replayable for one in self._sources)

    @property
    def length(self) -> int | None:
        """The number of bytes, where it is known before sending."""
        lengths = [source.length for source in self._sources]
        if self._chunks is not None or None in lengths:
            return None
        return sum(length for length in lengths if length is not None)

    def content(self) -> bytes | Iterator[bytes]:
        """Return what a synchronous httpx client sends in one attempt.

        Raises:
            TypeError: the body is asynchronous.
        """
        if self._chunks is not None:
            raise TypeError("an asynchronous body needs the async client")
        whole = self._whole()
        return self._read() if whole is None else whole

    def content_async(self) -> bytes | AsyncIterator[bytes]:
        """Return what an asynchronous httpx client sends in one attempt."""
        whole = self._whole()
        return self._read_async() if whole is None else whole

    def close(self) -> None:
        """Close the files that an attempt left open."""
        for chunks in self._opened:
            if close := getattr(chunks, "close", None):
                close()
        self._opened.clear()

    def _whole(self) -> bytes | None:
        sources = [one for one in self._sources if isinstance(one, BytesSource)]
        if len(sources) == len(self._sources) and self._chunks is None:
            return b"".join(source.data for source in sources)
        return None

    def _read(self) -> Iterator[bytes]:
        for source in self._sources:
            chunks = source.open()
            self._opened.append(chunks)
            yield from chunks

    async def _read_async(self) -> AsyncIterator[bytes]:
        for chunk in self._read():
            yield chunk
        if self._chunks is not None:
            async for chunk in self._chunks:
                yield chunk


def utf8(name: str, text: str) -> bytes:
    """Encode a text; an error names what it is the value of."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds a character that has no UTF-8 form") from None


def json_body(value: object, content_type: str = "application/json") -> Body:
    """Return a JSON body; see `encode.to_json` for what may be raised."""
    return Body([BytesSource(to_json(value))], content_type)


def urlencoded_body(fields: Mapping[str, object]) -> Body:
    """Return an `application/x-www-form-urlencoded` body.

    A list repeats its name and an object is sent as JSON text, which are the
    defaults of OpenAPI's Encoding Object; a `Styled` value is written in its style.
    """
    pairs: list[str] = []
    for name, value in fields.items():
        if isinstance(value, Styled):
            pairs += _styled(name, value)
        else:
            key = quote_plus(name)
            texts = [utf8(name, text) for text, _ in form_values(name, value)]
            pairs += [f"{key}={quote_plus(text)}" for text in texts]
    data = "&".join(pairs).encode("ascii")
    return Body([BytesSource(data)], "application/x-www-form-urlencoded")


def _styled(name: str, value: Styled) -> Iterator[str]:
    reserved = value.allow_reserved
    safe = _FORM_RESERVED if reserved else ""
    mark = quote_plus(value.delimiter, safe=",")
    for key, texts in named(name, value):
        encoded = [percent(t, f"{safe} ", reserved=reserved) for t in texts]
        yield f"{quote_plus(key)}={mark.join(encoded)}".replace(" ", "+")


def form_values(name: str, value: object) -> Iterator[tuple[str, bool]]:
    """Yield the texts of one form field, and whether each is JSON.

    None and `OMIT` give nothing, an array of scalars one text each; an object, or
    an array that holds one, gives one JSON text (OpenAPI 3.1, Encoding Object).

    Raises:
        TypeError: a value that has no text.
    """
    if value is None or value is OMIT:
        return
    if not is_structured(value):
        yield text_of(name, value), False
        return
    items = array_items(value)
    if items is None or any(is_structured(item) for item in items):
        yield to_json(value, name).decode("utf-8"), True
        return
    for item in items:
        if item is not None and item is not OMIT:
            yield text_of(name, item), False


def content_body(content: object, content_type: str | None) -> Body:
    """Return a raw body: bytes, text, a file, a path, or an iterable of bytes."""
    kind = content_type or "application/octet-stream"
    check_media_type(kind, "content_type")
    if isinstance(content, str):
        return Body(
            [BytesSource(utf8("the body", content))], content_type or "text/plain"
        )
    if isinstance(content, AsyncIterable):
        return Body((), kind, chunks=cast("AsyncIterable[bytes]", content))
    if _is_iterable(content):
        return Body([IteratorSource(cast("Iterable[bytes]", content))], kind)
    return Body([source_of(content)], kind)


def type_of(content: object, types: Sequence[str]) -> str:
    """Return the type that a body is sent in by the kind of its value.

    Args:
        content: What JSON can hold, or bytes, text, a file, a path or chunks.
        types: One of JSON, and others of raw content.
    """
    json, *raw = sorted(types, key=lambda kind: not is_json(kind))
    if isinstance(content, str):
        return next((kind for kind in raw if kind.startswith("text/")), raw[0])
    is_file = hasattr(content, "read") or hasattr(content, "__fspath__")
    if is_file or isinstance(content, (bytes, bytearray, AsyncIterable)):
        return raw[0]
    is_json_value = is_structured(content) or not isinstance(content, Iterable)
    return json if is_json_value else raw[0]


def _is_iterable(content: object) -> bool:
    """Whether content is an iterable of chunks: files can be iterated, but by line."""
    kinds = (bytes, bytearray, memoryview, os.PathLike, Mapping)
    if isinstance(content, kinds) or hasattr(content, "read"):
        return False
    return isinstance(content, Iterable)
