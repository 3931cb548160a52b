"""Runs that do not come to their end, a few of each kind; the script can do many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "benchmarks/interrupted.py"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(sys, "getdlopenflags"), reason="needs fork")
def test_there_is_the_old_client_or_the_new_one() -> None:
    few = ["--kills", "6", "--interrupts", "3", "--full", "3", "--at-once", "3"]
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *few], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counted = [line for line in done.stdout.splitlines() if " runs: " in line]
    assert len(counted) >= 5
