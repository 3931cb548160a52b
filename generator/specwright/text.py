"""Two types that keep the text of a document out of the code that is written.

Every string of a document that reaches the API model is a ``Text``. It has no
``__str__`` and no ``__format__``, so no template, f-string or ``join`` can print
it by accident. Only the writers (``specwright.python.literals`` and friends) turn
a ``Text`` into ``Code``, and the Jinja environment prints nothing but ``Code``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import total_ordering
from typing import NoReturn, TypeAlias

from markupsafe import Markup

JsonValue: TypeAlias = (
    "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)


@total_ordering
class Text:
    """A string that came from a document. Read it with ``.raw``, on purpose."""

    __slots__ = ("raw",)

    raw: str

    def __init__(self, raw: str) -> None:
        object.__setattr__(self, "raw", raw)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Text is immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("Text is immutable")

    def __str__(self) -> NoReturn:
        raise TypeError("text of a document cannot be printed; use a writer")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("text of a document cannot be formatted; use a writer")

    def __repr__(self) -> str:
        return f"Text({show(self.raw)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.raw == other.raw

    def __lt__(self, other: Text) -> bool:
        return self.raw < other.raw

    def __hash__(self) -> int:
        return hash((Text, self.raw))

    def __bool__(self) -> bool:
        return bool(self.raw)


EMPTY = Text("")


class Data:
    """Any JSON value that came from a document. Read it with ``.raw``, on purpose."""

    __slots__ = ("_key", "raw")

    raw: JsonValue
    _key: str

    def __init__(self, raw: JsonValue) -> None:
        object.__setattr__(self, "raw", raw)
        # Python holds 1, 1.0 and True for equal; JSON does not.
        object.__setattr__(self, "_key", json.dumps(raw, ensure_ascii=True))

    __setattr__ = Text.__setattr__
    __delattr__ = Text.__delattr__
    __str__ = Text.__str__
    __format__ = Text.__format__

    @property
    def is_structured(self) -> bool:
        """Whether it is an object or an array: no literal type of Python is."""
        return self._key[0] in "{["

    def __repr__(self) -> str:
        return f"Data({show(self._key)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Data) and self._key == other._key

    def __hash__(self) -> int:
        return hash((Data, self._key))


def json_data(value: object) -> Data:
    """A Python value as the JSON that it stands for: tuples become arrays.

    Raises:
        TypeError: JSON has no such type.
        ValueError: JSON has no such value (infinite, half of a surrogate pair).
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    text.encode()
    return Data(json.loads(text))


class Code(Markup):
    """Source text that specwright made. The only thing that a template prints."""

    __slots__ = ()


def show(raw: str, limit: int = 60) -> str:
    """``raw`` in quotes for a message: one line, printable ASCII, shortened."""
    return ascii(raw if len(raw) <= limit else raw[: limit - 3] + "...")


def printable(raw: str) -> str:
    """``raw`` with every character escaped that a terminal would act upon."""
    if raw.isprintable():
        return raw
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in raw)
