"""A recorded call, made again: its arguments for the method as it is now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from specwright.python.examples import FILE, Value
from specwright.python.goldens import Golden, place_of
from specwright.python.wire import Given
from specwright.wire.record import FILE as FILE_SAID
from specwright.wire.record import Block


def given_of(golden: Golden, block: Block) -> Given | None:
    """The arguments of a recorded call for the method as it is; None where it lacks one.

    Arguments are known by what they are on the wire, so that names may change, and a
    body may be taken whole or by its fields.
    """
    said: dict[tuple[str, str], Value] = {
        (place, json.loads(name)): _value(value)
        for place, name, value in block.arguments
    }
    is_said = any(place in ("field", "body") for place, _ in said)
    if not is_said and (whole := block.json_body):
        said[_WHOLE] = whole[0]
    called = golden.called
    places = [place_of(a, called) for a in called.arguments]
    said = _joined(said) if "body" in places else _apart(said)
    given = []
    for place, a in zip(places, called.arguments, strict=True):
        where = _WHOLE if place == "body" else (place, a.wire.raw)
        if where not in said and a.is_needed:
            return None
        if where in said:
            value = said.pop(where)
            # A value that the method knows itself is left to it, as it was.
            if a.constant is None or block.variant == "with_everything":
                given.append((a, value))
    return None if said else given


_WHOLE = ("body", "request")


def _joined(said: dict[tuple[str, str], Value]) -> dict[tuple[str, str], Value]:
    """Fields of a body as one value."""
    fields = {name: value for (place, name), value in said.items() if place == "field"}
    rest = {where: value for where, value in said.items() if where[0] != "field"}
    return {**rest, _WHOLE: cast("Value", fields)} if fields else rest


def _apart(said: dict[tuple[str, str], Value]) -> dict[tuple[str, str], Value]:
    """A body by its fields, where it is an object."""
    whole = said.get(_WHOLE)
    if not isinstance(whole, Mapping):
        return said
    rest = {where: value for where, value in said.items() if where != _WHOLE}
    return rest | {("field", name): value for name, value in whole.items()}


def _value(said: str) -> Value:
    if said == FILE_SAID:
        return FILE[1]
    if said.startswith(f"[{FILE_SAID}"):
        return [FILE[1]] * said.count(FILE_SAID)
    return cast("Value", json.loads(said))
