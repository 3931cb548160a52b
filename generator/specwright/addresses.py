"""Addresses of documents: which can be used, and how they are shown and kept."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from specwright.text import printable, show

_PORTS: Final = {"http": 80, "https": 443}
_SECRET: Final = re.compile(
    r"(?:^|[-_.])(?:(?:api|access|auth)[-_]?)?"
    r"(?:token|key|apikey|secret|password|passwd|pwd|auth|credential|sig|signature)$",
    re.I,
)


def split(url: str) -> SplitResult | None:
    """An http(s) address taken apart; None for anything else."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def host_of(parts: SplitResult) -> str:
    """The host as a person writes it: small letters, its port unless it is the usual."""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    usual = parts.port in (None, _PORTS[parts.scheme])
    return host if usual else f"{host}:{parts.port}"


def address_problem(url: str) -> str:
    """Why an address cannot be a source; empty where it can."""
    parts = split(url)
    if parts is None or not url.isprintable() or " " in url:
        return f"{show(url, 120)} is not an http(s) address"
    if "@" in parts.netloc:
        return (
            f"{show(parts.hostname or '')} is given credentials, which are never sent"
        )
    if name := secret_in(url):
        return f"the parameter {show(name)} of the address looks like a credential"
    return ""


def secret_in(url: str) -> str:
    """The name of a query parameter that seems to hold a credential; else empty."""
    parts = split(url)
    pairs = parts.query.split("&") if parts else []
    names = (pair.partition("=")[0] for pair in pairs)
    return next((name for name in names if _SECRET.search(name)), "")


def shown(url: str) -> str:
    """An address for a message: on one line, without credentials."""
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
        pairs = [
            f"{name}=..." if equals and _SECRET.search(name) else name + equals + value
            for name, equals, value in (
                p.partition("=") for p in parts.query.split("&")
            )
        ]
        url = parts._replace(netloc=netloc, query="&".join(pairs)).geturl()
    except ValueError:
        pass
    return printable(url if len(url) <= 200 else f"{url[:197]}...")
