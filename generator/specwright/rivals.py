"""Clients of one workspace that would generate the same package."""

from __future__ import annotations

import re
from functools import lru_cache

from specwright.codes import finding
from specwright.config import Config, load_config
from specwright.diagnostics import Diagnostics
from specwright.workspace import CONFIG_FILE, Workspace

_Stamp = tuple[str, int, int]


def check_rivals(workspace: Workspace, config: Config, found: Diagnostics) -> None:
    """A finding where another client has the package of ``config`` too.

    Names are compared as installers do (PEP 503), and without regard to case.
    """
    stamps = tuple(_stamp(workspace, name) for name in workspace.clients())
    packages = _packages(workspace, stamps)
    wanted = _normal(config.package)
    others = [n for n, p in packages.items() if p == wanted and n != config.name]
    if others and config.name in packages:
        listed = ", ".join(f"specs/{name}" for name in others)
        found.add(
            finding(
                "SW881",
                f"the package `{config.package}` is that of {listed} too",
                config.at("package"),
                consequence="Only one of them could be installed.",
                hint="Set `package` in one client.toml to another name.",
            )
        )


def _stamp(workspace: Workspace, name: str) -> _Stamp:
    """What changes when a client's configuration does."""
    try:
        status = (workspace.specs / name / CONFIG_FILE).stat()
    except OSError:
        return name, 0, 0
    return name, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=1)
def _packages(workspace: Workspace, stamps: tuple[_Stamp, ...]) -> dict[str, str]:
    """The package of each client; read once for a run over all of them."""
    found = {}
    for name, time, _ in stamps:
        data = None
        if time:
            try:
                data = (workspace.specs / name / CONFIG_FILE).read_bytes()
            except OSError:
                continue
        found[name] = _normal(load_config(name, data, CONFIG_FILE)[0].package)
    return found


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
