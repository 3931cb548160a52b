"""URLs: filling a path, encoding a query, joining, and hiding credentials."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import cast
from urllib.parse import quote, unquote, unquote_plus, urljoin, urlsplit

from .encode import to_json
from .headers import is_json
from .omit import OMIT
from .styles import Styled, bracketed, is_nothing, named, percent, text_of, unnamed

Pairs = tuple[tuple[str, str], ...]

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_PATH_CHARACTERS = "/?%:@!$&'()*+,;=~-._"
# Reserved characters that may stand in a value without ending it.
_SEGMENT_RESERVED = ":@!$&'()*+,;="
_QUERY_RESERVED = ":/?@!$'()*,;="
_HIDDEN = "***"
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_NO_HOST = re.compile(r"[\s/?#@\\]")
_NO_PATH = re.compile(r"[\s?#\\]")
_NO_URL = re.compile(r"[\x00-\x20\x7f\\]")


def fill_path(template: str, /, **values: object) -> str:
    """Fill the `{name}` placeholders of a path; `{{` and `}}` are literal braces.

    Each value becomes part of one segment: everything but the unreserved
    characters of RFC 3986 is percent-encoded. A `Styled` value is written in its
    style: a list is joined with commas.

    Raises:
        ValueError: a value is None, empty, `.` or `..`, which would address
            another resource than the one that was meant.
        TypeError: a value is not a scalar or a `Styled`.
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
    path = "".join(filled)
    if any(isinstance(value, Styled) for value in values.values()):
        _check_segments(path, values)
    return path


def _check_segments(path: str, values: Iterable[str]) -> None:
    """Styles write dots of their own, so what they end up as is looked at whole."""
    for segment in path.split("/"):
        if unquote(segment) in (".", ".."):
            names = " and ".join(values)
            raise ValueError(f"{names} must not make {segment!r} a part of the path")


def _literal(text: str) -> str:
    return quote(text, safe=_PATH_CHARACTERS)


def _segment(name: str, value: object) -> str:
    if is_nothing(value):
        raise ValueError(f"{name} must not be None: it is part of the path")
    if isinstance(value, Styled):
        reserved = value.allow_reserved
        safe = _SEGMENT_RESERVED if reserved else ""
        text = unnamed(name, value, lambda t: _encode(name, t, safe, reserved=reserved))
        refused: tuple[str, ...] = ("",)
    else:
        refused = ("", ".", "..")
        text = _encode(name, text_of(name, value))
    if text in refused:
        raise ValueError(f"{name} must not be {text!r}: it is part of the path")
    return text


def _encode(name: str, text: str, safe: str = "", *, reserved: bool = False) -> str:
    try:
        return percent(text, safe, reserved=reserved)
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds a character that has no UTF-8 form") from None


def query_text(query: Mapping[str, object]) -> str:
    """Write query parameters as the query of a URL (RFC 3986, section 3.4).

    None and `OMIT` are left out, a list repeats its name, an object becomes
    `name[key]` (the `deepObject` style of OpenAPI), and a `Styled` value is written
    in its style.
    """
    pairs: list[str] = []
    for name, value in query.items():
        if isinstance(value, Styled):
            pairs += _styled(name, value)
        else:
            for key, (text,) in bracketed(name, value):
                pairs.append(f"{_encode(name, key)}={_encode(name, text)}")
    return "&".join(pairs)


def _styled(name: str, value: Styled) -> Iterator[str]:
    """Encode names and texts; the delimiter as the table of Style Examples has it."""
    reserved = value.allow_reserved
    safe = _QUERY_RESERVED if reserved else ""
    mark = quote(value.delimiter, safe=",")
    for key, texts in named(name, value):
        encoded = [_encode(name, t, safe, reserved=reserved) for t in texts]
        yield f"{_encode(name, key)}={mark.join(encoded)}"


def whole_query(value: object, content_type: str) -> str:
    """Write one value as the whole query (OpenAPI 3.2, `in: querystring`)."""
    if value is None or value is OMIT:
        return ""
    if is_json(content_type):
        return quote(to_json(value, "the query"), safe="")
    if content_type == "application/x-www-form-urlencoded":
        return query_text({"": Styled(value, "form")})
    return _encode("query", text_of("query", value), _QUERY_RESERVED, reserved=True)


def encode_query(pairs: Pairs) -> str:
    """Percent-encode pairs as the query of a URL (RFC 3986, section 3.4)."""
    return "&".join(f"{_encode(k, k)}={_encode(k, v)}" for k, v in pairs)


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """Where the API lives: scheme, host and path prefix, and a query to keep."""

    root: str
    query: str

    def __repr__(self) -> str:
        return f"BaseUrl({redact_url(self.root)!r})"

    @classmethod
    def parse(cls, text: str) -> BaseUrl:
        """Read a base URL.

        Raises:
            ValueError: the text is not an absolute http or https URL.
        """
        try:
            parts = urlsplit(text)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname)
            usable = usable and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            shown = redact_url(text)
            raise ValueError(
                "base_url must be an http or https URL such as "
                f"'https://api.example.com', not {shown!r}"
            )
        root = text.partition("#")[0].partition("?")[0].rstrip("/")
        return cls(root, urlsplit(text).query)

    def at(self, server: str) -> BaseUrl:
        """Return where a call goes that names a server, maybe relative to this one."""
        return BaseUrl.parse(urljoin(f"{self.root}/", server))

    def join(self, path: str, text: str) -> str:
        """Append a path and a query; the queries of base and path come first."""
        path, _, own = path.partition("?")
        queries = (self.query, own, text)
        query = "&".join(part for part in queries if part)
        url = f"{self.root}/{path.lstrip('/')}" if path else self.root
        return f"{url}?{query}" if query else url


def given_url(base_url: str) -> str:
    """Check a base URL that a client was given.

    Raises:
        TypeError: it is no string.
        ValueError: it holds what no URL can, or a password: httpx would send that in
            place of the API's own credential.
    """
    if not isinstance(cast("object", base_url), str):
        raise TypeError(f"base_url must be a string, not {type(base_url).__name__}")
    if _NO_URL.search(base_url):
        raise ValueError("base_url holds a blank, a line break or a backslash")
    if "@" in base_url.partition("://")[2].partition("/")[0]:
        raise ValueError(
            f"base_url must not hold a user name or password: {redact_url(base_url)!r}; "
            "for HTTP Basic give httpx_client=, as in httpx.Client(auth=(user, password))"
        )
    return base_url


def chosen_url(base_url: str | None, environment: Enum, kind: type[Enum]) -> str:
    """Return the base URL that a client was given, else that of its environment.

    Raises:
        TypeError: the environment is no member of its enumeration.
    """
    if not isinstance(environment, kind):
        raise TypeError(
            f"environment must be a member of {kind.__name__}, such as "
            f"{next(iter(kind))}, not {environment!r}"
        )
    return str(environment.value) if base_url is None else given_url(base_url)


def fill_server(template: str, variables: Mapping[str, str]) -> str:
    """Fill the `{name}` variables of a server's URL.

    Raises:
        ValueError: a value that would lead to another place of the URL than its own.
    """
    host = template.partition("://")[2].partition("/")[0]

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in variables:
            return found.group()
        text = variables[name]
        forbidden = _NO_HOST if found.group() in host else _NO_PATH
        if not isinstance(cast("object", text), str):
            raise TypeError(f"{name} must be a string, not {type(text).__name__}")
        if not text or forbidden.search(text):
            raise ValueError(f"{text!r} cannot be the {name} of the server's URL")
        return text

    return _VARIABLE.sub(value, template)


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
