"""What must hold of the output, whatever the document says.

Nothing here knows how specwright writes: modules are parsed with Python's own parser,
`pyproject.toml` with `tomllib`, Markdown with a parser of CommonMark.
"""

from __future__ import annotations

import ast
import io
import re
import symtable
import tokenize
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from injection.payloads import TRAP
from markdown_it import MarkdownIt
from markdown_it.token import Token

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_COOKIE = re.compile(r"^[ \t\f]*#.*?coding[:=]")
"""PEP 263."""

_PART = re.compile(
    r"[a-z0-9_]+(\.py|\.md|\.toml|\.typed)?|[a-z0-9_]+(\.[a-z0-9_]+)*\.http"
)
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
DUNDERS = {
    *("__future__", "__init__", "__enter__", "__exit__", "__aenter__", "__aexit__"),
    *("__getattr__", "__dir__", "__name__", "__all__", "__new__", "__file__"),
}
"""All that the templates write, and harmless."""

BUILTINS = {
    *("AttributeError", "BaseException", "bool", "bytes", "dict", "float", "frozenset"),
    *("globals", "getattr", "int", "isinstance", "len", "list", "object", "property"),
    *("sorted", "str", "super", "type", "tuple", "__name__", "__file__"),
    *("RuntimeError", "TypeError", "ValueError", "iter", "next", "range", "set"),
}
"""Builtins that the templates use."""

MODULES = {
    *("__future__", "builtins", "collections.abc", "datetime", "enum", "functools"),
    *("importlib", "pathlib", "re", "runpy", "types", "typing", "uuid"),
    *("gzip", "traceback"),
    *("httpx", "pydantic", "pytest", "typing_extensions"),
}
"""What generated modules import beside their own package."""


def problems(files: Mapping[str, str], package: str) -> list[str]:
    """What is wrong with a package's files; copied runtime modules are not read."""
    found = list(_paths(files))
    for path, text in files.items():
        if "/_runtime/" not in path and not path.endswith("/testing.py"):
            found += (f"{path}: {what}" for what in _file(path, text, package))
    return found


@lru_cache(maxsize=20_000)
def _file(path: str, text: str, package: str) -> tuple[str, ...]:
    found = list(_characters(text))
    if path.endswith(".py"):
        found += _module(text, package, is_test=path.startswith("tests/"))
    elif path.endswith(".toml"):
        found += _project(text)
    elif path.endswith(".md"):
        found += _page(text)
    return tuple(found)


def _paths(files: Mapping[str, str]) -> Iterator[str]:
    folded = [path.casefold() for path in files]
    if len(set(folded)) != len(folded):
        yield "two paths are one where case does not count"
    for path in files:
        if len(path) > 200:
            yield f"{path[:80]}...: a path of {len(path)} characters"
        for part in path.split("/"):
            if part in ("README.md",):
                continue
            if not _PART.fullmatch(part) or part.split(".")[0] in _DEVICES:
                yield f"{path[:80]}: not a name for every system: {part[:80]!r}"


def _characters(text: str) -> Iterator[str]:
    odd = {c for c in set(text) if unicodedata.category(c) in HIDDEN} - {"\n"}
    if odd:
        yield f"hidden characters: {''.join(sorted(odd))!a}"
    if any(_COOKIE.match(line) for line in text.split("\n")[:2]):
        yield "a declaration of an encoding"


def _module(text: str, package: str, *, is_test: bool) -> Iterator[str]:
    try:
        compile(text, "module", "exec", dont_inherit=True)
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        yield f"does not compile: {error}"
        return
    for name in _names(tree):
        if not name.isascii():
            yield f"a name that is not ASCII: {name!a}"
        if name == TRAP or (name.startswith("__") and name not in DUNDERS):
            yield f"a name that was not made: {name}"
    yield from _statements(tree)
    yield from _imports(tree, package)
    if not is_test:
        yield from _shadowed(tree)
    unbound = set(_unbound(symtable.symtable(text, "module", "exec")))
    if strange := unbound - BUILTINS:
        yield f"names that nothing binds: {sorted(strange)}"
    if any(line.lstrip().startswith("#") for line in text.split("\n")):
        # Prose in a docstring may look like one; a comment is no token of the tree.
        yield from _comments(text)


