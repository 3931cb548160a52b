"""Whether a request is sent again, and how long to wait before that."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
"""Methods that may be repeated whatever happened (RFC 9110, section 9.2.2)."""

LONGEST_PAUSE = 60.0
"""Seconds. A server that asks for more is not waited for: the error is raised."""

_EARLIEST_DATE = 1_000_000_000
_FIRST_PAUSE = 0.5
_LONGEST_BACKOFF = 8.0
_UNTOUCHED = frozenset({408, 409, 429})


async def _sleep_async(seconds: float) -> None:
    import anyio  # comes with httpx; works under asyncio and trio alike

    await anyio.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time and chance, which tests replace."""

    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    random: Callable[[], float] = random.random


def is_retried(
    status_code: int, headers: Mapping[str, str], *, repeatable: bool
) -> bool:
    """Whether a reply of this status is worth another attempt.

    A request that must not act twice is sent again only where the server says that it
    did nothing: by the status, or by 503 with the time to come back.
    """
    if status_code in _UNTOUCHED:
        return True
    return status_code >= 500 and (
        repeatable or (status_code == 503 and "retry-after" in headers)
    )


def pause(retry: int, headers: Mapping[str, str], clock: Clock) -> float | None:
    """Return the seconds to wait before a retry, or None to give up.

    Args:
        retry: 0 for the first retry.
        headers: Those of the reply; empty where none came.
        clock: The source of time and chance.
    """
    asked = _asked(headers, clock.now())
    if asked is not None:
        return asked if asked <= LONGEST_PAUSE else None
    reset = _until_reset(headers, clock.now())
    if reset is not None:
        return reset
    # The exponent is capped too: a thousand retries must not overflow a float.
    backoff = min(_FIRST_PAUSE * 2.0 ** min(retry, 10), _LONGEST_BACKOFF)
    return backoff * (1 - clock.random() / 4)


def _asked(headers: Mapping[str, str], now: float) -> float | None:
    """Read the pause that the server asks for; nonsense is no wish at all.

    `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3);
    `retry-after-ms` is widespread and more exact.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after", "")
    seconds = _number(value)
    if seconds is not None or not value:
        return seconds
    from email.utils import parsedate_to_datetime

    try:
        wait = parsedate_to_datetime(value).timestamp() - now
    except (TypeError, ValueError, OverflowError):
        return None
    return wait if wait > 0 else None


def _until_reset(headers: Mapping[str, str], now: float) -> float | None:
    """Read when a spent limit begins anew: in seconds, or as seconds since 1970.

    Nobody has said what the header means, so only a short pause is believed.
    """
    reset = _number(headers.get("x-ratelimit-reset", ""))
    if reset is None or headers.get("x-ratelimit-remaining", "0") != "0":
        return None
    wait = reset - now if reset > _EARLIEST_DATE else reset
    return wait if 0 < wait <= LONGEST_PAUSE else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number >= 0 else None  # NaN is not >= 0 either
