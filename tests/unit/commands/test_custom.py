"""Classes of the user's in a generated package: used, typed, and still fitting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.specs import openapi

from commands.test_names import Shop

DONE = (
    "responses: {'200': {description: D., content: {application/json: {schema: %s}}}}"
)
THING = "{$ref: '#/components/schemas/Thing'}"


def document(*operations: str, schemas: str = "") -> str:
    """`things.get`, and what else is named as `PATH TAG ID`."""
    paths = ""
    for each in ("thing/{id} things get", *operations):
        path, tag, name = each.split()
        variable = (
            "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"
        )
        more = f" {variable}," if "{" in path else ""
        paths += f"/{path}: {{get: {{operationId: {name}, tags: [{tag}],{more} {DONE % THING}}}}}\n"
    return openapi(
        paths, schemas or "Thing: {type: object, properties: {id: {type: string}}}"
    )


CONFIG = """
client_class = ["shop._custom.client:Plus", "shop._custom.client:AsyncPlus"]

[resource_classes]
things = ["shop._custom.things:MyThings", "shop._custom.things:AsyncThings"]
"things.parts" = "shop._custom.things:Parts"
"""
CLIENT = """\
from __future__ import annotations

from .. import client
from .things import MyThings


class Plus(client.Shop):
    def first(self) -> str:
        things: MyThings = self.things
        return things.both("1", "2")[0] + self.things.parts.count()


class AsyncPlus(client.AsyncShop):
    async def first(self) -> str:
        return (await self.things.get("1")).id or ""
"""
THINGS = """\
from __future__ import annotations

from typing_extensions import override

from shop import RequestOptions, Thing

from ..things import resource as generated
from ..things.parts.resource import Parts as Generated


class Counting:
    calls = 0

    def counted(self, thing: Thing) -> str:
        self.calls += 1
        return thing.id or ""


class MyThings(Counting, generated.Things):
    def both(self, *ids: str) -> list[str]:
        return [self.counted(self.get(each)) for each in ids]

    @override
    def get(self, id: str, *, request_options: RequestOptions | None = None) -> Thing:
        return super().get(f"my-{id}", request_options=request_options)


class AsyncThings(generated.AsyncThings):
    pass


class Parts(Generated):
    def count(self) -> str:
        return self.all().id or ""
"""
USE = """\
import asyncio, sys
import httpx
import shop
import shop.client
assert not any("_custom" in name for name in sys.modules)
from shop import AsyncShop, Shop
asked = []
def answer(request):
    asked.append((request.method, request.url.raw_path.decode()))
    return httpx.Response(200, json={"id": request.url.path[-2:]})
mock = httpx.MockTransport(answer)
with Shop(httpx_client=httpx.Client(transport=mock)) as shop:
    print(shop.first(), shop.things.calls, asked)
    assert type(shop.with_options(max_retries=0)) is Shop
async def main():
    async with AsyncShop(httpx_client=httpx.AsyncClient(transport=mock)) as shop:
        print(await shop.first(), type(shop.things.parts).__module__)
asyncio.run(main())
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A client with classes of the user's."""
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    made = Shop(tmp_path)
    made.write("a.yaml", document("parts things/parts all"))
    made.write("client.toml", CONFIG)
    custom(made, "__init__.py", "")
    custom(made, "client.py", CLIENT)
    custom(made, "things.py", THINGS)
    made.run("generate")
    return made


def custom(shop: Shop, name: str, text: str) -> None:
    file = shop.root / "generated/shop/src/shop/_custom" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def python(shop: Shop, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder = shop.root / "generated/shop/src"
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def problems(shop: Shop) -> list[str]:
    """Code and place of what `check` finds wrong in the user's files."""
    lines = shop.run("check", code=1).stderr.splitlines()
    found = []
    for number, line in enumerate(lines):
        if line.startswith("error[SW84"):
            place = lines[number + 1].partition("_custom/")[2]
            found.append(f"{line[6:11]} {place}".strip())
    return found


def test_classes_of_the_user_stand_for_the_generated_ones(shop: Shop) -> None:
    done = python(shop, "-c", USE)
    assert done.stdout.splitlines() == [
        "-1ts 2 [('GET', '/thing/my-1'), ('GET', '/thing/my-2'), ('GET', '/parts')]",
        "/1 shop.things.parts.resource",
    ], done.stderr
    shop.run("check")
    before = shop.tree()
    shop.run("generate", "--force")
    assert shop.tree() == before


def test_types_hold(shop: Shop) -> None:
    """That of the user's own methods too, from wherever the client is used."""
    use = shop.root / "generated/shop/src/use.py"
    use.write_text(
        "from shop import AsyncShop, Shop\n"
        "client = Shop()\n"
        "first: str = client.first()\n"
        "both: list[str] = client.things.both('1')\n"
        "count: str = client.with_options().things.parts.count()\n"
        "client.things.none()\n"
        "AsyncShop().things.both()\n"
    )
    done = python(shop, "-m", "mypy", "--strict", "--no-incremental", "use.py", "shop")
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()[:-1]] == [
        'error: "MyThings" has no attribute "none"  [attr-defined]',
        'error: "AsyncThings" has no attribute "both"  [attr-defined]',
    ]