def _names(tree: ast.AST) -> Iterator[str]:
    """Every identifier of a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.alias(name=name, asname=other):
                yield from name.split(".")
                yield from [other] if other else []
            case ast.keyword(arg=str() as name):
                yield name
            case ast.ExceptHandler(name=str() as name):
                yield name
            case ast.ImportFrom(module=str() as name):
                yield from name.split(".")


_STATEMENTS = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Assign, ast.AnnAssign, ast.Expr, ast.If),
)


def _statements(tree: ast.Module) -> Iterator[str]:
    """At its top a module imports, defines and assigns: it does nothing."""
    for body in (
        tree.body,
        *(n.body for n in tree.body if isinstance(n, ast.ClassDef)),
    ):
        for node in body:
            if isinstance(node, ast.Expr) and not (
                isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield f"line {node.lineno}: a statement that only does something"
    for node in tree.body:
        if not isinstance(node, _STATEMENTS):
            yield f"line {node.lineno}: {type(node).__name__}"
        if isinstance(node, ast.If) and ast.unparse(node.test) != "TYPE_CHECKING":
            yield f"line {node.lineno}: a condition"


def _imports(tree: ast.Module, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            wanted = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            wanted = {str(node.module)}
        else:
            continue
        for name in wanted - MODULES:
            if name.split(".")[0] != package:
                yield f"line {node.lineno}: imports {name}"


def _shadowed(tree: ast.Module) -> Iterator[str]:
    """Arguments that stand where a function or type of the module was meant."""
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        given = function.args
        names = {a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
        for node in (n for statement in function.body for n in ast.walk(statement)):
            match node:
                case ast.Call(func=ast.Name(id=name)) | ast.Subscript(
                    value=ast.Name(id=name)
                ):
                    if name in names:
                        yield f"line {node.lineno}: {name} is an argument there"
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    kept = any(
                        isinstance(n, ast.Name) and n.id == name
                        for n in ast.walk(value)
                    )
                    if name in names and not kept:
                        yield f"line {node.lineno}: the argument {name} is lost"


def _unbound(table: symtable.SymbolTable) -> Iterator[str]:
    """Names that a module reads from the builtins."""
    top = {
        s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()
    }
    top |= {s.get_name() for s in table.get_symbols() if s.is_namespace()}
    waiting: list[symtable.SymbolTable] = [table]
    while waiting:
        here = waiting.pop()
        waiting += here.get_children()
        for symbol in here.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or here is table):
                name = symbol.get_name()
                if name not in top:
                    yield name


def _comments(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield f"line {token.start[0]}: a comment"


_PROJECT = {
    "build-system": {"requires", "build-backend"},
    "project": {
        *("name", "version", "description", "readme", "requires-python"),
        *("dependencies", "optional-dependencies"),
    },
    "tool": {"hatch", "pytest", "ruff", "mypy", "pyright"},
}


def _project(text: str) -> Iterator[str]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield f"not TOML: {error}"
        return
    keys = {name: set(table) for name, table in values.items()}
    if keys != _PROJECT:
        yield f"other keys: {keys}"
    if "\n" in values["project"]["description"]:
        yield "a description of several lines"


_PARSER = MarkdownIt("commonmark").enable("table")


def _page(text: str) -> Iterator[str]:
    for token in _tokens(_PARSER.parse(text)):
        match token.type:
            case "html_block" | "html_inline" | "image" | "blockquote_open" | "hr":
                yield f"{token.type} {token.content[:60]!r}"
            case "code_block" | "ordered_list_open":
                yield f"{token.type} {token.content[:60]!r}"
            case "link_open":
                target = str(token.attrs["href"])
                plain = re.fullmatch(
                    r"(https?://[^\s<>]+|[a-z]+\.md(#[\w.-]+)?)", target
                )
                if not plain:
                    yield f"a link to {target!r}"
            case "fence" if token.info not in ("python", "py", "sh"):
                yield f"a fence of {token.info!r}"


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])
