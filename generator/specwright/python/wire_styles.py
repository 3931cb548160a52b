"""Texts of parameters by style, as RFC 6570 expands the templates that OpenAPI names.

OpenAPI 3.2, Style Values: `matrix`, `label`, `simple` and `form` are expansions of RFC
6570 section 3.2; the others are its own. What both leave open (arrays and objects in
arrays and objects) is decided here once more, and not read from the runtime.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, quote_plus, unquote_plus

from specwright.ir import Encoding
from specwright.lower.media import is_json
from specwright.text import JsonValue

_OPERATORS = {
    "simple": ("", ",", False),
    "label": (".", ".", False),
    "matrix": (";", ";", True),
    "form": ("", "&", True),
    "cookie": ("", "; ", True),
    "spaceDelimited": ("", "&", True),
    "pipeDelimited": ("", "&", True),
}
"""RFC 6570 appendix A: what comes first, what between, whether names are written."""

_BETWEEN = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
_PATH_RESERVED = ":@!$&'()*+,;="
_QUERY_RESERVED = ":/?@!$'()*,;="


@dataclass(frozen=True, slots=True)
class Expansion:
    """Expands one value; ``encode`` is for names and texts alike."""

    name: str
    encoding: Encoding
    encode: Callable[[str], str]

    def expand(self, value: JsonValue) -> str:
        """The whole expansion; empty where nothing is defined (section 2.3)."""
        style = self.encoding.style.raw
        if style == "deepObject":
            return "&".join(self._pairs(deep(self.name, value, numbered=True)))
        first, between, is_named = _OPERATORS[style]
        if not isinstance(value, (list, Mapping)):
            return first + (self._pair(self.name, value) if is_named else self(value))
        if self.encoding.explode:
            found = list(self._exploded(value, is_named=is_named))
            return first + between.join(found) if found else ""
        groups: Iterable[Sequence[JsonValue]] = [[item] for item in value]
        if isinstance(value, Mapping):
            groups = value.items()
        members = [m for group in groups if group[-1] is not None for m in group]
        if not members:
            return ""
        joined = _BETWEEN.get(style, ",").join(map(self, members))
        return (
            f"{first}{self.encode(self.name)}={joined}" if is_named else first + joined
        )

    def __call__(self, value: JsonValue) -> str:
        return self.encode(text(value))

    def _exploded(self, value: JsonValue, *, is_named: bool) -> Iterator[str]:
        if isinstance(value, Mapping):
            for key, item in value.items():
                if isinstance(item, (list, Mapping)) and is_named:
                    yield from self._pairs(deep(key, item))
                elif item is not None:
                    yield self._pair(key, item)
        elif is_named:
            yield from self._pairs(deep(self.name, value))
        elif isinstance(value, list):
            yield from (self(item) for item in value if item is not None)

    def _pair(self, name: str, value: JsonValue) -> str:
        behind = self(value)
        if not behind and self.encoding.style.raw == "matrix":
            return self.encode(name)
        return f"{self.encode(name)}={behind}"

    def _pairs(self, found: Iterator[tuple[str, JsonValue]]) -> Iterator[str]:
        for name, value in found:
            yield self._pair(name, value)


def deep(
    name: str, value: JsonValue, *, numbered: bool = False
) -> Iterator[tuple[str, JsonValue]]:
    """`deepObject`: a pair of name and scalar for each leaf.

    Arrays repeat their name, unless they hold more than scalars or are ``numbered``.
    """
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from deep(f"{name}[{key}]", item, numbered=numbered)
    elif isinstance(value, list):
        apart = numbered or any(isinstance(i, (list, Mapping)) for i in value)
        for index, item in enumerate(i for i in value if i is not None):
            inner = f"{name}[{index}]" if apart else name
            yield from deep(inner, item, numbered=numbered)
    elif value is not None:
        yield name, value


def path_text(name: str, value: JsonValue, encoding: Encoding) -> str:
    """One variable of a path."""
    return Expansion(name, encoding, _encoder(encoding, _PATH_RESERVED)).expand(
        _document(value, encoding)
    )


def query_text(name: str, value: JsonValue, encoding: Encoding) -> str:
    """One query parameter: its pairs."""
    encode = _encoder(encoding, _QUERY_RESERVED)
    value = _document(value, encoding)
    is_scalar = not isinstance(value, (list, Mapping))
    if encoding.style.raw == "deepObject" and (isinstance(value, Mapping) or is_scalar):
        pairs = deep(name, value)
        return "&".join(f"{encode(k)}={encode(text(v))}" for k, v in pairs)
    return Expansion(name, encoding, encode).expand(value)


def form_text(name: str, value: JsonValue, encoding: Encoding) -> str:
    """One field of a urlencoded form; a space is a plus (WHATWG URL)."""
    safe = f"{_QUERY_RESERVED}[]" if encoding.allow_reserved else ""

    def encode(raw: str) -> str:
        return quote_plus(raw, safe=safe)

    found = Expansion(name, encoding, encode).expand(value)
    return found.replace("%20", "+")


def styled_fields(
    name: str, value: JsonValue, encoding: Encoding
) -> Iterator[tuple[str, str]]:
    """One field of a multipart form: names and texts, which nothing encodes."""
    for pair in form_text(name, value, replace(encoding, allow_reserved=False)).split(
        "&"
    ):
        key, mark, text_ = pair.partition("=")
        if mark:
            yield unquote_plus(key), unquote_plus(text_)


def header_text(name: str, value: JsonValue, encoding: Encoding) -> str:
    """One header's value: nothing is encoded (OpenAPI 3.2, Parameter Object)."""
    if is_json(encoding.content_type.raw):
        return json.dumps(value, separators=(",", ":"))
    return Expansion(name, encoding, str).expand(value)


def cookie_text(name: str, value: JsonValue, encoding: Encoding) -> str:
    """The cookies of one parameter; `cookie` style encodes nothing."""
    encode = str if encoding.style.raw == "cookie" else _quoted
    value = _document(value, encoding)
    if isinstance(value, (list, Mapping)) or encoding.style.raw == "cookie":
        return Expansion(name, encoding, encode).expand(value)
    # RFC 6265 section 4.1.1: only what a cookie's value cannot hold is encoded.
    return f"{name}={quote(text(value), safe=_COOKIE_OCTETS)}"


_COOKIE_OCTETS = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""Besides letters and digits; without `%`, which encodes."""


def querystring_text(value: JsonValue, encoding: Encoding) -> str:
    """The whole query of OpenAPI 3.2's `in: querystring`."""
    if is_json(encoding.content_type.raw):
        return _quoted(compact(value))
    if isinstance(value, Mapping):
        return "&".join(
            f"{_quoted(k)}={_quoted(text(v))}"
            for key, item in value.items()
            for k, v in deep(key, item)
        )
    return quote(text(value), safe=_QUERY_RESERVED)


def compact(value: object) -> str:
    """JSON without white space (RFC 8259)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text(value: object) -> str:
    """The text of a scalar; an array or object inside of another is JSON."""
    if isinstance(value, str):
        return value
    return compact(value)


def _document(value: JsonValue, encoding: Encoding) -> JsonValue:
    return compact(value) if is_json(encoding.content_type.raw) else value


def _quoted(raw: str) -> str:
    return quote(raw, safe="")


def _encoder(encoding: Encoding, reserved: str) -> Callable[[str], str]:
    """RFC 6570 section 3.2.3 for `allowReserved`: without what would end the value."""
    if not encoding.allow_reserved:
        return _quoted
    return lambda raw: quote(raw, safe=reserved)
