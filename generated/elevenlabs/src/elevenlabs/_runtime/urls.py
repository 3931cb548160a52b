"""URLs: filling a path, encoding a query, joining, and hiding credentials."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from .encode import array_items, is_structured, scalar_text, to_wire
from .omit import OMIT

Pairs = tuple[tuple[str, str], ...]

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_PATH_CHARACTERS = "/?%:@!$&'()*+,;=~-._"
_HIDDEN = "***"


def fill_path(template: str, /, **values: object) -> str:
    """Fill the `{name}` placeholders of a path; `{{` and `}}` are literal braces.

    Each value becomes part of one segment: everything but the unreserved
    characters of RFC 3986 is percent-encoded. A list is joined with commas.

    Raises:
        ValueError: a value is None, empty, `.` or `..`, which would address
            another resource than the one that was meant.
        TypeError: a value is not a scalar or a list of scalars.
    """
    filled: list[str] = []
    position = 0
    for piece in _PIECE.finditer(template):
        filled.append(_literal(template[position : piece.start()]))
        name: str | None = piece.group(1)
        brace = "%7B" if piece.group() == "{{" else "%7D"
        filled.append(brace if name is None else _segment(name, values[name]))
        position = piece.end()
    filled.append(_literal(template[position:]))
    return "".join(filled)


def _literal(text: str) -> str:
    return quote(text, safe=_PATH_CHARACTERS)


def _segment(name: str, value: object) -> str:
    if value is None or value is OMIT:
        raise ValueError(f"{name} must not be None: it is part of the path")
    items = array_items(value)
    items = [value] if items is None else items
    text = ",".join(_encode(name, _scalar(name, item)) for item in items)
    if text in ("", ".", ".."):
        raise ValueError(f"{name} must not be {text!r}: it is part of the path")
    return text


def _scalar(name: str, value: object) -> str:
    try:
        return scalar_text(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None


def _encode(name: str, text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds a character that has no UTF-8 form") from None


def query_pairs(query: Mapping[str, object]) -> Pairs:
    """Expand query parameters to pairs of text, not yet encoded.

    None and `OMIT` are left out, a list repeats its name, an object becomes
    `name[key]` (the `deepObject` style of OpenAPI).
    """
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        _expand(name, value, pairs)
    return tuple(pairs)


def _expand(name: str, value: object, pairs: list[tuple[str, str]]) -> None:
    if value is None or value is OMIT:
        return
    items = array_items(value)
    if items is not None:
        for item in items:
            _expand(name, item, pairs)
    elif is_structured(value):
        for key, item in cast("Mapping[str, object]", to_wire(value)).items():
            _expand(f"{name}[{key}]", item, pairs)
    else:
        pairs.append((name, _scalar(name, value)))


def encode_query(pairs: Pairs) -> str:
    """Percent-encode pairs as the query of a URL (RFC 3986, section 3.4)."""
    return "&".join(f"{_encode(k, k)}={_encode(k, v)}" for k, v in pairs)


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """Where the API lives: scheme, host and path prefix, and a query to keep."""

    root: str
    query: str

    @classmethod
    def parse(cls, text: str) -> BaseUrl:
        """Read a base URL.

        Raises:
            ValueError: the text is not an absolute http or https URL.
        """
        try:
            parts = urlsplit(text)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            usable = False
        if not usable:
            shown = redact_url(text)
            raise ValueError(f"base_url must be an http or https URL, not {shown!r}")
        root = text.partition("#")[0].partition("?")[0].rstrip("/")
        return cls(root, urlsplit(text).query)

    def join(self, path: str, pairs: Pairs) -> str:
        """Append a path and a query; the queries of base and path come first."""
        path, _, own = path.partition("?")
        queries = (self.query, own, encode_query(pairs))
        query = "&".join(part for part in queries if part)
        url = f"{self.root}/{path.lstrip('/')}" if path else self.root
        return f"{url}?{query}" if query else url


def redact_url(url: str, names: Container[str] = ()) -> str:
    """Hide the user information of a URL and the values of the named parameters."""
    scheme, mark, rest = url.partition("://")
    if mark:
        host = re.split(r"[/?#]", rest, maxsplit=1)[0]
        shown = f"{_HIDDEN}@{host.rpartition('@')[2]}" if "@" in host else host
        url = scheme + mark + shown + rest[len(host) :]
    return map_query(url, names, _HIDDEN)


def map_query(url: str, names: Container[str], replacement: str | None) -> str:
    """Replace the values of the named parameters; None takes the parameters out."""
    head, mark, query = url.partition("?")
    query, hash_mark, fragment = query.partition("#")
    kept: list[str] = []
    for pair in query.split("&"):
        name = pair.partition("=")[0]
        if unquote(name) not in names and unquote_plus(name) not in names:
            kept.append(pair)
        elif replacement is not None:
            kept.append(f"{name}={replacement}")
    mark = mark if kept else ""
    return f"{head}{mark}{'&'.join(kept)}{hash_mark}{fragment}"
