"""The operations that `client.toml` includes or excludes, and what the rest needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from specwright.bundle import Bundle, BundledOperation, methods_of
from specwright.codes import finding
from specwright.config import Config, Selection
from specwright.diagnostics import Diagnostics, Location
from specwright.globs import glob
from specwright.naming.resources import tag_path
from specwright.nearest import nearest
from specwright.objects import Path, tokens
from specwright.overlay.edit import Editor
from specwright.read.tree import Map, Node, Seq, locate
from specwright.text import printable, show

_IGNORED = ("x-fern-ignore", "x-speakeasy-ignore")
_KEPT = frozenset({"securitySchemes"})
"""Kinds of components that are not pruned: what is named, not referred to."""


def take_subset(
    bundle: Bundle, editor: Editor, config: Config, found: Diagnostics
) -> None:
    """Remove the operations that are not wanted, and the components only they use."""
    include, exclude = config.include, config.exclude
    for table, selection in (("include", include), ("exclude", exclude)):
        _report_idle(table, selection, bundle, config, found)
    out = [op for op in bundle.operations if _is_out(op, include, exclude, found)]
    if len(out) == len(bundle.operations):
        found.add(
            finding(
                "SW343",
                "[include] and [exclude] in client.toml leave no operation",
                config.at("include" if include else "exclude"),
                consequence="There is nothing to generate.",
            )
        )
        return
    if not out:
        return
    editor.remove(op.place for op in out)
    _drop_empty_paths(editor, dict.fromkeys(op.place[:2] for op in out))
    _prune(editor)
    by_table = [op for op in out if include or _selects(exclude, op)]
    if not by_table:
        return
    found.add(
        finding(
            "SW342",
            f"{len(by_table)} of {len(bundle.operations)} operations are left out",
            consequence="They have no methods.",
            hint="[include] and [exclude] in client.toml say which.",
        )
    )


def is_ignored(operation: BundledOperation) -> bool:
    """Whether a vendor's extension keeps an operation out of SDKs."""
    return any(operation.node.get(key) is True for key in _IGNORED)


def _is_out(
    operation: BundledOperation,
    include: Selection,
    exclude: Selection,
    found: Diagnostics,
) -> bool:
    if _selects(exclude, operation):
        return True
    if include:
        # What is asked for by name is wanted, whatever its vendor says.
        return not _selects(include, operation)
    if is_ignored(operation):
        key = next(key for key in _IGNORED if operation.node.get(key) is True)
        found.add(
            finding(
                "SW409",
                f"{operation.method.upper()} {printable(operation.path)} is left out,"
                f" because it has {key}",
                locate(operation.node, (key,), key=True),
                consequence="It has no method.",
                hint="Set it to false in an overlay, or select it in [include].",
            )
        )
        return True
    return False


def _selects(selection: Selection, operation: BundledOperation) -> bool:
    """Whether any entry selects the operation."""
    return any(_matches(kind, entry, operation) for kind, entry in selection.entries())


def _matches(kind: str, entry: str, operation: BundledOperation) -> bool:
    match kind:
        case "paths":
            return glob(entry).fullmatch(operation.path) is not None
        case "methods":
            return entry.lower() == operation.method.lower()
        case "operations":
            return entry == operation.node.get("operationId")
        case _:
            return entry in tag_names(operation)


def tag_names(operation: BundledOperation) -> Iterator[str]:
    """An operation's tags, as they are written and as the resources they stand for.

    `voices` is a name of all that has a resource below `voices`.
    """
    tags = operation.node.get("tags")
    for tag in tags if isinstance(tags, Seq) else ():
        if isinstance(tag, str):
            yield tag
    path = tag_path(tags)
    yield from (".".join(path[:n]) for n in range(1, len(path) + 1))


def _report_idle(
    table: str,
    selection: Selection,
    bundle: Bundle,
    config: Config,
    found: Diagnostics,
) -> None:
    for kind, entry in selection.entries():
        if any(_matches(kind, entry, op) for op in bundle.operations):
            continue
        near = nearest(entry, _known(kind, bundle), 0.6)
        found.add(
            finding(
                "SW341",
                f"{show(entry)} under `{kind}` of [{table}] selects no operation",
                _place(config, table, kind, entry),
                consequence="The client would not be what client.toml asks for.",
                hint=f"Did you mean {show(near)}?" if near else "",
            )
        )


def _place(config: Config, table: str, kind: str, entry: str) -> Location | None:
    """Where an entry stands in client.toml."""
    values = config.toml.values.get(table) if config.toml else None
    entries = values.get(kind) if isinstance(values, dict) else None
    index = entries.index(entry) if isinstance(entries, list) else 0
    return config.at(table, kind, index)


def _known(kind: str, bundle: Bundle) -> Collection[str]:
    known: dict[str, None] = {}
    for operation in bundle.operations:
        match kind:
            case "paths":
                known[operation.path] = None
            case "methods":
                known[operation.method] = None
            case "operations":
                known[str(operation.node.get("operationId"))] = None
            case _:
                known.update(dict.fromkeys(tag_names(operation)))
    return known


def _drop_empty_paths(editor: Editor, places: Collection[Path]) -> None:
    """Take away the path items in which no operation is left."""
    for place in places:
        item = editor.at(place)
        if isinstance(item, Map) and not any(methods_of(item, place)):
            editor.remove([place])


def _prune(editor: Editor) -> None:
    """Remove the components that nothing refers to, not even through others."""
    components = editor.root.get("components")
    if not isinstance(components, Map):
        return
    used: set[Path] = set()
    waiting: list[Node] = [v for k, v in editor.root.items() if k != "components"]
    waiting += [group for kind, group in components.items() if kind in _KEPT]
    while waiting:
        for keys in _references(waiting.pop()):
            place = keys[:3]
            if len(place) == 3 and place not in used:
                used.add(place)
                waiting.append(editor.at(place))
    editor.remove(
        ("components", kind, name)
        for kind, group in [*components.items()]
        if isinstance(group, Map) and kind not in _KEPT
        for name in [*group]
        if ("components", kind, name) not in used
    )


def _references(node: Node) -> Iterator[Path]:
    """Where all references below a node lead, those of discriminators included."""
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, Map):
            mapping = here.get("mapping")
            held = [here.get("$ref")]
            held += mapping.values() if isinstance(mapping, Map) else []
            for ref in held:
                if isinstance(ref, str):
                    yield tokens(ref) or ("components", "schemas", ref)
            stack.extend(here.values())
        elif isinstance(here, Seq):
            stack.extend(here)
