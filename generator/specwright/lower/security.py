"""Security schemes and requirements (OpenAPI 3.1, Security Scheme Object)."""

from __future__ import annotations

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.ir import Key, SecurityScheme
from specwright.lower.cursor import Cursor
from specwright.lower.schemas import docs_of
from specwright.read.tree import Map, Node, Seq
from specwright.text import Text

_HTTP = {"basic": "Basic", "bearer": "Bearer"}


def security_schemes(
    at: Cursor, diagnostics: Diagnostics
) -> tuple[SecurityScheme, ...]:
    """The schemes of `components.securitySchemes` that a client can send."""
    found = []
    for name, child in at.items():
        scheme = _scheme(name, child)
        if scheme is not None:
            found.append(scheme)
            continue
        diagnostics.add(
            finding(
                "SW404",
                f"security scheme of type `{child.text('type').raw}` is not written yet",
                child.location,
                consequence="The client sends no credential for it.",
                hint="Pass the header yourself with `headers=`.",
            )
        )
    return tuple(found)


def requirements(node: Node, known: set[Key]) -> tuple[tuple[Key, ...], ...] | None:
    """A `security` list as alternatives; None where no credential is to be sent.

    A scheme that is not known cannot be sent; an alternative that needs it stays
    out, unless nothing else is left.
    """
    if not isinstance(node, Seq):
        return None
    alternatives = [tuple(entry) for entry in node if isinstance(entry, Map)]
    usable = [each for each in alternatives if all(key in known for key in each)]
    return tuple(dict.fromkeys(usable)) or None


def _scheme(name: str, at: Cursor) -> SecurityScheme | None:
    kind = at.text("type").raw
    docs = docs_of(at)
    if kind == "apiKey":
        place = at.text("in").raw
        match place:
            case "header" | "query" | "cookie":
                return SecurityScheme(
                    key=name,
                    kind=place,
                    name=at.text("name"),
                    prefix=at.text("x-specwright-prefix"),
                    docs=docs,
                )
            case _:
                return None
    prefix = _HTTP.get(at.text("scheme").raw.lower()) if kind == "http" else None
    if prefix is None and kind in {"oauth2", "openIdConnect"}:
        prefix = "Bearer"
    if prefix is None:
        return None
    return SecurityScheme(
        key=name,
        kind="header",
        name=Text("Authorization"),
        prefix=Text(prefix),
        docs=docs,
    )
