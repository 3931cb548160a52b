"""Which property tells the variants of a union apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from specwright.ir import (
    Discriminator,
    EnumSchema,
    Key,
    NamedSchema,
    ObjectSchema,
    Property,
    Reference,
    Schema,
    UnionSchema,
)
from specwright.lower.directions import original
from specwright.text import Data, Text

_USUAL = ("type", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A `discriminator` as the document writes it."""

    name: Text
    mapping: Mapping[str, Key]
    """Keys of schemas by the value that stands for them."""


def discriminate(
    schemas: Mapping[Key, NamedSchema], declared: Mapping[Key, Declared]
) -> dict[Key, NamedSchema]:
    """All named schemas, each union of objects with its discriminator where it has one.

    A property that is a literal of its own in every variant is one, whether the
    document says so (``declared``, by the union's key) or not. Else it is the one that
    is declared, with the values of its mapping or the names of the components
    (OpenAPI 3.1, Discriminator Object).
    """
    result = {}
    for key, named in schemas.items():
        union = named.schema
        if isinstance(union, UnionSchema):
            found = _discriminator(union, schemas, declared.get(key))
            if found is not None:
                named = replace(named, schema=replace(union, discriminator=found))
        result[key] = named
    return result


def _discriminator(
    union: UnionSchema, schemas: Mapping[Key, NamedSchema], declared: Declared | None
) -> Discriminator | None:
    variants = [_object(variant, schemas) for variant in union.variants]
    objects = [variant for variant in variants if variant is not None]
    if len(objects) != len(variants):
        return None
    literals = [
        {p.name: p for p in variant.properties if _literal(p, schemas)}
        for variant in objects
    ]
    common = [name for name in literals[0] if all(name in each for each in literals)]
    common.sort(
        key=lambda name: (
            declared is None or name != declared.name,
            not all(each[name].required for each in literals),
            name.raw not in _USUAL,
        )
    )
    for name in common:
        tags = tuple(_literal(each[name], schemas) for each in literals)
        flat = [value for values in tags for value in values]
        if len(set(flat)) == len(flat):
            is_inferred = declared is None or name != declared.name
            return Discriminator(property_name=name, tags=tags, is_inferred=is_inferred)
    return None if declared is None else _by_name(union, declared)


def _by_name(union: UnionSchema, declared: Declared) -> Discriminator | None:
    """By mapping, else by the names of the components; None where a variant has none."""
    tags = []
    for variant in union.variants:
        if not isinstance(variant, Reference):
            return None
        mapped = [v for v, key in declared.mapping.items() if key == variant.key]
        implied = [original(variant.key).rpartition("/")[2]]
        tags.append(tuple(map(Data, mapped or implied)))
    flat = [value for values in tags for value in values]
    if len(set(flat)) != len(flat):
        return None
    return Discriminator(property_name=declared.name, tags=tuple(tags))


def _object(schema: Schema, schemas: Mapping[Key, NamedSchema]) -> ObjectSchema | None:
    seen = set[Key]()
    while isinstance(schema, Reference) and schema.key not in seen:
        seen.add(schema.key)
        schema = schemas[schema.key].schema
    return schema if isinstance(schema, ObjectSchema) else None


def _literal(found: Property, schemas: Mapping[Key, NamedSchema]) -> tuple[Data, ...]:
    """The values of a property that is an enumeration of strings; else none."""
    schema, seen = found.schema, set[Key]()
    while isinstance(schema, Reference) and schema.key not in seen:
        seen.add(schema.key)
        schema = schemas[schema.key].schema
    if not isinstance(schema, EnumSchema):
        return ()
    if not all(isinstance(value.raw, str) for value in schema.values):
        return ()
    return schema.values
