"""A bundle of a whole that was changed: its parts are taken from the whole anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from specwright.bundle import (
    Bundle,
    BundledOperation,
    methods_of,
    path_item_of,
    servers_of,
)
from specwright.merge import same
from specwright.objects import Path, clone, walk
from specwright.overlay.edit import Editor, at
from specwright.read.document import Document
from specwright.read.tree import Entry, Map, Node, Seq
from specwright.repair.schemas import allow_null, number_limit

_EXCLUSIVE = ("exclusiveMinimum", "exclusiveMaximum")


def as_published(bundle: Bundle) -> Editor:
    """The whole, ready to be changed, in the form that a single document has.

    The bundle writes the security of a document on each of its operations. Where all
    documents agree, it stands at the root instead, and can be changed there.
    """
    editor = Editor(bundle.root())
    heirs = [op for op in bundle.operations if "security" not in op.node]
    security = heirs[0].security if heirs else None
    if security is None or "security" in editor.root:
        return editor
    if not all(op.security is not None and same(op.security, security) for op in heirs):
        return editor
    first = heirs[0].document.root
    editor.root.put("security", security, first.entries.get("security"))
    editor.remove((*op.place, "security") for op in heirs)
    return editor


def rebuilt(bundle: Bundle, editor: Editor) -> Bundle:
    """``bundle`` with everything in it as the changed whole says."""
    _modernise(editor)
    root = editor.root
    amended = Document(source=root.source, root=root, kind="openapi", page=None)
    components = root.get("components")
    kinds = components.items() if isinstance(components, Map) else ()
    info, webhooks = root.get("info"), root.get("webhooks")
    return replace(
        bundle,
        info=info if isinstance(info, Map) else bundle.info.like({}),
        servers=servers_of(root) or (),
        operations=tuple(_operations(bundle, amended)),
        components={kind: group for kind, group in kinds if isinstance(group, Map)},
        webhooks=webhooks if isinstance(webhooks, Map) else bundle.webhooks.like({}),
        tags=_tags(root.get("tags")),
        amended=amended,
        _root=root,
    )


def _operations(bundle: Bundle, amended: Document) -> Iterator[BundledOperation]:
    """The operations that are left, in their order, then those that are new."""
    root = amended.root
    known = {operation.place: operation for operation in bundle.operations}
    found: dict[Path, BundledOperation] = {}
    paths = root.get("paths")
    for path, node in paths.items() if isinstance(paths, Map) else ():
        item = None if path.startswith("x-") else path_item_of(root, node)
        if item is None:
            continue
        for method, place, operation in methods_of(item, ("paths", path)):
            security = operation.get("security", root.get("security"))
            new = BundledOperation(
                path=path,
                method=method,
                node=operation,
                path_item=item,
                document=amended,
                at=place,
                servers=servers_of(operation) or servers_of(item),
                security=security if isinstance(security, Seq) else None,
                place=place,
            )
            found[place] = _with_origin(new, known)
    yield from (found.pop(place) for place in known if place in found)
    yield from found.values()


def _with_origin(
    new: BundledOperation, known: Mapping[Path, BundledOperation]
) -> BundledOperation:
    """An operation as it is now, with the file and the page that it came from."""
    old = known.get(new.place)
    if old is None:
        return new
    return replace(new, path=old.path, document=old.document, at=old.at)


def _tags(node: Node) -> tuple[Map, ...]:
    tags: dict[str, Map] = {}
    for tag in node if isinstance(node, Seq) else ():
        if isinstance(tag, Map) and isinstance(name := tag.get("name"), str):
            tags.setdefault(name, tag)
    return tuple(tags.values())


def _modernise(editor: Editor) -> None:
    """Bring words of OpenAPI 3.0 that were put in into the shape of all the rest.

    No other schema has them any more: repairs and `normalize` have seen to it.
    """
    visits = [
        path
        for kind, path, node in walk(editor.root)
        if kind == "schema"
        and any(isinstance(node.get(key), bool) for key in ("nullable", *_EXCLUSIVE))
    ]
    for path in reversed(visits):
        node = at(editor.root, path)
        assert isinstance(node, Map)
        schema = clone(node)
        if schema.pop("nullable", False) is True:
            allow_null(schema)
        for key in _EXCLUSIVE:
            if isinstance(schema.get(key), bool):
                number_limit(schema, key)
        holder = at(editor.root, path[:-1])
        place = holder.entries.get(str(path[-1])) if isinstance(holder, Map) else None
        editor.put(path, schema, place or Entry(schema.mark, schema.mark))
