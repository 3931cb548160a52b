"""The class names of an API's types."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specwright.graph import reachable, used_by
from specwright.ir import Api, Key, NamedSchema, Operation
from specwright.naming.memory import Memory
from specwright.naming.reserved import CLASSES
from specwright.naming.scope import Scope
from specwright.naming.words import Casing, identifier, pascal, words

LONGEST = 60
"""Characters of a name that is made of others."""


def name_types(
    api: Api,
    client: str,
    casing: Casing,
    reserved: frozenset[str],
    memory: Memory,
    resources: Iterable[str],
) -> dict[Key, str]:
    """The class of each type: what the user chose, what is settled, then the others.

    Components come first, by key; then lifted schemas, each after its parent.
    ``resources`` are classes that only a type which is settled may be called like.
    """
    scope = Scope(
        {client, f"Async{client}", f"{client}Environment", *CLASSES, *reserved}
    )
    users = _users(api)
    names: dict[Key, str] = {}
    ordered = sorted(api.schemas.values(), key=_order)
    asked = [named for named in ordered if CLASS_NAME.fullmatch(named.given.raw)]
    for named in asked:
        if named.chosen:
            names[named.key] = _given(named, scope)
    for named in ordered:
        held = memory.name(named.anchor)
        if named.key not in names and CLASS_NAME.fullmatch(held) and scope.claim(held):
            names[named.key] = held
    for name in resources:
        scope.claim(name)
    for named in asked:
        if named.key not in names:
            names[named.key] = _given(named, scope)
    for named in ordered:
        if named.key not in names:
            base = "" if named.parent is None else names.get(named.parent, "")
            made = _made(named, base, casing, users.get(named.key, []))
            names[named.key] = scope.take_class(made, f"{made}Model")
    return {named.key: names[named.key] for named in ordered}


def _given(named: NamedSchema, scope: Scope) -> str:
    return scope.take_class(named.given.raw, f"{named.given.raw}Model")


def _made(named: NamedSchema, base: str, casing: Casing, users: list[Operation]) -> str:
    """A name of the words of the document."""
    own = "".join(
        pascal(part, casing)
        for word in named.name
        for part in _plainer(word.raw, users)
    )
    name = base + own
    return _short(
        identifier(name if name[:1].isalpha() else f"Model{name}", fallback="")
    )


def _short(name: str) -> str:
    """A name within bounds: its first word, and as many of its last ones as fit."""
    if len(name) <= LONGEST:
        return name
    first, *rest = words(name, Casing.PEP8)
    tail = ""
    while rest and len(first) + len(rest[-1]) + len(tail) <= LONGEST:
        tail = rest.pop() + tail
    return f"{first[:LONGEST]}{tail}"


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
