"""`specwright diff`: of two documents, and of a client against git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands.repository import ADDITIVE, BEFORE, BREAKING, Repository


def test_nothing_changed(repository: Repository) -> None:
    assert repository.run("diff").stdout == (
        "acme: git:HEAD -> specs/acme: nothing changed\n"
    )


def test_additions_pass(repository: Repository) -> None:
    repository.write("acme/api.yaml", ADDITIVE)
    shown = repository.run("diff", "acme").stdout
    assert shown.startswith("acme: git:HEAD -> specs/acme: 2 additive\n")
    assert "  python  Thing.a is a new field: Any\n" in shown


def test_what_breaks_fails_with_both_places(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    shown = repository.run("diff", code=1).stdout
    assert shown.splitlines()[:5] == [
        "acme: git:HEAD -> specs/acme: 3 breaking, 2 additive",
        "",
        "breaking (3)",
        "  spec    GET /things query limit has a tighter limit: maximum 9",
        "          Values between the old limit and the new are refused.",
    ]
    assert "specs/acme/api.yaml:10  limit-tightened  " in shown
    assert "specs/acme/api.yaml:19 -> 18  property-removed  " in shown


def test_another_commit_can_be_named(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    repository.commit("second")
    repository.git("tag", "v2")
    assert "nothing changed" in repository.run("diff", "--against", "git:v2").stdout
    repository.run("diff", "--against", "git:main~1", code=1)


def test_only_what_was_committed_counts_as_before(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    repository.git("add", "-A")
    repository.run("diff", code=1)


def test_a_workspace_may_lie_deep_in_its_repository(repository: Repository) -> None:
    (repository.root / "sdk/tools").mkdir(parents=True)
    (repository.root / "specs").rename(repository.root / "sdk/specs")
    repository.commit("moved")
    inner = Repository.__new__(Repository)
    inner.root = repository.root / "sdk"
    inner.write("acme/api.yaml", BREAKING)
    inner.run("diff", code=1)


def test_new_and_removed_clients(repository: Repository) -> None:
    (repository.root / "specs/acme").rename(repository.root / "specs/umbrella")
    shown = repository.run("diff", code=1).stdout
    assert "acme is no package any more" in shown
    assert "umbrella is a new package" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--against", "git:nowhere"], "SW855"),
        (["--against", "--output=/tmp/x"], "SW855"),
        (["--against", "git:HEAD\nmain"], "SW855"),
        (["umbrella"], "SW856"),
        (["one.yaml", "two.yaml"], "SW857"),
    ],
)
def test_what_cannot_be_compared_is_said(
    repository: Repository, arguments: list[str], code: str
) -> None:
    assert f"error[{code}]" in repository.run("diff", *arguments, code=2).stderr
    report = repository.run("diff", "--format", "json", *arguments, code=2).stdout
    assert json.loads(report)["findings"][0]["code"] == code


def test_a_folder_outside_of_git_is_said(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("acme/api.yaml", BREAKING)
    (tmp_path / ".git").rename(tmp_path / "gone")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "SW854" in repository.run("diff", code=2).stderr
    monkeypatch.setenv("PATH", "")
    assert "git cannot be run" in repository.run("diff", code=2).stderr


def test_an_unusable_spec_is_shown_where_it_is_unusable(repository: Repository) -> None:
    repository.write("acme/api.yaml", BEFORE.replace("in: query", "in: paht"))
    shown = repository.run("diff", code=2)
    assert "specs/acme/api.yaml:10" in shown.stderr
    assert shown.stdout == ""


def test_agreed_changes_pass_until_their_day(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    report = json.loads(repository.run("diff", "--format", "json", code=1).stdout)
    found = report["clients"][0]["changes"]
    entries = [
        f'[[accept]]\nfingerprint = "{change["fingerprint"]}"\nreason = "agreed"\n'
        for change in found
        if change["level"] == "breaking"
    ]
    repository.write("acme/accepted.toml", "".join(entries))
    shown = repository.run("diff").stdout
    assert "2 additive, 3 accepted" in shown
    assert "      agreed\n" in shown
    repository.write("acme/accepted.toml", "until = 2025-12-31\n".join([*entries, ""]))
    assert repository.run("diff", code=1).stderr.count("SW852") == 3
    repository.write(
        "acme/accepted.toml", entries[0].replace(found[0]["fingerprint"], "0" * 12)
    )
    assert "SW853" in repository.run("diff", code=1).stderr
    repository.write("acme/accepted.toml", "[[accept]]\n")
    assert "SW851" in repository.run("diff", code=2).stderr


def test_two_documents_and_two_folders(repository: Repository) -> None:
    for name, text in {"old.yaml": BEFORE, "new.yaml": BREAKING}.items():
        (repository.root / name).write_text(text, encoding="utf-8")
        (repository.root / name[:3]).mkdir()
        (repository.root / name[:3] / "api.yaml").write_text(text, encoding="utf-8")
    shown = repository.run("diff", "old.yaml", "new.yaml", code=1).stdout
    assert shown.startswith("new: old.yaml -> new.yaml: 3 breaking")
    assert "old.yaml:19 -> new.yaml:18" in shown
    assert "old/api.yaml:19 -> new/api.yaml:18" in (
        repository.run("diff", "old", "new", code=1).stdout
    )


def test_json_has_what_the_documentation_says(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    report = json.loads(repository.run("diff", "--format", "json", code=1).stdout)
    assert (report["version"], report["command"], report["exit"]) == (1, "diff", 1)
    (client,) = report["clients"]
    assert client["counts"]["spec"] == {"breaking": 2, "additive": 1, "neutral": 0}
    change = client["changes"][0]
    assert change == {
        "layer": "spec",
        "level": "breaking",
        "rule": "limit-tightened",
        "subject": "GET /things query limit",
        "title": "has a tighter limit",
        "before": "",
        "after": "maximum 9",
        "why": "Values between the old limit and the new are refused.",
        "direction": "request",
        "operations": ["GET /things"],
        "old": {
            "file": "specs/acme/api.yaml",
            "line": 10,
            "pointer": "/paths/~1things/get/parameters/0/schema",
        },
        "new": {
            "file": "specs/acme/api.yaml",
            "line": 10,
            "pointer": "/paths/~1things/get/parameters/0/schema/maximum",
        },
        "fingerprint": change["fingerprint"],
        "accepted": None,
    }


def test_markdown_for_a_pull_request(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    shown = repository.run("diff", "--format", "markdown", code=1).stdout
    golden = Path(__file__).with_name("diff.md")
    assert shown == golden.read_text(encoding="utf-8")


def test_names_are_those_of_the_lock(repository: Repository) -> None:
    repository.run("generate")
    repository.commit("generated")
    repository.write("acme/api.yaml", BEFORE.replace("listThings", "everyThing"))
    shown = repository.run("diff").stdout
    assert "operationId: listThings -> everyThing" in shown
    assert "python" not in shown


def test_generating_says_in_short_what_changed(repository: Repository) -> None:
    assert "diff" not in repository.run("generate").stderr
    repository.write("acme/api.yaml", BREAKING)
    assert (
        "acme: 1 operation changed; `specwright diff acme` says what that means\n"
    ) in repository.run("generate").stderr
    assert "diff" not in repository.run("generate").stderr


def test_what_breaks_can_be_accepted_at_once(repository: Repository) -> None:
    repository.write("acme/api.yaml", BREAKING)
    repository.write("acme/accepted.toml", "# Ours.\n")
    repository.run("diff", "--accept", " ", code=2)
    repository.run("diff", "--until", "2026-06-30", code=2)
    repository.run("diff", "old.yaml", "new.yaml", "--accept", "why", code=2)
    agreed = ("--accept", 'said "so"', "--until", "2026-06-30")
    assert "3 accepted" in repository.run("diff", *agreed).stdout
    text = (repository.root / "specs/acme/accepted.toml").read_text(encoding="utf-8")
    assert text.startswith(
        "# Ours.\n\n[[accept]]\n# GET /things query limit has a tighter limit: maximum 9\n"
    )
    assert text.count("until = 2026-06-30\n") == 3
    assert "3 accepted" in repository.run("diff").stdout
    repository.run("diff", *agreed)
    again = repository.root / "specs/acme/accepted.toml"
    assert again.read_text(encoding="utf-8") == text
