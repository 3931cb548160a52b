"""Where calls go: variables of a server's URL, and servers of single operations."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.urls import fill_server

TEMPLATE = "https://{region}.acme.test:{port}/{base}/v1"


@pytest.mark.parametrize(
    ("variables", "filled"),
    [
        (
            {"region": "eu", "port": "443", "base": "a/b"},
            "https://eu.acme.test:443/a/b/v1",
        ),
        ({"region": "eu"}, "https://eu.acme.test:{port}/{base}/v1"),
        ({}, TEMPLATE),
    ],
)
def test_variables_are_filled(variables: dict[str, str], filled: str) -> None:
    assert fill_server(TEMPLATE, variables) == filled


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("region", ""),
        ("region", "evil.test/"),
        ("region", "me@evil.test"),
        ("region", "evil.test?"),
        ("region", "evil.test#"),
        ("region", "evil.test\\"),
        ("region", "a b"),
        ("port", "1/"),
        ("base", "a?b"),
        ("base", "a#b"),
        ("base", "a\nb"),
    ],
)
def test_a_value_that_leads_elsewhere_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"cannot be the {name} of the server's URL"):
        fill_server(TEMPLATE, {name: value})


@pytest.mark.parametrize(
    ("settings", "server", "expected"),
    [
        ({}, None, "https://api.acme.test/v1/x"),
        ({}, "https://up.acme.test/", "https://up.acme.test/x"),
        ({}, "/v2/", "https://api.acme.test/v2/x"),
        ({}, "beta", "https://api.acme.test/v1/beta/x"),
        ({}, "//up.acme.test", "https://up.acme.test/x"),
        (
            {"server_variables": {"r": "eu"}},
            "https://{r}.acme.test/up",
            "https://eu.acme.test/up/x",
        ),
        # A base URL of the user's own is that of all calls.
        (
            {"base_url_is_given": True},
            "https://up.acme.test/",
            "https://api.acme.test/v1/x",
        ),
    ],
)
def test_an_operation_may_be_served_elsewhere(
    caller: Any, settings: dict[str, Any], server: str | None, expected: str
) -> None:
    caller.exchange.reply(json=1)
    transport = caller.transport(base_url="https://api.acme.test/v1/", **settings)
    given = {"server": server} if server else {}
    caller.request("GET", "/x", transport=transport, **given)
    assert caller.exchange.request.url.raw_path.decode() in expected
    assert f"{caller.exchange.request.url!s}" == expected


def test_the_base_url_has_variables(caller: Any) -> None:
    caller.exchange.reply(json=1)
    transport = caller.transport(
        base_url="{scheme}://{host}/v1",
        server_variables={"scheme": "http", "host": "localhost:6333"},
    )
    caller.request("GET", "/x", transport=transport)
    assert str(caller.exchange.request.url) == "http://localhost:6333/v1/x"
    with pytest.raises(ValueError, match="base_url must be an http or https URL"):
        caller.transport(base_url="{scheme}://h", server_variables={"scheme": "ftp"})
