from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from specwright.cli import cli

if TYPE_CHECKING:
    from commands.conftest import Project


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


def test_a_command_that_is_impossible_is_json_for_programs(project: Project) -> None:
    result = project.run("check", "--format", "json", "amce", code=2)
    report = json.loads(result.stdout)
    assert (report["command"], report["exit"], report["clients"]) == ("check", 2, [])
    assert report["findings"][0]["code"] == "SW652"


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
            "findings": [],
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


def test_list_shows_a_client_whose_configuration_is_broken(project: Project) -> None:
    project.spec("beta/api.yaml", "one\n")
    project.spec("beta/client.toml", "package = beta\n")
    result = project.run("list", code=2)
    assert result.stdout.splitlines() == [
        "acme  acme  0.1.0  1 spec file",
        "beta  beta  0.1.0  1 spec file, 1 error",
    ]
    assert "--> specs/beta/client.toml:1:11" in result.stderr
    report = json.loads(project.run("list", "--json", code=2).stdout)
    assert report["clients"][1]["findings"][0]["code"] == "SW601"


def test_list_gives_a_build_matrix(project: Project) -> None:
    for number in range(7):
        project.spec(f"c{number}/api.yaml", "one\n" * 10 ** (number % 3))
    report = json.loads(project.run("list", "--json").stdout)
    names = sorted(["acme", *(f"c{n}" for n in range(7))])
    assert sorted(report["matrix"]["clients"]) == names
    report = json.loads(project.run("list", "--json", "--shards", "3").stdout)
    jobs = [job.split() for job in report["matrix"]["clients"]]
    assert sorted(name for job in jobs for name in job) == names
    assert len(jobs) == 3
    assert {"c2", "c5"} & {*jobs[0]} != {"c2", "c5"}
    report = json.loads(project.run("list", "--json", "--shards", "99").stdout)
    assert len(report["matrix"]["clients"]) == 8


def test_notes_that_say_the_same_are_folded(project: Project) -> None:
    project.spec("acme/api.yaml", "; same\n" * 6 + "; other\n? a\n? a\n")
    result = project.run("lint")
    assert result.stdout.count("note[SW602]: same\n") == 1
    assert (
        "  = also: 5 more times, at\n"
        "      specs/acme/api.yaml:2:1\n"
        "      specs/acme/api.yaml:3:1\n"
        "      specs/acme/api.yaml:4:1\n"
        "      and 2 more; `--all` prints each\n"
    ) in result.stdout
    assert result.stdout.count("note[SW602]: other\n") == 1
    assert result.stdout.count("warning[SW602]") == 2
    assert result.stdout.endswith("acme: 2 warnings, 7 notes\n")
    each = project.run("lint", "--all").stdout
    assert each.count("note[SW602]: same\n") == 6
    assert "also" not in each


def test_two_clients_of_one_package_are_both_refused(project: Project) -> None:
    project.spec("beta/api.yaml", "one\n")
    project.spec("beta/client.toml", '# A comment.\npackage = "ACME"\n')
    result = project.run("lint", code=2)
    assert "error[SW881]: the package `acme` is that of specs/beta too" in result.stdout
    assert "--> specs/beta/client.toml:2:1" in result.stdout
    project.spec("beta/client.toml", '# A comment.\npackage = "beta"\n')
    project.run("lint")


def test_places_are_seen_from_the_repository(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.root.parent))
    project.spec("acme/api.yaml", "one\n? a\n")
    place = f"file={project.root.name}/specs/acme/api.yaml,line=2"
    assert place in project.run("lint", "--format", "github").stdout
    place = f"file={project.root.name}/generated/acme"
    assert place in project.run("check", "--format", "github", code=1).stdout
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.root))
    assert "file=specs/acme" in project.run("lint", "--format", "github").stdout
