"""Python values to what goes over the wire: JSON, and the text of one scalar."""

from __future__ import annotations

import collections.abc
import dataclasses
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, cast
from uuid import UUID

from .omit import OMIT

_MOST_BITS = 14_000
"""Of an integer: less than 4300 decimal digits."""


def to_json(value: object, name: str = "") -> bytes:
    """Encode a value as compact JSON (RFC 8259), as httpx does.

    Args:
        value: What to encode; see `to_wire`.
        name: What errors call it; empty for a body, whose fields have names.

    Raises:
        TypeError: a value of a type that JSON has no form for.
        ValueError: NaN, an infinity, or a structure that contains itself.
    """
    wire = to_wire(value, name)
    try:
        return _dumps(wire, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8 form, but JSON can escape it.
        return _dumps(wire, ensure_ascii=True).encode("ascii")
    except RecursionError:
        raise _too_deep(name) from None


def _dumps(value: object, *, ensure_ascii: bool) -> str:
    return json.dumps(
        value, ensure_ascii=ensure_ascii, separators=(",", ":"), allow_nan=False
    )


def to_wire(value: object, name: str = "") -> Any:
    """Reduce a value to what JSON can hold: dict, list, str, number, bool or None.

    Fields that are `OMIT` are left out, at any depth. See `to_json` for the errors;
    they name the part of the value that is wrong.
    """
    try:
        return _reduced(value)
    except RecursionError:
        raise _too_deep(name) from None
    except (TypeError, ValueError):
        where, why = _culprit(value, name)
        raise type(why)(f"{where or 'the body'}: {why}") from None


def _too_deep(name: str) -> ValueError:
    what = name or "the body"
    return ValueError(f"{what} is nested too deeply, or contains itself")


def _culprit(value: object, path: str) -> tuple[str, Exception]:
    """Return where the part of a value is that cannot be sent, and why."""
    for step, part in _parts(value):
        try:
            _reduced(part)
        except (TypeError, ValueError):
            return _culprit(part, f"{path}{step}" if path else step.removeprefix("."))
    try:
        _reduced(value)
    except (TypeError, ValueError) as error:
        return path, error
    return path, TypeError("it changes while it is read")


def _parts(value: object) -> Iterator[tuple[str, object]]:
    """Yield the members of an object or array, each with its step of a path."""
    if _has_fields(value):
        value = _fields(value)
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[object, object]", value).items():
            if item is not OMIT:
                yield f".{key}", item
    else:
        for index, item in enumerate(array_items(value) or ()):
            yield f"[{index}]", item


def _reduced(value: object) -> Any:
    if isinstance(value, Enum):
        return _reduced(value.value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} has no form in JSON")
    if isinstance(value, int) and not isinstance(value, bool):
        return _checked_int(value)
    if value is None or isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, Mapping):
        fields = cast("Mapping[object, object]", value).items()
        return {_key(k): _reduced(v) for k, v in fields if v is not OMIT}
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(
            "bytes have no form in JSON; if the API wants base64, give "
            "base64.b64encode(...).decode()"
        )
    items = array_items(value)
    if items is not None:
        return [_reduced(item) for item in items]
    if _has_fields(value):
        return _reduced(_fields(value))
    if isinstance(value, (datetime, date, time, timedelta, UUID, Decimal)):
        return scalar_text(value)
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent as JSON")


def _checked_int(value: int) -> int:
    # Python writes none of more than 4300 digits, and would say so without a name.
    if value.bit_length() > _MOST_BITS:
        raise ValueError("the number is too long to be sent")
    return value


def _has_fields(value: object) -> bool:
    """Whether a value is a model or dataclass: asked by attribute, without pydantic."""
    if isinstance(value, type):
        return False
    return hasattr(value, "model_dump") or dataclasses.is_dataclass(value)


def _fields(value: Any) -> Mapping[str, object]:
    """Return the fields of a model or dataclass by wire name."""
    fields: Mapping[str, object]
    if hasattr(value, "__wire__"):
        fields = value.__wire__()
    elif hasattr(value, "model_dump"):
        fields = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    else:
        names = [field.name for field in dataclasses.fields(value)]
        fields = {name: getattr(value, name) for name in names}
    return fields


def _key(key: object) -> str:
    return key if type(key) is str else scalar_text(key)


def is_structured(value: object) -> bool:
    """Whether a value is an object or an array in JSON, and not a scalar."""
    if isinstance(value, Enum):
        return is_structured(value.value)
    if isinstance(value, Mapping) or _has_fields(value):
        return True
    return array_items(value) is not None


def array_items(value: object) -> list[object] | None:
    """Return the items of a value that is an array in JSON; None for all else."""
    if isinstance(value, (str, bytes, bytearray, memoryview, Enum)):
        return None
    if not isinstance(value, (Sequence, collections.abc.Set)):
        return None
    items = cast("Sequence[object] | collections.abc.Set[object]", value)
    return [item for item in items if item is not OMIT]


def scalar_text(value: object) -> str:
    """Return the text of a scalar, as it stands in a path, query, header or form.

    Raises:
        TypeError: the value is not a scalar.
        ValueError: NaN or an infinity.
    """
    if isinstance(value, Enum):
        return scalar_text(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} cannot be sent")
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} cannot be sent")
        return f"{value:f}"  # all digits: not every server reads `1E+3`
    if isinstance(value, (int, float, UUID)):
        return str(value)
    if isinstance(value, (datetime, time)):
        # RFC 3339 writes UTC as Z. A time without a zone is sent as it is: to add
        # one would be a guess, and would change what a server had sent.
        text = value.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent as text")


def _duration(value: timedelta) -> str:
    """Write a duration as ISO 8601 does: `P1DT2.5S`."""
    sign = "-" if value < timedelta(0) else ""
    value = abs(value)
    days = f"{value.days}D" if value.days else ""
    seconds = f"{value.seconds}"
    if value.microseconds:
        seconds += f".{value.microseconds:06}".rstrip("0")
    clock = "" if days and seconds == "0" else f"T{seconds}S"
    return f"{sign}P{days}{clock}"
