"""Two surfaces of one package: the changes of the layer `python`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from specwright.changes.annotations import Turn, renamed, spelled_out, turn
from specwright.changes.change import Change, Place
from specwright.changes.python_rules import RULES
from specwright.changes.rule import Direction
from specwright.surface import Field, Method, Parameter, Surface, Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What is the same thing in both versions: by name, else by what it was named for."""

    methods: tuple[tuple[Method, Method], ...]
    types: tuple[tuple[Type, Type], ...]
    old_only: tuple[Method | Type, ...]
    new_only: tuple[Method | Type, ...]

    @property
    def words(self) -> Words:
        """How the types of both versions are spelled alike."""
        return Words(
            names={o.name: n.name for o, n in self.types if o.name != n.name},
            old=_aliases(self.old_only),
            new=_aliases(self.new_only),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How the types of two versions are spelled alike."""

    names: Mapping[str, str]
    """The new names of classes that were renamed."""
    old: Mapping[str, str]
    """What names stand for that only the old version has."""
    new: Mapping[str, str]

    def turn(self, what: str, old: str, new: str) -> str:
        """The rule for a type that changed, `field-type-widened`; empty if not."""
        before = renamed(spelled_out(old, self.old), self.names)
        how = turn(before, spelled_out(new, self.new))
        return "" if how is Turn.SAME else f"{what}-{how}"


def _aliases(things: Iterable[Method | Type]) -> dict[str, str]:
    return {t.name: t.alias for t in things if isinstance(t, Type) and t.alias}


def pair(old: Surface, new: Surface) -> Pairing:
    """Find every method and type of one version in the other."""
    methods, gone, come = _paired(
        {m.name: (m.operation, m) for m in old.methods},
        {m.name: (m.operation, m) for m in new.methods},
    )
    types, gone_types, new_types = _paired(
        {t.name: (t.schema, t) for t in old.types},
        {t.name: (t.schema, t) for t in new.types},
    )
    return Pairing(
        methods=tuple(methods),
        types=tuple(types),
        old_only=(*gone, *gone_types),
        new_only=(*come, *new_types),
    )


_Thing = TypeVar("_Thing", Method, Type)


def _paired(
    old: Mapping[str, tuple[str, _Thing]], new: Mapping[str, tuple[str, _Thing]]
) -> tuple[list[tuple[_Thing, _Thing]], list[_Thing], list[_Thing]]:
    pairs: list[tuple[_Thing, _Thing]] = []
    gone: list[_Thing] = []
    origins = {origin: name for name, (origin, _) in new.items() if name not in old}
    taken = set()
    for name, (origin, thing) in old.items():
        partner = name if name in new else origins.get(origin)
        if partner is None:
            gone.append(thing)
        else:
            taken.add(partner)
            pairs.append((thing, new[partner][1]))
    return pairs, gone, [thing for name, (_, thing) in new.items() if name not in taken]


def compare_python(old: Surface, new: Surface, pairing: Pairing) -> Iterator[Change]:
    """What changed for the code that uses the package."""
    if old.package != new.package:
        yield _change("package-renamed", old.package, old.package, new.package)
    if old.client != new.client:
        yield _change("client-renamed", old.client, old.client, new.client)
    words = pairing.words
    given = _arguments("the client", old.arguments, new.arguments, words)
    yield from (_change(*each) for each in given)
    yield from _listed(old, new)
    for thing in pairing.old_only:
        kind, subject = _named(thing)
        yield _change(f"{kind}-removed", subject, old=thing)
    for thing in pairing.new_only:
        kind, subject = _named(thing)
        yield _change(f"{kind}-added", subject, new=thing)
    for before, after in pairing.methods:
        for found in _method(before, after, words):
            yield _change(*found, old=before, new=after)
    for was, now in pairing.types:
        direction = _direction(was) | _direction(now)
        for found in _type(was, now, words):
            yield _change(*found, old=was, new=now, direction=direction)


def place(thing: Method | Type | None) -> Place | None:
    """Where the document says what a method or a type was made of."""
    if thing is None or not thing.file:
        return None
    return Place(thing.file, thing.line)


def _change(
    rule: str,
    subject: str,
    before: str = "",
    after: str = "",
    *,
    old: Method | Type | None = None,
    new: Method | Type | None = None,
    direction: Direction = Direction.NONE,
) -> Change:
    used = {t.operation for t in (old, new) if isinstance(t, Method)}
    return Change(
        rule=RULES[rule],
        subject=subject,
        before=before,
        after=after,
        direction=direction,
        old=place(old),
        new=place(new),
        operations=tuple(sorted(used)),
    )


Noted = tuple[str, str, str, str]
"""Rule, subject, before and after."""


def _named(thing: Method | Type) -> tuple[str, str]:
    if isinstance(thing, Method):
        return "method", f"client.{thing.name}"
    return "class", thing.name


def _direction(thing: Type) -> Direction:
    sent = Direction.REQUEST if thing.sent else Direction.NONE
    return sent | (Direction.REPLY if thing.received else Direction.NONE)


def _listed(old: Surface, new: Surface) -> Iterator[Change]:
    before, after = dict(old.environments), dict(new.environments)
    for name in before.keys() - after.keys():
        yield _change("environment-removed", name, before[name])
    for name in after.keys() - before.keys():
        yield _change("environment-added", name, "", after[name])
    own = {old.client, f"Async{old.client}", f"{old.client}Environment"}
    own |= {new.client, f"Async{new.client}", f"{new.client}Environment"}
    for name in set(old.exports) - set(new.exports) - own:
        yield _change("export-removed", name)
    for name in set(new.exports) - set(old.exports) - own:
        yield _change("export-added", name)


def _method(old: Method, new: Method, words: Words) -> Iterator[Noted]:
    subject = f"client.{new.name}"
    if old.name != new.name:
        yield "method-renamed", f"client.{old.name}", old.name, new.name
    yield from _arguments(subject, old.parameters, new.parameters, words)
    rule = words.turn("return-type", old.returns, new.returns)
    if rule:
        yield rule, subject, old.returns, new.returns
    before, after = dict(old.errors), dict(new.errors)
    for error, body in before.items():
        if error not in after:
            yield "error-removed", subject, error, ""
        elif renamed(body, words.names) != after[error]:
            was, now = f"{error} {body}".strip(), f"{error} {after[error]}".strip()
            rule = "error-body-changed" if body else "error-added"
            yield rule, subject, was, now
    for error in after.keys() - before.keys():
        yield "error-added", subject, "", error


def _arguments(
    subject: str,
    old: Iterable[Parameter],
    new: Iterable[Parameter],
    words: Words,
) -> Iterator[Noted]:
    before = {p.name: p for p in old}
    after = {p.name: p for p in new}
    places = {p.place: p for p in new if p.name not in before and p.place}
    same = []
    for name, was in before.items():
        now = after.get(name) or (places.get(was.place) if " " in was.place else None)
        if now is None:
            yield "argument-removed", f"{subject} {name}", was.type, ""
            continue
        same.append((was, now))
        if now.name != name:
            yield "argument-renamed", f"{subject} {name}", name, now.name
        yield from _argument(f"{subject} {now.name}", was, now, words)
    known = {now.name for _, now in same}
    for name, now in after.items():
        if name not in known:
            rule = "argument-added-required" if now.required else "argument-added"
            yield rule, f"{subject} {name}", "", now.type
    was_order = [a.name for a, b in same if a.positional and b.positional]
    pairs = {b.name: a.name for a, b in same}
    now_order = [pairs[n] for n, p in after.items() if p.positional and n in pairs]
    now_order = [name for name in now_order if name in was_order]
    if was_order != now_order:
        yield "argument-reordered", subject, ", ".join(was_order), ", ".join(now_order)


def _argument(
    subject: str, old: Parameter, new: Parameter, words: Words
) -> Iterator[Noted]:
    if old.required is not new.required:
        word = "required" if new.required else "optional"
        yield f"argument-now-{word}", subject, "", ""
    before, after = (p.type.replace(" | Omit", "") for p in (old, new))
    if old.required is not new.required:
        before, after = (t.removesuffix(" | None") for t in (before, after))
    rule = words.turn("argument-type", before, after)
    if rule:
        yield rule, subject, old.type, new.type


def _type(old: Type, new: Type, words: Words) -> Iterator[Noted]:
    subject = new.name
    if old.name != new.name:
        yield "class-renamed", old.name, old.name, new.name
    before, after = _front(old), _front(new)
    if before != after:
        yield "class-moved", subject, before, after
    if bool(old.alias) is not bool(new.alias):
        before, after = old.alias or "a class", new.alias or "a class"
        yield "class-kind-changed", subject, before, after
        return
    if old.alias:
        rule = words.turn("alias", old.alias, new.alias)
        if rule == "alias-widened" and "UnknownVariant" in old.alias:
            # What came unknown before has a name now.
            rule = ""
        if rule:
            yield rule, subject, old.alias, new.alias
        return
    if bool(old.pages) is not bool(new.pages):
        rule = "pagination-added" if new.pages else "pagination-removed"
        yield rule, subject, old.pages, new.pages
    yield from _fields(subject, old, new, words)


def _front(thing: Type) -> str:
    """The module that a type is imported from: `voices.types`, however it is split."""
    parts = thing.module.split(".")
    return ".".join(parts[: parts.index("types") + 1]) if "types" in parts else ""


def _fields(subject: str, old: Type, new: Type, words: Words) -> Iterator[Noted]:
    before = {f.wire: f for f in old.fields}
    after = {f.wire: f for f in new.fields}
    by_name = {f.name: f for f in new.fields if f.wire not in before}
    kept = set()
    for wire, was in before.items():
        now = after.get(wire) or by_name.get(was.name)
        if now is None:
            yield "field-removed", f"{subject}.{was.name}", was.type, ""
            continue
        kept.add(now.wire)
        if was.name != now.name:
            yield "field-renamed", f"{subject}.{was.name}", was.name, now.name
        yield from _field(f"{subject}.{now.name}", was, now, words)
    for wire, now in after.items():
        if wire not in kept:
            needed = now.required and not now.default
            rule = "field-added-required" if needed else "field-added"
            yield rule, f"{subject}.{now.name}", "", now.type


def _field(subject: str, old: Field, new: Field, words: Words) -> Iterator[Noted]:
    before, after = old.type, new.type
    if old.required is not new.required:
        word = "required" if new.required else "optional"
        yield f"field-now-{word}", subject, "", ""
        # What is optional may be None by that alone.
        before, after = (t.removesuffix(" | None") for t in (before, after))
    elif not old.required:
        before, after = (f"{t} | None" for t in (before, after))
    rule = words.turn("field-type", before, after)
    if rule:
        yield rule, subject, old.type, new.type
