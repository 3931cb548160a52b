"""Tokens of OAuth 2.0 that a client fetches for itself: the client credentials grant."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus

from .credentials import Credential, CredentialValue, Secret
from .errors import (
    STATUS_ERRORS,
    ApiError,
    ApiResponseError,
    ApiStatusError,
    ApiTimeoutError,
)
from .logins import basic
from .unpack import ACCEPTED, Unpacker, UnpackError
from .urls import Pairs, encode_query, redact_url

if TYPE_CHECKING:
    import anyio
    import httpx

    from .retries import Clock

_MARGIN = 60.0
"""Seconds. A token is renewed this long before it expires, or after half of its life."""

_FOREVER = 1e9
_UNUSABLE = (400, 401)
_LARGEST = 1024 * 1024
"""Bytes of a reply that gives a token."""

_LONGEST = 60.0
"""Seconds for reading one."""

_Steps = Generator["httpx.Request", "_Answer", tuple[Secret, float]]


class _Answer:
    """What the server of tokens said, read no further than a token goes."""

    def __init__(self, reply: httpx.Response, clock: Clock, url: str) -> None:
        self.status_code = reply.status_code
        self.headers = reply.headers
        self._url = url
        self._clock = clock
        self._ends = clock.monotonic() + _LONGEST
        self._unpacker = Unpacker(reply.headers.get("content-encoding", ""))
        self._body = bytearray()
        self.is_read = reply.is_stream_consumed
        """Whether a hook of the user's client has read it already."""
        if self.is_read:
            self._body += reply.content

    def take(self, raw: bytes) -> None:
        """Add what came.

        Raises:
            ApiResponseError: it is no reply that gives a token.
            ApiTimeoutError: it takes too long.
        """
        if self._clock.monotonic() >= self._ends:
            text = f"POST {self._url}: no token after {_LONGEST:g} seconds"
            raise ApiTimeoutError(text, method="POST", url=self._url)
        try:
            for piece in self._unpacker.feed(raw):
                self._body += piece
                if len(self._body) > _LARGEST:
                    raise self.unusable(f"is larger than {_LARGEST} bytes")
        except UnpackError as error:
            raise self.unusable(str(error)) from None

    def checked(self) -> _Answer:
        """Return the answer; raises ApiResponseError where its end is missing."""
        try:
            if not self.is_read:
                self._unpacker.end()
        except UnpackError as error:
            raise self.unusable(str(error)) from None
        return self

    def unusable(self, why: str) -> ApiResponseError:
        return ApiResponseError(
            f"POST {self._url}: the reply {why}",
            status_code=self.status_code,
            headers=self.headers,
            method="POST",
            url=self._url,
        )

    def fields(self) -> dict[str, Any]:
        """The properties of the JSON object that it is; none where it is not."""
        try:
            value = json.loads(self._body)
        except (ValueError, RecursionError):
            return {}
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


