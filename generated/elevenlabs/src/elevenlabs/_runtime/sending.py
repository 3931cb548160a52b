"""One attempt at a call, told to httpx: requests, redirects, credentials."""

from __future__ import annotations

import logging
import math
from collections.abc import (
    AsyncIterator,
    Callable,
    Container,
    Generator,
    Iterator,
    Mapping,
)
from contextlib import contextmanager
from dataclasses import replace

import httpx

from .credentials import Credential, Secret
from .errors import ApiError, ApiResponseError, ApiStatusError
from .failures import is_worth_retrying, translate
from .headers import cookie_pair
from .logins import DigestSecret
from .omit import Omit
from .plan import Call
from .received import Received
from .redirects import HARMLESS_HEADERS, LONGEST_CHAIN, Hop, Refusal, next_hop
from .retries import IDEMPOTENT, is_retried, pause
from .urls import encode_query, map_query, redact_url

DEFAULT_TIMEOUT = httpx.Timeout(240.0, connect=10.0)
"""Seconds. Generating media or text takes minutes; connecting does not."""

Client = httpx.Client | httpx.AsyncClient
Opened = bytes | Iterator[bytes] | AsyncIterator[bytes]
Secrets = tuple[tuple[Credential, Secret], ...]

_ABOUT_THE_BODY = frozenset({"content-length", "content-type", "transfer-encoding"})


class QuietUrl(httpx.URL):
    """A URL that is printed without its credentials, also in the log of httpx."""

    def __init__(self, url: str, secret_names: Container[str]) -> None:
        super().__init__(url)
        self._secret_names = secret_names

    def __str__(self) -> str:
        return redact_url(super().__str__(), self._secret_names)

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"

    def reveal(self) -> str:
        """Return the whole URL."""
        return super().__str__()


