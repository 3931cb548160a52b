"""A server inside the test: it records what a client sends and gives prepared replies."""

from __future__ import annotations

import json as json_module
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, cast

import httpx
from pydantic import BaseModel, TypeAdapter

JsonValue: TypeAlias = (
    bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
)
"""Any value that JSON can hold."""

_ANYTHING: TypeAdapter[object] = TypeAdapter(object)
_TOKEN = {"access_token": "key", "token_type": "Bearer", "expires_in": 3600}
_MISSING = cast("JsonValue", object())


def plain(value: object) -> object:
    """Return a result as the JSON that it came from: models by their wire names."""
    if isinstance(value, BaseModel):
        return value.model_dump(
            mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: plain(field) for name, field in fields.items()}
    return _ANYTHING.dump_python(value, mode="json")


class Exchange:
    """Requests that were sent, and the replies that they get, in order.

    Pass `transport` to an `httpx.Client` or an `httpx.AsyncClient`, queue replies
    with `reply` or `fail`, and look at `request` afterwards.

    Args:
        token_urls: Where clients ask for tokens. They get the token `key`; such
            requests are in `token_requests`, apart from the others.
    """

    def __init__(self, *token_urls: str) -> None:
        self.requests: list[httpx.Request] = []
        self.token_requests: list[httpx.Request] = []
        self._token_urls = {httpx.URL(url) for url in token_urls}
        self.transport = httpx.MockTransport(self._answer)
        self._replies: deque[httpx.Response | Exception] = deque()
        self._body: _Body | None = None

    def reply(
        self,
        status: int = 200,
        *,
        json: JsonValue = _MISSING,
        content: bytes | Iterable[bytes] = b"",
        headers: Mapping[str, str] | None = None,
        content_type: str | None = None,
    ) -> None:
        """Queue a reply.

        Args:
            status: The HTTP status.
            json: A value to send as JSON.
            content: Bytes to send, or chunks of them.
            headers: Headers to send besides Content-Type and Content-Length.
            content_type: The Content-Type; for `json` it is `application/json`.
        """
        if json is not _MISSING:
            content = json_module.dumps(json).encode()
            content_type = content_type or "application/json"
        sent = httpx.Headers(dict(headers or {}))
        if content_type is not None:
            sent["Content-Type"] = content_type
        if isinstance(content, bytes):
            sent.setdefault("Content-Length", str(len(content)))
            content = [content]
        self._replies.append(
            httpx.Response(status, headers=sent, stream=_Body(content))
        )

    def fail(self, error: Exception) -> None:
        """Queue an error of the network, such as `httpx.ConnectError("refused")`."""
        self._replies.append(error)

    @property
    def request(self) -> httpx.Request:
        """The last request; its body has been read."""
        assert self.requests, "no request was sent"
        return self.requests[-1]

    @property
    def closed(self) -> bool:
        """Whether the client has closed the last reply."""
        assert self._body is not None, "no reply was given"
        return self._body.closed

    def body(self) -> bytes:
        """The body of the last request, a multipart boundary replaced by BOUNDARY."""
        content = self.request.content
        kind, _, boundary = self.request.headers.get("content-type", "").partition(
            "; boundary="
        )
        if boundary and kind.startswith("multipart/"):
            content = content.replace(boundary.encode(), b"BOUNDARY")
        return content

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url in self._token_urls:
            self.token_requests.append(request)
            return httpx.Response(200, json=_TOKEN)
        self.requests.append(request)
        assert self._replies, f"no reply is left for {request.method} {request.url}"
        answer = self._replies.popleft()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer.stream, _Body)
        self._body = answer.stream
        return answer


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a reply, for both kinds of client, which knows if it was closed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True
