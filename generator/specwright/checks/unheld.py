"""Keywords of JSON Schema that say what no type of Python can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.objects import Path, Visit
from specwright.read.tree import Map, locate

_UNHELD = frozenset(
    {"not", "if", "propertyNames", "patternProperties", "unevaluatedProperties"}
    | {"dependentRequired", "dependentSchemas", "unevaluatedItems", "contains"}
)


def findings(root: Map, visits: Mapping[str, Sequence[Visit]]) -> Iterator[Diagnostic]:
    """One finding for each such keyword, at the first schema that has it."""
    found: dict[str, list[Path]] = {}
    for _, path, node in visits.get("schema", ()):
        if not _UNHELD.isdisjoint(node):
            for key in _UNHELD.intersection(node):
                found.setdefault(key, []).append(path)
    for key, paths in sorted(found.items()):
        more = f"; {len(paths)} schemas have it" if len(paths) > 1 else ""
        yield finding(
            "SW223",
            f"`{key}` says more than a type can{more}",
            locate(root, (*paths[0], key), key=True),
            consequence="Values are not held against it.",
            hint="Nothing is to be mended; the server holds requests against it.",
        )