class Trip:
    """The way of one attempt, over all its redirects.

    `auth` is what to pass to httpx: the client's own, until another origin is met.
    `secrets` may be replaced before a hop that needs new ones.
    """

    def __init__(
        self,
        client: Client,
        call: Call,
        secrets: Secrets,
        open_body: Callable[[], Opened],
    ) -> None:
        self._client = client
        self._call = call
        self.secrets = secrets
        self._open_body = open_body
        self._hops = 0
        self._url = QuietUrl("", ())
        self._crossed = False
        self._renewed = False
        self._digest: Generator[httpx.Request, httpx.Response, None] | None = None
        self._answer: httpx.Request | None = None
        self._read: float | None = None

    @property
    def auth(self) -> httpx.Auth | None:
        return httpx.Auth() if self._crossed else self._client.auth

    def first(self) -> httpx.Request:
        """Return the request to begin with."""
        call = self._call
        timeout = call.timeout
        if isinstance(timeout, Omit):
            timeout = self._client.timeout
        steps = httpx.Timeout(timeout).as_dict()
        self._read = steps["read"]
        request = self._client.build_request(
            call.method,
            call.url,
            headers=self._headers(),
            content=self._open_body(),
            timeout=_clipped(steps, call.seconds_left()),
        )
        self._add_credentials(request)
        # Set again, because a client with `params` of its own replaces the query.
        self._go(request, call.url, str(self._client.params))
        self._begin_digest(request)
        return request

    def after(self, request: httpx.Request, reply: httpx.Response) -> Hop | None:
        """Say where a reply sends the request next; None where it is the answer.

        A 401 sends it to the same place: with an answer to the challenge, or, once,
        with a new token.

        Raises:
            ApiResponseError: a redirect that must not be followed.
        """
        call = self._call
        if reply.status_code == 401:
            return self._unauthorized(request, reply)
        hop = next_hop(
            request.method,
            self._url.reveal(),
            not call.body.empty,
            reply.status_code,
            reply.headers,
            call.secret_names,
        )
        if hop is None:
            request.extensions.get("timeout", {})["read"] = self._read
            return None
        self._hops += 1
        if self._hops > LONGEST_CHAIN:
            hop = Refusal(f"there were {LONGEST_CHAIN} before it")
        elif isinstance(hop, Hop) and hop.keeps_body and not call.body.replayable:
            hop = Refusal("its body cannot be sent again")
        if isinstance(hop, Refusal):
            raise ApiResponseError(
                f"{request.method} {self._url}: {reply.status_code}, a redirect that "
                f"is not followed: {hop.reason}",
                status_code=reply.status_code,
                headers=reply.headers,
                method=request.method,
                url=str(self._url),
            )
        return hop

    def follow(self, request: httpx.Request, hop: Hop) -> httpx.Request:
        """Return the request for the next hop."""
        self._crossed = self._crossed or not hop.same_origin
        headers = [
            (name, value)
            for name, value in request.headers.raw
            if _is_kept(name.decode("latin-1").lower(), hop)
        ]
        following = httpx.Request(
            hop.method,
            hop.url,
            headers=headers,
            content=self._open_body() if hop.keeps_body else None,
            extensions=request.extensions,
        )
        self._go(following, hop.url)
        if self._crossed:
            return following
        if hop.renews:
            self._add_headers(following)
        if hop.is_answer and self._answer is not None:
            _authorize(following, self._answer)
        else:
            self._begin_digest(following)
        return following

    def _unauthorized(
        self, request: httpx.Request, reply: httpx.Response
    ) -> Hop | None:
        body = self._call.body
        if self._crossed or not body.replayable:
            return None
        again = Hop(
            method=request.method,
            url=self._url.reveal(),
            same_origin=True,
            keeps_body=not body.empty,
        )
        if self._digest is not None:
            try:
                self._answer = self._digest.send(reply)
            except StopIteration:
                return None
            return replace(again, is_answer=True)
        if self._renewed or not self._forget():
            return None
        self._renewed = True
        return replace(again, renews=True)

    def _forget(self) -> bool:
        """Let go of the tokens that were refused; whether there are any."""
        renewed = [credential.forget(secret) for credential, secret in self.secrets]
        return any(renewed)

    def renew(self, client: httpx.Client) -> None:
        """Make the credentials anew."""
        self.secrets = reveal(client, self._call)

    async def renew_async(self, client: httpx.AsyncClient) -> None:
        """Make the credentials anew."""
        self.secrets = await reveal_async(client, self._call)

    def _begin_digest(self, request: httpx.Request) -> None:
        """Answer the last challenge, where there was one."""
        for _, secret in self.secrets:
            if isinstance(secret, DigestSecret):
                # It marks the request that it is given, which may have been sent.
                twin = httpx.Request(request.method, request.url)
                self._digest = secret.auth.auth_flow(twin)
                _authorize(request, next(self._digest))

    def _headers(self) -> list[tuple[bytes, bytes]]:
        body, headers = self._call.body, self._call.headers
        kind = body.content_type or ""
        # The boundary of a multipart body is in its type: nothing may replace it.
        if kind and (kind.startswith("multipart/") or "content-type" not in headers):
            headers.update({"Content-Type": kind})
        if not body.empty and body.length is not None:
            headers.update({"Content-Length": body.length})
        return headers.raw()

    def _add_credentials(self, request: httpx.Request) -> None:
        cookies = [request.headers.get("cookie", ""), self._call.cookies]
        self._add_headers(request)
        for credential, secret in self.secrets:
            if credential.kind == "cookie":
                cookies.append(cookie_pair(credential.name, secret.reveal()))
        if any(cookies):
            request.headers["cookie"] = "; ".join(filter(None, cookies))

    def _add_headers(self, request: httpx.Request) -> None:
        for credential, secret in self.secrets:
            if credential.kind == "header":
                request.headers[credential.name] = secret.reveal()

    def _go(self, request: httpx.Request, url: str, query: str = "") -> None:
        """Point a request at a URL, with the credentials that belong in its query."""
        if query:
            url += f"{'&' if '?' in url else '?'}{query}"
        for credential, secret in () if self._crossed else self.secrets:
            if credential.kind == "query":
                url = map_query(url, (credential.name,), None)
                mark = "&" if "?" in url else "?"
                url += mark + encode_query(((credential.name, secret.reveal()),))
        request.url = self._url = QuietUrl(url, self._call.secret_names)


