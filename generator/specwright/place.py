"""Which module each named schema lives in.

At the lowest resource whose subtree holds all its users, so that imports only ever
point up the tree and using one resource loads only its own branch. There all of them
share the module `types`; where they are many, `types` is a package instead, with a
module for each schema, or for each group of schemas that need each other, unless these
would import each other in a long row.
"""

from __future__ import annotations

from collections.abc import Mapping

from specwright.graph import components, depth, reachable
from specwright.ir import Api, Key, Schema
from specwright.naming.scope import Scope
from specwright.naming.table import Names, Path
from specwright.naming.words import Casing, identifier, snake

Module = tuple[str, ...]
"""Parts of a module's path below the package: `("voices", "types")`."""

_MANY = 100
_DEEP = 50
"""Modules that import each other in a row; each takes some of Python's recursion."""


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
    for key in reachable(tuple(p.schema for p in api.payloads), api.schemas):
        places[key] = ()
    return places


def _common(a: Path, b: Path) -> Path:
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return a[:length]


def modules(api: Api, names: Names, places: Mapping[Key, Path]) -> dict[Key, Module]:
    """The module of every placed schema."""
    kept: dict[Path, list[Key]] = {}
    for key, path in places.items():
        kept.setdefault(path, []).append(key)
    result: dict[Key, Module] = {}
    for path, keys in kept.items():
        home = (*names.resources[path].module, "types")
        groups = components(keys, api.schemas)
        if len(keys) <= _MANY or depth(groups, api.schemas) > _DEEP:
            result.update(dict.fromkeys(keys, home))
            continue
        scope = Scope(is_files=True)
        for group in groups:
            first = min(names.models[key] for key in group)
            own = scope.take(identifier(snake(first, Casing.PEP8), fallback="model"))
            result.update(dict.fromkeys(group, (*home, own)))
    return result
