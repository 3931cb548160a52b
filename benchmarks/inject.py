#!/usr/bin/env python3
"""Every payload at every string position of the documents that use everything.

Prints each pair after which something that the document said could act, and how many
were tried. The exit status is 1 when there is one. A part of all pairs can be run at a
time, for instance one on each core.

A payload is put at several positions at once where each of them takes any text. Where
that document is refused, or something is wrong with what comes of it, each of the
positions is tried alone.

    benchmarks/inject.py
    benchmarks/inject.py --part 1/2 & benchmarks/inject.py --part 2/2
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from injection.forms import Position, every_position, forms, put_all
from injection.payloads import PAYLOADS
from injection.trials import attempt

AT_ONCE = 8


def tried(group: list[Position], payload: str) -> tuple[str, tuple[str, ...]]:
    """What came of a payload at some positions of one form, and what is wrong."""
    form = forms()[group[0].form]
    try:
        outcome = attempt(form.files(put_all(form.tree, group, payload)))
    except Exception as error:  # a crash is one more thing that may not be
        return "crashed", (f"{type(error).__name__}: {str(error)!a}",)
    return ("accepted" if outcome.is_accepted else "refused"), outcome.problems


def groups() -> list[list[Position]]:
    """The positions: those that take any text by several, the others one by one."""
    alone: list[list[Position]] = []
    together: list[list[Position]] = []
    for at in every_position():
        if at.kind == "name" or tried([at], "some text") != ("accepted", ()):
            alone.append([at])
            continue
        mates = (g for g in together if len(g) < AT_ONCE and all(map(at.goes_with, g)))
        group = next(mates, None)
        if group is None:
            together.append(group := [])
        group.append(at)
    return together + alone


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", default="1/1", help="which part of all pairs")
    part, parts = map(int, parser.parse_args().part.split("/"))
    waiting = [(group, name) for group in groups() for name in PAYLOADS]
    waiting = waiting[part - 1 :: parts][::-1]
    counts, wrong, begin = Counter[str](), 0, time.perf_counter()
    while waiting:
        group, name = waiting.pop()
        came, problems = tried(group, PAYLOADS[name])
        if len(group) > 1 and (came != "accepted" or problems):
            waiting += [([at], name) for at in group]
            continue
        counts[came] += len(group)
        wrong += bool(problems)
        for problem in problems:
            print(f"{group[0]} {name}: {problem}", flush=True)
    places = len(every_position())
    print(f"{places} positions x {len(PAYLOADS)} payloads, part {part} of {parts}:")
    print(f"{dict(sorted(counts.items()))}, {wrong} with something wrong,", end=" ")
    print(f"{time.perf_counter() - begin:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
