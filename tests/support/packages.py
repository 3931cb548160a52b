"""Packages that are generated into a folder, imported and called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from specwright.config import Config
from support.specs import CONFIG, Files, generate

_numbers = count()


@dataclass(frozen=True)
class Package:
    """A generated package, imported from `folder/src`."""

    folder: Path
    config: Config
    module: Any

    @property
    def name(self) -> str:
        return self.config.package

    def load(self, module: str) -> Any:
        """A module of the package: `voices.types`."""
        return importlib.import_module(f"{self.name}.{module}")

    def exchange(self) -> Any:
        """A server in this process."""
        return self.load("testing").Exchange()

    @contextmanager
    def client(self, exchange: Any, **options: Any) -> Iterator[Any]:
        """A client that talks to an exchange."""
        options = {"base_url": "https://api.acme.test", "max_retries": 0} | options
        make = getattr(self.module, self.config.client_class)
        with httpx.Client(transport=exchange.transport) as pool:
            yield make(httpx_client=pool, **options)

    @property
    def async_class(self) -> Any:
        return getattr(self.module, f"Async{self.config.client_class}")


def write(files: dict[str, str], folder: Path) -> None:
    """Put files into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(files: Files, folder: Path, config: Config = CONFIG) -> Package:
    """Generate a package of a name of its own, and import it."""
    config = replace(config, package=f"{config.package}_{next(_numbers)}")
    write(dict(generate(files, config).files), folder)
    sys.path.insert(0, str(folder / "src"))
    return Package(folder, config, importlib.import_module(config.package))


def forget(package: Package) -> None:
    """Unload a package."""
    sys.path.remove(str(package.folder / "src"))
    for name in [n for n in sys.modules if n.split(".")[0] == package.name]:
        del sys.modules[name]
