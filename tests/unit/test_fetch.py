"""Sources from disk, and over HTTP from a server on the loopback."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.sites import Site, cut_short, endless, in_turn, reply

from specwright.diagnostics import Diagnostic, Unusable
from specwright.fetch import (
    MAX_BYTES,
    Answer,
    Ask,
    Fetched,
    Web,
    collect_sources,
    fetch,
    read_file,
)

SPEC = b"openapi: 3.1.0\n"
PAGE = b"# T\n\n```yaml\nopenapi: 3.1.0\n```\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def impatient(**options: Any) -> Web:
    """One that does not wait when it should."""
    return Web(pause=lambda seconds: None, **options)


def refusal(url: str, transport: httpx.BaseTransport | None = None) -> Diagnostic:
    with pytest.raises(Unusable) as caught:
        fetch(url, web=impatient(transport=transport))
    found = caught.value.diagnostic
    assert found.consequence
    return found


def test_a_document_is_fetched(site: Site) -> None:
    site.answers["/docs/api.yaml"] = reply(SPEC, Content_Type="text/plain")
    url = f"{site.url}/docs/api.yaml?version=2"
    name = f"{site.url.removeprefix('http://')}/docs/api.yaml"
    assert fetch(url) == Fetched(name=name, data=SPEC, origin=url, url=url)


@pytest.mark.parametrize(
    ("path", "kind", "body", "name"),
    [
        ("/widgets/make", "text/markdown; charset=utf-8", PAGE, "make.md"),
        ("/openapi", "application/openapi+json", b"{}", "openapi.json"),
        ("/openapi", "application/json;charset=utf-8", b"{}", "openapi.json"),
        ("/openapi", "application/yaml", SPEC, "openapi.yaml"),
        ("/v3.1", "text/x-yaml", SPEC, "v3.1.yaml"),
        ("/raw", "text/plain", SPEC, "raw.yaml"),
        ("/raw", "text/plain", b'\xef\xbb\xbf {"openapi": "3.1.0"}', "raw.json"),
        ("/raw", "text/plain", PAGE, "raw.md"),
        ("/a%20b.json", "text/plain", b"{}", "a b.json"),
        ("/", "application/yaml", SPEC, "127.0.0.1.yaml"),
    ],
)
def test_the_name_comes_from_the_address_and_the_content(
    site: Site, path: str, kind: str, body: bytes, name: str
) -> None:
    site.answers[path] = reply(body, Content_Type=kind)
    assert Path(fetch(site.url + path).name).name == name


def test_redirects_are_followed_without_cookies(site: Site) -> None:
    site.answers["/old"] = reply(b"", 302, Location="/new", Set_Cookie="a=secret")
    site.answers["/new"] = reply(b"", 308, Location=f"{site.url}/api.json")
    site.answers["/api.json"] = reply(b"{}")
    found = fetch(f"{site.url}/old")
    assert found.name.endswith("/api.json")
    assert (found.url, found.origin) == (f"{site.url}/old", f"{site.url}/api.json")
    assert [path for path, _ in site.requests] == ["/old", "/new", "/api.json"]
    for _, headers in site.requests:
        assert "cookie" not in headers
        assert "authorization" not in headers


def test_five_redirects_and_no_more(site: Site) -> None:
    for i in range(6):
        site.answers[f"/{i}"] = reply(b"", 302, Location=f"/{i + 1}")
    site.answers["/6"] = reply(SPEC, Content_Type="application/yaml")
    assert fetch(f"{site.url}/1").data == SPEC
    assert refusal(f"{site.url}/0").code == "SW043"


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"]
)
def test_a_redirect_may_not_leave_http(site: Site, target: str) -> None:
    site.answers["/"] = reply(b"", 302, Location=target)
    found = refusal(f"{site.url}/")
    assert found.code in ("SW041", "SW042")
    assert len(site.requests) == 1


def test_a_redirect_may_not_leave_https() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.scheme == "https"
        return httpx.Response(302, headers={"Location": "http://a.test/"})

    found = refusal("https://a.test/", transport=httpx.MockTransport(answer))
    assert found.code == "SW041"
    assert "leave https" in found.message


def test_credentials_in_an_address_are_neither_sent_nor_shown(site: Site) -> None:
    host = site.url.removeprefix("http://")
    found = refusal(f"http://user:hunter2@{host}/api.yaml")
    assert found.code == "SW041"
    assert "hunter2" not in found.message
    site.answers["/"] = reply(b"", 302, Location=f"http://user:hunter2@{host}/x")
    assert "hunter2" not in refusal(f"{site.url}/").message
    assert [path for path, _ in site.requests] == ["/"]


@pytest.mark.parametrize("status", [204, 304, 400, 401, 404, 500, 503])
def test_other_statuses_are_named(site: Site, status: int) -> None:
    site.answers["/api.yaml"] = reply(b"", status, "Because\x1b[31m")
    found = refusal(f"{site.url}/api.yaml")
    assert found.code == "SW042"
    assert f"answered {status} Because" in found.message
    assert "\x1b" not in found.message


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_html_is_told_from_documents(site: Site, kind: str) -> None:
    site.answers["/api.yaml"] = reply(b"<!DOCTYPE html><html>", Content_Type=kind)
    found = refusal(f"{site.url}/api.yaml")
    assert found.code == "SW013"
    assert ".md" in found.hint


def test_a_reply_without_end_is_cut_at_the_limit(site: Site) -> None:
    site.answers["/api.yaml"] = endless
    found = refusal(f"{site.url}/api.yaml")
    assert found.code == "SW006"
    assert f"{MAX_BYTES:,}" in found.message


def test_a_slow_reply_meets_the_deadline(site: Site) -> None:
    site.answers["/api.yaml"] = reply(SPEC)
    ticks = iter([0.0, 61.0])
    with pytest.raises(Unusable) as caught:
        fetch(f"{site.url}/api.yaml", web=Web(clock=lambda: next(ticks)))
    assert caught.value.diagnostic.code == "SW042"
    assert "60 s" in caught.value.diagnostic.message


def test_a_reply_that_is_cut_short(site: Site) -> None:
    site.answers["/api.yaml"] = cut_short
    assert refusal(f"{site.url}/api.yaml").code == "SW042"


def test_nobody_there() -> None:
    found = refusal("http://127.0.0.1:9/api.yaml")
    assert found.code == "SW042"
    assert "no reply" in found.message


def test_a_timeout_is_called_so() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    found = refusal("https://a.test/", transport=httpx.MockTransport(answer))
    assert "too long" in found.message


@pytest.mark.parametrize(
    "url", ["http://", "https:///x", "http://[::1", "http://a:99999/"]
)
def test_addresses_that_are_none(url: str) -> None:
    assert refusal(url).code == "SW041"


def test_what_is_held_is_asked_for_by_its_validators(site: Site) -> None:
    site.answers["/api.yaml"] = reply(SPEC, ETag='"1"', Last_Modified="Mon")
    first = fetch(f"{site.url}/api.yaml")
    assert (first.etag, first.modified) == ('"1"', "Mon")

    site.answers["/api.yaml"] = reply(b"", 304)
    ask = Ask(url=first.url, etag=first.etag, modified=first.modified)
    assert Web().get(ask) == Answer(kind="same")
    headers = site.requests[-1][1]
    assert headers["if-none-match"] == '"1"'
    assert headers["if-modified-since"] == "Mon"


def test_validators_go_only_to_the_address_that_they_came_from(site: Site) -> None:
    site.answers["/latest"] = reply(b"", 302, Location="/v2.yaml")
    site.answers["/v2.yaml"] = reply(SPEC)
    Web().get(Ask(url=f"{site.url}/latest", etag='"1"', at=f"{site.url}/v1.yaml"))
    assert all("if-none-match" not in headers for _, headers in site.requests)
    Web().get(Ask(url=f"{site.url}/latest", etag='"1"', at=f"{site.url}/v2.yaml"))
    assert [h.get("if-none-match") for _, h in site.requests[2:]] == [None, '"1"']


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_no_mistake(site: Site, status: int) -> None:
    site.answers["/x.yaml"] = reply(b"", status, "Gone away")
    answer = Web().get(Ask(url=f"{site.url}/x.yaml"))
    assert answer.kind == "gone"
    assert f"answered {status} Gone away" in answer.why


@pytest.mark.parametrize(
    ("after", "waits"),
    [
        ("7", [7.0]),
        ("Fri, 20 Nov 2026 10:00:09 GMT", [9.0]),
        ("Fri, 20 Nov 2026 09:00:00 GMT", []),
        ("soon", [1.0]),
    ],
)
def test_the_time_that_a_server_asks_for_is_waited(
    site: Site, after: str, waits: list[float]
) -> None:
    site.answers["/x.yaml"] = in_turn(reply(b"", 429, Retry_After=after), reply(SPEC))
    waited: list[float] = []
    web = Web(
        clock=lambda: 0.0,
        now=lambda: datetime(2026, 11, 20, 10, tzinfo=UTC),
        pause=waited.append,
    )
    assert fetch(f"{site.url}/x.yaml", web=web).data == SPEC
    assert waited == waits


def test_a_server_that_is_busy_is_asked_three_times(site: Site) -> None:
    site.answers["/x.yaml"] = reply(b"", 503)
    assert refusal(f"{site.url}/x.yaml").code == "SW042"
    assert len(site.requests) == 3


def test_nobody_waits_for_an_hour(site: Site) -> None:
    site.answers["/x.yaml"] = reply(b"", 503, Retry_After="3600")
    assert "3600 s" in refusal(f"{site.url}/x.yaml").hint
    assert len(site.requests) == 1


def test_many_are_asked_for_two_at_a_time_from_one_host(site: Site) -> None:
    gate, most, now = threading.Lock(), [0], [0]
    both = threading.Barrier(2, timeout=5)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        with gate:
            now[0] += 1
            most[0] = max(most[0], now[0])
        both.wait()
        with gate:
            now[0] -= 1
        reply(handler.path.encode())(handler)

    paths = [f"/{n}.yaml" for n in range(8)]
    site.answers |= dict.fromkeys(paths, answer)
    answers = Web().get_all([Ask(url=site.url + path) for path in paths])
    assert most == [2]
    bodies = [a.fetched.data for a in answers if isinstance(a, Answer) and a.fetched]
    assert bodies == [path.encode() for path in paths]


def test_one_failure_leaves_the_others_alone(site: Site) -> None:
    site.answers["/a.yaml"] = reply(SPEC)
    urls = [f"{site.url}/a.yaml", f"{site.url}/b.yaml", "ftp://a.test/", "http://[::1"]
    got = Web().get_all([Ask(url=url) for url in urls])
    assert [a.kind if isinstance(a, Answer) else a.code for a in got] == [
        *("new", "gone", "SW041", "SW041")
    ]


def test_all_replies_together_have_a_limit(site: Site) -> None:
    site.answers["/a.yaml"] = reply(b"x" * 600)
    ask = Ask(url=f"{site.url}/a.yaml")
    kinds = [
        a.kind if isinstance(a, Answer) else a.code
        for a in Web(max_total=1000).get_all([ask, ask])
    ]
    assert sorted(kinds) == ["SW006", "new"]


def test_a_redirect_stays_on_the_hosts_that_are_named(site: Site) -> None:
    host = site.url.removeprefix("http://")
    site.answers["/a.yaml"] = reply(b"", 302, Location="http://elsewhere.test/a.yaml")
    with pytest.raises(Unusable) as caught:
        Web().get(Ask(url=f"{site.url}/a.yaml", hosts=frozenset({host})))
    assert "elsewhere.test" in caught.value.diagnostic.hint
    assert len(site.requests) == 1


def test_a_folder_is_read_in_order_with_its_folders(tmp_path: Path) -> None:
    for name in ("b/two.md", "a.yaml", "b/one.JSON", "c.mdx", ".git/x.yaml", "n.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(SPEC)
    (tmp_path / ".hidden.yaml").write_bytes(SPEC)
    found, diagnostics = collect_sources([str(tmp_path)])
    names = [Path(f.name).relative_to(tmp_path).as_posix() for f in found]
    assert names == ["a.yaml", "b/one.JSON", "b/two.md", "c.mdx"]
    assert not any(f.asked for f in found)
    assert len(diagnostics) == 0


def test_every_argument_is_tried(tmp_path: Path, site: Site) -> None:
    (tmp_path / "api.yaml").write_bytes(SPEC)
    (tmp_path / "page").write_bytes(PAGE)
    site.answers["/x.yaml"] = reply(SPEC)
    sources = ["nowhere.md", "api.yaml", "page", f"{site.url}/x.yaml", "ftp://a.test/x"]
    paths = [s if ":" in s else str(tmp_path / s) for s in sources]
    found, diagnostics = collect_sources(paths)
    assert [Path(f.name).name for f in found] == ["api.yaml", "page.md", "x.yaml"]
    assert all(f.asked for f in found)
    assert [d.code for d in diagnostics] == ["SW040", "SW041"]
    missing, _ = diagnostics
    assert "No such file" in missing.message


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    _, diagnostics = collect_sources([str(tmp_path)])
    assert [d.code for d in diagnostics] == ["SW040"]


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(Unusable) as caught:
        read_file(pipe)
    assert "not a regular file" in caught.value.diagnostic.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(Unusable) as caught:
        read_file(path)
    assert caught.value.diagnostic.code == "SW006"


def test_names_that_no_file_can_have() -> None:
    _, diagnostics = collect_sources(["a\0b", "x" * 5000])
    assert [d.code for d in diagnostics] == ["SW040", "SW040"]
    assert all(len(d.message) < 300 for d in diagnostics)


def test_a_folder_that_may_not_be_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "api.yaml").write_bytes(SPEC)
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found, diagnostics = collect_sources([str(tmp_path)])
    assert len(found) == 1
    assert [d.code for d in diagnostics] == ["SW040"]
