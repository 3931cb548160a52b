"""Tokens of OAuth 2.0 that a client fetches for itself: the client credentials grant."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus

from .credentials import Credential, CredentialValue, Secret
from .errors import STATUS_ERRORS, ApiError, ApiResponseError, ApiStatusError
from .logins import basic
from .urls import encode_query, redact_url

if TYPE_CHECKING:
    import anyio
    import httpx

    from .retries import Clock

_MARGIN = 60.0
"""Seconds. A token is renewed this long before it expires, or after half of its life."""

_UNUSABLE = (400, 401)
_Steps = Generator["httpx.Request", "httpx.Response", tuple[Secret, float]]


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
                reply = client.send(request, auth=_no_auth(), follow_redirects=False)
                request = steps.send(reply)
        except StopIteration as done:
            return self._keep(now, *done.value)
        except failures.FAILURES as error:
            failed = failures.translate(error, "POST", redact_url(self.token_url))
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
                    request, auth=_no_auth(), follow_redirects=False
                )
                request = steps.send(reply)
        except StopIteration as done:
            return self._keep(now, *done.value)
        except failures.FAILURES as error:
            failed = failures.translate(error, "POST", redact_url(self.token_url))
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
            own = (("client_id", name.reveal()), ("client_secret", password.reveal()))
            reply = yield _request(self.token_url, encode_query(pairs + own))
            if reply.status_code in _UNUSABLE:
                reply = refused
        if not reply.is_success:
            raise self._refusal(reply, password)
        token, seconds = _token(reply)
        if token is None:
            raise ApiResponseError(
                f"POST {redact_url(self.token_url)}: the reply holds no access_token",
                status_code=reply.status_code,
                headers=reply.headers,
                method="POST",
                url=redact_url(self.token_url),
            )
        return token, seconds

    def _refusal(self, reply: httpx.Response, password: Secret) -> ApiError:
        """Say why there is no token (RFC 6749, section 5.2)."""
        status, url = reply.status_code, redact_url(self.token_url)
        body = _fields(reply)
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


def _request(url: str, form: str) -> httpx.Request:
    import httpx

    from .sending import DEFAULT_TIMEOUT

    headers = {
        "Accept": "application/json",
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


def _token(reply: httpx.Response) -> tuple[Secret | None, float]:
    """Return the token, and the seconds that it holds; 0 where nobody says."""
    fields = _fields(reply)
    token, seconds = fields.get("access_token"), fields.get("expires_in")
    secret = Secret(token, "Bearer ") if isinstance(token, str) and token else None
    if isinstance(seconds, str) and seconds.isdecimal():
        seconds = int(seconds)
    if isinstance(seconds, (int, float)) and seconds > 0:
        return secret, float(seconds)
    return secret, 0.0


def _fields(reply: httpx.Response) -> dict[str, Any]:
    try:
        value = json.loads(reply.content)
    except ValueError:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
