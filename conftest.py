"""Makes every generated package importable, so that one run tests the tool and them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent

sys.path[:0] = [
    str(ROOT / "tests"),  # `support`, what tests of several folders share
    *map(str, sorted(ROOT.glob("generated/*/src"))),
]

# The same examples in every run: a run that fails by chance teaches people to run again.
settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write what the cases are expected to be anew; read the difference",
    )
