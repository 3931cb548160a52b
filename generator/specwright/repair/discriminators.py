"""Discriminators that say which property decides, but not which value means what."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.objects import Path
from specwright.read.tree import Map, Node, Seq
from specwright.references import reference_to
from specwright.repair.draft import Change, Draft
from specwright.text import show


def discriminator_mappings(draft: Draft) -> Iterator[Change]:
    """The mapping is made of the one literal that each variant has there (D3).

    Without it the standard takes the names of the components as values, and inline
    variants have none. It is made only where every variant but null has a literal of
    its own.
    """
    for _, path, schema in draft.objects("schema"):
        discriminator = schema.get("discriminator")
        if not isinstance(discriminator, Map) or discriminator.get("mapping"):
            continue
        name = discriminator.get("propertyName")
        if not isinstance(name, str):
            continue
        found = _mapping(draft, schema, path, name)
        if found is None:
            continue
        mapping = Map(discriminator.source, discriminator.mark)
        for value, target in found.items():
            mapping.put(value, target)
        discriminator.put("mapping", mapping)
        yield Change(
            path=(*path, "discriminator"),
            key=True,
            message=(
                f"the discriminator {show(name)} has no mapping; the literals of its "
                "variants are used"
            ),
        )


def _mapping(draft: Draft, schema: Map, path: Path, name: str) -> dict[str, str] | None:
    """Targets by literal; None where a variant has no literal, or names suffice."""
    mapping: dict[str, str] = {}
    implied = True
    for key in ("oneOf", "anyOf"):
        variants = schema.get(key)
        for index, variant in enumerate(variants if isinstance(variants, Seq) else ()):
            node = draft.resolved(variant)
            if isinstance(node, Map) and node.get("type") == "null":
                continue
            literals = _literals(draft, node, name)
            if not literals or mapping.keys() & literals:
                return None
            ref = variant.get("$ref") if isinstance(variant, Map) else None
            target = ref if isinstance(ref, str) else reference_to((*path, key, index))
            implied = implied and {target.rpartition("/")[2]} == literals
            mapping.update(dict.fromkeys(sorted(literals), target))
    return None if implied else mapping


def _literals(draft: Draft, variant: Node, name: str) -> set[str]:
    """The texts that the property may be in a variant; empty where that is open."""
    properties = variant.get("properties") if isinstance(variant, Map) else None
    schema = (
        draft.resolved(properties.get(name)) if isinstance(properties, Map) else None
    )
    if not isinstance(schema, Map):
        return set()
    values = schema.get("enum")
    if isinstance(values, Seq):
        texts = {value for value in values if isinstance(value, str)}
        return texts if len(texts) == len(values) else set()
    const = schema.get("const")
    return {const} if isinstance(const, str) else set()