class OAuthCredential(Credential):
    """A bearer token for the client itself (RFC 6749, section 4.4).

    It is fetched when a request needs it, kept until shortly before it expires, and
    fetched again when the server refuses it. Copies of a client share it.

    Args:
        client_id: The client's name.
        client_secret: Its password.
        token_url: Where tokens are given out.
        scopes: What to ask for, separated by spaces; empty leaves it to the server.
    """

    __slots__ = ("_expires", "_gate", "_lock", "_token", "scopes", "token_url")

    def __init__(
        self,
        *,
        client_id: CredentialValue,
        client_secret: CredentialValue,
        token_url: str,
        scopes: str,
    ) -> None:
        self._set("header", "Authorization", (client_id, client_secret))
        self.token_url = token_url
        self.scopes = scopes
        self.forget()

    def forget(self, secret: Secret | None = None) -> bool:
        if secret is None:
            self._lock = threading.Lock()
            self._gate: anyio.Lock | None = None
        if secret is None or secret is self._token:
            self._token: Secret | None = None
            self._expires: float | None = None
        return True

    def reveal(self, client: object, clock: Clock) -> Secret:
        """Return the token, from the server where there is none that holds.

        Raises:
            ApiError: the server gave none.
        """
        with self._lock:
            token = self._valid(clock)
            if token is None:
                values = [value.read() for value in self._values]
                token = self._fetch(cast("httpx.Client", client), clock, *values)
            return token

    async def reveal_async(self, client: object, clock: Clock) -> Secret:
        """Return what `reveal` does."""
        import anyio  # comes with httpx; works under asyncio and trio alike

        if self._gate is None:
            self._gate = anyio.Lock()
        async with self._gate:
            token = self._valid(clock)
            if token is None:
                values = [await value.read_async() for value in self._values]
                http = cast("httpx.AsyncClient", client)
                token = await self._fetch_async(http, clock, *values)
            return token

    @property
    def _shown_url(self) -> str:
        return redact_url(self.token_url)

    def _valid(self, clock: Clock) -> Secret | None:
        ended = self._expires is not None and clock.now() >= self._expires
        return None if ended else self._token

    def _fetch(
        self, client: httpx.Client, clock: Clock, name: Secret, password: Secret
    ) -> Secret:
        from . import failures

        now, steps = clock.now(), self._steps(name, password)
        try:
            request = next(steps)
            while True:
                reply = client.send(
                    request, auth=_no_auth(), follow_redirects=False, stream=True
                )
                answer = _Answer(reply, clock, self._shown_url)
                try:
                    for raw in () if answer.is_read else reply.iter_raw():
                        answer.take(raw)
                finally:
                    reply.close()
                request = steps.send(answer.checked())
        except StopIteration as done:
            return self._keep(now, *done.value)
        except failures.FAILURES as error:
            failed = failures.translate(error, method="POST", url=self._shown_url)
        raise failed

    async def _fetch_async(
        self, client: httpx.AsyncClient, clock: Clock, name: Secret, password: Secret
    ) -> Secret:
        from . import failures

        now, steps = clock.now(), self._steps(name, password)
        try:
            request = next(steps)
            while True:
                reply = await client.send(
                    request, auth=_no_auth(), follow_redirects=False, stream=True
                )
                answer = _Answer(reply, clock, self._shown_url)
                try:
                    if not answer.is_read:
                        async for raw in reply.aiter_raw():
                            answer.take(raw)
                finally:
                    await reply.aclose()
                request = steps.send(answer.checked())
        except StopIteration as done:
            return self._keep(now, *done.value)
        except failures.FAILURES as error:
            failed = failures.translate(error, method="POST", url=self._shown_url)
        raise failed

    def _keep(self, now: float, token: Secret, seconds: float) -> Secret:
        self._token = token
        self._expires = now + max(seconds - _MARGIN, seconds / 2) if seconds else None
        return token

    def _steps(self, name: Secret, password: Secret) -> _Steps:
        """Ask with HTTP Basic, which every server must know, else in the form."""
        fields = {"grant_type": "client_credentials", "scope": self.scopes}
        pairs = tuple((key, value) for key, value in fields.items() if value)
        quoted = [Secret(quote_plus(one.reveal())) for one in (name, password)]
        request = _request(self.token_url, encode_query(pairs))
        request.headers["Authorization"] = f"Basic {basic(quoted[0], quoted[1])}"
        reply = yield request
        if reply.status_code in _UNUSABLE:
            refused = reply
            reply = yield _request(self.token_url, _form(pairs, name, password))
            if reply.status_code in _UNUSABLE:
                reply = refused
        if not 200 <= reply.status_code < 300:
            raise self._refusal(reply, password)
        token, seconds = _token(reply)
        if token is None:
            raise reply.unusable("holds no access_token")
        return token, seconds

    def _refusal(self, reply: _Answer, password: Secret) -> ApiError:
        """Say why there is no token (RFC 6749, section 5.2)."""
        status, url = reply.status_code, self._shown_url
        body = reply.fields()
        parts = [body.get("error"), body.get("error_description")]
        why = ": ".join(part for part in parts if isinstance(part, str))
        kind = STATUS_ERRORS.get(status, ApiStatusError)
        return (kind if status >= 400 else ApiResponseError)(
            password.hide_in(f"POST {url}: {status}, no token{why and f': {why}'}"),
            status_code=status,
            headers=reply.headers,
            body=json.loads(password.hide_in(json.dumps(body))) if body else None,
            method="POST",
            url=url,
        )


def _form(pairs: Pairs, name: Secret, password: Secret) -> str:
    """Return the form with the client's own fields; apart, so that no frame is left."""
    own = (("client_id", name.reveal()), ("client_secret", password.reveal()))
    return encode_query(pairs + own)


def _request(url: str, form: str) -> httpx.Request:
    import httpx

    from .sending import DEFAULT_TIMEOUT

    headers = {
        "Accept": "application/json",
        "Accept-Encoding": ACCEPTED,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    extensions = {"timeout": DEFAULT_TIMEOUT.as_dict()}
    return httpx.Request(
        "POST", url, headers=headers, content=form.encode(), extensions=extensions
    )


def _no_auth() -> httpx.Auth:
    """Return what keeps the login of an `httpx_client` from the server of tokens."""
    import httpx

    return httpx.Auth()


def _token(reply: _Answer) -> tuple[Secret | None, float]:
    """Return the token, and the seconds that it holds; 0 where nobody says."""
    fields = reply.fields()
    token, seconds = fields.get("access_token"), fields.get("expires_in")
    secret = Secret(token, "Bearer ") if isinstance(token, str) and token else None
    if isinstance(seconds, str) and seconds.isdecimal():
        seconds = float(seconds)
    # More than a float can hold is for ever, and NaN is no time.
    if isinstance(seconds, (int, float)) and 0 < seconds < _FOREVER:
        return secret, float(seconds)
    return secret, 0.0
