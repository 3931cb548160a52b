"""The commands from outside: what they print, write and return."""

from __future__ import annotations

import inspect
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import specwright
from specwright import lock, pipeline
from specwright.cli import cli
from specwright.config import Config


def generate(inputs: Mapping[str, bytes], config: Config) -> pipeline.Result:
    """A pipeline that turns each line of a spec file into a module of that name.

    A line `!` is an error of the spec at that line, `?` a warning.
    """
    from specwright.codes import finding
    from specwright.diagnostics import Diagnostics, Location, Severity, Source

    found = Diagnostics()
    files = {"README.md": f"# {config.package} {config.version}\n"}
    operations = []
    for name, data in inputs.items():
        source = Source(name, data.decode())
        for number, line in enumerate(source.text.split("\n"), 1):
            word, _, body = line.partition(" ")
            if word in ("!", "?"):
                severity = Severity.ERROR if word == "!" else Severity.WARNING
                at = Location(source=source, line=number, column=1, pointer="/a~1b")
                found.add(finding("SW602", "bad: 100%", at, severity=severity))
            elif word:
                files[f"src/{config.package}/{word}.py"] = f"X = {body or 0}\n"
                operations.append(
                    pipeline.OperationSummary(
                        file=name,
                        pointer=f"/paths/~1{word}/get",
                        method="GET",
                        path=f"/{word}",
                        attribute=f"things.{word}",
                        degraded=False,
                    )
                )
    if found.has_errors:
        return pipeline.Result(diagnostics=found)
    return pipeline.Result(
        files=files,
        facts={"names": {o.pointer: o.attribute for o in operations}},
        diagnostics=found,
        operations=tuple(operations),
    )


