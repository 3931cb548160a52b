"""`if`, `then`, `else` and `dependentSchemas`: what may be there, depending on the rest.

    properties: {kind: {type: string}}
    if: {properties: {kind: {const: cat}}}
    then: {properties: {lives: {type: integer}}}

A type cannot say when. What they add to an object may be there and may not.
"""

from __future__ import annotations

from collections.abc import Iterator

from specwright.lower.cursor import Cursor
from specwright.lower.merge import Resolve
from specwright.read.tree import Map, Node

_BRANCHES = ("then", "else")


def unconditional(at: Cursor, resolve: Resolve) -> Cursor:
    """The schema with the properties of its branches among its own, all optional."""
    node = at.node
    if not isinstance(node, Map) or not {*_BRANCHES, "dependentSchemas"} & set(node):
        return at
    own = node.get("properties")
    extra = Map(at.owner.source, at.mark)
    for branch in _branches(at, resolve):
        for name, schema in branch.items():
            if name not in extra and not (isinstance(own, Map) and name in own):
                extra.put(name, schema, branch.entries.get(name))
    whole = node.copy()
    for key in (*_BRANCHES, "if", "dependentSchemas"):
        whole.pop(key, None)
    if extra:
        properties = own.copy() if isinstance(own, Map) else Map(extra.source, at.mark)
        for name, schema in extra.items():
            properties.put(name, schema, extra.entries.get(name))
        whole.put("properties", properties, node.entries.get("properties"))
    return Cursor(whole, at.path, whole, at.mark)


def _branches(at: Cursor, resolve: Resolve) -> Iterator[Map]:
    """The properties of each branch, through references."""
    children: list[Node] = [(at / key).node for key in _BRANCHES]
    children += [child.node for _, child in (at / "dependentSchemas").items()]
    for child in children:
        ref = child.get("$ref") if isinstance(child, Map) else None
        target = resolve(ref) if isinstance(ref, str) else None
        node = target.node if target is not None else child
        found = node.get("properties") if isinstance(node, Map) else None
        if isinstance(found, Map):
            yield found
