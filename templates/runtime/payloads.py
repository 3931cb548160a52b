"""What the server sends by itself: the body of a webhook or callback, as its type."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar, cast

from .decode import NotJsonError, fit, show
from .replies import Reply, reader

if TYPE_CHECKING:
    from .replies import Json

R = TypeVar("R")


def parse(returns: type[Json[R]], body: bytes | str) -> R:
    """Decode the body of a request that the server sent.

    A body that does not fit is decoded all the same, and one warning is logged.

    Args:
        returns: The type, as `Json[T]`.
        body: The body, whole, as it came.

    Raises:
        ValueError: it is not JSON.
    """
    kind: Reply[R] = reader(cast("type[Reply[R]]", returns))
    data = body.encode() if isinstance(body, str) else body
    try:
        found, issues = fit(kind.content, data, strict=False)
    except NotJsonError as error:
        raise ValueError(f"the body {error}") from None
    if issues:
        log = logging.getLogger(__name__.partition(".")[0])
        log.warning("the body differs from its description: %s", show(issues))
    return cast("R", found)
