"""The ways in which a method is called in its tests, and in the record of its requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.examples import Examples, Value
from specwright.python.wire import Given, Wire, expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One call of a method."""

    name: str
    """Empty, `with_everything`, `with_files` or `with_null`."""
    given: Given
    """What the caller says."""
    wire: Wire
    """The request, with what the method says by itself: arguments of one value."""


def variants(called: Call, examples: Examples) -> tuple[Variant, ...]:
    """The shortest call first; the others where they say anything else."""
    arguments = called.arguments
    values = {a.name: _value(called, a, examples) for a in arguments}

    def given(wanted: Sequence[Argument], null: Sequence[Argument] = ()) -> Given:
        """Values for some arguments, and null for others, in the order of all."""
        names, nulls = {a.name for a in wanted}, {a.name for a in null}
        return [
            (a, None if a.name in nulls else values[a.name])
            for a in arguments
            if a.name in names or a.name in nulls
        ]

    def variant(name: str, said: Given, sent: Given) -> Variant:
        return Variant(name=name, given=said, wire=expected(called, sent))

    needed = called.fewest
    filled = [a for a in arguments if a in needed or a.constant is not None]
    found = [variant("", given(needed), given(filled))]
    files = {a.name for a in called.at("file")} if called.uploads else set()
    if len(arguments) - len(files) > len(needed):
        most = (*called.most, *called.at("content_type"))
        whole = given([a for a in most if a.name not in files])
        found.append(variant("with_everything", whole, whole))
    if files:
        # A form has its own way to write lists.
        whole = [(a, examples.spread(v, a.schema)) for a, v in given(called.most)]
        found.append(variant("with_files", whole, whole))
    if null := [a for a in arguments if a.nullable]:
        found.append(variant("with_null", given(needed, null), given(filled, null)))
    return tuple(found)


def _value(called: Call, argument: Argument, examples: Examples) -> Value:
    value = examples.argument(called, argument)
    # JSON has but one way to write a list.
    is_json = argument.place == "json"
    return value if is_json else examples.spread(value, argument.schema)
