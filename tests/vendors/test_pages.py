"""From a folder of real endpoint pages to a client: whole, typed, tested, tidy."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import black
import pytest
from black.mode import TargetVersion
from support.vendors import PAGES, Written, added, whole

from specwright.diagnostics import Severity
from specwright.pipeline import generate

MODE = black.Mode(target_versions={TargetVersion.PY310})


def run(written: Written, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=written.folder,
        env=os.environ | {"PYTHONPATH": str(written.folder / "src")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_every_page_is_an_operation_and_none_is_degraded(written: Written) -> None:
    documents = [d for d in written.vendor.inputs.values() if d.startswith(b"openapi:")]
    found = written.vendor.result

    assert len(found.operations) == len(documents)
    assert not any(o.degraded for o in found.operations)
    assert "degraded" not in found.facts
    assert {d.severity for d in found.diagnostics} <= {Severity.NOTE}


def test_black_changes_nothing(written: Written) -> None:
    changed = [
        path
        for path, text in written.vendor.result.files.items()
        if path.endswith(".py") and "/_runtime/" not in path
        if black.format_str(text, mode=MODE) != text
    ]

    assert changed == []


def test_no_file_is_long(written: Written) -> None:
    long = {
        path: text.count("\n")
        for path, text in written.vendor.result.files.items()
        if path.endswith(".py") and path.startswith("src/")
        if text.count("\n") > 3000
    }

    assert long == {}


def test_a_method_is_short(written: Written) -> None:
    """Lines of the resources and the client, docstrings and blank lines apart."""
    lines = sum(
        _code_lines(path)
        for path in written.package.rglob("*.py")
        if path.name in {"resource.py", "client.py"}
    )

    assert lines / len(written.vendor.result.operations) <= 70


def _code_lines(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    docs: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    numbered = enumerate(text.split("\n"), 1)
    return sum(1 for n, line in numbered if line.strip() and n not in docs)


def test_the_generated_tests_pass_without_warnings(written: Written) -> None:
    done = run(written, "-W", "error", "-m", "pytest", "-q", "-W", "error", "-n", "2")

    assert done.returncode == 0, done.stdout[-3000:]


def test_mypy_finds_nothing(written: Written) -> None:
    done = run(written, "-m", "mypy", "--strict", "--no-incremental", "src", "tests")

    assert done.returncode == 0, done.stdout[-3000:]


def test_every_module_imports_alone(written: Written) -> None:
    root = written.folder / "src"
    modules = [
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in sorted(written.package.rglob("*.py"))
    ]
    # One process: each module is imported into a fresh set of the package's modules.
    code = (
        "import importlib, sys\n"
        f"for name in {[m.removesuffix('.__init__') for m in modules]!r}:\n"
        f"    for old in [m for m in sys.modules if m.split('.')[0] == "
        f"{written.vendor.config.package!r}]:\n"
        "        del sys.modules[old]\n"
        "    importlib.import_module(name)\n"
    )

    done = run(written, "-W", "error", "-c", code)

    assert done.returncode == 0, done.stderr[-3000:]


SHARED_FILES = {
    "reference.md",
    "README.md",
    "src/elevenlabs/__init__.py",
    "src/elevenlabs/client.py",
}


@pytest.mark.parametrize(
    "page",
    [
        "audio_isolation.convert",
        "history.get",
        "music.composition_plan.create",
        "text_to_speech.convert",
        "user.subscription.get",
        "voices.update",
        "webhooks.create",
    ],
)
def test_adding_a_page_changes_its_own_resource_alone(page: str) -> None:
    if not (PAGES / "elevenlabs").is_dir():
        pytest.skip("the vendors' pages are not beside this checkout")
    inputs, config = added("elevenlabs")
    name = f"specs/elevenlabs/{page}.yaml"
    without = generate({k: v for k, v in inputs.items() if k != name}, config).files

    files = whole("elevenlabs").result.files

    changed = {k for k in {*files, *without} if files.get(k) != without.get(k)}
    top = page.split(".")[0]
    other = {
        path
        for path in changed - SHARED_FILES
        if not path.startswith(
            (f"src/elevenlabs/{top}/", f"tests/test_{top}", f"wire/{top}.")
        )
    }
    assert name in inputs
    assert changed
    assert other == set()
