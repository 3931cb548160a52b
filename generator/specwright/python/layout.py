"""Breaks long code into lines exactly as black does, so that nothing is left to format.

A statement is a small tree of pieces. It stands on one line where it fits into 88
columns. Otherwise the last bracket opens: its content goes on one line of its own
where that fits, else one item a line with a comma after each. Displays (`[..]`,
`{..}`) of several items never take the middle step, and a union in an annotation
gets parentheses. A property-based test holds this module against black itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from specwright.text import Code

WIDTH = 88
_STEP = "    "


@dataclass(frozen=True, slots=True)
class Group:
    """`open item, item close`: a call, a subscript, a display, a `def`."""

    open: Code
    items: tuple[Piece, ...]
    close: Code
    is_display: bool = False
    """A list, dict, tuple or set display: with several items, always one a line."""
    is_definition: bool = False
    returns: Piece | None = None
    """Of a definition: the annotation between `) -> ` and `:`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`name=value` or `key: value`; ``head`` ends with the `=` or the `: `."""

    head: Code
    value: Piece


@dataclass(frozen=True, slots=True)
class Alternatives:
    """`A | B | C`."""

    items: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name: annotation = default`, as a parameter or as a field."""

    name: Code
    annotation: Piece
    default: Piece | None = None


Piece: TypeAlias = Code | Group | Pair | Alternatives | Declaration


def flat(piece: Piece) -> str:
    """The piece on one line, however long."""
    match piece:
        case Code():
            return str(piece)
        case Group():
            end = "" if piece.returns is None else f" -> {flat(piece.returns)}:"
            return f"{piece.open}{', '.join(map(flat, piece.items))}{piece.close}{end}"
        case Pair():
            return f"{piece.head}{flat(piece.value)}"
        case Alternatives():
            return " | ".join(map(flat, piece.items))
        case Declaration(name, annotation, default):
            end = "" if default is None else f" = {flat(default)}"
            return f"{name}: {flat(annotation)}{end}"


def statement(piece: Piece, indent: int = 0, before: str = "") -> Code:
    """A statement at a level of indentation (in steps of four); no final newline.

    The first line carries no indentation: the template that prints it does.
    """
    pad = _STEP * indent
    lines = _lines(piece, pad, before, "")
    is_name = isinstance(piece, Code) and piece.replace(".", "_").isidentifier()
    if is_name and before.endswith(" = ") and not _fits(lines[0]):
        lines = [f"{pad}{before}(", f"{pad}{_STEP}{piece}", f"{pad})"]
    return Code("\n".join(lines)[4 * indent :])


def equality(left: Piece, right: Piece, indent: int = 0) -> Code:
    """`assert left == right`."""
    pad = _STEP * indent
    one = f"assert {flat(left)} == {flat(right)}"
    if len(pad + one) <= WIDTH:
        return Code(one)
    if isinstance(right, Group) and right.items:
        head = f"assert {flat(left)} == "
        if len(pad + head + right.open) <= WIDTH:
            return Code("\n".join(_lines(right, pad, head, ""))[len(pad) :])
    inner = pad + _STEP
    body = [f"{inner}{flat(left)} == {flat(right)}"]
    if not _fits(body[0]):
        body = [f"{inner}{flat(left)}", *_lines(right, inner, "== ", "")]
    return Code("\n".join(["assert (", *body, f"{pad})"]))


def call(function: str, items: Iterable[Piece]) -> Group:
    """`function(item, ...)`; ``function`` is code of ours."""
    return Group(Code(f"{function}("), tuple(items), Code(")"))


def subscript(name: str, items: Iterable[Piece]) -> Group:
    """`name[item, ...]`."""
    return Group(Code(f"{name}["), tuple(items), Code("]"))


def display(open_: str, items: Iterable[Piece], close: str) -> Group:
    """`[item, ...]`, `{item, ...}` or `(item, ...)`."""
    return Group(Code(open_), tuple(items), Code(close), is_display=True)


def _fits(text: str) -> bool:
    return len(text) <= WIDTH


