"""Example texts that keep the limits of their schemas: format, pattern and length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

import jsonschema_rs

from specwright.ir import StringSchema

_FORMATS = {
    "date-time": "2024-01-02T03:04:05Z",
    "date": "2024-01-02",
    "time": "03:04:05Z",
    "duration": "P1D",
    "decimal": "12.50",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "person@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/path",
    "url": "https://example.com/path",
    "byte": "AAEC",
}
_VARIANTS = frozenset({"date-time", "date", "time", "decimal"})
"""What may be written in several ways, of which a reply that is shown again is one."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_USUAL = (
    *("abc", "3", "123", "ABC", "Abc", "abc1", "abc-1", "abc_1", "a.b", "1.2", "1.2.3"),
    *("en", "en-US", "US", "USD", "10:30", "10:30:00", "10", "2024", "2024-01"),
    *("/a", "a/b", "abc.txt", "#a1b2c3", "a1b2c3", "+15551234567", "v1", "1h", "1d"),
    *("data:image/png;base64,AAEC", "https://example.com"),
)
"""What patterns commonly ask for."""

_MADE = 300
"""Longest text that is made up for a schema, in characters."""

_PREFIX = re.compile(r"\^?\(?((?:\\[/.:_-]|[\w/:#@-])*)")


class _Check(Protocol):
    def is_valid(self, instance: object) -> bool: ...


def keeps(text: str, schema: StringSchema) -> bool:
    """Whether a text of the document is within the limits of its schema."""
    if len(text) < schema.min_length:
        return False
    if schema.max_length is not None and len(text) > schema.max_length:
        return False
    name = schema.format.raw
    if name in _VARIANTS or (name == "uuid" and not _UUID.fullmatch(text)):
        return False
    check = _check(schema.pattern.raw)
    return check is None or check.is_valid(text)


def made(schema: StringSchema, text: str) -> str:
    """A text within the limits, ``text`` itself where it is; ``text`` if none is found.

    A pattern is tried on candidates rather than solved: those that fit none are rare.
    """
    known = _FORMATS.get(schema.format.raw)
    if not schema.pattern.raw:
        return known or _sized(text, schema)
    plain = StringSchema(
        pattern=schema.pattern,
        min_length=schema.min_length,
        max_length=schema.max_length,
    )
    for candidate in (known, _sized(text, schema)):
        if candidate and keeps(candidate, plain):
            return candidate
    limits = (schema.min_length, schema.max_length)
    return _fitting(schema.pattern.raw, *limits) or known or _sized(text, schema)


def _sized(text: str, schema: StringSchema) -> str:
    """The text made as long or as short as it has to be."""
    low, high = schema.min_length, schema.max_length
    if len(text) < low <= _MADE:
        text = (f"{text or 'x'} " * low)[:low]
    elif high is not None and len(text) > high:
        text = text[:high]
    return text[:-1] + "x" if text.endswith(" ") else text


@lru_cache(maxsize=4096)
def _fitting(pattern: str, low: int, high: int | None) -> str:
    check = _check(pattern)
    if check is None:
        return ""
    for candidate in _candidates(pattern):
        is_sized = low <= len(candidate) and (high is None or len(candidate) <= high)
        if is_sized and check.is_valid(candidate):
            return candidate
    return ""


def _candidates(pattern: str) -> Iterator[str]:
    """Texts that a pattern may mean, short and telling ones first."""
    usual = (*_USUAL, *_FORMATS.values())
    found = _PREFIX.match(pattern)
    start = found[1].replace("\\", "") if found else ""
    starts = dict.fromkeys(("", start, start[:-1]))
    for prefix in starts:
        yield prefix
        yield from (prefix + text for text in usual)
    for prefix in starts:
        for unit in ("a", "0", "A", "a1", "A1"):
            yield from (prefix + (unit * size)[:size] for size in range(1, 65))


@lru_cache(maxsize=4096)
def _check(pattern: str) -> _Check | None:
    """What tells whether a text fits a pattern; None if it cannot be told.

    The validator's own engine: it knows the dialect, and gives up on a pattern that
    would take forever.
    """
    if not pattern:
        return None
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except jsonschema_rs.ValidationError:
        return None
