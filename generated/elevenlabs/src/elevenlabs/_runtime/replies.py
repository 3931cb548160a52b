"""What a method returns, as a type that says how the reply is read.

A method passes one of these as `returns=`, with the type that it gives back as the
argument: `Json[Voice]`, `Json[list[Voice] | None]`, `Bytes`. Type checkers see the
result type; at run time the class decides from the declared type and the actual
`Content-Type` together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, Union, cast

from .headers import is_empty_status, is_json, media_type
from .streams import AsyncByteStream, AsyncStream, ByteStream, Stream

if TYPE_CHECKING:
    from .received import Received

R = TypeVar("R")
T = TypeVar("T")

JsonValue = Union[
    None, bool, int, float, str, "list[JsonValue]", "dict[str, JsonValue]"
]
"""Any value that JSON can hold."""

_STREAMED = "text/event-stream, application/x-ndjson;q=0.9, */*;q=0.1"


class Reply(Generic[R]):
    """How the reply to a call is read. Its argument is what the method returns."""

    accept: ClassVar[str] = "*/*"
    """The Accept header that goes with it."""

    def __init__(self, content: object = None) -> None:
        self.content: Any = content

    def is_buffered(self, received: Received) -> bool:
        """Whether the body is read whole before the method returns."""
        return True

    def peeks(self, received: Received) -> bool:
        """Whether an unread body must be looked at, to know if there is one."""
        return False

    def read(self, received: Received) -> R:
        """Turn a reply into the result.

        Raises:
            ApiResponseError: the reply is not what the API describes.
        """
        raise NotImplementedError


def reader(returns: type[Reply[R]]) -> Reply[R]:
    """Return the reader for a `returns=` argument: a class, with or without argument."""
    kind: type[Reply[R]] = getattr(returns, "__origin__", returns)
    arguments: tuple[object, ...] = getattr(returns, "__args__", ())
    return kind(*arguments)


class Json(Reply[T]):
    """A JSON reply of the given type."""

    accept = "application/json"

    def read(self, received: Received) -> T:
        from .decode import accepts_null, decode

        if is_empty_status(received.status_code) or not received.body:
            if accepts_null(self.content):
                return cast("T", None)
            raise received.unusable("the reply is empty, but it should hold JSON")
        kind = received.content_type
        # Some servers label JSON wrongly; what looks like JSON is tried as JSON.
        if kind and not is_json(kind) and not _looks_like_json(received):
            shown = media_type(kind) or kind
            raise received.unusable(f"the reply should be JSON, but is {shown}")
        declared = received.declared(self.content)
        return cast("T", decode(declared, received))


def _looks_like_json(received: Received) -> bool:
    return not received.strict and received.body.lstrip()[:1] in (b"{", b"[")


class PlainText(Reply[str]):
    """A reply of text, in the charset that it names, else UTF-8."""

    accept = "text/*, */*;q=0.1"

    def read(self, received: Received) -> str:
        return received.text


class Nothing(Reply[None]):
    """A reply without content; what a server sends all the same is ignored."""

    def read(self, received: Received) -> None:
        return None


class Bytes(Reply[ByteStream]):
    """A reply of bytes, read as they come."""

    def is_buffered(self, received: Received) -> bool:
        return False

    def read(self, received: Received) -> ByteStream:
        return ByteStream(received)


class AsyncBytes(Reply[AsyncByteStream]):
    """The twin of `Bytes` for asynchronous clients."""

    def is_buffered(self, received: Received) -> bool:
        return False

    def read(self, received: Received) -> AsyncByteStream:
        return AsyncByteStream(received)


class Events(Reply[Stream[T]]):
    """A reply of items, each of the given type, read as they come.

    Whether they are Server-Sent Events or lines of JSON, their bytes decide: servers
    often declare the one and send the other.
    """

    accept = _STREAMED

    def is_buffered(self, received: Received) -> bool:
        return False

    def peeks(self, received: Received) -> bool:
        return _is_no_stream(received)

    def read(self, received: Received) -> Stream[T]:
        _check_is_stream(received)
        return Stream(received, self.content)


class AsyncEvents(Reply[AsyncStream[T]]):
    """The twin of `Events` for asynchronous clients."""

    accept = _STREAMED

    def is_buffered(self, received: Received) -> bool:
        return False

    def peeks(self, received: Received) -> bool:
        return _is_no_stream(received)

    def read(self, received: Received) -> AsyncStream[T]:
        _check_is_stream(received)
        return AsyncStream(received, self.content)


def _is_no_stream(received: Received) -> bool:
    """Whether a reply is of a type that holds no items: an error page, or media."""
    kind = media_type(received.content_type)
    return kind == "text/html" or kind.startswith(("audio/", "image/", "video/"))


def _check_is_stream(received: Received) -> None:
    if _is_no_stream(received):
        kind = media_type(received.content_type)
        why = f"the reply should be a stream of items, but is {kind}"
        raise received.unusable(why, received.first)


class Undeclared(Reply[ByteStream | JsonValue]):
    """A reply that the API does not describe: what arrives decides.

    JSON is parsed, an empty reply is None, and everything else is a byte stream.
    """

    def is_buffered(self, received: Received) -> bool:
        return _is_plain(received)

    def peeks(self, received: Received) -> bool:
        return not received.has_length

    def read(self, received: Received) -> ByteStream | JsonValue:
        if received.ended or _is_plain(received):
            return _parse(received)
        return ByteStream(received)


class AsyncUndeclared(Reply[AsyncByteStream | JsonValue]):
    """The twin of `Undeclared` for asynchronous clients."""

    def is_buffered(self, received: Received) -> bool:
        return _is_plain(received)

    def peeks(self, received: Received) -> bool:
        return not received.has_length

    def read(self, received: Received) -> AsyncByteStream | JsonValue:
        if received.ended or _is_plain(received):
            return _parse(received)
        return AsyncByteStream(received)


def _is_plain(received: Received) -> bool:
    """Whether a reply that nobody described is JSON, or is known to be empty."""
    return (
        is_json(received.content_type)
        or is_empty_status(received.status_code)
        or received.method == "HEAD"
        or received.headers.get("content-length") == "0"
    )


def _parse(received: Received) -> JsonValue:
    from .decode import parse

    return cast("JsonValue", parse(received)) if received.body else None
