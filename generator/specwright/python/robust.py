"""The test of a generated package that is the same for all of them, but for one call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specwright.config import Config
from specwright.python.calls import Call
from specwright.python.credentials import ArgumentView
from specwright.python.examples import Examples, arguments_of
from specwright.python.imports import Imports
from specwright.python.layout import WIDTH, Group, Pair, call, statement
from specwright.text import Code

MODULE = "test_robustness"

_RAISED = ("ApiResponseError", "ApiTimeoutError", "BadRequestError")


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustView:
    """The call that is made, and what depends on the names of the client."""

    imports: Code
    call_definition: Code
    call_body: Code
    async_call_definition: Code
    async_call_body: Code
    error_definition: Code
    redirect_definition: Code
    secret_definition: Code
    secret_client: Code
    settings_definition: Code


def robust(
    called: Call, examples: Examples, config: Config, arguments: Iterable[ArgumentView]
) -> RobustView:
    """The test of a package, with one of its methods."""
    client = f"client: {config.client_class}"
    async_client = f"client: Async{config.client_class}"
    fixtures = ("exchange: Exchange", client)
    both = (*fixtures, f"async_{async_client}")
    secrets = [
        Pair(Code(f"{each.name}="), Code("SECRET"))
        for each in arguments
        if each.is_secret
    ]
    reply = "reply: tuple[bytes, dict[str, str]]"
    return RobustView(
        imports=_imports(config),
        call_definition=_definition("def call", (client,)),
        call_body=_body(called, examples, ""),
        async_call_definition=_definition("async def async_call", (async_client,)),
        async_call_body=_body(called, examples, "await "),
        error_definition=_definition(
            "async def test_an_error_is_what_its_status_says", (reply, *both)
        ),
        redirect_definition=_definition(
            "def test_a_redirect_carries_nothing_elsewhere", fixtures
        ),
        secret_definition=_definition("def test_no_traceback_shows_a_secret", fixtures),
        secret_client=statement(
            call("client.with_options", secrets), 1, before="client = "
        ),
        settings_definition=_definition(
            "def test_a_wrong_setting_is_named", ("settings: dict[str, Any]", *fixtures)
        ),
    )


def _imports(config: Config) -> Code:
    imports = Imports(("tests", MODULE), config.package)
    for module in ("gzip", "httpx", "pytest"):
        imports.add_module(f"import {module}")
    imports.add("traceback", "TracebackException")
    imports.add("typing", "Any")
    client = config.client_class
    errors = (*_RAISED, "InternalServerError")
    imports.add(config.package, client, f"Async{client}", *errors)
    imports.add(f"{config.package}.testing", "Exchange")
    return imports.lines()


def _definition(head: str, parameters: Iterable[str]) -> Code:
    group = Group(
        Code(f"{head}("),
        tuple(map(Code, parameters)),
        Code(")"),
        is_definition=True,
        returns=Code("None"),
    )
    return statement(group)


def _body(called: Call, examples: Examples, before: str) -> Code:
    """The call; a long attribute path stands on a line of its own."""
    lines = []
    resource = ".".join(("client", *called.path))
    if len(f"    {before}{resource}.{called.name}(") > WIDTH:
        lines.append(f"    {statement(Code(resource), 1, 'resource = ')}")
        resource = "resource"
    given = [(a, examples.argument(called, a)) for a in called.fewest]
    made = call(f"{resource}.{called.name}", arguments_of(given))
    lines.append(f"    {statement(made, 1, before)}")
    return Code("\n".join(lines))
