"""The one writer of Python literals. Quoting follows the value's own type.

Strings come out as pure ASCII, so no character of a document can end a literal,
a line or a file's encoding; the form is the one that black leaves alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from specwright.python.layout import Pair, Piece, display
from specwright.text import Code, Data, JsonValue, Text


def literal(value: Text | Data | JsonValue | bytes) -> Piece:
    """A literal that evaluates to ``value``.

    Raises:
        ValueError: A number that JSON does not have (infinite, not a number).
    """
    if isinstance(value, (Text, Data)):
        value = value.raw
    if value is None or isinstance(value, bool):
        return Code(str(value))
    if isinstance(value, str):
        return Code(_quoted(ascii(str.__str__(value))))
    if isinstance(value, bytes):
        return Code("b" + _quoted(repr(value)[1:]))
    if isinstance(value, int):
        return Code(int.__repr__(value))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, Mapping):
        entries = [
            Pair(Code(f"{flat_literal(key)}: "), literal(item))
            for key, item in value.items()
        ]
        return display("{", entries, "}")
    return display("[", [literal(item) for item in value], "]")


def flat_literal(value: Text | Data | str | float | bool | bytes | None) -> Code:
    """The literal of a scalar."""
    piece = literal(value)
    if not isinstance(piece, Code):
        raise TypeError("only a scalar has a literal on one line")
    return piece


def _float(value: float) -> Code:
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("JSON has no infinite and no undefined number")
    # Black writes exponents without a plus.
    return Code(float.__repr__(value).replace("e+", "e"))


def _quoted(literal_: str) -> str:
    """A literal of `repr`, in double quotes unless that needs more escapes."""
    quote, body = literal_[0], literal_[1:-1]
    if quote == '"':
        return literal_ if "'" in body else f'"{body}"'
    plain = body.replace("\\'", "'")
    double = plain.replace('"', '\\"')
    return f"'{body}'" if double.count("\\") > body.count("\\") else f'"{double}"'
