"""What `check` says of packages and clients that stand alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from specwright.cli import cli

SPEC = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: list
      tags: [things]
      responses: {'204': {description: None.}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("acme", "other"):
        (tmp_path / "specs" / name).mkdir(parents=True)
        (tmp_path / "specs" / name / "api.yaml").write_text(SPEC)
    return tmp_path


def run(root: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--root", str(root), *words])
    return done.exit_code, done.output


def test_a_package_whose_client_is_gone_is_orphaned(root: Path) -> None:
    assert run(root, "generate")[0] == 0
    shutil.rmtree(root / "specs" / "other")

    code, output = run(root, "check")

    assert code == 1
    assert "orphaned[SW815]: generated/other: specs/other does not exist" in output
    assert "rm -r generated/other" in output
    assert run(root, "check", "acme")[0] == 0


def test_a_client_that_was_never_generated_is_one_difference(root: Path) -> None:
    code, output = run(root, "check", "acme")

    assert code == 1
    assert output.count("SW8") == 1
    assert "the client was never generated" in output
    assert "specwright generate acme" in output


def test_a_kept_file_that_is_gone_is_missing(root: Path) -> None:
    assert run(root, "generate", "acme")[0] == 0
    readme = root / "generated" / "acme" / "README.md"
    readme.write_text("Mine.\n")
    assert run(root, "generate", "acme", "--keep", str(readme))[0] == 0
    readme.unlink()

    code, output = run(root, "check", "acme")

    assert code == 1
    assert "missing file[SW813]: generated/acme/README.md: it was yours" in output
