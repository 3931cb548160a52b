"""Lists of pages: what they hold is found, offered, and taken by patterns."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from support.sites import reply

from pull.conftest import document, page
from specwright.pull.pages import entries, sections

if TYPE_CHECKING:
    from support.sites import Site

    from pull.conftest import Client

LIST = """\
# Acme

> All about boxes.

## API

- [Open](/docs/api/open.md): opens a box
- [Close](close.md "Close") and [again](/docs/api/close.md#response)
- [Everything](/docs/openapi.yaml)

## Guides

- [Start](/docs/guides/start.md)
- [Elsewhere](https://other.test/page.md), [Logo](/logo.png), [More](/llms-full.txt)
"""


@pytest.fixture
def listed(client: Client, site: Site) -> Client:
    site.put("/docs/api/llms.txt", LIST)
    site.put("/docs/api/open.md", page("open"))
    site.put("/docs/api/close.md", page("close"))
    site.put("/docs/openapi.yaml", document("/a", "/b"))
    site.put("/docs/guides/start.md", "# Start\n\nHello.\n")
    result = client.run("add", "acme", f"{site.url}/docs/api/llms.txt")
    assert "specwright pull acme" in result.stdout
    assert site.asked() == []
    return client


def offered(stdout: str) -> list[str]:
    return [
        line.split(maxsplit=1)[1].rsplit("  ", 1)[0]
        for line in stdout.splitlines()
        if line.startswith("offered")
    ]


def test_what_describes_an_api_is_offered_and_not_taken(
    listed: Client, site: Site
) -> None:
    result = listed.pull()
    assert offered(result.stdout) == [
        *("GET /v1/open", "GET /v1/close", "2 operations")
    ]
    assert "0 added, 0 updated, 0 unchanged, 3 offered" in result.stdout
    assert "--take" in result.stderr
    assert {*listed.files()} == {"sources.toml", "sources.lock"}
    assert site.asked() == [
        *("/docs/api/close.md", "/docs/api/llms.txt", "/docs/api/open.md"),
        *("/docs/guides/start.md", "/docs/openapi.yaml"),
    ]


def test_a_list_is_kept_once(listed: Client, site: Site) -> None:
    before = listed.files()
    listed.run("add", "acme", *[f"{site.url}/docs/api/llms.txt"] * 2)
    assert listed.files() == before


def test_a_list_that_did_not_change_is_not_looked_through_again(
    listed: Client, site: Site
) -> None:
    listed.pull()
    site.asked()
    assert "offered" not in listed.pull().stdout
    assert site.asked() == ["/docs/api/llms.txt"]
    assert len(offered(listed.pull("--offers").stdout)) == 3


def test_pages_are_taken_once_by_a_pattern(listed: Client, site: Site) -> None:
    listed.pull()
    result = listed.pull("--take", "/docs/api/*")
    assert "added      specs/acme/boxes.open.yaml" in result.stdout
    assert offered(result.stdout) == ["2 operations"]
    files = tomllib.loads(listed.read("sources.toml"))["files"]
    assert files == {
        "boxes.close.yaml": f"{site.url}/docs/api/close.md",
        "boxes.open.yaml": f"{site.url}/docs/api/open.md",
    }
    assert (listed.folder / "client.toml").exists()
    listed.run("generate")
    site.put("/docs/api/open.md", page("open").replace("Done.", "Opened."))
    assert "1 updated, 1 unchanged" in listed.pull().stdout


def test_pages_are_taken_and_left_for_good(listed: Client, site: Site) -> None:
    text = listed.read("sources.toml")
    url = f'[indexes."{site.url}/docs/api/llms.txt"]'
    more = f'{url}\nleave = ["/docs/guides/**", "*.yaml"]\ntake = ["/docs/api/**"]\n'
    listed.write("sources.toml", text[: text.index("[indexes")] + more)
    assert "2 added" in listed.pull().stdout
    assert not {"/docs/guides/start.md"} & {*site.asked()}
    site.put("/docs/api/shut.md", page("shut"))
    site.put("/docs/api/llms.txt", LIST + "- [Shut](shut.md)\n")
    result = listed.pull()
    assert "1 added, 0 updated, 2 unchanged" in result.stdout


def test_a_page_that_cannot_be_read_troubles_nobody(listed: Client, site: Site) -> None:
    site.answers["/docs/api/open.md"] = reply(b"", 403)
    site.answers["/docs/guides/start.md"] = reply(b"<!DOCTYPE html><html>")
    del site.answers["/docs/openapi.yaml"]
    site.put(
        "/docs/api/close.md", page("close").replace("openapi: 3.1.0", "openapi: {")
    )
    result = listed.pull()
    assert result.stderr.count("warning[SW879]") == 3
    assert offered(result.stdout) == []


def test_a_list_without_pages_is_none(listed: Client, site: Site) -> None:
    site.put("/docs/api/llms.txt", "# Nothing\n")
    result = listed.pull(code=2)
    assert "error[SW875]" in result.stderr
    assert "--> specs/acme/sources.toml:" in result.stderr


def test_a_list_that_has_vanished_is_reported(listed: Client, site: Site) -> None:
    del site.answers["/docs/api/llms.txt"]
    assert "the index is not there" in listed.pull(code=1).stderr


def test_a_list_without_end_is_not_looked_through(
    listed: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("specwright.pull.offers.MOST", 4)
    assert "lists 5 pages" not in listed.pull().stderr
    links = "".join(f"[{n}](/{n}.md)" for n in range(9))
    site.put("/docs/api/llms.txt", "# A\n" + links)
    site.asked()
    assert "lists 9 pages" in listed.pull(code=2).stderr
    assert site.asked() == ["/docs/api/llms.txt"]


def test_a_hostile_list_takes_no_time() -> None:
    for piece in ("[", "[](", "](", "[a](b", "[](a(", "# "):
        assert len(entries(piece * 300_000, "https://x.test/l")) <= 1


FULL = (
    "# Acme\n\nWelcome.\n\n"
    + page("open", title="Open", reference="https://acme.test/docs/api/open")
    + "\n```sh\n# no heading\n```\n\n"
    + page("close", title="Close a box")
    + "\n# The end\n"
)


def test_a_file_that_holds_all_pages_is_asked_for_once(
    client: Client, site: Site
) -> None:
    url = site.put("/llms-full.txt", FULL)
    client.run("add", "acme", url)
    assert offered(client.pull().stdout) == ["GET /v1/open", "GET /v1/close"]
    client.pull("--take", "**")
    files = tomllib.loads(client.read("sources.toml"))["files"]
    assert files == {
        "boxes.close.yaml": f"{url}#/close-a-box",
        "boxes.open.yaml": f"{url}#/docs/api/open",
    }
    site.asked()
    assert "2 unchanged" in client.pull().stdout
    assert site.asked() == ["/llms-full.txt"]
    site.put("/llms-full.txt", FULL.replace("/v1/close:", "/v2/close:"))
    result = client.pull()
    assert "1 updated, 1 unchanged" in result.stdout
    assert "/v2/close" in client.read("boxes.close.yaml")


def test_a_page_that_the_file_does_not_hold_any_more(
    client: Client, site: Site
) -> None:
    url = site.put("/llms-full.txt", FULL)
    client.run("add", "acme", url)
    client.pull("--take", "**")
    site.put("/llms-full.txt", FULL.replace("# Close a box", "# Shut a box"))
    result = client.pull(code=1)
    assert "does not hold /close-a-box" in result.stderr
    assert offered(result.stdout) == ["GET /v1/close"]


def test_headings_in_fences_begin_no_page() -> None:
    text = "# A\n\n~~~\n# not\n```\n# not either\n~~~\n# B\n````yaml\n# x\n```\n````\n"
    assert [key for key, _ in sections(text)] == ["/a", "/b"]


def test_links_are_resolved_and_listed_once() -> None:
    found = entries(
        "[a](b.md) [a](./b.md) [c](<../c.md>) [d](d(1).md)", "https://x.test/y/l"
    )
    assert [entry.url for entry in found] == [
        "https://x.test/y/b.md",
        "https://x.test/c.md",
        "https://x.test/y/d(1).md",
    ]
