"""Paths of operations, parsed (OpenAPI 3.1, Path Templating)."""

from __future__ import annotations

import re
from collections.abc import Collection

from specwright.ir import PathTemplate, PathVariable
from specwright.text import Text

VARIABLE = re.compile(r"\{([^{}]*)\}")
_PAIR = re.compile(r"[^={}]+=\{([^{}]*)\}")


def without_query(path: str, queried: Collection[str]) -> str:
    """A path without the query parameters that are written behind it once more.

    `/search?kind=all&q={q}` with the query parameter `q` is `/search?kind=all`.
    """
    head, _, query = path.partition("?")
    if not query:
        return path
    pairs = [
        pair
        for pair in query.split("&")
        if not (found := _PAIR.fullmatch(pair)) or found[1] not in queried
    ]
    return f"{head}?{'&'.join(pairs)}" if pairs else head


def path_template(path: str) -> PathTemplate:
    """Literal text and variables by turns."""
    parts: list[Text | PathVariable] = []
    for index, piece in enumerate(VARIABLE.split(path)):
        if index % 2:
            parts.append(PathVariable(name=Text(piece)))
        elif piece:
            parts.append(Text(piece))
    return PathTemplate(parts=tuple(parts))
