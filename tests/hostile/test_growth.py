"""Work grows as its input does. `benchmarks/scale.py` measures the same in seconds.

Calls of functions are counted, not time: the count is the same on every machine. What
does not depend on the size falls out by taking differences.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from runpy import run_path
from types import FrameType
from typing import Any

import pytest

from specwright import pipeline
from specwright.config import Config

FOLDER = Path(__file__).parents[2] / "benchmarks"
CONFIG = Config(name="acme", package="acme", client_class="Acme")
SIZE = 24
GREATEST = 2.3
"""Of the ratio, when the size doubles."""

# The second opinion follows chains of references until Python's recursion ends, and names
# that are lost are compared with all there are, up to a limit: the script measures both.
DIMENSIONS = (
    *("schemas", "operations", "properties", "fan_in", "union", "titles"),
    *("same_ids", "unknown_keys", "missing_parameters"),
)


@pytest.fixture(scope="module")
def scale() -> dict[str, Any]:
    sys.path.insert(0, str(FOLDER))
    try:
        return run_path(str(FOLDER / "scale.py"))
    finally:
        sys.path.remove(str(FOLDER))


def calls(document: dict[str, Any]) -> int:
    """How many functions are called to generate a document's client."""
    data = json.dumps(document).encode()
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        pipeline.generate({"api.json": data}, CONFIG)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_twice_the_size_is_twice_the_work(dimension: str, scale: Any) -> None:
    make = scale[dimension]
    calls(make(SIZE))  # what is kept for all documents
    one, two, four = (calls(make(SIZE * factor)) for factor in (1, 2, 4))
    assert four - two <= GREATEST * (two - one)


def test_a_text_of_ten_megabytes_is_no_more_work_than_a_short_one(scale: Any) -> None:
    words = calls(scale["of_schemas"]({"S0": {"type": "string", "description": "x"}}))
    long = {"type": "string", "description": "x" * 10_000_000}
    assert calls(scale["of_schemas"]({"S0": long})) < words * 1.1
