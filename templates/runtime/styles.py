"""Values of parameters in the styles of OpenAPI (3.2, Parameter Object, Style Values)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Literal, TypeAlias, cast
from urllib.parse import quote

from .encode import array_items, is_structured, scalar_text, to_json, to_wire
from .omit import OMIT

Style: TypeAlias = Literal[
    "simple",
    "label",
    "matrix",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_SHAPES = {"simple": ("", ","), "label": (".", "."), "matrix": (";", ";")}
_TRIPLE = re.compile(r"(%[0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Styled:
    """A value and how the API wants it written.

    `explode` is by default what OpenAPI says: true for `form` and `cookie`.
    """

    value: object
    style: Style
    _: KW_ONLY
    explode: bool | None = None
    allow_reserved: bool = False

    @property
    def explodes(self) -> bool:
        """Whether each member of an array or object stands for itself."""
        if self.explode is None:
            return self.style in ("form", "cookie")
        return self.explode

    @property
    def delimiter(self) -> str:
        """What stands between the members that are written as one value."""
        return _DELIMITERS.get(self.style, ",")


def is_nothing(value: object) -> bool:
    """Whether there is nothing to send: None, `OMIT`, or a style of one of these."""
    if isinstance(value, Styled):
        value = value.value
    return value is None or value is OMIT


class JsonText(str):
    """The JSON text of a value, which it still knows."""

    __slots__ = ("value",)

    value: object


def json_text(value: object, *, ascii: bool = False) -> JsonText | None:
    """Return a value as JSON text, for a parameter whose `content` is JSON.

    Args:
        value: Any value that JSON can hold; None and `OMIT` give None.
        ascii: Escape what is not ASCII, since no header can carry it.
    """
    if value is None or value is OMIT:
        return None
    text = to_json(value, "the value").decode("utf-8")
    written = JsonText(re.sub(r"[^\x00-\x7f]", _escape, text) if ascii else text)
    written.value = value
    return written


def _escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be")
    return "".join(
        f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)
    )


def named(name: str, value: Styled) -> Iterator[tuple[str, list[str]]]:
    """Expand a value to names and what stands behind each, nothing encoded yet.

    Several texts of one name belong together, with the style's delimiter between
    them. Members that are None or `OMIT` are left out.

    Raises:
        TypeError, ValueError: a value that has no text.
    """
    if is_nothing(value):
        return
    if not is_structured(value.value):
        yield name, [text_of(name, value.value)]
    elif value.style == "deepObject":
        yield from bracketed(name, value.value, numbered=True)
    elif value.explodes and array_items(value.value) is not None:
        yield from bracketed(name, value.value)
    elif value.explodes:
        for key, item in _members(value.value):
            yield from bracketed(key or "", item)
    elif texts := _flat(name, value.value):
        yield name, texts


def bracketed(
    name: str, value: object, *, numbered: bool = False
) -> Iterator[tuple[str, list[str]]]:
    """Expand a value as `deepObject` does: `name[key]=text`, at any depth.

    OpenAPI leaves arrays open. Here an array repeats its name; with `numbered`, or
    where it holds objects or arrays, it numbers its items, so that they stay apart.
    """
    if value is None or value is OMIT:
        return
    if not is_structured(value):
        yield name, [text_of(name, value)]
        return
    members = list(_members(value))
    apart = numbered or any(is_structured(item) for _, item in members)
    for index, (key, item) in enumerate(members):
        if key is not None:
            own = f"{name}[{key}]"
        else:
            own = f"{name}[{index}]" if apart else name
        yield from bracketed(own, item, numbered=numbered)


def unnamed(name: str, value: Styled, encode: Callable[[str], str]) -> str:
    """Write a value in `simple`, `label` or `matrix` style.

    Args:
        name: The parameter's name, which `matrix` writes too.
        value: The value and its style.
        encode: What becomes of each name and text.

    Raises:
        TypeError, ValueError: a value that has no text.
    """
    lead, mark = _SHAPES[value.style]
    is_matrix = value.style == "matrix"

    def behind(key: str, text: str) -> str:
        # RFC 6570, section 3.2.7: no `=` where nothing follows.
        return f"{encode(key)}={text}" if text or not is_matrix else encode(key)

    if not is_structured(value.value):
        text = encode(text_of(name, value.value))
        return lead + (behind(name, text) if is_matrix else text)
    if not value.explodes:
        text = ",".join(map(encode, _flat(name, value.value)))
        return lead + (behind(name, text) if is_matrix else text)
    items: list[str] = []
    for key, item in _members(value.value):
        text = encode(_text(name, item))
        if key is None and is_matrix:
            key = name
        items.append(text if key is None else behind(key, text))
    return lead + mark.join(items)


def cookie_texts(
    name: str, value: Styled, encode: Callable[[str], str]
) -> Iterator[str]:
    """Yield each `name=value` of a cookie parameter.

    `form` is one cookie, with `&` between exploded members; `cookie` makes a cookie
    of each and encodes nothing (OpenAPI 3.2, Style Values).

    Raises:
        ValueError: a text that no cookie can carry.
    """
    if value.style == "cookie":
        for own, texts in named(name, value):
            yield f"{own}={_raw_cookie(own, ','.join(texts))}"
        return
    pairs = [f"{encode(k)}={','.join(map(encode, v))}" for k, v in named(name, value)]
    if pairs:
        yield "&".join(pairs)


def _raw_cookie(name: str, text: str) -> str:
    if not text.isascii() or not text.isprintable() or ";" in text:
        raise ValueError(
            f"{name}: a cookie cannot carry {text!r}; percent-encode it before"
        )
    return text


def percent(text: str, safe: str = "", *, reserved: bool = False) -> str:
    """Percent-encode a text; with `reserved`, triples like `%20` stay as they are."""
    if not reserved:
        return quote(text, safe=safe)
    pieces = _TRIPLE.split(text)
    return "".join(
        piece if index % 2 else quote(piece, safe=safe)
        for index, piece in enumerate(pieces)
    )


def text_of(name: str, value: object) -> str:
    """Return the text of a scalar; an error names the parameter."""
    try:
        return scalar_text(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None


def _members(value: object) -> Iterator[tuple[str | None, object]]:
    """Yield the items of an array, or the keys and values of an object."""
    items = array_items(value)
    members: list[tuple[str | None, object]]
    if items is not None:
        members = [(None, item) for item in items]
    else:
        members = [*cast("Mapping[str, object]", to_wire(value)).items()]
    for key, item in members:
        if item is not None and item is not OMIT:
            yield key, item


def _flat(name: str, value: object) -> list[str]:
    """Return items, or keys and values by turns."""
    return [
        text
        for key, item in _members(value)
        for text in ((_text(name, item),) if key is None else (key, _text(name, item)))
    ]


def _text(name: str, value: object) -> str:
    """Return the text of a member; OpenAPI leaves nested ones open: they are JSON."""
    if is_structured(value):
        return to_json(value, name).decode("utf-8")
    return text_of(name, value)
