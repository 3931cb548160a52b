#!/usr/bin/env python3
"""What becomes of hostile and sloppy inputs: a table, one row an input.

Each input is a file that is generated alone, in a process with limits, as the tests in
`tests/hostile` do. With ``--thorough``, every package that comes of one is type-checked
by mypy in its strict mode, and its own tests are run. An `INDEX.tsv` in the folder says
what is expected of each file. The exit status is 1 when an input takes more than 2 s or
300 MB, ends in anything but a package or findings with a place and a hint, or when a
package does not work.

    benchmarks/hostile.py
    benchmarks/hostile.py ../more --thorough
    benchmarks/hostile.py ../shared/hostile --only y01,r22
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "generator")]

from support.hostile import judge  # noqa: E402
from support.sandbox import Sandbox  # noqa: E402


def expectations(folder: Path) -> dict[str, str]:
    """What `INDEX.tsv` says of each file; empty without one."""
    index = folder / "INDEX.tsv"
    lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    rows = (line.partition("\t") for line in lines)
    return {name: told.rpartition("expect: ")[2] for name, _, told in rows}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=ROOT.parent / "shared/hostile"
    )
    parser.add_argument("--only", default="", help="beginnings of names")
    parser.add_argument("--thorough", action="store_true", help="mypy and own tests")
    options = parser.parse_args()

    expected = expectations(options.folder)
    only = tuple(options.only.split(","))
    kinds: Counter[str] = Counter()
    slowest = largest = 0.0
    with TemporaryDirectory() as temporary, Sandbox() as sandbox:
        cache = Path(temporary, "types") if options.thorough else None
        for path in sorted(options.folder.iterdir()):
            if path.suffix == ".tsv" or not path.name.startswith(only):
                continue
            place = Path(temporary, path.stem.replace("-", "_"))
            place.mkdir()
            verdict = judge(sandbox, place, {path.name: path.read_bytes()}, cache=cache)
            kinds[verdict.kind if not verdict.faults else "faulty"] += 1
            slowest = max(slowest, verdict.seconds)
            largest = max(largest, verdict.megabytes)
            codes = Counter(code for code, _ in verdict.found)
            said = " ".join(f"{code}x{count}" for code, count in codes.items())
            print(
                f"{path.name:36} {verdict.kind:7} {verdict.seconds:5.2f} s"
                f" {verdict.megabytes:4.0f} MB  {said:40} {expected.get(path.name, '')}",
                flush=True,
            )
            for fault in verdict.faults:
                print(f"    FAULT {fault}", flush=True)
    print(f"{dict(kinds)}, at most {slowest:.2f} s and {largest:.0f} MB")
    return int(bool(kinds["faulty"]))


if __name__ == "__main__":
    sys.exit(main())
