"""Every Python name of one API, settled once: resources, methods, models, fields."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specwright.ir import Api, Key, NamedSchema, ObjectSchema, Operation, Property
from specwright.naming.calls import SMALL_WORDS
from specwright.naming.classes import LONGEST, name_types
from specwright.naming.memory import (
    NOTHING,
    Memory,
    Settled,
    field_key,
    resource_key,
)
from specwright.naming.reserved import (
    CLASSES,
    CLIENT,
    FIELDS,
    METHODS,
    MODULES,
    OPEN_FIELDS,
    PAGE_FIELDS,
)
from specwright.naming.resources import attribute, given
from specwright.naming.scope import Scope, settle
from specwright.naming.words import Casing, identifier, pascal, snake
from specwright.text import Text

EXACT = frozenset({"user", "sample"})
"""Whose names of resources and methods are Python's already."""

Path = tuple[str, ...]
"""The attribute path of a resource; empty for the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceName:
    """One node of the attribute tree."""

    path: Path
    class_name: str
    module: tuple[str, ...]
    """Folders below the package; may differ from ``path`` where a folder is reserved."""
    children: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All settled names. Wire names are keys, Python names values."""

    casing: Casing
    client: str
    resources: Mapping[Path, ResourceName]
    methods: Mapping[Key, tuple[Path, str]]
    """Per operation: its resource, and its name there."""
    models: Mapping[Key, str]
    fields: Mapping[Key, Mapping[Text, str]]
    memory: Memory
    """What is settled already; those who name arguments need it."""

    def attribute(self, key: Key) -> str:
        """`voices.pvc.samples.speakers.separate`"""
        path, method = self.methods[key]
        return ".".join((*path, method))


def name_all(
    api: Api,
    client: str,
    casing: Casing,
    reserved: frozenset[str],
    memory: Memory = NOTHING,
) -> Names:
    """Settle every name, in an order that does not depend on unrelated parts.

    What ``memory`` has keeps its name, unless the user chose another. No class of the
    API gets a name of ``reserved``.
    """
    memory = _by_present_keys(memory, api.operations, casing)
    groups = _groups(api.operations, casing, memory)
    paths = {path[:n] for path in groups.values() for n in range(len(path) + 1)}
    paths.add(())
    held = {path: memory.name(resource_key(path)) for path in paths if path}
    variants = {
        variant
        for name in held.values()
        if name
        for variant in (name, f"{name}WithRawResponse")
        for variant in (variant, f"Async{variant}")
    }
    models = name_types(api, client, casing, reserved, memory, variants)
    resources = _resources(paths, client, {*models.values(), *reserved}, held)
    pages = {op.pagination.page for op in api.operations if op.pagination}
    return Names(
        casing=casing,
        client=client,
        resources=resources,
        methods=_methods(api.operations, groups, resources, casing, memory),
        models=models,
        fields={
            key: _fields(named, casing, _members(named.schema, key in pages), memory)
            for key, named in api.schemas.items()
            if isinstance(named.schema, ObjectSchema)
        },
        memory=memory,
    )


def _members(schema: ObjectSchema, is_page: bool) -> frozenset[str]:
    """What a model's class has before the API gives it anything."""
    if is_page:
        return PAGE_FIELDS
    return FIELDS if schema.rest is None else OPEN_FIELDS


def _by_present_keys(
    memory: Memory, operations: tuple[Operation, ...], casing: Casing
) -> Memory:
    """The memory with the keys that operations have now.

    One has its id in its key as long as another has the same method and path.
    """
    for is_sure in (True, False):
        for operation in operations:
            base = f"{operation.method.raw} {operation.path.text}"
            whole = f"{base} {operation.document_id.raw}"
            if memory.knows(operation.key) or operation.is_twin:
                continue
            if operation.key == base and memory.knows(whole):
                memory = memory.moved(whole, base)
            elif operation.key != base and memory.knows(base):
                name = memory.path(base)[-1:]
                if not is_sure or {*name} & {*_method_names(operation, casing)}:
                    memory = memory.moved(base, operation.key)
    return memory


