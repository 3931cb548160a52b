"""Which named schemas a schema leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from specwright.ir import (
    ArraySchema,
    Key,
    MapSchema,
    NamedSchema,
    NullableSchema,
    ObjectSchema,
    Operation,
    Reference,
    Schema,
    TupleSchema,
    UnionSchema,
)


def reachable(
    schemas: tuple[Schema, ...], named: Mapping[Key, NamedSchema]
) -> set[Key]:
    """Keys of all named schemas that can be reached from some schemas."""
    found: set[Key] = set()
    waiting = [key for schema in schemas for key in references(schema)]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(references(named[key].schema))
    return found


def references(schema: Schema) -> Iterator[Key]:
    """The named schemas that a schema mentions itself, in order, with repeats."""
    match schema:
        case Reference(key=key):
            yield key
        case ArraySchema(items=inner) | MapSchema(values=inner):
            yield from references(inner)
        case NullableSchema(schema=inner):
            yield from references(inner)
        case UnionSchema(variants=several) | TupleSchema(items=several):
            for one in several:
                yield from references(one)
        case ObjectSchema(properties=properties, rest=rest):
            for prop in properties:
                yield from references(prop.schema)
            if rest is not None:
                yield from references(rest)
        case _:
            return


def used_by(operation: Operation) -> tuple[Schema, ...]:
    """Every schema that an operation mentions."""
    body = operation.request_body.content if operation.request_body else ()
    replies = [media for response in operation.responses for media in response.content]
    return (
        *((operation.headers,) if operation.headers is not None else ()),
        *(parameter.schema for parameter in operation.parameters),
        *(media.schema for media in (*body, *replies)),
        *(m.item_schema for m in (*body, *replies) if m.item_schema is not None),
    )


def circular(named: Mapping[Key, NamedSchema]) -> frozenset[Key]:
    """The schemas that need themselves before any object stands between."""
    open_ = [k for k, n in named.items() if not isinstance(n.schema, ObjectSchema)]
    return frozenset(
        key
        for group in components(open_, named)
        for key in group
        if len(group) > 1 or key in references(named[key].schema)
    )


def components(
    keys: Iterable[Key],
    named: Mapping[Key, NamedSchema],
    leads: Callable[[Schema], Iterable[Key]] = references,
) -> list[tuple[Key, ...]]:
    """Groups of schemas that lead to each other; any other schema is one alone.

    Only what is among ``keys`` counts. Groups and their members are sorted by key.
    (Kosaraju's algorithm, without recursion.)
    """
    nodes = sorted(keys)
    inside = set(nodes)
    forward = {key: sorted(set(leads(named[key].schema)) & inside) for key in nodes}
    backward: dict[Key, list[Key]] = {key: [] for key in nodes}
    for key, targets in forward.items():
        for target in targets:
            backward[target].append(key)
    finished: list[Key] = []
    seen: set[Key] = set()
    for start in nodes:
        finished += finished_from(start, forward, seen)
    seen = set()
    groups = [finished_from(key, backward, seen) for key in reversed(finished)]
    return sorted(tuple(sorted(group)) for group in groups if group)


def depth(groups: Sequence[tuple[Key, ...]], named: Mapping[Key, NamedSchema]) -> int:
    """How many of some groups, as `components` makes them, lead on in a row at most."""
    first = {key: group[0] for group in groups for key in group}
    edges = {
        group[0]: sorted(
            {
                first[target]
                for key in group
                for target in references(named[key].schema)
                if target in first
            }
            - {group[0]}
        )
        for group in groups
    }
    depths: dict[Key, int] = {}
    seen: set[Key] = set()
    for start in edges:
        for key in finished_from(start, edges, seen):
            depths[key] = 1 + max((depths[k] for k in edges[key]), default=0)
    return max(depths.values(), default=0)


def finished_from(
    start: Key, edges: Mapping[Key, list[Key]], seen: set[Key]
) -> list[Key]:
    """What a walk from ``start`` reaches and was not seen yet, in order of finishing."""
    if start in seen:
        return []
    seen.add(start)
    order: list[Key] = []
    stack = [(start, iter(edges[start]))]
    while stack:
        key, rest = stack[-1]
        following = next((k for k in rest if k not in seen), None)
        if following is None:
            order.append(key)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(edges[following])))
    return order
