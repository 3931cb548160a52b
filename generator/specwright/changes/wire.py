"""Two surfaces of one package: what the same call sends, the layer `wire`."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.changes.change import Change
from specwright.changes.python import Noted, Pairing, place
from specwright.changes.python_rules import RULES
from specwright.changes.rule import Direction
from specwright.surface import Method, Parameter, Surface, Type


def compare_wire(old: Surface, new: Surface, pairing: Pairing) -> Iterator[Change]:
    """What changed in the requests of calls that are written as before."""
    before, after = old.environments[:1], new.environments[:1]
    if before and after and before[0][1] != after[0][1]:
        yield Change(
            rule=RULES["destination-changed"],
            subject="the client",
            before=before[0][1],
            after=after[0][1],
        )
    for was, now in pairing.methods:
        if was.name == now.name:
            for found in _method(was, now):
                yield _change(found, was, now)
    for kind, current in pairing.types:
        direction = Direction.REQUEST if current.sent else Direction.NONE
        direction |= Direction.REPLY if current.received else Direction.NONE
        for found in _fields(kind, current):
            yield _change(found, kind, current, direction)


def _change(
    found: Noted,
    old: Method | Type,
    new: Method | Type,
    direction: Direction = Direction.NONE,
) -> Change:
    rule, subject, before, after = found
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


def _method(old: Method, new: Method) -> Iterator[Noted]:
    subject = f"client.{new.name}"
    told = {
        "verb-changed": (old.verb, new.verb),
        "path-changed": (old.path, new.path),
        "destination-changed": (old.server, new.server),
        "accept-changed": (old.accept, new.accept),
        "body-changed": (old.body, new.body),
    }
    for rule, (before, after) in told.items():
        if rule == "body-changed" and not (before and after):
            # A call that gives a body cannot be written as before.
            continue
        if before != after:
            yield rule, subject, before, after
    yield from _auth(subject, old.auth, new.auth)
    known = {p.name: p for p in new.parameters}
    for was in old.parameters:
        now = known.get(was.name)
        if now is not None:
            yield from _argument(f"{subject} {was.name}", was, now)


def _auth(subject: str, old: str, new: str) -> Iterator[Noted]:
    before, after = set(old.split(" or ")), set(new.split(" or "))
    if before == after:
        return
    added = before and before < after and "" not in before
    yield ("auth-way-added" if added else "auth-changed"), subject, old, new


def _argument(subject: str, old: Parameter, new: Parameter) -> Iterator[Noted]:
    before, after = old.place, new.place
    if before != after and {before, after} != {"json request", "body"}:
        yield "argument-place-changed", subject, before, after
    elif old.style != new.style:
        yield "argument-style-changed", subject, old.style, new.style
    if old.constant and new.constant and old.default != new.default:
        yield "constant-changed", subject, old.default, new.default


def _fields(old: Type, new: Type) -> Iterator[Noted]:
    known = {field.name: field for field in new.fields}
    wires = {field.wire for field in new.fields}
    for was in old.fields:
        now = known.get(was.name)
        if now is not None and now.wire != was.wire and was.wire not in wires:
            subject = f"{new.name}.{was.name}"
            yield "field-place-changed", subject, was.wire, now.wire
