"""The values that a page's own Python sample passes."""

from __future__ import annotations

import ast
from functools import lru_cache

from specwright.ir import Sample
from specwright.read.info import python_tree
from specwright.text import Data, json_data


def shown_keywords(sample: Sample) -> dict[str, Data]:
    """Keyword arguments of the sample's call on `client`, by their Python names.

    Values that are no plain JSON, such as open files, are left out; so is everything
    of a sample in another language, or one that does not parse.
    """
    if sample.language.raw != "python":
        return {}
    return dict(_keywords(sample.code.raw))


@lru_cache(maxsize=4096)
def _keywords(code: str) -> tuple[tuple[str, Data], ...]:
    tree = python_tree(code)
    for statement in reversed(tree.body if tree else []):
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Call) and _is_on_client(value.func):
            return tuple(_literals(value))
    return ()


def _is_on_client(function: ast.expr) -> bool:
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id == "client"


def _literals(call: ast.Call) -> list[tuple[str, Data]]:
    found = []
    for keyword in call.keywords:
        if keyword.arg is None:
            continue
        try:
            found.append((keyword.arg, json_data(ast.literal_eval(keyword.value))))
        except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError):
            continue
    return found
