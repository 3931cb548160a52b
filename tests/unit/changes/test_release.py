from __future__ import annotations

import tomllib

import pytest

from specwright.changes.changelog import has, insert
from specwright.changes.rule import Level
from specwright.changes.version import Version
from specwright.release import with_version

SECTION = "## [1.1.0] - 2026-01-01\n\nNew.\n"


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("1.2.3", Level.BREAKING, "2.0.0"),
        ("1.2.3", Level.ADDITIVE, "1.3.0"),
        ("1.2.3", Level.NEUTRAL, "1.2.4"),
        ("0.2.3", Level.BREAKING, "0.3.0"),
        ("0.2.3", Level.ADDITIVE, "0.2.4"),
        ("0.0.3", Level.BREAKING, "0.1.0"),
        ("2.1", Level.ADDITIVE, "2.2.0"),
        ("7", Level.NEUTRAL, "7.0.1"),
    ],
)
def test_the_next_version(text: str, level: Level, expected: str) -> None:
    version = Version.of(text)
    assert version is not None
    assert str(version.next(level)) == expected


def test_versions_of_other_shapes_are_not_guessed() -> None:
    assert [Version.of(t) for t in ("1.2.3.4", "v1", "", "1..2")] == [None] * 4
    early, final = Version.of("2.0.0rc1"), Version.of("2.0.0")
    assert early is not None
    assert final is not None
    assert early < final == early.final


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Changes\n\nOurs.\n", f"# Changes\n\nOurs.\n\n{SECTION}"),
        (
            "# Changes\n\n## 1.0.0\n\nOld.\n",
            f"# Changes\n\n{SECTION}\n## 1.0.0\n\nOld.\n",
        ),
        ("## [Unreleased]\n\nSoon.\n", f"## [Unreleased]\n\nSoon.\n\n{SECTION}"),
    ],
)
def test_a_section_goes_before_the_older_ones(before: str, after: str) -> None:
    assert insert(before, SECTION) == after


def test_a_new_changelog_has_a_head() -> None:
    made = insert("", SECTION)
    assert made.startswith("# Changelog\n")
    assert insert(made, SECTION.replace("1.1.0", "1.2.0")).count("# Changelog") == 1


def test_a_version_is_found_however_it_is_written() -> None:
    assert has("## [1.1.0] - 2026\n", "1.1.0")
    assert has("x\n## 1.1.0\n", "1.1.0")
    assert not has("## 1.1.01\n## [1.1.0rc1]\n### 1.1.0\n", "1.1.0")


@pytest.mark.parametrize(
    "text",
    [
        'package = "acme"\nversion = "1.0"\n',
        "version='1.0' # it's ours\r\nclass = 'A'\r\n",
        '# no version\n[credential]\nheader = "X"\n',
        "",
    ],
)
def test_only_the_version_of_the_configuration_changes(text: str) -> None:
    made = with_version(text.encode(), "2.0.0", "client.toml").decode()
    before, after = tomllib.loads(text), tomllib.loads(made)
    assert after == {**before, "version": "2.0.0"}
    kept = [line for line in text.splitlines() if not line.startswith("version")]
    assert [x for x in made.splitlines() if not x.startswith("version")] == kept
    assert ("# it's ours" in text) is ("# it's ours" in made)
