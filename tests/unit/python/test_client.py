"""Servers become environments, and schemes the client's credentials."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from support.specs import CONFIG, lowered, openapi

from specwright.config import Config, CredentialConfig
from specwright.ir import Server
from specwright.python.client import credential_names, default_auth
from specwright.python.servers import environments
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
            [("PRODUCTION", A), ("SERVER", f"{A}/"), ("SERVER_2", f"{A}//")],
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
        )
    ).api
    assert credential_names(found, CONFIG) == {
        "one": "api_key",
        "two": "token",
        "three": "three",
        "four": "credentials",
        "five": "five",
        "base_url": "base_url_credential",
    }
    chosen = CredentialConfig(header="x-key", argument="secret", env="E")
    config = Config(name="a", package="a", client_class="A", credential=chosen)
    assert credential_names(found, config)["one"] == "secret"


def test_the_default_is_what_most_operations_ask_for() -> None:
    found = lowered(
        schemes(
            "one: {type: apiKey, in: header, name: X-Key}",
            "two: {type: http, scheme: bearer}",
        )
    ).api
    assert default_auth(found) == (("two",),)
