"""Methods that return the whole reply, and not only what it holds."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from .models import Model

P = ParamSpec("P")
R = TypeVar("R")
H = TypeVar("H", bound="Model")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedResponse(RawResponse[R], Generic[R, H]):
    """A reply whose headers the API describes.

    Attributes:
        typed_headers: Those that it describes, as values. One that is not there is
            None; one that is not as described is the text that came.
    """

    typed_headers: H


def raw_response(method: Callable[P, R]) -> Callable[P, RawResponse[R]]:
    """Give a method of a raw transport's resource the type that it then has."""
    return cast("Callable[P, RawResponse[R]]", method)


def async_raw_response(
    method: Callable[P, Coroutine[Any, Any, R]],
) -> Callable[P, Coroutine[Any, Any, RawResponse[R]]]:
    """Do what `raw_response` does, for an asynchronous method."""
    return cast("Callable[P, Coroutine[Any, Any, RawResponse[R]]]", method)


def typed_response(
    method: Callable[P, R], headers: type[H]
) -> Callable[P, TypedResponse[R, H]]:
    """Do what `raw_response` does, and read the headers that the API describes."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> TypedResponse[R, H]:
        return _typed(raw_response(method)(*args, **kwargs), headers)

    return call


def async_typed_response(
    method: Callable[P, Coroutine[Any, Any, R]], headers: type[H]
) -> Callable[P, Coroutine[Any, Any, TypedResponse[R, H]]]:
    """Do what `typed_response` does, for an asynchronous method."""

    @wraps(method)
    async def call(*args: P.args, **kwargs: P.kwargs) -> TypedResponse[R, H]:
        return _typed(await async_raw_response(method)(*args, **kwargs), headers)

    return call


def _typed(raw: RawResponse[R], headers: type[H]) -> TypedResponse[R, H]:
    from .fields import read_headers

    facts: dict[str, Any] = {f.name: getattr(raw, f.name) for f in fields(raw)}
    return TypedResponse(**facts, typed_headers=read_headers(headers, raw))
