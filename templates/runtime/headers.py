"""Header fields and cookies: checked when the call is made, not when it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from .styles import Styled, cookie_texts, is_nothing, text_of, unnamed

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_MEDIA_TYPE = re.compile(
    r"""[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+
    (?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+
        =(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+|"[^"\\\x00-\x1f\x7f]*"))*""",
    re.VERBOSE,
)
_COOKIE_SAFE = "!#$&'()*+-./:<=>?@[]^_`{|}~"


class HeaderMap:
    """Headers by name, in order; setting a name again replaces it, in any case."""

    __slots__ = ("_fields",)

    def __init__(self) -> None:
        self._fields: dict[str, tuple[str, str]] = {}

    def update(self, headers: Mapping[str, object], where: str = "") -> None:
        """Add headers. None and `OMIT` are left out.

        A `Styled` value is written in its style: a list is joined with commas.

        Args:
            headers: Values by header name.
            where: What to call the mapping in an error.

        Raises:
            TypeError: a value that is no scalar.
            ValueError: a name or value that cannot stand in a header.
        """
        for name, value in headers.items():
            if not is_nothing(value):
                known = check_header_name(name, where)
                text = check_header_value(
                    known, _text(_label(where) + known, value), where
                )
                self._fields[known.lower()] = (known, text)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._fields

    def raw(self) -> list[tuple[bytes, bytes]]:
        """Return the fields as bytes; RFC 9110, section 5.5, allows Latin-1."""
        pairs = self._fields.values()
        return [(n.encode("ascii"), v.encode("latin-1")) for n, v in pairs]


def _text(name: str, value: object) -> str:
    if isinstance(value, Styled):
        return unnamed(name, value, str)
    return text_of(name, value)


def check_header_name(name: object, where: str = "") -> str:
    """Return a header's name, or raise ValueError where it is no token (RFC 9110)."""
    if not isinstance(name, str) or not _TOKEN.fullmatch(name):
        raise ValueError(f"{_label(where)}{name!r} is not the name of a header")
    return name


def check_header_value(name: str, value: str, where: str = "") -> str:
    """Return a header's value without outer blanks.

    Raises:
        ValueError: it holds a line break or another control character, or one
            outside Latin-1.
    """
    if not is_header_value(value):
        raise ValueError(
            f"{_label(where)}the value of {name!r} holds a line break, a control "
            "character or a character outside Latin-1, which no header can carry"
        )
    return value.strip(" \t")


def is_header_value(value: str) -> bool:
    """Whether a text can be the value of a header."""
    return not _FORBIDDEN.search(value) and all(mark <= "\xff" for mark in value)


def _label(where: str) -> str:
    return f"{where}: " if where else ""


def check_media_type(value: object, where: str) -> str:
    """Return a media type, or raise ValueError where it is none (RFC 9110, 8.3.1)."""
    if not isinstance(value, str) or not _MEDIA_TYPE.fullmatch(value):
        raise ValueError(f"{where}: {value!r} is not a media type such as audio/mpeg")
    return value


def cookie_pair(name: str, value: object) -> str:
    """Write one cookie; what RFC 6265, section 4.1.1, forbids is percent-encoded."""
    check_header_name(name, "cookie")
    text = text_of(name, value)
    try:
        return f"{name}={quote(text, safe=_COOKIE_SAFE)}"
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds a character that has no UTF-8 form") from None


def cookie_header(cookies: Mapping[str, object]) -> str:
    """Write the cookies of a call as one header. None and `OMIT` are left out.

    Raises:
        ValueError: a name or a value that no cookie can carry.
    """
    pairs: list[str] = []
    for name, value in cookies.items():
        if isinstance(value, Styled):
            found = [*cookie_texts(name, value, _cookie_text)]
            for pair in found:
                check_header_name(pair.partition("=")[0], "cookie")
            pairs += found
        elif not is_nothing(value):
            pairs.append(cookie_pair(name, value))
    return "; ".join(pairs)


def _cookie_text(text: str) -> str:
    return quote(text, safe="")


def media_type(content_type: str) -> str:
    """Return `type/subtype` of a Content-Type, in lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


def is_json(content_type: str) -> bool:
    """Whether a Content-Type is JSON: `application/json`, `text/json` or `*+json`."""
    kind = media_type(content_type)
    return kind.endswith("+json") or kind in ("application/json", "text/json")


def is_empty_status(status_code: int) -> bool:
    """Whether a reply of this status has no content (RFC 9110, section 6.4.1)."""
    return status_code in (204, 205, 304)
