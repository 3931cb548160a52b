"""Two schemas: what one says that the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from specwright.changes.found import Found
from specwright.changes.limits import LIMITS, compare_limits
from specwright.changes.resolve import Version
from specwright.changes.rule import Level
from specwright.changes.variants import pair_variants
from specwright.changes.views import (
    View,
    json_text,
    spelled,
    string,
    values_of,
    view,
)
from specwright.lower.cursor import Cursor, plain

_WEIGHED: Final = LIMITS | frozenset(
    {"enum", "const", "items", "additionalProperties", "discriminator"}
)


class SchemaComparison:
    """Compares the schemas of two versions, each pair of named schemas once."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._above: list[tuple[str, str]] = []

    def compare(self, old: Cursor, new: Cursor, subject: str) -> None:
        """Note everything that changed from ``old`` to ``new``."""
        if old.node == new.node and old.node is not None:
            return
        self._views(view(old), view(new), subject)

    def _views(self, old: View, new: View, subject: str) -> None:
        self._flags(old, new, subject)
        if old.ref and old.ref == new.ref:
            self._null(old, new, subject)
            return
        if _is_one_of(old, new) or _is_one_of(new, old):
            self._null(old, new, subject)
            self._variants(old, new, subject)
            return
        inside_old = self._inside(old, self._found.old)
        inside_new = self._inside(new, self._found.new)
        self._null(inside_old, inside_new, subject)
        if old.ref and new.ref:
            self._other_name(old, new, inside_old, inside_new, subject)
        else:
            self._said(inside_old, inside_new, subject)

    def _inside(self, seen: View, version: Version) -> View:
        """The view behind a reference; what leads nowhere can be anything."""
        names: set[str] = set()
        inner = seen
        while inner.ref and inner.ref not in names:
            names.add(inner.ref)
            target = version.schema(inner.ref)
            if target is None:
                break
            nullable = inner.nullable
            inner = view(target)
            inner = replace(inner, nullable=inner.nullable or nullable)
        return inner

    def _other_name(
        self, old: View, new: View, inside_old: View, inside_new: View, subject: str
    ) -> None:
        """Another named schema: it may say the same, or more, or something else."""
        pair = (old.ref, new.ref)
        if pair in self._above:
            return
        apart = SchemaComparison(self._found.apart())
        apart._above = [*self._above, pair]
        apart._said(inside_old, inside_new, subject)
        inner = apart._found.changes
        if any(change.level is Level.BREAKING for change in inner):
            self._found.add("schema-replaced", subject, old.at, new.at, *pair)
            return
        self._found.add("schema-renamed", subject, old.at, new.at, *pair)
        self._found.changes.extend(inner)

    def _flags(self, old: View, new: View, subject: str) -> None:
        flags = {
            "deprecated": ("property-deprecated", ""),
            "readOnly": ("now-read-only", "no-longer-read-only"),
            "writeOnly": ("now-write-only", "no-longer-write-only"),
        }
        for key, (set_, cleared) in flags.items():
            was, now = old.flags.get(key), new.flags.get(key)
            rule = set_ if _is_set(now) else cleared
            if _is_set(was) is not _is_set(now) and rule:
                self._found.add(rule, subject, was or old.at, now or new.at)
        was, now = old.flags.get("default"), new.flags.get("default")
        before, after = _default(was), _default(now)
        if before != after:
            kind = "changed" if before and after else "added" if after else "removed"
            rule = f"default-{kind}"
            self._found.add(rule, subject, was or old.at, now or new.at, before, after)

    def _null(self, old: View, new: View, subject: str) -> None:
        if old.nullable is new.nullable or _is_open(old) or _is_open(new):
            return
        rule = "now-nullable" if new.nullable else "no-longer-nullable"
        self._found.add(rule, subject, old.at, new.at)

    def _said(self, old: View, new: View, subject: str) -> None:
        """Compare two views that are no references."""
        if values_of(old) and values_of(new):
            self._enum(old, new, subject)
            return
        if old.variants or new.variants:
            self._variants(old, new, subject)
            return
        if not self._types(old, new, subject):
            return
        self._enum(old, new, subject)
        compare_limits(old, new, subject, self._found)
        self._properties(old, new, subject)
        self._items(old, new, subject)
        self._extras(old, new, subject)
        self._rest(old, new, subject)

    def _types(self, old: View, new: View, subject: str) -> bool:
        """Compare the types; whether the rest can be compared."""
        was, now = _all_types(old), _all_types(new)
        if was == now:
            return True
        before, after = spelled(old.at), spelled(new.at)
        if not now or (was and _holds(now, was)):
            rule = "type-narrowed" if now and not was else "type-widened"
        elif not was or _holds(was, now):
            rule = "type-narrowed"
        else:
            rule = "type-changed"
        self._found.add(rule, subject, old.at, new.at, before, after)
        return bool(was & now)

    def _enum(self, old: View, new: View, subject: str) -> None:
        before, after = values_of(old), values_of(new)
        if set(before) == set(after):
            return
        at_old = old.keywords.get("enum") or old.keywords.get("const") or old.at
        at_new = new.keywords.get("enum") or new.keywords.get("const") or new.at
        if not before or not after:
            rule = "enum-removed" if before else "enum-added"
            self._found.add(rule, subject, at_old, at_new, *_lists(before, after))
            return
        for value in before:
            if value not in after:
                self._found.add("enum-value-removed", subject, at_old, at_new, value)
        for value in after:
            if value not in before:
                rule = "enum-value-added"
                self._found.add(rule, subject, at_old, at_new, "", value)

    def _variants(self, old: View, new: View, subject: str) -> None:
        pairs, removed, added = pair_variants(old, new)
        for before, after in pairs:
            self._views(before, after, f"{subject}<{spelled(before.at)}>")
        for gone in removed:
            words = spelled(gone.at)
            self._found.add("variant-removed", subject, gone.at, new.at, words)
        rule = "tagged-variant-added" if old.is_tagged and new.is_tagged else ""
        for more in added:
            words = spelled(more.at)
            rule = rule or "variant-added"
            self._found.add(rule, subject, old.at, more.at, "", words)
        self._tag(old, new, subject)

    def _tag(self, old: View, new: View, subject: str) -> None:
        was, now = old.keywords.get("discriminator"), new.keywords.get("discriminator")
        if was is None or now is None:
            return
        before, after = string(was, "propertyName"), string(now, "propertyName")
        if before != after:
            self._found.add("discriminator-changed", subject, was, now, before, after)

    def _properties(self, old: View, new: View, subject: str) -> None:
        before = self._every(old, self._found.old)
        after = self._every(new, self._found.new)
        shared = old.bases & new.bases
        of_bases_old = self._of_bases(shared, self._found.old)
        of_bases_new = self._of_bases(shared, self._found.new)
        for name, was in before.properties.items():
            now = after.properties.get(name)
            below = f"{subject}.{name}"
            if now is None:
                if name not in of_bases_old:
                    words = spelled(was)
                    self._found.add("property-removed", below, was, new.at, words)
                continue
            if name in of_bases_old and name in of_bases_new:
                # The base is compared by itself; what is said of it here is not.
                self._required(name, old, new, was, now, below)
                continue
            self._required(name, before, after, was, now, below)
            self.compare(was, now, below)
        for name, now in after.properties.items():
            if name in before.properties or name in of_bases_new:
                continue
            kind = "required" if name in after.required else "optional"
            rule = f"property-added-{kind}"
            below = f"{subject}.{name}"
            self._found.add(rule, below, old.at, now, "", spelled(now))

    def _required(
        self, name: str, old: View, new: View, was: Cursor, now: Cursor, subject: str
    ) -> None:
        before, after = name in old.required, name in new.required
        if before is not after:
            kind = "required" if after else "optional"
            self._found.add(f"property-now-{kind}", subject, was, now)

    def _every(self, seen: View, version: Version) -> View:
        """The view with the properties of all that it extends."""
        properties = dict(seen.properties)
        required = set(seen.required)
        for base in self._bases(seen.bases, version):
            properties = {**base.properties, **properties}
            required |= base.required
        return replace(seen, properties=properties, required=frozenset(required))

    def _of_bases(self, names: frozenset[str], version: Version) -> set[str]:
        return {
            name for base in self._bases(names, version) for name in base.properties
        }

    def _bases(self, names: frozenset[str], version: Version) -> Iterator[View]:
        waiting, seen = sorted(names), set[str]()
        while waiting:
            name = waiting.pop(0)
            target = None if name in seen else version.schema(name)
            seen.add(name)
            if target is not None:
                base = view(target)
                yield base
                waiting += sorted(base.bases | ({base.ref} - {""}))

    def _items(self, old: View, new: View, subject: str) -> None:
        if "array" in old.types & new.types:
            was = old.keywords.get("items") or _nothing(old.at)
            now = new.keywords.get("items") or _nothing(new.at)
            self.compare(was, now, f"{subject}[]")

    def _extras(self, old: View, new: View, subject: str) -> None:
        was = old.keywords.get("additionalProperties")
        now = new.keywords.get("additionalProperties")
        before = was is None or was.node is not False
        after = now is None or now.node is not False
        if before is not after:
            rule = "extras-allowed" if after else "extras-forbidden"
            self._found.add(rule, subject, was or old.at, now or new.at)
        elif after and (was is not None or now is not None):
            self.compare(
                was or _nothing(old.at), now or _nothing(new.at), subject + "{}"
            )

    def _rest(self, old: View, new: View, subject: str) -> None:
        for key in sorted((old.keywords.keys() | new.keywords.keys()) - _WEIGHED):
            was, now = old.keywords.get(key), new.keywords.get(key)
            before = plain(was.node) if was else None
            after = plain(now.node) if now else None
            if before != after:
                self._found.add(
                    "keyword-changed",
                    subject,
                    was or old.at,
                    now or new.at,
                    f"{key} {json_text(before)}" if was else "",
                    f"{key} {json_text(after)}" if now else "",
                )


def _nothing(at: Cursor) -> Cursor:
    """A schema that says nothing, in the place of one that is not there."""
    return Cursor(True, at.path, at.owner, at.mark)


def _is_set(at: Cursor | None) -> bool:
    return at is not None and at.node is True


def _default(at: Cursor | None) -> str:
    """A default as JSON; null says nothing."""
    return "" if at is None or at.node is None else json_text(plain(at.node))


def _is_open(seen: View) -> bool:
    """Whether a view says nothing, so that null fits it too."""
    return not (seen.ref or seen.types or seen.variants or seen.bases or seen.keywords)


def _all_types(seen: View) -> frozenset[str]:
    if seen.bases and not seen.types:
        return frozenset({"object"})
    return seen.types


def _holds(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    """Whether every value of some types is a value of others."""
    more = {"integer"} if "number" in wide else set()
    return narrow <= wide | more


def _lists(before: list[str], after: list[str]) -> tuple[str, str]:
    return ", ".join(sorted(before)), ", ".join(sorted(after))


def _is_one_of(one: View, other: View) -> bool:
    """Whether a named schema is a variant of a union."""
    return bool(one.ref) and one.ref in {view(v).ref for v in other.variants}
