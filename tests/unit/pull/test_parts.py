"""Documents of many files on a server: they come along, and go when nothing needs them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from support.sites import reply

if TYPE_CHECKING:
    from support.sites import Site

    from pull.conftest import Client

ROOT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.test}]
paths:
  /pets: {$ref: '../paths/pets.yaml'}
"""
PETS = """\
get:
  operationId: list
  responses:
    '200':
      description: All pets.
      content:
        application/json: {schema: {$ref: '../schemas/my%20pet.yaml#/Pet'}}
"""
PET = "Pet: {type: object, properties: {name: {type: string}}}\n"


@pytest.fixture
def added(client: Client, site: Site) -> Client:
    site.put("/v1/api/openapi.yaml", ROOT)
    site.put("/v1/paths/pets.yaml", PETS)
    site.put("/v1/schemas/my%20pet.yaml", PET)
    client.run("add", "acme", f"{site.url}/v1/api/openapi.yaml")
    site.asked()
    return client


def test_they_come_along_and_lie_as_the_references_want_it(added: Client) -> None:
    assert added.read("api/openapi.yaml") == ROOT
    assert added.read("paths/pets.yaml") == PETS
    assert added.read("schemas/my pet.yaml") == PET
    assert list(tomllib.loads(added.read("sources.toml"))["files"]) == [
        "api/openapi.yaml"
    ]
    assert "1 method" in added.run("generate").output or added.run("check")


def test_only_the_document_has_a_line_and_all_are_asked_for(
    added: Client, site: Site
) -> None:
    assert "3 unchanged" in added.pull().stdout
    assert all("if-none-match" in headers for _, headers in site.requests)
    assert len(site.asked()) == 3


def test_a_part_that_changes_is_taken(added: Client, site: Site) -> None:
    site.put("/v1/schemas/my%20pet.yaml", PET.replace("name", "title"))
    result = added.pull()
    assert "updated    specs/acme/schemas/my pet.yaml" in result.stdout
    assert "title" in added.read("schemas/my pet.yaml")


def test_a_part_that_nothing_needs_is_removed(added: Client, site: Site) -> None:
    schema = "{$ref: '../schemas/my%20pet.yaml#/Pet'}"
    site.put("/v1/paths/pets.yaml", PETS.replace(schema, "{type: string}"))
    result = added.pull()
    assert "removed    specs/acme/schemas/my pet.yaml" in result.stdout
    assert not (added.folder / "schemas").exists()
    assert "my pet" not in added.read("sources.lock")


def test_a_part_that_was_edited_stays(added: Client, site: Site) -> None:
    added.write("paths/pets.yaml", PETS.replace("All", "Many"))
    site.put("/v1/paths/pets.yaml", PETS.replace("All", "Some"))
    assert "SW873" in added.pull(code=1).stderr
    assert "Many" in added.read("paths/pets.yaml")


def test_a_new_part_comes_with_the_reference_to_it(added: Client, site: Site) -> None:
    site.put("/v1/paths/owners.yaml", PETS)
    site.put(
        "/v1/api/openapi.yaml", ROOT + "  /owners: {$ref: '../paths/owners.yaml'}\n"
    )
    assert "added      specs/acme/paths/owners.yaml" in added.pull().stdout


def test_parts_of_a_document_that_vanished_stay(added: Client, site: Site) -> None:
    del site.answers["/v1/api/openapi.yaml"]
    assert "SW874" in added.pull(code=1).stderr
    assert (added.folder / "paths/pets.yaml").exists()


def test_a_part_that_the_server_refuses_stops_all(added: Client, site: Site) -> None:
    site.put("/v1/api/openapi.yaml", ROOT.replace("Pets", "Dogs"))
    site.answers["/v1/paths/pets.yaml"] = reply(b"", 403)
    assert "SW042" in added.pull(code=2).stderr
    assert "Pets" in added.read("api/openapi.yaml")


def test_no_part_lands_outside_the_folder(client: Client, site: Site) -> None:
    site.put("/v1/api/openapi.yaml", ROOT)
    site.put("/v1/paths/pets.yaml", PETS)
    client.write(
        "sources.toml", f'[files]\n"a.yaml" = "{site.url}/v1/api/openapi.yaml"\n'
    )
    result = client.pull(code=2)
    assert "outside the client's folder" in result.stderr
    assert not (client.root / "specs/paths").exists()


@pytest.mark.parametrize(
    "ref",
    [
        "../../../../etc/passwd.yaml",
        "/etc/passwd.yaml",
        "file:///etc/passwd.yaml",
        "//other.test/x.yaml",
        "..%2f..%2f..%2f..%2fx.yaml",
        "x\\\\y.yaml",
        "%00.yaml",
    ],
)
def test_nothing_else_is_asked_for(client: Client, site: Site, ref: str) -> None:
    text = ROOT.replace("'../paths/pets.yaml'", f'"{ref}"')
    site.put("/v1/api/openapi.yaml", text)
    client.run("add", "acme", f"{site.url}/v1/api/openapi.yaml")
    assert site.asked() == ["/v1/api/openapi.yaml"]
    assert {*client.files()} <= {
        *("openapi.yaml", "client.toml", "sources.toml", "sources.lock")
    }
