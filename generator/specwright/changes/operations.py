"""Two versions of one operation: its parameters, its body, its replies, its access."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from specwright.changes.access import compare_security, compare_servers
from specwright.changes.found import Found
from specwright.changes.rule import Direction
from specwright.changes.schemas import SchemaComparison
from specwright.changes.views import json_text, spelled, string
from specwright.lower.cursor import Cursor, plain
from specwright.read.tree import Map

_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
"""What media types and security say already (OpenAPI 3.1, Parameter Object, `name`)."""
_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple"}
_JSON: Final = "application/json"


class OperationComparison:
    """Compares one operation; ``call`` is its method and path."""

    def __init__(self, found: Found, call: str, *, is_turned: bool = False) -> None:
        sent, received = Direction.REQUEST, Direction.REPLY
        self._call = call
        self._found = found.about(Direction.NONE, (call,))
        self._sent = self._found.about(received if is_turned else sent)
        self._received = self._found.about(sent if is_turned else received)

    def compare(
        self, old: Cursor, new: Cursor, old_item: Cursor, new_item: Cursor
    ) -> None:
        """Note every change of the operation, with its path's own parameters."""
        found, call = self._found, self._call
        if (was := old.flag("deprecated")) is not new.flag("deprecated"):
            rule = "operation-undeprecated" if was else "operation-deprecated"
            found.add(rule, call, old, new)
        before, after = string(old, "operationId"), string(new, "operationId")
        if before != after:
            found.add("operation-id-changed", call, old, new, before, after)
        self._parameters(old, new, old_item, new_item)
        self._body(old / "requestBody", new / "requestBody")
        self._replies(old, new)
        compare_security(old, new, call, found)
        compare_servers(old, new, call, found)

    def _parameters(
        self, old: Cursor, new: Cursor, old_item: Cursor, new_item: Cursor
    ) -> None:
        sent = self._sent
        before = _parameters(old_item, old, sent.old.follow)
        after = _parameters(new_item, new, sent.new.follow)
        moved = {name: place for place, name in after if (place, name) not in before}
        for (place, name), was in before.items():
            now = after.get((place, name))
            subject = f"{self._call} {place} {name}"
            if now is not None:
                self._parameter(was, now, place, subject)
            elif name in moved and place != "path":
                target = after[moved[name], name]
                sent.add("parameter-moved", subject, was, target, place, moved[name])
            elif place != "path":
                sent.add("parameter-removed", subject, was, new, _type_of(was))
        gone = {name for place, name in before if (place, name) not in after}
        for (place, name), now in after.items():
            if (place, name) in before or place == "path" or name in gone:
                continue
            kind = "required" if now.flag("required") else "optional"
            subject = f"{self._call} {place} {name}"
            rule = f"parameter-added-{kind}"
            sent.add(rule, subject, old, now, "", _type_of(now))

    def _parameter(self, was: Cursor, now: Cursor, place: str, subject: str) -> None:
        sent = self._sent
        before, after = was.flag("required"), now.flag("required")
        if place != "path" and before is not after:
            kind = "required" if after else "optional"
            sent.add(f"parameter-now-{kind}", subject, was, now)
        if now.flag("deprecated") and not was.flag("deprecated"):
            sent.add("parameter-deprecated", subject, was, now)
        style, new_style = _style(was, place), _style(now, place)
        if style != new_style:
            rule = "parameter-style-changed"
            sent.add(rule, subject, was, now, style, new_style)
        if "content" in was or "content" in now:
            self._content(was / "content", now / "content", subject, sent)
        else:
            SchemaComparison(sent).compare(was / "schema", now / "schema", subject)

    def _body(self, old: Cursor, new: Cursor) -> None:
        sent, subject = self._sent, f"{self._call} body"
        was, now = sent.old.follow(old), sent.new.follow(new)
        if was.node is None and now.node is None:
            return
        if was.node is None:
            kind = "required" if now.flag("required") else "optional"
            sent.add(f"body-added-{kind}", subject, was, now, "", _media(now))
            return
        if now.node is None:
            sent.add("body-removed", subject, was, now, _media(was))
            return
        before, after = was.flag("required"), now.flag("required")
        if before is not after:
            kind = "required" if after else "optional"
            sent.add(f"body-now-{kind}", subject, was, now)
        self._content(was / "content", now / "content", subject, sent)

    def _content(self, old: Cursor, new: Cursor, subject: str, found: Found) -> None:
        """Compare `content` maps: the media types, then the schema of each."""
        before, after = dict(old.items()), dict(new.items())
        for name, was in before.items():
            now = after.get(name)
            if now is None:
                found.add("media-type-removed", subject, was, new, name)
                continue
            below = subject if name == _JSON else f"{subject} ({name})"
            for key in ("schema", "itemSchema"):
                SchemaComparison(found).compare(was / key, now / key, below)
            encoding, new_encoding = _said(was, "encoding"), _said(now, "encoding")
            if encoding != new_encoding:
                rule = "encoding-changed"
                found.add(rule, below, was, now, encoding, new_encoding)
        for name, now in after.items():
            if name not in before:
                found.add("media-type-added", subject, old, now, "", name)

    def _replies(self, old: Cursor, new: Cursor) -> None:
        found = self._received
        before = dict((old / "responses").items())
        after = dict((new / "responses").items())
        for status, raw in before.items():
            was = found.old.follow(raw)
            subject = f"{self._call} reply {status}"
            if status in after:
                now = found.new.follow(after[status])
                self._content(was / "content", now / "content", subject, found)
                self._headers(was / "headers", now / "headers", subject)
            elif not status.startswith("x-"):
                rule = "reply-removed" if _is_success(status) else "failure-removed"
                found.add(rule, subject, raw, new, _media(was))
        for status, raw in after.items():
            if status not in before and not status.startswith("x-"):
                subject = f"{self._call} reply {status}"
                rule = "reply-added" if _is_success(status) else "failure-added"
                media = _media(found.new.follow(raw))
                found.add(rule, subject, old, raw, "", media)

    def _headers(self, old: Cursor, new: Cursor, subject: str) -> None:
        found = self._received
        before = {name.lower(): at for name, at in old.items()}
        after = {name.lower(): at for name, at in new.items()}
        for name, raw in before.items():
            below = f"{subject} header {name}"
            was = found.old.follow(raw)
            if name not in after:
                found.add("header-removed", below, raw, new)
                continue
            now = found.new.follow(after[name])
            if was.flag("required") is not now.flag("required"):
                kind = "required" if now.flag("required") else "optional"
                found.add(f"header-now-{kind}", below, was, now)
            SchemaComparison(found).compare(was / "schema", now / "schema", below)
        for name, now in after.items():
            if name not in before:
                found.add("header-added", f"{subject} header {name}", old, now)


