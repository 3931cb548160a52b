from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import pytest

from specwright import pipeline
from specwright.config import Config
from specwright.naming.memory import Memory

if TYPE_CHECKING:
    from commands.conftest import Project


def test_check_in_step_writes_nothing(generated: Project) -> None:
    before = generated.files()
    assert generated.run("check").stdout == "acme: in step\n"
    assert generated.files() == before


Change: TypeAlias = "Callable[[Project], object]"


def append(path: str) -> Change:
    def change(project: Project) -> None:
        file = project.root / path
        file.write_text(file.read_text() + "three 3\n")

    return change


def remove(path: str) -> Change:
    return lambda project: (project.root / path).unlink()


def create(path: str) -> Change:
    return lambda project: (project.root / path).write_text("x = 1\n")


def configure(project: Project) -> None:
    (project.root / "specs/acme/client.toml").write_text(
        'package = "acme"\nversion = "2.0"\n'
    )


def move_on(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n")


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            append("specs/acme/api.yaml"),
            [
                "spec changed[SW811]: specs/acme/api.yaml: its content changed",
                "spec changed[SW811]: generated/acme/src/acme/three.py: "
                "specs/acme/api.yaml",
            ],
        ),
        (
            append("generated/acme/src/acme/one.py"),
            [
                "edited by hand[SW814]: generated/acme/src/acme/one.py: "
                "it is not as specwright wrote it"
            ],
        ),
        (
            remove("generated/acme/src/acme/one.py"),
            [
                "missing file[SW813]: generated/acme/src/acme/one.py: it is not there",
            ],
        ),
        (
            create("generated/acme/src/acme/stray.py"),
            [
                "orphaned[SW815]: generated/acme/src/acme/stray.py: "
                "specwright did not write it"
            ],
        ),
        (
            create("generated/acme/tests.txt"),
            [
                "orphaned[SW815]: generated/acme/tests.txt: "
                "specwright did not write it"
            ],
        ),
        (
            remove("generated/acme/specwright.lock"),
            [
                "lock missing[SW816]: generated/acme/specwright.lock: "
                "it is not known which files are specwright's"
            ],
        ),
        (
            move_on,
            [
                "spec changed[SW811]: specs/acme/api.yaml: its content changed",
                "orphaned[SW815]: generated/acme/src/acme/two.py: "
                "it is not generated any more",
            ],
        ),
        (
            configure,
            [
                "configuration changed[SW812]: specs/acme/client.toml: "
                "it says something else",
                "configuration changed[SW812]: generated/acme/README.md: client.toml",
            ],
        ),
        (
            create("specs/acme/more.yaml"),
            [
                "spec changed[SW811]: specs/acme/more.yaml: it is new",
                "spec changed[SW811]: generated/acme/src/acme/x.py: "
                "specs/acme/more.yaml",
            ],
        ),
        (
            append("generated/acme/specwright.lock"),
            [],
        ),
    ],
    ids=[
        "spec",
        "edited",
        "deleted",
        "orphan",
        "orphan beside the package",
        "lock deleted",
        "operation gone",
        "configuration",
        "new spec file",
        "lock broken",
    ],
)
def test_check_names_each_difference_as_what_it_is(
    generated: Project, change: Change, lines: list[str]
) -> None:
    change(generated)
    before = generated.files()
    result = generated.run("check", code=1)
    heads = [line for line in result.stdout.split("\n") if "[SW8" in line]
    assert heads == lines
    assert generated.files() == before
    assert "drift" in result.stdout


def test_a_difference_carries_its_diff_and_the_command(generated: Project) -> None:
    generated.out("src/acme/one.py").write_text("X = 1\n\x1b[31m")
    result = generated.run("check", code=1)
    assert "    -X = 1\n" in result.stdout
    assert "    +X = 0\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert (
        "= help: specwright generate acme --force, or "
        "specwright generate acme --keep src/acme/one.py\n"
    ) in result.stdout


