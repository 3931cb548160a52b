"""What changed between two versions of a spec file, in a few lines for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from specwright.add.names import operations
from specwright.read.document import Document
from specwright.read.tree import Map, Node, Seq
from specwright.text import printable

_MOST: Final = 20
"""Lines that are told before the rest is only counted."""


def describe(old: Document, new: Document) -> tuple[str, ...]:
    """The differences, the operations' first; one line says so where only form differs."""
    lines = [
        *_operations(old.root, new.root),
        *_components(old.root, new.root),
        *_rest(old, new),
    ]
    if not lines:
        return ("only the layout of the file",)
    if len(lines) > _MOST:
        lines[_MOST:] = [f"and {len(lines) - _MOST} more changes"]
    return tuple(map(printable, lines))


def _operations(old: Map, new: Map) -> Iterator[str]:
    before = {f"{method} {path}": node for method, path, node in operations(old)}
    after = {f"{method} {path}": node for method, path, node in operations(new)}
    several = len(before.keys() | after.keys()) > 1
    for call, node in before.items():
        if call not in after:
            yield f"{call} removed"
            continue
        prefix = f"{call}: " if several else ""
        for line in _operation(node, after[call]):
            yield prefix + line
    yield from (f"{call} added" for call in after if call not in before)


def _operation(old: Map, new: Map) -> Iterator[str]:
    yield from _compared("parameter", _parameters(old), _parameters(new))
    before, after = _map(old.get("requestBody")), _map(new.get("requestBody"))
    yield from _compared("body", _content(before), _content(after), _media)
    yield from _compared(
        "body's", _without(before, ("content",)), _without(after, ("content",))
    )
    yield from _compared(
        "reply", _map(old.get("responses")), _map(new.get("responses"))
    )
    told = ("parameters", "requestBody", "responses")
    yield from _compared("", _without(old, told), _without(new, told))


def _content(body: dict[str, Node]) -> dict[str, Node]:
    return _map(body.get("content"))


def _media(old: Node, new: Node) -> Iterator[str]:
    """The properties that differ, where both media types hold an object in place."""
    yield from _schema(_map(old).get("schema"), _map(new).get("schema"))


def _components(old: Map, new: Map) -> Iterator[str]:
    before, after = _map(old.get("components")), _map(new.get("components"))
    for kind in dict.fromkeys([*before, *after]):
        word = {"schemas": "schema", "securitySchemes": "security scheme"}.get(
            kind, kind
        )
        detail = _schema if kind == "schemas" else None
        yield from _compared(
            word, _map(before.get(kind)), _map(after.get(kind)), detail
        )


def _schema(old: Node, new: Node) -> Iterator[str]:
    before, after = _map(old), _map(new)
    yield from _compared(
        "property", _map(before.get("properties")), _map(after.get("properties"))
    )
    if _texts(before.get("required")) != _texts(after.get("required")):
        for name in sorted(
            _texts(after.get("required")) - _texts(before.get("required"))
        ):
            yield f"{name} now required"
        for name in sorted(
            _texts(before.get("required")) - _texts(after.get("required"))
        ):
            yield f"{name} no longer required"


def _rest(old: Document, new: Document) -> Iterator[str]:
    told = ("paths", "components")
    yield from _compared("", _without(old.root, told), _without(new.root, told))
    if old.page != new.page:
        yield "what the page says beside its document"


def _compared(
    what: str,
    old: dict[str, Node],
    new: dict[str, Node],
    detail: Callable[[Node, Node], Iterator[str]] | None = None,
) -> Iterator[str]:
    """Entries removed, added and changed; ``detail`` says how they changed."""
    for key, value in old.items():
        name = f"{what} {key}".strip()
        if key not in new:
            yield f"{name} removed"
        elif value != new[key]:
            lines = list(detail(value, new[key])) if detail else []
            yield f"{name}: {', '.join(lines)}" if lines else f"{name} changed"
    for key in new:
        if key not in old:
            yield f"{what} {key}".strip() + " added"


def _parameters(operation: Map) -> dict[str, Node]:
    found: dict[str, Node] = {}
    entries = operation.get("parameters")
    for entry in entries if isinstance(entries, Seq) else ():
        node = _map(entry)
        name = f"{node.get('in')} {node.get('name')}" if node else str(entry)
        found[str(node.get("$ref", name))] = entry
    return found


def _without(node: dict[str, Node], keys: tuple[str, ...]) -> dict[str, Node]:
    return {key: value for key, value in node.items() if key not in keys}


def _map(node: Node) -> dict[str, Node]:
    return node if isinstance(node, Map) else {}


def _texts(node: Node) -> set[str]:
    return {t for t in node if isinstance(t, str)} if isinstance(node, Seq) else set()
