"""A first `client.toml` for the user to review, derived from what was added."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import tomli_w

from specwright import config_checks as checks
from specwright.config import CredentialConfig
from specwright.diagnostics import Diagnostics
from specwright.naming.words import Casing, constant, pascal, snake
from specwright.read.document import Document
from specwright.read.info import python_tree
from specwright.read.tree import Map
from specwright.repair import repair

_TITLE_END: Final = frozenset(
    {"api", "apis", "rest", "http", "openapi", "specification", "spec", "service"}
)
"""Words that end the title of a document without naming the product."""

_GENERIC: Final = frozenset({"untitled", "swagger", "example", "default", "my"})
_HTTP: Final = frozenset({"aiohttp", "requests", "urllib3"})
"""Packages that samples call an API with where it has no SDK."""

_VERSION: Final = re.compile(r"v?[0-9][0-9.]*\Z", re.I)
_IMPORT: Final = re.compile(r"^from ([A-Za-z_]\w*)(?:\.\w+)* import (.+)$", re.M)
_MADE: Final = re.compile(r"^client = ([A-Z]\w*)\(", re.M)


def client_toml(client: str, documents: Sequence[Document]) -> str:
    """The text of `client.toml`; ``documents`` are all that were added, as read."""
    package, name = _sampled(documents) or _titled(client, documents)
    credential = _credential(package, documents)
    parts = [
        f"# How `specs/{client}` becomes a package. Written by `specwright add`; review it.",
        "",
        "# Import name; the distribution is named alike, with `-` for `_`.",
        _pair("package", package),
        f"# Class of the client; the asynchronous one is `Async{name}`.",
        _pair("class", name),
        "# Version of the generated package.",
        _pair("version", "0.1.0"),
        "# How names are split into words: fern, fern-smart or pep8. Left out, it is",
        "# fern for documents of Fern's exporter and pep8 for all others.",
        '# naming = "pep8"',
        "",
    ]
    parts += _credential_lines(credential)
    parts += [
        "# Names for the servers; the first is the default. Left out, they come from",
        "# the documents.",
        "# [environments]",
        '# PRODUCTION = "https://api.example.com"',
        "",
        "# Level of a repair: off, note, warning or error. `specwright explain` lists them.",
        "# [repairs]",
        '# SW101 = "error"',
        "",
        "# Which file wins where files define one component differently.",
        "# [components]",
        '# Error = "users.list.yaml"',
    ]
    return "\n".join(parts) + "\n"


def _credential_lines(credential: CredentialConfig | None) -> list[str]:
    if credential is None:
        return [
            "# The credential, where no document says how it is sent.",
            "# [credential]",
            '# header = "x-api-key"',
            "",
        ]
    lines = [
        "# The credential: its header, the client's argument for it, and the environment",
        "# variable that is read when the client is made.",
        "[credential]",
        _pair("header", credential.header),
        _pair("argument", credential.argument),
        _pair("env", credential.env),
    ]
    if credential.prefix:
        lines.append("# Put before the value, with a space.")
        lines.append(_pair("prefix", credential.prefix))
    return [*lines, ""]


def _pair(key: str, value: str) -> str:
    return tomli_w.dumps({key: value}).rstrip("\n")


def _sampled(documents: Sequence[Document]) -> tuple[str, str] | None:
    """Package and class, as most of the pages' Python samples import them."""
    votes = Counter(
        made
        for document in documents
        for sample in (document.page.samples if document.page else ())
        if sample.language == "python" and (made := _made(sample.code))
    )
    if not votes:
        return None
    return min(votes, key=lambda made: (-votes[made], made))