def test_what_the_vendor_removes_is_missed_in_the_users_files(shop: Shop) -> None:
    # `get` is renamed in earnest: its path changes.
    changed = document("parts things/parts all").replace("thing/{id}", "item/{id}")
    shop.write("a.yaml", changed.replace("operationId: get", "operationId: read"))
    result = shop.run("generate")
    assert "error[SW845]" in result.stderr
    assert problems(shop) == [
        "SW847 client.py:15:23",
        "SW845 things.py:24:5",
        "SW847 things.py:25:16",
    ]
    result = shop.run("check", code=1)
    assert "it was `client.things.get`" in result.stderr
    assert "generated/shop/src/shop/things/resource.py:" in result.stderr


def test_an_unmarked_method_is_known_from_the_lock(shop: Shop) -> None:
    unmarked = THINGS.replace("    @override\n", "")
    custom(shop, "things.py", unmarked)
    shop.run("check")
    shop.run("generate")
    assert (
        '"_custom.things.MyThings.get" = "client.things.get"' in shop.lock.read_text()
    )
    changed = document("parts things/parts all").replace("thing/{id}", "item/{id}")
    shop.write("a.yaml", changed.replace("operationId: get", "operationId: read"))
    assert "SW845 things.py:23:5" in problems(shop)
    shop.run("generate")
    assert "SW845 things.py:23:5" in problems(shop)
    custom(shop, "things.py", unmarked.replace("def get(", "def find("))
    assert not any("SW845" in found for found in problems(shop))


def test_a_resource_that_is_gone_stops_the_client(shop: Shop) -> None:
    before = shop.tree()
    shop.write("a.yaml", document("parts things/pieces all"))
    shop.run("names", "shop", "--release-all")
    before["specwright.lock"] = shop.lock.read_bytes()
    result = shop.run("generate", code=2)
    assert "error[SW840]: [resource_classes] of client.toml names 'things.parts'" in (
        result.stderr
    )
    assert shop.tree() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("things.py", "import RequestOptions, Thing", "import RequestOptions, Gone", "SW846 things.py:5:1"),
        ("things.py", "things.parts.resource", "things.gone.resource", "SW846 things.py:8:1"),
        ("things.py", "self.all()", "self.every()", "SW847 things.py:34:16"),
        ("client.py", "self.things.parts.count", "self.things.parts.sum", "SW847 client.py:10:43"),
        ("client.py", "parts.count", "pieces.count", "SW847 client.py:10:43"),
        ("things.py", "class Parts(Generated)", "class Pieces(Generated)", "SW843 things.py:1:1"),
        ("things.py", "class Parts(Generated):", "class Parts:", "SW844 things.py:32:1"),
        ("client.py", "client.AsyncShop", "client.Shop", "SW844 client.py:13:1"),
        ("things.py", "def count(self)", "def count(self", "SW842 things.py:33"),
    ],
)  # fmt: skip
def test_what_does_not_fit(
    shop: Shop, name: str, old: str, new: str, expected: str
) -> None:
    text = {"things.py": THINGS, "client.py": CLIENT}[name]
    assert old in text
    custom(shop, name, text.replace(old, new))
    assert any(found.startswith(expected) for found in problems(shop)), problems(shop)


def test_a_module_that_is_missing(shop: Shop) -> None:
    (shop.root / "generated/shop/src/shop/_custom/things.py").unlink()
    result = shop.run("check", code=1)
    assert result.stderr.count("error[SW841]") == 3
    assert "generated/shop/src/shop/_custom/things.py does not exist" in result.stderr
    assert "SW841" in shop.run("generate").stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("client_class = 1", "SW603"),
        ("client_class = 'shop:Shop'", "SW606"),
        ("client_class = 'other.x:Shop'", "SW606"),
        ("client_class = 'shop._custom.x:os.system'", "SW606"),
        ("client_class = 'shop._custom.x: X'", "SW606"),
        ("client_class = ['shop._custom.x:A', 'shop._custom.x:B']", "SW606"),
        ("client_class = 'shop.things.resource:Mine'", "SW840"),
        ("resource_classes = {thing = 'shop._custom.x:A'}", "SW840"),
    ],
)
def test_classes_that_cannot_be_meant(shop: Shop, line: str, code: str) -> None:
    before = shop.tree()
    shop.write("client.toml", f"{line}\n")
    assert f"error[{code}]" in shop.run("generate", code=2).stderr
    assert shop.tree() == before


def test_a_guarded_client_runs_none_of_the_users_code(shop: Shop) -> None:
    """What the client sends is tried with the generated classes alone."""
    custom(shop, "things.py", f"raise SystemExit(7)\n{THINGS}")
    custom(shop, "client.py", f"raise SystemExit(7)\n{CLIENT}")
    shop.write("a.yaml", document("parts things/parts all", "more things more"))
    assert "SW83" not in shop.run("generate").stderr
    shop.run("check")
