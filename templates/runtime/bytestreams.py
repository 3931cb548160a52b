"""Byte streams: a reply that is read as it comes, or saved, never held whole unasked."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from types import TracebackType

    import typing_extensions

    from .received import Received


class StreamHead:
    """What is known of a stream before it is read."""

    def __init__(self, received: Received) -> None:
        received.hand_over()
        self._received = received
        self._first = received.first
        self._closed = False

    @property
    def status_code(self) -> int:
        """The status of the reply; errors were raised by the call."""
        return self._received.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the reply, by name in any case of letters."""
        return self._received.headers

    @property
    def content_type(self) -> str:
        """The `Content-Type` of the reply; empty where it has none."""
        return self._received.content_type

    @property
    def request_id(self) -> str | None:
        """The server's own name for the request, where it gave one."""
        return self._received.request_id

    def __repr__(self) -> str:
        state = "closed" if self._closed else "open"
        return f"<{type(self).__name__} {self.content_type or 'bytes'} {state}>"

    def _take_first(self) -> bytes:
        first, self._first = self._first, b""
        return first

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the stream is closed")


class ByteStream(StreamHead, Iterator[bytes]):
    """The bytes of a reply, as they come.

    Iterate over it, `read()` it or `save()` it. The connection is given back at the
    end, at `close()`, at the end of a `with` block, or when an error is raised.
    """

    def __iter__(self) -> typing_extensions.Self:
        return self

    def __next__(self) -> bytes:
        """Return the next chunk.

        Raises:
            ApiConnectionError: the connection was lost before the end.
            ApiTimeoutError: the next chunk took too long.
        """
        if self._closed:
            raise StopIteration
        if first := self._take_first():
            return first
        from .failures import FAILURES

        try:
            return next(self._received.chunks())
        except StopIteration:
            self.close()
            raise
        except FAILURES as error:
            self.close()
            failed = self._received.failed(error)
        except BaseException:
            self.close()
            raise
        raise failed

    def read(self) -> bytes:
        """Return all that is left, and close the stream."""
        self._check_open()
        return b"".join(self)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write all that is left to a file, and close the stream.

        The file appears whole or not at all: what is there already is replaced only
        when everything has arrived.
        """
        self._check_open()
        with self, _NewFile(path) as file:
            for chunk in self:
                file.write(chunk)

    def close(self) -> None:
        """Give the connection back. May be called again."""
        if not self._closed:
            self._closed = True
            self._received.close()

    def __del__(self) -> None:
        # A stream that is dropped half read would hold its connection for ever.
        if not getattr(self, "_closed", True):
            self.close()

    def __enter__(self) -> typing_extensions.Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncByteStream(StreamHead, AsyncIterator[bytes]):
    """The bytes of a reply, as they come; the twin of `ByteStream`."""

    def __aiter__(self) -> typing_extensions.Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next chunk.

        Raises:
            ApiConnectionError: the connection was lost before the end.
            ApiTimeoutError: the next chunk took too long.
        """
        if self._closed:
            raise StopAsyncIteration
        if first := self._take_first():
            return first
        from .failures import FAILURES

        try:
            return await anext(self._received.chunks_async())
        except StopAsyncIteration:
            await self.close()
            raise
        except FAILURES as error:
            await self.close()
            failed = self._received.failed(error)
        except BaseException:
            await self.close()
            raise
        raise failed

    async def read(self) -> bytes:
        """Return all that is left, and close the stream."""
        self._check_open()
        return b"".join([chunk async for chunk in self])

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Write all that is left to a file, and close the stream.

        The file appears whole or not at all: what is there already is replaced only
        when everything has arrived.
        """
        self._check_open()
        async with self:
            with _NewFile(path) as file:
                async for chunk in self:
                    file.write(chunk)

    async def close(self) -> None:
        """Give the connection back. May be called again."""
        if not self._closed:
            self._closed = True
            await self._received.close_async()

    aclose = close

    async def __aenter__(self) -> typing_extensions.Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class _NewFile:
    """A file that takes its name only when it has been written without an error."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        if self._path.is_dir():
            raise IsADirectoryError(f"{str(path)!r} is a folder")
        mark = os.urandom(4).hex()
        self._part = self._path.with_name(f".{self._path.name}.{mark}.part")

    def __enter__(self) -> BinaryIO:
        with self._naming_target():
            self._file: BinaryIO = self._part.open("xb")
        return self._file

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._file.close()
            if error is None:
                with self._naming_target():
                    self._part.replace(self._path)
        finally:
            with suppress(FileNotFoundError):
                self._part.unlink()

    @contextmanager
    def _naming_target(self) -> Generator[None, None, None]:
        """Let errors name the file that was asked for, not the one beside it."""
        try:
            yield
        except OSError as error:
            raise type(error)(error.errno, error.strerror, str(self._path)) from None
