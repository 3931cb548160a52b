"""Work in processes of its own, forked from one that has everything imported.

A fork takes a few milliseconds, so that each of hundreds of inputs has a process to
itself: with limits, and with a time and a peak of memory that are its own.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 300
"""After this a process is killed: a hang. Its processor time is judged by the tests."""
ADDRESS_SPACE = 2_000_000_000
TRAP = 99
"""Exit code of a package that ran code of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one process ended."""

    status: int
    """Its exit code; of a signal, the negative number."""
    seconds: float
    """Of the processor."""
    megabytes: float
    """The most memory that it had."""
    output: str
    """What it printed, to either stream."""


class Sandbox:
    """Runs the functions of `WORK`, each time in a new process. A context manager."""

    def __init__(self) -> None:
        paths = [str(ROOT / "generator"), str(ROOT / "tests")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support.sandbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def run(self, work: str, folder: Path, *arguments: str) -> Outcome:
        """Run one of `WORK` in a folder."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"work": work, "folder": str(folder), "arguments": arguments}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return Outcome(**json.loads(self._process.stdout.readline()))


def specwright(*arguments: str) -> None:
    """The command line."""
    from specwright.cli import main

    sys.argv = ["specwright", *arguments]
    main()


def imports() -> None:
    """Import every module below `src`; the first that fails ends the process."""
    import builtins
    import importlib

    def trap(*_: object) -> None:
        os._exit(TRAP)

    builtins.__dict__["CANARY"] = trap
    sys.path.insert(0, "src")
    for path in sorted(Path("src").rglob("*.py")):
        name = ".".join(path.relative_to("src").with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))


def tests() -> int:
    """The tests of the generated package in this folder."""
    import pytest

    sys.path.insert(0, str(Path("src").resolve()))
    options = ("-q", "-x", "-W", "error", "-p", "no:cacheprovider", "--no-header")
    return pytest.main([*options, "--rootdir", ".", "tests"])


def types(cache: str) -> int:
    """mypy's opinion of the generated package in this folder."""
    from mypy.api import run

    shown, errors, status = run(["--strict", "--no-color-output", "--cache-dir", cache])
    print(shown, errors)
    return status


WORK: Mapping[str, Callable[..., int | None]] = {
    "specwright": specwright,
    "imports": imports,
    "tests": tests,
    "types": types,
}


def _preload() -> None:
    """Import what the work needs, so that no fork has to."""
    import pydantic  # noqa: F401
    import pytest  # noqa: F401

    import specwright.checks.meaning
    import specwright.checks.opinion
    import specwright.checks.shape
    import specwright.checks.wording
    import specwright.machine
    import specwright.run  # noqa: F401


def _limited(work: str, folder: str, arguments: list[str]) -> int:
    """Run the work in this process, which is a fork."""
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    os.chdir(folder)
    with open(f"{work}.out", "w", encoding="utf-8", errors="backslashreplace") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    try:
        code: object = WORK[work](*arguments)
    except SystemExit as error:
        code = error.code
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0


def _serve() -> None:
    _preload()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            status = 70
            try:
                status = _limited(**request)
            finally:
                os._exit(status)
        _, wait, usage = os.wait4(child, 0)
        shown = Path(request["folder"], f"{request['work']}.out")
        outcome = Outcome(
            status=os.waitstatus_to_exitcode(wait),
            seconds=usage.ru_utime + usage.ru_stime,
            megabytes=usage.ru_maxrss / 1024,
            output=shown.read_text("utf-8", "replace") if shown.exists() else "",
        )
        reply = {name: getattr(outcome, name) for name in Outcome.__slots__}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    _serve()
