"""What changed since the last generation, as far as two locks tell: in one line.

A lock has a digest of each operation's spec and every settled name, so that `generate`
need not read the old spec, which it does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Facts = Mapping[str, object]


def brief(old: Facts, new: Facts) -> str:
    """`2 operations added, 1 removed, 3 changed; 1 name changed`; empty for nothing."""
    return "; ".join(
        part for part in (", ".join(_operations(old, new)), _names(old, new)) if part
    )


def _operations(old: Facts, new: Facts) -> Iterator[str]:
    before, after = _table(old, "wire"), _table(new, "wire")
    if not before:
        return
    both = before.keys() & after.keys()
    counts = {
        "added": len(after.keys() - before.keys()),
        "removed": len(before.keys() - after.keys()),
        "changed": sum(_spec(before[key]) != _spec(after[key]) for key in both),
    }
    word = "operation"
    for what, number in counts.items():
        if number:
            noun = f" {word}{'s' * (number != 1)}" if word else ""
            yield f"{number}{noun} {what}"
            word = ""


def _names(old: Facts, new: Facts) -> str:
    before = {**_table(old, "names"), **_table(old, "given")}
    after = {**_table(new, "names"), **_table(new, "given")}
    shared = before.keys() & after.keys()
    number = sum(before[key] != after[key] for key in shared)
    return f"{number} name{'s' * (number != 1)} changed" if number else ""


def _table(facts: Facts, name: str) -> Mapping[str, object]:
    found = facts.get(name)
    return found if isinstance(found, Mapping) else {}


def _spec(entry: object) -> object:
    """The digest of the spec, the first of an operation's."""
    return entry[0] if isinstance(entry, (list, tuple)) and entry else entry
