"""Two versions of a client: everything that changed, in all three layers."""

from __future__ import annotations

from specwright.changes.change import Change, ordered
from specwright.changes.document import compare_documents
from specwright.changes.python import compare_python, pair
from specwright.changes.wire import compare_wire
from specwright.pipeline import Survey
from specwright.python.surface import surface_of
from specwright.surface import Surface


def compare(old: Survey, new: Survey) -> tuple[Change, ...]:
    """Every change from ``old`` to ``new``, the breaking ones first."""
    found = compare_documents(old.bundle.root(), new.bundle.root())
    found += compare_surfaces(surface_of(old.package), surface_of(new.package))
    return ordered(found)


def compare_surfaces(old: Surface, new: Surface) -> list[Change]:
    """The changes of the layers `python` and `wire`."""
    pairing = pair(old, new)
    return [
        *compare_python(old, new, pairing),
        *compare_wire(old, new, pairing),
    ]
