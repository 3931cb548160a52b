"""What the modules of one package define and import, without importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Parts = tuple[str, ...]
"""A module below the package: `("voices", "resource")`; empty for the package itself."""

_MAX_STEPS = 20
"""Imports that are followed from one module to the next."""


class Import(NamedTuple):
    """A name that comes from a module of the package; the module itself without one."""

    module: Parts
    name: str


class Foreign(NamedTuple):
    """A name that comes from elsewhere."""

    module: str


Definition: TypeAlias = "ast.stmt | Import | Foreign"


class Found(NamedTuple):
    """What a name stands for, and the module that defines it."""

    module: Parts
    node: ast.stmt


@dataclass(frozen=True, slots=True)
class Symbols:
    """The modules of a package, by the text of their files."""

    package: str
    files: Mapping[str, str]
    """By path below the package's folder."""
    _names: dict[Parts, dict[str, Definition]] = field(default_factory=dict)

    def path(self, module: Parts) -> str:
        """The file of a module; empty where there is none."""
        whole = "/".join(module)
        front = f"{whole}/__init__.py" if whole else "__init__.py"
        return next((p for p in (f"{whole}.py", front) if p in self.files), "")

    def names(self, module: Parts) -> Mapping[str, Definition]:
        """What a module has at its top; nothing where it cannot be read."""
        if module not in self._names:
            path = self.path(module)
            # Modules may import each other.
            found = self._names[module] = {}
            if tree := parsed(self.files.get(path, "")):
                is_front = path.endswith("__init__.py")
                here = module if is_front else module[:-1]
                for statement in _top(tree.body):
                    found.update(self._defined(statement, here))
        return self._names[module]

    def find(self, module: Parts, name: str) -> Found | Foreign | None:
        """What ``name`` stands for in a module of the package; None for nothing."""
        for _ in range(_MAX_STEPS):
            found = self.names(module).get(name)
            if found is None:
                if "__getattr__" in self.names(module) and not self._is_front(module):
                    return Foreign(self.package)
                is_module = self.path((*module, name))
                return Foreign(self.package) if is_module else None
            if isinstance(found, Foreign):
                return found
            if not isinstance(found, Import):
                return Found(module, found)
            if not found.name:
                return Foreign(self.package)
            module, name = found
        return Foreign(self.package)

    def value(self, module: Parts, node: ast.expr) -> Found | Foreign | None:
        """What a name, or a name of an imported module, stands for in a module."""
        if isinstance(node, ast.Name):
            return self.find(module, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            source = self.names(module).get(node.value.id)
            if isinstance(source, Import) and not source.name:
                return self.find(source.module, node.attr)
        return None

    def _is_front(self, module: Parts) -> bool:
        """Whether all that a module gives out on demand is in a table of its own."""
        return "_EXPORTS" in self.names(module)

    def _defined(
        self, statement: ast.stmt, here: Parts
    ) -> Iterator[tuple[str, Definition]]:
        match statement:
            case ast.ImportFrom():
                for alias in statement.names:
                    source = self._source(statement, alias, here)
                    yield alias.asname or alias.name, source
            case ast.Import():
                for alias in statement.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    yield name, Foreign(alias.name)
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield statement.name, statement
            case ast.Assign(targets=[ast.Name(id="_EXPORTS")], value=ast.Dict()):
                yield "_EXPORTS", statement
                for name, place in ast.literal_eval(statement.value).items():
                    module, _, other = place.removeprefix(".").partition(":")
                    yield name, Import((*here, *module.split(".")), other or name)
            case ast.Assign(targets=targets):
                for target in targets:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name):
                            yield node.id, statement
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, statement

    def _source(
        self, statement: ast.ImportFrom, alias: ast.alias, here: Parts
    ) -> Import | Foreign:
        module = self.imported_module(statement, here)
        if module is None:
            return Foreign(statement.module or "")
        below = (*module, alias.name)
        if alias.name not in self.names(module) and self.path(below):
            return Import(below, "")
        return Import(module, alias.name)

    def imported_module(self, statement: ast.ImportFrom, here: Parts) -> Parts | None:
        """The module that a `from` statement names; None for one of another package.

        ``here`` is the package that the statement's own module is in.
        """
        named = tuple(statement.module.split(".")) if statement.module else ()
        if statement.level == 0:
            return named[1:] if named[:1] == (self.package,) else None
        up = statement.level - 1
        if up > len(here):
            return None
        return (*here[: len(here) - up], *named)


def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a module; None where it is not Python."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those below `if` and `try` too."""
    for statement in body:
        match statement:
            case ast.If():
                yield from _top([*statement.body, *statement.orelse])
            case ast.Try():
                handlers = [s for h in statement.handlers for s in h.body]
                yield from _top([*statement.body, *handlers, *statement.orelse])
            case _:
                yield statement
