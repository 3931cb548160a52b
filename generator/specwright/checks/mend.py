"""Values of another type than the standard wants, where what is meant is plain.

YAML makes a number of `version: 1.0` and null of `description:` with nothing behind it;
exporters put numbers and booleans in quotes. Which type belongs where is what the JSON
Schemas of the OpenAPI Specification say, so that no list of keys is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from specwright.checks.shape import fields, problems
from specwright.codes import CODES, finding
from specwright.diagnostics import Diagnostics, Location, Severity
from specwright.objects import Path, clone, walk
from specwright.read.limits import DEFAULT
from specwright.read.scalars import number
from specwright.read.tree import Map, Mark, Node, Seq, locate

_ROUNDS: Final = 10
"""Of alternatives only the likeliest mistake is told; mending it may show another."""
_UNCLEAR: Final = frozenset({"security", "$ref"})
"""Keys for which null could mean "none" as well as "nothing said", or a slip."""
_VERSIONS: Final = frozenset({("openapi",), ("swagger",)})
"""Places of the version, about which `normalize` has more to say."""
_OF_2019: Final = "$recursiveAnchor"
"""A boolean of JSON Schema 2019-09, a text since; `repair` knows what it means."""
_PLAIN: Final = re.compile(r"[^\s,\[\]{}#]+")
_BOOLEANS: Final = {"true": True, "false": False}
MENDS: Final = {
    "SW143": "It is taken for what it says.",
    "SW144": "The document is read as if the key were not there.",
}
"""The codes, and what each means for the output."""


class _Change(NamedTuple):
    code: str
    place: Location
    said: str
    """What the message says; equal ones are reported together."""


def mended(
    root: Map, levels: Mapping[str, Severity | None], diagnostics: Diagnostics
) -> Map:
    """``root``, or a copy of it in which such values are changed, with findings.

    ``levels`` maps a code to its severity, or to None to switch the rule off.
    """
    off = {code for code, level in levels.items() if level is None}
    whole = root
    for _ in range(_ROUNDS):
        found = [
            problem
            for problem in problems(root)
            if problem.keyword == "type"
            and problem.path not in _VERSIONS
            and problem.path[-1:] != (_OF_2019,)
        ]
        if found and root is whole:
            root = clone(whole)
        kinds = {v.path: v.kind for v in walk(root)} if found else {}
        groups: dict[tuple[str, str], list[_Change]] = {}
        for problem in found:
            for change in _changes(root, problem.path, problem.details, kinds, off):
                each = str(change.place) if _is_error(change.code, levels) else ""
                group = (change.code, change.said + each)
                groups.setdefault(group, []).append(change)
        for changes in groups.values():
            _report(changes, levels, diagnostics)
        if not groups:
            break
    return root


def _is_error(code: str, levels: Mapping[str, Severity | None]) -> bool:
    return levels.get(code) is Severity.ERROR


def _changes(
    root: Map,
    path: Path,
    details: Mapping[str, Iterable[str]],
    kinds: Mapping[Path, str],
    off: set[str],
) -> Iterator[_Change]:
    """Mend one value, if it can be."""
    holder = _at(root, path[:-1])
    if not path or not isinstance(holder, (Map, Seq)):
        return
    key = path[-1]
    if key in _UNCLEAR:
        return
    value = _at(root, path)
    if value is None and isinstance(holder, Map) and isinstance(key, str):
        known = key in fields(kinds.get(path[:-1], ""))
        if known and "SW144" not in off:
            place = locate(root, path, key=True)
            _drop(holder, key)
            yield _Change("SW144", place, f"`{key}` has no value")
        return
    meant = _meant(value, set(details["types"]), root, path)
    if meant is not None and "SW143" not in off:
        what = "a number" if isinstance(value, (int, float)) else "a text"
        what = "a boolean" if isinstance(value, bool) else what
        wanted = "a text" if isinstance(meant, str) else "a number"
        wanted = "true or false" if isinstance(meant, bool) else wanted
        of = f"`{key}`" if isinstance(key, str) and key.isidentifier() else "an entry"
        yield _Change("SW143", locate(root, path), f"{of} is {what}, not {wanted}")
        if isinstance(holder, Map):
            holder[str(key)] = meant
        else:
            holder[int(key)] = meant


def _drop(holder: Map, key: str) -> None:
    if key == "paths":
        # A document without the key describes something else than one with no paths.
        holder[key] = Map(holder.source, holder.value_mark(key))
    else:
        del holder[key]


def _meant(value: Node, types: set[str], root: Map, path: Path) -> Node:
    """The value in one of ``types``; None where it is not plain what is meant."""
    if isinstance(value, (bool, int, float)) and "string" in types:
        return _spelling(root, path, value)
    if isinstance(value, str) and types == {"boolean"}:
        return _BOOLEANS.get(value.lower())
    if isinstance(value, str) and types <= {"integer", "number"}:
        if len(value) > DEFAULT.digits:
            return None
        meant = number(value, Mark(1, 1), DEFAULT)
        return meant if isinstance(meant, int) or "number" in types else None
    return None


def _spelling(root: Map, path: Path, value: float) -> str:
    """A number or boolean as it is written: `1.10`, not `1.1`."""
    at = locate(root, path)
    found = _PLAIN.match(at.source.line(at.line), at.column - 1)
    plain = json.dumps(value)
    if found is None:
        return plain
    try:
        is_same = found[0].lower() == plain or float(found[0]) == float(value)
    except ValueError:
        is_same = False
    return found[0] if is_same else plain


def _at(root: Map, path: Path) -> Node:
    node: Node = root
    for token in path:
        if isinstance(node, Map):
            node = node.get(str(token))
        elif isinstance(node, Seq) and isinstance(token, int) and token < len(node):
            node = node[token]
        else:
            return None
    return node


def _report(
    changes: list[_Change],
    levels: Mapping[str, Severity | None],
    diagnostics: Diagnostics,
) -> None:
    code, place, said = changes[0]
    more = f" (the first of {len(changes)} such places)" if len(changes) > 1 else ""
    diagnostics.add(
        finding(
            code,
            said + more,
            place,
            severity=levels.get(code) or CODES[code].severity,
            consequence=MENDS[code],
            hint=f"`specwright explain {code}` tells more; set its level under "
            "[repairs] in client.toml.",
        )
    )
