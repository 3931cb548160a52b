"""The last look before anything is written: every module compiles, every name is ours.

What a document says stands in literals, and names are made of it by rules that leave
letters, digits and underscores. Should a writer ever let text through as it is, some
name stands in a module that nobody made, and that module is not written.

The modules are read token by token, not as trees: it takes a tenth of the time, and is
exact, since the modules compile and have strings of few forms (Python reference, 2.4).
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from specwright import python
from specwright.codes import finding
from specwright.diagnostics import Unusable
from specwright.render import runtime_files, templates_folder, testing_files
from specwright.text import printable, show

_TOKEN = re.compile(
    r"""
      b?"{3} (?: \\. | [^\\"] | "(?!"") )* "{3}     # strings say what they like
    | b?" (?: \\. | [^"\\\r\n] )* "
    | b?' (?: \\. | [^'\\\r\n] )* '
    | \d+ (?: \. \d* )? (?: e [+-]? \d+ )?           # and so do numbers
    | ( [A-Za-z_] \w*                               # a name; with a prefix there may
        (?: " (?: \\. | [^"\\\r\n] )* " | ["'] )?     # be code in a string, or none
      | [^\x00-\x7f] | \\ | \# [^\r\n]*             # nothing like this is written
      )
    """,
    re.X | re.S,
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_PLAIN = re.compile(r"""[A-Za-z_]\w*|[fr]"[^"]*\"""")
"""What of a template's own code is taken as it is: names, and two kinds of strings."""
_TEMPLATE = re.compile(r"{{.*?}}|{%.*?%}|{\#.*?\#}", re.S)
_TOP = re.compile(r"^(?:(?:async )?def |class )?([A-Za-z_]\w*)", re.M)
_OF_TESTS = re.compile(r"test_[a-z0-9_]+|[A-Z0-9_]+")
"""Functions and constants of tests: made of other names, and nothing of Python's."""


def prove(files: Mapping[str, bytes], made: Collection[str]) -> None:
    """Look at every module of ``files``; ``made`` are the names of one client.

    Raises:
        Unusable: one does not compile, or has a name that was not made: a mistake of
            the generator itself.
    """
    copied = {*runtime_files().values(), *testing_files().values()}
    for path, data in files.items():
        if not path.endswith(".py"):
            continue
        text = data.decode()
        _compile(path, text)
        if text in copied:
            continue
        for name in strangers(path, text, made):
            raise Unusable(
                finding(
                    "SW890",
                    f"{printable(path)} has {show(name)}, which is not a name of"
                    " specwright's",
                    consequence="Nothing was written.",
                    hint="Do not use the spec before you know how it comes there;"
                    " report it: it is a mistake of specwright.",
                )
            )


def _compile(path: str, text: str) -> None:
    try:
        compile(text, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise Unusable(
            finding(
                "SW808",
                f"{printable(path)} does not compile: {printable(str(error))}",
                consequence="Nothing was written.",
                hint="Report this with the spec; it is a mistake of specwright.",
            )
        ) from None


def strangers(path: str, text: str, made: Collection[str]) -> Iterator[str]:
    """What stands in a module outside of its strings, and is neither made nor ours."""
    is_test = path.startswith("tests/")
    known = written()
    for token in dict.fromkeys(_TOKEN.findall(text)):
        if not token or token in known or token in made:
            continue
        if not (is_test and _OF_TESTS.fullmatch(token)):
            yield token


@cache
def written() -> frozenset[str]:
    """The names that templates and writers print by themselves, for any client.

    They stand in the templates, at the top of the runtime's modules, and in the string
    literals of `specwright.python`: a list kept by hand would be one too few.
    """
    found = {*keyword.kwlist, *keyword.softkwlist}
    for path in templates_folder().rglob("*.jinja"):
        text = _TEMPLATE.sub(" ", path.read_text(encoding="utf-8"))
        found.update(filter(_PLAIN.fullmatch, _TOKEN.findall(text)))
    for name, text in {**runtime_files(), **testing_files()}.items():
        found.update((name.removesuffix(".py"), *_TOP.findall(text)))
    for folder in python.__path__:
        for path in Path(folder).glob("*.py"):
            found.update(_literals(ast.parse(path.read_bytes())))
    return frozenset(found)


def _literals(tree: ast.Module) -> Iterator[str]:
    """The names in the string literals of a module, but for its docstrings."""
    prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            yield from _NAME.findall(node.value) if isinstance(node.value, str) else ()
