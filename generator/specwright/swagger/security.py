"""Security definitions (Swagger 2.0, Security Scheme Object)."""

from __future__ import annotations

from specwright.read.tree import Map
from specwright.swagger.draft import extensions, made, move

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def scheme(node: Map) -> Map:
    """A security scheme; one of an unknown type stays as it is, and is reported later."""
    kind = node.get("type")
    new = made(node)
    move(node, new, ("description", *extensions(node)))
    if kind == "basic":
        new.put("type", "http", node.entries.get("type"))
        new.put("scheme", "basic")
        return new
    if kind != "oauth2":
        move(node, new, ("type", "name", "in"))
        return new
    move(node, new, ("type",))
    flow = made(node)
    move(node, flow, ("authorizationUrl", "tokenUrl"))
    scopes = node.get("scopes")
    flow.put("scopes", scopes if isinstance(scopes, Map) else made(node))
    name = _FLOWS.get(str(node.get("flow")), str(node.get("flow")))
    flows = made(node)
    flows.put(name, flow, node.entries.get("flow"))
    new.put("flows", flows)
    return new
