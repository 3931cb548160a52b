"""One Swagger 2.0 document to one of OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from specwright.diagnostics import Diagnostics
from specwright.objects import METHODS, clone, walk
from specwright.read.document import Document
from specwright.read.tree import Map, Node, Seq
from specwright.swagger.draft import MOVED, Draft, extensions, made, move, place, texts
from specwright.swagger.parameters import body, plain_parameter
from specwright.swagger.replies import response
from specwright.swagger.security import scheme

_KEPT = ("info", "tags", "externalDocs", "security")
_IN_BODY = ("body", "formData")


def convert(document: Document, diagnostics: Diagnostics) -> Document:
    """``document`` as OpenAPI 3.0 if it is Swagger 2.0; any other as it is."""
    version = document.root.get("swagger")
    if "openapi" in document.root or str(version) not in ("2.0", "2"):
        return document
    root = clone(document.root)
    for kind, _, node in [*walk(root, "swagger")]:
        if kind == "schema":
            _schema(node)
    draft = Draft(root, diagnostics)
    new = made(root)
    new.put("openapi", "3.0.3", place(root, "swagger"))
    move(root, new, (*_KEPT, *extensions(root)))
    servers = _servers(root, draft.root.get("schemes"))
    if servers:
        new.put("servers", servers, place(root, "host"))
    new.put("paths", _paths(draft), place(root, "paths"))
    components = _components(draft)
    if components:
        new.put("components", components)
    for _, _, node in [*walk(new)]:
        _repoint(node)
    return replace(document, root=new)


def _schema(schema: Map) -> None:
    if schema.get("x-nullable") is True:
        schema.put("nullable", True, place(schema, "x-nullable"))
    schema.pop("x-nullable", None)
    if schema.get("type") == "file":
        schema["type"] = "string"
        schema.put("format", "binary")
    name = schema.get("discriminator")
    if isinstance(name, str):
        schema["discriminator"] = made(schema, propertyName=name)


def _repoint(node: Map) -> None:
    ref = node.get("$ref")
    if isinstance(ref, str):
        for old, new in MOVED.items():
            if ref.startswith(old):
                node["$ref"] = new + ref.removeprefix(old)


def _servers(root: Map, schemes: Node) -> Seq | None:
    """`schemes`, `host` and `basePath`; without a scheme it is https."""
    host, base = root.get("host"), root.get("basePath")
    path = base.rstrip("/") if isinstance(base, str) else ""
    if not isinstance(host, str) or not host:
        urls = [path] if path else []
    else:
        names = [name for name in texts(schemes) if name in ("https", "http")]
        # The safer one first: the first server is the default.
        names = sorted(set(names), reverse=True) or ["https"]
        urls = [f"{name}://{host}{path}" for name in names]
    mark = root.value_mark("host" if "host" in root else "basePath")
    servers = [Map(root.source, mark, {"url": url}) for url in urls]
    return Seq(root.source, mark, servers) if servers else None


def _paths(draft: Draft) -> Map:
    paths = draft.root.get("paths")
    if not isinstance(paths, Map):
        return made(draft.root)
    new = made(paths)
    for path, item in _maps(paths).items():
        if not path.startswith("x-"):
            new.put(path, _item(item, draft), place(paths, path))
    return new


def _item(item: Map, draft: Draft) -> Map:
    """A path item. Shared parameters of bodies go to each of its operations."""
    new = made(item)
    move(item, new, ("$ref", *extensions(item)))
    shared = _listed(item)
    plain = [p for p in shared if _where(p, draft) not in _IN_BODY]
    if plain:
        found = Seq(item.source, item.mark, [_converted(p, draft) for p in plain])
        new.put("parameters", found, place(item, "parameters"))
    bodies = [p for p in shared if _where(p, draft) in _IN_BODY]
    for method in METHODS:
        operation = item.get(method)
        if isinstance(operation, Map):
            converted = _operation(operation, bodies, draft)
            new.put(method, converted, place(item, method))
    return new


def _operation(operation: Map, shared: Sequence[Node], draft: Draft) -> Map:
    new = made(operation)
    told = ("tags", "summary", "description", "externalDocs", "operationId")
    move(operation, new, (*told, "deprecated", "security", *extensions(operation)))
    own = _listed(operation)
    plain = [p for p in own if _where(p, draft) not in _IN_BODY]
    if plain:
        found = [_converted(parameter, draft) for parameter in plain]
        listed = Seq(operation.source, operation.mark, found)
        new.put("parameters", listed, place(operation, "parameters"))
    mine = [p for p in own if _where(p, draft) in _IN_BODY]
    sent = body(_unique(mine, shared, draft), draft.types("consumes", operation), draft)
    if sent is not None:
        new.put("requestBody", sent, place(operation, "parameters"))
    if isinstance(responses := operation.get("responses"), Map):
        replies = _replies(responses, operation, draft)
        new.put("responses", replies, place(operation, "responses"))
    if texts(operation.get("schemes")):
        servers = _servers(draft.root, operation["schemes"])
        if servers and servers != _servers(draft.root, draft.root.get("schemes")):
            new.put("servers", servers, place(operation, "schemes"))
    return new


def _replies(responses: Map, operation: Map, draft: Draft) -> Map:
    """The responses; a shared one is copied where its media types are others."""
    types = draft.types("produces", operation)
    shared = types == draft.types("produces", None)
    new = made(responses)
    for status, node in responses.items():
        reply = node if shared else (draft.resolved(node) or node)
        if isinstance(reply, Map):
            reply = response(reply, types)
        new.put(status, reply, responses.entries.get(status))
    return new


def _unique(own: Sequence[Node], shared: Sequence[Node], draft: Draft) -> list[Map]:
    """An operation's body or fields, then those of its path that it does not replace."""
    found: dict[object, Map] = {}
    for node in (*own, *shared):
        parameter = draft.resolved(node)
        if parameter is not None:
            is_body = parameter.get("in") == "body"
            found.setdefault("" if is_body else str(parameter.get("name")), parameter)
    return [*found.values()]


def _listed(node: Map) -> list[Node]:
    parameters = node.get("parameters")
    return [*parameters] if isinstance(parameters, Seq) else []


def _where(parameter: Node, draft: Draft) -> str:
    found = draft.resolved(parameter)
    return str(found.get("in")) if found is not None else ""


def _converted(parameter: Node, draft: Draft) -> Node:
    if not isinstance(parameter, Map) or "$ref" in parameter:
        return parameter
    return plain_parameter(parameter, draft)


def _components(draft: Draft) -> Map:
    root = draft.root
    new = made(root)
    types = draft.types("produces", None)
    parameters = {
        name: plain_parameter(node, draft)
        for name, node in _maps(root.get("parameters")).items()
        if node.get("in") not in _IN_BODY
    }
    groups: Mapping[str, tuple[str, Mapping[str, Node]]] = {
        "schemas": ("definitions", _maps(root.get("definitions"))),
        "parameters": ("parameters", parameters),
        "responses": (
            "responses",
            {
                name: response(node, types)
                for name, node in _maps(root.get("responses")).items()
            },
        ),
        "securitySchemes": (
            "securityDefinitions",
            {
                name: scheme(node)
                for name, node in _maps(root.get("securityDefinitions")).items()
            },
        ),
    }
    for kind, (key, items) in groups.items():
        old = root.get(key)
        if items and isinstance(old, Map):
            new.put(kind, old.like(items), place(root, key))
    return new


def _maps(node: Node) -> dict[str, Map]:
    items = node.items() if isinstance(node, Map) else ()
    return {name: item for name, item in items if isinstance(item, Map)}
