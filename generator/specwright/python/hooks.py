"""Classes of the user's in the place of generated ones: whether they can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.naming.table import Names, Path
from specwright.nearest import nearest
from specwright.place import Module
from specwright.settings import Config
from specwright.text import show


def generated_classes(names: Names) -> dict[Path, tuple[Module, str]]:
    """The module and the name of each resource's class; of the client's for no path."""
    return {
        path: ((*found.module, "resource") if path else ("client",), found.class_name)
        for path, found in names.resources.items()
    }


def check_hooks(
    config: Config, names: Names, files: Collection[str]
) -> Iterator[Diagnostic]:
    """A finding for each class that has no place. ``files`` are the generated ones."""
    known = {".".join(path): path for path in names.resources if path}
    for path in config.hooks.resources:
        if path not in known:
            near = nearest(path, known)
            yield finding(
                "SW840",
                f"[resource_classes] of client.toml names {show(path)}, which is no"
                " resource",
                consequence="Nothing is generated for the client.",
                hint=f"Did you mean {show(near)}?" if near else "",
            )
    root = f"src/{config.package}"
    for _, hook in config.hooks.all():
        place = f"{root}/{'/'.join(hook.module)}"
        if any(p == f"{place}.py" or p.startswith(f"{place}/") for p in files):
            yield finding(
                "SW840",
                f"`{'.'.join((config.package, *hook.module))}` is a generated module",
                consequence="Nothing is generated for the client.",
                hint=f"Put {hook.name} into `{config.package}._custom`.",
            )
