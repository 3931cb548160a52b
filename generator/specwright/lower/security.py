"""Security schemes and requirements (OpenAPI 3.1, Security Scheme Object)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from specwright.access import SecurityScheme
from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.ir import Key
from specwright.lower.cursor import Cursor
from specwright.read.tree import Map, Node, Seq
from specwright.text import Text, show

Alternatives: TypeAlias = tuple[tuple[Key, ...], ...]

_BEARER = Text("Bearer")
_AUTHORIZATION = Text("Authorization")
_SPELLED = {"bearer": _BEARER}
_HANDSHAKES = {"hoba", "mutual", "negotiate", "ntlm", "oauth"} | {
    f"scram-sha-{bits}" for bits in (1, 256)
}
"""Schemes of HTTP whose value depends on the request or on a challenge."""


@dataclass(frozen=True, slots=True)
class Schemes:
    """What `components.securitySchemes` declares, as far as a client can send it."""

    all: tuple[SecurityScheme, ...]
    ways: Mapping[str, Alternatives]
    """Per declared scheme: the ways to satisfy it, each some keys of ``all``."""

    def requirements(self, node: Node) -> Alternatives | None:
        """A `security` list as alternatives; None where no credential is to be sent.

        A scheme that is not known cannot be sent; an alternative that needs it stays
        out, unless nothing else is left.
        """
        if not isinstance(node, Seq):
            return None
        found: list[tuple[Key, ...]] = []
        for entry in node:
            if isinstance(entry, Map) and all(key in self.ways for key in entry):
                for chosen in product(*(self.ways[key] for key in entry)):
                    found.append(tuple(key for keys in chosen for key in keys))
        return tuple(dict.fromkeys(found)) or None


def security_schemes(
    at: Cursor, required: Iterable[Node], base: str, diagnostics: Diagnostics
) -> Schemes:
    """The schemes at a Map of them.

    ``required`` are all the `security` lists of the API, whose scopes a client asks
    for. A relative `tokenUrl` belongs to ``base``, the URL of the API.
    """
    lowering = _Lowering(base, _scopes(required), diagnostics)
    ways = {name: tuple(lowering.schemes(name, child)) for name, child in at.items()}
    return Schemes(
        all=tuple(each for found in ways.values() for each in found if each),
        ways={
            name: tuple(
                (each.key,) if each and each.kind != "certificate" else ()
                for each in found
            )
            for name, found in ways.items()
            if found
        },
    )


def _scopes(required: Iterable[Node]) -> Mapping[str, tuple[str, ...]]:
    """The scopes that requirements name, per scheme, each once."""
    found: dict[str, dict[str, None]] = {}
    for node in required:
        for entry in node if isinstance(node, Seq) else ():
            for name, scopes in entry.items() if isinstance(entry, Map) else ():
                for scope in scopes if isinstance(scopes, Seq) else ():
                    if isinstance(scope, str):
                        found.setdefault(name, {})[scope] = None
    return {name: tuple(scopes) for name, scopes in found.items()}


@dataclass(frozen=True, slots=True)
class _Lowering:
    base: str
    scopes: Mapping[str, tuple[str, ...]]
    diagnostics: Diagnostics

    def schemes(self, name: str, at: Cursor) -> Iterator[SecurityScheme]:
        """The ways to satisfy one scheme; none where it cannot be sent."""
        about, kind = at.text("description"), at.text("type").raw
        match kind:
            case "apiKey":
                yield from self._api_key(name, at)
            case "http":
                yield from self._http(name, at)
            case "oauth2":
                yield from self._oauth(name, at)
            case "openIdConnect":
                yield self._token(name, at)
            case "mutualTLS":
                yield SecurityScheme(key=name, kind="certificate", description=about)
            case _:
                self._unsent(at, f"a scheme of type {show(kind)}")

    def _api_key(self, name: str, at: Cursor) -> Iterator[SecurityScheme]:
        place = at.text("in").raw
        match place:
            case "header" | "query" | "cookie":
                yield SecurityScheme(
                    key=name,
                    kind=place,
                    name=at.text("name"),
                    prefix=at.text("x-specwright-prefix"),
                    description=at.text("description"),
                )
            case _:
                self._unsent(at, f"an API key in {show(place)}")

    def _http(self, name: str, at: Cursor) -> Iterator[SecurityScheme]:
        spelled = at.text("scheme").raw
        match spelled.lower():
            case "basic":
                yield SecurityScheme(
                    key=name, kind="basic", description=at.text("description")
                )
            case "digest":
                yield SecurityScheme(
                    key=name, kind="digest", description=at.text("description")
                )
            case scheme if scheme in _HANDSHAKES or not spelled:
                self._unsent(at, f"HTTP's scheme {show(spelled)}")
            case scheme:
                yield self._token(name, at, _SPELLED.get(scheme, at.text("scheme")))

    def _oauth(self, name: str, at: Cursor) -> Iterator[SecurityScheme]:
        flows = dict((at / "flows").items())
        own = flows.pop("clientCredentials", None)
        url = urljoin(self.base, own.text("tokenUrl").raw) if own else ""
        is_usable = urlsplit(url).scheme in ("http", "https")
        if flows or not is_usable:
            yield self._token(name, at)
        if is_usable:
            yield SecurityScheme(
                key=f"{name} clientCredentials" if flows else name,
                kind="client_credentials",
                token_url=Text(url),
                scopes=tuple(map(Text, self.scopes.get(name, ()))),
                description=at.text("description"),
            )

    def _token(self, name: str, at: Cursor, prefix: Text = _BEARER) -> SecurityScheme:
        return SecurityScheme(
            key=name,
            kind="header",
            name=_AUTHORIZATION,
            prefix=prefix,
            description=at.text("description"),
        )

    def _unsent(self, at: Cursor, what: str) -> None:
        self.diagnostics.add(
            finding(
                "SW404",
                f"{what} is not sent",
                at.location,
                consequence="The client sends no credential for it.",
                hint="Pass the header yourself with `headers=`, or an `httpx_client`"
                " whose `auth` does it.",
            )
        )
