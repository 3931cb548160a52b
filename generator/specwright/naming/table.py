"""Every Python name of one API, settled once: resources, methods, models, fields."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specwright.graph import reachable, used_by
from specwright.ir import Api, Key, NamedSchema, ObjectSchema, Operation
from specwright.naming.calls import SMALL_WORDS
from specwright.naming.reserved import (
    CLASSES,
    CLIENT,
    FIELDS,
    METHODS,
    MODULES,
    PAGE_FIELDS,
)
from specwright.naming.resources import attribute, given
from specwright.naming.scope import Scope, settle
from specwright.naming.words import Casing, identifier, pascal, snake, words
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

    def attribute(self, key: Key) -> str:
        """`voices.pvc.samples.speakers.separate`"""
        path, method = self.methods[key]
        return ".".join((*path, method))


def name_all(api: Api, client: str, casing: Casing, reserved: frozenset[str]) -> Names:
    """Settle every name, in an order that does not depend on unrelated parts.

    No class of the API gets a name of ``reserved``.
    """
    groups = {op.key: _path(op, casing) for op in api.operations}
    models = _models(api, client, casing, reserved)
    resources = _resources(set(groups.values()), client, {*models.values(), *reserved})
    pages = {op.pagination.page for op in api.operations if op.pagination}
    return Names(
        casing=casing,
        client=client,
        resources=resources,
        methods=_methods(api.operations, groups, resources, casing),
        models=models,
        fields={
            key: _fields(named.schema, casing, PAGE_FIELDS if key in pages else FIELDS)
            for key, named in api.schemas.items()
            if isinstance(named.schema, ObjectSchema)
        },
    )


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
    if len(name) <= _LONGEST:
        return name
    rest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[:_LONGEST].rstrip('_')}_{rest}"


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
    paths: set[Path], client: str, taken: set[str]
) -> dict[Path, ResourceName]:
    every = {path[:n] for path in paths for n in range(len(path) + 1)} | {()}
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
            classes[path] = _resource_class(path, taken | near)
            folder = path[-1] if path[-1] not in MODULES else f"{path[-1]}_"
            modules[path] = (*modules[path[:-1]], folder)
        names[path] = ResourceName(
            path=path,
            class_name=classes[path],
            module=modules[path],
            children=tuple(children[path]),
        )
    return names


def _resource_class(path: Path, taken: set[str]) -> str:
    """The last part, else the whole path, else that with `Resource`; never a model's."""
    near = {name.removesuffix("WithRawResponse") for name in taken}
    scope = Scope({*taken, *near, *CLASSES, *(n.removeprefix("Async") for n in near)})
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
) -> dict[Key, tuple[Path, str]]:
    scopes = {
        path: Scope(
            {child[-1] for child in resource.children} | (METHODS if path else CLIENT)
        )
        for path, resource in resources.items()
    }
    result = {}
    # What the user names gets its name before all others.
    for operation in sorted(operations, key=lambda op: op.named_by != "user"):
        path = groups[operation.key]
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
        result[operation.key] = (
            path,
            scopes[path].take(*candidates, f"{name}_", verb),
        )
    return {operation.key: result[operation.key] for operation in operations}


def _models(
    api: Api, client: str, casing: Casing, reserved: frozenset[str]
) -> dict[Key, str]:
    """Components first, by key; then lifted schemas, each after its parent."""
    scope = Scope(
        {client, f"Async{client}", f"{client}Environment", *CLASSES, *reserved}
    )
    users = _users(api)
    names: dict[Key, str] = {}
    ordered = sorted(api.schemas.values(), key=_order)
    for named in ordered:
        if CLASS_NAME.fullmatch(named.given.raw):
            wanted = named.given.raw
            names[named.key] = scope.take_class(wanted, f"{wanted}Model")
    for named in ordered:
        if named.key in names:
            continue
        base = "" if named.parent is None else names.get(named.parent, "")
        own = "".join(
            pascal(part, casing)
            for word in named.name
            for part in _plainer(word.raw, users.get(named.key, []))
        )
        candidate = _short(identifier(base + own, fallback="Model"))
        if candidate.startswith("_"):
            candidate = f"Model{candidate[1:]}"
        names[named.key] = scope.take_class(candidate, f"{candidate}Model")
    return names


