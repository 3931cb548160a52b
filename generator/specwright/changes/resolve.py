"""One version of a document, ready to be compared."""

from __future__ import annotations

from dataclasses import dataclass, field

from specwright.changes.rule import Direction
from specwright.changes.views import SCHEMAS, name_of
from specwright.lower.cursor import Cursor
from specwright.objects import METHODS, tokens, walk
from specwright.read.tree import Map, Seq


@dataclass(frozen=True, slots=True)
class Use:
    """Who uses a named schema, and which way."""

    direction: Direction = Direction.NONE
    operations: frozenset[str] = frozenset()

    def __or__(self, other: Use) -> Use:
        return Use(self.direction | other.direction, self.operations | other.operations)


@dataclass(frozen=True, slots=True)
class Version:
    """A whole document, its references followed on demand."""

    root: Cursor
    _found: dict[str, Cursor | None] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Map) -> Version:
        return cls(Cursor.root(root))

    def resolve(self, ref: str) -> Cursor | None:
        """What a local reference leads to."""
        if ref not in self._found:
            self._found[ref] = self._walk(ref)
        return self._found[ref]

    def _walk(self, ref: str) -> Cursor | None:
        path = tokens(ref)
        at: Cursor | None = self.root if path is not None else None
        for token in path or ():
            at = None if at is None else _child(at, str(token))
        return at

    def follow(self, at: Cursor) -> Cursor:
        """The node itself, through its references."""
        seen: set[str] = set()
        while isinstance(at.node, Map) and isinstance(ref := at.node.get("$ref"), str):
            target = None if ref in seen else self.resolve(ref)
            if target is None:
                return at
            seen.add(ref)
            at = target
        return at

    def schema(self, name: str) -> Cursor | None:
        """A named schema."""
        at = self.root / "components" / "schemas" / name
        return at if at.node is not None else None

    def uses(self) -> dict[str, Use]:
        """Of every named schema that is used: by whom, and which way."""
        links = self._links()
        found: dict[str, Use] = {}
        for label, item in self._items():
            for method, operation in operations_of(item):
                call = f"{method.upper()} {label}".strip()
                for direction, names in self._asked(item, operation).items():
                    use = Use(direction, frozenset({call}))
                    for name in _reached(names, links):
                        found[name] = found.get(name, Use()) | use
        for _, item in (self.root / "webhooks").items():
            item = self.follow(item)
            for _, operation in operations_of(item):
                for direction, names in self._asked(item, operation).items():
                    for name in _reached(names, links):
                        found[name] = found.get(name, Use()) | Use(direction.turned)
        return found

    def _items(self) -> list[tuple[str, Cursor]]:
        return [(path, self.follow(at)) for path, at in (self.root / "paths").items()]

    def _links(self) -> dict[str, set[str]]:
        """Which named schemas each named schema mentions."""
        every = (self.root / "components" / "schemas").items()
        return {name: self._mentioned(at, "schema") for name, at in every}

    def _asked(self, item: Cursor, operation: Cursor) -> dict[Direction, set[str]]:
        found: dict[Direction, set[str]] = {}
        parameters = [*(item / "parameters").elements()]
        parameters += (operation / "parameters").elements()
        places = [(at, "parameter", Direction.REQUEST) for at in parameters]
        places.append((operation / "requestBody", "request-body", Direction.REQUEST))
        places.append((operation / "responses", "responses", Direction.REPLY))
        for at, kind, direction in places:
            found.setdefault(direction, set()).update(self._mentioned(at, kind))
        for _, callback in (operation / "callbacks").items():
            for _, inner_item in self.follow(callback).items():
                for _, inner in operations_of(inner_item):
                    for direction, names in self._asked(inner_item, inner).items():
                        found.setdefault(direction.turned, set()).update(names)
        return found

    def _mentioned(self, at: Cursor, kind: str) -> set[str]:
        """The named schemas that an object mentions, through other components."""
        found: set[str] = set()
        waiting, seen = [(at, kind)], set[str]()
        while waiting:
            here, what = waiting.pop()
            if not isinstance(here.node, Map):
                continue
            for visit in walk(here.node, what):
                ref = visit.node.get("$ref")
                if not isinstance(ref, str) or ref in seen:
                    continue
                seen.add(ref)
                if name := name_of(ref):
                    found.add(name)
                elif (target := self.resolve(ref)) is not None:
                    waiting.append((target, visit.kind))
            found |= _mapped(here.node, what)
        return found


def _mapped(node: Map, kind: str) -> set[str]:
    """The schemas that discriminators name."""
    found = set[str]()
    for visit in walk(node, kind):
        mapping = visit.node.get("mapping") if visit.kind == "discriminator" else None
        for ref in mapping.values() if isinstance(mapping, Map) else ():
            text = ref if isinstance(ref, str) else ""
            found.add(name_of(text) or name_of(f"{SCHEMAS}{text}"))
    return found - {""}


def _child(at: Cursor, token: str) -> Cursor | None:
    if isinstance(at.node, Map) and token in at.node:
        return at / token
    if isinstance(at.node, Seq) and token.isdecimal() and int(token) < len(at.node):
        return at / int(token)
    return None


def _reached(names: set[str], links: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found and name in links:
            found.add(name)
            waiting.extend(links[name])
    return found


def operations_of(item: Cursor) -> list[tuple[str, Cursor]]:
    """The operations of a path item, by method."""
    found = [
        (method, at)
        for method, at in item.items()
        if method in METHODS and isinstance(at.node, Map)
    ]
    more = (item / "additionalOperations").items()
    return [*found, *((m, at) for m, at in more if isinstance(at.node, Map))]
