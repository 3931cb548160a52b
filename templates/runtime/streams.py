"""Streams of items: each is decoded when it arrives, and none is held longer."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .bytestreams import AsyncByteStream, ByteStream, StreamHead
from .framing import Frame, Frames, TooLargeError
from .headers import media_type

if TYPE_CHECKING:
    from types import TracebackType

    import typing_extensions

    from .received import Received

__all__ = ["AsyncByteStream", "AsyncStream", "ByteStream", "Stream"]

T = TypeVar("T")


class _Items(StreamHead, Generic[T]):
    """What the two kinds of stream have in common: bytes in, items out."""

    def __init__(self, received: Received, declared: Any) -> None:
        super().__init__(received)
        from .items import ItemDecoder  # needs pydantic

        received.chunk_size = None  # an item must not wait for the next one
        is_declared = media_type(received.content_type) == "text/event-stream"
        self._frames = Frames(
            declared_events=is_declared, largest_item=received.largest_item
        )
        self._decoder: ItemDecoder[T] = ItemDecoder(declared, received)
        self._ready: deque[Frame] = deque()
        self._is_over = False
        self._last = Frame(b"")

    @property
    def last_event_id(self) -> str:
        """The id that the server gave last, up to the last item; empty without one."""
        return self._last.id

    @property
    def last_event(self) -> str:
        """The name of the event that the last item came in; empty without one."""
        return self._last.event

    @property
    def retry(self) -> int | None:
        """Milliseconds to wait before connecting again, where the server said so."""
        return self._frames.retry

    def _feed(self, chunk: bytes | None) -> None:
        """Take the next chunk, or None at the end of the body."""
        if chunk is None:
            self._ready += self._frames.end()
        else:
            self._ready += self._frames.feed(chunk)
        self._is_over = chunk is None or self._frames.ended

    def _next_item(self) -> T:
        self._last = self._ready.popleft()
        return self._decoder.decode(self._last)


class Stream(_Items[T], Iterator[T]):
    """The items of a reply, as they come: Server-Sent Events or JSON lines.

    Iterate over it. The connection is given back at the end, at `close()`, at the end
    of a `with` block, or when an error is raised.
    """

    def __iter__(self) -> typing_extensions.Self:
        return self

    def __next__(self) -> T:
        """Return the next item.

        Raises:
            ApiStreamError: the server reported an error.
            ApiResponseError: an item is not what the API describes.
            ApiConnectionError: the connection was lost before the end.
            ApiTimeoutError: the next item took too long.
        """
        if self._closed:
            raise StopIteration
        from .failures import FAILURES

        try:
            while not self._ready and not self._is_over:
                self._feed(next(self._received.chunks(), None))
            if self._ready:
                return self._next_item()
        except FAILURES as error:
            self.close()
            failed: Exception = self._received.failed(error)
        except TooLargeError as error:
            self.close()
            failed = self._decoder.too_large(error)
        except BaseException:
            self.close()
            raise
        else:
            self.close()
            raise StopIteration
        raise failed

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


class AsyncStream(_Items[T], AsyncIterator[T]):
    """The items of a reply, as they come; the twin of `Stream`."""

    def __aiter__(self) -> typing_extensions.Self:
        return self

    async def __anext__(self) -> T:
        """Return the next item.

        Raises:
            ApiStreamError: the server reported an error.
            ApiResponseError: an item is not what the API describes.
            ApiConnectionError: the connection was lost before the end.
            ApiTimeoutError: the next item took too long.
        """
        if self._closed:
            raise StopAsyncIteration
        from .failures import FAILURES

        try:
            while not self._ready and not self._is_over:
                self._feed(await anext(self._received.chunks_async(), None))
            if self._ready:
                return self._next_item()
        except FAILURES as error:
            await self.close()
            failed: Exception = self._received.failed(error)
        except TooLargeError as error:
            await self.close()
            failed = self._decoder.too_large(error)
        except BaseException:
            await self.close()
            raise
        else:
            await self.close()
            raise StopAsyncIteration
        raise failed

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
