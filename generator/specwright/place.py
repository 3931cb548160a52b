"""Which module each named schema lives in.

At the lowest resource whose subtree holds all its users, so that imports only ever
point up the tree and using one resource loads only its own branch.
"""

from __future__ import annotations

from collections.abc import Mapping

from specwright.graph import reachable
from specwright.ir import Api, Key, Schema
from specwright.naming.table import Names, Path


def place(
    api: Api, names: Names, uses: Mapping[Key, tuple[Schema, ...]]
) -> dict[Key, Path]:
    """The resource of every named schema that an operation uses, by the schema's key.

    ``uses`` holds, per operation, the schemas that its code mentions. A schema that
    nothing uses has no place.
    """
    places: dict[Key, Path] = {}
    for operation in api.operations:
        path, _ = names.methods[operation.key]
        for key in reachable(uses[operation.key], api.schemas):
            old = places.get(key, path)
            places[key] = _common(old, path)
    return places


def _common(a: Path, b: Path) -> Path:
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return a[:length]
