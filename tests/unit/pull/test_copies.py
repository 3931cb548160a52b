"""References to other servers: allowed by name, copied by `pull`, pinned, resolved."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from support.sites import Site, reply

from specwright.sources import Copies

if TYPE_CHECKING:
    from pull.conftest import Client

API = """\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test}]
paths:
  /price:
    get:
      operationId: get_price
      responses:
        '200':
          description: It.
          content:
            application/json:
              schema: {$ref: 'URL/types/money.json#/$defs/Money'}
"""
MONEY = """\
{"$defs": {"Money": {"type": "object", "properties": {
  "amount": {"type": "integer"}, "currency": {"$ref": "currency?v=2#/Currency"},
  "of": {"$ref": "/api.yaml#/components/schemas/Country"}}}}}
"""
CURRENCY = "Currency: {type: string, enum: [EUR, SEK]}\n"
WHOLE = """\
openapi: 3.0.3
info: {title: Countries, version: '1'}
paths: {/countries: {get: {responses: {'200': {description: All.}}}}}
components: {schemas: {Country: {type: object, properties: {code: {type: string}}}}}
"""


@pytest.fixture
def shop(client: Client, site: Site) -> Client:
    site.put("/types/money.json", MONEY)
    site.put("/types/currency", CURRENCY)
    site.put("/api.yaml", WHOLE)
    client.write("api.yaml", API.replace("URL", site.url))
    client.write("client.toml", f'[references]\nhosts = ["{site.host}"]\n')
    return client


def models(client: Client) -> str:
    source = client.root / "generated/acme/src/acme"
    return "\n".join(path.read_text() for path in sorted(source.rglob("*types*.py")))


def test_a_host_that_is_not_named_is_not_asked(client: Client, site: Site) -> None:
    site.put("/types/money.json", MONEY)
    client.write("api.yaml", API.replace("URL", site.url))
    result = client.run("generate", code=2)
    assert "error[SW324]" in result.stderr
    assert f'hosts = ["{site.host}"]' in result.stderr
    assert "--> specs/acme/api.yaml:13:" in result.stderr
    client.pull()
    assert site.asked() == []


def test_without_a_copy_generate_names_the_command(shop: Client, site: Site) -> None:
    result = shop.run("generate", code=2)
    assert "error[SW876]" in result.stderr
    assert "help: specwright pull acme" in result.stderr
    assert site.asked() == []


def test_copies_are_fetched_pinned_and_used(shop: Client, site: Site) -> None:
    result = shop.pull()
    assert "3 added" in result.stdout
    host = f"remote/{site.host.replace(':', '_')}"
    assert shop.read(f"{host}/types/money.json") == MONEY
    assert shop.read(f"{host}/api.yaml") == WHOLE
    pins = tomllib.loads(shop.read("sources.lock"))["files"]
    assert {pin["url"] for pin in pins.values()} == {
        f"{site.url}/types/money.json",
        f"{site.url}/types/currency?v=2",
        f"{site.url}/api.yaml",
    }
    site.asked()
    shop.run("generate")
    shop.run("check")
    assert site.asked() == []
    text = models(shop)
    assert "class Money(" in text
    assert '"EUR", "SEK"' in text
    assert "class Country(" in text
    listed = shop.run("list", "acme").stdout
    assert "/price" in listed
    assert "/countries" not in listed


def test_copies_are_refreshed_by_their_validators(shop: Client, site: Site) -> None:
    shop.pull()
    site.requests.clear()
    before = shop.files()
    assert "3 unchanged" in shop.pull().stdout
    assert shop.files() == before
    assert all("if-none-match" in headers for _, headers in site.requests)
    site.put("/types/currency", CURRENCY.replace("SEK", "NOK"))
    assert "1 updated" in shop.pull().stdout
    shop.run("generate")
    assert '"EUR", "NOK"' in models(shop)


def test_a_copy_that_was_edited_stops_everything(shop: Client, site: Site) -> None:
    shop.pull()
    path = f"remote/{site.host.replace(':', '_')}/api.yaml"
    shop.write(path, WHOLE.replace("code", "name"))
    for command in ("generate", "lint", "check"):
        result = shop.run(command, code=2)
        assert "SW877" in result.output
        assert "specwright pull acme" in result.output
    shop.pull("--force")
    shop.run("generate")


def test_a_copy_that_is_gone_is_fetched_again(shop: Client, site: Site) -> None:
    shop.pull()
    (shop.folder / f"remote/{site.host.replace(':', '_')}/types/money.json").unlink()
    assert "SW876" in shop.run("generate", code=2).stderr
    assert "1 added" in shop.pull().stdout
    shop.run("generate")


def test_copies_that_nothing_needs_are_removed(shop: Client, site: Site) -> None:
    shop.pull()
    site.put("/types/money.json", MONEY.replace("/api.yaml#/components/", "#/"))
    assert "removed    specs/acme/remote/" in shop.pull(code=0).stdout
    shop.write("api.yaml", API.replace("$ref: 'URL/types/money.json#/$defs/Money'", ""))
    shop.pull()
    assert not (shop.folder / "remote").exists()


def test_a_host_that_is_not_named_any_more(shop: Client, site: Site) -> None:
    shop.pull()
    shop.write("client.toml", "")
    shop.write("api.yaml", API.replace("$ref: 'URL/types/money.json#/$defs/Money'", ""))
    assert "does not allow the host" in shop.run("lint", code=2).stdout
    shop.pull()
    assert not (shop.folder / "remote").exists()
    shop.run("lint")


def test_a_copy_does_not_come_from_a_host_that_is_not_named(
    shop: Client, site: Site
) -> None:
    with Site() as other:
        url = other.put("/money.json", MONEY)
        site.answers["/types/money.json"] = reply(b"", 302, Location=url)
        assert "error[SW041]" in shop.pull(code=2).stderr
        assert other.asked() == []
    assert not (shop.folder / "remote").exists()


def test_what_is_not_there_is_an_error_and_nothing_is_written(
    shop: Client, site: Site
) -> None:
    del site.answers["/types/currency"]
    assert "answered 404" in shop.pull(code=2).stderr
    assert not (shop.folder / "remote").exists()


def test_hosts_in_client_toml_are_checked(client: Client) -> None:
    client.write("client.toml", '[references]\nhosts = ["https://shop.test/"]\n')
    assert "error[SW606]" in client.pull(code=2).stderr


COPIES = Copies(("a.test", "b.test:8080"), "specs/acme/")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://a.test/x/y.yaml", "a.test/x/y.yaml"),
        ("http://A.TEST:80/x/y.yaml#/Pet", "a.test/x/y.yaml"),
        ("https://b.test:8080/x", "b.test_8080/x.yaml"),
        ("https://a.test", "a.test/index.yaml"),
        ("https://a.test/../../x.json", "a.test/x.json"),
        ("https://a.test/%2e%2e/x.json", "a.test/___f8e4e1a1/x.json"),
        ("https://c.test/x.yaml", ""),
        ("https://a.test:8080/x.yaml", ""),
        ("file:///a.test/x.yaml", ""),
        ("x.yaml", ""),
    ],
)
def test_the_place_of_a_copy_follows_from_its_address(url: str, place: str) -> None:
    found = COPIES.place(url)
    if "%2e" in url:
        assert "/../" not in found
        assert found.startswith("specs/acme/remote/a.test/_")
    else:
        assert found == (f"specs/acme/remote/{place}" if place else "")


def test_places_are_plain_names_on_every_system() -> None:
    for part in (
        "a b",
        "con",
        "nul.yaml",
        "x:y",
        "a\\b",
        "\x00",
        "é" * 200,
        "-x",
        "a.",
    ):
        place = COPIES.place(f"https://a.test/{part}/t.yaml")
        name = place.split("/")[4]
        assert name.isascii()
        assert len(name) <= 100
        assert all(c.isalnum() or c in "_.-" for c in name), name
        assert name != part
