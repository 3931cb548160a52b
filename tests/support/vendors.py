"""Real documentation pages of two vendors, as clients in a temporary folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from specwright.add import plan_add
from specwright.config import Config, load_config
from specwright.fetch import collect_sources
from specwright.pipeline import Result, generate

PAGES = Path(__file__).parents[2] / "../shared/pages"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor's pages, added and generated."""

    name: str
    inputs: dict[str, bytes]
    config: Config
    result: Result


@dataclass(frozen=True, slots=True)
class Written:
    """A vendor's client on disk."""

    vendor: Vendor
    folder: Path

    @property
    def package(self) -> Path:
        return self.folder / "src" / self.vendor.config.package


def added(name: str) -> tuple[dict[str, bytes], Config]:
    """What `specwright add NAME PAGES` writes, as inputs, and the configuration."""
    fetched, _ = collect_sources([str(PAGES / name)])
    plan = plan_add(name, fetched, {})
    assert plan.client_toml is not None
    config, found = load_config(name, plan.client_toml.encode(), "client.toml")
    assert not found.has_errors
    inputs = {f"specs/{name}/{path}": data for path, data in plan.files.items()}
    return inputs, config


@cache
def whole(name: str) -> Vendor:
    """A vendor's pages, all of them, generated once in a run."""
    inputs, config = added(name)
    return Vendor(name, inputs, config, generate(inputs, config))
