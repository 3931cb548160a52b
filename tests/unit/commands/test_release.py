"""`specwright release`: version, changelog, package and record, together or not at all."""

from __future__ import annotations

import json

import pytest

from commands.repository import ADDITIVE, BEFORE, BREAKING, Repository

CONFIG = '# Ours.\npackage = "acme"\nversion = "1.4.0"  # kept by release\n'
LOG = "generated/acme/CHANGELOG.md"
RECORD = "specs/acme/.release.json"


@pytest.fixture
def released(repository: Repository) -> Repository:
    repository.write("acme/client.toml", CONFIG)
    repository.run("generate")
    repository.run("release", "acme")
    return repository


def read(repository: Repository, path: str) -> str:
    return (repository.root / path).read_text(encoding="utf-8")


def files(repository: Repository) -> dict[str, bytes]:
    return {
        path.relative_to(repository.root).as_posix(): path.read_bytes()
        for path in sorted(repository.root.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def test_the_first_release_is_the_version_that_there_is(released: Repository) -> None:
    assert read(released, "specs/acme/client.toml") == CONFIG
    assert read(released, LOG).endswith("## [1.4.0] - 2026-01-01\n\nFirst release.\n")
    assert released.run("check").stdout == "acme: in step\n"
    shown = released.run("release", "acme").stdout
    assert shown == "acme: nothing changed since 1.4.0\n"


@pytest.mark.parametrize(
    ("start", "spec", "version"),
    [
        ("1.4.0", BREAKING, "2.0.0"),
        ("1.4.0", ADDITIVE, "1.5.0"),
        ("1.4.0", BEFORE.replace("description: d", "description: e"), "1.4.1"),
        ("0.4.1", BREAKING, "0.5.0"),
        ("0.4.1", ADDITIVE, "0.4.2"),
        ("2.0.0rc1", BREAKING, "2.0.0"),
    ],
)
def test_the_version_follows_from_the_gravest_change(
    repository: Repository, start: str, spec: str, version: str
) -> None:
    repository.write("acme/client.toml", CONFIG.replace("1.4.0", start))
    repository.run("release", "acme")
    repository.write("acme/api.yaml", spec)
    shown = repository.run("release", "acme").stdout
    assert shown.startswith(f"acme: {start} -> {version}")
    assert read(repository, "specs/acme/client.toml") == (
        CONFIG.replace("1.4.0", version)
    )
    pyproject = read(repository, "generated/acme/pyproject.toml")
    assert f'version = "{version}"' in pyproject
    assert json.loads(read(repository, RECORD))["version"] == version
    assert repository.run("check").stdout == "acme: in step\n"


def test_the_changelog_tells_callers_what_changed(released: Repository) -> None:
    released.write("acme/api.yaml", BREAKING)
    shown = released.run("release", "acme", "--date", "2026-02-03").stdout
    assert shown.startswith(
        "acme: 1.4.0 -> 2.0.0: 3 breaking changes\n"
        "  Thing.size is no field any more: int\n"
    )
    text = read(released, LOG)
    assert text[text.index("## [2.0.0]") :] == (
        "## [2.0.0] - 2026-02-03\n"
        "\n"
        "### Changed\n"
        "\n"
        "- **Breaking:** `GET /things query limit` has a tighter limit: `maximum 9`.\n"
        "\n"
        "### Added\n"
        "\n"
        "- `Thing.a` is a new field: `Any`.\n"
        "\n"
        "### Removed\n"
        "\n"
        "- **Breaking:** `Thing.size` is no field any more: `int`.\n"
        "\n"
        "## [1.4.0] - 2026-01-01\n"
        "\n"
        "First release.\n"
    )


def test_what_people_wrote_into_the_changelog_stays(released: Repository) -> None:
    by_hand = read(released, LOG).replace("First release.", "Finally!")
    by_hand = by_hand.replace("## [1", "## [Unreleased]\n\nSoon.\n\n## [1")
    (released.root / LOG).write_text(by_hand, encoding="utf-8")
    released.write("acme/api.yaml", ADDITIVE)
    released.run("generate")
    assert read(released, LOG) == by_hand
    released.run("release", "acme")
    text = read(released, LOG)
    assert "Finally!" in text
    assert text.index("Soon.") < text.index("## [1.5.0]") < text.index("## [1.4.0]")


def test_a_dry_run_changes_nothing(released: Repository) -> None:
    released.write("acme/api.yaml", BREAKING)
    before = files(released)
    shown = released.run("release", "acme", "--dry-run").stdout
    assert "## [2.0.0] - 2026-01-01" in shown
    assert files(released) == before


def test_a_version_can_be_named_or_written_before(released: Repository) -> None:
    released.write("acme/api.yaml", ADDITIVE)
    shown = released.run("release", "acme", "--dry-run", "--version", "9.9").stdout
    assert "1.4.0 -> 9.9:" in shown
    released.write("acme/client.toml", CONFIG.replace("1.4.0", "3.0.0"))
    assert "1.4.0 -> 3.0.0:" in released.run("release", "acme", "--dry-run").stdout
    released.write("acme/client.toml", CONFIG.replace("1.4.0", "1.4.1"))
    assert "1.4.0 -> 1.5.0:" in released.run("release", "acme", "--dry-run").stdout
    released.run("release", "acme", "--version", "soon", code=2)


def test_since_a_commit(repository: Repository) -> None:
    repository.write("acme/client.toml", CONFIG)
    repository.commit("released by hand")
    repository.git("tag", "v1.4.0")
    repository.write("acme/api.yaml", ADDITIVE)
    shown = repository.run("release", "acme", "--since", "git:v1.4.0").stdout
    assert shown.startswith("acme: 1.4.0 -> 1.5.0: 2 additive changes\n")


def test_what_a_new_generator_changed_stands_apart(released: Repository) -> None:
    record = json.loads(read(released, RECORD))
    record["tool"] = "0.0.1"
    (method,) = record["surface"]["methods"]
    method["name"] = "things.list_all"
    (released.root / RECORD).write_text(json.dumps(record), encoding="utf-8")
    released.write("acme/api.yaml", ADDITIVE)
    shown = released.run("release", "acme").stdout
    assert "1.4.0 -> 2.0.0: 1 breaking change" in shown
    assert "1 of them by a new version of specwright" in shown
    added, generator = read(released, LOG).split("## [1.4.0]")[0].split("### Generator")
    assert "`Thing.a` is a new field" in added
    assert "list_all" not in added
    assert "it was 0.0.1 before" in generator
    assert "`things.list_all` &rarr; `things.list`" in generator


def test_a_refused_release_leaves_everything_as_it_was(released: Repository) -> None:
    readme = released.root / "generated/acme/README.md"
    readme.write_text("mine\n", encoding="utf-8")
    released.write("acme/api.yaml", BREAKING)
    before = files(released)
    shown = released.run("release", "acme", code=1)
    assert "SW814" in shown.stderr
    assert files(released) == before


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        (LOG, "# Changes\n\n## 2.0.0\n", "SW859"),
        ("specs/acme/client.toml", CONFIG.replace("1.4.0", "1.2.3.4"), "SW860"),
        (RECORD, "{}", "SW861"),
        (RECORD, "[1]", "SW861"),
        (RECORD, '{"format": 2}', "SW861"),
        (RECORD, "{", "SW861"),
    ],
)
def test_what_stops_a_release_is_said(
    released: Repository, path: str, text: str, code: str
) -> None:
    released.write("acme/api.yaml", BREAKING)
    (released.root / path).write_text(text, encoding="utf-8")
    before = files(released)
    assert f"error[{code}]" in released.run("release", "acme", code=2).stderr
    assert files(released) == before


def test_an_unusable_spec_stops_a_release(released: Repository) -> None:
    released.write("acme/api.yaml", BEFORE.replace("in: query", "in: paht"))
    assert "api.yaml:10" in released.run("release", "acme", code=2).stderr
    released.run("release", "umbrella", code=2)
