"""Which variant of a union became which."""

from __future__ import annotations

from dataclasses import replace

from specwright.changes.views import View, spelled, values_of, view

Pairs = list[tuple[View, View]]


def pair_variants(old: View, new: View) -> tuple[Pairs, list[View], list[View]]:
    """Variants that are the same or became each other; those that went; those that came.

    By name first, then by equal words, by the tag that they hold, and by type.
    A schema that is no union is its only variant.
    """
    before, after = _variants(old), _variants(new)
    pairs: Pairs = []
    for key in (_name, _words, _tag, _type):
        known: dict[str, list[View]] = {}
        for variant in after:
            if mark := key(variant):
                known.setdefault(mark, []).append(variant)
        rest = []
        for variant in before:
            same = known.get(key(variant), [])
            if same:
                partner = same.pop(0)
                after.remove(partner)
                pairs.append((variant, partner))
            else:
                rest.append(variant)
        before = rest
    return pairs, before, after


def _variants(seen: View) -> list[View]:
    if not seen.variants:
        # Whether null is among them, the union says.
        return [replace(seen, nullable=False)]
    found: list[View] = []
    for child in seen.variants:
        inner = view(child)
        found += _variants(inner)
    return found


def _name(seen: View) -> str:
    return seen.ref


def _words(seen: View) -> str:
    return "" if seen.ref else spelled(seen.at).removesuffix(" | null")


def _tag(seen: View) -> str:
    """The first property with one value."""
    for name, at in seen.properties.items():
        values = values_of(view(at))
        if len(values) == 1:
            return f"{name}={values[0]}"
    return ""


def _type(seen: View) -> str:
    """The type, where it alone says which variant this is."""
    alone = len(seen.types) == 1 and not seen.ref and "object" not in seen.types
    return next(iter(seen.types)) if alone else ""
