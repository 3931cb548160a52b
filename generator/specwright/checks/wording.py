"""Violations of a document's shape as findings: each mistake once, at its own place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from specwright.checks.shape import Problem, fields
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Severity
from specwright.nearest import nearest
from specwright.objects import Path, walk
from specwright.read.tree import Map, Node, Seq, locate
from specwright.text import show

_HARMLESS = {
    "allowReserved": "It holds here as well, as it does since OpenAPI 3.2.",
    "allowEmptyValue": "It is ignored.",
}
"""Keys of parameters in other places than theirs, with what they mean there."""
_UNEXPECTED = ("unevaluatedProperties", "additionalProperties")
_WORDS = {
    "string": "a text",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}
_LIMITS = {
    "minItems": "has too few entries; it needs {limit}",
    "minProperties": "has too few keys; it needs {limit}",
    "maxProperties": "has too many keys; it may have {limit}",
    "minimum": "must be at least {limit}",
    "exclusiveMinimum": "must be more than {limit}",
    "uniqueItems": "has an entry twice",
}
_MENDS = {
    "minItems": "Fill it, or leave the key out.",
    "minProperties": "Fill it, or leave the key out.",
    "uniqueItems": "Remove one of the two.",
}
CONSEQUENCE = "The client cannot be generated until this is mended."


def findings(root: Map, problems: Iterable[Problem]) -> Iterator[Diagnostic]:
    """The findings of a document, without those that only follow from another."""
    report = _Report(root, list(problems))
    for problem in report.problems:
        yield from report.about(problem)


class _Report:
    """All problems of one document, which are told apart from their consequences."""

    def __init__(self, root: Map, problems: list[Problem]) -> None:
        self.root = root
        self.problems = problems
        self._kinds = {v.path: v.kind for v in walk(root)} if problems else {}
        self._at_or_below = Counter(
            p.path[:end] for p in problems for end in range(len(p.path) + 1)
        )
        self._unexpecting = {p.path for p in problems if p.keyword in _UNEXPECTED}
        self._wrong_types = {p.path for p in problems if p.keyword == "type"}
        self._missed: dict[Path, list[str]] = {}
        for p in problems:
            if p.keyword == "required":
                self._missed.setdefault(p.path, []).append(p.details["property"])
        self._replaced = {
            (p.path, near)
            for p in problems
            if p.keyword in _UNEXPECTED
            for key in p.details["unexpected"]
            if (near := self._near(p.path, key)) is not None
        }

    def about(self, problem: Problem) -> Iterator[Diagnostic]:
        path, details = problem.path, problem.details
        match problem.keyword:
            case "unevaluatedProperties" | "additionalProperties":
                for key in details["unexpected"]:
                    yield from self._unexpected(problem, key)
            case "required" | "minProperties" if self._says_no_reply(path):
                return  # `meaning` says so of every operation without replies.
            case "required":
                yield from self._missing(path, details["property"])
            case "type":
                yield self._type(path, details["types"])
            case "enum" | "const":
                options = details.get("options") or [details.get("expected_value")]
                yield self._option(path, options)
            case "pattern":
                value = _said(self._at(path))
                form = details.get("pattern", "")
                yield self._at_value(
                    "SW205",
                    path,
                    f"{_label(path)} cannot be {value}",
                    f"Its form, as a regular expression, is {show(str(form))}.",
                )
            case "propertyNames":
                name = details["name"]
                yield self._at_key(
                    "SW205",
                    (*path, name),
                    f"{show(name)} is not a legal name for a component",
                    "Use letters, digits, `.`, `-` and `_`.",
                )
            case "oneOf" | "anyOf" if self._kinds.get(path) in ("parameter", "header"):
                if {(path, "schema"), (path, "content")} & self._replaced:
                    return
                yield self._at_key(
                    "SW202",
                    path,
                    f"the {self._kinds[path]} needs `schema` or `content`, and one only",
                    "Most have a schema: `schema: {type: string}`.",
                )
            case "oneOf" | "anyOf" | "allOf" if path in self._wrong_types:
                return
            case "anyOf" if not path:
                yield self._at_key(
                    "SW202",
                    path,
                    "the document has no `paths`, `webhooks` or `components`",
                    "Operations stand under `paths`.",
                )
            case keyword:
                said = _LIMITS.get(keyword, "does not have the form that it must have")
                text = said.format(limit=details.get("limit"))
                hint = _MENDS.get(keyword) or (
                    f"The OpenAPI Specification has it under {_word(kind)!r}."
                    if (kind := self._kinds.get(path))
                    else "The OpenAPI Specification says what it may be."
                )
                yield self._at_value("SW206", path, f"{_label(path)} {text}", hint)

    def _says_no_reply(self, path: Path) -> bool:
        """Whether the Responses Object at ``path`` has no status."""
        node = self._at(path)
        return self._kinds.get(path) == "responses" and not statuses(node)

    def _unexpected(self, problem: Problem, key: str) -> Iterator[Diagnostic]:
        path = problem.path
        kind = self._kinds.get(path, "")
        here = (*path, key)
        node = self._at(path)
        if key == "$ref" and kind == "responses":
            return  # `meaning` says so.
        if isinstance(node, Map) and "$ref" in node and key != "$ref":
            if kind != "path-item":
                yield self._at_key(
                    "SW201",
                    here,
                    f"{show(key)} stands next to `$ref`",
                    "Only `summary` and `description` belong there.",
                    severity=Severity.WARNING,
                    consequence="It is ignored.",
                )
            return
        if here in self._at_or_below:
            return
        if key in fields(kind):
            if self._at_or_below[path] == 1:
                effect = _HARMLESS.get(key)
                yield self._at_key(
                    "SW201",
                    here,
                    f"{show(key)} does not belong into this {_word(kind)}",
                    "Remove it, or mend the keys that decide what belongs here.",
                    severity=Severity.WARNING if effect else None,
                    consequence=effect or CONSEQUENCE,
                )
            return
        yield self._unknown(path, kind, key)

    def _unknown(self, path: Path, kind: str, key: str) -> Diagnostic:
        here = (*path, key)
        near = self._near(path, key)
        if kind == "responses":
            return self._at_key(
                "SW205",
                here,
                f"{show(key)} is no status code",
                "A status is three digits, `2XX` and the like, or `default`.",
            )
        if kind in ("paths", "callback") and not path[2:]:
            return self._at_key(
                "SW205",
                here,
                f"the path {show(key)} does not begin with `/`",
                "The path of every operation does.",
            )
        hint = (
            f"Did you mean `{near}`?"
            if near
            else "A key of your own begins with `x-`; what is not known is ignored."
        )
        return self._at_key(
            "SW201",
            here,
            f"unknown key {show(key)}" + (f" in the {_word(kind)}" if kind else ""),
            hint,
            severity=Severity.ERROR if near else Severity.WARNING,
            consequence=CONSEQUENCE if near else "It is ignored.",
        )

    def _near(self, path: Path, key: str) -> str | None:
        """The known key that ``key`` is a slip of, if it is one."""
        kind = self._kinds.get(path, "")
        node = self._at(path)
        present = set(node) if isinstance(node, Map) else set()
        known = sorted(fields(kind) - present)
        missing = self._missed.get(path, ())
        # What is missed anyway needs less likeness.
        return nearest(key, missing, 0.6) or nearest(key, known)

    def _missing(self, path: Path, key: str) -> Iterator[Diagnostic]:
        kind = self._kinds.get(path, "")
        if (path, key) in self._replaced:
            return
        if kind == "responses" and path in self._unexpecting:
            return
        what = f"the {_word(kind)}" if kind and path else _label(path)
        yield self._at_key("SW202", path, f"{what} has no `{key}`", "It is required.")

    def _type(self, path: Path, types: Iterable[str]) -> Diagnostic:
        allowed = set(types)
        words = " or ".join(text for kind, text in _WORDS.items() if kind in allowed)
        if allowed == {"boolean", "object"}:
            words = "a schema"
        value = self._at(path)
        return self._at_value(
            "SW203",
            path,
            f"{_label(path)} must be {words}, not {_said(value)}",
            f"Write {words} here"
            + (", or leave the key out where it may be." if value is None else "."),
        )

    def _option(self, path: Path, options: Iterable[Node]) -> Diagnostic:
        value = self._at(path)
        texts = [option for option in options if isinstance(option, str)]
        near = nearest(value, texts, 0.6) if isinstance(value, str) else None
        known = ", ".join(_said(option) for option in options)
        return self._at_value(
            "SW204",
            path,
            f"{_label(path)} cannot be {_said(value)}",
            f"Did you mean `{near}`?" if near else f"It can be {known}.",
        )

    def _at(self, path: Path) -> Node:
        node: Node = self.root
        for token in path:
            if isinstance(node, Map):
                node = node.get(str(token))
            elif isinstance(node, Seq) and isinstance(token, int) and token < len(node):
                node = node[token]
        return node

    def _at_key(
        self,
        code: str,
        path: Path,
        message: str,
        hint: str = "",
        *,
        severity: Severity | None = None,
        consequence: str = CONSEQUENCE,
    ) -> Diagnostic:
        place = locate(self.root, path, key=True)
        return finding(
            code, message, place, hint=hint, severity=severity, consequence=consequence
        )

    def _at_value(
        self, code: str, path: Path, message: str, hint: str = ""
    ) -> Diagnostic:
        place = locate(self.root, path)
        return finding(code, message, place, hint=hint, consequence=CONSEQUENCE)


def statuses(responses: Node) -> list[str]:
    """The keys of a Responses Object that are meant for statuses."""
    keys = responses if isinstance(responses, Map) else ()
    return [key for key in keys if not key.startswith("x-")]


def _label(path: Path) -> str:
    """What stands at ``path``, by its last key."""
    if not path:
        return "the document"
    last = path[-1]
    if isinstance(last, int):
        return f"entry {last + 1} of {_label(path[:-1])}"
    return show(last, 40) if not last.isidentifier() else f"`{last}`"


def _word(kind: str) -> str:
    return {"openapi": "document"}.get(kind, kind.replace("-", " "))


def _said(node: Node) -> str:
    match node:
        case None:
            return "null"
        case bool():
            return str(node).lower()
        case Map():
            return "a mapping"
        case Seq():
            return "a list"
        case str():
            return show(node, 40)
        case _:
            return str(node)
