"""Credentials and servers: who may call, and where."""

from __future__ import annotations

from specwright.changes.found import Found
from specwright.changes.views import json_text, string
from specwright.lower.cursor import Cursor, plain
from specwright.read.tree import Map, Seq

_OF_SCHEME = ("type", "in", "name", "scheme", "openIdConnectUrl")


def compare_security(old: Cursor, new: Cursor, subject: str, found: Found) -> None:
    """Compare what an operation asks for: alternatives of credentials."""
    before, after = _ways(old), _ways(new)
    if before == after:
        return
    was, now = old / "security", new / "security"
    is_free, is_free_now = "" in before or not before, "" in after or not after
    if is_free and not is_free_now:
        listed = " or ".join(sorted(after))
        found.add("security-added", subject, was, now, "", listed)
        return
    if is_free_now and not is_free:
        listed = " or ".join(sorted(before))
        found.add("security-removed", subject, was, now, listed)
        return
    for way in sorted(before - after - {""}):
        found.add("security-way-removed", subject, was, now, way)
    for way in sorted(after - before - {""}):
        found.add("security-way-added", subject, was, now, "", way)


def _ways(operation: Cursor) -> frozenset[str]:
    """Each alternative in one spelling; the empty one means that none is needed."""
    return frozenset(
        " and ".join(sorted(_credential(name, at) for name, at in way.items()))
        for way in (operation / "security").elements()
    )


def _credential(name: str, scopes: Cursor) -> str:
    found = scopes.node if isinstance(scopes.node, Seq) else ()
    listed = [scope for scope in found if isinstance(scope, str)]
    return f"{name} ({', '.join(sorted(listed))})" if listed else name


def compare_schemes(found: Found) -> None:
    """Compare the ways to authenticate."""
    place = ("components", "securitySchemes")
    old, new = found.old.root, found.new.root
    for token in place:
        old, new = old / token, new / token
    before, after = dict(old.items()), dict(new.items())
    for name, raw in before.items():
        subject = f"credential {name}"
        if name not in after:
            found.add(
                "scheme-removed", subject, raw, new, _scheme(found.old.follow(raw))
            )
            continue
        was, now = _scheme(found.old.follow(raw)), _scheme(
            found.new.follow(after[name])
        )
        if was != now:
            found.add("scheme-changed", subject, raw, after[name], was, now)
    for name, raw in after.items():
        if name not in before:
            words = _scheme(found.new.follow(raw))
            found.add("scheme-added", f"credential {name}", old, raw, "", words)


def _scheme(at: Cursor) -> str:
    said = [string(at, key) for key in _OF_SCHEME]
    flows = at / "flows"
    for name, flow in sorted(flows.items(), key=lambda pair: pair[0]):
        said += [name, string(flow, "tokenUrl"), string(flow, "authorizationUrl")]
    return " ".join(word for word in said if word)


def compare_servers(old: Cursor, new: Cursor, subject: str, found: Found) -> None:
    """Compare where requests go."""
    was, now = old / "servers", new / "servers"
    before = {string(at, "url"): at for at in was.elements()}
    after = {string(at, "url"): at for at in now.elements()}
    first, first_now = next(iter(before), ""), next(iter(after), "")
    if before and after and first != first_now:
        old_first, new_first = before[first], after[first_now]
        rule = "default-server-changed"
        found.add(rule, subject, old_first, new_first, first, first_now)
    for url, at in before.items():
        if url in after:
            variables, current = _variables(at), _variables(after[url])
            if variables != current:
                rule = "server-variable-changed"
                found.add(rule, subject, at, after[url], variables, current)
        elif url != first or not after:
            found.add("server-removed", subject, at, now, url)
    for url, at in after.items():
        if url not in before and (url != first_now or not before):
            found.add("server-added", subject, was, at, "", url)


def _variables(server: Cursor) -> str:
    """The variables as far as they decide where requests go."""
    kept = {
        name: {k: plain((at / k).node) for k in ("default", "enum") if k in at}
        for name, at in (server / "variables").items()
        if isinstance(at.node, Map)
    }
    return json_text(kept)
