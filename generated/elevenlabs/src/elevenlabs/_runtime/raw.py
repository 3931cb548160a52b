"""Methods that return the whole reply, and not only what it holds."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawResponse(Generic[R]):
    """A reply with its status and headers.

    Attributes:
        data: What the method returns without `with_raw_response`.
        status_code: The HTTP status.
        headers: The headers, by name in any case of letters.
        request_id: The server's own name for the request, where it gave one.
        method: The HTTP method of the request that was answered.
        url: Its URL, without credentials; not the first one after a redirect.
        retries_taken: How many times the request was sent again.
    """

    data: R
    status_code: int
    headers: Mapping[str, str]
    request_id: str | None
    method: str
    url: str
    retries_taken: int


def raw_response(method: Callable[P, R]) -> Callable[P, RawResponse[R]]:
    """Give a method of a raw transport's resource the type that it then has."""
    return cast("Callable[P, RawResponse[R]]", method)


def async_raw_response(
    method: Callable[P, Coroutine[Any, Any, R]],
) -> Callable[P, Coroutine[Any, Any, RawResponse[R]]]:
    """Do what `raw_response` does, for an asynchronous method."""
    return cast("Callable[P, Coroutine[Any, Any, RawResponse[R]]]", method)
