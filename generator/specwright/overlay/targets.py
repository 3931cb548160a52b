"""What an action's JSONPath query (RFC 9535) selects, and what it may have meant."""

from __future__ import annotations

from functools import lru_cache

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError, selectors

from specwright.nearest import nearest
from specwright.objects import Path
from specwright.overlay.edit import at
from specwright.read.tree import Map
from specwright.text import show


class _Environment(JSONPathEnvironment):
    """The standard's syntax alone, on documents as deep as the reader lets through."""

    max_recursion_depth = 1_000

    def __init__(self) -> None:
        super().__init__(strict=True)


_ENVIRONMENT = _Environment()


class BadQuery(ValueError):
    """The text is no JSONPath query."""


def select(query: str, root: Map) -> list[Path]:
    """The paths of the nodes that a query selects, each once, in the query's order.

    Raises:
        BadQuery: it is no query of RFC 9535.
    """
    return _paths(_compile(query), root)


def miss(query: str, root: Map) -> tuple[str, Path | None]:
    """Why a query selects nothing: a hint, and the path of the name it may have meant.

    The query is followed as far as it leads to something.
    """
    compiled = _compile(query)
    before: list[Path] = [()]
    for number, segment in enumerate(compiled.segments):
        part = JSONPath(env=_ENVIRONMENT, segments=compiled.segments[: number + 1])
        found = _paths(part, root)
        if found:
            before = found
            continue
        reached = str(JSONPath(env=_ENVIRONMENT, segments=compiled.segments[:number]))
        names = [
            selector.name
            for selector in segment.selectors
            if isinstance(selector, selectors.NameSelector)
        ]
        return _hint(reached, names, before, root)
    return "", None


def _hint(
    reached: str, names: list[str], before: list[Path], root: Map
) -> tuple[str, Path | None]:
    known: dict[str, Path] = {}
    for path in before:
        node = at(root, path)
        for key in node if isinstance(node, Map) else ():
            known.setdefault(key, (*path, key))
    for name in names:
        near = nearest(name, known, 0.6)
        if near is not None:
            return (
                f"{_short(reached)} has no {show(name, 80)}; "
                f"did you mean {show(near, 80)}?",
                known[near],
            )
    said = f"has no {show(names[0], 80)}" if names else "has nothing that it asks for"
    return f"the query is followed to {_short(reached)}, which {said}", None


def _paths(query: JSONPath, root: Map) -> list[Path]:
    return list(dict.fromkeys(match.parts for match in query.finditer(root)))


@lru_cache(maxsize=1_024)
def _compile(query: str) -> JSONPath:
    try:
        compiled = _ENVIRONMENT.compile(query)
    except JSONPathError as error:
        index = error.token.index if error.token is not None else -1
        place = f" at character {index + 1}" if 0 <= index < len(query) else ""
        raise BadQuery(f"{error.args[0]}{place}") from None
    # Compound queries are an extension, which the strict syntax does not have.
    assert isinstance(compiled, JSONPath)
    return compiled


def _short(query: str) -> str:
    return f"`{query}`" if len(query) <= 200 else f"`{query[:197]}...`"