def test_the_command_mends_each_difference(generated: Project) -> None:
    generated.out("src/acme/one.py").unlink()
    generated.spec("acme/api.yaml", "one\nthree\n")
    generated.run("check", code=1)
    generated.run("generate", "acme")
    generated.run("check")


def test_an_edit_of_the_lock_alone(generated: Project) -> None:
    path = generated.out("specwright.lock")
    path.write_text(path.read_text().replace("things.one", "things.other"))
    result = generated.run("check", code=1)
    assert "edited by hand[SW814]: generated/acme/specwright.lock" in result.stdout
    assert '+"/paths/~1one/get" = "things.one"' in result.stdout


def test_another_version_exits_with_three(
    generated: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = generated.out("specwright.lock")
    text = path.read_text()
    path.write_text(text.replace('tool = "', 'tool = "9.'))
    result = generated.run("check", code=3)
    assert "lock written by another version[SW817]" in result.stdout
    path.write_text(text.replace("format = 1", "format = 9"))
    result = generated.run("check", code=3)
    assert "error[SW803]" in result.stderr


def test_the_same_version_that_writes_something_else(
    generated: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = pipeline.generate

    def other(
        inputs: Mapping[str, bytes], config: Config, memory: Memory
    ) -> pipeline.Result:
        result = usual(inputs, config, memory)
        files = {path: f"# new\n{text}" for path, text in result.files.items()}
        return pipeline.Result(files=files, facts=result.facts)

    monkeypatch.setattr(pipeline, "generate", other)
    result = generated.run("check", code=1)
    assert result.stdout.count("generator changed[SW818]") == 3


def test_the_gravest_status_decides(generated: Project) -> None:
    generated.spec("beta/api.yaml", "! bad\n")
    generated.out("README.md").unlink()
    result = generated.run("check", code=2)
    assert "acme: drift (1 difference)" in result.stdout
    assert "beta: unusable" in result.stdout
    generated.run("check", "acme", code=1)


def test_check_before_anything_was_generated(project: Project) -> None:
    result = project.run("check", code=1)
    assert result.stdout.count("missing file[SW813]") == 1
    assert "the client was never generated" in result.stdout
    assert not (project.root / "generated").exists()


def test_check_for_github(generated: Project) -> None:
    generated.out("src/acme/one.py").unlink()
    result = generated.run("check", "--format", "github", code=1)
    assert result.stdout.startswith(
        "::error file=generated/acme/src/acme/one.py,title=SW813 missing file::"
        "it is not there%0ATo mend it: specwright generate acme\n"
    )


def test_check_for_programs(generated: Project) -> None:
    generated.out("src/acme/one.py").write_text("X = 1\n")
    report = json.loads(generated.run("check", "--format", "json", code=1).stdout)
    assert (report["version"], report["command"], report["exit"]) == (1, "check", 1)
    (client,) = report["clients"]
    assert (client["name"], client["status"]) == ("acme", "drift")
    (difference,) = client["differences"]
    assert difference["kind"] == "edited by hand"
    assert difference["file"] == "generated/acme/src/acme/one.py"
    assert difference["command"].startswith("specwright generate acme")
    assert "-X = 1" in difference["diff"]


def test_commands_for_programs_are_commands(generated: Project) -> None:
    generated.out("src/acme/one.py").write_text("X = 1\n")
    generated.out("src/acme/my own.py").write_text("X = 1\n")
    report = json.loads(generated.run("check", "--format", "json", code=1).stdout)
    (client,) = report["clients"]
    told = {d["file"].rpartition("/")[2]: d for d in client["differences"]}
    assert told["one.py"]["command"] == "specwright generate acme --force"
    assert told["my own.py"]["command"] == "rm 'generated/acme/src/acme/my own.py'"
    for difference in told.values():
        for command in (difference["command"], *difference["alternatives"]):
            subprocess.run(["bash", "-n", "-c", command], check=True)
            assert shlex.split(command)[0] in ("specwright", "rm")
    (keep,) = told["my own.py"]["alternatives"]
    generated.run(*shlex.split(keep)[1:], "--force")
    generated.run("check")
