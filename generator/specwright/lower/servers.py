"""Servers and their variables (OpenAPI 3.1, Server Object)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from specwright.access import Server, ServerVariable
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Severity
from specwright.lower.cursor import Cursor
from specwright.text import EMPTY, Text, show

_SCHEMES = frozenset({"http", "https"})
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def api_servers(
    at: Cursor, diagnostics: Diagnostics
) -> tuple[tuple[Server, ...], Text]:
    """The servers that have a host, and the path of the first one that has none."""
    found, base_path = [], EMPTY
    for child in at.elements():
        server = _server(child)
        if is_absolute(server):
            found.append(server)
            continue
        url = filled(server)
        if url.startswith("/") and "{" not in url:
            base_path = base_path or Text(url.rstrip("/"))
        diagnostics.add(
            _unusable(
                child,
                url,
                "The client has no server of that name.",
                "Name the whole URL under [environments] in client.toml, or pass "
                "`base_url`.",
            )
        )
    return tuple(found), base_path


def own_servers(
    at: Cursor, of_api: tuple[Server, ...], diagnostics: Diagnostics
) -> tuple[Server, ...]:
    """The servers of an operation that is served elsewhere than the API.

    Empty where its default server is that of the API. A URL without a host is
    relative to the base URL that the client is given.
    """
    found = []
    for child in at.elements():
        server = _server(child)
        if is_absolute(server) or _is_relative(server):
            found.append(server)
            continue
        diagnostics.add(
            _unusable(
                child,
                filled(server),
                "The operation is sent to the servers of the API.",
                "Give the whole URL, or correct it with an overlay.",
            )
        )
    if found and of_api and filled(found[0]) == filled(of_api[0]):
        return ()
    return tuple(found)


def _unusable(at: Cursor, url: str, consequence: str, hint: str) -> Diagnostic:
    """A server that nothing can be sent to: of another scheme, or without a host."""
    parts = _split(url)
    scheme = parts.scheme if parts is not None else ""
    is_odd = bool(scheme) and scheme not in _SCHEMES and "{" not in scheme
    return finding(
        "SW407",
        f"the server URL {show(url)} "
        + ("is not one of http or https" if is_odd else "has no host"),
        (at / "url").location,
        severity=Severity.WARNING if is_odd else None,
        consequence=consequence,
        hint=hint,
    )


def filled(server: Server) -> str:
    """The URL with the defaults of its variables, without a slash at its end."""
    defaults = {v.name.raw: v.default.raw for v in server.variables}

    def default(match: re.Match[str]) -> str:
        return defaults.get(match[1]) or match[0]

    return _VARIABLE.sub(default, server.url.raw).rstrip("/")


def is_absolute(server: Server) -> bool:
    """Whether the URL, filled, is a whole one of http or https."""
    url = filled(server)
    parts = _split(url)
    usable = parts is not None and parts.scheme in _SCHEMES
    return usable and parts is not None and bool(parts.netloc) and "{" not in url


def _is_relative(server: Server) -> bool:
    url = filled(server)
    parts = _split(url)
    return parts is not None and not parts.scheme and url != "" and "{" not in url


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _server(at: Cursor) -> Server:
    url = at.text("url")
    used = set(_VARIABLE.findall(url.raw))
    return Server(
        url=url,
        description=at.text("description"),
        variables=tuple(_variables(at / "variables", used)),
    )


def _variables(at: Cursor, used: set[str]) -> Iterator[ServerVariable]:
    for name, child in at.items():
        if name in used:
            yield ServerVariable(
                name=Text(name),
                default=child.text("default"),
                values=tuple(
                    Text(value.node)
                    for value in (child / "enum").elements()
                    if isinstance(value.node, str)
                ),
                description=child.text("description"),
            )
