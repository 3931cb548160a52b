"""The fixtures of generated tests, and what tests of the reference stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specwright.config import Config
from specwright.python.imports import Imports
from specwright.python.layout import Group, Pair, call, statement, subscript
from specwright.python.literals import flat_literal
from specwright.text import Code

SECRET = "key"
"""The value of every credential in the tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConftestView:
    """The fixtures: a client of each kind on an exchange."""

    imports: Code
    client_definition: Code
    client_made: Code
    async_client_definition: Code
    async_client_made: Code


def conftest(config: Config, arguments: Iterable[str]) -> ConftestView:
    """Fixtures for a client whose credentials have some arguments."""
    imports = Imports(("tests", "conftest"), config.package)
    imports.add_module("import httpx")
    imports.add_module("import pytest")
    imports.add("collections.abc", "AsyncIterator", "Iterator")
    client = config.client_class
    imports.add(config.package, client, f"Async{client}")
    imports.add(f"{config.package}.testing", "Exchange")
    options = [
        *(Pair(Code(f"{name}="), flat_literal(SECRET)) for name in arguments),
        Pair(Code("base_url="), flat_literal("https://api.example.com")),
        Pair(Code("max_retries="), Code("0")),
        Pair(Code("httpx_client="), Code("pool")),
    ]

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
        client_definition=fixture("def client", "Iterator", client),
        client_made=statement(call(client, options), 2, "yield "),
        async_client_definition=fixture(
            "async def async_client", "AsyncIterator", f"Async{client}"
        ),
        async_client_made=statement(call(f"Async{client}", options), 2, "yield "),
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
