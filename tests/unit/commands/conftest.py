"""A workspace with a pipeline that is easy to follow, and the commands run in it."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import specwright
from commands.repository import Repository
from specwright import pipeline
from specwright.cli import cli
from specwright.config import Config
from specwright.naming.memory import Memory


def generate(
    inputs: Mapping[str, bytes], config: Config, memory: Memory
) -> pipeline.Result:
    """A pipeline that turns each line of a spec file into a module of that name.

    A line `!` is an error of the spec at that line, `?` a warning, `;` a note.
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
            if word in ("!", "?", ";"):
                levels = {"!": Severity.ERROR, "?": Severity.WARNING}
                severity = levels.get(word, Severity.NOTE)
                said = body if word == ";" else "bad: 100%"
                at = Location(source=source, line=number, column=1, pointer="/a~1b")
                found.add(finding("SW602", said, at, severity=severity))
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
        names=frozenset({"X"}),
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
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
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
    monkeypatch.setattr(pipeline, "generate", generate)
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    return Project(tmp_path)


@pytest.fixture
def generated(project: Project) -> Project:
    project.run("generate")
    return project


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 2026-01-01
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)