def _parameters(
    item: Cursor, operation: Cursor, follow: Callable[[Cursor], Cursor]
) -> dict[tuple[str, str], Cursor]:
    """By place and name. RFC 9110 section 5.1: names of headers ignore case."""
    found: dict[tuple[str, str], Cursor] = {}
    for holder in (item, operation):
        for raw in (holder / "parameters").elements():
            at = follow(raw)
            place, name = string(at, "in"), string(at, "name")
            if place == "header":
                name = name.lower()
                if name in _IGNORED_HEADERS:
                    continue
            if place and name:
                found[place, name] = at
    return found


def _style(at: Cursor, place: str) -> str:
    """How a parameter is written, defaults filled in (OpenAPI 3.1, Style Values)."""
    if "content" in at:
        return f"as {' or '.join(sorted(dict((at / 'content').items())))}"
    style = string(at, "style") or _STYLES.get(place, "simple")
    explode = at.flag("explode", default=style in ("form", "cookie"))
    words = [style, "exploded"] if explode else [style]
    return " ".join([*words, "unescaped"] if at.flag("allowReserved") else words)


def _type_of(parameter: Cursor) -> str:
    return spelled(parameter / "schema") if "schema" in parameter else ""


def _media(at: Cursor) -> str:
    """The media types of a body or a reply."""
    return ", ".join(sorted(name for name, _ in (at / "content").items()))


def _said(at: Cursor, key: str) -> str:
    node = (at / key).node
    return json_text(plain(node)) if isinstance(node, Map) and node else ""


def _is_success(status: str) -> bool:
    return status.startswith(("1", "2", "3"))
