"""Packages made of specifications that stand in the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.packages import Package, build, forget
from support.specs import CONFIG, Files

from specwright.config import Config

Generate = Callable[..., Package]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generate]:
    """Generates a package and imports it; the same specification only once."""
    made: dict[str, Package] = {}

    def run(files: Files, config: Config = CONFIG) -> Package:
        key = repr((files, config))
        if key not in made:
            folder: Path = tmp_path_factory.mktemp("package")
            made[key] = build(files, folder, config)
        return made[key]

    yield run
    for package in made.values():
        forget(package)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
