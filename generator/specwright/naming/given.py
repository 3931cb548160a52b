"""Names that extensions ask for, and that something else has already."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Location
from specwright.ir import Api, ObjectSchema
from specwright.naming.classes import CLASS_NAME
from specwright.naming.reserved import ARGUMENTS
from specwright.naming.table import Names
from specwright.text import show


def check_given(api: Api, names: Names, found: Diagnostics) -> None:
    """A finding for each name that was asked for and cannot be had."""
    for what, wanted, got, location in (
        *_types(api, names),
        *_methods(api, names),
        *_arguments(api),
    ):
        found.add(
            finding(
                "SW340",
                f"the {what} {show(wanted)} cannot have this name",
                location,
                consequence=f"It is called {show(got)}." if got else "It gets another.",
                hint="Choose a name that is free.",
            )
        )


_Missed = tuple[str, str, str, Location]


def _types(api: Api, names: Names) -> Iterator[_Missed]:
    for key, named in api.schemas.items():
        wanted, got = named.given.raw, names.models[key]
        if CLASS_NAME.fullmatch(wanted) and got != wanted:
            yield "type", wanted, got, named.location
        if not isinstance(named.schema, ObjectSchema):
            continue
        for prop in named.schema.properties:
            field = names.fields[key][prop.name]
            if prop.given.raw.isidentifier() and field == f"{prop.given.raw}_":
                yield "property", prop.given.raw, field, named.location


def _methods(api: Api, names: Names) -> Iterator[_Missed]:
    for operation in api.operations:
        wanted = ".".join(
            part.raw for part in (*operation.group, operation.operation_id)
        )
        got = names.attribute(operation.key)
        if operation.named_by == "user" and got != wanted:
            yield "method", wanted, got, operation.location


def _arguments(api: Api) -> Iterator[_Missed]:
    for operation in api.operations:
        for parameter in operation.parameters:
            if parameter.given.raw in ARGUMENTS:
                yield "argument", parameter.given.raw, "", parameter.location
