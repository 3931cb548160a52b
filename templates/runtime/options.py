"""What a client and one call may be told, and that it is what it should be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

from .omit import Omit

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")


class Limits(TypedDict, total=False):
    """What a reply may take at most. Each key may be left out; None is no limit."""

    deadline: float | None
    """Seconds for a whole call, its retries included: 3600, or `timeout` where that is
    longer. A stream is under it until it has begun."""

    max_bytes: int | None
    """Bytes of a reply after decompression: 256 MiB. A stream has no limit unless one
    is given."""

    max_ratio: float | None
    """How many times its size a compressed reply may grow to, once it is larger than
    16 MiB: 250."""

    max_item_bytes: int | None
    """Bytes of one event or line of a stream: 64 MiB."""


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

    limits: Limits
    """What the reply may take at most, where it differs from the client's limits."""


_MAPPINGS = ("headers", "query", "body")


def check_options(options: object) -> RequestOptions:
    """Return the options of a call; refuse what would be ignored or fail later.

    Raises:
        TypeError: no mapping, a key that does not exist, a value of another type.
        ValueError: a number out of its range.
    """
    if options is None:
        return RequestOptions()
    where = "request_options"
    found = _known(options, where, RequestOptions)
    for key in _MAPPINGS:
        if key in found:
            check_mapping(found[key], f"{where}: {key}")
    if "timeout" in found:
        check_timeout(found["timeout"], f"{where}: timeout")
    if "max_retries" in found:
        check_retries(found["max_retries"], f"{where}: max_retries")
    if "chunk_size" in found:
        _check_whole(found["chunk_size"], f"{where}: chunk_size", 1)
    if "limits" in found:
        check_limits(found["limits"], f"{where}: limits")
    return cast("RequestOptions", found)


def _known(value: object, name: str, kind: type) -> Mapping[str, object]:
    """Return a mapping whose keys are all those of a TypedDict."""
    keys = kind.__annotations__
    found = check_mapping(value, name)
    for key in found:
        if key not in keys:
            raise TypeError(f"{name} has no {key!r}; it has {', '.join(sorted(keys))}")
    return found


def check_mapping(value: object, name: str) -> Mapping[str, Any]:
    """Return a mapping; raise TypeError where it is anything else."""
    if not isinstance(value, Mapping):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a mapping such as a dict, not {kind}")
    return cast("Mapping[str, Any]", value)


def check_flag(value: bool, name: str) -> bool:
    """Return a flag; raise TypeError where it is anything else."""
    if not isinstance(cast("object", value), bool):
        raise TypeError(f"{name} must be True or False, not {value!r}")
    return value


def check_retries(value: object, name: str) -> int:
    """Return a number of retries.

    Raises:
        TypeError: it is no int.
        ValueError: it is negative.
    """
    return _check_whole(value, name, 0)


def _check_whole(value: object, name: str, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be {least} or more, not {value}")
    return value


def check_timeout(value: T, name: str) -> T:
    """Return a timeout: seconds, an `httpx.Timeout`, None or `OMIT`.

    Raises:
        TypeError: anything else.
        ValueError: a number that is no time to wait.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not 0 < value < math.inf:  # neither is NaN
            raise ValueError(
                f"{name} must be more than 0 seconds, not {value}; None waits for ever"
            )
    # By its method, so as not to import httpx.
    elif not (value is None or isinstance(value, Omit) or hasattr(value, "as_dict")):
        raise TypeError(
            f"{name} must be a number of seconds, an httpx.Timeout or None, "
            f"not {value!r}"
        )
    return value


def check_limits(value: object, name: str) -> Limits:
    """Return limits; None is all of the usual ones.

    Raises:
        TypeError: no mapping, a key that does not exist, a value that is no number.
        ValueError: a number that is not more than 0.
    """
    if value is None:
        return Limits()
    found = _known(value, name, Limits)
    for key, limit in found.items():
        label = f"{name}: {key}"
        if limit is None:
            continue
        if not isinstance(limit, (int, float)) or isinstance(limit, bool):
            raise TypeError(f"{label} must be a number or None, not {limit!r}")
        if not 0 < limit < math.inf:
            raise ValueError(f"{label} must be more than 0, not {limit}")
    return cast("Limits", found)
