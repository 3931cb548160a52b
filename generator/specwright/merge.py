"""How the parts of several documents become one: shared, chosen, or in conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specwright.codes import finding
from specwright.config import Config
from specwright.diagnostics import Diagnostics
from specwright.objects import COMPONENTS
from specwright.read.document import Document
from specwright.read.tree import Map, Node, Seq, locate
from specwright.text import show


def same(a: Node, b: Node) -> bool:
    """Whether two trees say the same; the order of keys makes no difference.

    Python holds 1, 1.0 and True for equal; in a document they differ.
    """
    pairs = [(a, b)]
    while pairs:
        a, b = pairs.pop()
        if a is b:
            continue
        if isinstance(a, Map) and isinstance(b, Map):
            if a.keys() != b.keys():
                return False
            pairs.extend((value, b[key]) for key, value in a.items())
        elif isinstance(a, Seq) and isinstance(b, Seq):
            if len(a) != len(b):
                return False
            pairs.extend(zip(a, b, strict=True))
        elif type(a) is not type(b) or a != b:
            return False
    return True


def merge_components(
    documents: Sequence[Document], config: Config, diagnostics: Diagnostics
) -> dict[str, Map]:
    """The components of all documents by kind.

    `[components]` of client.toml maps `Name`, or `kind/Name`, to the file whose
    definition wins.
    """
    chosen = config.components
    merged: dict[str, Map] = {}
    owners: dict[tuple[str, str], Document] = {}
    for document in documents:
        components = document.root.get("components")
        for kind, group in components.items() if isinstance(components, Map) else ():
            if kind not in COMPONENTS or not isinstance(group, Map):
                continue
            into = merged.setdefault(kind, Map(group.source, group.mark))
            for name, node in group.items():
                owner = owners.setdefault((kind, name), document)
                winner = chosen.get(f"{kind}/{name}", chosen.get(name))
                if owner is document or (winner and _is_file(document, winner)):
                    owners[kind, name] = document
                    into.put(name, node, group.entries.get(name))
                elif winner is None and not same(node, into[name]):
                    _conflict(kind, name, document, owner, diagnostics)
    _check_chosen(documents, config, owners, diagnostics)
    return merged


def _is_file(document: Document, name: str) -> bool:
    """Whether ``name``, a path below the client's folder, is the document's file."""
    return f"/{document.source.name}".endswith(f"/{name}")


def _conflict(
    kind: str, name: str, document: Document, owner: Document, diagnostics: Diagnostics
) -> None:
    path = ("components", kind, name)
    file = document.source.name.rpartition("/")[2]
    diagnostics.add(
        finding(
            "SW310",
            f"the component {show(name)} differs between files",
            locate(document.root, path, key=True),
            consequence="It is not known which definition the client must follow.",
            hint=f'Under [components] in client.toml: "{name}" = "{file}", or the other.',
            related=(("the other definition", locate(owner.root, path, key=True)),),
        )
    )


def _check_chosen(
    documents: Sequence[Document],
    config: Config,
    owners: Mapping[tuple[str, str], Document],
    diagnostics: Diagnostics,
) -> None:
    for name, file in config.components.items():
        defined = [
            owner
            for (kind, component), owner in owners.items()
            if name in (component, f"{kind}/{component}")
        ]
        if any(_is_file(owner, file) for owner in defined):
            continue
        files = [d for d in documents if _is_file(d, file)]
        place = locate(files[0].root, ("components",)) if files else None
        said = f"{file} does not define it" if files else f"there is no file {file}"
        diagnostics.add(
            finding(
                "SW313",
                f"the component {show(name)} cannot be taken from {show(file)}: {said}",
                config.at("components", name) or place,
                consequence="It is not known which definition the client must follow.",
                hint="Correct the entry under [components] in client.toml.",
                related=(("the file", place),) if place else (),
            )
        )


def merge_webhooks(
    documents: Sequence[Document], merged: Map, diagnostics: Diagnostics
) -> None:
    """Put the webhooks of all documents into ``merged``, the first of each name."""
    owners: dict[str, Document] = {}
    for document in documents:
        webhooks = document.root.get("webhooks")
        if not isinstance(webhooks, Map):
            continue
        for name, node in webhooks.items():
            owner = owners.setdefault(name, document)
            if owner is document:
                merged.put(name, node, webhooks.entries.get(name))
            elif not same(node, merged[name]):
                path = ("webhooks", name)
                diagnostics.add(
                    finding(
                        "SW312",
                        f"the webhook {show(name)} is described twice, differently",
                        locate(document.root, path, key=True),
                        consequence="It is not known which description is right.",
                        hint="Remove the file that is out of date.",
                        related=(("the first", locate(owner.root, path, key=True)),),
                    )
                )


def merge_servers(
    documents: Sequence[Document],
) -> tuple[tuple[Map, ...], list[tuple[Map, ...] | None]]:
    """The servers of the API, and per document those that are its own.

    The API's are the list that most documents have, or a longer one that begins with
    the same server and holds them all. A document that has some of these, and the same
    first one, has no servers of its own.
    """
    lists = [_servers(document.root) for document in documents]
    counted: dict[tuple[str, ...], int] = {}
    for servers in lists:
        if servers:
            urls = _urls(servers)
            counted[urls] = counted.get(urls, 0) + 1
    if not counted:
        return (), [None] * len(lists)
    common = max(counted, key=lambda urls: counted[urls])
    for urls in counted:
        if len(urls) > len(common) and _within(common, urls):
            common = urls
    api = next(servers for servers in lists if _urls(servers) == common)
    own = [
        None if not servers or _within(_urls(servers), common) else servers
        for servers in lists
    ]
    return api, own


def _within(some: tuple[str, ...], urls: tuple[str, ...]) -> bool:
    return some[0] == urls[0] and set(some) <= set(urls)


def _servers(root: Map) -> tuple[Map, ...]:
    servers = root.get("servers")
    if not isinstance(servers, Seq):
        return ()
    return tuple(
        s for s in servers if isinstance(s, Map) and isinstance(s.get("url"), str)
    )


def _urls(servers: Sequence[Map]) -> tuple[str, ...]:
    return tuple(str(server["url"]).rstrip("/") for server in servers)
