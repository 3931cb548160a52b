"""`specwright add` with a document of many files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specwright.add import plan_add
from specwright.fetch import collect_sources

ROOT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.test}]
paths:
  /pets: {$ref: paths/pets.yaml}
"""
FILES = {
    "openapi.yaml": ROOT,
    "paths/pets.yaml": "get:\n  responses:\n    '200':\n"
    "      $ref: '../common/replies.json#/pets'\n",
    "common/replies.json": json.dumps(
        {"pets": {"description": "D.", "content": {"a/b": {"$ref": "x y.yaml#/a"}}}}
    ),
    "common/x y.yaml": "a: {schema: {type: string}}\n",
    "package.json": "{}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "api" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "secret.yaml").write_text("a: {}\n")
    return tmp_path / "api"


def planned(*sources: Path) -> tuple[dict[str, str], list[str]]:
    fetched, found = collect_sources([str(source) for source in sources])
    plan = plan_add("pets", fetched, {})
    found.extend(plan.diagnostics)
    files = {name: data.decode() for name, data in plan.files.items()}
    return files, [diagnostic.code for diagnostic in found]


@pytest.mark.parametrize("source", ["openapi.yaml", "."])
def test_all_files_keep_their_places(folder: Path, source: str) -> None:
    files, codes = planned(folder / source)

    assert files == {k: v for k, v in FILES.items() if k != "package.json"}
    # A folder is said to hold more; a file takes what it refers to.
    assert codes == (["SW045"] if source == "." else [])


def test_files_are_found_from_where_they_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    files, _ = planned(Path("openapi.yaml"))
    assert "common/x y.yaml" in files


def test_no_file_outside_the_folder_of_the_document_is_taken(folder: Path) -> None:
    document = folder / "openapi.yaml"
    document.write_text(ROOT.replace("paths/pets.yaml", "../secret.yaml"))

    files, codes = planned(document)

    assert list(files) == ["openapi.yaml"]
    assert codes == []


def test_a_file_that_is_not_there_is_left_to_generate(folder: Path) -> None:
    (folder / "paths/pets.yaml").unlink()
    files, codes = planned(folder / "openapi.yaml")
    assert (list(files), codes) == (["openapi.yaml"], [])


def test_a_part_that_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "paths/pets.yaml").write_text("get: [\n")
    _, codes = planned(folder / "openapi.yaml")
    assert codes == ["SW002"]


def test_the_second_time_only_what_changed_is_written(folder: Path) -> None:
    fetched, _ = collect_sources([str(folder / "openapi.yaml")])
    existing = {
        name: text.encode() for name, text in FILES.items() if name != "package.json"
    }
    existing["paths/pets.yaml"] = b"get: {}\n"

    plan = plan_add("pets", fetched, existing)

    assert list(plan.files) == ["paths/pets.yaml"]
    kinds = {change.file: change.kind for change in plan.changes}
    assert kinds == {
        "openapi.yaml": "unchanged",
        "paths/pets.yaml": "updated",
        "common/replies.json": "unchanged",
        "common/x y.yaml": "unchanged",
    }
