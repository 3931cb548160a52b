from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import specwright
from specwright import pipeline
from specwright.lock import parse_lock

if TYPE_CHECKING:
    from commands.conftest import Project


def test_generate_writes_and_says_how_much(project: Project) -> None:
    result = project.run("generate")
    assert result.stdout == "acme: 4 files written, 0 unchanged, 0 deleted\n"
    assert project.out("src/acme/one.py").read_text() == "X = 0\n"
    assert project.out("specwright.lock").exists()
    assert sorted(os.listdir(project.root / "generated")) == ["acme"]


def test_generate_again_touches_nothing(generated: Project) -> None:
    before = generated.files()
    result = generated.run("generate", "acme")
    assert result.stdout == "acme: 0 files written, 3 unchanged, 0 deleted\n"
    assert generated.files() == before


def test_unchanged_files_keep_their_time(generated: Project) -> None:
    before = generated.files()
    generated.spec("acme/api.yaml", "one\nthree\n")
    result = generated.run("generate")
    assert result.stdout == "acme: 2 files written, 2 unchanged, 1 deleted\n"
    after = generated.files()
    kept = {"generated/acme/README.md", "generated/acme/src/acme/one.py"}
    assert {path for path in before if after.get(path) == before[path]} >= kept
    assert not generated.out("src/acme/two.py").exists()


def test_an_unusable_spec_writes_nothing_for_that_client_alone(
    generated: Project,
) -> None:
    generated.spec("beta/api.yaml", "x\n! here\n")
    generated.spec("acme/api.yaml", "four\n")
    result = generated.run("generate", code=2)
    assert "beta: a spec is unusable; nothing was written (1 error, 1 note)" in (
        result.stdout
    )
    assert "--> specs/beta/api.yaml:2:1" in result.stderr
    assert generated.out("src/acme/four.py").exists()
    assert not (generated.root / "generated/beta").exists()


def test_a_spec_without_operations_does_not_empty_the_client(
    generated: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        pipeline, "generate", lambda inputs, config, memory: pipeline.Result()
    )
    before = generated.files()
    result = generated.run("generate", code=2)
    assert result.stdout == "acme: there is nothing to generate; nothing was written\n"
    assert generated.files() == before


def test_warnings_are_counted_and_do_not_stop(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n? b\n")
    result = project.run("generate")
    assert result.stdout.endswith("0 deleted (2 warnings)\n")
    assert "warning[SW602] 2 times" in result.stderr
    assert "first specs/acme/api.yaml:2:1" in result.stderr


def test_a_mistake_in_the_configuration_is_unusable(project: Project) -> None:
    (project.root / "specs/acme/client.toml").write_text("packag = 1\n")
    result = project.run("generate", code=2)
    assert "specs/acme/client.toml:1:1" in result.stderr
    assert not (project.root / "generated").exists()


def test_a_hand_edit_stops_generate_before_anything_is_written(
    generated: Project,
) -> None:
    generated.out("src/acme/one.py").write_text("mine\n")
    generated.spec("acme/api.yaml", "one 1\ntwo 2\n")
    before = generated.files()
    result = generated.run("generate", code=1)
    assert "error[SW814]: src/acme/one.py was edited by hand" in result.stderr
    assert "acme: 1 file in the way; nothing was written" in result.stdout
    assert generated.files() == before
    generated.run("generate", "--force")
    assert generated.out("src/acme/one.py").read_text() == "X = 1\n"


@pytest.mark.parametrize("prefix", ["", "generated/acme/"])
def test_a_kept_file_stays_through_everything(
    generated: Project, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.chdir(generated.root)
    generated.out("src/acme/one.py").write_text("mine\n")
    generated.run("generate", "--keep", f"{prefix}src/acme/one.py")
    generated.run("check")
    generated.spec("acme/api.yaml", "two\n")
    generated.run("generate", "--force")
    assert generated.out("src/acme/one.py").read_text() == "mine\n"
    generated.run("check")


def test_a_kept_folder_keeps_all_of_its_files(generated: Project) -> None:
    for name in ("a.py", "b.py"):
        generated.out("src/acme/extra").mkdir(exist_ok=True)
        generated.out(f"src/acme/extra/{name}").write_text("mine\n")
    generated.run("check", code=1)
    generated.run("generate", "--keep", "src/acme/extra")
    generated.run("check")


@pytest.mark.parametrize(
    "path", ["nothing.py", "../../specs/acme/api.yaml", "/etc/hosts", "specwright.lock"]
)
def test_what_cannot_be_kept(generated: Project, path: str) -> None:
    before = generated.files()
    result = generated.run("generate", "--keep", path, code=1)
    assert "SW807" in result.stderr
    assert generated.files() == before


def test_keep_needs_one_client(generated: Project) -> None:
    generated.spec("beta/api.yaml", "x\n")
    result = generated.run("generate", "--keep", "README.md", code=2)
    assert "one CLIENT" in result.stderr


def test_files_of_the_user_survive(generated: Project) -> None:
    generated.out("src/acme/mine.py").write_text("mine\n")
    before = generated.files()["generated/acme/src/acme/mine.py"]
    generated.spec("acme/api.yaml", "three\n")
    result = generated.run("generate")
    assert "1 file not of specwright's" in result.stderr
    assert generated.files()["generated/acme/src/acme/mine.py"] == before


def test_without_its_lock_nothing_that_differs_is_overwritten(
    generated: Project,
) -> None:
    generated.out("specwright.lock").unlink()
    generated.spec("acme/api.yaml", "one 1\ntwo\n")
    result = generated.run("generate", code=1)
    assert "SW804" in result.stderr
    generated.run("generate", "--force")
    generated.run("check")


def test_a_conflict_in_the_lock(generated: Project) -> None:
    path = generated.out("specwright.lock")
    text = path.read_text()
    path.write_text(
        text.replace("[files]", "<<<<<<< ours\n=======\n>>>>>>> b\n[files]")
    )
    for command in ("generate", "check"):
        result = generated.run(command, code=1)
        assert "error[SW802]" in result.stderr
        assert "generated/acme/specwright.lock:" in result.stderr
    generated.run("generate", "--force")
    assert path.read_text() == text


def test_output_that_cannot_be_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.root / "generated").write_text("a file")
    result = project.run("generate", code=1)
    assert "error[SW805]: generated: " in result.stderr


def test_the_folder_of_a_client_may_not_be_a_link(
    generated: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    folder = generated.root / "generated/acme"
    folder.rename(elsewhere / "acme")
    folder.symlink_to(elsewhere / "acme")
    result = generated.run("generate", "--force", code=1)
    assert "SW804" in result.stderr
    assert folder.is_symlink()


def test_the_lock_is_written_with_the_version_of_the_tool(generated: Project) -> None:
    text = generated.out("specwright.lock").read_bytes()
    assert parse_lock(text, "x/y/z").tool == specwright.__version__
