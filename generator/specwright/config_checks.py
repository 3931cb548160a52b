"""What a value in `client.toml` may be. Each check returns the problem, or `""`."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from specwright.diagnostics import Severity
from specwright.naming.reserved import EXPORTS
from specwright.naming.words import Casing
from specwright.text import show

_PACKAGE = re.compile(r"[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# PEP 440, the public part without epochs.
_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?")
# RFC 9110 section 5.6.2: a header's name and a credential's scheme are tokens.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# RFC 3986 section 2: the characters of a URL.
_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_HOST = re.compile(
    r"(?:(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])(?:\.|(?=:|$)))+(?::[1-9][0-9]{0,4})?"
)
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_NEEDED: Final = frozenset(
    (
        *("annotated_types", "anyio", "certifi", "h11", "httpcore", "httpx", "idna"),
        *("pydantic", "pydantic_core", "typing_extensions", "typing_inspection"),
        *("pytest", "src", "tests"),
    )
)
_CONSTRUCTOR: Final = frozenset(
    (
        *("self", "base_url", "environment", "headers", "timeout", "max_retries"),
        *("httpx_client", "strict"),
    )
)


def bad_package(value: str) -> str:
    name = show(value)
    if not _PACKAGE.fullmatch(value):
        return f"{name} is not a name for a package: ASCII letters, digits and `_`"
    if keyword.iskeyword(value):
        return f"{name} is a keyword of Python"
    if value in sys.stdlib_module_names:
        return f"{name} is a module of the standard library"
    if value in _NEEDED:
        return f"{name} is a package that the generated one needs or is tested with"
    if _DEVICE.fullmatch(value.lower()):
        return f"{name} cannot be a folder on Windows"
    return ""


def bad_class(value: str) -> str:
    """Why a client's class cannot have the name; empty where it can."""
    exported = {name for names in EXPORTS.values() for name in names}
    if {value, f"Async{value}"} & exported or value.endswith("Error"):
        return f"{show(value)} is a name that every generated package has"
    if not _IDENTIFIER.fullmatch(value) or not value[0].isupper():
        return f"{show(value)} is not a name for a class: a capital letter comes first"
    if keyword.iskeyword(value) or hasattr(builtins, value):
        return f"{show(value)} is a name of Python's own"
    return ""


def bad_hook(package: str, value: str) -> str:
    """Why a class of the user's cannot be meant; empty where it can."""
    module, _, name = value.partition(":")
    parts = module.split(".")
    names = [*parts, name]
    if not all(_IDENTIFIER.fullmatch(n) and not keyword.iskeyword(n) for n in names):
        return f"{show(value)} is not a class: `{package}._custom.voices:Voices`"
    if parts[0] != package or len(parts) < 2:
        return f"{show(value)} is not in a module of the package `{package}`"
    return ""


def bad_version(value: str) -> str:
    if _VERSION.fullmatch(value):
        return ""
    return f"{show(value)} is not a version like `1.2.0` or `2.0.0rc1`"


def bad_casing(value: str) -> str:
    if value in tuple(Casing):
        return ""
    choices = ", ".join(f"`{casing}`" for casing in Casing)
    return f"{show(value)} is not a way to split names: {choices}"


def bad_header(value: str) -> str:
    if _TOKEN.fullmatch(value):
        return ""
    return f"{show(value)} is not the name of a header"


def bad_argument(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value) or keyword.iskeyword(value):
        return f"{show(value)} is not a name for an argument"
    if value in _CONSTRUCTOR:
        return f"{show(value)} is an argument of every client already"
    return ""


def bad_variable(value: str) -> str:
    if not value or _IDENTIFIER.fullmatch(value):
        return ""
    return f"{show(value)} is not the name of an environment variable"


def bad_prefix(value: str) -> str:
    if not value or _TOKEN.fullmatch(value):
        return ""
    return f"{show(value)} cannot stand before a credential: one word, like `Bearer`"


def bad_environment(name: str, value: str) -> str:
    if not _IDENTIFIER.fullmatch(name) or keyword.iskeyword(name) or name[0] == "_":
        return f"{show(name)} is not a name for an environment, like `PRODUCTION`"
    try:
        url = urlsplit(value)
        usable = url.scheme in ("http", "https") and bool(url.hostname)
        usable = usable and url.port != 0 and bool(_URL.fullmatch(value))
    except ValueError:
        usable = False
    if not usable:
        return f"{show(value)} is not an absolute http(s) URL"
    if url.query or url.fragment or "@" in url.netloc:
        return f"{show(value)} carries more than scheme, host, port and path"
    return ""


def bad_component(name: str, value: str) -> str:
    return "" if value else "it names no file"


def bad_host(value: str) -> str:
    if _HOST.fullmatch(value):
        return ""
    return f"{show(value)} is not a host, like `api.example.com` or `localhost:8080`"


def bad_entry(kind: str, value: str) -> str:
    if not value:
        return f"an entry of `{kind}` is empty"
    if kind == "paths" and not value.startswith(("/", "*")):
        return f"{show(value)} is no path: it starts with `/`"
    if kind == "methods" and not _TOKEN.fullmatch(value):
        return f"{show(value)} is not the name of an HTTP method"
    return ""


LEVELS: Final[Mapping[str, Severity | None]] = {
    "off": None,
    "note": Severity.NOTE,
    "warn": Severity.WARNING,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}


def bad_level(name: str, value: str) -> str:
    if value in LEVELS:
        return ""
    return f"{show(value)} is not a level: `off`, `note`, `warning`, `error`"


def is_limit(value: int, greatest: int | None) -> bool:
    """Whether a number, `true` and `false` apart, can be a limit."""
    return type(value) is int and 0 < value <= (greatest or value)


def no_limit(name: str, greatest: int | None) -> str:
    most = f" of at most {greatest}" if greatest else ""
    return f"`{name}` is a whole number above 0{most}"
