"""What every operation sends, as files beside the package that a review can read.

The requests are computed from the specification alone; the code that is generated is
held against them (`specwright.guard`). `specwright.wire.record` has the files' form.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from specwright.access import SecurityScheme
from specwright.diagnostics import Location
from specwright.ir import Key, Operation
from specwright.lower.media import is_json
from specwright.lower.servers import filled
from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.examples import Value
from specwright.python.fixtures import authorized
from specwright.python.servers import Servers
from specwright.python.variants import Variant
from specwright.python.wire import Given
from specwright.wire.record import FILE, FOLDER, Block, argument, shown, write
from specwright.wire.request import compact, request
from specwright.wire.spec import Described

UNKNOWN_SERVER = "https://api.example.com"
"""Stands for the base URL of an API whose document knows no host."""

_BODY = frozenset({"json", "form", "file"})
"""Places of the fields of a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """What one operation sends."""

    key: Key
    attribute: str
    location: Location
    called: Call
    described: Described
    credentials: tuple[SecurityScheme, ...]
    givens: tuple[Given, ...]
    """What each call says."""
    blocks: tuple[Block, ...]
    """The calls with their requests."""
    file: str
    """Of the blocks; empty for a method of the client itself."""


def golden(
    called: Call,
    attribute: str,
    described: Described,
    credentials: tuple[SecurityScheme, ...],
    variants: tuple[Variant, ...],
    *,
    base_url: str,
    file: str,
) -> Golden:
    """The record of one operation, of the ways in which it is called."""

    def block(variant: Variant) -> Block:
        wire = authorized(variant.wire, credentials)
        url = base_url + wire.target.decode()
        sent = request(wire.method, url, wire.headers, wire.body)
        is_whole = is_json(wire.headers.get("content-type", ""))
        return Block(
            attribute=attribute,
            variant=variant.name,
            key=shown(called.operation.key),
            spec=described.digest,
            arguments=tuple(
                argument(place_of(a, called), a.wire.raw, _shown(value))
                for a, value in variant.given
                if not (is_whole and a.place == "json")
            ),
            request=sent.text,
        )

    return Golden(
        key=called.operation.key,
        attribute=attribute,
        location=called.operation.location,
        called=called,
        described=described,
        credentials=credentials,
        givens=tuple(variant.given for variant in variants),
        blocks=tuple(map(block, variants)),
        file=file,
    )


def place_of(argument: Argument, called: Call) -> str:
    """Where an argument goes: `field` of a body, whatever the body is written as."""
    if argument.place == "body" or called.body == "json":
        return "body" if argument.place in {"body", "json"} else argument.place
    return "field" if argument.place in _BODY else argument.place


def _shown(value: Value) -> str:
    if isinstance(value, bytes):
        return FILE
    if isinstance(value, list) and any(isinstance(item, bytes) for item in value):
        return f"[{', '.join(FILE for _ in value)}]"
    return compact(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goldens:
    """What a client sends, and how the client is made that sends it."""

    package: str
    client_class: str
    secrets: tuple[str, ...]
    """Arguments of the client that take a credential."""
    token_urls: tuple[str, ...]
    base_url: str | None
    """For the client; None where it knows one itself."""
    operations: tuple[Golden, ...]

    def files(self) -> dict[str, str]:
        """Text by path below the generated folder."""
        blocks: dict[str, list[Block]] = {}
        for golden in self.operations:
            blocks.setdefault(golden.file or "client", []).extend(golden.blocks)
        return {f"{FOLDER}/{name}.http": write(b) for name, b in blocks.items()}


def own_base_url(servers: Servers, operation: Operation) -> str:
    """Where an operation is sent by default (OpenAPI 3.1, Server Object)."""
    defaults = {v.name.raw: v.default.raw for v in servers.variables}
    url = next((url for _, url in servers.environments), unknown_server(servers))
    for name, default in defaults.items():
        url = url.replace(f"{{{name}}}", default)
    if operation.servers:
        url = urljoin(f"{url.rstrip('/')}/", filled(operation.servers[0]))
    return url.rstrip("/")


def unknown_server(servers: Servers) -> str:
    """A base URL for an API whose document knows no host."""
    return f"{UNKNOWN_SERVER}{servers.base_path.raw}"
