"""`specwright names`, and names over several runs of `generate`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.specs import openapi

from specwright.cli import cli

DONE = "responses: {'204': {description: D.}}"


def operation(path: str, name: str, tag: str = "things") -> str:
    parameters = "parameters: [{name: pageSize, in: query, schema: {type: integer}}]"
    return openapi(
        f"/{path}: {{get: {{operationId: {name}, tags: [{tag}], {parameters}, {DONE}}}}}\n"
    )


class Shop:
    """A workspace with a client `shop`, generated for real."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("a.yaml", operation("a", "get_data"))

    def write(self, name: str, text: str) -> None:
        file = self.root / "specs/shop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def remove(self, name: str) -> None:
        (self.root / "specs/shop" / name).unlink()

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["--root", str(self.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def tree(self) -> dict[str, bytes]:
        """What is generated, the lock too."""
        folder = self.root / "generated/shop"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    @property
    def lock(self) -> Path:
        return self.root / "generated/shop/specwright.lock"

    def names(self) -> dict[str, tuple[str, str]]:
        """What is listed of operations, and what is said about it."""
        listed = json.loads(self.run("names", "shop", "--json").stdout)
        return {
            each["key"]: (each["name"], each["afresh"])
            for each in listed["names"]
            if each["key"].startswith("GET") and "query" not in each["key"]
        }


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    made = Shop(tmp_path)
    made.run("generate")
    return made


def test_names_are_listed_with_what_they_would_be(shop: Shop) -> None:
    shop.write("a.yaml", operation("a", "fetch"))
    shop.write(
        "own.overlay.yaml",
        "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n"
        "  - target: $.paths['/a'].get.parameters[0]\n"
        "    update: {x-specwright-name: size}\n",
    )
    result = shop.run("names")
    assert [re.split(" {2,}", line) for line in result.stdout.splitlines()] == [
        ["GET /a", "things.get_data", "afresh: things.fetch"],
        ["GET /a query pageSize", "size", "given by you"],
        ["client.things", "Things"],
        ["server https://api.acme.test", "PRODUCTION"],
    ]
    listed = json.loads(shop.run("names", "shop", "--json").stdout)
    assert listed["names"][0] == {
        "client": "shop",
        "key": "GET /a",
        "name": "things.get_data",
        "afresh": "things.fetch",
        "given": False,
    }


def test_a_released_name_is_settled_anew(shop: Shop) -> None:
    shop.write("a.yaml", operation("a", "fetch"))
    shop.run("generate")
    before = shop.tree()

    result = shop.run("names", "shop", "--release", "GET /a")
    assert result.stdout == (
        "released   GET /a\nreleased   GET /a query pageSize\n"
        "shop: 2 names released; `specwright generate shop` settles them\n"
    )
    after = shop.tree()
    assert {path for path in before if after[path] != before[path]} == {
        "specwright.lock"
    }
    assert before.keys() == after.keys()

    result = shop.run("check", code=1)
    assert "names released[SW823]: generated/shop/specwright.lock" in result.stdout
    assert "generator changed" not in result.stdout
    shop.run("generate")
    assert shop.names() == {"GET /a": ("things.fetch", "things.fetch")}
    shop.run("check")


def test_a_name_that_is_free_to_be_the_same_leaves_nothing_behind(shop: Shop) -> None:
    before = shop.tree()
    shop.run("names", "shop", "--release-all")
    assert "[names]" not in shop.lock.read_text()
    assert "naming = " not in shop.lock.read_text()
    shop.run("generate")
    assert shop.tree() == before


def test_what_cannot_be_released(shop: Shop) -> None:
    before = shop.tree()
    result = shop.run("names", "shop", "--release", "GET /A", code=2)
    assert "error[SW822]: no settled name has the key 'GET /A'" in result.stderr
    assert "= help: did you mean 'GET /a'?" in result.stderr
    shop.run("names", "--release", "GET /a", code=2)
    shop.run("names", "shop", "--release", "GET /a", "--release-all", code=2)
    assert shop.tree() == before

    shop.lock.unlink()
    result = shop.run("names", "shop", "--release-all", code=2)
    assert "error[SW822]: no names of shop are settled" in result.stderr


def test_a_lock_with_a_name_that_is_none_is_refused(shop: Shop) -> None:
    """A name of the lock is printed as code."""
    text = shop.lock.read_text()
    for name in ("x; import os", "a.b()", "_private", "class", "", "a..b"):
        shop.lock.write_text(text.replace('"things.get_data"', json.dumps(name)))
        result = shop.run("generate", code=1)
        assert "error[SW801]" in result.stderr
        assert "is not a name" in result.stderr
        shop.run("check", code=1)


def test_a_page_that_goes_and_comes_back_is_as_it_was(shop: Shop) -> None:
    """To the byte, though both ask for one name."""
    pages = {
        "0.yaml": operation("b", "getData"),
        "b.yaml": operation("c", "get-data"),
        "c.yaml": operation("d", "show", "things/get_data"),
    }
    for name, text in pages.items():
        shop.write(name, text)
    shop.run("generate")
    before = shop.tree()
    assert len({name for name, _ in shop.names().values()}) == 4
    for name, text in pages.items():
        shop.remove(name)
        shop.run("generate")
        assert shop.tree() != before
        shop.write(name, text)
        shop.run("generate")
        assert shop.tree() == before


def test_after_a_merge_either_side_becomes_the_same(shop: Shop, tmp_path: Path) -> None:
    """Two branches add an operation each; their locks conflict; their specs do not."""
    base = shop.lock.read_text()
    sides = []
    for name, text in {"b": "other", "c": "third"}.items():
        shop.write(f"{name}.yaml", operation(name, text))
        shop.run("generate")
        shutil.copytree(shop.root / "generated", tmp_path / name)
        sides.append(shop.lock.read_text())
        shop.remove(f"{name}.yaml")
        shop.run("generate")
    assert shop.lock.read_text() == base
    shop.write("b.yaml", operation("b", "other"))
    shop.write("c.yaml", operation("c", "third"))

    ours, theirs = sides
    marked = f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n"
    shop.lock.write_text(marked)
    before = shop.tree()
    for command in (["generate"], ["check"], ["names", "shop", "--release", "GET /a"]):
        code = 2 if command[0] == "names" else 1
        assert "error[SW802]" in shop.run(*command, code=code).stderr
    assert shop.tree() == before

    results = []
    for name in ("b", "c"):
        shutil.rmtree(shop.root / "generated")
        shutil.copytree(tmp_path / name, shop.root / "generated")
        shop.run("generate")
        results.append(shop.tree())
    assert results[0] == results[1]


def test_locks_that_git_merged_by_lines_are_one_lock(shop: Shop) -> None:
    """Each branch settled the same name for another operation; one of them keeps it."""
    shop.write("b.yaml", operation("b", "other"))
    shop.run("generate")
    text = shop.lock.read_text()
    shop.lock.write_text(text.replace('"things.other"', '"things.get_data"'))
    result = shop.run("generate")
    assert "warning[SW821]" in result.stderr
    assert shop.lock.read_text() == text
    assert "SW821" not in shop.run("generate").stderr
