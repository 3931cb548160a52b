"""Pages that go and come back leave every byte of a client as it was."""

from __future__ import annotations

import pytest
from support.vendors import PAGES, whole

from specwright.lock import Lock
from specwright.naming.memory import Memory
from specwright.pipeline import Result, generate


def memory(result: Result) -> Memory:
    return Lock(config="", inputs={}, files={}, facts=result.facts).memory


def test_pages_come_back_as_they_were() -> None:
    """Twenty at once, so that much is named anew beside what stayed."""
    if not PAGES.is_dir():
        pytest.skip("the vendors' pages are not beside this checkout")
    vendor = whole("elevenlabs")
    before = vendor.result
    gone = sorted(vendor.inputs)[3::6][:20]
    some = {name: data for name, data in vendor.inputs.items() if name not in gone}
    less = generate(some, vendor.config, memory(before))
    settled = memory(before).names
    kept = memory(less).names
    assert len(gone) == 20
    assert len(kept) < len(settled)
    assert {key: settled[key] for key in kept} == kept

    again = generate(vendor.inputs, vendor.config, memory(less))

    assert again.files == before.files
    assert again.facts == before.facts
