"""The value of an argument that was not given."""

from __future__ import annotations

from typing import Final, TypeVar, final

T = TypeVar("T")


@final
class Omit:
    """The type of `OMIT`, which is its only instance.

    `OMIT` leaves a field out of a request. `None` is different: in a JSON body it
    is sent as `null`.
    """

    __slots__ = ()

    def __new__(cls) -> Omit:
        existing = globals().get("OMIT")
        return super().__new__(cls) if existing is None else existing

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "OMIT"

    def __reduce__(self) -> str:
        # A copy or an unpickled value must be the one OMIT, which is compared by `is`.
        return "OMIT"


OMIT: Final = Omit()


def given(value: T | None) -> T | Omit:
    """Turn None into `OMIT`, for a field that cannot be null."""
    return OMIT if value is None else value
