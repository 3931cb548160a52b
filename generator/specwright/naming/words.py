"""Splits wire names into words and joins them in Python's casings.

Three modes: ``fern`` splits as lodash's ``snakeCase`` does, where digits are words
(``preview_b64`` becomes ``preview_b_64``), because Fern's SDKs are named so;
``fern-smart`` keeps digits with the letters before them; ``pep8`` does that too
and keeps acronyms in class names (``HTTPError``).
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Casing(StrEnum):
    """How names are split into words."""

    FERN = "fern"
    FERN_SMART = "fern-smart"
    PEP8 = "pep8"


_LODASH = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PEP8 = re.compile(
    r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z][a-z0-9]*|[A-Z][A-Z0-9]*(?![a-z])|[0-9]+[a-z]*"
)
_APOSTROPHE = re.compile(r"['\u2019]")


def ascii_letters(text: str) -> str:
    """``text`` in ASCII: compatibility forms folded, accents dropped, the rest spelled.

    A character without an ASCII form becomes ``u`` and its code point, so that two
    names that differ stay different.
    """
    if text.isascii():
        return text
    out = []
    for char in unicodedata.normalize("NFKD", text):
        if char.isascii():
            out.append(char)
        elif unicodedata.category(char)[0] in "LN":
            out.append(f" u{ord(char):x} ")
        elif unicodedata.category(char)[0] != "M":
            out.append(" ")
    return "".join(out)


@lru_cache(maxsize=65536)
def words(name: str, casing: Casing) -> tuple[str, ...]:
    """The words of a name, as they are cased in it."""
    pattern = _LODASH if casing is Casing.FERN else _PEP8
    return tuple(pattern.findall(ascii_letters(_APOSTROPHE.sub("", name))))


def snake(name: str, casing: Casing) -> str:
    """``snake_case``; empty where the name has no letter or digit."""
    return "_".join(word.lower() for word in words(name, casing))


def pascal(name: str, casing: Casing) -> str:
    """``PascalCase``; only ``pep8`` keeps the capitals of an acronym."""
    parts = words(name, casing)
    if casing is Casing.PEP8:
        return "".join(word[0].upper() + word[1:] for word in parts)
    return "".join(word.capitalize() for word in parts)


def constant(name: str, casing: Casing) -> str:
    """``UPPER_CASE``."""
    return snake(name, casing).upper()


def identifier(name: str, *, fallback: str) -> str:
    """``name`` as a legal identifier: not empty, no leading digit, no keyword.

    A name that begins with a digit gets ``fallback`` in front: one that begins with
    an underscore would be private.
    """
    if not name:
        return fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name
