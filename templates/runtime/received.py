"""A reply, together with the call that it answers."""

from __future__ import annotations

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
from .headers import is_json
from .urls import redact_url

if TYPE_CHECKING:
    import httpx

    from .plan import Call
    from .sending import Secrets

LARGEST_DOCUMENT = 256 * 1024 * 1024
"""Bytes of a reply that is read whole, after decompression; more is refused."""

_LARGEST_ERROR = 1024 * 1024
_EXCERPT = 300
_REQUEST_IDS = ("x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id")
_CHARSET = re.compile(
    r"charset=\"?(latin-?1|iso-8859-1|windows-1252|utf-16)", re.IGNORECASE
)


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
            self._chunks = self._response.iter_bytes(self.chunk_size)
        return self._chunks

    def chunks_async(self) -> AsyncIterator[bytes]:
        """Yield what `chunks` does."""
        if self._async_chunks is None:
            self._async_chunks = self._response.aiter_bytes(self.chunk_size)
        return self._async_chunks

    def load(self) -> None:
        """Read the whole body; that of an error as far as anyone would look.

        An error whose body breaks off is still that error: its status says enough.
        """
        from .failures import FAILURES

        parts: list[bytes] = []
        try:
            for chunk in self.chunks():
                if not self._take(chunk, parts):
                    break
        except FAILURES:
            if not self.is_error:
                raise
        self.body = b"".join(parts)

    async def load_async(self) -> None:
        """Do what `load` does."""
        from .failures import FAILURES

        parts: list[bytes] = []
        try:
            async for chunk in self.chunks_async():
                if not self._take(chunk, parts):
                    break
        except FAILURES:
            if not self.is_error:
                raise
        self.body = b"".join(parts)

    def _take(self, chunk: bytes, parts: list[bytes]) -> bool:
        parts.append(chunk)
        self._size += len(chunk)
        if self.is_error:
            return self._size < _LARGEST_ERROR
        if self._size > LARGEST_DOCUMENT:
            raise self.unusable(f"the reply is larger than {LARGEST_DOCUMENT} bytes")
        return True

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

        return translate(error, self.method, self.url)

    def unusable(self, why: str, data: bytes | None = None) -> ApiResponseError:
        """Return the error for a reply that cannot be what the method returns.

        Args:
            why: What is wrong with it.
            data: The part that is wrong; None is the whole body.
        """
        excerpt = self._text(data)[:_EXCERPT]
        return ApiResponseError(
            self._message(why, excerpt),
            body=excerpt,
            **self._facts(),
        )

    def reported(self, what: str, data: bytes, body: object) -> ApiStreamError:
        """Return the error for a stream in which the server reported one."""
        excerpt = self._text(data[: 4 * _EXCERPT])[:_EXCERPT]
        return ApiStreamError(self._message(what, excerpt), body=body, **self._facts())

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
        kind = STATUS_ERRORS.get(self.status_code, ApiStatusError)
        raise kind(
            self._message(str(self.status_code), self._text()[:_EXCERPT]),
            body=self._error_body(),
            **self._facts(),
        )

    def _facts(self) -> dict[str, Any]:
        return {
            "status_code": self.status_code,
            "headers": self.headers,
            "request_id": self.request_id,
            "method": self.method,
            "url": self.url,
        }

    def _message(self, what: str, excerpt: str) -> str:
        said = " ".join(excerpt.split())
        for secret in self._secrets:
            said = secret.hide_in(said)
        name = f" (request {self.request_id})" if self.request_id else ""
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
