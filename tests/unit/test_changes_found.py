"""The comparison that the report of `diff` is held against finds what it should."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest
from commands.repository import BEFORE, BREAKING

SCRIPT = Path(__file__).parents[2] / "benchmarks/changes_found.py"


def run(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> int:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, paths)])
    main = runpy.run_path(str(SCRIPT))["main"]
    code: int = main()
    return code


def test_everything_that_was_removed_is_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(BEFORE, encoding="utf-8")
    new.write_text(BREAKING, encoding="utf-8")
    assert run(monkeypatch, old, new) == 0
    shown = capsys.readouterr().out
    assert "  maximum                found    1   in the report    1\n" in shown
    assert "  property removed       found    1   in the report    1\n" in shown


QDRANT = Path(__file__).parents[2].parent / "shared/specs/qdrant"


@pytest.mark.skipif(not QDRANT.is_dir(), reason="../shared/specs/qdrant is not there")
def test_two_versions_of_a_real_api(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, QDRANT / "v1.14.x.json", QDRANT / "v1.19.x.json") == 0
    assert "missing" not in capsys.readouterr().out
