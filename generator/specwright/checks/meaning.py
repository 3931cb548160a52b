"""What a document of valid shape may still get wrong: names that belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from specwright.checks import lookalikes, tokens, unheld
from specwright.checks.shape import fields
from specwright.checks.values import misfit
from specwright.checks.wording import CONSEQUENCE, statuses
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Location, Severity
from specwright.nearest import nearest
from specwright.objects import METHODS, Path, Visit, walk
from specwright.read.tree import Map, Node, Seq, locate
from specwright.text import show

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNMATCHED = "the braces of the path do not match"
_BRACES = "Write each placeholder once, as a name in braces: `/users/{id}`."
_LOCATIONS = ("query", "querystring", "header", "path", "cookie")


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter of an operation, and where its entry stands."""

    path: Path
    name: str
    location: str
    referred: bool


class Meaning:
    """Checks one document; ``follow`` leads from a node to the end of its references."""

    def __init__(self, root: Map, follow: Callable[[Node], Node]) -> None:
        self._root = root
        self._follow = follow
        self._visits: dict[str, list[Visit]] = {}
        for visit in walk(root):
            self._visits.setdefault(visit.kind, []).append(visit)

    def findings(self) -> Iterator[Diagnostic]:
        for check in (
            *(self._paths, self._twice, self._operations, self._security),
            *(self._servers, self._schemas, self._tags),
        ):
            yield from check()
        for module in (tokens, lookalikes, unheld):
            yield from module.findings(self._root, self._visits)

    def _paths(self) -> Iterator[Diagnostic]:
        """Placeholders of a path and its path parameters are the same names."""
        paths = self._root.get("paths")
        for template, node in paths.items() if isinstance(paths, Map) else ():
            item = self._follow(node)
            if template.startswith("x-") or not isinstance(item, Map):
                continue
            at = ("paths", template)
            names = _PLACEHOLDER.findall(template)
            if re.search(r"[{}]", _PLACEHOLDER.sub("", template)) or "" in names:
                yield self._found("SW209", at, _UNMATCHED, hint=_BRACES, key=True)
                continue
            for name in sorted({n for n in names if names.count(n) > 1}):
                yield self._found(
                    "SW209",
                    at,
                    f"the path has {show('{' + name + '}')} twice",
                    hint=_BRACES,
                    key=True,
                    severity=Severity.WARNING,
                    consequence="One argument fills both.",
                )
            shared = self._parameters(item, at) if item is node else []
            yield from self._placeholders(at, item, set(names), shared)

    def _placeholders(
        self, at: Path, item: Map, names: set[str], shared: list[_Parameter]
    ) -> Iterator[Diagnostic]:
        reported: set[Path] = set()
        queried = set(_PLACEHOLDER.findall(str(at[-1]).partition("?")[2]))
        for method in METHODS:
            operation = item.get(method)
            if not isinstance(operation, Map):
                continue
            own = self._parameters(operation, (*at, method))
            declared = {p.name for p in own + shared if p.location == "path"}
            sent = {p.name for p in own + shared if p.location == "query"} & queried
            if sent and at not in reported:
                reported.add(at)
                yield self._found(
                    "SW209",
                    at,
                    "the path has a query, of parameters that are declared",
                    hint="Leave what stands behind `?` out.",
                    key=True,
                    severity=Severity.WARNING,
                    consequence="They are sent as the query parameters that they are.",
                )
            declared |= sent
            # What has a slip in its `in` may be meant; that has its own finding.
            unsure = {p.name for p in own + shared if p.location not in _LOCATIONS}
            missing = names - declared - unsure
            if self._unreadable(operation) or self._unreadable(item):
                missing = set()
            for parameter in own + shared:
                if parameter.location != "path" or parameter.name in names:
                    continue
                near = _nearest(parameter.name, missing)
                missing.discard(near or "")
                if parameter.path not in reported:
                    reported.add(parameter.path)
                    yield self._stray(parameter, near)
            for name in sorted(missing):
                yield self._found(
                    "SW210",
                    (*at, method),
                    f"the path parameter {show(name)} is not declared",
                    hint="Declare it under `parameters` with `in: path`.",
                    key=True,
                    consequence="It is a required argument, a text.",
                )

    def _unreadable(self, holder: Map) -> bool:
        """Whether a mistake hides parameters, which has a finding already."""
        entries = holder.get("parameters", ())
        return (
            _slip(holder, "parameters")
            or not isinstance(entries, (Seq, tuple))
            or any(
                not isinstance(node := self._follow(entry), Map)
                or not isinstance(node.get("name"), str)
                for entry in entries
            )
        )

    def _stray(self, parameter: _Parameter, near: str | None) -> Diagnostic:
        return self._found(
            "SW211",
            parameter.path if parameter.referred else (*parameter.path, "name"),
            f"the path parameter {show(parameter.name)} is not in the path",
            hint=(
                f"Did you mean `{near}`?"
                if near
                else f"Put `{{{parameter.name}}}` into the path, or mend `in`."
            ),
        )

    def _parameters(self, holder: Map, at: Path) -> list[_Parameter]:
        entries = holder.get("parameters")
        found: list[_Parameter] = []
        for index, entry in enumerate(entries if isinstance(entries, Seq) else ()):
            node = self._follow(entry)
            if isinstance(node, Map) and isinstance(name := node.get("name"), str):
                path = (*at, "parameters", index)
                location = str(node.get("in"))
                found.append(_Parameter(path, name, location, node is not entry))
        return found

    def _twice(self) -> Iterator[Diagnostic]:
        """No two parameters of one list have the same name and place."""
        for kind in ("path-item", "operation"):
            for _, path, holder in self._visits.get(kind, ()):
                seen: dict[tuple[str, str], _Parameter] = {}
                for parameter in self._parameters(holder, path):
                    key = (parameter.name, parameter.location)
                    first = seen.setdefault(key, parameter)
                    if first is not parameter:
                        yield self._found(
                            "SW212",
                            parameter.path,
                            f"the {key[1]} parameter {show(key[0])} is declared twice",
                            hint="Remove one of the two.",
                            related=(("the first", self._place(first.path)),),
                        )

    def _operations(self) -> Iterator[Diagnostic]:
        """An operationId is used once; an operation says what it replies."""
        seen: dict[str, Path] = {}
        for _, path, operation in self._visits.get("operation", ()):
            name = operation.get("operationId")
            if isinstance(name, str) and seen.setdefault(name, path) is not path:
                yield self._found(
                    "SW213",
                    (*path, "operationId"),
                    f"the operationId {show(name)} is used twice",
                    hint="Give each operation an id of its own.",
                    consequence="Both become methods; the second may get a longer name.",
                    related=(("the first", self._place((*seen[name], "operationId"))),),
                )
            responses = operation.get("responses")
            if isinstance(responses, Map) and "$ref" in responses:
                yield self._found(
                    "SW205",
                    (*path, "responses", "$ref"),
                    "`$ref` is no status code",
                    hint="Refer to a response below its status: `'200': {$ref: ...}`.",
                    key=True,
                )
            is_empty = isinstance(responses, Map) and not statuses(responses)
            is_missing = "responses" not in operation
            if is_empty or (is_missing and not _slip(operation, "responses")):
                yield self._found(
                    "SW217",
                    (*path, "responses") if is_empty else path,
                    (
                        "the operation has no replies"
                        if is_empty
                        else "the operation has no `responses`"
                    ),
                    hint="Say at least what a success looks like: `'200': {...}`.",
                    consequence="What it replies is not known; its type is open.",
                    key=True,
                )

    def _security(self) -> Iterator[Diagnostic]:
        """A requirement names a scheme that is declared."""
        components = self._root.get("components")
        if _slip(self._root, "components"):
            return
        schemes = None
        if isinstance(components, Map):
            schemes = components.get("securitySchemes")
            if _slip(components, "securitySchemes"):
                return
        known = list(schemes) if isinstance(schemes, Map) else []
        holders: list[tuple[Path, Map]] = [((), self._root)]
        holders += [(v.path, v.node) for v in self._visits.get("operation", ())]
        for at, holder in holders:
            requirements = holder.get("security")
            if not isinstance(requirements, Seq):
                continue
            for index, requirement in enumerate(requirements):
                names = requirement if isinstance(requirement, Map) else ()
                for name in [n for n in names if n not in known]:
                    near = nearest(name, known, 0.6)
                    yield self._found(
                        "SW216",
                        (*at, "security", index, name),
                        f"there is no security scheme {show(name)}",
                        hint=(
                            f"Did you mean `{near}`?"
                            if near
                            else "Declare it under `components.securitySchemes`."
                        ),
                        key=True,
                        severity=None if near else Severity.WARNING,
                        consequence=CONSEQUENCE if near else "It is not sent.",
                    )

    def _servers(self) -> Iterator[Diagnostic]:
        """A server's URL uses the variables that it declares."""
        for _, path, server in self._visits.get("server", ()):
            url, variables = server.get("url"), server.get("variables")
            declared = set(variables) if isinstance(variables, Map) else set()
            for name in _PLACEHOLDER.findall(url) if isinstance(url, str) else ():
                if name not in declared:
                    yield self._found(
                        "SW219",
                        (*path, "url"),
                        f"the server variable {show(name)} is not declared",
                        hint="Declare it under `variables` with a `default`.",
                    )

    def _schemas(self) -> Iterator[Diagnostic]:
        for _, path, schema in self._visits.get("schema", ()):
            default = schema.get("default")
            if "default" in schema and (why := misfit(schema, default, self._follow)):
                yield self._found(
                    "SW214",
                    (*path, "default"),
                    f"the default does not fit its schema: {why}",
                    consequence="It is not documented; defaults are never sent.",
                    hint="Mend the default or the schema.",
                )
            for key in schema:
                near = _misspelt(key, schema)
                if near is not None:
                    yield self._found(
                        "SW218",
                        (*path, key),
                        f"unknown keyword {show(key)} in the schema",
                        consequence="It is ignored.",
                        hint=f"Did you mean `{near}`?",
                        key=True,
                    )
            yield from self._required(path, schema)
            yield from self._enum(path, schema)

    def _enum(self, path: Path, schema: Map) -> Iterator[Diagnostic]:
        """The values of an enumeration are of the type that goes with it."""
        enum, declared = schema.get("enum"), schema.get("type")
        if not isinstance(enum, Seq) or declared is None:
            return
        plain = schema.like({"type": declared})
        for index, value in enumerate(enum):
            if why := misfit(plain, value, self._follow):
                yield self._found(
                    "SW221",
                    (*path, "enum", index),
                    f"the enum value does not fit its schema: {why}",
                    consequence="No value can be both.",
                    hint="Mend the value or the `type`.",
                )

    def _required(self, path: Path, schema: Map) -> Iterator[Diagnostic]:
        """A required name that is a slip of a property's name."""
        properties, required = schema.get("properties"), schema.get("required")
        if not isinstance(properties, Map) or not isinstance(required, Seq):
            return
        named = {str(name) for name in required}
        spare = [p for p in properties if p not in named]
        is_quick = len(named) * len(spare) <= 20_000  # comparisons of names
        for index, name in enumerate(required if is_quick else ()):
            if not isinstance(name, str) or name in properties:
                continue
            near = nearest(name, spare)
            if near:
                yield self._found(
                    "SW215",
                    (*path, "required", index),
                    f"the required property {show(name)} is not described",
                    consequence="The client takes it for a property of any type.",
                    hint=f"Did you mean `{near}`?",
                    related=(
                        (
                            "the property",
                            self._place((*path, "properties", near), key=True),
                        ),
                    ),
                )

    def _tags(self) -> Iterator[Diagnostic]:
        seen: dict[str, Path] = {}
        for _, path, tag in self._visits.get("tag", ()):
            name = tag.get("name")
            if isinstance(name, str) and seen.setdefault(name, path) is not path:
                yield self._found(
                    "SW220",
                    (*path, "name"),
                    f"the tag {show(name)} is described twice",
                    consequence="The first description is used.",
                    hint="Remove one of the two.",
                    related=(("the first", self._place(seen[name])),),
                )

    def _place(self, path: Path, *, key: bool = False) -> Location:
        return locate(self._root, path, key=key)

    def _found(
        self,
        code: str,
        path: Path,
        message: str,
        *,
        hint: str = "",
        consequence: str = CONSEQUENCE,
        severity: Severity | None = None,
        key: bool = False,
        related: tuple[tuple[str, Location], ...] = (),
    ) -> Diagnostic:
        return finding(
            code,
            message,
            self._place(path, key=key),
            severity=severity,
            consequence=consequence,
            hint=hint,
            related=related,
        )


def _nearest(name: str, names: set[str]) -> str | None:
    """The name that is most like ``name``, if one is like it; an only one always is."""
    if len(names) == 1:
        return next(iter(names))
    return nearest(name, sorted(names), 0.6)


def _slip(node: Map, key: str) -> bool:
    """Whether a key of ``node`` is ``key`` misspelt, which has a finding already."""
    return nearest(key, [name for name in node if name != key]) is not None


def _misspelt(key: str, schema: Map) -> str | None:
    """The schema keyword that an unknown key is a slip of."""
    known = fields("schema")
    if key in known or key.startswith("x-") or key in _FOREIGN:
        return None
    return nearest(key, sorted(known - set(schema)), 0.75)


_FOREIGN = frozenset({"definitions", "dependencies", "id", "nullable", "name"})
"""Keywords of other versions of JSON Schema and OpenAPI, which are no slips."""
