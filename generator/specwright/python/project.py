"""The files around a package: `pyproject.toml`, `README.md`, `reference.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specwright.config import Config
from specwright.python.credentials import ArgumentView
from specwright.python.layout import Pair, call, statement
from specwright.python.prose import markdown
from specwright.python.reference import ResourceDoc
from specwright.text import Code, Text
from specwright.toml import toml_string


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """`pyproject.toml`; every field is a TOML value."""

    name: Code
    version: Code
    description: Code
    source: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """One argument of the client."""

    name: Code
    text: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """`README.md`."""

    title: Code
    intro: Code
    setup: Code
    sample: Code
    options: tuple[OptionRow, ...]
    client: Code
    async_client: Code
    package: Code
    incoming: Code
    """A section about what the server sends by itself; empty without that."""
    testing: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceView:
    """`reference.md`."""

    intro: Code
    setup: Code
    resources: tuple[ResourceDoc, ...]


def project(config: Config, title: Text) -> ProjectView:
    """The package's metadata."""
    name = config.package.replace("_", "-")
    about = " ".join(title.raw.split()) or config.client_class
    return ProjectView(
        name=Code(toml_string(name)),
        version=Code(toml_string(config.version)),
        description=Code(toml_string(f"Python client of the API {about}.")),
        source=Code(toml_string(f"src/{config.package}")),
    )


def setup(config: Config, arguments: list[ArgumentView], *, has_servers: bool) -> Code:
    """The lines that make a client, for the top of a document."""
    client = config.client_class
    comment = ""
    named = [a.env_name.raw for a in arguments if a.env_name]
    if named:
        comment = f"  # reads {' and '.join(named)}"
    argument = "" if has_servers else 'base_url="https://api.example.com"'
    return Code(
        f"from {config.package} import {client}\n\n"
        f"client = {client}({argument}){comment}"
    )


def readme(
    config: Config,
    title: Text,
    arguments: list[ArgumentView],
    docs: Mapping[str, str],
    made: Code,
    sample: Code,
    incoming: Sequence[Code] = (),
) -> ReadmeView:
    """The package's first page."""
    client = config.client_class
    rows = [OptionRow(name=each.name, text=markdown(each.doc)) for each in arguments]
    rows += [OptionRow(name=Code(n), text=markdown(Text(t))) for n, t in docs.items()]
    return ReadmeView(
        title=Code(config.package.replace("_", "-")),
        intro=Code(f"Python client of the API {markdown(title)}."),
        setup=made,
        sample=sample,
        options=tuple(rows),
        client=Code(client),
        async_client=Code(f"Async{client}"),
        package=Code(config.package),
        incoming=_incoming(config.package, incoming),
        testing=_testing_sample(config, arguments, sample),
    )


def _incoming(package: str, functions: Sequence[Code]) -> Code:
    if not functions:
        return Code("")
    listed = "\n".join(f"- {function}" for function in functions)
    return Code(f"""\
## Requests from the server

For each request that the server sends to an address of yours, `{package}.incoming` has a
function that takes its body as bytes or text and returns what it holds. Check the
request's signature first, where the API has one.

{listed}

""")


def _testing_sample(
    config: Config, arguments: list[ArgumentView], sample: Code
) -> Code:
    """How a user's test puts an `Exchange` in place of the server."""
    client = config.client_class
    options = [
        *(Pair(Code(f"{a.name}="), Code('"key"')) for a in arguments if a.is_secret),
        Pair(Code("base_url="), Code('"https://api.example.com"')),
        Pair(
            Code("httpx_client="),
            Code("httpx.Client(transport=exchange.transport)"),
        ),
    ]
    return Code(
        "import httpx\n"
        f"from {config.package} import {client}\n"
        f"from {config.package}.testing import Exchange\n\n"
        "exchange = Exchange()\n"
        'exchange.reply(json={"status": "ok"})\n'
        f"{statement(call(client, options), before='client = ')}\n\n"
        f"{sample}\n"
        "assert exchange.request.method"
    )
