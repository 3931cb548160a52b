"""Hostile and sloppy files: each has its answer, in time, and none runs or reads anything.

`benchmarks/hostile.py` shows the same as a table, for any folder of files, and can hold
every package that comes of one against mypy and its own tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.corpus import CASES
from support.hostile import judge
from support.sandbox import Sandbox

SHARED = Path(__file__).resolve().parents[3] / "shared/hostile"
OTHERS = sorted(SHARED.glob("*.yaml"))

ACCEPT, WARN, REFUSE = "accept", "warn", "refuse"
ANSWERS = {
    "accept": {ACCEPT, WARN},
    "resolve": {ACCEPT},
    "merged": {ACCEPT},
    "treated as data": {ACCEPT},
    "property names kept": {ACCEPT},
    "valid": {ACCEPT, WARN},
    "distinct": {ACCEPT, WARN},
    "both work": {ACCEPT},
    "four distinct": {ACCEPT},
    "linear time": {ACCEPT},
    "exact": {ACCEPT},
    "refuse": {REFUSE},
    "reject": {REFUSE, WARN},
    "rejected": {REFUSE, WARN},
    "error or warning": {REFUSE, WARN},
    "error": {REFUSE},
}
"""What the beginning of an expectation of `INDEX.tsv` allows; any answer, if none fits.

Where it says "reject or ...", the other answer is a finding.
"""

THOROUGH = (
    "schemas/names-of-python",
    "schemas/nothing-but-null",
    "schemas/texts-that-close-docstrings",
    "operations/parameters-named-as-the-methods-own",
    "documents/schemas-named-as-imports",
)
"""Packages that are held against mypy and run their own tests in every run."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


def files_of(name: str) -> dict[str, bytes]:
    case = CASES[name]
    limits = "".join(f"{key} = {value}\n" for key, value in case.limits.items())
    config = f'package = "hostile_client"\nclass = "Hostile"\n[limits]\n{limits}'
    return {"client.toml": config.encode(), **case.files}


@pytest.mark.parametrize("name", CASES)
def test_each_input_has_its_answer(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    verdict = judge(sandbox, tmp_path, files_of(name))
    assert verdict.faults == ()
    case = CASES[name]
    if case.due is not None:
        assert set(verdict.found) == set(case.due)
    assert verdict.kind == case.kind


@pytest.mark.parametrize("name", THOROUGH)
def test_what_is_accepted_works(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    verdict = judge(sandbox, tmp_path, files_of(name), cache=tmp_path / "types")
    assert verdict.faults == ()


def allowed(expectation: str) -> set[str]:
    """The kinds of answer that an expectation in words allows."""
    found = [kinds for words, kinds in ANSWERS.items() if expectation.startswith(words)]
    refusal = {REFUSE} if " or a clear " in expectation else set()
    return found[-1] | refusal if found else {ACCEPT, WARN, REFUSE}


@pytest.mark.skipif(not OTHERS, reason="needs ../shared/hostile beside this checkout")
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_inputs_of_others(path: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    index = (SHARED / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    told = dict(line.split("\t", 1) for line in index)[path.name]
    verdict = judge(sandbox, tmp_path, {path.name: path.read_bytes()})
    assert verdict.faults == ()
    assert verdict.kind in allowed(told.partition("expect: ")[2])


def test_there_are_enough_of_our_own() -> None:
    assert len(CASES) >= 200
    kinds = [case.kind for case in CASES.values()]
    assert min(kinds.count(kind) for kind in (ACCEPT, WARN, REFUSE)) >= 20
