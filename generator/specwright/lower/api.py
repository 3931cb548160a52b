"""One bundle to one API model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import SplitResult, unquote, urlsplit

from specwright.bundle import Bundle, BundledOperation
from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.graph import reachable, used_by
from specwright.ir import Api, Key, Operation, Server
from specwright.lower.cursor import Cursor
from specwright.lower.operations import Operations
from specwright.lower.schemas import Schemas
from specwright.lower.security import requirements, security_schemes
from specwright.lower.unions import Declared, discriminate
from specwright.naming.resources import is_fern
from specwright.read.tree import Map, Seq
from specwright.text import EMPTY, Text, show

_SCHEMAS = "#/components/schemas/"


def lower(bundle: Bundle, diagnostics: Diagnostics) -> Api:
    """The API model of a bundle. Never fails: what cannot be said is reported."""
    root = Cursor.root(bundle.root())
    schemas = Schemas(resolve=_resolver(root), diagnostics=diagnostics)
    operations = Operations(root=root, schemas=schemas, diagnostics=diagnostics)
    schemes = security_schemes(root / "components" / "securitySchemes", diagnostics)
    known = {scheme.key for scheme in schemes}
    keys = set[Key]()
    lowered: list[Operation] = []
    for found in bundle.operations:
        security = requirements(found.security, known)
        lowered.append(operations.lower(found, _key(found, keys), security))
    schemas.finish()
    info = root / "info"
    # A page's title is that of its endpoint.
    pages = len(bundle.documents) > 1 or any(d.page for d in bundle.documents)
    api = Api(
        title=EMPTY if pages else info.text("title"),
        description=EMPTY if pages else info.text("description"),
        servers=_servers(root / "servers", diagnostics),
        operations=tuple(lowered),
        schemas=discriminate(schemas.named, _declared(schemas)),
        security_schemes=schemes,
        is_fern=any(is_fern(found.node.get("tags")) for found in bundle.operations),
        degraded=tuple(schemas.degraded),
    )
    return replace(api, operations=tuple(_degraded(op, api) for op in api.operations))


def _resolver(root: Cursor) -> Callable[[str], Cursor | None]:
    """Follows `#/a/b` (RFC 6901 section 6) from the root of the bundle."""
    cache: dict[str, Cursor | None] = {}

    def resolve(ref: str) -> Cursor | None:
        if ref not in cache:
            cache[ref] = _walk(root, ref)
        return cache[ref]

    return resolve


def _walk(root: Cursor, ref: str) -> Cursor | None:
    if not ref.startswith("#/"):
        return root if ref == "#" else None
    at = root
    for raw in ref[2:].split("/"):
        token = unquote(raw).replace("~1", "/").replace("~0", "~")
        if isinstance(at.node, Map) and token in at.node:
            at = at / token
        elif (
            isinstance(at.node, Seq) and token.isdecimal() and int(token) < len(at.node)
        ):
            at = at / int(token)
        else:
            return None
    return at


def _key(found: BundledOperation, taken: set[Key]) -> Key:
    """`POST /v1/chat`; with the operation's id where two share method and path."""
    key = f"{found.method.upper()} {found.path}"
    if key in taken:
        key = f"{key} {found.node.get('operationId')}"
    taken.add(key)
    return key


def _servers(at: Cursor, diagnostics: Diagnostics) -> tuple[Server, ...]:
    """Absolute base URLs, variables filled with their defaults (Server Object)."""
    found = []
    for child in at.elements():
        url = _filled(child)
        if _split(url) is None:
            diagnostics.add(
                finding(
                    "SW407",
                    f"the server URL {show(url)} has no host",
                    (child / "url").location,
                    consequence="The client has no server of that name.",
                    hint="Name the whole URL under [environments] in client.toml, or"
                    " pass `base_url`.",
                )
            )
            continue
        found.append(Server(url=Text(url), description=child.text("description")))
    return tuple(found)


def _filled(server: Cursor) -> str:
    def default(match: re.Match[str]) -> str:
        value = (server / "variables" / match[1]).text("default").raw
        return value or match[0]

    return re.sub(r"\{([^{}]*)\}", default, server.text("url").raw)


def _split(url: str) -> SplitResult | None:
    """The parts of an absolute http or https URL; None for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    usable = parts.scheme in {"http", "https"} and parts.netloc and "{" not in url
    return parts if usable else None


def _declared(schemas: Schemas) -> dict[Key, Declared]:
    declared = {}
    for key in schemas.named:
        at = schemas.resolve(key)
        if at is None or not (name := (at / "discriminator").text("propertyName")):
            continue
        mapping = {}
        for value, child in (at / "discriminator" / "mapping").items():
            target = child.node if isinstance(child.node, str) else ""
            found = schemas.resolve(target) or schemas.resolve(f"{_SCHEMAS}{target}")
            if found is not None:
                mapping[value] = found.key
        declared[key] = Declared(name=name, mapping=mapping)
    return declared


def _degraded(operation: Operation, api: Api) -> Operation:
    """The operation with all that is degraded in it, in the schemas that it shares too."""
    shared = tuple(f"{key}/" for key in reachable(used_by(operation), api.schemas))
    found = [
        pointer
        for pointer in api.degraded
        if pointer in operation.degraded or f"{pointer}/".startswith(shared)
    ]
    return replace(operation, degraded=tuple(found))
