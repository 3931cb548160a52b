"""What nodes of a document say about themselves: prose, examples, names."""

from __future__ import annotations

from specwright.ir import Docs
from specwright.lower.cursor import Cursor, data
from specwright.read.tree import Map, Seq
from specwright.text import Text


def docs_of(at: Cursor) -> Docs:
    """What a node says about itself."""
    node = at.node
    if not isinstance(node, Map):
        return Docs()
    shown = [data(node["example"])] if "example" in node else []
    if isinstance(node.get("examples"), Seq):
        shown += [data(child.node) for child in (at / "examples").elements()]
    return Docs(
        summary=at.text("summary"),
        description=at.text("description"),
        deprecated=at.flag("deprecated"),
        examples=tuple(shown),
    )


def given_name(at: Cursor, extension: str) -> Text:
    """The name that an extension gives to an argument or a property."""
    return (
        at.text("x-specwright-name")
        or at.text(extension)
        or at.text("x-speakeasy-name-override")
    )


def given_type(at: Cursor) -> Text:
    """The name that an extension gives to a type.

    In the place of a property only one of them is about the type.
    """
    if at.path[-2:-1] == ("properties",):
        return at.text("x-fern-type-name")
    return given_name(at, "x-fern-type-name")
