"""What the lock records of a generation beside files, and what changed of the names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from specwright.access import SecurityScheme
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics
from specwright.ir import Api, Key, Pagination, UnionSchema
from specwright.naming.memory import NOTHING, Memory, Settled
from specwright.naming.words import Casing
from specwright.text import show


def facts_of(
    api: Api,
    casing: Casing,
    names: Iterable[Settled],
    confirmed: Collection[Key],
    added_schemes: Collection[str],
) -> dict[str, object]:
    """The tables of the lock, each by keys that stay when something is added.

    ``confirmed`` are operations of which the user said whether they have pages,
    ``added_schemes`` the security schemes that repairs made of headers.
    """
    settled, given = dict[str, str](), dict[str, str]()
    for each in names:
        (given if each.chosen else settled)[each.key] = each.name
    inferred = {
        "pagination": {
            op.key: _pages(op.pagination)
            for op in api.operations
            if op.pagination and op.key not in confirmed
        },
        "discriminators": {
            named.anchor: named.schema.discriminator.property_name.raw
            for named in api.schemas.values()
            if isinstance(named.schema, UnionSchema)
            and named.schema.discriminator
            and named.schema.discriminator.is_inferred
        },
        "credentials": {
            scheme.key: _credential(scheme)
            for scheme in api.security_schemes
            if scheme.key.partition(" ")[0] in added_schemes
        },
    }
    tables: dict[str, Mapping[str, object]] = {
        "names": settled,
        "given": given,
        "degraded": {each.anchor: each.why for each in api.degraded},
        "inferred": {what: found for what, found in inferred.items() if found},
    }
    return {
        "naming": str(casing),
        **{what: table for what, table in tables.items() if table},
    }


def _pages(found: Pagination) -> str:
    """`items after cursor from next_cursor`, in wire names."""
    how = f" from {found.next.raw}" if found.next else f" counted from {found.first}"
    more = f" while {found.more.raw}" if found.more else ""
    return f"{found.items.raw} by {found.parameter.raw}{how}{more}"


def _credential(scheme: SecurityScheme) -> str:
    prefix = f" {scheme.prefix.raw}" if scheme.prefix else ""
    return f"{scheme.kind} {scheme.name.raw}{prefix}"


def remembered(
    memory: Memory, asked: Casing | None, diagnostics: Diagnostics
) -> tuple[Memory, Casing | None]:
    """What holds of the memory, and the way names are split, where either says it.

    Another way than ``asked``, which the configuration gives, holds no more.
    """
    if not asked or memory.casing in (None, asked):
        return memory, asked or memory.casing
    diagnostics.add(
        finding(
            "SW820",
            f'client.toml asks for `naming = "{asked}"`,'
            f" and names were settled as `{memory.casing}`",
            consequence="All names are settled anew.",
        )
    )
    return NOTHING, asked


def changed_names(memory: Memory, names: Iterable[Settled]) -> Iterable[Diagnostic]:
    """A finding for each thing whose name is another one than it was."""
    for each in names:
        given, settled = memory.given.get(each.key), memory.names.get(each.key)
        before = given or settled
        if before is None or before == each.name:
            continue
        what = f"{show(each.key, 120)} is called `{each.name}` now"
        if each.chosen or given is not None:
            why = "as you say" if each.chosen else "as no overlay names it any more"
            yield finding(
                "SW820",
                f"{what}, {why}; it was `{before}`",
                each.location,
                consequence="Code that uses the old name breaks.",
            )
        else:
            yield finding(
                "SW821",
                f"{what}; `{before}` is taken or reserved",
                each.location,
                consequence="Code that uses the old name breaks.",
                hint="Give it a name of your own in an overlay.",
            )
