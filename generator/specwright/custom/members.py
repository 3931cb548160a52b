"""What the classes of a package have: by their own bodies, and by their bases."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from specwright.custom.symbols import Found, Parts, Symbols

_PLAIN = frozenset({"object", "Generic", "Protocol"})
"""Bases that bring no methods."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A class and its bases, nearest first."""

    own: tuple[Found, ...]
    """Those of the user's modules."""
    generated: tuple[Found, ...]
    is_whole: bool
    """Every base is known; otherwise a name that is missing may come from elsewhere."""

    def inherited(self) -> Mapping[str, Found]:
        """What the generated classes have, each with its place."""
        return _all(self.generated)

    def everything(self) -> Mapping[str, Found]:
        """What all classes have."""
        return _all((*self.own, *self.generated))

    def above(self, found: Found) -> Mapping[str, Found]:
        """What one of the user's classes gets from all others."""
        return _all((*(c for c in self.own if c is not found), *self.generated))


def line_of(symbols: Symbols, first: Found, is_own: Callable[[Parts], bool]) -> Line:
    """The bases of a class, as far as the package defines them."""
    own: list[Found] = []
    generated: list[Found] = []
    is_whole = True
    waiting, seen = [first], set[tuple[Parts, str]]()
    while waiting:
        found = waiting.pop(0)
        node = found.node
        if not isinstance(node, ast.ClassDef) or (found.module, node.name) in seen:
            continue
        seen.add((found.module, node.name))
        (own if is_own(found.module) else generated).append(found)
        for base in node.bases:
            target = base.value if isinstance(base, ast.Subscript) else base
            above = symbols.value(found.module, target)
            if isinstance(above, Found):
                waiting.append(above)
            elif not (isinstance(target, ast.Name) and target.id in _PLAIN):
                is_whole = False
    return Line(own=tuple(own), generated=tuple(generated), is_whole=is_whole)


def _all(classes: tuple[Found, ...]) -> dict[str, Found]:
    members: dict[str, Found] = {}
    for found in classes:
        assert isinstance(found.node, ast.ClassDef)
        for name, node in members_of(found.node):
            members.setdefault(name, Found(found.module, node))
    return members


def members_of(node: ast.ClassDef) -> Iterator[tuple[str, ast.stmt]]:
    """Methods, properties and attributes that a class makes itself."""
    for statement in node.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield statement.name, statement
                yield from _set_by(statement)
            case ast.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, statement
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, statement


def _set_by(method: Function) -> Iterator[tuple[str, ast.stmt]]:
    me = first_argument(method)
    for node in ast.walk(method):
        match node:
            case ast.Attribute(ctx=ast.Store(), value=ast.Name(id=name)) if name == me:
                yield node.attr, method


def first_argument(method: Function) -> str:
    """What a method calls its object; empty for a static one."""
    arguments = [*method.args.posonlyargs, *method.args.args]
    return arguments[0].arg if arguments else ""


def is_marked(method: Function) -> bool:
    """Whether it says that it overrides something (PEP 698)."""
    return any(
        (isinstance(each, ast.Name) and each.id == "override")
        or (isinstance(each, ast.Attribute) and each.attr == "override")
        for each in method.decorator_list
    )
