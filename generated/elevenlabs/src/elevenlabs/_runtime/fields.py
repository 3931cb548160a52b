"""The headers of a reply as the values that the API describes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from .construct import adapter
from .models import Model, wire_name

if TYPE_CHECKING:
    from .raw import RawResponse

H = TypeVar("H", bound=Model)


def read_headers(kind: type[H], raw: RawResponse[Any]) -> H:
    """Return the headers of a reply as a model of them.

    A header that does not fit is kept as its text, and one warning is logged.
    """
    kind.model_rebuild()  # its forward references may be unresolved as yet
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name, info in kind.model_fields.items():
        text = raw.headers.get(wire_name(name, info))
        if text is None:
            continue
        fits, values[name] = _read(info.annotation, text)
        if not fits:
            wrong.append(wire_name(name, info))
    if wrong:
        logging.getLogger(kind.__module__.partition(".")[0]).warning(
            "headers of the reply to %s %s differ from their description: %s",
            raw.method,
            raw.url,
            ", ".join(wrong),
        )
    return kind.model_construct(set(values), **values)


def _read(declared: Any, text: str) -> tuple[bool, Any]:
    for attempt in _attempts(declared, text):
        try:
            return True, attempt()
        except ValidationError:
            continue
    return False, text


def _attempts(declared: Any, text: str) -> Iterator[Callable[[], Any]]:
    """One value; an array in style `simple`, which is the only one of headers; JSON."""
    yield partial(adapter(declared).validate_strings, text)
    for kind in get_args(declared):
        if get_origin(kind) is list:
            yield partial(_items, get_args(kind)[0], text)
    yield partial(adapter(declared).validate_json, text)


def _items(declared: Any, text: str) -> list[Any]:
    known = adapter(declared)
    return [known.validate_strings(part.strip()) for part in text.split(",")]
