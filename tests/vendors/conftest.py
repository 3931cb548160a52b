"""The clients of two vendors, each in a temporary folder."""

from __future__ import annotations

import pytest
from support.vendors import PAGES, Written, whole


@pytest.fixture(scope="session", params=["elevenlabs", "openrouter"])
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    name: str = request.param
    if not (PAGES / name).is_dir():
        pytest.skip("the vendors' pages are not beside this checkout")
    vendor = whole(name)
    folder = tmp_path_factory.mktemp(name)
    for path, text in vendor.result.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Written(vendor, folder)
