from __future__ import annotations

from typing import Any

import pytest

from specwright.read.info import PageInfo, Sample

TEXT = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /things/{id}:
    get: {responses: {'200': {description: ok}}}
  /{id}:
    get: {responses: {'200': {description: ok}}}
"""


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://api.example.com/things/{id}", "https://api.example.com"),
        ("https://example.com/api/v1/things/{id}", "https://example.com/api/v1"),
        ("https://api.example.com/things/{id}?x=1", "https://api.example.com"),
        ("http://localhost:8080/other/{id}", "http://localhost:8080/other"),
    ],
)
def test_the_url_line_minus_the_path_is_the_server(
    repaired: Any, url: str, server: str
) -> None:
    result = repaired(TEXT, page=PageInfo(method="GET", url=url))

    assert result.at("servers") == [{"url": server}]
    assert "SW120" in [code for code, _, _ in result.said]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/things/{id}",
        "https://api.example.com/elsewhere",
        "wss://x.com/things/{id}",
    ],
)
def test_a_url_line_that_does_not_fit_gives_no_server(repaired: Any, url: str) -> None:
    result = repaired(TEXT, page=PageInfo(url=url))

    assert "servers" not in result.root


def test_declared_servers_stay(repaired: Any) -> None:
    text = TEXT + "servers: [{url: 'https://declared.example.com'}]\n"
    result = repaired(text, page=PageInfo(url="https://declared.example.com/{id}"))

    assert result.at("servers") == [{"url": "https://declared.example.com"}]
    assert not [f for f in result.findings if f.code in ("SW120", "SW121")]


def test_a_server_of_an_operation_is_a_declared_one(repaired: Any) -> None:
    text = TEXT.replace(
        "get: {", "get: {servers: [{url: 'https://own.example.com'}], ", 1
    )
    result = repaired(text, page=PageInfo(url="https://api.example.com/things/{id}"))

    assert "servers" not in result.root


def test_a_page_that_names_another_server_is_reported(repaired: Any) -> None:
    text = TEXT + "servers: [{url: 'https://new.example.com/'}]\n"
    sample = Sample(
        language="python", code='Client(base_url="https://old.example.com")'
    )
    page = PageInfo(url="https://new.example.com/{id}", samples=(sample,))
    result = repaired(text, page=page, only="SW121")

    (finding,) = result.findings
    assert "old.example.com" in finding.message
    assert finding.location is not None
    assert finding.location.line == 8
    assert result.at("servers", 0, "url") == "https://new.example.com/"