def _clipped(steps: Mapping[str, float | None], left: float) -> httpx.Timeout:
    """Return the time for each step: none may take longer than is left for all."""
    if left == math.inf:
        return httpx.Timeout(**steps)
    return httpx.Timeout(
        **{
            step: left if time is None else min(time, left)
            for step, time in steps.items()
        }
    )


def _authorize(request: httpx.Request, answer: httpx.Request) -> None:
    """Give a request the answer to a challenge that its twin has, if any."""
    request.headers.pop("authorization", None)
    if "authorization" in answer.headers:
        request.headers["Authorization"] = answer.headers["Authorization"]


def _is_kept(name: str, hop: Hop) -> bool:
    if not hop.same_origin:
        return name in HARMLESS_HEADERS
    return hop.keeps_body or name not in _ABOUT_THE_BODY


def reveal(client: httpx.Client, call: Call) -> Secrets:
    """Return the credentials of a call with what is to be sent."""
    return tuple((one, one.reveal(client, call.clock)) for one in call.credentials)


async def reveal_async(client: httpx.AsyncClient, call: Call) -> Secrets:
    """Return what `reveal` does."""
    clock = call.clock
    return tuple(
        [(one, await one.reveal_async(client, clock)) for one in call.credentials]
    )


def next_pause(call: Call, error: ApiError, retries: int) -> float | None:
    """Return the pause before another attempt, noting both in the error and the log."""
    error.retries_taken = retries
    wait = _pause_after(call, error, retries)
    if wait is not None:
        log_retry(call, error, wait, retries + 1)
    return wait


def _pause_after(call: Call, error: ApiError, retries: int) -> float | None:
    """Return the seconds to wait before another attempt, or None to give up."""
    if retries >= call.max_retries or not call.body.replayable:
        return None
    # A server that knows the key answers a repetition without acting again.
    repeatable = call.method in IDEMPOTENT or "idempotency-key" in call.headers
    wait: float | None = None
    if isinstance(error, ApiStatusError):
        status, headers = error.status_code, error.headers
        if is_retried(status, headers, repeatable=repeatable):
            wait = pause(retries, headers, call.clock)
    elif is_worth_retrying(error, repeatable):
        wait = pause(retries, {}, call.clock)
    left = call.seconds_left()
    return None if wait is None or wait >= left else wait


class OutOfTimeError(Exception):
    """The time of a call is up."""


@contextmanager
def time_for(call: Call) -> Generator[None, None, None]:
    """Cancel what is awaited within when the time of the call is up.

    Raises:
        OutOfTimeError: it is.
    """
    if call.ends is None:
        yield
        return
    import anyio  # comes with httpx; works under asyncio and trio alike

    with anyio.move_on_after(call.seconds_left()) as scope:
        yield
    if scope.cancelled_caught:
        raise OutOfTimeError


def failure(call: Call, error: Exception, received: Received | None) -> ApiError:
    """Return the error for an attempt that broke off, with what is known of a reply."""
    if isinstance(error, OutOfTimeError):
        return call.too_late(**({} if received is None else received.facts()))
    if received is not None:
        return received.failed(error)
    return translate(error, method=call.method, url=call.shown_url)


def log_reply(call: Call, status_code: int, url: str, seconds: float) -> None:
    """Log one exchange, without anything secret."""
    logger = logging.getLogger(call.package)
    logger.debug("%s %s: %d in %.3f s", call.method, url, status_code, seconds)


def log_retry(call: Call, error: ApiError, wait: float, retry: int) -> None:
    """Log that a call is tried again."""
    logger = logging.getLogger(call.package)
    kind = type(error).__name__
    text = "%s %s: %s, retry %d in %.2f s"
    logger.debug(text, call.method, call.shown_url, kind, retry, wait)
