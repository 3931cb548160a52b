"""The fixtures of generated tests, and what tests of the reference stand on."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never
from urllib.parse import quote

from specwright.access import SecurityScheme
from specwright.config import Config
from specwright.ir import Key, Operation
from specwright.python.credentials import ArgumentView
from specwright.python.imports import Imports
from specwright.python.layout import Group, Pair, call, statement, subscript
from specwright.python.literals import flat_literal
from specwright.python.wire import Wire
from specwright.text import Code

SECRET = "key"
"""The value of every credential in the tests."""

_LOGIN = base64.b64encode(f"{SECRET}:{SECRET}".encode()).decode("ascii")


def authorized(wire: Wire, schemes: Iterable[SecurityScheme]) -> Wire:
    """A request with the credentials of some schemes.

    A login of HTTP Digest shows only in the answer to a challenge (RFC 7616).
    """
    headers, target = dict(wire.headers), wire.target
    for scheme in schemes:
        match scheme.kind:
            case "header":
                headers[scheme.name.raw] = f"{scheme.prefix.raw} {SECRET}".strip()
            case "basic":
                headers["Authorization"] = f"Basic {_LOGIN}"
            case "client_credentials":
                headers["Authorization"] = f"Bearer {SECRET}"
            case "cookie":
                own = [headers["cookie"]] if "cookie" in headers else []
                headers["cookie"] = "; ".join([*own, f"{scheme.name.raw}={SECRET}"])
            case "query":
                mark = b"&" if b"?" in target else b"?"
                name = quote(scheme.name.raw, safe="")
                target += mark + f"{name}={SECRET}".encode()
            case "digest" | "certificate":
                pass
            case _:
                assert_never(scheme.kind)
    return replace(wire, headers=headers, target=target)


def credentials_of(
    operation: Operation, schemes: Mapping[Key, SecurityScheme]
) -> tuple[SecurityScheme, ...]:
    """Those that a call sends: of the first alternative that needs any."""
    first: tuple[Key, ...] = next((a for a in operation.security or () if a), ())
    return tuple(schemes[key] for key in first)


def token_request(scheme: SecurityScheme) -> bytes:
    """The form that asks for a token (RFC 6749, section 4.4.2)."""
    scopes = quote(" ".join(scope.raw for scope in scheme.scopes), safe="")
    scope = f"&scope={scopes}" if scopes else ""
    return f"grant_type=client_credentials{scope}".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConftestView:
    """The fixtures: a client of each kind on an exchange."""

    imports: Code
    exchange: Code
    client_definition: Code
    client_made: Code
    async_client_definition: Code
    async_client_made: Code
    deployed_definition: Code
    """Of a client without a base URL of its own; empty where no test needs it."""
    deployed_made: Code


def conftest(
    config: Config, arguments: Iterable[ArgumentView], *, deployed: bool = False
) -> ConftestView:
    """Fixtures for a client whose credentials have some arguments."""
    views = list(arguments)
    tokens = [view.default for view in views if view.gives_tokens]
    imports = Imports(("tests", "conftest"), config.package)
    imports.add_module("import httpx")
    imports.add_module("import pytest")
    imports.add("collections.abc", "AsyncIterator", "Iterator")
    client = config.client_class
    imports.add(config.package, client, f"Async{client}")
    imports.add(f"{config.package}.testing", "Exchange")
    secrets = [
        Pair(Code(f"{v.name}="), flat_literal(SECRET)) for v in views if v.is_secret
    ]
    settings = [
        Pair(Code("max_retries="), Code("0")),
        Pair(Code("httpx_client="), Code("pool")),
    ]
    base_url = Pair(Code("base_url="), flat_literal("https://api.example.com"))
    options = [*secrets, base_url, *settings]
    made = call(client, [*secrets, *settings])

    def fixture(head: str, iterator: str, kind: str) -> Code:
        group = Group(
            Code(f"{head}("),
            (Code("exchange: Exchange"),),
            Code(")"),
            is_definition=True,
            returns=subscript(iterator, [Code(kind)]),
        )
        return statement(group)

    return ConftestView(
        imports=imports.lines(),
        exchange=statement(call("Exchange", tokens), 1, "return "),
        client_definition=fixture("def client", "Iterator", client),
        client_made=statement(call(client, options), 2, "yield "),
        async_client_definition=fixture(
            "async def async_client", "AsyncIterator", f"Async{client}"
        ),
        async_client_made=statement(call(f"Async{client}", options), 2, "yield "),
        deployed_definition=(
            fixture("def deployed", "Iterator", client) if deployed else Code("")
        ),
        deployed_made=statement(made, 2, "yield "),
    )


def reference_imports(config: Config) -> Code:
    """What the test of the reference's samples imports."""
    imports = Imports(("tests", "test_reference"), config.package)
    imports.add_module("import re")
    imports.add_module("import pytest")
    imports.add("pathlib", "Path")
    imports.add("runpy", "run_path")
    imports.add(config.package, config.client_class)
    imports.add(f"{config.package}.testing", "Exchange")
    return imports.lines()


def fixture_test(name: str, parameters: tuple[str, ...], client: str) -> Code:
    """`def name(parameters, exchange, client)`, as the fixtures are called."""
    group = Group(
        Code(f"def {name}("),
        (
            *map(Code, parameters),
            Code("exchange: Exchange"),
            Code(f"client: {client}"),
        ),
        Code(")"),
        is_definition=True,
        returns=Code("None"),
    )
    return statement(group)
