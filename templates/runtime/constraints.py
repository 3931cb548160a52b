"""What a strict client holds its requests to: the constraints of the API's description.

What the description allows is never refused. Some of what it forbids is sent all the
same: types, names and enumerations only tell which variant of a union a value is of.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from .encode import to_wire
from .keywords import judge
from .multipart import FileList, Part
from .omit import OMIT
from .styles import JsonText, Styled

Table = Mapping[str, Any]
Check = Callable[[str, object], None]
"""Takes a part of a request, which is a place of parameters or a media type, and its
value."""

_PLACES = frozenset({"path", "query", "header", "cookie"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/")
_NOTHING: Table = {}


def check_of(method: str, template: str) -> Check:
    """Return what checks the parts of a request to an operation.

    It raises ValueError where a value breaks a constraint. The error names the value,
    and does not show it, for it may be a secret.
    """
    operations, schemas = _tables()
    parts: Table = operations.get(f"{method} {template}", _NOTHING)

    def check(part: str, value: object) -> None:
        if schema := parts.get(part):
            found = judge(schema, _sent(part, value), schemas)
            if found.why:
                where = found.where.removeprefix(".") or "the body"
                raise ValueError(f"{where}: {found.why}")

    return check


@cache
def _tables() -> tuple[Table, Table]:
    """Return the constraints of operations and of schemas, which not every API has."""
    root = (__package__ or "").rpartition(".")[0]
    name = f"{root}._constraints"
    if not root or importlib.util.find_spec(name) is None:
        return _NOTHING, _NOTHING
    found = importlib.import_module(name)
    return found.OPERATIONS, found.SCHEMAS


def _sent(part: str, value: object) -> object:
    """Return a value as JSON, whatever it is written in."""
    if part not in _PLACES and not part.startswith(_FORMS):
        return None if value is OMIT else to_wire(value)
    fields = cast("Mapping[str, object]", value)
    if not isinstance(value, Mapping):
        fields = to_wire(value)
    sent = {name: _field(name, item) for name, item in fields.items()}
    return {name: item for name, item in sent.items() if item is not OMIT}


def _field(name: str, value: object) -> object:
    """Return a parameter, or a field of a form; `OMIT` for what is not checked."""
    if isinstance(value, JsonText):
        return to_wire(value.value, name)
    is_file = False
    while isinstance(value, (FileList, Part, Styled)):
        is_file = is_file or isinstance(value, FileList)
        value = value.value
    if value is None or value is OMIT:
        return OMIT
    if is_file:
        # Of no type that JSON has, but there.
        return FileList
    wire = to_wire(value, name)
    members: list[object] = []
    if isinstance(wire, dict):
        members = [*cast("dict[str, object]", wire).values()]
    elif isinstance(wire, list):
        members = cast("list[object]", wire)
    # What becomes of None in it, its style decides.
    return OMIT if None in members else cast("object", wire)
