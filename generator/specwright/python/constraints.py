"""The module of a package that holds what the values of requests are held to.

It is data that only a strict client reads: by method and path, as the runtime is given
them, the constraints of each part of a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specwright.ir import Operation
from specwright.lower.media import essence
from specwright.python.calls import Call
from specwright.python.layout import Declaration, Piece, statement
from specwright.python.literals import literal
from specwright.python.methods import path_text
from specwright.text import Code, Data, JsonValue

MODULE = "_constraints"
"""No name of a document begins with an underscore."""

_Parts = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintsView:
    operations: Code
    schemas: Code


def constraints(
    calls: Iterable[Call], named: Mapping[str, Data]
) -> ConstraintsView | None:
    """The tables of a package; None where nothing is constrained."""
    found: dict[str, _Parts] = {}
    for called in calls:
        key = f"{called.operation.method.raw} {path_text(called)}"
        parts = _parts(called.operation)
        found[key] = _common(found[key], parts) if key in found else parts
    kept = {key: parts for key, parts in found.items() if parts}
    if not kept:
        return None
    schemas = {name: schema.raw for name, schema in named.items()}
    return ConstraintsView(
        operations=_table("OPERATIONS", "Mapping[str, Any]]", literal(kept)),
        schemas=_table("SCHEMAS", "Any]", literal(schemas)),
    )


def _table(name: str, values: str, value: Piece) -> Code:
    return statement(Declaration(Code(name), Code(f"Mapping[str, {values}"), value))


def _parts(operation: Operation) -> _Parts:
    """What an operation says of each part of its request: `query`, or a media type."""
    found: _Parts = {}
    places: dict[str, dict[str, JsonValue]] = {}
    for parameter in operation.parameters:
        raw = parameter.constraints.raw
        if parameter.place == "querystring":
            found["querystring"] = raw
        elif raw:
            places.setdefault(parameter.place, {})[parameter.name.raw] = raw
    found |= {place: {"properties": values} for place, values in places.items()}
    body = operation.request_body
    for media in body.content if body else ():
        # Whatever a server takes any type of is sent as JSON.
        kind = essence(media.media_type.raw).replace("*/*", "application/json")
        one = {kind: media.constraints.raw}
        found |= _common({kind: found[kind]}, one) if kind in found else one
    return {part: raw for part, raw in found.items() if raw}


def _common(one: _Parts, other: _Parts) -> _Parts:
    """What two operations agree on that are sent to one path, but for a fragment."""
    return {part: raw for part, raw in one.items() if other.get(part) == raw}