def _groups(
    operations: tuple[Operation, ...], casing: Casing, memory: Memory
) -> dict[Key, Path]:
    """The resource of each operation. A new one is never called like a settled method."""
    held = {
        op.key: known
        for op in operations
        if (known := memory.path(op.key)) and not op.chosen
    }
    methods = set(held.values())
    groups = {}
    for operation in operations:
        if operation.key in held:
            groups[operation.key] = held[operation.key][:-1]
            continue
        path: Path = ()
        for part in _path(operation, casing):
            is_taken = (*path, part) in methods and not operation.chosen
            path = (*path, f"{part}_" if is_taken else part)
        groups[operation.key] = path
    return groups


def _path(operation: Operation, casing: Casing) -> Path:
    if operation.named_by in EXACT:
        path = tuple(_shown(part.raw, "resource") for part in operation.group)
    else:
        path = tuple(
            attribute(part.raw, casing, fallback="resource") for part in operation.group
        )
    return _shallow(tuple(map(_folder, path)))


def _folder(name: str) -> str:
    """A resource's name within bounds: folders and files are named by it."""
    if len(name) <= LONGEST:
        return name
    rest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[:LONGEST].rstrip('_')}_{rest}"


def _shallow(path: Path) -> Path:
    """As much of a path as files can be named by; the resources below are one."""
    length = 0
    for depth, part in enumerate(path):
        length += len(part) + 1
        if length > _LONGEST_PATH:
            return path[:depth]
    return path


def _shown(name: str, fallback: str) -> str:
    """A name of a sample, as it is; what begins with `_` is private, and ours."""
    if not name.isascii():
        return attribute(name, Casing.PEP8, fallback=fallback)
    bare = name.lstrip("_")
    private = name.startswith("_") and not bare[:1].isdigit()
    return identifier(bare if private else name, fallback=fallback)


def _resources(
    every: set[Path], client: str, taken: set[str], held: Mapping[Path, str]
) -> dict[Path, ResourceName]:
    """The resources of all paths; ``held`` are classes that are settled."""
    children: dict[Path, list[Path]] = {path: [] for path in every}
    for path in sorted(every):
        if path:
            children[path[:-1]].append(path)
    names: dict[Path, ResourceName] = {}
    classes: dict[Path, str] = {(): client}
    modules: dict[Path, tuple[str, ...]] = {(): ()}
    for path in sorted(every, key=lambda p: (len(p), p)):
        if path:
            near = {classes[path[:n]] for n in range(len(path))}
            classes[path] = _resource_class(path, taken | near, held[path])
            folder = path[-1] if path[-1] not in MODULES else f"{path[-1]}_"
            modules[path] = (*modules[path[:-1]], folder)
        names[path] = ResourceName(
            path=path,
            class_name=classes[path],
            module=modules[path],
            children=tuple(children[path]),
        )
    return names


def _resource_class(path: Path, taken: set[str], held: str) -> str:
    """The last part, else the whole path, else that with `Resource`; never a model's."""
    near = {name.removesuffix("WithRawResponse") for name in taken}
    scope = Scope({*taken, *near, *CLASSES, *(n.removeprefix("Async") for n in near)})
    if held and scope.claim(held):
        return held
    parts = [_class_part(part) for part in path]
    whole = "".join(parts)
    return scope.take_class(parts[-1], whole, f"{whole}Resource")


def _class_part(part: str) -> str:
    """A part of a path in a class's name, which does not begin with a digit."""
    name = pascal(part, Casing.FERN)
    return name if name[:1].isalpha() else f"Resource{name}"


