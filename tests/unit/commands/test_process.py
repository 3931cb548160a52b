from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from specwright.cli import cli
from specwright.swap import locked

if TYPE_CHECKING:
    from commands.conftest import Project


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
    """A lock that is held makes it wait, so that it can be interrupted."""
    (project.root / "generated").mkdir()
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
