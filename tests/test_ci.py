"""What other people's builds run: the action, the hooks, what the documentation shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from specwright.cli import cli

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
GUIDE = (ROOT / "docs/ci.md").read_text()
README = (ROOT / "README.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def expression(text: str, values: dict[str, str]) -> str:
    """A `${{ ... }}` of the action, filled in."""
    found = re.fullmatch(r"\$\{\{ ([\w.-]+) \}\}", text)
    return values[found[1]] if found else text


def shell_steps(inputs: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The scripts of the action with their environments."""
    values = {f"inputs.{key}": str(v["default"]) for key, v in ACTION["inputs"].items()}
    values |= {f"inputs.{key}": value for key, value in inputs.items()}
    values["github.action_path"] = str(ROOT)
    return [
        (
            step["run"],
            {key: expression(text, values) for key, text in step["env"].items()},
        )
        for step in ACTION["runs"]["steps"]
        if "run" in step
    ]


def run(
    script: str, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a script as the `bash` shell of a runner does."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A clean copy of what is checked in, below a repository."""
    for name in ("specs", "generated"):
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(ROOT / name, tmp_path / "repo" / name, ignore=ignored)
    return tmp_path / "repo"


def bin_of(folder: Path) -> Path:
    """A folder with the tool of this environment in it, where the action puts it."""
    place = folder / "specwright/bin"
    place.mkdir(parents=True)
    (place / "specwright").write_text(
        f"#!{sys.executable}\nfrom specwright.cli import main\nmain()\n"
    )
    (place / "specwright").chmod(0o755)
    return place


def test_the_action_says_what_is_out_of_step(workspace: Path, tmp_path: Path) -> None:
    _, (script, environment) = shell_steps({})
    bin_of(tmp_path)
    environment |= {"RUNNER_TEMP": str(tmp_path), "GITHUB_WORKSPACE": str(workspace)}
    done = run(script, workspace, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "elevenlabs: in step\n"
    (workspace / "generated/elevenlabs/README.md").write_text("mine\n")
    done = run(script, workspace, **environment)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=generated/elevenlabs/README.md,title=SW"
    )


def test_the_action_takes_clients_and_writes_reports(
    workspace: Path, tmp_path: Path
) -> None:
    bin_of(tmp_path)
    inputs = {"command": "lint", "format": "sarif", "output": "report.sarif"}
    _, (script, environment) = shell_steps({**inputs, "clients": "elevenlabs nobody"})
    done = run(script, workspace, **environment, RUNNER_TEMP=str(tmp_path))
    assert done.returncode == 2
    text = (workspace / "report.sarif").read_text()
    assert json.loads(text)["runs"][0]["results"][0]["ruleId"] == "SW652"


def test_nothing_that_a_user_writes_is_part_of_a_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
    _, (script, environment) = shell_steps({"clients": "$(touch x) ; touch y"})
    assert "touch" not in script
    assert environment["CLIENTS"] == "$(touch x) ; touch y"


@pytest.mark.slow
def test_the_action_installs_the_tool(workspace: Path, tmp_path: Path) -> None:
    for script, environment in shell_steps({}):
        done = run(script, workspace, **environment, RUNNER_TEMP=str(tmp_path))
        assert done.returncode == 0, done.stderr
    assert done.stdout == "elevenlabs: in step\n"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_run_where_they_should(hook: dict[str, Any], workspace: Path) -> None:
    tool, command = hook["entry"].split()
    assert tool == "specwright"
    assert hook["pass_filenames"] is False
    for path in ("specs/acme/api.yaml", "sub/specs/acme/client.toml"):
        assert re.search(hook["files"], path)
    assert not re.search(hook["files"], "src/myspecs/api.yaml")
    done = CliRunner().invoke(cli, ["--root", str(workspace), command])
    assert done.exit_code == 0, done.output


def test_the_guide_shows_workflows_that_can_be_read() -> None:
    for text in (*blocks(GUIDE, "yaml"), *blocks(README, "yaml")):
        assert yaml.safe_load(text)
    assert {hook["id"] for hook in HOOKS} <= set(
        re.findall(r"specwright-[a-z]+", GUIDE)
    )
    table = re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.M)
    assert table == list(ACTION["inputs"])
    for key, value in ACTION["inputs"].items():
        (row,) = re.findall(rf"^\| `{key}` \|.*\| (.*) \|$", GUIDE, re.M)
        default = str(value["default"])
        assert row == (f"`{default}`" if default else row)


def test_the_matrix_of_the_guide_reaches_every_client(
    workspace: Path, tmp_path: Path
) -> None:
    (workflow,) = [t for t in blocks(GUIDE, "yaml") if "fromJSON" in t]
    jobs = yaml.safe_load(workflow)["jobs"]
    script = jobs["clients"]["steps"][-1]["run"]
    output = tmp_path / "output"
    path = f"{bin_of(tmp_path)}:{os.environ['PATH']}"
    done = run(script, workspace, GITHUB_OUTPUT=str(output), PATH=path)
    assert done.returncode == 0, done.stderr
    first, *lines, last = output.read_text().splitlines()
    assert (first, last) == ("list<<END", "END")
    matrix = json.loads("\n".join(lines))["matrix"]
    assert jobs["check"]["strategy"]["matrix"].endswith("list).matrix }}")
    assert matrix == {"clients": ["elevenlabs"]}
    assert jobs["check"]["steps"][-1]["with"] == {"clients": "${{ matrix.clients }}"}


def test_the_report_of_the_guide_has_the_keys_of_a_real_one(workspace: Path) -> None:
    (shown,) = blocks(GUIDE, "json")
    (workspace / "generated/elevenlabs/README.md").write_text("mine\n")
    arguments = ["--root", str(workspace), "check", "--format", "json"]
    real = json.loads(CliRunner().invoke(cli, arguments).stdout)
    example = json.loads(shown)
    assert example.keys() == real.keys()
    (told,), (client,) = example["clients"], real["clients"]
    assert told.keys() == client.keys()
    assert told["differences"][0].keys() == client["differences"][0].keys()