def _brief(method: str) -> str:
    """A method's name within bounds: without small words, then without its last ones."""
    if len(method) <= _LONGEST:
        return method
    kept = [w for w in method.split("_") if w not in SMALL_WORDS]
    while len(kept) > 1 and len("_".join(kept)) > _LONGEST:
        kept.pop()
    return identifier("_".join(kept)[:_LONGEST], fallback="call")


def _short(name: str) -> str:
    """A name within bounds: its first word, and as many of its last ones as fit."""
    if len(name) <= _LONGEST:
        return name
    first, *rest = words(name, Casing.PEP8)
    tail = ""
    while rest and len(first) + len(rest[-1]) + len(tail) <= _LONGEST:
        tail = rest.pop() + tail
    return f"{first[:_LONGEST]}{tail}"


_LONGEST = 60
_LONGEST_PATH = 120
"""Of a resource in characters: with what stands before and after it, its files' paths
are well below the 260 that Windows takes, and each name below the 255 of Linux."""

CLASS_NAME = re.compile(r"(?!(?:None|True|False)\Z)[A-Z][A-Za-z0-9_]*")
"""A name of a class that can be taken as it is given."""

_EXPORTED = re.compile(
    r"\w+(?:Get|Post|Put|Patch|Delete)"
    r"(?:(?P<request>RequestBody(?:Content\w+?)?Schema|Parameters)"
    r"|Responses(?:Content\w+?)?Schema)(?P<rest>\w*)"
)
"""How Fern's exporter names a schema that stands inside of an operation: by the path,
the method, and the place, as in `V1UsersUserIdGetParametersOrder`."""


_FASTAPI = re.compile(
    r"(?P<request>Body)_?\w+?_?[vV]\d+_?\w*?(?:Get|Post|Put|Patch|Delete|"
    r"_get|_post|_put|_patch|_delete)(?P<rest>[A-Z]\w*)?"
)
"""How FastAPI names the body of an operation, `Body_create_user_v1_users_post`, and
Fern's exporter what stands inside of that."""


def _plainer(name: str, users: list[Operation]) -> tuple[str, ...]:
    """The words of a component's key.

    One that names a place inside of an operation is named by the method instead,
    as Fern's SDKs do: `UsersGetRequestOrder`.
    """
    found = _EXPORTED.fullmatch(name) or _FASTAPI.fullmatch(name)
    if found is None or len(users) != 1:
        return (name,)
    operation = users[0]
    group = tuple(word.raw for word in operation.group)
    kind = "Request" if found["request"] else "Response"
    return (*group, operation.operation_id.raw, kind, found["rest"] or "")


def _users(api: Api) -> dict[Key, list[Operation]]:
    users: dict[Key, list[Operation]] = {}
    for operation in (op for op in api.operations if not op.is_twin):
        for key in reachable(used_by(operation), api.schemas):
            users.setdefault(key, []).append(operation)
    return users


def _order(named: NamedSchema) -> tuple[int, str]:
    depth = (
        0
        if named.parent is None and named.key.count("/") == 3
        else named.key.count("/")
    )
    return (depth, named.key)


def _fields(
    schema: ObjectSchema, casing: Casing, reserved: frozenset[str]
) -> dict[Text, str]:
    def wanted() -> Iterator[tuple[Text, tuple[str, ...]]]:
        for prop in schema.properties:
            if prop.given and (name := given(prop.given.raw, casing, fallback="")):
                yield prop.name, (name, f"{name}_")
                continue
            name = snake(prop.name.raw, casing)
            if not name or name[0].isdigit():
                name = f"field_{name}" if name else "field"
            name = identifier(name, fallback="field")
            yield prop.name, (name, f"{name}_")

    return settle(dict(wanted()), reserved)
