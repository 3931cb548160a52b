"""One bundle to one API model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from dataclasses import replace
from urllib.parse import unquote

from specwright.bundle import Bundle, BundledOperation
from specwright.diagnostics import Diagnostics
from specwright.graph import reachable, used_by
from specwright.ir import Api, Key, Operation, Payload
from specwright.lower.anchors import Anchors
from specwright.lower.circles import straightened
from specwright.lower.constraints import Constraints
from specwright.lower.cursor import Cursor
from specwright.lower.directions import REQUEST, directed, original
from specwright.lower.operations import Operations
from specwright.lower.payloads import Payloads
from specwright.lower.reply_headers import ReplyHeaders
from specwright.lower.schemas import Schemas
from specwright.lower.security import security_schemes
from specwright.lower.servers import api_servers, filled, is_absolute, own_servers
from specwright.lower.streaming import split
from specwright.lower.unions import Declared, discriminate
from specwright.naming.resources import is_fern, tag_path
from specwright.objects import Path
from specwright.read.tree import Map, Seq
from specwright.text import EMPTY

_SCHEMAS = "#/components/schemas/"


def lower(bundle: Bundle, diagnostics: Diagnostics) -> Api:
    """The API model of a bundle. Never fails: what cannot be said is reported."""
    root = Cursor.root(bundle.root())
    keys = _keys(bundle.operations)
    anchors = Anchors(bundle.root(), keys)
    schemas = Schemas(_resolver(root), anchors, diagnostics)
    headers = ReplyHeaders(schemas)
    constraints = Constraints(schemas.resolve, diagnostics)
    operations = Operations(root, schemas, constraints, diagnostics, headers)
    servers, base_path = api_servers(root / "servers", diagnostics)
    schemes = security_schemes(
        root / "components" / "securitySchemes",
        [found.security for found in bundle.operations],
        f"{filled(servers[0])}/" if servers else "",
        diagnostics,
    )
    lowered: list[Operation] = []
    for found in bundle.operations:
        security = schemes.requirements(found.security)
        whole = operations.lower(found, keys[found.place], security)
        own = own_servers(_at(root, *found.place, "servers"), servers, diagnostics)
        lowered += split(replace(whole, servers=own), schemas.named)
    found_payloads = _payloads(root, bundle, lowered, Payloads(schemas, diagnostics))
    schemas.finish()
    received = (payload.schema for payload in found_payloads)
    straight = straightened(schemas.named, diagnostics)
    in_direction, named = directed(lowered, straight, received)
    info = root / "info"
    # A page's title is that of its endpoint.
    pages = len(bundle.documents) > 1 or any(d.page for d in bundle.documents)
    api = Api(
        title=EMPTY if pages else info.text("title"),
        description=EMPTY if pages else info.text("description"),
        servers=servers,
        base_path=base_path,
        operations=in_direction,
        payloads=found_payloads,
        schemas=discriminate(named, _declared(schemas, named)),
        constraints=constraints.named(),
        security_schemes=schemes.all,
        is_fern=any(is_fern(found.node.get("tags")) for found in bundle.operations),
        degraded=tuple(schemas.degraded),
    )
    operations_ = tuple(_degraded(op, api) for op in api.operations)
    return _promoted(replace(api, operations=operations_))


def _payloads(
    root: Cursor, bundle: Bundle, lowered: list[Operation], payloads: Payloads
) -> tuple[Payload, ...]:
    places = [_at(root, *found.place) for found in bundle.operations]
    payloads.links(places)
    operations = [op for op in lowered if not op.is_twin]
    return (
        *payloads.webhooks(root / "webhooks"),
        *(
            payload
            for operation, at in zip(operations, places, strict=True)
            for payload in payloads.callbacks(operation, at)
        ),
    )


def _at(root: Cursor, *path: str | int) -> Cursor:
    at = root
    for token in path:
        at = at / token
    return at


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


def _keys(found: tuple[BundledOperation, ...]) -> dict[Path, Key]:
    """The key of each operation by its place: `POST /v1/chat`.

    Where several share method and path, which those of pages may, each has its own id
    in its key, and where they share that too, its tag: none depends on their order.
    """
    keys = {each.place: f"{each.method.upper()} {each.path}" for each in found}
    for told_by in (_own_id, _own_tag):
        counts = Counter(keys.values())
        for each in found:
            if counts[keys[each.place]] > 1:
                keys[each.place] += f" {told_by(each)}"
    return keys


def _own_id(found: BundledOperation) -> str:
    return str(found.node.get("operationId"))


def _own_tag(found: BundledOperation) -> str:
    return "/".join(tag_path(found.node.get("tags")))


def _promoted(api: Api) -> Api:
    """The API with the servers of its operations, where it has none of its own."""
    lists = Counter(op.servers for op in api.operations)
    if api.servers or api.base_path or () in lists or not lists:
        return api
    ((common, _),) = lists.most_common(1)
    if not all(map(is_absolute, common)):
        return api
    operations = (
        replace(op, servers=()) if op.servers == common else op for op in api.operations
    )
    return replace(api, servers=common, operations=tuple(operations))


def _declared(schemas: Schemas, named: Container[Key]) -> dict[Key, Declared]:
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
        # The version for requests has the versions of its variants.
        pairs = ((value, f"{to}{REQUEST}", to) for value, to in mapping.items())
        mapping = {v: own if own in named else to for v, own, to in pairs}
        declared[f"{key}{REQUEST}"] = Declared(name=name, mapping=mapping)
    return declared


def _degraded(operation: Operation, api: Api) -> Operation:
    """The operation with all that is degraded in it, in the schemas that it shares too."""
    keys = reachable(used_by(operation), api.schemas)
    shared = tuple(f"{original(key)}/" for key in keys)
    found = [
        each.key
        for each in api.degraded
        if each.key in operation.degraded or f"{each.key}/".startswith(shared)
    ]
    return replace(operation, degraded=tuple(found))
