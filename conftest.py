"""Makes every generated package importable, so that one run tests the tool and them."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent

sys.path[:0] = [
    str(ROOT / "tests"),  # `support`, what tests of several folders share
    *map(str, sorted(ROOT.glob("generated/*/src"))),
]
