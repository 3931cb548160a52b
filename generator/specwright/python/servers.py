"""Servers as the members of the client's environment, and as arguments of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from specwright.access import Server, ServerVariable
from specwright.config import Config
from specwright.ir import Api
from specwright.lower.servers import filled
from specwright.naming.memory import (
    NOTHING,
    Memory,
    Settled,
    server_key,
    variable_key,
)
from specwright.naming.reserved import CONSTRUCTOR
from specwright.naming.resources import attribute
from specwright.naming.scope import settle
from specwright.naming.words import Casing, constant
from specwright.python.credentials import ArgumentView
from specwright.python.layout import subscript
from specwright.python.literals import flat_literal
from specwright.python.prose import sentence
from specwright.text import Code, Text

_DEFAULT = "PRODUCTION"
_LONG = 40


@dataclass(frozen=True, slots=True)
class Servers:
    """Where a client sends its requests."""

    environments: tuple[tuple[str, str], ...]
    """Names and URLs, with `{name}` for a variable; the first is the default."""
    variables: tuple[ServerVariable, ...]
    """What the URLs of the environments and of operations leave open."""
    arguments: tuple[ArgumentView, ...]
    """The client's argument for each variable."""
    has_own: bool
    """Whether operations are served elsewhere."""
    base_path: Text
    """How the base URL ends, where the document knows no host."""

    def settled(self, config: Config) -> Iterator[Settled]:
        """What the lock keeps of these names."""
        for name, url in self.environments:
            chosen = name in config.environments
            yield Settled(key=server_key(url), name=name, chosen=chosen)
        for variable, argument in zip(self.variables, self.arguments, strict=True):
            key = variable_key(variable.name.raw)
            yield Settled(key=key, name=str(argument.name))


def address(server: Server) -> tuple[str, str]:
    """Host and path of a server's default URL, as they stand in a request."""
    parts = urlsplit(filled(server))
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.hostname}{port}", parts.path


def servers(
    api: Api, config: Config, taken: Iterable[str], memory: Memory = NOTHING
) -> Servers:
    """The servers of an API; ``taken`` are arguments that the client has already.

    What ``memory`` has keeps its name, unless the configuration gives another.
    """
    variables = _variables(api)
    known = _closed(api.servers, variables)
    found = environments(known, config.environments, memory)
    own = [server for op in api.operations for server in op.servers[:1]]
    urls = " ".join([url for _, url in found] + [server.url.raw for server in own])
    used = tuple(v for name, v in variables.items() if f"{{{name}}}" in urls)
    wanted = {}
    for variable in used:
        name = attribute(variable.name.raw, Casing.PEP8, fallback="variable")
        wanted[variable.name.raw] = (name, f"server_{name}")
    held = {name: memory.name(variable_key(name)) for name in wanted}
    held = {name: kept for name, kept in held.items() if kept}
    names = settle(wanted, {*CONSTRUCTOR, *taken}, held)
    return Servers(
        environments=tuple(found),
        variables=used,
        arguments=tuple(_argument(v, names[v.name.raw]) for v in used),
        has_own=bool(own),
        base_path=api.base_path,
    )


def _variables(api: Api) -> dict[str, ServerVariable]:
    """By name; where servers describe one differently, the first does."""
    found: dict[str, ServerVariable] = {}
    for server in (*api.servers, *(s for op in api.operations for s in op.servers[:1])):
        for variable in server.variables:
            found.setdefault(variable.name.raw, variable)
    return found


def _closed(
    some: tuple[Server, ...], variables: Mapping[str, ServerVariable]
) -> tuple[Server, ...]:
    """The servers; those that have other defaults than the first, filled with them."""

    def is_like(server: Server) -> bool:
        return all(v.default == variables[v.name.raw].default for v in server.variables)

    return tuple(
        s if is_like(s) else Server(url=Text(filled(s)), description=s.description)
        for s in some
    )


def _argument(variable: ServerVariable, name: str) -> ArgumentView:
    values = variable.values
    if values and variable.default not in values:
        values = (variable.default, *values)
    place = f"`{{{variable.name.raw}}}` of the server's URL."
    return ArgumentView(
        name=Code(name),
        doc=Text(f"{sentence(variable.description)} {place}".strip()),
        annotation=(
            subscript("Literal", [flat_literal(value) for value in values])
            if values
            else Code("str")
        ),
        default=flat_literal(variable.default),
    )


def environments(
    servers: tuple[Server, ...], chosen: Mapping[str, str], memory: Memory = NOTHING
) -> list[tuple[str, str]]:
    """Names and base URLs; the first is the default.

    ``chosen`` are the configuration's own names; a name it gives to a URL of the
    document renames that one. Otherwise a short description names a server, else
    what its host has that the first one's has not.
    """
    renamed = {url.rstrip("/"): name for name, url in chosen.items()}
    first = {filled(s): s.url.raw for s in reversed(servers)}
    whole = {url: at_default for at_default, url in first.items()}
    urls = list(dict.fromkeys(first[filled(s)] for s in servers))
    given = {
        url: renamed.get(url.rstrip("/")) or renamed.get(whole[url]) for url in urls
    }
    if chosen and not any(given.values()):
        return list(chosen.items())
    texts = {s.url.raw: s.description.raw for s in reversed(servers)}
    held = {url: memory.name(server_key(url)) for url in urls if not given[url]}
    main = next((u for u in held if held[u] == _DEFAULT), urls[0] if urls else "")
    wanted = {url: _names(whole[url], texts[url], whole[main]) for url in held}
    held = {url: name for url, name in held.items() if name}
    made = settle(wanted, renamed.values(), held)
    result = [(given[url] or made[url], url) for url in urls]
    extra = [(n, u) for n, u in chosen.items() if n not in {name for name, _ in result}]
    return result + extra


def _names(url: str, description: str, first: str) -> tuple[str, ...]:
    found = []
    if description and len(description) <= _LONG:
        found.append(constant(description, Casing.PEP8))
    if url == first:
        return (*filter(str.isidentifier, found), _DEFAULT)
    known = set(_labels(first))
    own = [label for label in _labels(url) if label not in known]
    if own:
        found += [f"{_DEFAULT}_{constant(own[0], Casing.PEP8)}"]
        found += [f"{_DEFAULT}_{constant(' '.join(own), Casing.PEP8)}"]
    return (*filter(str.isidentifier, found), "SERVER")


def _labels(url: str) -> list[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    return [part for part in re.split(r"[./]", f"{parts.netloc}/{parts.path}") if part]
