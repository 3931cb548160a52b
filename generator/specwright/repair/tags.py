"""Tags: exporters write the chain of resources that an operation belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.read.tree import Node, Seq
from specwright.repair.draft import Change, Draft
from specwright.text import show

_CHAIN = ".subpackage_"


def nested_tags(draft: Draft) -> Iterator[Change]:
    """``[[a, a/b]]`` becomes ``[a/b]``: the last name is the whole path (D1)."""
    for _, path, operation in draft.objects("operation"):
        tags = operation.get("tags")
        if not isinstance(tags, Seq) or not any(isinstance(t, Seq) for t in tags):
            continue
        inner: Node = tags
        holder = tags
        while isinstance(inner, Seq) and inner:
            holder, inner = inner, inner[-1]
        if isinstance(inner, str):
            mark = holder.item_mark(len(holder) - 1)
            operation["tags"] = Seq(tags.source, tags.mark, [inner], [mark])
            said = f"a tag is a list of names; its last one, {show(inner)}, is used"
        else:
            del operation["tags"]
            said = "a tag is a list without a name; the operation gets no tag"
        yield Change(path=(*path, "tags", 0), message=said)


def dotted_tags(draft: Draft) -> Iterator[Change]:
    """``subpackage_a.subpackage_a/b`` becomes ``subpackage_a/b`` (D4)."""
    for _, path, operation in draft.objects("operation"):
        tags = operation.get("tags")
        if not isinstance(tags, Seq):
            continue
        for index, tag in enumerate(tags):
            if not isinstance(tag, str) or not tag.startswith(_CHAIN[1:]):
                continue
            _, found, last = tag.rpartition(_CHAIN)
            if found:
                tags[index] = _CHAIN[1:] + last
                yield Change(
                    path=(*path, "tags", index),
                    message=(
                        "a tag joins a chain of names by dots; its last one, "
                        f"{show(_CHAIN[1:] + last)}, is used"
                    ),
                )


def empty_tags(draft: Draft) -> Iterator[Change]:
    """``['']`` names nothing and is dropped (D5)."""
    for _, path, operation in draft.objects("operation"):
        tags = operation.get("tags")
        if not isinstance(tags, Seq) or "" not in tags:
            continue
        yield Change(path=(*path, "tags", tags.index("")), message="a tag is empty")
        kept = [(tag, i) for i, tag in enumerate(tags) if tag != ""]
        operation["tags"] = Seq(
            tags.source,
            tags.mark,
            [tag for tag, _ in kept],
            [tags.item_mark(i) for _, i in kept],
        )
