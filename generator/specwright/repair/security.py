"""Credentials: exporters write them as plain header parameters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from specwright.objects import Path
from specwright.read.tree import Map, Node, Seq
from specwright.repair.draft import Change, Draft
from specwright.text import show

_CREDENTIAL = re.compile(
    r"(?:^|[-_])(?:authorization|api[-_]?key|api[-_]?secret|"
    r"(?:(?:auth|access|api|bearer|secret)[-_])?token)$",
    re.I,
)
_OTHER_TOKEN = re.compile(
    r"csrf|xsrf|idempot|page|cursor|continuation|next|sync|upload|resume|device|push",
    re.I,
)
_NO_PARAMETERS = {"accept", "content-type", "authorization", "user-agent"}
_PARAMETER = {
    *("name", "in", "description", "required", "deprecated", "schema", "example"),
    *("examples", "style", "explode", "allowEmptyValue", "allowReserved"),
}
_PLAIN = {
    *("type", "title", "description", "format", "default", "example", "examples"),
    *("minLength", "maxLength", "pattern", "nullable", "enum", "const", "$ref"),
}
_BEARER = re.compile(r"""["']?authorization["']?\s*[:=,(]?>?\s*\\?["']bearer """, re.I)


@dataclass(frozen=True, slots=True)
class _Header:
    """A header parameter of an operation or path item."""

    holder: Map
    path: Path
    entry: Node
    parameter: Map
    name: str

    def remove(self) -> None:
        """Take the parameter out of its list, and an empty list out of its holder."""
        entries = self.holder.get("parameters")
        if not isinstance(entries, Seq):
            return
        kept = [
            (e, entries.item_mark(i))
            for i, e in enumerate(entries)
            if e is not self.entry
        ]
        if kept:
            self.holder["parameters"] = Seq(
                entries.source, entries.mark, [e for e, _ in kept], [m for _, m in kept]
            )
        else:
            del self.holder["parameters"]


def credential_headers(draft: Draft) -> Iterator[Change]:
    """A header that carries the credential becomes a security scheme (D1 to D4).

    Only where the document declares no scheme, and at least half of its operations
    have the header; the one that the configuration names, wherever it is. An optional
    header gives an optional requirement.
    """
    operations = _by_operation(draft)
    common = _common(draft, operations)
    keys: dict[str, str] = {}
    done: set[int] = set()
    for operation, headers in operations:
        mine = [h for h in headers if _is_lifted(draft, h, common)]
        for header in mine:
            keys[header.name.lower()] = _declare(draft, header)
        if mine:
            _require(draft, operation, mine, keys)
        for header in mine:
            if id(header.entry) in done:
                continue
            done.add(id(header.entry))
            header.remove()
            yield Change(
                path=header.path,
                message=(
                    f"the header parameter {show(header.name)} is the client's "
                    f"credential: {_said(draft, keys[header.name.lower()])}"
                ),
            )


def _common(draft: Draft, operations: list[tuple[Map, list[_Header]]]) -> set[str]:
    """The credential headers of most operations, where no scheme is declared."""
    components = draft.root.get("components")
    if isinstance(components, Map) and components.get("securitySchemes"):
        return set()
    count = Counter(
        name
        for _, headers in operations
        for name in {h.name.lower() for h in headers if _is_credential(h)}
    )
    return {name for name, n in count.items() if 2 * n >= len(operations)}


def _is_lifted(draft: Draft, header: _Header, common: set[str]) -> bool:
    name = header.name.lower()
    return (name != "" and name == draft.credential) or (
        name in common and _is_credential(header)
    )


def _require(
    draft: Draft, operation: Map, mine: list[_Header], keys: dict[str, str]
) -> None:
    """Let an operation require what it had as headers, beside what it requires."""
    old = operation.get("security", draft.root.get("security"))
    entries = [e for e in old if isinstance(e, Map)] if isinstance(old, Seq) else []
    wanted = [h for h in mine if not any(keys[h.name.lower()] in e for e in entries)]
    is_chosen = any(h.name.lower() == draft.credential for h in mine)
    if "security" not in operation and not (is_chosen and entries):
        operation.put("security", _requirements(operation, mine, keys))
        return
    for header in wanted:
        if header.name.lower() != draft.credential:
            continue
        both = [entry.copy() for entry in entries or [operation.like({})]]
        for entry in both:
            entry.put(keys[draft.credential], Seq(entry.source, entry.mark))
        if header.parameter.get("required") is not True:
            both += entries or [operation.like({})]
        operation["security"] = Seq(operation.source, operation.mark, both)


def undeclared_security(draft: Draft) -> Iterator[Change]:
    """A declared scheme that nothing requires is required by all operations (D5)."""
    components = draft.root.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Map) else None
    operations = _by_operation(draft)
    if not isinstance(schemes, Map) or len(schemes) != 1 or not operations:
        return
    if "security" in draft.root or any("security" in op for op, _ in operations):
        return
    (key,) = schemes
    wire = _wire_name(draft.resolved(schemes[key]))
    carried = [h for _, hs in operations for h in hs if h.name.lower() == wire]
    required = any(h.parameter.get("required") is True for h in carried)
    choices: list[list[str]] = [[key]] if required else [[key], []]
    draft.root.put("security", _alternatives(schemes, choices))
    for header in carried:
        header.remove()
    yield Change(
        path=("components", "securitySchemes", key),
        key=True,
        message=(
            f"no operation requires the declared security scheme {show(key)}; it is "
            f"{'required by' if required else 'an option of'} all of them"
        ),
    )


def ignored_headers(draft: Draft) -> Iterator[Change]:
    """``Accept``, ``Content-Type`` and ``Authorization`` are no parameters (D5).

    OpenAPI 3.1, Parameter Object, ``name``: such a definition SHALL be ignored. The
    client sends its own ``User-Agent`` likewise.
    """
    for kind in ("path-item", "operation"):
        for _, path, holder in draft.objects(kind):
            for header in _headers(draft, holder, path):
                if header.name.lower() in _NO_PARAMETERS:
                    header.remove()
                    yield Change(
                        path=header.path,
                        message=(
                            f"the header {show(header.name)} is not a parameter; "
                            "the client sets it itself"
                        ),
                    )


def _by_operation(draft: Draft) -> list[tuple[Map, list[_Header]]]:
    """Each operation with its own header parameters and those of its path item."""
    items = {
        visit.path: _headers(draft, visit.node, visit.path)
        for visit in draft.objects("path-item")
    }
    found = []
    for _, path, operation in draft.objects("operation"):
        shared = items.get(path[:-1]) or items.get(path[:-2]) or []
        found.append((operation, shared + _headers(draft, operation, path)))
    return found


def _headers(draft: Draft, holder: Map, path: Path) -> list[_Header]:
    entries = holder.get("parameters")
    found: list[_Header] = []
    for index, entry in enumerate(entries if isinstance(entries, Seq) else ()):
        parameter = draft.resolved(entry)
        if isinstance(parameter, Map) and parameter.get("in") == "header":
            name = parameter.get("name")
            if isinstance(name, str):
                at = (*path, "parameters", index)
                found.append(_Header(holder, at, entry, parameter, name))
    return found


def _is_credential(header: _Header) -> bool:
    parameter = header.parameter
    schema = parameter.get("schema")
    return (
        bool(_CREDENTIAL.search(header.name))
        and not _OTHER_TOKEN.search(header.name)
        and set(parameter) <= _PARAMETER
        and isinstance(parameter.get("required", False), bool)
        and (schema is None or (isinstance(schema, Map) and _is_plain(schema)))
    )


def _is_plain(schema: Map) -> bool:
    """A text, or what may be one, without a word in it that is not understood."""
    return schema.get("type", "string") == "string" and all(
        key in _PLAIN or key.startswith("x-") for key in schema
    )


def _declare(draft: Draft, header: _Header) -> str:
    """Add the scheme of a credential header, once; its key in ``securitySchemes``."""
    components = draft.components
    schemes = components.get("securitySchemes")
    if not isinstance(schemes, Map):
        schemes = Map(header.parameter.source, header.parameter.mark)
        components.put("securitySchemes", schemes)
    for known, scheme in schemes.items():
        if _wire_name(draft.resolved(scheme)) == header.name.lower():
            return known
    fields = _scheme(draft, header)
    key = fields["scheme"] + "Auth" if "scheme" in fields else header.name
    key = re.sub(r"[^a-zA-Z0-9._-]", "_", key)
    if key not in schemes:
        scheme = Map(header.parameter.source, header.parameter.mark)
        for name, value in fields.items():
            scheme.put(name, value)
        schemes.put(key, scheme)
    return key


def _scheme(draft: Draft, header: _Header) -> dict[str, str]:
    """The Security Scheme Object, from what the page says about the header."""
    text = str(header.parameter.get("description") or "").lower()
    page = draft.document.page
    if header.name.lower() == "authorization":
        if "bearer" in text or (
            page is not None
            and any(map(_BEARER.search, [s.code for s in page.samples]))
        ):
            return {"type": "http", "scheme": "bearer"}
        if "basic" in text and draft.credential != "authorization":
            return {"type": "http", "scheme": "basic"}
    return {"type": "apiKey", "in": "header", "name": header.name}


def _said(draft: Draft, key: str) -> str:
    schemes = draft.components["securitySchemes"]
    scheme = schemes[key] if isinstance(schemes, Map) else None
    if isinstance(scheme, Map) and scheme.get("type") == "http":
        return f"http {scheme['scheme']}"
    return "an API key, sent as it is given"


def _requirements(operation: Map, headers: list[_Header], keys: dict[str, str]) -> Seq:
    """Required headers together; each optional one, and none, as alternatives."""
    base: list[str] = []
    optional: list[str] = []
    for header in headers:
        group = base if header.parameter.get("required") is True else optional
        group.append(keys[header.name.lower()])
    choices = [[*base, key] for key in optional] + ([base] if optional or base else [])
    return _alternatives(operation, choices)


def _alternatives(near: Map, choices: list[list[str]]) -> Seq:
    """A list of Security Requirement Objects that stands where ``near`` does."""
    alternatives = Seq(near.source, near.mark)
    for choice in choices:
        requirement = Map(near.source, near.mark)
        for key in choice:
            requirement.put(key, Seq(near.source, near.mark))
        alternatives.append(requirement)
    return alternatives


def _wire_name(scheme: Node) -> str | None:
    """The header that a scheme is sent in, in lower case."""
    if not isinstance(scheme, Map):
        return None
    if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
        return str(scheme.get("name")).lower()
    tokens = ("http", "oauth2", "openIdConnect")
    return "authorization" if scheme.get("type") in tokens else None