def _lines(piece: Piece, pad: str, before: str, after: str) -> list[str]:
    one = f"{pad}{before}{flat(piece)}{after}"
    if _fits(one) or isinstance(piece, Code):
        return [one]
    match piece:
        case Group():
            return _group(piece, pad, before, after)
        case Pair(head, value):
            return _lines(value, pad, before + head, after)
        case Alternatives():
            return _alternatives(piece, pad, before, after)
        case Declaration():
            return _declaration(piece, pad, before, after)


def _group(group: Group, pad: str, before: str, after: str) -> list[str]:
    head = f"{pad}{before}{group.open}"
    wrapped = _assigned(group, pad, before, after)
    if wrapped:
        return wrapped
    if not group.items:
        return [f"{head}{group.close}{after}"]
    if group.returns is None:
        tail = [f"{pad}{group.close}{after}"]
    else:
        tail = _lines(group.returns, pad, f"{group.close} -> ", ":")
    return [head, *_inside(group, pad + _STEP), *tail]


def _assigned(group: Group, pad: str, before: str, after: str) -> list[str]:
    """`name = (group)` on several lines, where even the start of the group is too long.

    Empty without a reason to: a group of items that is too long inside of parentheses
    as well opens where it stands.
    """
    target, equals, lead = before.rpartition(" = ")
    start = f"{pad}{target}{equals}("
    is_long = not _fits(
        f"{pad}{before}{group.open}{'' if group.items else group.close}"
    )
    if not equals or lead not in ("", "await ") or not is_long or not _fits(start):
        return []
    inner = _lines(group, pad + _STEP, lead, "")
    if group.items and not all(map(_fits, inner)):
        return []
    return [start, *inner, f"{pad}){after}"]


def _inside(group: Group, pad: str) -> list[str]:
    several = len(group.items) > 1
    body = ", ".join(map(flat, group.items))
    if group.is_definition and not several:
        return _lines(group.items[0], pad, "", ",")
    if not (several and group.is_display) and _fits(pad + body):
        return [pad + body]
    comma = "," if several else ""
    return [line for item in group.items for line in _lines(item, pad, "", comma)]


def _alternatives(piece: Alternatives, pad: str, before: str, after: str) -> list[str]:
    """In brackets of their own where something stands before or after them."""
    if before or after:
        inner = _lines(piece, pad + _STEP, "", "")
        return [f"{pad}{before}(", *inner, f"{pad}){after}"]
    first, *rest = piece.items
    lines = _lines(first, pad, "", "")
    for item in rest:
        lines += _lines(item, pad, "| ", "")
    return lines


def _declaration(piece: Declaration, pad: str, before: str, after: str) -> list[str]:
    head = f"{before}{piece.name}: "
    annotation, default = piece.annotation, piece.default
    if default is None:
        if isinstance(annotation, Code) and not after:
            return _wrapped(annotation, pad, head, "")
        return _lines(annotation, pad, head, after)
    start = f"{head}{flat(annotation)} = "
    if isinstance(default, Group) and _fits(f"{pad}{start}{default.open}"):
        return _lines(default, pad, start, after)
    is_statement = not after
    if is_statement and _fits(f"{pad}{start}("):
        inner = _lines(default, pad + _STEP, "", "")
        if (len(inner) == 1 and _fits(inner[0])) or isinstance(default, Group):
            return [f"{pad}{start}(", *inner, f"{pad})"]
    if isinstance(annotation, Alternatives):
        body = _lines(annotation, pad + _STEP, "", "")
        return [f"{pad}{head}(", *body, *_lines(default, pad, ") = ", after)]
    if isinstance(annotation, Group):
        split = _group(annotation, pad, head, "")
        last = split.pop().strip()
        return [*split, *_lines(default, pad, f"{last} = ", after)]
    return _wrapped(annotation, pad, head, f" = {flat(default)}{after}")


def _wrapped(piece: Piece, pad: str, before: str, after: str) -> list[str]:
    """In parentheses, where that makes it fit; else as it is."""
    if _fits(f"{pad}{_STEP}{flat(piece)}"):
        return [f"{pad}{before}(", f"{pad}{_STEP}{flat(piece)}", f"{pad}){after}"]
    return [f"{pad}{before}{flat(piece)}{after}"]
