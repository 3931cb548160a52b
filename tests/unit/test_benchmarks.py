"""The counting of the tables in `benchmarks/`, which the rest of them is held against."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def documents() -> dict[str, Any]:
    return run_path(str(FOLDER / "documents.py"))


OPERATION: dict[str, Any] = {"responses": {}}


@pytest.mark.parametrize(
    ("paths", "count"),
    [
        (None, 0),
        ({}, 0),
        ({"/a": {"get": OPERATION, "post": OPERATION, "summary": "A"}}, 2),
        ({"/a": {"parameters": [], "x-post": OPERATION}}, 0),
        ({"/a": {"query": OPERATION}, "/b": {"trace": OPERATION}}, 2),
        ({"/a": {"additionalOperations": {"COPY": OPERATION}}}, 1),
        ({"/a": {"$ref": "#/x-items/~1b"}}, 1),
    ],
)
def test_operations_that_go_in(
    documents: dict[str, Any], paths: Any, count: int
) -> None:
    found = {"paths": paths, "x-items": {"/b": {"get": OPERATION}}}
    assert documents["operations_in"](found) == count


RESOURCE = '''
class PetsResource:
    def list(self):
        """Lists pets.

        `GET /pets`
        """

    def helper(self):
        """Mentions `GET /toys` inside a line."""

    def stream(self):
        """Lists pets.

        `GET /pets`
        """


class AsyncPetsResource:
    async def show(self):
        """`GET /pets/{id}`"""
'''


def test_requests_that_come_out(documents: dict[str, Any]) -> None:
    assert documents["operations_out"]([RESOURCE]) == 1
    other = RESOURCE.replace("/pets", "/toys")
    assert documents["operations_out"]([RESOURCE, other]) == 2


def test_every_escape_is_where_the_script_takes_it_away() -> None:
    root = FOLDER.parent
    wrong = {
        (escape.file, escape.old): count
        for escape in run_path(str(FOLDER / "escapes.py"))["escapes"]()
        for path in [root / "generator/specwright" / escape.file]
        if (count := path.read_text(encoding="utf-8").count(escape.old)) != 1
        or escape.old == escape.new
        or not (root / "tests" / escape.tests.split()[0].split("::")[0]).is_file()
    }
    assert wrong == {}
