"""The user's files of a client, read and held against what is generated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from specwright.custom.symbols import Parts, Symbols
from specwright.custom.verify import Verified, Verifier
from specwright.settings import Config

TABLE = "overrides"
"""Of the lock: which methods of the user's replace generated ones."""


def own_files(config: Config, paths: Collection[str]) -> frozenset[str]:
    """Those of some files in a client's folder that belong to the user's classes."""
    root = f"src/{config.package}/"
    return frozenset(
        path
        for path in paths
        if path.startswith(root) and config.hooks.own(path.removeprefix(root))
    )


def stand_ins(
    config: Config, classes: Mapping[tuple[str, ...], tuple[Parts, str]]
) -> dict[str, bytes]:
    """Modules of the generated classes in the place of the user's, by path.

    So generated code can be run without running any of the user's.
    """
    root = f"src/{config.package}"
    lines: dict[str, list[str]] = {}
    for path, hook in config.hooks.all():
        fronts = [
            f"{'/'.join((root, *hook.module[:depth]))}/__init__.py"
            for depth in range(1, len(hook.module) + 1)
        ]
        for front in fronts:
            lines.setdefault(front, [])
        module, name = classes[path]
        dots = "." * (len(hook.module) + 1)
        generated = f"Async{name}" if hook.is_async else name
        lines[fronts[-1]].append(
            f"from {dots}{'.'.join(module)} import {generated} as {hook.name}\n"
        )
    return {path: "".join(each).encode() for path, each in lines.items()}


def inspect(
    config: Config,
    folder: Path,
    own: Collection[str],
    generated: Mapping[str, bytes],
    classes: Mapping[tuple[str, ...], tuple[Parts, str]],
    known: object,
) -> Verified:
    """What does not fit in the user's files; nothing where there are no classes.

    ``folder`` is the client's, ``own`` and ``generated`` are paths below it; ``known``
    is the table of the last lock.

    Raises:
        OSError: a file could not be read.
    """
    if not any(True for _ in config.hooks.all()):
        return Verified()
    root = f"src/{config.package}/"
    modules = {path for path in own if path.endswith(".py") and path not in generated}
    texts = {
        path: (folder / path).read_bytes()
        for path in modules
        if (folder / path).is_file()
    }
    files = {
        path.removeprefix(root): data.decode("utf-8", "replace")
        for path, data in {**generated, **texts}.items()
        if path.startswith(root) and path.endswith(".py")
    }
    return Verifier(
        hooks=config.hooks,
        symbols=Symbols(config.package, files),
        own=frozenset(path.removeprefix(root) for path in texts),
        folder=f"generated/{folder.name}/{root.rstrip('/')}",
        classes=classes,
        known=(
            {str(k): str(v) for k, v in known.items()}
            if isinstance(known, Mapping)
            else {}
        ),
    ).verify()
