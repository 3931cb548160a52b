"""Each case becomes what is checked in beside it.

`pytest tests/cases --update` writes the files anew; read the difference before you
keep it. `files.txt` lists the generated files of a case that are worth reading.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cases import NAMES, Case, described, result


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest) -> Case:
    return Case(request.param)


def compare(path: Path, text: str, config: pytest.Config) -> None:
    if config.getoption("--update"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path} is missing; --update writes it"
    assert text == path.read_text(encoding="utf-8")


def test_findings(case: Case, pytestconfig: pytest.Config) -> None:
    text = "".join(f"{line}\n" for line in described(result(case.name).diagnostics))
    compare(case.folder / "diagnostics.txt", text, pytestconfig)


def test_files(case: Case, pytestconfig: pytest.Config) -> None:
    files = result(case.name).files
    expected = case.folder / "expected"
    for name in case.kept():
        # No name of a test file, so that nobody runs it here.
        compare(expected / f"{name}.txt", files[name], pytestconfig)
    found = {
        path.relative_to(expected).as_posix().removesuffix(".txt")
        for path in expected.rglob("*.txt")
    }
    assert found == set(case.kept())


def test_every_operation_is_there(case: Case) -> None:
    found = result(case.name)
    text = "".join(found.files.values())
    assert found.operations
    for operation in found.operations:
        assert f"`{operation.method} {operation.path}`" in text
        assert f"client.{operation.attribute}" in found.files["reference.md"]
