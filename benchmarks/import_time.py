#!/usr/bin/env python3
"""How long importing a generated package takes, beside what it is built on.

Each statement runs in a process of its own. The statements take turns, and of each the
best time counts, so that a busy machine disturbs all of them alike. The exit status is
1 when a ratio is over its limit.

    benchmarks/import_time.py
    benchmarks/import_time.py generated/acme/src --client acme:Acme --attribute users.list
    benchmarks/import_time.py --beside other/.venv/bin/python

With ``--beside`` the same statements also run in another interpreter, for example one
with another package of the same name installed; these have no limit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

PLAIN = """\
import httpx, pydantic
class Reply(pydantic.BaseModel):
    status: str
client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
client.post("https://api.example.com/")
Reply.model_validate_json(b'{"status": "ok"}')
"""
"""What a call comes to in code written by hand."""

CALL = """\
import httpx
import {module}
from {module}.testing import Exchange
exchange = Exchange()
exchange.reply(json={{"status": "ok"}})
http = httpx.Client(transport=exchange.transport)
client = {module}.{client}({arguments}, httpx_client=http)
client.{call}
"""

TIMED = """\
import time
begin = time.perf_counter()
{statement}
print(time.perf_counter() - begin)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One statement, the interpreter that runs it, and what it is held against."""

    name: str
    statement: str
    python: str = sys.executable
    package: Path | None = None
    """Put on the path in front of everything else."""
    limits: Mapping[str, float] | None = None
    """Greatest ratio to another case, by that case's name."""

    def seconds(self) -> float:
        """Run it once in a new process."""
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        if self.package:
            environment["PYTHONPATH"] = str(self.package)
        program = TIMED.format(statement=self.statement)
        done = subprocess.run(
            [self.python, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(f"{self.name} failed:\n{done.stderr}")
        return float(done.stdout)


def cases(options: argparse.Namespace) -> list[Case]:
    """The statements in the order in which they are printed."""
    module, _, client = options.client.partition(":")
    imported = f"import {module}"
    made = f"{imported}\nclient = {module}.{client}({options.arguments})"
    used = f"{made}\nclient.{options.attribute}"
    package = options.package.resolve()
    found = [
        Case(name="httpx", statement="import httpx"),
        Case(name="httpx, pydantic", statement="import httpx, pydantic"),
        Case(name=module, statement=imported, package=package),
        Case(
            name="+ client",
            statement=made,
            package=package,
            limits={"httpx": options.client_limit},
        ),
        Case(
            name=f"+ {options.attribute}",
            statement=used,
            package=package,
            limits={"httpx, pydantic": options.attribute_limit},
        ),
    ]
    if options.call:
        call = CALL.format(
            module=module, client=client, arguments=options.arguments, call=options.call
        )
        found += [
            Case(name="a call by hand, offline", statement=PLAIN),
            Case(name="a first call, offline", statement=call, package=package),
        ]
    if options.beside:
        other = [("", imported), (" + client", made), (" + attribute", used)]
        found += [
            Case(name=f"beside{name}", statement=text, python=options.beside)
            for name, text in other
        ]
    return found


def measure(todo: Sequence[Case], repeat: int) -> dict[str, float]:
    """The best time of each case in seconds."""
    best = {case.name: case.seconds() for case in todo}  # also compiles what is new
    for _ in range(repeat):
        for case in todo:
            best[case.name] = min(best[case.name], case.seconds())
    return best


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "package",
        nargs="?",
        type=Path,
        default=ROOT / "generated/elevenlabs/src",
        help="folder that holds the package",
    )
    parser.add_argument("--client", default="elevenlabs:ElevenLabs")
    parser.add_argument(
        "--arguments", default="api_key='key'", help="of the client's class"
    )
    parser.add_argument(
        "--attribute",
        default="voices.pvc.samples.speakers.separate",
        help="what is used of the client",
    )
    parser.add_argument(
        "--call",
        default="voices.pvc.samples.speakers.separate('voice', 'sample')",
        help="a call that is answered with a JSON object; empty for none",
    )
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--client-limit", type=float, default=1.3)
    parser.add_argument("--attribute-limit", type=float, default=1.5)
    parser.add_argument("--beside", metavar="PYTHON", help="another interpreter")
    options = parser.parse_args()

    todo = cases(options)
    best = measure(todo, options.repeat)
    over = False
    print(f"{'':40} {'ms':>7}  {'/ httpx':>8}  {'/ httpx, pydantic':>18}")
    for case in todo:
        time = best[case.name]
        ratios = [time / best[base] for base in ("httpx", "httpx, pydantic")]
        line = f"{case.name:40} {time * 1000:7.1f}  {ratios[0]:8.2f}  {ratios[1]:18.2f}"
        for base, limit in (case.limits or {}).items():
            kept = time <= limit * best[base]
            over = over or not kept
            line += f"  {'ok' if kept else 'OVER'}: at most {limit:g} of {base}"
        print(line)
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
