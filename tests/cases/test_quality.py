"""What is generated from the cases is code that one would be glad to review."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import black
import pytest
from support.cases import NAMES, Case, result
from support.packages import write

from specwright.naming.reserved import CLASSES
from specwright.render import error_names

ROOT = Path(__file__).parents[2]
MODE = black.Mode(target_versions={black.mode.TargetVersion.PY310})


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of each case in a folder of its own."""
    folder = tmp_path_factory.mktemp("packages")
    for name in NAMES:
        write(dict(result(name).files), folder / name)
    return folder


@pytest.fixture(scope="module")
def environment(packages: Path) -> dict[str, str]:
    paths = [str(packages / name / "src") for name in NAMES]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def run(*command: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout


def sources() -> Iterator[tuple[str, str, str]]:
    """Case, name and text of the generated modules, and of the runtime once."""
    for number, name in enumerate(NAMES):
        for path, text in result(name).files.items():
            if path.endswith(".py") and (not number or "/_runtime/" not in path):
                yield name, path, text


def test_black_changes_nothing() -> None:
    changed = [
        (case, path)
        for case, path, text in sources()
        if text.strip() and black.format_str(text, mode=MODE) != text
    ]
    assert changed == []


def test_ruff_finds_nothing(packages: Path) -> None:
    own = [str(packages / name / "src") for name in NAMES]
    rules = "E,F,W,I,B,UP,C4,SIM,RUF,PT,PIE,RET,PGH"
    run(
        *("-m", "ruff", "check", "--isolated", "--select", rules, "--ignore", "E501"),
        *("--config", f"src={json.dumps(own)}", "--target-version", "py310"),
        *("--config", "lint.isort.combine-as-imports=true", "."),
        cwd=packages,
    )


ALONE = """
import importlib, os, sys
failed = []
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(name)
sys.exit(bool(failed))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("case", NAMES)
def test_each_module_can_be_imported_first(
    case: str, packages: Path, environment: dict[str, str]
) -> None:
    modules = [
        ".".join(Path(path).with_suffix("").parts[1:]).removesuffix(".__init__")
        for path in result(case).files
        if path.startswith("src/") and path.endswith(".py")
    ]
    assert len(modules) > 20
    run("-W", "error", "-c", ALONE, *modules, cwd=packages, environment=environment)


def test_the_tests_of_the_packages_pass(
    packages: Path, environment: dict[str, str]
) -> None:
    shown = run(
        *("-W", "error", "-m", "pytest", "-q", "--import-mode=importlib"),
        *("-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(packages)),
        *(f"{name}/tests" for name in NAMES),
        cwd=packages,
        environment=environment,
    )
    assert " passed" in shown
    assert "skipped" not in shown


@pytest.mark.slow
def test_mypy_finds_nothing(packages: Path, tmp_path: Path) -> None:
    paths = [str(packages), *(str(packages / name / "src") for name in NAMES)]
    run(
        *("-m", "mypy", "--strict", "--explicit-package-bases", "--no-error-summary"),
        *("--python-version", "3.10", "--cache-dir", str(tmp_path)),
        *(f"{name}/src" for name in NAMES),
        *(f"{name}/tests" for name in NAMES),
        cwd=packages,
        environment={**os.environ, "MYPYPATH": os.pathsep.join(paths)},
    )


@pytest.mark.slow
def test_pyright_finds_nothing(packages: Path) -> None:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
        "include": NAMES,
        "extraPaths": [f"{name}/src" for name in NAMES],
    }
    (packages / "pyrightconfig.json").write_text(json.dumps(settings))
    run(
        *("-m", "pyright", "--pythonpath", sys.executable, "-p", str(packages)),
        cwd=packages,
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_this_machine_is_written(name: str) -> None:
    config = Case(name).config()
    text = "".join(result(name).files.values())
    assert str(ROOT) not in text
    assert config.client_class in text
    assert all(line == line.rstrip() for line in text.splitlines())
    assert all(t.endswith("\n") or not t for t in result(name).files.values())


def test_models_never_take_a_name_that_modules_import() -> None:
    """What generated modules import of the runtime is reserved, so nothing hides it."""
    taken = set()
    for _, path, text in sources():
        if "/_runtime/" in path or not path.startswith("src/"):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and path.endswith(
                ("resource.py", "types.py", "client.py")
            ):
                is_ours = node.level and not (node.module or "").startswith("_runtime")
                taken |= {
                    a.name for a in node.names if not is_ours and a.name[0].isupper()
                }
    errors = set(error_names())
    assert taken - CLASSES - errors - {"Self", "TracebackType", "Awaitable"} == set()
