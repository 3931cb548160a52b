"""Whether a name is one that the user gave, or that the vendor's document gives."""

from __future__ import annotations

from specwright.lower.cursor import Cursor
from specwright.overlay import is_amendment

OWN = "x-specwright-name"
_OTHERS = ("x-speakeasy-name-override",)


def is_chosen(at: Cursor, *extensions: str) -> bool:
    """Whether an overlay or overrides of the user's name what is at a cursor.

    ``extensions`` are the ones that would, beside our own.
    """
    if OWN in at:
        return True
    return any(
        is_amendment((at / key).location.file)
        for key in (*extensions, *_OTHERS)
        if key in at
    )
