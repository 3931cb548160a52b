"""Documents that use everything, in each form that is read, and their string positions.

A form is a tree of plain values and what makes files of it. Every string of the tree
is a position: each value, and each key, since what a mapping is keyed by is the
document's own choice as often as not.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

HERE = Path(__file__).parent / "documents"

Tree = dict[str, Any]
Files = dict[str, bytes]
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Form:
    """One document, and how it is written."""

    name: str
    tree: Tree
    files: Callable[[Tree], Files]


@dataclass(frozen=True)
class Position:
    """One string of a form.

    ``kind``: `value` and `key` are changed where they stand; a `name` is changed
    wherever it is used, in references and in templates of paths too, so that the
    document stays whole.
    """

    form: str
    kind: str
    where: Where
    text: str

    def __str__(self) -> str:
        path = "/".join(map(str, self.where))
        return f"{self.form}:{self.kind}:{path}={self.text}"

    def goes_with(self, other: Position) -> bool:
        """Whether both can be changed at once: keys of one mapping would be one."""
        keys = self.kind == other.kind == "key"
        same = keys and self.where[:-1] == other.where[:-1]
        return self.form == other.form and other.kind != "name" and not same

    def put(self, tree: Tree, payload: str) -> Tree:
        """The tree with ``payload`` at this position."""
        if self.kind == "name":
            return dict(_renamed(tree, self.text, payload))
        changed = copy.deepcopy(tree)
        holder: Any = changed
        *way, last = self.where
        for step in way:
            holder = holder[step]
        if self.kind == "value":
            holder[last] = payload
        else:
            entries = [(payload if k == last else k, v) for k, v in holder.items()]
            holder.clear()
            holder.update(entries)
        return changed


def put_all(tree: Tree, group: Iterable[Position], payload: str) -> Tree:
    """The tree with ``payload`` at several positions."""
    # Deeper ones first, and keys last: a key that was changed leads nowhere any more.
    for at in sorted(group, key=lambda at: (at.kind == "key", -len(at.where))):
        tree = at.put(tree, payload)
    return tree


def _renamed(node: Any, old: str, new: str) -> Any:
    if isinstance(node, dict):
        return {_text(k, old, new): _renamed(v, old, new) for k, v in node.items()}
    if isinstance(node, list):
        return [_renamed(item, old, new) for item in node]
    return _text(node, old, new) if isinstance(node, str) else node


def _text(text: str, old: str, new: str) -> str:
    if text == old:
        return new
    if text.startswith("#/"):
        # RFC 6901 section 6: a pointer in a fragment is escaped, then encoded.
        encoded = new.encode("utf-8", "surrogatepass")
        pointer = quote(encoded.replace(b"~", b"~0").replace(b"/", b"~1"), safe="~")
        return "/".join(pointer if part == old else part for part in text.split("/"))
    return text.replace(f"{{{old}}}", f"{{{new}}}")


def positions(form: Form) -> list[Position]:
    """Every string of a form; one that says the same under the same key once."""
    found: dict[tuple[str, ...], Position] = {}
    used = Counter[str]()
    for kind, where, text in _strings(form.tree, ()):
        key = next((str(w) for w in reversed(where) if isinstance(w, str)), "")
        place = (kind, key, text) if kind == "value" else (kind, text)
        found.setdefault(place, Position(form.name, kind, where, text))
        used[text] += 1
        used.update(re.findall(r"{(\w+)}", text))
        if text.startswith("#/"):
            used.update(text.split("/")[2:])
    names = [
        Position(form.name, "name", (), text)
        for text, count in used.items()
        if count > 1 and text not in _KEYWORDS
    ]
    return [*found.values(), *names]


def _strings(node: Any, where: Where) -> Iterator[tuple[str, Where, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield "key", (*where, key), key
            yield from _strings(value, (*where, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _strings(item, (*where, index))
    elif isinstance(node, str):
        yield "value", where, node


_KEYWORDS = frozenset(
    [
        "type",
        "string",
        "object",
        "array",
        "integer",
        "number",
        "boolean",
        "file",
        "name",
        "in",
        "description",
        "schema",
        "schemas",
        "properties",
        "content",
        "responses",
        "parameters",
        "requestBody",
        "required",
        "items",
        "format",
        "title",
        "example",
        "examples",
        "value",
        "url",
        "enum",
        "default",
        "headers",
        "tags",
        "operationId",
        "security",
        "paths",
        "components",
        "info",
        "version",
        "servers",
        "application/json",
        "200",
        "get",
        "put",
        "post",
        "path",
        "query",
        "header",
        "servers",
        "const",
        "definitions",
        "anything",
        "summary",
        "null",
        "externalDocs",
    ]
)
"""Words that are used often because they are OpenAPI's own."""


