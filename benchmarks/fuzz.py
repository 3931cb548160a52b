#!/usr/bin/env python3
"""Feeds specwright with documents that were grown, changed and broken, by the thousand.

A run is a seed and a range of numbers: the same ones give the same documents for ever,
so a run goes on where another one ended, and a finding can be had again by its number.
Each document is given to a process with little time and memory. What may not be: any end
but a package in which everything compiles, or a refusal that names a place. The smallest
document that ends alike is printed with each finding.

    benchmarks/fuzz.py --count 20000
    benchmarks/fuzz.py --seed 3 --start 5203 --count 1
    benchmarks/fuzz.py --count 500 --packages 10
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzzing.inputs import Files, as_file, make
from fuzzing.judge import CONFIG, commanded, judge

from specwright.pipeline import generate

GOOD: Final = ("accepted", "refused")
COMMAND_EACH: Final = 50
"""Of so many documents one goes the whole way through the command line."""

_PATIENCE: Final = 20
"""How much longer than its own time a document may take by the clock."""

_NUMBER: Final = re.compile(r"\d+")
_LONGEST_REDUCTION: Final = 200
"""Runs that are spent on making a finding smaller."""


def serve(pipe: Connection, seconds: float, megabytes: int) -> None:
    """Answer each set of files with what came of it; runs in a process of its own."""
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            files, by_command = pipe.recv()
        except EOFError:
            return
        # Of its own time: what else runs on the machine is not its fault.
        until = int(time.process_time() + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        pipe.send(outcome(commanded if by_command else judge, files))


def outcome(check: Callable[[Files], str], files: Files) -> str:
    """`accepted`, `refused`, or what went wrong and where, in one line."""
    try:
        return check(files)
    except BaseException as error:  # whatever it is, it is what is looked for
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "specwright" in f.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return f"{type(error).__name__} in {place}: {str(error)[:200]!a}"


class Worker:
    """A process that is made anew whenever it dies or takes too long."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, other = context.Pipe()
        self._process = context.Process(
            target=serve, args=(other, self._seconds, self._megabytes), daemon=True
        )
        self._process.start()
        other.close()

    def ask(self, files: Files, *, by_command: bool = False) -> str:
        """What came of some files."""
        self._pipe.send((files, by_command))
        try:
            if self._pipe.poll(self._seconds * _PATIENCE):
                return str(self._pipe.recv())
            end = "it waits for something"
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            end = f"the process died ({code})"
            if code == -signal.SIGXCPU:
                end = f"no end within {self._seconds:g} s"
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._begin()
        return end


def kind_of(end: str) -> str:
    """The end without what differs from one document to the next."""
    return _NUMBER.sub("N", end.split(": ")[0])


def reduced(tree: Any, ends_alike: Callable[[Any], bool]) -> Any:
    """A smaller tree that ends alike: parts are left out while it does."""
    left = _LONGEST_REDUCTION
    changed = True
    while changed:
        changed = False
        for smaller in _smaller(tree):
            left -= 1
            if left < 0:
                return tree
            if ends_alike(smaller):
                tree, changed = smaller, True
                break
    return tree


def _smaller(node: Any) -> Iterator[Any]:
    """The tree without one of its parts, the largest parts first."""
    if isinstance(node, dict):
        for key in node:
            yield {k: v for k, v in node.items() if k != key}
        for key, value in node.items():
            yield from ({**node, key: one} for one in _smaller(value))
    elif isinstance(node, list):
        for index in range(len(node)):
            yield node[:index] + node[index + 1 :]
        for index, value in enumerate(node):
            for one in _smaller(value):
                yield [*node[:index], one, *node[index + 1 :]]


def whole(files: Files) -> str:
    """What the package's own tests and mypy say; empty where they find nothing."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in generate(files, CONFIG).files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        for command in (("pytest", "-q", "-x"), ("mypy", "--strict")):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=folder,
                capture_output=True,
                text=True,
            )
            # A client without operations has no tests (5).
            if done.returncode not in (0, 5 * (command[0] == "pytest")):
                return f"{command[0]}:\n{done.stdout[-2000:]}"
    return ""


def report(number: int, end: str, files: Files, tree: Any, worker: Worker) -> None:
    """Print a finding with a small document that ends alike."""
    print(f"{number}: {end}")
    if tree is not None:
        kind = kind_of(end)
        tree = reduced(tree, lambda t: kind_of(worker.ask(as_file(t))) == kind)
        print(f"    {json.dumps(tree)[:3000]}", flush=True)
    else:
        for name, data in files.items():
            print(f"    {name}: {data[:3000]!r}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first one")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=5, help="for one document")
    parser.add_argument("--memory", type=int, default=1024, help="megabytes")
    parser.add_argument(
        "--packages", type=int, default=0, help="of how many to run tests"
    )
    chosen = parser.parse_args()
    judge(make(0, 0).files)  # imports what each worker would have to import
    worker = Worker(chosen.seconds, chosen.memory)
    counts, bad, packages, begin = Counter[str](), 0, 0, time.perf_counter()
    for number in range(chosen.start, chosen.start + chosen.count):
        made = make(chosen.seed, number)
        end = worker.ask(made.files, by_command=number % COMMAND_EACH == 0)
        if end == "accepted" and packages < chosen.packages:
            packages += 1
            end = whole(made.files) or end
        counts[f"{made.kind} {end if end in GOOD else 'wrong'}"] += 1
        if end not in GOOD:
            bad += 1
            report(number, end, made.files, made.tree, worker)
    seconds = time.perf_counter() - begin
    print(
        f"seed {chosen.seed}, {chosen.count} documents from {chosen.start}: {bad} wrong"
    )
    print(f"{dict(sorted(counts.items()))}, {packages} packages run, {seconds:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
