"""Whether a bundle is valid OpenAPI; each objection is a finding at its own line.

Three parts. The shape of each document is held against the JSON Schemas of the
OpenAPI Specification. Names that belong together are compared: placeholders and path
parameters, requirements and schemes, defaults and their schemas. Where neither has an
error, the rules of openapi-spec-validator itself run over the whole, so that nothing
it objects to goes unsaid. No file and no address is read by any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from specwright.bundle import Bundle
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Location, Severity
from specwright.read.document import Document
from specwright.read.tree import Map, Node, locate
from specwright.references import lookup
from specwright.text import show

_CRASHES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a validator may raise on input that nobody thought of."""


def validate(bundle: Bundle, diagnostics: Diagnostics) -> None:
    """Report everything in which ``bundle`` is not valid OpenAPI."""
    # The validators take a quarter of a second to import, which other commands spare.
    from specwright.checks.meaning import Meaning

    for document in bundle.parts:
        root = document.root
        follow = _follower(root, bundle)
        _collect(partial(_shape, root), document, diagnostics)
        _collect(Meaning(root, follow).findings, document, diagnostics)
    if bundle.parts and not diagnostics.has_errors:
        _collect(partial(_second, bundle), bundle.parts[0], diagnostics)


def mend(
    document: Document,
    levels: Mapping[str, Severity | None],
    diagnostics: Diagnostics,
) -> Document:
    """``document`` with values of the right type where it is plain what is meant."""
    from specwright.checks.mend import mended

    try:
        root = mended(document.root, levels, diagnostics)
    except _CRASHES:
        return document  # What the validator cannot take, `validate` reports.
    return document if root is document.root else replace(document, root=root)


def _follower(root: Map, bundle: Bundle) -> Callable[[Node], Node]:
    """Follows references in one document, else in the whole."""

    def follow(node: Node) -> Node:
        seen: set[str] = set()
        while isinstance(node, Map) and isinstance(ref := node.get("$ref"), str):
            if ref in seen:
                return None
            seen.add(ref)
            found = lookup(root, ref)
            node = found if found is not None else bundle.resolve(ref)
        return node

    return follow


def _collect(
    check: Callable[[], Iterator[Diagnostic]],
    document: Document,
    diagnostics: Diagnostics,
) -> None:
    """Add the findings of a check; if it breaks down, a finding that says so."""
    try:
        for found in check():
            diagnostics.add(found)
    except _CRASHES as error:
        diagnostics.add(
            finding(
                "SW231",
                f"the validator broke down: {type(error).__name__}: "
                f"{show(str(error), 200)}",
                locate(document.root, ()),
                consequence="Not all rules of OpenAPI were checked.",
                hint="Mend the other findings first; they may be the cause.",
            )
        )


def _shape(root: Map) -> Iterator[Diagnostic]:
    from specwright.checks.shape import problems
    from specwright.checks.wording import findings

    return findings(root, problems(root))


def _second(bundle: Bundle) -> Iterator[Diagnostic]:
    """What openapi-spec-validator objects to beyond all other findings."""
    from referencing.exceptions import Unresolvable

    from specwright.checks.opinion import Exhausted, opinions

    root = bundle.root()
    try:
        for node, message in opinions(root):
            yield finding(
                "SW230",
                f"openapi-spec-validator: {message}",
                _place(root, node),
                consequence="Other tools may refuse the document.",
            )
    except (Exhausted, RecursionError, Unresolvable):
        # It recurses along references, however many of them make a chain. A reference
        # that leads nowhere has a finding of its own.
        yield finding(
            "SW232",
            "the rules of openapi-spec-validator were not all tried",
            locate(root, ()),
            consequence="What only they would object to is not reported.",
        )


def _place(root: Map, node: Map | None) -> Location:
    """Where ``node`` is in the whole."""
    stack: list[tuple[tuple[str | int, ...], Node]] = [((), root)]
    while stack and node is not None:
        path, here = stack.pop()
        if here is node:
            return locate(root, path)
        if isinstance(here, Map):
            stack.extend(((*path, key), value) for key, value in here.items())
        elif isinstance(here, list):
            stack.extend(((*path, i), value) for i, value in enumerate(here))
    return locate(root, ())
