"""Servers become environments, and schemes the client's credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from support.specs import CONFIG, lowered, openapi

from specwright.access import Server
from specwright.config import Config, CredentialConfig
from specwright.python.client import default_auth
from specwright.python.credentials import settled
from specwright.python.layout import flat
from specwright.python.servers import environments, servers
from specwright.text import Text

A, B, C = "https://api.acme.test", "https://api.us.acme.test", "https://eu.acme.test/v1"


def named(
    *servers: tuple[str, str], chosen: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    found = tuple(Server(url=Text(u), description=Text(d)) for u, d in servers)
    return environments(found, chosen or {})


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ([], []),
        ([(A, "")], [("PRODUCTION", A)]),
        ([(A, "Live"), (B, "Test bench")], [("LIVE", A), ("TEST_BENCH", B)]),
        # Without words, what a host has that the first one's has not.
        ([(A, ""), (B, "")], [("PRODUCTION", A), ("PRODUCTION_US", B)]),
        (
            [(A, ""), ("https://api.in.residency.acme.test", "")],
            [
                ("PRODUCTION", A),
                ("PRODUCTION_IN", "https://api.in.residency.acme.test"),
            ],
        ),
        ([(A, ""), (A, "again")], [("PRODUCTION", A)]),
        ([(A, "One"), (B, "One")], [("ONE", A), ("PRODUCTION_US", B)]),
        ([(A, "x" * 60)], [("PRODUCTION", A)]),
        ([(A, "1st")], [("PRODUCTION", A)]),
        ([(A, "!")], [("PRODUCTION", A)]),
        (
            [(A, ""), (f"{A}/", ""), (f"{A}//", "")],
            [("PRODUCTION", A)],
        ),
    ],
)
def test_environments(
    servers: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    assert named(*servers) == expected


def test_the_configuration_renames_adds_and_replaces() -> None:
    both = ((A, "Live"), (B, ""))
    assert named(*both, chosen={"MAIN": f"{A}/"}) == [("MAIN", A), ("PRODUCTION_US", B)]
    assert named(*both, chosen={"MAIN": A, "LAB": C}) == [
        ("MAIN", A),
        ("PRODUCTION_US", B),
        ("LAB", C),
    ]
    assert named(*both, chosen={"LAB": C}) == [("LAB", C)]
    # A name that the configuration gives away is not free for another server.
    assert named(*both, chosen={"LIVE": B}) == [("PRODUCTION", A), ("LIVE", B)]


PATHS = """
/a: {get: {operationId: a, responses: {'204': {description: D.}}}}
/b: {get: {operationId: b, security: [{two: []}], responses: {'204': {description: D.}}}}
/c: {get: {operationId: c, security: [{two: []}], responses: {'204': {description: D.}}}}
/d: {get: {operationId: d, security: [], responses: {'204': {description: D.}}}}
"""
HEAD = "servers: [{url: 'https://a.test'}]\nsecurity: [{one: []}]"


def schemes(*schemes: str) -> str:
    found = openapi(PATHS, head=HEAD) + "components:\n  securitySchemes:\n"
    return found + "".join(f"    {each}\n" for each in schemes)


def test_arguments_of_credentials() -> None:
    found = lowered(
        schemes(
            "one: {type: apiKey, in: header, name: X-Key}",
            "two: {type: http, scheme: bearer}",
            "three: {type: apiKey, in: query, name: k}",
            "four: {type: http, scheme: basic}",
            "five: {type: http, scheme: bearer}",
            "base_url: {type: apiKey, in: cookie, name: c}",
            "six: {type: http, scheme: digest}",
        )
    ).api
    assert settled(found, CONFIG).arguments == {
        ("one", "value"): "api_key",
        ("two", "value"): "token",
        ("three", "value"): "three",
        ("four", "username"): "username",
        ("four", "password"): "password",
        ("five", "value"): "five",
        ("base_url", "value"): "base_url_credential",
        ("six", "username"): "six_username",
        ("six", "password"): "six_password",
    }
    assert settled(found, CONFIG).keys == {
        "one": "api_key",
        "two": "token",
        "three": "three",
        "four": "basic",
        "five": "five",
        "base_url": "base_url_credential",
        "six": "digest",
    }
    chosen = CredentialConfig(header="x-key", argument="secret", env="E", prefix="Key")
    config = Config(name="a", package="a", client_class="A", credential=chosen)
    names = settled(found, config)
    assert names.arguments["one", "value"] == "secret"
    assert names.schemes[0].prefix == Text("Key")


def test_the_default_is_what_most_operations_ask_for() -> None:
    found = lowered(
        schemes(
            "one: {type: apiKey, in: header, name: X-Key}",
            "two: {type: http, scheme: bearer}",
        )
    ).api
    assert default_auth(found) == (("two",),)


VARIABLES = """
servers:
  - {url: 'https://{region}.acme.test:{port}/v1', variables: {region: {default: eu, enum: [us]}, port: {default: '443', description: Its port.}}}
  - {url: 'https://{region}.lab.test', variables: {region: {default: xx}}}
  - {url: 'https://lab.test/{base_url}', variables: {base_url: {default: v1}}}
"""


def test_variables_of_servers_are_arguments() -> None:
    found = servers(lowered(openapi(PATHS, head=VARIABLES)).api, CONFIG, ["port"])
    assert found.environments == (
        ("PRODUCTION", "https://{region}.acme.test:{port}/v1"),
        # Its default is another one than that of the client's argument.
        ("PRODUCTION_XX", "https://xx.lab.test"),
        ("PRODUCTION_LAB", "https://lab.test/{base_url}"),
    )
    assert [v.name.raw for v in found.variables] == ["region", "port", "base_url"]
    shown = [flat(a.declaration(is_async=False)) for a in found.arguments]
    assert shown == [
        'region: Literal["eu", "us"] = "eu"',
        'server_port: str = "443"',
        'server_base_url: str = "v1"',
    ]
    assert found.arguments[1].doc == Text("Its port. `{port}` of the server's URL.")


def test_an_environment_of_the_configuration_leaves_no_variables() -> None:
    config = replace(CONFIG, environments={"LAB": C})
    found = servers(lowered(openapi(PATHS, head=VARIABLES)).api, config, [])
    assert (found.environments, found.arguments) == ((("LAB", C),), ())


def test_the_configuration_may_name_a_server_by_its_filled_url() -> None:
    config = replace(CONFIG, environments={"MAIN": "https://eu.acme.test:443/v1"})
    found = servers(lowered(openapi(PATHS, head=VARIABLES)).api, config, [])
    assert found.environments[0] == ("MAIN", "https://{region}.acme.test:{port}/v1")
