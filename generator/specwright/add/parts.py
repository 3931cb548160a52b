"""Documents of many files: which of the sources belong together, and where each goes."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from specwright.fetch import Fetched, referred


def kept_paths(sources: Sequence[Fetched]) -> Mapping[str, str]:
    """Where files that refer to each other go, by name: as they lie to each other.

    Paths are relative to the client's folder. Sources that stand alone have none.
    """
    named = {posixpath.normpath(source.name): source for source in sources}
    together: set[str] = set()
    for name, source in named.items():
        for part in referred(source):
            if part in named and part != name:
                together |= {name, part}
    shared = _shared([name.split("/")[:-1] for name in together])
    return {
        named[name].name: "/".join(name.split("/")[shared:])
        for name in sorted(together)
    }


def _shared(folders: Sequence[Sequence[str]]) -> int:
    """How many folders at the beginning are the same in all."""
    count = 0
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        count += 1
    return count
