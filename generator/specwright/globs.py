"""Patterns for paths: `*` is anything within a segment, `**` anything at all."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1_024)
def glob(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression, for `fullmatch`."""
    parts = re.split(r"(\*\*|\*)", pattern)
    wild = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(wild.get(p) or re.escape(p) for p in parts), re.S)
