"""Changes documents a little: their trees, or the bytes of their files."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from fuzzing.grammar import Grammar

_TOKENS = (
    *(b"&a ", b"*a", b"!!python/object:os.system ", b"<<: *a", b"{", b"}", b"[", b"]"),
    *(
        b": ",
        b"- ",
        b"#",
        b"'",
        b'"',
        b"\\",
        b"|\n",
        b">-\n",
        b"\n",
        b"\t",
        b"\r",
        b"\x00",
    ),
    *(
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"---\n",
        b"...\n",
        b"%YAML 9\n",
    ),
    *(b"null", b"~", b"yes", b"0x1F", b".nan", b"1e999", b"9" * 5000, b"[" * 300),
    *(
        b"$ref: '#'",
        b"? ",
        b"{" * 50,
        b"```",
        b"~~~\n",
        b"\xe2\x80\xa8",
        b"!a ",
        b"@",
        b"`",
    ),
)


def mutated(tree: Any, random: Random) -> Any:
    """The tree with one to four changes."""
    tree = copy.deepcopy(tree)
    grammar = Grammar(random)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        holders = _holders(tree)
        if not holders:
            break
        holder = holders[random.randrange(len(holders))]
        if isinstance(holder, dict):
            _change_mapping(holder, holders, grammar, random)
        else:
            _change_list(holder, holders, grammar, random)
    return tree


def _change_mapping(
    holder: dict[str, Any], holders: list[Any], grammar: Grammar, random: Random
) -> None:
    key = list(holder)[random.randrange(len(holder))]
    match random.randrange(8):
        case 0:
            del holder[key]
        case 1:
            holder[key] = grammar.odd()
        case 2:
            holder[grammar.name()] = holder.pop(key)
        case 3:
            holder[grammar.name()] = copy.deepcopy(holder[key])
        case 4:
            holder[key] = _other(holders, random)
        case 5:
            holder[key] = {"$ref": _pointer(holders[0], random)}
        case 6:
            holder[key] = random.choice(
                ([holder[key]], {key: holder[key]}, str(holder[key]))
            )
        case _:
            holder[key] = random.choice((grammar.schema, grammar.value, grammar.text))()


def _change_list(
    holder: list[Any], holders: list[Any], grammar: Grammar, random: Random
) -> None:
    index = random.randrange(len(holder))
    match random.randrange(4):
        case 0:
            del holder[index]
        case 1:
            holder[index] = grammar.odd()
        case 2:
            holder.insert(index, _other(holders, random))
        case _:
            holder.append(copy.deepcopy(holder[index]))


def _other(holders: list[Any], random: Random) -> Any:
    return copy.deepcopy(holders[random.randrange(len(holders))])


def _holders(tree: Any) -> list[Any]:
    """Every mapping and list with something in it, the outermost first."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (dict, list)) and node:
            found.append(node)
            waiting += node.values() if isinstance(node, dict) else node
    return found


def _pointer(tree: Any, random: Random) -> str:
    """A reference to somewhere in the tree."""
    parts, node = [], tree
    while isinstance(node, (dict, list)) and node and random.random() < 0.8:
        if isinstance(node, dict):
            key = list(node)[random.randrange(len(node))]
            parts.append(key.replace("~", "~0").replace("/", "~1"))
            node = node[key]
        else:
            at = random.randrange(len(node))
            parts.append(str(at))
            node = node[at]
    return "#" + "".join(f"/{part}" for part in parts)


def mangled(data: bytes, random: Random) -> bytes:
    """The bytes with one to six changes."""
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(data) + 1)
        size = random.choice((1, 1, 2, 8, 40))
        match random.randrange(7):
            case 0:
                data = data[:at] + data[at + size :]
            case 1:
                data = data[:at] + random.choice(_TOKENS) + data[at:]
            case 2:
                data = data[:at] + random.choice(_TOKENS) + data[at + size :]
            case 3:
                other = random.randrange(len(data) + 1)
                data = data[:at] + data[other : other + size] + data[at:]
            case 4:
                data = data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
            case 5:
                line = data[:at].rfind(b"\n") + 1
                end = data.find(b"\n", at)
                data = data[:end] + b"\n" + data[line:end] + data[end:]
            case _:
                data = data[:at] if random.random() < 0.2 else data
    return data
