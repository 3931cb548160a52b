"""What httpx raises, as the errors of this package."""

from __future__ import annotations

from typing import Any

import httpx

from .errors import ApiConnectionError, ApiError, ApiResponseError, ApiTimeoutError

FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)
"""Everything that httpx raises for reasons that lie outside the caller's code."""

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)
_BROKEN_OFF = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError)


def translate(error: Exception, *, method: str, url: str, **facts: Any) -> ApiError:
    """Return the error to raise `from` an error of httpx.

    `facts` are what else is known: the status, headers and name of the reply.

    The traceback of the cause is dropped: its frames belong to httpx and hold the
    headers of the request, credentials included, in their local variables.
    """
    _forget_frames(error)
    kind: type[ApiError] = ApiConnectionError
    if isinstance(error, httpx.TimeoutException):
        kind = ApiTimeoutError
    elif isinstance(error, (httpx.DecodingError, httpx.InvalidURL)):
        kind = ApiResponseError
    what = type(error).__name__
    # The text of InvalidURL may quote the URL, and with it a credential.
    quoted = str(error) if isinstance(error, httpx.HTTPError) else ""
    detail = f"{what}: {quoted}" if quoted else what
    failed = kind(f"{method} {url} failed: {detail}", method=method, url=url, **facts)
    failed.__cause__ = error if isinstance(error, httpx.HTTPError) else None
    failed.__suppress_context__ = True
    return failed


def is_worth_retrying(error: ApiError, idempotent: bool) -> bool:
    """Whether a failure without a reply may be answered with another attempt."""
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        return True
    return idempotent and isinstance(cause, _BROKEN_OFF)


def _forget_frames(error: BaseException | None) -> None:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
