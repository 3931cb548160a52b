#!/usr/bin/env python3
"""What becomes of real OpenAPI documents: a table in Markdown, one row a document.

Each document is generated in a process of its own, so that the peak of its memory is
its own. What comes out is held against tools that are not ours: a plain parser counts
the operations that go in, and black, mypy, pyright and pytest judge the package. The
exit status is 1 when a row has something that should not be there.

    benchmarks/documents.py ../shared/specs/museum.yaml ../shared/specs/qdrant/*.json
    benchmarks/documents.py --all
    benchmarks/documents.py --all --large --only black,imports,tests

A folder is one client whose files are its documents. ``--all`` takes what is in
`../shared/specs` beside this checkout; documents over 10 MB only with ``--large``.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import black
import yaml
from black.mode import TargetVersion

ROOT = Path(__file__).resolve().parents[1]
SPECS = ROOT.parent / "shared/specs"
LARGE = 10_000_000
SUFFIXES = (".json", ".yaml", ".yml")
VERBS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"]
STAGES: Mapping[str, tuple[str, ...]] = {
    "read": ("read_files", "link"),
    "repair": ("repair", "normalize"),
    "bundle": ("bundle",),
    "validate": ("validate",),
    "lower": ("lower", "paginate", "name_all", "check_given"),
}
"""Which of the functions that `specwright.pipeline` calls; printing is the rest."""

IGNORING = ("fern", "speakeasy")
TITLES: Mapping[str, str] = {
    "black": "not black-clean",
    "imports": "import alone",
    "tests": "tests passed / failed",
    "mypy": "mypy",
    "pyright": "pyright",
}

ALONE = """
import importlib, os, sys
import httpx, pydantic, pytest
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""
"""Prints a line for each module that cannot be the first one to be imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document's line of the table."""

    cells: Mapping[str, str]
    faults: tuple[str, ...]
    """What is not as it should be, a line each."""


def operations_in(document: Any) -> int:
    """How many operations a parsed OpenAPI document has below ``paths``.

    Path items that are references into the same document count with what they refer
    to. OpenAPI 3.2's ``additionalOperations`` count as well.
    """
    count = 0
    for item in (document.get("paths") or {}).values():
        while isinstance(item, dict) and "$ref" in item:
            item = target(document, item["$ref"])
        if not isinstance(item, dict):
            continue
        found = [item.get(verb) for verb in VERBS]
        found += (item.get("additionalOperations") or {}).values()
        count += sum(isinstance(one, dict) and not is_ignored(one) for one in found)
    return count


def is_ignored(operation: Any) -> bool:
    """Whether the document itself keeps an operation out of SDKs."""
    return any(operation.get(f"x-{tool}-ignore") is True for tool in IGNORING)


def target(document: Any, reference: str) -> Any:
    """What a reference within a document leads to."""
    found = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def operations_out(modules: Iterable[str]) -> int:
    """How many requests the synchronous methods of generated resources can make.

    Each method's documentation names its verb and path on a line of its own; a request
    that two methods make, as a whole and as a stream, counts once.
    """
    found = set()
    for text in modules:
        for node in ast.parse(text).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("Async"):
                continue
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    prose = ast.get_docstring(method) or ""
                    found |= set(re.findall(r"(?m)^`([A-Za-z]+ /[^`]*)`$", prose)[:1])
    return len(found)


def parsed(path: Path) -> Any:
    """A document as a plain parser reads it."""
    data = path.read_bytes()
    if path.suffix == ".json":
        return json.loads(data)
    return yaml.load(data, Loader=yaml.CBaseLoader)


def sources(path: Path) -> list[Path]:
    """The documents of one client: a file, or the files of a folder."""
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)


def client_name(path: Path) -> str:
    """The name of the client of a document: letters, digits and underscores."""
    whole = f"{path.parent.name}_{path.stem}" if path.parent != SPECS else path.stem
    return re.sub(r"\W+", "_", whole if path.is_file() else path.name).lower()


def generate(path: Path, output: Path, name: str) -> dict[str, Any]:
    """Generate the client in this process; what that took and gave."""
    from specwright import pipeline
    from specwright.config import load_config

    seconds = dict.fromkeys(STAGES, 0.0)
    for stage, functions in STAGES.items():
        for function in functions:
            timed = _timed(getattr(pipeline, function), stage, seconds)
            setattr(pipeline, function, timed)
    inputs = {f"specs/{name}/{p.name}": p.read_bytes() for p in sources(path)}
    config, _ = load_config(name, None, "client.toml")
    begin = time.perf_counter()
    result = pipeline.generate(inputs, config)
    total = time.perf_counter() - begin
    for file, text in result.files.items():
        target = output / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    degraded = result.facts.get("degraded")
    return {
        "seconds": seconds | {"print": total - sum(seconds.values())},
        "memory": peak_memory(),
        "degraded": len(degraded) if isinstance(degraded, dict) else 0,
        "errors": [
            f"{d.location}: {d.code} {d.message}"
            for d in result.diagnostics
            if d.severity == "error"
        ],
    }


def peak_memory() -> float:
    """The most memory that this process had, in megabytes.

    Where Linux says it of the program alone; `getrusage` counts what the process was
    before it ran this program.
    """
    status = Path("/proc/self/status")
    found = status.exists() and re.search(r"VmHWM:\s*(\d+)", status.read_text())
    if found:
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(
    function: Callable[..., Any], stage: str, seconds: dict[str, float]
) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[stage] += time.perf_counter() - begin

    return timed


