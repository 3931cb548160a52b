#!/usr/bin/env python3
"""How long `specwright generate` takes, from the start of its process to the end.

The specs are copied into a workspace in a temporary folder. Two cases take turns, and
of each the best time counts: nothing is there yet and every file is written, and
everything is in step and only compared. The exit status is 1 when either is over the
limit.

    benchmarks/generate_time.py
    benchmarks/generate_time.py specs/acme --limit 2
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]


def generate(workspace: Path) -> float:
    """Seconds of one run."""
    command = [sys.executable, "-m", "specwright", "--root", str(workspace), "generate"]
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return seconds


def measure(specs: Path, repeat: int) -> dict[str, float]:
    """The best time of each case in seconds."""
    with TemporaryDirectory() as folder:
        workspace = Path(folder)
        shutil.copytree(specs, workspace / "specs" / specs.name)
        generate(workspace)  # warms the disk's and Python's caches
        written, compared = [], []
        for _ in range(repeat):
            shutil.rmtree(workspace / "generated")
            written.append(generate(workspace))
            compared.append(generate(workspace))
    return {"all files written": min(written), "already in step": min(compared)}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "specs",
        nargs="?",
        type=Path,
        default=ROOT / "specs/elevenlabs",
        help="folder of one client",
    )
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--limit", type=float, default=1.0, help="seconds")
    options = parser.parse_args()

    best = measure(options.specs.resolve(), options.repeat)
    for name, seconds in best.items():
        verdict = "ok" if seconds <= options.limit else "OVER"
        print(f"{name:20} {seconds:6.2f} s  {verdict}: at most {options.limit:g} s")
    return int(max(best.values()) > options.limit)


if __name__ == "__main__":
    sys.exit(main())
