"""Whether the user's classes still fit the generated ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specwright.codes import finding
from specwright.custom.members import (
    Function,
    Line,
    first_argument,
    is_marked,
    line_of,
    members_of,
)
from specwright.custom.symbols import Found, Parts, Symbols, parsed
from specwright.diagnostics import Diagnostic, Location, Source
from specwright.settings import Hook, Hooks
from specwright.text import printable, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found out about the user's classes."""

    findings: tuple[Diagnostic, ...] = ()
    overrides: Mapping[str, str] | None = None
    """Methods that replace generated ones: their call by class and name."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Holds the classes of one client against its package."""

    hooks: Hooks
    symbols: Symbols
    own: frozenset[str]
    """The user's files, by path below the package's folder."""
    folder: str
    """The package's folder, as messages print it."""
    classes: Mapping[tuple[str, ...], tuple[Parts, str]]
    """The generated class of each resource, and of the client: module and name."""
    known: Mapping[str, str]
    """What the last generation found to be overridden."""

    def verify(self) -> Verified:
        """Everything that does not fit, in the order of the files."""
        found = list(self._imports())
        overrides: dict[str, str] = {}
        for path, hook in self.hooks.all():
            found += self._hook(path, hook, overrides)
        unique = {(d.code, d.message, str(d.location)): d for d in found}
        return Verified(findings=tuple(unique.values()), overrides=overrides)

    def _imports(self) -> Iterator[Diagnostic]:
        for path in sorted(self.own):
            text = self.symbols.files[path]
            tree = parsed(text)
            if tree is None:
                yield self._unreadable(path, text)
                continue
            parts = tuple(path.removesuffix(".py").split("/"))
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom):
                    yield from self._import(path, parts[:-1], node)

    def _import(
        self, path: str, here: Parts, node: ast.ImportFrom
    ) -> Iterator[Diagnostic]:
        module = self.symbols.imported_module(node, here)
        if module is None:
            return
        dotted = ".".join((self.symbols.package, *module))
        if not self.symbols.path(module):
            yield self._missing(path, node, f"there is no module `{dotted}`", None)
            return
        for alias in node.names:
            if alias.name != "*" and self.symbols.find(module, alias.name) is None:
                what = f"`{dotted}` has no {show(alias.name)}"
                yield self._missing(path, node, what, self._start(module))

    def _missing(
        self, path: str, node: ast.AST, what: str, place: Location | None
    ) -> Diagnostic:
        return finding(
            "SW846",
            what,
            self._at(path, node),
            consequence="Importing the module fails.",
            hint=f"`from {self.symbols.package} import ...` finds types wherever"
            " they are",
            related=(("the module", place),) if place else (),
        )

    def _hook(
        self, path: tuple[str, ...], hook: Hook, overrides: dict[str, str]
    ) -> Iterator[Diagnostic]:
        named = f"{'.'.join((self.symbols.package, *hook.module))}:{hook.name}"
        file = self.symbols.path(hook.module)
        if not file:
            yield finding(
                "SW841",
                f"{self.folder}/{'/'.join(hook.module)}.py does not exist;"
                f" client.toml names {show(named, 120)}",
                consequence="The client cannot be imported.",
            )
            return
        if parsed(self.symbols.files[file]) is None:
            return
        found = self.symbols.find(hook.module, hook.name)
        if not isinstance(found, Found) or not isinstance(found.node, ast.ClassDef):
            yield finding(
                "SW843",
                f"there is no class {show(hook.name)}",
                self._start(hook.module),
                consequence="The client cannot be imported.",
                hint=f"client.toml names {show(named, 120)}",
            )
            return
        line = line_of(self.symbols, found, self._is_own)
        yield from self._bases(path, hook, found, line)
        for each in line.own:
            yield from self._methods(path, hook, each, line, overrides)

    def _is_own(self, module: Parts) -> bool:
        return self.symbols.path(module) in self.own

    def _bases(
        self, path: tuple[str, ...], hook: Hook, found: Found, line: Line
    ) -> Iterator[Diagnostic]:
        module, name = self.classes[path]
        name = f"Async{name}" if hook.is_async else name
        has = {
            (each.module, each.node.name)
            for each in line.generated
            if isinstance(each.node, ast.ClassDef)
        }
        if (module, name) in has or not line.is_whole:
            return
        yield finding(
            "SW844",
            f"{hook.name} is no subclass of the generated `{name}`",
            self._at(self.symbols.path(found.module), found.node),
            consequence="What callers expect of the generated class is missing.",
            hint="`from {}{} import {} as Generated`".format(
                f"{self.symbols.package}.", ".".join(module), name
            ),
        )

    def _methods(
        self,
        path: tuple[str, ...],
        hook: Hook,
        own: Found,
        line: Line,
        overrides: dict[str, str],
    ) -> Iterator[Diagnostic]:
        assert isinstance(own.node, ast.ClassDef)
        generated, above = line.inherited(), line.above(own)
        file = self.symbols.path(own.module)
        for name, node in members_of(own.node):
            if not isinstance(node, Function) or node.name != name:
                continue
            key = f"{'.'.join((*own.module, own.node.name))}.{name}"
            was_override = is_marked(node) or key in self.known
            if name in generated and not name.startswith("_"):
                overrides[key] = ".".join(("client", *path, name))
            elif line.is_whole and was_override and name not in above:
                yield self._overrides_nothing(path, file, node, key)
                if key in self.known:
                    # Until it is mended, or the next `check` would find nothing.
                    overrides[key] = self.known[key]
            if line.is_whole:
                yield from self._uses(file, node, line.everything(), above, path)

    def _overrides_nothing(
        self, path: tuple[str, ...], file: str, node: Function, key: str
    ) -> Diagnostic:
        module, name = self.classes[path]
        was = self.known.get(key, "")
        return finding(
            "SW845",
            f"{node.name} overrides nothing: the generated `{name}` has no such method"
            + (f"; it was `{was}`" if was else ""),
            self._at(file, node),
            consequence="Nothing calls it in place of a generated method.",
            hint="Rename or remove it, or name the operation so in an overlay.",
            related=self._class_place(module, name),
        )

    def _uses(
        self,
        file: str,
        method: Function,
        everything: Mapping[str, Found],
        above: Mapping[str, Found],
        path: tuple[str, ...],
    ) -> Iterator[Diagnostic]:
        """What a method takes from its object, or from `super()`."""
        me = first_argument(method)
        for node in ast.walk(method):
            if not isinstance(node, ast.Attribute):
                continue
            match node.value:
                case ast.Name(id=name) if name == me and me:
                    known = everything
                case ast.Call(func=ast.Name(id="super")):
                    known = above
                case _:
                    step = self._step(node.value, me, everything)
                    if step is None:
                        continue
                    known = step
            if node.attr not in known and not node.attr.startswith("_"):
                yield self._unknown(file, node, path)

    def _step(
        self, node: ast.expr, me: str, everything: Mapping[str, Found]
    ) -> Mapping[str, Found] | None:
        """What `self.samples.speakers` has; None where that cannot be known."""
        if not isinstance(node, ast.Attribute):
            return None
        known: Mapping[str, Found] | None = everything
        if not (isinstance(node.value, ast.Name) and node.value.id == me):
            known = self._step(node.value, me, everything)
        found = known.get(node.attr) if known is not None else None
        if found is None or not isinstance(found.node, Function):
            return None
        returned = found.node.returns
        if not _is_property(found.node) or not isinstance(returned, ast.Name):
            return None
        target = self.symbols.find(found.module, returned.id)
        if not isinstance(target, Found) or not isinstance(target.node, ast.ClassDef):
            return None
        line = line_of(self.symbols, target, self._is_own)
        return line.everything() if line.is_whole else None

    def _unknown(
        self, file: str, node: ast.Attribute, path: tuple[str, ...]
    ) -> Diagnostic:
        return finding(
            "SW847",
            f"`{printable(ast.unparse(node))}`: there is no {show(node.attr)}",
            self._at(file, node),
            consequence="Calling the method fails.",
            related=self._class_place(*self.classes[path]),
        )

    def _class_place(
        self, module: Parts, name: str
    ) -> tuple[tuple[str, Location], ...]:
        found = self.symbols.find(module, name)
        if not isinstance(found, Found):
            return ()
        place = self._at(self.symbols.path(found.module), found.node)
        return (("the generated class", place),)

    def _unreadable(self, path: str, text: str) -> Diagnostic:
        line, what = 1, "it is not Python"
        try:
            ast.parse(text)
        except SyntaxError as error:
            line, what = error.lineno or 1, error.msg
        except (ValueError, RecursionError, MemoryError):
            pass
        return finding(
            "SW842",
            what,
            Location(source=self._source(path), line=line, column=1),
            consequence="Importing the module fails.",
        )

    def _start(self, module: Parts) -> Location:
        return Location(
            source=self._source(self.symbols.path(module)), line=1, column=1
        )

    def _at(self, path: str, node: ast.AST) -> Location:
        return Location(
            source=self._source(path),
            line=getattr(node, "lineno", 1),
            column=getattr(node, "col_offset", 0) + 1,
        )

    def _source(self, path: str) -> Source:
        return Source(f"{self.folder}/{path}", self.symbols.files[path])


def _is_property(node: Function) -> bool:
    names = {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
    return bool(names & {"property", "cached_property"})