class Project:
    """A workspace with one client `acme`, and the commands run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.spec("acme/api.yaml", "one\ntwo\n")
        (root / "specs/acme/client.toml").write_text('package = "acme"\n')

    def spec(self, path: str, text: str) -> None:
        file = self.root / "specs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def out(self, path: str) -> Path:
        return self.root / "generated/acme" / path

    def run(self, *arguments: str, code: int = 0) -> Result:
        """Run a command in this process; it must end with ``code``."""
        result = CliRunner().invoke(cli, ["--root", str(self.root), *arguments])
        assert result.exit_code == code, result.output
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def files(self) -> dict[str, tuple[bytes, int, int]]:
        """Content, time and inode of everything in the workspace."""
        return {
            p.relative_to(self.root).as_posix(): (
                p.read_bytes(),
                p.stat().st_mtime_ns,
                p.stat().st_ino,
            )
            for p in sorted(self.root.rglob("*"))
            if p.is_file()
        }

    def start(
        self,
        *arguments: str,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        """Run a command in a process of its own."""
        program = (
            "from __future__ import annotations\n"
            "from specwright import pipeline\n"
            f"{inspect.getsource(generate)}\n"
            "pipeline.generate = generate\n"
            "from specwright.cli import main\n"
            "main()\n"
        )
        ours = {"SPECWRIGHT_ROOT", "NO_COLOR"}
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=self.root,
            env={
                **{k: v for k, v in os.environ.items() if k not in ours},
                "PYTHONPATH": str(Path(specwright.__file__).parents[1]),
                **(environment or {}),
            },
            stdout=stdout,
            stderr=stderr,
            text=True,
        )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(pipeline, "generate", generate, raising=False)
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    return Project(tmp_path)


@pytest.fixture
def generated(project: Project) -> Project:
    project.run("generate")
    return project


# generate


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


# check


def test_check_in_step_writes_nothing(generated: Project) -> None:
    before = generated.files()
    assert generated.run("check").stdout == "acme: in step\n"
    assert generated.files() == before


Change = Callable[[Project], object]


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
    assert "= help: specwright generate acme --force (or --keep src/acme/one.py)" in (
        result.stdout
    )


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
    def other(inputs: Mapping[str, bytes], config: Config) -> pipeline.Result:
        result = generate(inputs, config)
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
    assert "lock missing" in result.stdout
    assert result.stdout.count("missing file") == 3
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


# lint, explain, list


def test_lint_reports_everything_and_writes_nothing(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n! b\n")
    result = project.run("lint", code=2)
    assert result.stdout.count("--> specs/acme/api.yaml:") == 2
    assert "  = at: /a~1b" in result.stdout
    assert result.stdout.endswith("acme: 1 error, 1 warning\n")
    assert not (project.root / "generated").exists()


def test_lint_without_errors(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n")
    project.run("lint")
    project.spec("acme/api.yaml", "one\n")
    assert project.run("lint").stdout == "acme: nothing to report\n"


def test_lint_for_github(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n")
    result = project.run("lint", "--format", "github")
    assert result.stdout.startswith(
        "::warning file=specs/acme/api.yaml,line=2,col=1,"
        "title=SW602 client.toml has a key that is not known::bad: 100%25\n"
    )


def test_lint_for_programs(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n! a\n")
    report = json.loads(project.run("lint", "--format", "json", code=2).stdout)
    (client,) = report["clients"]
    assert client["counts"] == {"errors": 1, "warnings": 0, "notes": 0}
    (finding,) = client["findings"]
    assert finding["code"] == "SW602"
    assert finding["location"] == {
        "file": "specs/acme/api.yaml",
        "line": 2,
        "column": 1,
        "pointer": "/a~1b",
    }


def test_a_command_that_is_impossible_is_reported_in_the_format_too(
    project: Project,
) -> None:
    result = project.run("lint", "--format", "github", "amce", code=2)
    assert result.stdout.startswith("::error title=SW652 there is no such client::")


def test_explain(project: Project) -> None:
    assert "orphaned" in project.run("explain", "sw815").stdout
    listed = project.run("explain").stdout
    assert "SW601  error" in listed
    result = project.run("explain", "SW8155", code=2)
    assert "SW815" in result.stderr


def test_list(project: Project) -> None:
    assert project.run("list").stdout == "acme  acme  0.1.0  1 spec file\n"
    report = json.loads(project.run("list", "--json").stdout)
    assert report["clients"] == [
        {
            "name": "acme",
            "package": "acme",
            "class": "Acme",
            "version": "0.1.0",
            "specs": ["specs/acme/api.yaml"],
        }
    ]


def test_list_operations(project: Project) -> None:
    project.spec("beta/api.yaml", "seven\n")
    assert project.run("list", "acme").stdout.split("\n") == [
        "things.one  GET /one  specs/acme/api.yaml#/paths/~1one/get",
        "things.two  GET /two  specs/acme/api.yaml#/paths/~1two/get",
        "",
    ]
    assert len(project.run("list", "--operations").stdout.splitlines()) == 3
    report = json.loads(project.run("list", "beta", "--operations", "--json").stdout)
    (operation,) = report["operations"]
    assert operation == {
        "client": "beta",
        "file": "specs/beta/api.yaml",
        "pointer": "/paths/~1seven/get",
        "method": "GET",
        "path": "/seven",
        "attribute": "things.seven",
        "degraded": False,
    }


def test_list_in_an_empty_workspace(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    result = CliRunner().invoke(cli, ["--root", str(tmp_path), "list"])
    assert (result.exit_code, result.stdout) == (0, "")


# the process


def test_the_root_from_the_environment(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECWRIGHT_ROOT", str(project.root))
    assert CliRunner().invoke(cli, ["list"]).output.startswith("acme")


def test_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    result = CliRunner().invoke(cli, ["generate"])
    assert result.exit_code == 2
    assert "error[SW651]" in result.stderr


def test_colours_are_forced_or_kept_away(generated: Project) -> None:
    generated.out("README.md").unlink()
    assert "\x1b[" in generated.run("--color", "always", "check", code=1).stdout
    assert "\x1b[" not in generated.run("check", code=1).stdout


def test_exit_codes_and_streams_of_the_real_process(project: Project) -> None:
    for arguments, code, out, err in (
        (("generate",), 0, "acme: 4 files written", ""),
        (("check",), 0, "acme: in step", ""),
        (("generate", "nobody"), 2, "", "error[SW652]"),
        (("frobnicate",), 2, "", "No such command"),
        (("--version",), 0, "specwright ", ""),
    ):
        process = project.start(*arguments)
        stdout, stderr = process.communicate(timeout=30)
        assert process.returncode == code, stderr
        assert stdout.startswith(out)
        assert err in stderr
        assert "Traceback" not in stderr


def test_twenty_runs_at_once(project: Project) -> None:
    project.spec("acme/api.yaml", "\n".join(f"module{i} {i}" for i in range(50)))
    runs = [project.start("generate") for _ in range(20)]
    for process in runs:
        stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
        assert stdout.startswith("acme: ")
    assert os.listdir(project.root / "generated") == ["acme"]
    assert len(list(project.out("src/acme").iterdir())) == 50
    project.run("check")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_is_quiet(project: Project) -> None:
    """A pipe as spec folder would be refused; a lock that is held makes it wait."""
    (project.root / "generated").mkdir()
    from specwright.swap import locked

    with locked(project.root / "generated"):
        process = project.start("generate")
        assert process.stderr is not None
        wait_until_it_waits(process)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr.strip() == "interrupted"


def wait_until_it_waits(process: subprocess.Popen[str]) -> None:
    """Until the process has opened the folder that it wants to lock."""
    folder = Path(f"/proc/{process.pid}/fd")
    if not folder.exists():
        pytest.skip("this system does not show the open files of a process")
    while process.poll() is None:
        for link in folder.iterdir():
            try:
                if os.readlink(link).endswith("/generated"):
                    return
            except OSError:
                continue


@pytest.mark.parametrize("operations", [1, 5000])
def test_a_closed_pipe_is_quiet(project: Project, operations: int) -> None:
    project.spec("acme/api.yaml", "\n".join(f"m{i}" for i in range(operations)))
    with project.start("list", "acme") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        stderr = process.stderr.read()
    assert process.returncode == 1
    assert stderr == ""


def test_the_lock_is_written_with_the_version_of_the_tool(generated: Project) -> None:
    text = generated.out("specwright.lock").read_bytes()
    assert lock.parse_lock(text, "x/y/z").tool == specwright.__version__


# add

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
    assert sorted(os.listdir(tmp_path / "specs/acme")) == ["client.toml", "voices.yaml"]
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


# the terminal


def on_a_terminal(project: Project, **environment: str) -> str:
    """What `generate` prints where stdout and stderr are one terminal."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    try:
        process = project.start(
            "generate", stdout=theirs, stderr=theirs, environment=environment
        )
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        assert process.wait(timeout=30) == 0
    finally:
        os.close(ours)
    return shown.decode()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:
        return b""


def test_a_terminal_shows_progress_and_colours(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n")
    shown = on_a_terminal(project, TERM="xterm")
    assert "generating acme" in shown
    assert "\x1b[1;33mwarning[SW602]\x1b[0m" in shown
    assert "acme: 3 files written" in shown


def test_no_color(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n")
    shown = on_a_terminal(project, TERM="xterm", NO_COLOR="1")
    assert "warning[SW602]: bad" in shown


def test_a_pipe_gets_plain_lines_without_progress(project: Project) -> None:
    stdout, stderr = project.start("generate").communicate(timeout=30)
    assert stdout == "acme: 4 files written, 0 unchanged, 0 deleted\n"
    assert stderr == ""