def run(folder: Path, *command: str) -> str:
    """What a command prints when it runs in the generated folder."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def check_black(folder: Path) -> tuple[str, list[str]]:
    """How many generated files black would change; the runtime is linted elsewhere."""
    mode = black.Mode(target_versions={TargetVersion.PY310})
    changed = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "_runtime" or not text:
            continue
        if black.format_str(text, mode=mode) != text:
            changed.append(str(path.relative_to(folder)))
    return str(len(changed)), changed


def check_imports(folder: Path) -> tuple[str, list[str]]:
    """How many modules can be the first to be imported, of how many."""
    modules = [
        ".".join(p.relative_to(folder / "src").with_suffix("").parts)
        for p in sorted((folder / "src").rglob("*.py"))
    ]
    names = [name.removesuffix(".__init__") for name in modules]
    failed = run(folder, "-W", "error", "-c", ALONE, *names).splitlines()
    return f"{len(names) - len(failed)} / {len(names)}", failed


def check_tests(folder: Path) -> tuple[str, list[str]]:
    """How many of the generated tests pass and fail."""
    shown = run(folder, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    lines = shown.splitlines()
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    passed = re.search(r"(\d+) passed", lines[-1] if lines else "")
    if not passed:
        failed = failed or lines[-1:] or ["pytest printed nothing"]
    return f"{passed[1] if passed else 0} / {len(failed)}", failed


def check_mypy(folder: Path) -> tuple[str, list[str]]:
    """How many errors `mypy --strict` finds in the package and its tests."""
    with TemporaryDirectory() as cache:
        shown = run(folder, "-m", "mypy", "--strict", "--cache-dir", cache)
    lines = shown.splitlines()
    errors = [line for line in lines if ": error:" in line]
    if not errors and not shown.startswith("Success"):
        errors = lines or ["mypy printed nothing"]
    return str(len(errors)), errors


def check_pyright(folder: Path) -> tuple[str, list[str]]:
    """How many errors pyright finds in its strict mode."""
    shown = run(folder, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson")
    try:
        found = json.loads(shown)["generalDiagnostics"]
    except ValueError:
        return "?", [shown[-500:] or "pyright printed nothing"]
    errors = [
        f"{f['file']}:{f['range']['start']['line'] + 1}: {f['message']} ({f.get('rule')})"
        for f in found
        if f["severity"] == "error"
    ]
    return str(len(errors)), errors


CHECKS: Mapping[str, Callable[[Path], tuple[str, list[str]]]] = {
    "black": check_black,
    "imports": check_imports,
    "tests": check_tests,
    "mypy": check_mypy,
    "pyright": check_pyright,
}


def measure(path: Path, folder: Path, only: Sequence[str]) -> Row:
    """Generate the client of ``path`` into ``folder`` and judge what is there."""
    name = client_name(path)
    command = [sys.executable, __file__, "--generate", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return Row(cells={"document": name}, faults=(done.stderr[-2000:],))
    took = json.loads(done.stdout)
    files = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    texts = {str(p): p.read_text(encoding="utf-8") for p in files}
    given = sum(operations_in(parsed(source)) for source in sources(path))
    made = operations_out(
        t for p, t in texts.items() if p.endswith(("resource.py", "client.py"))
    )
    cells = {
        "document": name,
        "operations in / out": f"{given} / {made}",
        "degraded": str(took["degraded"]),
        "files": str(len(files)),
        "lines": f"{sum(text.count(chr(10)) for text in texts.values()):,}",
    }
    faults = list(took["errors"])
    if given != made:
        faults.append(f"{given} operations went in and {made} came out")
    for title, check in CHECKS.items():
        if title in only:
            cells[TITLES[title]], found = check(folder)
            faults += found
    cells |= {stage: f"{took['seconds'][stage]:.1f}" for stage in (*STAGES, "print")}
    cells["total s"] = f"{sum(took['seconds'].values()):.1f}"
    cells["peak MB"] = f"{took['memory']:.0f}"
    return Row(cells=cells, faults=tuple(faults))


def documents(large: bool) -> Iterator[Path]:
    """Every client in `../shared/specs`, the small ones first."""
    found = [SPECS / "elevenlabs/openapi.json"]
    for path in SPECS.rglob("*"):
        is_other = path.parent.name == "elevenlabs" or path.suffix not in SUFFIXES
        if path.is_file() and not is_other:
            found.append(path)
    for path in sorted(found, key=lambda p: (p.stat().st_size, p)):
        if large or path.stat().st_size < LARGE:
            yield path


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--all", action="store_true", help="all of ../shared/specs")
    parser.add_argument("--large", action="store_true", help="those over 10 MB too")
    parser.add_argument("--only", default=",".join(CHECKS), help="some of the checks")
    parser.add_argument("--faults", type=int, default=5, help="shown of a document")
    parser.add_argument("--keep", type=Path, help="folder to generate into")
    parser.add_argument("--generate", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()

    paths = [path.resolve() for path in options.documents]
    if options.generate:
        took = generate(paths[0], options.generate, client_name(paths[0]))
        print(json.dumps(took))
        return 0
    if options.all and not SPECS.is_dir():
        parser.error("there is no ../shared/specs beside this checkout")
    paths += documents(options.large) if options.all else []
    is_faulty = False
    for number, path in enumerate(paths):
        with TemporaryDirectory() as temporary:
            folder = Path(options.keep or temporary).resolve() / client_name(path)
            row = measure(path, folder, options.only.split(","))
        if not number:
            print("| " + " | ".join(row.cells) + " |")
            print("|" + " --- |" * len(row.cells))
        print("| " + " | ".join(row.cells.values()) + " |", flush=True)
        for fault in row.faults[: options.faults]:
            print(f"  {client_name(path)}: {fault}", file=sys.stderr, flush=True)
        is_faulty = is_faulty or bool(row.faults)
    return int(is_faulty)


if __name__ == "__main__":
    sys.exit(main())