def _made(code: str) -> tuple[str, str] | None:
    """Package and class of the client that a sample makes, if it is one of an SDK."""
    tree = python_tree(code)
    pairs = list(_imported_by_text(code) if tree is None else _imported(tree))
    for package, name in pairs:
        problem = checks.bad_package(package) or checks.bad_class(name)
        if not problem and package not in _HTTP:
            return package, name
    return None


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each `name = Class(...)`, with the package that the class comes from."""
    origin: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                origin[alias.asname or alias.name] = node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                origin[alias.asname or alias.name] = alias.name.split(".")[0]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            made = node.value.func
            if isinstance(made, ast.Name) and made.id in origin:
                yield origin[made.id], made.id
            elif (
                isinstance(made, ast.Attribute)
                and isinstance(made.value, ast.Name)
                and made.value.id in origin
            ):
                yield origin[made.value.id], made.attr


def _imported_by_text(code: str) -> Iterator[tuple[str, str]]:
    """The same of a sample that is not Python throughout."""
    made = {found[1] for found in _MADE.finditer(code)}
    for found in _IMPORT.finditer(code):
        for name in found[2].split(","):
            if name.strip() in made:
                yield found[1], name.strip()


def _titled(client: str, documents: Sequence[Document]) -> tuple[str, str]:
    """Package from CLIENT; class from the title of a whole document, else from CLIENT."""
    stem = snake(client, Casing.PEP8)
    packages = (stem, f"{stem}_client", f"client_{stem}")
    package = next(name for name in packages if not checks.bad_package(name))
    titles = [title for d in documents if d.page is None and (title := _title(d))]
    names = [
        *(_spelled(client, title) for title in titles),
        *map(_product, titles),
        pascal(client, Casing.PEP8),
        "Client",
    ]
    return package, next(name for name in names if not checks.bad_class(name))


def _title(document: Document) -> str:
    info = document.root.get("info")
    title = info.get("title") if isinstance(info, Map) else None
    usable = isinstance(title, str) and title.isascii() and len(title) <= 200
    return str(title) if usable else ""


def _spelled(client: str, title: str) -> str:
    """CLIENT in the capitals that the title gives it: `GitHub` in "GitHub's API"."""
    wanted = re.sub(r"[^a-z0-9]", "", client)
    tokens = re.findall(r"[A-Za-z0-9]+", title)
    for start in range(len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            if "".join(tokens[start:end]).lower() == wanted:
                return "".join(t[0].upper() + t[1:] for t in tokens[start:end])
    return ""


def _product(title: str) -> str:
    """The title without what says that it is an API; empty unless a short name is left."""
    parts = re.sub(r"\([^()]*\)", " ", title).split()
    while parts and (parts[-1].lower() in _TITLE_END or _VERSION.match(parts[-1])):
        parts.pop()
    short = 0 < len(parts) <= 3 and " ".join(parts).lower() not in _GENERIC
    return pascal(" ".join(parts), Casing.PEP8) if short else ""


def _credential(package: str, documents: Sequence[Document]) -> CredentialConfig | None:
    """The header that most documents send the credential in, after their repair.

    Of several that are as common, the first.
    """
    votes = Counter(found for d in documents for found in _schemes(d))
    if not votes:
        return None
    header, prefix = max(votes, key=votes.__getitem__)
    token = "token" in header.lower() and "key" not in header.lower()
    argument = "token" if token else "api_key"
    return CredentialConfig(
        header=header,
        argument=argument,
        env=constant(f"{package}_{argument}", Casing.PEP8),
        prefix=prefix,
    )


def _schemes(document: Document) -> Iterator[tuple[str, str]]:
    """Header and prefix of each scheme that sends one value in a header."""
    if document.kind != "openapi":
        return
    components = repair(document, {}, Diagnostics()).root.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Map) else None
    for scheme in schemes.values() if isinstance(schemes, Map) else ():
        if not isinstance(scheme, Map):
            continue
        name, kind = scheme.get("name"), scheme.get("type")
        if kind == "apiKey" and scheme.get("in") == "header" and isinstance(name, str):
            if not checks.bad_header(name):
                yield name, ""
        elif kind == "http" and str(scheme.get("scheme")).lower() == "bearer":
            yield "Authorization", "Bearer"
