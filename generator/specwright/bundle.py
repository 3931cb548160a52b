"""Many files as one document: shared components, all operations, one way to resolve.

Documents come in repaired and normalised. What they say in the same words is shared;
where they disagree it is an error that names both places, unless the configuration
says which file is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from specwright.codes import finding
from specwright.config import Config
from specwright.diagnostics import Diagnostics, Location, Source
from specwright.merge import (
    merge_components,
    merge_servers,
    merge_webhooks,
    same,
)
from specwright.naming.resources import tag_path
from specwright.normalize import VERSION, VERSION_32
from specwright.objects import METHODS, Path, clone
from specwright.read.document import Document
from specwright.read.info import PageInfo
from specwright.read.tree import Entry, Map, Mark, Node, Seq, locate
from specwright.references import check_references, lookup, repoint
from specwright.sources import Copies
from specwright.text import show


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledOperation:
    """One operation, with everything that its document says about it."""

    path: str
    """The key in Paths: `/v1/voices/{voice_id}`."""
    method: str
    """As it is written: `get`; for an additional operation of 3.2 its name, `COPY`."""
    node: Map
    """The Operation Object."""
    path_item: Map
    """The Path Item Object, its own `$ref` resolved: shared parameters and texts."""
    document: Document
    at: Path
    """Where the operation stands in its own document."""
    servers: tuple[Map, ...] | None
    """Server Objects of this operation alone; None where those of the API apply."""
    security: Seq | None
    """What applies: its own `security`, else its document's; None without either."""
    place: Path = ()
    """Where it stands in the whole: `("paths", PATH, "get")`."""

    @property
    def page(self) -> PageInfo | None:
        return self.document.page

    @property
    def location(self) -> Location:
        """The key of the operation in its file."""
        return locate(self.document.root, self.at, key=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """All documents of a client as one."""

    documents: tuple[Document, ...]
    info: Map
    """The Info Object of the first document."""
    servers: tuple[Map, ...]
    """Server Objects of the API; the first is the default. Empty where unknown."""
    operations: tuple[BundledOperation, ...]
    """In the order of files, and in document order in each."""
    components: Mapping[str, Map]
    """By the keys of the Components Object: `schemas`, `securitySchemes`."""
    webhooks: Map
    """Path Item Objects by name."""
    tags: tuple[Map, ...]
    """Tag Objects, one per name."""
    _root: Map
    amended: Document | None = None
    """The whole, where it is more than its documents say; None where it is not."""

    @property
    def parts(self) -> tuple[Document, ...]:
        """What is held against OpenAPI's rules, each on its own."""
        return self.documents if self.amended is None else (self.amended,)

    def root(self) -> Map:
        """One valid OpenAPI document of everything; its nodes keep their marks.

        Where two files give one operationId to different operations, it is qualified
        there; a second operation at the same path and method stands at `PATH#ID`.
        """
        return self._root

    def resolve(self, ref: str) -> Node:
        """What a local reference leads to; None where that is nothing.

        Every broken reference has a finding already. What is found may be a reference
        itself; `follow` goes on to the end.
        """
        return lookup(self._root, ref)

    def follow(self, node: Node) -> Node:
        """``node``, or the end of its chain of references; None where it is broken."""
        seen: set[str] = set()
        while isinstance(node, Map) and isinstance(ref := node.get("$ref"), str):
            if ref in seen:
                return None
            seen.add(ref)
            node = self.resolve(ref)
        return node


def bundle(
    documents: Sequence[Document],
    config: Config,
    diagnostics: Diagnostics,
    amend: Callable[[Bundle], Bundle] | None = None,
) -> Bundle:
    """One document of many. AsyncAPI documents are left out.

    ``amend`` changes the whole before its references are checked.
    Findings: conflicts between files and broken references, as errors.
    """
    docs = [d for d in documents if d.kind == "openapi"]
    components = merge_components(docs, config, diagnostics)
    servers, own_servers = merge_servers(docs)
    operations = [
        operation
        for doc, own in zip(docs, own_servers, strict=True)
        for operation in _operations(doc, own)
    ]
    start = docs[0].root if docs else Map(Source(config.name, ""), Mark(1, 1))
    paths = Map(start.source, start.mark)
    kept = tuple(_paths(_merged(operations, diagnostics), paths))
    infos = [i for d in docs if isinstance(i := d.root.get("info"), Map)]
    info = infos[0] if infos else Map(start.source, start.mark)
    webhooks = Map(start.source, start.mark)
    merge_webhooks(docs, webhooks, diagnostics)
    tags = _tags(docs)
    all_components = Map(start.source, start.mark, components)
    root = _root(
        docs,
        {
            "info": info,
            "servers": Seq(start.source, start.mark, servers),
            "tags": Seq(start.source, start.mark, tags),
            "paths": paths,
            "webhooks": webhooks,
            "components": all_components,
        },
        paths,
    )
    made = Bundle(
        documents=tuple(docs),
        info=info,
        servers=servers,
        operations=kept,
        components=components,
        webhooks=webhooks,
        tags=tags,
        _root=root,
    )
    if amend is not None:
        made = amend(made)
    copies = Copies.of(config)
    check_references(made.parts, made.root(), copies, diagnostics)
    return made


def _operations(
    document: Document, own_servers: tuple[Map, ...] | None
) -> Iterator[BundledOperation]:
    paths = document.root.get("paths")
    security = document.root.get("security")
    for path, node in paths.items() if isinstance(paths, Map) else ():
        item = path_item_of(document.root, node)
        if item is None or path.startswith("x-"):
            continue
        for method, at, operation in methods_of(item, ("paths", path)):
            own_security = operation.get("security", security)
            yield BundledOperation(
                path=path,
                method=method,
                node=operation,
                path_item=item,
                document=document,
                at=at,
                servers=servers_of(operation) or servers_of(item) or own_servers,
                security=own_security if isinstance(own_security, Seq) else None,
            )


def _merged(
    operations: Sequence[BundledOperation], diagnostics: Diagnostics
) -> list[BundledOperation]:
    """Each operation once; two that differ in tag or operationId are both kept."""
    kept: dict[tuple[object, ...], BundledOperation] = {}
    for operation in operations:
        key = (
            operation.path,
            operation.method,
            tag_path(operation.node.get("tags")),
            str(operation.node.get("operationId")),
        )
        first = kept.setdefault(key, operation)
        if first is not operation:
            _twice(operation, first, diagnostics)
    return list(kept.values())


def _twice(
    operation: BundledOperation, first: BundledOperation, diagnostics: Diagnostics
) -> None:
    equal = same(operation.node, first.node) and same(
        operation.path_item.get("parameters"), first.path_item.get("parameters")
    )
    what = f"{operation.method.upper()} {show(operation.path)}"
    diagnostics.add(
        finding(
            "SW311" if equal else "SW312",
            f"{what} is described in two files"
            + ("" if equal else ", and not in the same way"),
            operation.location,
            consequence=(
                "It becomes one method."
                if equal
                else "It is not known which description the client must follow."
            ),
            hint="Remove the file that is out of date.",
            related=(("the first description", first.location),),
        )
    )


def methods_of(item: Map, at: Path) -> Iterator[tuple[str, Path, Map]]:
    for method in item:
        node = item[method]
        if method in METHODS and isinstance(node, Map):
            yield method, (*at, method), node
    more = item.get("additionalOperations")
    for method, node in more.items() if isinstance(more, Map) else ():
        if isinstance(node, Map):
            yield method, (*at, "additionalOperations", method), node


def path_item_of(root: Map, node: Node) -> Map | None:
    """A path item with its `$ref` resolved; its own keys win over those referred to."""
    seen: set[int] = set()
    merged: Map | None = None
    while isinstance(node, Map) and id(node) not in seen:
        seen.add(id(node))
        if merged is None:
            merged = node.copy() if "$ref" in node else node
        else:
            for key, value in node.items():
                if key not in merged:
                    merged.put(key, value, node.entries.get(key))
        ref = node.get("$ref")
        node = lookup(root, ref) if isinstance(ref, str) else None
    if merged is not None:
        merged.pop("$ref", None)
    return merged


def servers_of(node: Map) -> tuple[Map, ...] | None:
    servers = node.get("servers")
    if not isinstance(servers, Seq):
        return None
    return tuple(s for s in servers if isinstance(s, Map)) or None


def _tags(documents: Sequence[Document]) -> tuple[Map, ...]:
    """Tag Objects of all documents, the first of each name."""
    tags: dict[str, Map] = {}
    for document in documents:
        found = document.root.get("tags")
        for tag in found if isinstance(found, Seq) else ():
            if isinstance(tag, Map) and isinstance(name := tag.get("name"), str):
                tags.setdefault(name, tag)
    return tuple(tags.values())


def _root(documents: Sequence[Document], parts: Mapping[str, Node], paths: Map) -> Map:
    """The document of everything; other keys are those of the first that has them."""
    source, mark = paths.source, paths.mark
    root = Map(source, mark)
    versions = {document.root.get("openapi") for document in documents}
    root.put("openapi", VERSION_32 if VERSION_32 in versions else VERSION)
    root.update(parts)
    for key, value in parts.items():
        if not value and key not in ("info", "paths"):
            del root[key]
    for document in documents:
        for key, value in document.root.items():
            entry = document.root.entries.get(key)
            if key in root:
                if entry is not None:
                    root.entries.setdefault(key, entry)
            elif key not in (*parts, "security"):
                root.put(key, value, entry)
    return root


def _paths(
    operations: Sequence[BundledOperation], paths: Map
) -> Iterator[BundledOperation]:
    """Put the operations into ``paths``; each as it is now, its references included."""
    shared = _shared_ids(operations)
    for operation in operations:
        key = _place(operation, paths)
        if key != operation.path:
            node = clone(operation.node)
            repoint(node, _prefix(operation, operation.path), _prefix(operation, key))
            operation = replace(operation, node=node)
        place: Path = ("paths", key, *operation.at[2:])
        item = paths[key]
        assert isinstance(item, Map)
        holder = item
        if operation.at[-2:-1] == ("additionalOperations",):
            inner = item.get("additionalOperations")
            if not isinstance(inner, Map):
                inner = Map(item.source, item.mark)
                item.put("additionalOperations", inner)
            holder = inner
        whole = operation.node.copy()
        if operation.security is not None:
            whole.put("security", operation.security)
        if operation.servers is not None:
            whole.put("servers", Seq(whole.source, whole.mark, operation.servers))
        given = whole.get("operationId")
        if isinstance(given, str) and given in shared:
            whole["operationId"] = _qualified(operation)
        holder.put(operation.method, whole, _entry(operation))
        yield replace(operation, place=place)


def _place(operation: BundledOperation, paths: Map) -> str:
    """The key for an operation; its path item is made there if need be."""
    texts = operation.path_item.like(
        {
            k: v
            for k, v in operation.path_item.items()
            if k not in METHODS and k not in ("additionalOperations", "servers")
        }
    )
    key, number = operation.path, 1
    while isinstance(item := paths.get(key), Map):
        more = item.get("additionalOperations")
        taken = operation.method in item or (
            isinstance(more, Map) and operation.method in more
        )
        if not taken and same(item.get("parameters"), texts.get("parameters")):
            return key
        number += 1
        name = operation.node.get("operationId")
        suffix = name if isinstance(name, str) and number == 2 else str(number)
        key = f"{operation.path}#{re.sub(r'[^a-zA-Z0-9._-]', '_', suffix)}"
    holder = operation.document.root.get("paths")
    entry = holder.entries.get(operation.path) if isinstance(holder, Map) else None
    paths.put(key, texts, entry)
    return key


def _prefix(operation: BundledOperation, key: str) -> Path:
    return ("paths", key, *operation.at[2:])


def _entry(operation: BundledOperation) -> Entry | None:
    holder: Node = operation.document.root
    for token in operation.at[:-1]:
        holder = holder.get(str(token)) if isinstance(holder, Map) else None
    return holder.entries.get(operation.method) if isinstance(holder, Map) else None


def _shared_ids(operations: Sequence[BundledOperation]) -> set[str]:
    """The operationIds that more than one document uses."""
    users: dict[str, set[int]] = {}
    for operation in operations:
        name = operation.node.get("operationId")
        if isinstance(name, str):
            users.setdefault(name, set()).add(id(operation.document))
    return {name for name, documents in users.items() if len(documents) > 1}


def _qualified(operation: BundledOperation) -> str:
    """An operationId that no operation of another tag, path or method has."""
    name = operation.node.get("operationId")
    parts = [*tag_path(operation.node.get("tags")), str(name)]
    return f"{'.'.join(parts)} ({operation.method} {operation.path})"