def _json(tree: Tree) -> Files:
    return {"api.json": json.dumps(tree).encode()}


def _overlaid(tree: Tree) -> Files:
    return {
        "api.json": json.dumps(tree.get("spec")).encode(),
        "overlay.json": json.dumps(tree.get("overlay")).encode(),
    }


def _page(tree: Tree) -> Files:
    """A documentation page; a part whose key was changed is left out."""

    def part(key: str) -> Any:
        return tree.get(key, "")

    front = part("front") or {}
    lines = ["---", *(f"{key}: {value}" for key, value in front.items()), "---"]
    lines += [f"# {part('title')}", "", str(part("call"))]
    lines += [f"Content-Type: {part('content_type')}", "", str(part("prose")), ""]
    lines += [f"Reference: {part('reference')}", "", f"## {part('heading')}", ""]
    lines += ["```yaml", json.dumps(part("spec")), "```", "", "## SDK Code Examples"]
    for sample in part("samples") or []:
        call = f"{sample.get('object')}.{sample.get('method')}"
        value = json.dumps(sample.get("value"))
        lines += ["", f"```{sample.get('info')}", f"{call}("]
        lines += [f"    {sample.get('keyword')}={value},", ")", "```"]
    lines += ["", f"## {part('examples_heading')}"]
    for kind in ("request", "response"):
        lines += ["", f"**{kind.title()}**", "", "```json", json.dumps(part(kind))]
        lines += ["```"]
    return {"page.md": "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")}


def _read(name: str) -> Tree:
    text = (HERE / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def every_position() -> list[Position]:
    """The positions of all forms; what an earlier form has as well is left out."""
    found: dict[tuple[str, ...], Position] = {}
    for form in forms().values():
        for at in positions(form):
            key = next((str(w) for w in reversed(at.where) if isinstance(w, str)), "")
            group = form.name.split("_")[0]
            place = (group,) if at.kind == "name" else ()
            found.setdefault((at.kind, key, at.text, *place), at)
    return list(found.values())


@cache
def forms() -> dict[str, Form]:
    """All forms by name."""
    made = [
        *(Form(f"openapi31_{i}", tree, _json) for i, tree in enumerate(_slices())),
        Form("openapi32", _read("openapi32"), _json),
        Form("swagger2", _read("swagger2"), _json),
        Form("overlay", _read("overlay"), _overlaid),
        Form("page", _read("page"), _page),
    ]
    return {form.name: form for form in made}


def _slices() -> Iterator[Tree]:
    """The large document in parts, since each of thousands of runs reads one whole."""
    whole = _read("openapi31")
    groups = (("/telescopes/{telescope_id}",), ("/observations", "/login"))
    rest = tuple(p for p in whole["paths"] if not any(p in group for group in groups))
    for number, group in enumerate((*groups, rest)):
        tree = copy.deepcopy(whole)
        tree["paths"] = {p: whole["paths"][p] for p in group}
        if number:
            for key in ("info", "servers", "tags", "externalDocs"):
                del tree[key]
            tree |= {"info": {"title": "Part", "version": "1"}}
            tree |= {"servers": [{"url": "https://observatory.test"}]}
            tree["components"].pop("securitySchemes")
            del tree["security"]
        if number != 2:
            del tree["webhooks"]
        _prune(tree)
        yield tree


def _prune(tree: Tree) -> None:
    """Drop the components that nothing refers to."""
    components = tree["components"]
    used: set[tuple[str, str]] = set()
    waiting = [{k: v for k, v in tree.items() if k != "components"}]
    while waiting:
        for _, _, text in _strings(waiting.pop(), ()):
            pieces = text.split("/")
            if text.startswith("#/components/") and tuple(pieces[2:4]) not in used:
                used.add((pieces[2], pieces[3]))
                waiting.append(components[pieces[2]][pieces[3]])
    for kind in ("schemas", "parameters", "responses"):
        for name in list(components[kind]):
            if (kind, name) not in used:
                del components[kind][name]
