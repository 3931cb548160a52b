"""What one call may change of the client's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    import httpx


class RequestOptions(TypedDict, total=False):
    """Settings for one call. Each key may be left out."""

    timeout: float | httpx.Timeout | None
    """Seconds to wait for each step of the exchange; None waits for ever."""

    max_retries: int
    """How many times a failed request is sent again."""

    headers: Mapping[str, str]
    """Extra headers; they win over all others."""

    query: Mapping[str, Any]
    """Extra query parameters; they replace those of the same name."""

    body: Mapping[str, Any]
    """Extra fields of a JSON object or form; they replace those of the same name."""

    chunk_size: int
    """Bytes in each chunk of a byte stream."""


_KNOWN = frozenset(RequestOptions.__annotations__)


def check_options(options: RequestOptions) -> None:
    """Refuse what would otherwise be ignored without a word.

    Raises:
        TypeError: a key that does not exist.
        ValueError: a number out of its range.
    """
    for key in options:
        if key not in _KNOWN:
            known = ", ".join(sorted(_KNOWN))
            raise TypeError(f"request_options has no {key!r}; it has {known}")
    check_retries(options.get("max_retries", 0), "request_options: max_retries")
    if options.get("chunk_size", 1) < 1:
        raise ValueError("request_options: chunk_size must be 1 or more")


def check_retries(value: int, name: str) -> int:
    """Return a number of retries, or raise ValueError where it is negative."""
    if value < 0:
        raise ValueError(f"{name} must be 0 or more, not {value}")
    return value
