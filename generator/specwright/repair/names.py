"""Component names and the references to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from specwright.objects import COMPONENTS, tokens
from specwright.read.tree import Map, Node
from specwright.references import reference_to
from specwright.repair.draft import Change, Draft
from specwright.text import show

NAME = "x-specwright-name"
"""Extension of a schema whose component name was not a legal one: that name."""

_LEGAL = re.compile(r"[a-zA-Z0-9._-]+\Z")
_ILLEGAL = re.compile(r"[^a-zA-Z0-9._-]+")
_COMPONENT = re.compile(r"#/components/(?P<kind>[a-zA-Z]+)/(?P<rest>.+)\Z", re.S)


def unescaped_references(draft: Draft) -> Iterator[Change]:
    """``#/components/schemas/a/b`` for a key ``a/b``: the longest key that fits.

    RFC 6901 section 3: ``/`` in a key is written ``~1``.
    """
    for _, path, node in draft.kinds():
        ref = node.get("$ref")
        if not isinstance(ref, str) or (found := _COMPONENT.match(ref)) is None:
            continue
        keys = tokens(ref)
        if keys is None or draft.lookup(keys) is not None:
            continue
        meant = _longest_key(draft, found["kind"], found["rest"])
        if meant is not None:
            node["$ref"] = meant
            yield Change(
                path=(*path, "$ref"),
                message=f"the reference does not escape its `/`; {show(meant)} is meant",
            )


def _longest_key(draft: Draft, kind: str, rest: str) -> str | None:
    components = draft.root.get("components")
    group = components.get(kind) if isinstance(components, Map) else None
    if not isinstance(group, Map):
        return None
    for text in (rest, unquote(rest)):
        end = len(text)
        while end > 0:
            if text[:end] in group:
                return reference_to(("components", kind, text[:end])) + text[end:]
            end = text.rfind("/", 0, end)
    return None


def component_names(draft: Draft) -> Iterator[Change]:
    """A name that is not ``^[a-zA-Z0-9._-]+$`` gets one, in its references too.

    The original is kept as ``x-specwright-name`` of a schema.
    """
    components = draft.root.get("components")
    if not isinstance(components, Map):
        return
    renamed: dict[tuple[str, str], str] = {}
    for kind in COMPONENTS:
        group = components.get(kind)
        if not isinstance(group, Map) or all(map(_LEGAL.match, group)):
            continue
        taken = {name for name in group if _LEGAL.match(name)}
        items: dict[str, Node] = {}
        for name, node in group.items():
            new = name
            if not _LEGAL.match(name):
                new = _unique(_ILLEGAL.sub("_", name).strip("_") or "_", taken)
                taken.add(new)
                renamed[kind, name] = new
                if isinstance(node, Map) and kind == "schemas":
                    node.put(NAME, name)
                yield Change(
                    path=("components", kind, name),
                    key=True,
                    message=f"{show(name)} is not a legal name; {show(new)} is used",
                )
            items[new] = node
        new_group = group.like(items)
        for name, entry in group.entries.items():
            new_group.entries[renamed.get((kind, name), name)] = entry
        components.put(kind, new_group)
    if renamed:
        _rewrite(draft, renamed)


def _unique(name: str, taken: set[str]) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name}_{number}"
    return unique


def _rewrite(draft: Draft, renamed: dict[tuple[str, str], str]) -> None:
    """Point the references and discriminator mappings at the new names."""

    def moved(ref: str) -> str | None:
        keys = tokens(ref)
        if keys is None or len(keys) < 3 or keys[0] != "components":
            return None
        new = renamed.get((str(keys[1]), str(keys[2])))
        if new is None:
            return None
        return reference_to((*keys[:2], new, *keys[3:]))

    for _, _, node in draft.kinds():
        ref = node.get("$ref")
        if isinstance(ref, str) and (new := moved(ref)) is not None:
            node["$ref"] = new
    for _, _, node in draft.objects("discriminator"):
        mapping = node.get("mapping")
        if not isinstance(mapping, Map):
            continue
        for value, target in [*mapping.items()]:
            if isinstance(target, str):
                mapping[value] = (
                    moved(target) or renamed.get(("schemas", target)) or target
                )
