"""The imports of one module: collected while its code is made, printed sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specwright.place import Module
from specwright.python.layout import WIDTH
from specwright.text import Code

_THIRD_PARTY = frozenset({"httpx", "pydantic", "pytest", "typing_extensions"})


class Imports:
    """What a module at ``module`` needs. Names are ours, settled before.

    ``package`` is the name of the package under test, for a module outside of it.
    ``shadowed`` are names that the module's classes give to methods.
    """

    def __init__(
        self, module: Module, package: str = "", *, shadowed: Iterable[str] = ()
    ) -> None:
        self.module = module
        self._package = package
        self._shadowed = frozenset(shadowed)
        self._absolute: dict[str, set[str]] = {}
        self._relative: dict[str, set[str]] = {}
        self._modules: set[str] = set()

    def add(self, module: str, *names: str) -> None:
        """`from module import names`, of the standard library or a dependency."""
        self._absolute.setdefault(module, set()).update(names)

    def add_module(self, statement: str) -> None:
        """`import datetime as dt`."""
        self._modules.add(statement)

    def builtin(self, name: str) -> str:
        """A builtin type. In a class with a method `list`, `list` is that method."""
        if name not in self._shadowed:
            return name
        self.add_module("import builtins")
        return f"builtins.{name}"

    def local(self, module: Module, *names: str) -> None:
        """Names of another module of the same package."""
        if module != self.module:
            self._relative.setdefault(self.relative(module), set()).update(names)

    def relative(self, module: Module) -> str:
        """The dotted path from this module to another of the package."""
        here = self.module[:-1]
        shared = 0
        while (
            shared < min(len(here), len(module) - 1) and here[shared] == module[shared]
        ):
            shared += 1
        dots = "." * (len(here) - shared + 1)
        return dots + ".".join(module[shared:])

    def lines(self, *, future: bool = True) -> Code:
        """All import statements, in the order of isort, as black leaves them."""
        modules = sorted(self._modules)
        standard = {m: n for m, n in self._absolute.items() if not _is_third(m)}
        third = {m: n for m, n in self._absolute.items() if _is_third(m)}
        own = {
            m: standard.pop(m)
            for m in list(standard)
            if m.split(".")[0] == self._package
        }
        blocks = [
            ["from __future__ import annotations"] if future else [],
            [m for m in modules if not _is_third(m.split()[1])]
            + _statements(standard, sorted(standard)),
            [m for m in modules if _is_third(m.split()[1])]
            + _statements(third, sorted(third)),
            _statements(own, sorted(own)),
            _statements(self._relative, sorted(self._relative, key=distance)),
        ]
        return Code("\n\n".join("\n".join(block) for block in blocks if block))


def from_import(module: str, names: Iterable[str], indent: int = 0) -> str:
    """One `from` statement, split over lines where it does not fit."""
    ordered = sorted(set(names), key=import_order)
    pad = "    " * indent
    line = f"from {module} import {', '.join(ordered)}"
    if len(pad + line) <= WIDTH:
        return line
    body = "".join(f"{pad}    {name},\n" for name in ordered)
    return f"from {module} import (\n{body}{pad})"


def _statements(names: dict[str, set[str]], order: list[str]) -> list[str]:
    return [from_import(module, names[module]) for module in order]


def _is_third(module: str) -> bool:
    return module.split(".")[0] in _THIRD_PARTY


def distance(module: str) -> tuple[int, str]:
    """The order of relative imports: those from further up first."""
    dots = len(module) - len(module.lstrip("."))
    return (-dots, module)


def import_order(name: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Constants, classes, the rest: the order in which isort lists names."""
    bare = name.split(" ")[0]
    if bare.isupper() and len(bare) > 1:
        return (0, _natural(bare))
    return (1 if bare[:1].isupper() else 2, _natural(bare))


def _natural(name: str) -> tuple[tuple[str, int], ...]:
    """Letters without case, runs of digits as numbers."""
    parts = re.findall(r"(\D*)(\d*)", name.lower())
    return tuple((text, int(digits or -1)) for text, digits in parts)
