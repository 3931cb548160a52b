"""Servers as the members of the client's environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from specwright.ir import Server
from specwright.naming.scope import Scope
from specwright.naming.words import Casing, constant

_DEFAULT = "PRODUCTION"
_LONG = 40


def environments(
    servers: tuple[Server, ...], chosen: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Names and base URLs; the first is the default.

    ``chosen`` are the configuration's own names; a name it gives to a URL of the
    document renames that one. Otherwise a short description names a server, else
    what its host has that the first one's has not.
    """
    renamed = {url.rstrip("/"): name for name, url in chosen.items()}
    urls = list(dict.fromkeys(s.url.raw for s in servers))
    if chosen and not any(url.rstrip("/") in renamed for url in urls):
        return list(chosen.items())
    texts = {s.url.raw: s.description.raw for s in reversed(servers)}
    scope = Scope(renamed.values())
    result = []
    for url in urls:
        name = renamed.get(url.rstrip("/"))
        result.append((name or scope.take(*_names(url, texts[url], urls[0])), url))
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
