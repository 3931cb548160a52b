"""An `__init__` that loads what it exports on first use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from specwright.python.imports import from_import
from specwright.python.layout import Pair, display, statement
from specwright.python.literals import flat_literal
from specwright.python.prose import docstring
from specwright.text import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class LazyView:
    """An `__init__` that loads what it exports on first use."""

    docstring: Code
    imports: tuple[Code, ...]
    exports: Code


def lazy_view(doc: str, exports: Mapping[str, str]) -> LazyView:
    """``exports`` are modules by name; `module:other` where it has another name there."""
    modules: dict[str, list[str]] = defaultdict(list)
    renamed = []
    for name, place_ in exports.items():
        module, _, other = place_.partition(":")
        if other in ("", name):
            modules[module].append(f"{name} as {name}")
        else:
            # To type checkers `other as name` is no export.
            modules[module].append(f"{other} as _{other}")
            renamed.append(Code(f"{name} = _{other}"))
    entries = [
        Pair(Code(f"{flat_literal(name)}: "), flat_literal(f".{exports[name]}"))
        for name in sorted(exports)
    ]
    table = display("{", entries, "}")
    lines = [
        from_import(f".{module}", names, 1) for module, names in sorted(modules.items())
    ]
    if renamed:
        lines[-1] += "\n"
    return LazyView(
        docstring=docstring([doc]),
        imports=(*map(Code, lines), *renamed),
        exports=statement(table, before="_EXPORTS = "),
    )
