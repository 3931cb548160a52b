"""Which plain scalars are not text, and how numbers are made."""

from __future__ import annotations

import math
import re
from typing import Final

from specwright.read.limits import Limits, limit_hint
from specwright.read.refusal import Refusal
from specwright.read.tree import Mark, Scalar
from specwright.text import show

CONSTANTS: Final[dict[str, Scalar]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
"""YAML 1.2 core schema, section 10.3.2, without the numbers."""

NOT_NUMBERS: Final = frozenset(
    sign + name
    for sign in ("", "+", "-")
    for name in (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
)
"""What the core schema takes for a number that JSON cannot hold."""

NUMBER_START: Final = frozenset("-0123456789")

SURROGATE: Final = re.compile("[\ud800-\udfff]")
HALF_PAIR: Final = "half of a surrogate pair, which is no character"
PAIR_HINT: Final = "Escape the whole pair, or write the character itself."

_NUMBER: Final = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
"""RFC 8259 section 6."""


def number(text: str, mark: Mark, limits: Limits) -> int | float | None:
    """The number that ``text`` spells as JSON does, or None where it spells none."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    if len(text) > limits.digits:
        raise Refusal(
            "SW006",
            f"a number of {len(text)} characters; the limit is {limits.digits} digits",
            mark,
            hint=f"Put the number in quotes if it is text. {limit_hint('digits')}",
        )
    if match[2] is None and match[3] is None:
        return int(text)
    value = float(text)
    if math.isinf(value):
        raise Refusal(
            "SW009",
            f"the number {show(text)} is too large for a double",
            mark,
            hint="Put the number in quotes if it is text.",
        )
    return value
