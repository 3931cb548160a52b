"""Texts that go into a request as they are, and patterns: whether they can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import jsonschema_rs

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Severity
from specwright.http import MEDIA_TYPE, TOKEN
from specwright.objects import Path, Visit
from specwright.read.tree import Map, locate
from specwright.text import show


def findings(root: Map, visits: Mapping[str, Sequence[Visit]]) -> Iterator[Diagnostic]:
    """What no request can carry, and what no reply can have."""
    for _, path, node in visits.get("parameter", ()):
        if node.get("in") in ("header", "cookie"):
            yield from _name(root, path, node, str(node["in"]))
    for _, path, node in visits.get("security-scheme", ()):
        if node.get("type") == "apiKey" and node.get("in") in ("header", "cookie"):
            yield from _name(root, path, node, str(node["in"]))
    for kind in ("request-body", "response"):
        for _, path, node in visits.get(kind, ()):
            yield from _media_types(root, path, node, kind)
    for _, path, node in visits.get("schema", ()):
        yield from _patterns(root, path, node)


def _name(root: Map, path: Path, node: Map, place: str) -> Iterator[Diagnostic]:
    name = node.get("name")
    if isinstance(name, str) and not TOKEN.fullmatch(name):
        is_left_out = not name and "type" not in node
        yield finding(
            "SW030",
            f"{show(name)} is not the name of a {place}",
            locate(root, (*path, "name")),
            severity=Severity.WARNING if is_left_out else None,
            consequence=(
                "The parameter is left out."
                if is_left_out
                else "No request can carry it."
            ),
            hint="Use ASCII letters, digits and `-`; correct it with an overlay.",
        )


def _media_types(root: Map, path: Path, node: Map, kind: str) -> Iterator[Diagnostic]:
    content = node.get("content")
    for name in content if isinstance(content, Map) else ():
        if MEDIA_TYPE.fullmatch(name) or name.startswith("x-"):
            continue
        is_sent = kind == "request-body"
        yield finding(
            "SW032",
            f"{show(name)} is not a media type",
            locate(root, (*path, "content", name), key=True),
            severity=Severity.ERROR if is_sent else Severity.WARNING,
            consequence=(
                "No request can say that its body is one."
                if is_sent
                else "No reply is one; what it describes is not used."
            ),
            hint="A media type has two parts, `application/json`.",
        )


def _patterns(root: Map, path: Path, node: Map) -> Iterator[Diagnostic]:
    places: list[tuple[Path, str]] = []
    if isinstance(pattern := node.get("pattern"), str):
        places.append(((*path, "pattern"), pattern))
    named = node.get("patternProperties")
    for pattern in named if isinstance(named, Map) else ():
        places.append(((*path, "patternProperties", pattern), pattern))
    for place, pattern in places:
        if not _is_pattern(pattern):
            yield finding(
                "SW031",
                f"{show(pattern)} is not a regular expression",
                locate(root, place, key="patternProperties" in place),
                consequence="It is documented as it is; nothing is held against it.",
                hint="Patterns are those of ECMA-262, which JSON Schema refers to.",
            )


@lru_cache(maxsize=4096)
def _is_pattern(pattern: str) -> bool:
    """Whether the validator's engine can compile it. It is never run here."""
    # Without the Unicode flag, `[\\w-.]` is legal (ECMA-262, Annex B.1.2).
    pattern = re.sub(r"(\\[wdsWDS])-(?!\])", r"\1\\-", pattern)
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except jsonschema_rs.ValidationError:
        return False
    return True
