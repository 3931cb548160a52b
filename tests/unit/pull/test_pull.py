"""`specwright pull`: what is asked for, what is written, what is said."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from support.sites import Script, cut_short, reply

from pull.conftest import document, page

if TYPE_CHECKING:
    from support.sites import Site

    from pull.conftest import Client


@pytest.fixture
def added(client: Client, site: Site) -> Client:
    """With a document, and a page whose endpoint is `GET /v1/open`."""
    urls = site.put("/api.yaml", document("/a")), site.put("/open.md", page("open"))
    client.run("add", "acme", *urls)
    site.asked()
    return client


def test_add_keeps_the_addresses(added: Client, site: Site) -> None:
    sources = added.read("sources.toml")
    assert tomllib.loads(sources) == {
        "files": {
            "api.yaml": f"{site.url}/api.yaml",
            "boxes.open.yaml": f"{site.url}/open.md",
        }
    }
    pins = tomllib.loads(added.read("sources.lock"))
    assert set(pins["files"]["api.yaml"]) == {"sha256", "etag"}
    assert set(pins["files"]["boxes.open.yaml"]) == {"sha256", "source", "etag"}
    assert "sources" not in added.run("generate").output
    added.run("check")


def test_what_is_the_same_is_not_sent_again_and_nothing_is_written(
    added: Client, site: Site
) -> None:
    before = added.files()
    result = added.pull()
    assert result.stdout == "acme: 0 added, 0 updated, 2 unchanged\n"
    assert added.files() == before
    assert all("if-none-match" in headers for _, headers in site.requests)


def test_a_change_is_taken_and_told(added: Client, site: Site) -> None:
    site.put("/api.yaml", document("/a", "/b"))
    site.put("/open.md", page("open").replace("Done.", "Opened."))
    result = added.pull()
    assert result.stdout.splitlines() == [
        f"updated    specs/acme/api.yaml (from {site.url}/api.yaml)",
        "             GET /b added",
        f"updated    specs/acme/boxes.open.yaml (from {site.url}/open.md)",
        "             reply 200 changed",
        "acme: 0 added, 2 updated, 0 unchanged",
    ]
    assert added.read("api.yaml") == document("/a", "/b")
    assert "Opened." in added.read("boxes.open.yaml")
    added.pull()
    assert site.asked().count("/api.yaml") == 2


def test_a_page_keeps_its_file_whatever_it_describes_now(
    added: Client, site: Site
) -> None:
    site.put("/open.md", page("close"))
    result = added.pull()
    assert "specs/acme/boxes.open.yaml" in result.stdout
    assert "/v1/close" in added.read("boxes.open.yaml")
    assert not (added.folder / "boxes.close.yaml").exists()


def test_servers_without_validators_are_compared_by_content(
    client: Client, site: Site
) -> None:
    site.answers["/api.yaml"] = reply(document("/a").encode())
    client.run("add", "acme", f"{site.url}/api.yaml")
    before = client.files()
    assert "1 unchanged" in client.pull().stdout
    assert client.files() == before


def test_new_validators_of_the_same_content_are_kept(added: Client, site: Site) -> None:
    body = document("/a").encode()
    site.answers["/api.yaml"] = reply(body, ETag='"other"', Last_Modified="Tue")
    assert "2 unchanged" in added.pull().stdout
    pin = tomllib.loads(added.read("sources.lock"))["files"]["api.yaml"]
    assert (pin["etag"], pin["modified"]) == ('"other"', "Tue")


def test_a_dry_run_says_and_does_not(added: Client, site: Site) -> None:
    site.put("/api.yaml", document("/b"))
    before = added.files()
    result = added.pull("--dry-run")
    assert "GET /b added" in result.stdout
    assert added.files() == before


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"no", 403), "SW042"),
        (reply(b"<!DOCTYPE html><html>"), "SW013"),
        (reply(b"a: ["), "SW002"),
        (reply(b""), "SW012"),
        (cut_short, "SW042"),
        (reply(b"", 302, Location="ftp://acme.test/"), "SW041"),
    ],
)
def test_one_source_that_is_unusable_and_nothing_is_written(
    added: Client, site: Site, answer: Script, code: str
) -> None:
    site.put("/open.md", page("close"))
    site.answers["/api.yaml"] = answer
    before = added.files()
    result = added.pull(code=2)
    assert f"error[{code}" in result.stderr
    assert result.stdout == "acme: nothing was written (1 error)\n"
    assert added.files() == before


def test_the_entry_of_a_source_that_fails_is_pointed_at(
    added: Client, site: Site
) -> None:
    site.answers["/open.md"] = reply(b"no", 403)
    result = added.pull(code=2)
    line = (
        added.read("sources.toml")
        .splitlines()
        .index(f'"boxes.open.yaml" = "{site.url}/open.md"')
    )
    assert f"--> specs/acme/sources.toml:{line + 1}:1" in result.stderr


def test_what_has_vanished_is_reported_and_stays(added: Client, site: Site) -> None:
    del site.answers["/open.md"]
    site.put("/api.yaml", document("/b"))
    result = added.pull(code=1)
    assert "warning[SW874]" in result.stderr
    assert "answered 404" in result.stderr
    assert "GET /b added" in result.stdout
    assert (added.folder / "boxes.open.yaml").exists()


def test_what_has_vanished_is_taken_out_when_told(added: Client, site: Site) -> None:
    del site.answers["/open.md"]
    result = added.pull("--remove-gone")
    assert "removed    specs/acme/boxes.open.yaml" in result.stdout
    assert not (added.folder / "boxes.open.yaml").exists()
    assert "boxes.open" not in added.read("sources.toml")
    assert "boxes.open" not in added.read("sources.lock")


def test_an_edit_stays_while_its_source_does(added: Client, site: Site) -> None:
    added.write("api.yaml", document("/mine"))
    result = added.pull()
    assert "2 unchanged" in result.stdout
    assert "/mine" in added.read("api.yaml")


def test_an_edit_is_not_overwritten_but_by_force(added: Client, site: Site) -> None:
    added.write("api.yaml", document("/mine"))
    site.put("/api.yaml", document("/theirs"))
    site.put("/open.md", page("close"))
    result = added.pull(code=1)
    assert "error[SW873]: specs/acme/api.yaml was edited" in result.stderr
    assert "refused    specs/acme/api.yaml" in result.stdout
    assert "/mine" in added.read("api.yaml")
    assert "/v1/close" in added.read("boxes.open.yaml")
    added.pull("--force")
    assert "/theirs" in added.read("api.yaml")
    assert "2 unchanged" in added.pull().stdout


def test_a_file_that_is_not_there_is_fetched_again(added: Client, site: Site) -> None:
    (added.folder / "api.yaml").unlink()
    assert "added      specs/acme/api.yaml" in added.pull().stdout
    assert added.read("api.yaml") == document("/a")


def test_an_address_written_by_hand_is_enough(client: Client, site: Site) -> None:
    url = site.put("/v2/openapi", document("/a"))
    client.write("sources.toml", f'[files]\n"acme.yaml" = "{url}" # theirs\n')
    assert "added      specs/acme/acme.yaml" in client.pull().stdout
    assert client.read("acme.yaml") == document("/a")
    assert client.read("sources.toml").endswith("# theirs\n")
    assert (client.folder / "client.toml").exists()


def test_clients_without_sources_have_nothing_to_pull(client: Client) -> None:
    client.write("api.yaml", document("/a"))
    assert "no sources" in client.pull().stdout


def test_a_source_that_redirects_is_known_by_where_it_leads(
    client: Client, site: Site
) -> None:
    site.answers["/latest"] = reply(b"", 302, Location="/v1.yaml")
    site.put("/v1.yaml", document("/a"))
    client.run("add", "acme", f"{site.url}/latest")
    pins = tomllib.loads(client.read("sources.lock"))["files"]
    assert pins["v1.yaml"]["at"] == f"{site.url}/v1.yaml"
    site.answers["/latest"] = reply(b"", 302, Location="/v2.yaml")
    site.put("/v2.yaml", document("/b"))
    assert "GET /b added" in client.pull().stdout
    assert client.read("sources.toml").count("/latest") == 1


def test_an_address_with_a_credential_is_not_kept(client: Client, site: Site) -> None:
    site.put("/api.yaml", document("/a"))
    result = client.run("add", "acme", f"{site.url}/api.yaml?access_token=hunter2")
    assert "note[SW878]" in result.stderr
    assert "hunter2" not in result.output
    assert not (client.folder / "sources.toml").exists()
    assert "hunter2" not in client.read("sources.lock")


def test_where_a_server_signs_its_addresses_they_are_not_kept(
    client: Client, site: Site
) -> None:
    where = "/store/api.yaml?X-Amz-Signature=hunter2"
    site.answers["/api.yaml"] = reply(b"", 302, Location=where)
    site.put("/store/api.yaml", document("/a"))
    result = client.run("add", "acme", f"{site.url}/api.yaml")
    assert "hunter2" not in result.output + client.read("sources.lock")
    assert "1 unchanged" in client.pull().stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[files", "SW870"),
        ("[file]", "did you mean `files`?"),
        ('[files]\n"a.yaml" = 3', "the address is a string"),
        ('[files]\n"a.yaml" = "ftp://acme.test/a"', "not an http(s) address"),
        ('[files]\n"a.yaml" = "https://u:hunter2@acme.test/"', "credentials"),
        ('[files]\n"a.yaml" = "https://acme.test/?api_key=hunter2"', "credential"),
        ('[files]\n"../a.yaml" = "https://acme.test/"', "not a path inside"),
        ('[files]\n"client.toml" = "https://acme.test/"', "not the name of a spec"),
        ('[files]\n"remote/a.yaml" = "https://acme.test/"', "stands in remote/"),
        ('[indexes]\n"https://acme.test/" = 1', "an index is a table"),
        ('[indexes."https://a.test/"]\ntake = ["docs"]', "array of paths"),
        ('[indexes."https://a.test/"]\ntakes = []', "did you mean `take`?"),
    ],
)
def test_mistakes_in_sources_toml(client: Client, line: str, said: str) -> None:
    client.write("sources.toml", line + "\n")
    result = client.pull(code=2)
    assert said in result.stderr
    assert "--> specs/acme/sources.toml:" in result.stderr
    assert "hunter2" not in result.stderr.split("-->")[0]


def test_a_lock_with_conflict_markers_is_said_to_be_broken(added: Client) -> None:
    added.write("sources.lock", "<<<<<<< ours\n" + added.read("sources.lock"))
    assert "error[SW872]" in added.pull(code=2).stderr
    (added.folder / "sources.lock").unlink()
    added.pull()
    assert "[files]" in added.read("sources.lock")


def test_what_was_added_from_the_disk_is_known_when_it_is_edited(
    client: Client,
) -> None:
    source = client.root / "api.yaml"
    source.write_text(document("/a"))
    client.run("add", "acme", str(source))
    client.write("api.yaml", document("/mine"))
    client.run("add", "acme", str(source), "--force")
    client.write("api.yaml", document("/mine"))
    source.write_text(document("/b"))
    result = client.run("add", "acme", str(source), code=1)
    assert "error[SW873]" in result.stderr
    assert "refused    specs/acme/api.yaml" in result.stdout
    assert "/mine" in client.read("api.yaml")
