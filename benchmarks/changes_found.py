"""Is everything that was removed or retyped in the report of `specwright diff`?

    python benchmarks/changes_found.py OLD.json NEW.json ...

Compares each document with the next one by itself, on plain JSON or YAML and with no code
of specwright's, asks `specwright diff` for its report, and prints how many of its own
findings are there. Exits with 1 where one is missing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
DOCS = {"description", "title", "summary", "example", "examples", "externalDocs", "xml"}
PLACES = {"properties", "items", "additionalProperties", "required", "default"}
UNIONS = ("anyOf", "oneOf", "allOf")
Finding = tuple[str, str]
"""What happened, and to what."""


def load(path: str) -> dict[str, Any]:
    text = Path(path).read_text(encoding="utf-8")
    loaded = json.loads(text) if path.endswith(".json") else yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def target(document: dict[str, Any], node: Any) -> Any:
    """What a reference leads to."""
    while isinstance(node, dict) and "$ref" in node:
        found: Any = document
        for token in node["$ref"].removeprefix("#/").split("/"):
            found = found[token.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def is_null(schema: Any) -> bool:
    return schema in ({"nullable": True}, {"type": "null"}, {})


def plain(schema: Any) -> dict[str, Any]:
    """A schema without documentation and wrappers; null as one of its types."""
    if not isinstance(schema, dict):
        return {}
    kept = {k: v for k, v in schema.items() if k not in DOCS and not k.startswith("x-")}
    null = bool(kept.pop("nullable", False))
    for union in UNIONS:
        parts = kept.get(union)
        if isinstance(parts, list):
            rest = [plain(part) for part in parts if not is_null(strip(part))]
            null = null or (union != "allOf" and len(rest) < len(parts))
            if len(rest) == 1 and set(kept) - {"default"} == {union}:
                kept = {**rest[0], **{k: kept[k] for k in ("default",) if k in kept}}
                null = kept.pop("null", False) or null
            else:
                kept[union] = sorted(rest, key=json.dumps)
    parts = kept.get("oneOf") or kept.get("anyOf") or []
    if parts and all("enum" in part for part in parts):
        # Values with a description each are a list of values.
        kept = {"enum": [value for part in parts for value in part["enum"]]}
        kept["type"] = parts[0]["types"]
    if "enum" in kept:
        kept["enum"] = sorted(kept["enum"], key=json.dumps)
    kind = kept.pop("type", None)
    types = [kind] if isinstance(kind, str) else list(kind or [])
    kept["types"] = sorted(t for t in types if t != "null")
    kept["null"] = null or "null" in types
    return kept


def strip(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    return {k: v for k, v in schema.items() if k not in DOCS and not k.startswith("x-")}


def schemas(old: Any, new: Any, path: str) -> Iterator[Finding]:
    """What was removed from a schema or became something else, and where."""
    before, after = plain(old), plain(new)
    if before == after:
        return
    if before["types"] and after["types"] and before["types"] != after["types"]:
        yield "type", path
        return
    for key in sorted((before.keys() | after.keys()) - PLACES):
        if before.get(key) != after.get(key):
            yield ("union" if key in UNIONS else key), path
    was, now = before.get("properties", {}), after.get("properties", {})
    for name in was:
        if name not in now:
            yield "property removed", f"{path}.{name}"
            continue
        one, other = before.get("required", []), after.get("required", [])
        if (name in one) is not (name in other):
            yield "required", f"{path}.{name}"
        yield from schemas(was[name], now[name], f"{path}.{name}")
    if "items" in before and "items" in after:
        yield from schemas(before["items"], after["items"], f"{path}[]")
    one, other = (x.get("additionalProperties") for x in (before, after))
    if isinstance(one, dict) and isinstance(other, dict):
        yield from schemas(one, other, f"{path}{{}}")
    elif (one is False) is not (other is False):
        yield "additionalProperties", path


def operations(document: dict[str, Any]) -> dict[str, tuple[dict[str, Any], list[Any]]]:
    found = {}
    for path, item in document.get("paths", {}).items():
        item = target(document, item)
        for method in METHODS:
            if method in item:
                shared = item.get("parameters", [])
                call = f"{method.upper()} {path}"
                found[call] = (
                    item[method],
                    [*shared, *item[method].get("parameters", [])],
                )
    return found


def contents(old: Any, new: Any, path: str) -> Iterator[Finding]:
    before = old.get("content", {}) if isinstance(old, dict) else {}
    after = new.get("content", {}) if isinstance(new, dict) else {}
    for media in before:
        if media not in after:
            yield "media type removed", path
            continue
        below = path if media == "application/json" else f"{path} ({media})"
        yield from schemas(
            before[media].get("schema"), after[media].get("schema"), below
        )


def compare(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Finding]:
    before, after = operations(old), operations(new)
    for call, (operation, listed) in before.items():
        if call not in after:
            yield "operation removed", call
            continue
        other, others = after[call]
        parameters = [target(old, p) for p in listed]
        known = {(p["in"], p["name"]): p for p in (target(new, x) for x in others)}
        for parameter in parameters:
            place, name = parameter["in"], parameter["name"]
            path = f"{call} {place} {name}"
            now = known.get((place, name))
            if now is None:
                yield "parameter removed", path
                continue
            if bool(parameter.get("required")) is not bool(now.get("required")):
                yield "required", path
            yield from schemas(parameter.get("schema"), now.get("schema"), path)
        body, new_body = (target(d, o.get("requestBody")) for d, o in ((old, operation), (new, other)))  # fmt: skip
        if body and not new_body:
            yield "body removed", f"{call} body"
        yield from contents(body, new_body, f"{call} body")
        for status, reply in operation.get("responses", {}).items():
            path = f"{call} reply {status}"
            if status not in other.get("responses", {}):
                yield "reply removed", path
                continue
            now = target(new, other["responses"][status])
            yield from contents(target(old, reply), now, path)
    one, two = (d.get("components", {}).get("schemas", {}) for d in (old, new))
    for name, schema in one.items():
        if name not in two:
            yield "schema removed", name
        else:
            yield from schemas(schema, two[name], name)


def reported(old: str, new: str) -> list[str]:
    """The subjects of the layer `spec` in the report."""
    command = [sys.executable, "-m", "specwright", "diff", "--format", "json", old, new]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (client,) = json.loads(done.stdout)["clients"]
    return [c["subject"] for c in client["changes"] if c["layer"] == "spec"]


def is_about(subject: str, path: str) -> bool:
    """Whether a change of the report is at a path, or inside of what is there."""
    return subject == path or (
        subject.startswith(path) and subject[len(path)] in ".[{<"
    )


def main() -> int:
    paths = sys.argv[1:]
    if len(paths) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    missing = []
    for old, new in pairwise(paths):
        found = list(dict.fromkeys(compare(load(old), load(new))))
        subjects = reported(old, new)
        told = [
            finding
            for finding in found
            if any(is_about(subject, finding[1]) for subject in subjects)
        ]
        missing += [finding for finding in found if finding not in told]
        print(f"{Path(old).name} -> {Path(new).name}")
        kinds, there = Counter(k for k, _ in found), Counter(k for k, _ in told)
        for kind, number in sorted(kinds.items()):
            print(f"  {kind:<22} found {number:>4}   in the report {there[kind]:>4}")
        print(f"  {'all':<22} found {len(found):>4}   in the report {len(told):>4}")
    for kind, path in missing:
        print(f"missing: {kind}: {path}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
