"""Two versions of a whole document: the changes of the layer `spec`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from specwright.changes.access import compare_schemes, compare_servers
from specwright.changes.change import Change
from specwright.changes.found import Found
from specwright.changes.operations import OperationComparison
from specwright.changes.resolve import Use, Version, operations_of
from specwright.changes.rule import Direction
from specwright.changes.schemas import SchemaComparison
from specwright.changes.views import spelled, string
from specwright.lower.cursor import Cursor
from specwright.read.tree import Map

_VARIABLE = re.compile(r"\{([^{}]*)\}")
EVERY = "every operation"
"""The subject of a change that all operations share."""
_SHARED = {
    "security-added",
    "security-removed",
    "security-way-added",
    "security-way-removed",
    "server-added",
    "server-removed",
    "default-server-changed",
}


def compare_documents(old: Map, new: Map) -> list[Change]:
    """What changed between two whole documents, in no particular order."""
    found = Found(old=Version.of(old), new=Version.of(new))
    before, after = found.old.root / "info", found.new.root / "info"
    versions = string(before, "version"), string(after, "version")
    if versions[0] != versions[1]:
        at = before / "version", after / "version"
        found.add("api-version-changed", "the API", *at, *versions)
    compare_servers(found.old.root, found.new.root, "the API", found)
    compare_schemes(found)
    common = _operations(found)
    _webhooks(found)
    _schemas(found)
    return _gathered(found.changes, common)


def _operations(found: Found) -> int:
    """Compare the operations; how many there are in both versions."""
    before = _calls(found.old)
    after = _calls(found.new)
    for key, (call, was, item) in before.items():
        if key not in after:
            gone = found.about(Direction.NONE, (call,))
            gone.add("operation-removed", call, was, None)
            continue
        call_now, now, item_now = after[key]
        if call != call_now:
            changed = found.about(Direction.NONE, (call_now,))
            names = _variables(call), _variables(call_now)
            changed.add("path-variable-renamed", call_now, was, now, *names)
        OperationComparison(found, call_now).compare(was, now, item, item_now)
        _callbacks(found.about(Direction.NONE, (call_now,)), call_now, was, now)
    for key, (call, now, _) in after.items():
        if key not in before:
            found.about(Direction.NONE, (call,)).add("operation-added", call, None, now)
    return len(before.keys() & after.keys())


def _calls(version: Version) -> dict[str, tuple[str, Cursor, Cursor]]:
    """Operations by method and path without its variables' names."""
    found = {}
    for path, raw in (version.root / "paths").items():
        item = version.follow(raw)
        for method, at in operations_of(item):
            call = f"{method.upper()} {path}"
            found[_VARIABLE.sub("{}", call)] = (call, at, item)
    return found


def _variables(call: str) -> str:
    return ", ".join(_VARIABLE.findall(call))


def _callbacks(found: Found, call: str, old: Cursor, new: Cursor) -> None:
    before = _called(found.old, old / "callbacks")
    after = _called(found.new, new / "callbacks")
    _incoming(found, before, after, "callback", f"{call} ")


def _called(version: Version, at: Cursor) -> dict[str, tuple[Cursor, Cursor]]:
    return {
        f"{name} {method.upper()}": (operation, item)
        for name, raw in at.items()
        for _, raw_item in version.follow(raw).items()
        for item in [version.follow(raw_item)]
        for method, operation in operations_of(item)
    }


def _webhooks(found: Found) -> None:
    def hooks(version: Version) -> dict[str, tuple[Cursor, Cursor]]:
        return {
            f"{name} {method.upper()}": (operation, item)
            for name, raw in (version.root / "webhooks").items()
            for item in [version.follow(raw)]
            for method, operation in operations_of(item)
        }

    _incoming(found, hooks(found.old), hooks(found.new), "webhook", "")


def _incoming(
    found: Found,
    before: dict[str, tuple[Cursor, Cursor]],
    after: dict[str, tuple[Cursor, Cursor]],
    kind: str,
    prefix: str,
) -> None:
    """Compare operations that the server calls: what they send is received here."""
    for name, (was, item) in before.items():
        subject = f"{prefix}{kind} {name}"
        if name not in after:
            found.add(f"{kind}-removed", subject, was, None)
            continue
        now, item_now = after[name]
        inner = OperationComparison(found, subject, is_turned=True)
        inner.compare(was, now, item, item_now)
    for name, (now, _) in after.items():
        if name not in before:
            found.add(f"{kind}-added", f"{prefix}{kind} {name}", None, now)


def _schemas(found: Found) -> None:
    place = ("components", "schemas")
    old, new = found.old.root, found.new.root
    for token in place:
        old, new = old / token, new / token
    before, after = dict(old.items()), dict(new.items())
    uses_old, uses_new = found.old.uses(), found.new.uses()
    for name, was in before.items():
        use = uses_old.get(name, Use()) | uses_new.get(name, Use())
        here = found.about(use.direction, tuple(sorted(use.operations)))
        if name in after:
            SchemaComparison(here).compare(was, after[name], name)
        else:
            here.add("schema-removed", name, was, None, spelled(was))
    for name, now in after.items():
        if name not in before:
            use = uses_new.get(name, Use())
            here = found.about(use.direction, tuple(sorted(use.operations)))
            here.add("schema-added", name, None, now, "", spelled(now))


def _gathered(changes: Iterable[Change], common: int) -> list[Change]:
    """The same change of every operation, once."""
    kept: list[Change] = []
    groups: dict[tuple[str, str, str], list[Change]] = defaultdict(list)
    for change in changes:
        if change.rule.id in _SHARED and change.operations == (change.subject,):
            key = (change.rule.id, change.before, change.after)
            groups[key].append(change)
        else:
            kept.append(change)
    for group in groups.values():
        if len(group) == common > 1:
            calls = tuple(sorted(change.subject for change in group))
            kept.append(replace(group[0], subject=EVERY, operations=calls))
        else:
            kept += group
    return kept
