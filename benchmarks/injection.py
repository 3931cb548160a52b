#!/usr/bin/env python3
"""Every payload at every string position of the documents that use everything.

Prints each pair after which something that the document said could act, and how many
were tried. The exit status is 1 when there is one. A part of all pairs can be run at a
time, for instance one on each core.

    benchmarks/injection.py
    benchmarks/injection.py --part 1/2 & benchmarks/injection.py --part 2/2
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from injection.forms import Position, every_position, forms
from injection.payloads import PAYLOADS
from injection.trials import attempt


def tried(at: Position, name: str) -> tuple[str, tuple[str, ...]]:
    """What came of one pair, and what is wrong with it."""
    form = forms()[at.form]
    try:
        outcome = attempt(form.files(at.put(form.tree, PAYLOADS[name])))
    except Exception as error:  # a crash is one more thing that may not be
        return "crashed", (f"{type(error).__name__}: {str(error)!a}",)
    return ("accepted" if outcome.is_accepted else "refused"), outcome.problems


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", default="1/1", help="which part of all pairs")
    part, parts = map(int, parser.parse_args().part.split("/"))
    pairs = ((at, name) for at in every_position() for name in PAYLOADS)
    counts, wrong, begin = Counter[str](), 0, time.perf_counter()
    for at, name in islice(pairs, part - 1, None, parts):
        came, problems = tried(at, name)
        counts[came] += 1
        wrong += bool(problems)
        for problem in problems:
            print(f"{at} {name}: {problem}", flush=True)
    places = len(every_position())
    print(f"{places} positions x {len(PAYLOADS)} payloads, part {part} of {parts}:")
    print(f"{dict(sorted(counts.items()))}, {wrong} with something wrong,", end=" ")
    print(f"{time.perf_counter() - begin:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
