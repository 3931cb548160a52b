"""What becomes of one hostile or sloppy input, and what is wrong with that."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.sandbox import TRAP, Outcome, Sandbox

SECONDS = 2.0
"""Of the processor, for one input."""
MEGABYTES = 300.0
CLIENT = "hostile"

_UNPLACED = frozenset({"SW653", "SW654", "SW655"})
"""Codes about whole files or folders, which have no line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was seen of one input."""

    kind: str
    """`accept`, `warn`, `refuse`, or how it broke: `exit 70`."""
    found: tuple[tuple[str, int], ...]
    """Code and line of each error or warning."""
    faults: tuple[str, ...]
    """What must not be, whatever the input."""
    seconds: float
    megabytes: float


def judge(
    sandbox: Sandbox,
    folder: Path,
    files: Mapping[str, bytes],
    *,
    cache: Path | None = None,
) -> Verdict:
    """Generate a client of ``files`` in ``folder``, and look at all that comes of it.

    ``files`` may hold a `client.toml`. With ``cache``, a folder of mypy's, an accepted
    client is type-checked and its own tests are run.
    """
    _lay_out(folder, files)
    before = _paths(folder)
    made = sandbox.run("specwright", folder, "generate")
    faults = []
    if made.seconds > SECONDS:
        faults.append(f"it took {made.seconds:.1f} s")
    if made.megabytes > MEGABYTES:
        faults.append(f"it took {made.megabytes:.0f} MB")
    if raw := re.search(r"[^\n\x20-\x7e\xa0-\U0010ffff]", made.output):
        faults.append(f"{raw[0]!a} was printed")
    for found in _paths(folder) - before:
        if not found.startswith("generated") and found != "specwright.out":
            faults.append(f"{found} was written")
    if made.status not in (0, 2):
        faults.append(made.output[-2000:])
        return _verdict(f"exit {made.status}", (), faults, made)
    findings = _findings(sandbox, folder, made)
    if any(f["code"] == "SW809" for f in findings):
        faults.append(str(findings))
    if made.status:
        faults += _faults_of_refusal(folder, findings)
        return _verdict("refuse", findings, faults, made)
    faults += _faults_of_package(sandbox, folder / "generated" / CLIENT, cache)
    warned = any(f["severity"] == "warning" for f in findings)
    return _verdict("warn" if warned else "accept", findings, faults, made)


def _findings(sandbox: Sandbox, folder: Path, made: Outcome) -> Any:
    """The findings of what is not plainly accepted, as `lint` has them for programs."""
    if not made.status and " warning" not in made.output:
        return ()
    linted = sandbox.run("specwright", folder, "lint", "--format", "json")
    assert linted.status == made.status
    return json.loads(linted.output)["clients"][0]["findings"]


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    config = f'package = "hostile_{folder.name.lower()}"\nclass = "Hostile"\n'
    for name, data in {"client.toml": config.encode(), **files}.items():
        path = folder / "specs" / CLIENT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _paths(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*")}


def _verdict(kind: str, findings: Any, faults: list[str], made: Any) -> Verdict:
    placed = [(f["code"], (f["location"] or {}).get("line", 0)) for f in findings]
    return Verdict(
        kind=kind,
        found=tuple(
            place
            for place, f in zip(placed, findings, strict=True)
            if f["severity"] != "note"
        ),
        faults=tuple(faults),
        seconds=made.seconds,
        megabytes=made.megabytes,
    )


def _faults_of_refusal(folder: Path, findings: Any) -> list[str]:
    """Every error says where it is, and what can be done."""
    faults = []
    if (folder / "generated" / CLIENT).exists():
        faults.append("something was written")
    for found in findings:
        if found["severity"] != "error":
            continue
        at, code = found["location"], found["code"]
        if code not in _UNPLACED and not (at and at["line"] and at["column"]):
            faults.append(f"{code} has no place: {found['message']}")
        if not found["hint"]:
            faults.append(f"{code} has no hint: {found['message']}")
        if "\n" in found["message"] or len(found["message"]) > 1000:
            faults.append(f"{code} has a long message")
    return faults


def _faults_of_package(
    sandbox: Sandbox, package: Path, cache: Path | None
) -> list[str]:
    faults = []
    for path in package.rglob("*.py"):
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    imported = sandbox.run("imports", package)
    if imported.status == TRAP:
        faults.append("code of the document was run")
    elif imported.status:
        faults.append(imported.output[-2000:])
    if cache is not None:
        for work, arguments in (("types", [str(cache)]), ("tests", [])):
            done = sandbox.run(work, package, *arguments)
            if done.status:
                faults.append(f"{work}: {done.status}: {done.output[-2000:]}")
    return faults
