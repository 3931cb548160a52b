"""What an operation is called: by the user, its page, an extension, or its document."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from specwright.bundle import BundledOperation
from specwright.lower.cursor import Cursor
from specwright.naming.calls import Named
from specwright.naming.resources import extension_path, is_fern, sample_path, tag_path
from specwright.text import Text

NAMING = ("x-fern-sdk-method-name", "x-fern-sdk-group-name", "x-speakeasy-group")
"""Extensions of an operation that say what it is called, or where it is."""


class Called(NamedTuple):
    """Resource path and method name, and where they come from."""

    group: tuple[Text, ...]
    name: Text
    by: Literal["user", "sample", "extension", "document"]


def called(found: BundledOperation, at: Cursor, tags: Cursor) -> Called:
    """The name of an operation. ``tags`` are the Tag Objects of the API."""
    if own := at.text("x-specwright-name"):
        return _called(own.raw.split("."), "user")
    extension = extension_path(found.node)
    if extension is not None:
        if _keeps_tag(at):
            extension = (*_tag(found, tags), *extension)
        return _called(extension, "extension")
    for sample in found.page.samples if found.page else ():
        shown = sample_path(sample.code) if sample.language == "python" else None
        if shown is not None:
            return _called(shown, "sample")
    return _called(_by_document(found, at, tags), "document")


def _called(
    path: tuple[str, ...] | list[str],
    by: Literal["user", "sample", "extension", "document"],
) -> Called:
    *group, name = path
    return Called(tuple(map(Text, group)), Text(name), by)


def _keeps_tag(at: Cursor) -> bool:
    """Whether the extension is Speakeasy's for a name alone: the tag stays."""
    return not any(key in at for key in NAMING)


def _by_document(
    found: BundledOperation, at: Cursor, tags: Cursor
) -> tuple[str, ...] | list[str]:
    method = found.method.lower()
    operation_id = _own_id(found, at.text("operationId").raw)
    exported = found.page is not None or is_fern(found.node.get("tags"))
    tag = _tag(found, tags)
    if exported:
        return (*tag, operation_id or f"{method} {found.path}")
    group = at.text("x-speakeasy-group").raw
    named = Named(
        method=method,
        path=found.path,
        tag=tuple(filter(None, group.split("."))) or tag,
        operation_id=operation_id,
        is_patched="patch" in found.path_item,
    )
    call = named.call()
    return (*call.group, call.name)


def _own_id(found: BundledOperation, operation_id: str) -> str:
    """The id; without what FastAPI appends to it: the path and the method."""
    noise = re.sub(r"\W", "_", found.path) + f"_{found.method.lower()}"
    return operation_id.removesuffix(noise) or operation_id


def _tag(found: BundledOperation, tags: Cursor) -> tuple[str, ...]:
    """The path of the last tag, below those of its parents (OpenAPI 3.2, Tag Object)."""
    own = tag_path(found.node.get("tags"))
    if len(own) != 1:
        return own
    parents = {tag.text("name").raw: tag.text("parent").raw for tag in tags.elements()}
    path = [own[0]]
    while (above := parents.get(path[0])) and above not in path:
        path.insert(0, above)
    if len(path) == 1 and _NESTED.fullmatch(path[0]):
        return tuple(re.split(r"[./]", path[0]))
    return tuple(path)


_NESTED = re.compile(r"[a-zA-Z][\w-]*(?:[./][a-zA-Z][\w-]*)+")
"""A tag that names a path itself: `beta.workflows`."""
