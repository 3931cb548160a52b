from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from specwright.cli import cli

if TYPE_CHECKING:
    from commands.conftest import Project


DOCUMENT = """\
openapi: 3.1.0
info: {title: Voices, version: "1"}
servers: [{url: "https://api.acme.test"}]
paths:
  /voices:
    get:
      operationId: list
      tags: [voices]
      responses:
        "200": {description: All voices.}
"""


def test_add_makes_the_workspace_and_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    (tmp_path / "voices.yaml").write_text(DOCUMENT)
    result = CliRunner().invoke(cli, ["add", "acme", "voices.yaml"])
    assert result.exit_code == 0, result.output
    assert result.stdout.split("\n") == [
        "added      specs/acme/voices.yaml (from voices.yaml)",
        "added      specs/acme/client.toml: please review it",
        "acme: 1 added, 0 updated, 0 unchanged",
        "",
    ]
    assert (tmp_path / "specs/acme/voices.yaml").read_text() == DOCUMENT
    names = ["client.toml", "sources.lock", "voices.yaml"]
    assert sorted(os.listdir(tmp_path / "specs/acme")) == names
    listed = CliRunner().invoke(cli, ["list"])
    assert listed.stdout == "acme  acme  0.1.0  1 spec file\n"


def test_add_again_says_what_changed(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "voices.yaml"
    source.write_text(DOCUMENT)
    project.run("add", "acme", str(source))
    before = project.files()
    again = project.run("add", "acme", str(source))
    assert again.stdout.endswith("acme: 0 added, 0 updated, 1 unchanged\n")
    assert project.files() == before
    source.write_text(DOCUMENT.replace("get:", "post:"))
    changed = project.run("add", "acme", str(source))
    assert "updated    specs/acme/voices.yaml" in changed.stdout
    assert "POST /voices" in changed.stdout


def test_add_takes_what_it_can(project: Project, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(DOCUMENT)
    (tmp_path / "bad.yaml").write_text("a: [")
    paths = [str(tmp_path / name) for name in ("bad.yaml", "good.yaml", "none.yaml")]
    result = project.run("add", "acme", *paths, code=2)
    assert result.stdout.endswith("0 unchanged (2 errors)\n")
    assert "bad.yaml:1:" in result.stderr
    assert "none.yaml" in result.stderr
    assert (project.root / "specs/acme/good.yaml").read_text() == DOCUMENT


@pytest.mark.parametrize("name", ["Acme", "../up", "nul", ""])
def test_add_to_a_name_that_cannot_be(project: Project, name: str) -> None:
    before = project.files()
    result = project.run("add", name, "x.yaml", code=2)
    assert "SW656" in result.stderr
    assert project.files() == before


def test_add_to_a_folder_that_leads_elsewhere(project: Project, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(DOCUMENT)
    (project.root / "specs/acme/link.yaml").symlink_to(tmp_path / "good.yaml")
    result = project.run("add", "acme", str(tmp_path / "good.yaml"), code=2)
    assert "SW654" in result.stderr
    assert not (project.root / "specs/acme/good.yaml").exists()


def test_add_a_folder_with_nothing_to_add_in_it(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/README.md").write_text("# Hello\n")
    before = project.files()
    result = project.run("add", "acme", str(tmp_path / "docs"), code=2)
    assert "error[SW040]: nothing that describes an API was found" in result.stderr
    assert project.files() == before


def test_messages_show_a_source_as_it_was_named(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "api").write_text("a: 1\n")
    result = project.run("add", "acme", str(tmp_path / "api"), code=2)
    assert f"--> {tmp_path}/api:1:1\n" in result.stderr
    assert "api.md" not in result.stderr


def test_add_within_the_clients_folder_says_that_it_was_exchanged(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.yaml").write_text(DOCUMENT)
    said = "run `cd .` to enter it"
    monkeypatch.chdir(project.root / "specs/acme")
    monkeypatch.setenv("PWD", str(project.root / "specs/acme"))
    assert said in project.run("add", "acme", str(tmp_path / "good.yaml")).stderr
    monkeypatch.chdir(project.root / "specs/acme")
    assert said not in project.run("add", "acme", str(tmp_path / "good.yaml")).stderr
    monkeypatch.setenv("PWD", str(tmp_path))
    (tmp_path / "good.yaml").write_text(DOCUMENT.replace("get:", "post:"))
    assert said not in project.run("add", "acme", str(tmp_path / "good.yaml")).stderr