def _methods(
    operations: tuple[Operation, ...],
    groups: Mapping[Key, Path],
    resources: Mapping[Path, ResourceName],
    casing: Casing,
    memory: Memory,
) -> dict[Key, tuple[Path, str]]:
    """Names for all methods: what the user chose, what is settled, then the others."""
    scopes = {
        path: Scope(
            {child[-1] for child in resource.children} | (METHODS if path else CLIENT)
        )
        for path, resource in resources.items()
    }
    result = {}
    for operation in sorted(operations, key=lambda op: not op.chosen):
        if operation.chosen:
            candidates = _method_names(operation, casing)
            name = scopes[groups[operation.key]].take(*candidates)
            result[operation.key] = name
            continue
        held = memory.path(operation.key)
        if held and scopes[held[:-1]].claim(held[-1]):
            result[operation.key] = held[-1]
    for operation in operations:
        if operation.key not in result:
            candidates = _method_names(operation, casing)
            name = scopes[groups[operation.key]].take(*candidates)
            result[operation.key] = name
    return {op.key: (groups[op.key], result[op.key]) for op in operations}


def _method_names(operation: Operation, casing: Casing) -> tuple[str, ...]:
    raw = operation.operation_id.raw
    if operation.named_by in EXACT:
        name = _shown(raw, "call")
    else:
        name = _brief(attribute(raw, casing, fallback="call"))
    candidates = [name]
    if operation.named_by == "document" and operation.document_id:
        # Where the plain name is taken, the document's own may be free.
        whole = attribute(operation.document_id.raw, casing, fallback=name)
        candidates.append(_brief(whole))
    verb = f"{operation.method.raw.lower()}_{name}".rstrip("_")
    return (*candidates, f"{name}_", verb)


def _brief(method: str) -> str:
    """A method's name within bounds: without small words, then without its last ones."""
    if len(method) <= LONGEST:
        return method
    kept = [w for w in method.split("_") if w not in SMALL_WORDS]
    while len(kept) > 1 and len("_".join(kept)) > LONGEST:
        kept.pop()
    return identifier("_".join(kept)[:LONGEST], fallback="call")


_LONGEST_PATH = 120
"""Of a resource in characters: with what stands before and after it, its files' paths
are well below the 260 that Windows takes, and each name below the 255 of Linux."""


def _fields(
    named: NamedSchema, casing: Casing, reserved: frozenset[str], memory: Memory
) -> dict[Text, str]:
    """Names for the properties of an object.

    What is called as on the wire is not in the lock: of a type that is known, it comes
    before what is new.
    """
    assert isinstance(named.schema, ObjectSchema)
    properties = named.schema.properties
    wanted = {prop.name: _field_names(prop, casing) for prop in properties}
    chosen = {prop.name: wanted[prop.name][0] for prop in properties if prop.chosen}
    held = {
        prop.name: name
        for prop in properties
        if (name := memory.name(field_key(named.anchor, prop.name.raw)))
    }
    plain = {}
    if memory.knows(named.anchor):
        plain = {
            wire: wire.raw for wire, (name, _) in wanted.items() if name == wire.raw
        }
    return settle(wanted, reserved, chosen, held, plain)


def _field_names(prop: Property, casing: Casing) -> tuple[str, str]:
    name = given(prop.given.raw, casing, fallback="") if prop.given else ""
    if not name:
        name = snake(prop.name.raw, casing)
        name = identifier(name, fallback="field")
    return name, f"{name}_"


def settled_names(api: Api, names: Names) -> Iterator[Settled]:
    """What the lock keeps of these names, without those of arguments."""
    for operation in api.operations:
        yield Settled(
            key=operation.key,
            name=names.attribute(operation.key),
            chosen=operation.chosen,
            location=operation.location,
        )
    for path, resource in names.resources.items():
        if path:
            yield Settled(key=resource_key(path), name=resource.class_name)
    for key, named in api.schemas.items():
        yield Settled(
            key=named.anchor,
            name=names.models[key],
            chosen=named.chosen,
            location=named.location,
        )
        for prop in getattr(named.schema, "properties", ()):
            name = names.fields[key][prop.name]
            if name != prop.name.raw:
                yield Settled(
                    key=field_key(named.anchor, prop.name.raw),
                    name=name,
                    chosen=prop.chosen,
                    location=named.location,
                )
