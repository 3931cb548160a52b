"""Following redirects without carrying anything private to another origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from .urls import map_query

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

LONGEST_CHAIN = 10
"""How many redirects are followed for one request."""

HARMLESS_HEADERS = frozenset(
    {"accept", "accept-encoding", "accept-language", "connection", "user-agent"}
)
"""What another origin may be sent. All else may be a credential, by whatever name."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Hop:
    """The next request: its method, its URL, and what may be carried along."""

    method: str
    url: str
    same_origin: bool
    keeps_body: bool
    is_answer: bool = False
    """It answers a challenge: the credential is set already."""
    renews: bool = False
    """Its credentials must be made anew."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a redirect is not followed."""

    reason: str


def next_hop(
    method: str,
    url: str,
    has_body: bool,
    status_code: int,
    headers: Mapping[str, str],
    secret_names: Container[str],
) -> Hop | Refusal | None:
    """Decide what a reply means for the next request (RFC 9110, section 15.4).

    Args:
        method: The method that was used.
        url: The URL that answered.
        has_body: Whether the request had a body.
        status_code: The status of the reply.
        headers: The headers of the reply.
        secret_names: Query parameters that hold a credential.

    Returns:
        None where the reply is no redirect.
    """
    location = headers.get("location")
    if status_code not in _REDIRECTS or not location:
        return None
    try:
        target = urljoin(url, location)
        old, new = _origin(url), _origin(target)
    except ValueError:
        return Refusal("its Location is not a URL")
    if new[0] not in _DEFAULT_PORTS or not new[1]:
        return Refusal("it leaves HTTP")
    if old[0] == "https" and new[0] == "http":
        return Refusal("it would leave HTTPS for an unprotected connection")
    same = old == new
    kept = _method(method, status_code)
    keeps_body = has_body and kept == method and status_code != 303
    if keeps_body and not same:
        return Refusal("it would send the body of the request to another origin")
    if not same:
        # A server that echoes the query must not hand the credential on either.
        target = map_query(target, secret_names, None)
    return Hop(kept, target.partition("#")[0], same, keeps_body)


def _method(method: str, status_code: int) -> str:
    """Return the next method: 301 and 302 turn POST into GET, as all clients do."""
    if status_code == 303 and method != "HEAD":
        return "GET"
    return "GET" if status_code in (301, 302) and method == "POST" else method


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port (RFC 6454, section 4)."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(scheme)
