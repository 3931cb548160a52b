#!/usr/bin/env python3
"""What is left of a client when `specwright generate` does not come to its end.

A small client is brought from one spec to another and back, each time by a process that
something happens to: it is killed or interrupted at a random moment, the disk is full,
a folder may not be written, others run at the same time. Afterwards the client's folder
must be the old one or the new one, byte for byte; and after the next run there must be
the new one and nothing beside it. The exit status is 1 where it is not so.

    benchmarks/interrupted.py
    benchmarks/interrupted.py --kills 200

Needs a system with `fork`. As root, the tests of permissions run as nobody, and a real
disk is filled, in memory; otherwise the size of files is limited instead.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from specwright.cli import main as specwright

NOBODY = 65534
OLD, NEW = 6, 8
"""How many resources the two specs have."""

Tree = dict[str, bytes]


def spec(resources: int) -> str:
    """A document; every file that comes of one with more resources is another one."""
    paths = "".join(
        f"  /thing{n}/{{id}}:\n    get:\n      operationId: get{n}\n"
        f"      summary: One of {resources}.\n      tags: [thing{n}]\n"
        "      parameters: [{name: id, in: path, required: true, schema: {}}]\n"
        "      responses: {'204': {description: D.}}\n"
        for n in range(resources)
    )
    return f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}"


@dataclass
class Seen:
    """What came of some runs."""

    what: str
    old: int = 0
    new: int = 0
    mixed: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    rude: list[str] = field(default_factory=list)
    """Runs that ended with a traceback."""

    def __str__(self) -> str:
        bad = "".join(f"\n    {line}" for line in self.mixed + self.stray + self.rude)
        return (
            f"{self.what:24} {self.old + self.new + len(self.mixed):4} runs:"
            f" {self.old:3} old, {self.new:3} new, {len(self.mixed)} mixed,"
            f" {len(self.stray)} stray, {len(self.rude)} tracebacks{bad}"
        )


class Lab:
    """A workspace with one client, which goes back and forth between two specs."""

    def __init__(self, root: Path, said: Path) -> None:
        self.root = root
        self._said = said
        self.run_as: Callable[[], object] = lambda: None
        self.generated = root / "generated"
        self.client = self.generated / "acme"
        self.spec = root / "specs/acme/api.yaml"
        self.spec.parent.mkdir(parents=True)
        (self.spec.parent / "client.toml").write_text('package = "acme"\n')
        self.trees: dict[int, Tree] = {}
        self.now = OLD
        # In this process, so that those that are forked off have everything imported;
        # the second time, code that changes is run.
        for resources in (OLD, NEW):
            self._ask_for(resources)
            with redirect_stdout(io.StringIO()), suppress(SystemExit):
                self.run()
        for resources in (OLD, NEW, OLD):
            self._ask_for(resources)
            begin = time.perf_counter()
            if self.wait(self.start()):
                raise RuntimeError(self.said())
            self.seconds = time.perf_counter() - begin
            self.trees[resources] = self.tree()

    def _ask_for(self, resources: int) -> None:
        self.spec.write_text(spec(resources))
        self.now = resources

    def tree(self) -> Tree:
        return {
            path.relative_to(self.client).as_posix(): path.read_bytes()
            for path in self.client.rglob("*")
            if path.is_file()
        }

    def start(self, before: Callable[[], object] | None = None) -> int:
        """Run `generate` in a process of its own; ``before`` is called in it."""
        child = os.fork()
        if child:
            return child
        code: object = 1
        try:
            said = os.open(self._said, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
            os.dup2(said, 1)
            os.dup2(said, 2)
            os.chdir(self.root)
            # A shell's background jobs, of which this may be one, ignore it.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            (before or self.run_as)()
            self.run()
        except SystemExit as end:
            code = end.code
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code if isinstance(code, int) else 1)

    def run(self) -> None:
        """Run `generate` here; it ends with SystemExit."""
        sys.argv = ["specwright", "--root", str(self.root), "generate"]
        specwright()

    def wait(self, child: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def said(self) -> str:
        return self._said.read_text()

    @contextmanager
    def change(self, seen: Seen, how: str) -> Iterator[None]:
        """Ask for the other spec, let something happen, and look at what is there."""
        old = self.now
        self._said.write_text("")
        self._ask_for(NEW if old == OLD else OLD)
        yield
        found = self.tree()
        if "Traceback" in self.said():
            seen.rude.append(f"{how}: {self.said()}")
        if found == self.trees[old]:
            seen.old += 1
        elif found == self.trees[self.now]:
            seen.new += 1
        else:
            seen.mixed.append(how)
        code = self.wait(self.start())
        beside = sorted(os.listdir(self.generated))
        if code or beside != ["acme"] or self.tree() != self.trees[self.now]:
            seen.stray.append(f"{how}: exit {code}, {beside}, {self.said()}")


def stopped(
    lab: Lab, number: signal.Signals, times: int, chance: random.Random
) -> Seen:
    """Runs that get a signal at a random moment."""
    seen = Seen({signal.SIGKILL: "kill -9", signal.SIGINT: "Ctrl-C"}[number])
    for _ in range(times):
        moment = chance.uniform(0, 1.1 * lab.seconds)
        with lab.change(seen, f"after {moment:.4f} s"):
            child = lab.start()
            time.sleep(moment)
            os.kill(child, number)
            lab.wait(child)
    return seen


def full(lab: Lab, times: int, chance: random.Random) -> Seen:
    """Runs that may write no file beyond a size: what a full disk does, at any place."""
    seen = Seen("file size limited")
    largest = max(map(len, lab.trees[NEW].values()))
    for _ in range(times):
        most = chance.randrange(largest)

        def limit(most: int = most) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        with lab.change(seen, f"at most {most} bytes a file"):
            lab.wait(lab.start(limit))
    return seen


def full_disk(lab: Lab, times: int, chance: random.Random) -> Seen:
    """Runs on a disk with little left."""
    seen = Seen("disk full")
    needed = sum(map(len, lab.trees[NEW].values()))
    filler = lab.root / "filler"
    for _ in range(times):
        left = chance.randrange(needed)
        with lab.change(seen, f"{left} bytes left"):
            disk = os.statvfs(lab.root)
            filler.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - left)))
            lab.wait(lab.start())
            filler.unlink()
    return seen


def read_only_disk(lab: Lab, disk: Path) -> Seen:
    """A run on a disk that may not be written."""
    seen = Seen("disk read-only")
    with lab.change(seen, "mounted read-only"):
        mount("-o", "remount,ro", str(disk))
        lab.wait(lab.start())
        mount("-o", "remount,rw", str(disk))
    return seen


def forbidden(lab: Lab) -> Seen:
    """Runs without the permission to write, or to read, something of the client."""
    seen = Seen("no permission")
    places = [lab.generated, lab.client, lab.client / "src/acme"]
    places += [lab.client / "README.md", lab.client / "specwright.lock", lab.spec]
    for place in places:
        for mode in (0o500, 0o000):
            with lab.change(seen, f"{place.relative_to(lab.root)} {mode:o}"):
                kept = place.stat().st_mode
                place.chmod(mode)
                lab.wait(lab.start())
                place.chmod(kept)
    return seen


def unprivileged() -> None:
    """Be nobody, whom permissions are about; root may do everything."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def give_away(folder: Path) -> None:
    """Let everything in a folder belong to nobody, if it may."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def at_once(lab: Lab, number: int) -> Seen:
    """Several runs at the same time, all of which must succeed."""
    seen = Seen(f"{number} runs at once")
    with lab.change(seen, f"{number} at once"):
        codes = [lab.wait(child) for child in [lab.start() for _ in range(number)]]
        if any(codes):
            seen.rude.append(f"exit {codes}: {lab.said()}")
    return seen


def mount(*arguments: str) -> bool:
    """Whether a disk could be mounted."""
    done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk in memory; None where nobody may mount one."""
    with TemporaryDirectory() as folder:
        is_there = mount("-t", "tmpfs", "-o", "size=16m", "tmpfs", folder)
        try:
            yield Path(folder) if is_there else None
        finally:
            if is_there:
                subprocess.run(["umount", folder], check=True)


def everything(options: argparse.Namespace) -> Iterator[Seen]:
    """All that may happen, one after the other."""
    chance = random.Random(options.seed)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        lab = Lab(place / "work", place / "said.txt")
        yield stopped(lab, signal.SIGKILL, options.kills, chance)
        yield stopped(lab, signal.SIGINT, options.interrupts, chance)
        yield full(lab, options.full, chance)
        for number in options.at_once:
            yield at_once(lab, number)
        if os.geteuid() == 0:
            give_away(place)
        lab.run_as = unprivileged
        yield forbidden(lab)
    with small_disk() as disk, TemporaryDirectory() as folder:
        if disk is not None:
            lab = Lab(disk / "work", Path(folder) / "said.txt")
            yield full_disk(lab, options.full, chance)
            yield read_only_disk(lab, disk)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--interrupts", type=int, default=20)
    parser.add_argument("--full", type=int, default=20, help="runs on a full disk")
    parser.add_argument("--at-once", type=int, nargs="*", default=[2, 20])
    parser.add_argument("--seed", type=int, default=7)
    bad = False
    for seen in everything(parser.parse_args()):
        print(seen, flush=True)
        bad = bad or bool(seen.mixed or seen.stray or seen.rude)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
