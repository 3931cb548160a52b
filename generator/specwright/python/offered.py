"""What an API offers and no method asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.python.calls import Call
from specwright.python.kinds import left_out
from specwright.python.types import Types
from specwright.text import show


def unsent(calls: Iterable[Call], types: Types) -> Iterator[Diagnostic]:
    """A finding for each operation whose body has types that its method cannot send."""
    for called in calls:
        body = called.operation.request_body
        left = left_out(body, types)
        if body is None or not left or called.operation.is_twin:
            continue
        shown = " and ".join(show(media.media_type.raw) for media in left)
        yield finding(
            "SW403",
            f"{called.operation.method.raw} {called.operation.path.text} is not sent"
            f" as {shown}",
            body.location,
            consequence=f"It is sent as {show(called.media_type.raw)}.",
            hint="Check that the server takes that.",
        )
