"""A reply, together with the call that it answers."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .errors import (
    STATUS_ERRORS,
    ApiError,
    ApiResponseError,
    ApiStatusError,
    ApiStreamError,
)
from .framing import LARGEST_ITEM
from .headers import is_json
from .unpack import MAX_RATIO, Chunks, Unpacker, UnpackError
from .urls import redact_url

if TYPE_CHECKING:
    import httpx

    from .plan import Call
    from .sending import Secrets

LARGEST_DOCUMENT = 256 * 1024 * 1024
"""Bytes of a reply that is read whole, after decompression, where nobody says."""

_LARGEST_ERROR = 1024 * 1024
_EXCERPT = 300
_REQUEST_IDS = ("x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id")
_CHARSET = re.compile(
    r"charset=\"?(latin-?1|iso-8859-1|windows-1252|utf-16)", re.IGNORECASE
)


_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _escape(found: re.Match[str]) -> str:
    return ascii(found.group())[1:-1]


class Received:
    """A reply whose body may be unread yet.

    Attributes:
        body: The body, where it has been read whole.
        first: The first chunk of a body that has been looked at.
        ended: Whether looking found that there is no body.
        chunk_size: Bytes in each chunk; None gives them on as they arrive.
    """

    def __init__(self, call: Call, response: httpx.Response, secrets: Secrets) -> None:
        self._call = call
        self._response = response
        self._secrets = tuple(secret for _, secret in secrets)
        self._chunks: Iterator[bytes] | None = None
        self._async_chunks: AsyncIterator[bytes] | None = None
        self._size = 0
        self._largest: float | None = call.limits.get("max_bytes")
        self._ends = call.ends
        self.body = b""
        self.first = b""
        self.ended = False
        self.chunk_size = call.chunk_size
        self.status_code = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.method = response.request.method
        self.url = redact_url(str(response.request.url), call.secret_names)
        self.strict = call.strict
        self.package = call.package

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def text(self) -> str:
        """The body as text."""
        return self._text()

    def declared(self, otherwise: object) -> object:
        """Return the type of a reply of this status, where the API has several."""
        replies = self._call.replies
        exact = replies.get(self.status_code)
        return exact or replies.get(f"{self.status_code // 100}XX") or otherwise

    @property
    def largest_item(self) -> float:
        """Bytes of one item of a stream."""
        most = self._call.limits.get("max_item_bytes", LARGEST_ITEM)
        return math.inf if most is None else most

    @property
    def has_length(self) -> bool:
        """Whether the headers say how long the body is."""
        return "content-length" in self.headers

    @property
    def request_id(self) -> str | None:
        """The server's own name for the request."""
        found = (self.headers.get(name) for name in _REQUEST_IDS)
        return next((value for value in found if value), None)

    def chunks(self) -> Iterator[bytes]:
        """Yield the rest of the body, decompressed; the connection is kept open."""
        if self._chunks is None:
            self._chunks = self._unpacked()
        return self._chunks

    def chunks_async(self) -> AsyncIterator[bytes]:
        """Yield what `chunks` does."""
        if self._async_chunks is None:
            self._async_chunks = self._unpacked_async()
        return self._async_chunks

    def _unpacked(self) -> Iterator[bytes]:
        response = self._response
        if response.is_stream_consumed:  # by a hook of the user's client
            yield from self._cut(response.content)
            return
        unpacker, chunks = self._unpacker(), Chunks(self.chunk_size)
        try:
            for raw in response.iter_raw():
                self._check_time()
                for piece in unpacker.feed(raw):
                    yield from chunks.feed(self._counted(piece))
            unpacker.end()
        except UnpackError as error:
            raise self.unusable(f"the reply {error}") from None
        yield from chunks.end()

    async def _unpacked_async(self) -> AsyncIterator[bytes]:
        response = self._response
        if response.is_stream_consumed:
            for chunk in self._cut(response.content):
                yield chunk
            return
        unpacker, chunks = self._unpacker(), Chunks(self.chunk_size)
        try:
            async for raw in response.aiter_raw():
                self._check_time()
                for piece in unpacker.feed(raw):
                    for chunk in chunks.feed(self._counted(piece)):
                        yield chunk
            unpacker.end()
        except UnpackError as error:
            raise self.unusable(f"the reply {error}") from None
        for chunk in chunks.end():
            yield chunk

    def _unpacker(self) -> Unpacker:
        ratio = self._call.limits.get("max_ratio", MAX_RATIO)
        return Unpacker(self.headers.get("content-encoding", ""), ratio)

    def _cut(self, content: bytes) -> Iterator[bytes]:
        chunks = Chunks(self.chunk_size)
        yield from chunks.feed(self._counted(content))
        yield from chunks.end()

    def _counted(self, piece: bytes) -> bytes:
        self._size += len(piece)
        if self._largest is not None and self._size > self._largest:
            raise self.unusable(f"the reply is larger than {self._largest:g} bytes")
        return piece

    def _check_time(self) -> None:
        if self._ends is not None and self._call.clock.monotonic() >= self._ends:
            raise self._call.too_late(**self.facts())

    def hand_over(self) -> None:
        """Let the reply take its time from here on: its reader decides how long."""
        self._ends = None

    def load(self) -> None:
        """Read the whole body; that of an error as far as anyone would look.

        An error whose body breaks off is still that error: its status says enough.
        """
        parts: list[bytes] = []
        self._hold_to_limits()
        try:
            for chunk in self.chunks():
                parts.append(chunk)
                if self.is_error and self._size >= _LARGEST_ERROR:
                    break
        except self._forgiven():
            pass
        self.body = b"".join(parts)

    async def load_async(self) -> None:
        """Do what `load` does."""
        parts: list[bytes] = []
        self._hold_to_limits()
        try:
            async for chunk in self.chunks_async():
                parts.append(chunk)
                if self.is_error and self._size >= _LARGEST_ERROR:
                    break
        except self._forgiven():
            pass
        self.body = b"".join(parts)

    def _hold_to_limits(self) -> None:
        """Prepare for a body that is held in memory: it always has a limit.

        httpx looks up the time for a read when it begins with the body.
        """
        if "max_bytes" not in self._call.limits:
            self._largest = LARGEST_DOCUMENT
        steps = self._response.request.extensions.get("timeout")
        left = self._call.seconds_left()
        if steps and left < (steps["read"] or math.inf):
            steps["read"] = left

    def _forgiven(self) -> tuple[type[Exception], ...]:
        """What may end the body of a reply without making it unusable."""
        from .failures import FAILURES

        return (*FAILURES, ApiError) if self.is_error else ()

    def peek(self) -> None:
        """Read the first chunk, to know whether there is a body."""
        self.first = next(self.chunks(), b"")
        self.ended = not self.first

    async def peek_async(self) -> None:
        """Do what `peek` does."""
        self.first = await anext(self.chunks_async(), b"")
        self.ended = not self.first

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()

    async def close_async(self) -> None:
        """Do what `close` does."""
        await self._response.aclose()

    def failed(self, error: Exception) -> ApiError:
        """Return the error for an exchange that broke off while it was read."""
        from .failures import translate

        return translate(error, **self.facts())

    def unusable(self, why: str, data: bytes | None = None) -> ApiResponseError:
        """Return the error for a reply that cannot be what the method returns.

        Args:
            why: What is wrong with it.
            data: The part that is wrong; None is the whole body.
        """
        excerpt = self._excerpt(self.body if data is None else data)
        return ApiResponseError(
            self._message(why, excerpt), body=excerpt, **self.facts()
        )

    def reported(self, what: str, data: bytes, body: object) -> ApiStreamError:
        """Return the error for a stream in which the server reported one."""
        message = self._message(what, self._excerpt(data))
        return ApiStreamError(message, body=body, **self.facts())

    @property
    def is_error(self) -> bool:
        """Whether the status is anything but a success."""
        return not 200 <= self.status_code < 300

    def check_status(self) -> None:
        """Raise the error for an error status, with its body decoded.

        Raises:
            ApiStatusError: in the class of the status.
        """
        if not self.is_error:
            return
        self.body = self.hidden(self.body)
        kind = STATUS_ERRORS.get(self.status_code, ApiStatusError)
        raise kind(
            self._message(str(self.status_code), self._excerpt(self.body)),
            body=self._error_body(),
            **self.facts(),
        )

    def facts(self) -> dict[str, Any]:
        """What errors say about the reply, as keywords of theirs."""
        return {
            "status_code": self.status_code,
            "headers": self.headers,
            "request_id": self.request_id,
            "method": self.method,
            "url": self.url,
        }

    def _excerpt(self, data: bytes) -> str:
        """Return how a body begins, without secrets that it echoes."""
        return self._text(self.hidden(data[: 8 * _EXCERPT]))[:_EXCERPT]

    def hidden(self, data: bytes) -> bytes:
        """Take out of a body the secrets that were sent, where it echoes them."""
        for secret in self._secrets:
            data = secret.hide_in_bytes(data)
        return data

    def _message(self, what: str, excerpt: str) -> str:
        # What a server sends must not move the cursor of a terminal.
        said = _UNPRINTED.sub(_escape, " ".join(excerpt.split()))[:_EXCERPT]
        name = f" (request {self.request_id[:100]})" if self.request_id else ""
        return f"{self.method} {self.url}: {what}{name}" + (f": {said}" if said else "")

    def _error_body(self) -> Any:
        if not self.body:
            return None
        from .decode import decode, parse

        errors = self._call.errors
        declared = errors.get(self.status_code)
        declared = declared or errors.get(f"{self.status_code // 100}XX")
        declared = declared or errors.get("default")
        try:
            if declared is not None:
                return decode(declared, self, strict=False)
            return parse(self) if is_json(self.content_type) else self._text()
        except ApiResponseError:
            return self._text()

    def _text(self, data: bytes | None = None) -> str:
        # Only charsets that are safe: a server may name `hex` or `zlib`, which
        # Python knows as codecs.
        charset = _CHARSET.search(self.content_type)
        data = self.body if data is None else data
        return data.decode(charset.group(1) if charset else "utf-8", "replace")
