"""JSON replies to Python values: strictly where they fit, tolerantly where not."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from .construct import Issue, Issues, adapter, construct

if TYPE_CHECKING:
    from .received import Received

_SHOWN = 10
_BOM = b"\xef\xbb\xbf"


class NotJsonError(ValueError):
    """Bytes that are not JSON; the text goes on from what they are called."""


def accepts_null(declared: Any) -> bool:
    """Whether a type allows None."""
    return _accepts(declared, b"null")


def accepts_text(declared: Any) -> bool:
    """Whether a type allows any string."""
    return _accepts(declared, b'"\\u0000"')


def _accepts(declared: Any, data: bytes) -> bool:
    try:
        adapter(declared).validate_json(data, strict=True)
    except ValidationError:
        return False
    return True


def loads(data: bytes, *, strict: bool = False) -> Any:
    """Parse JSON.

    Args:
        data: The JSON, in UTF-8.
        strict: Refuse what RFC 8259 has no form for, or leaves to each reader: NaN and
            the infinities (section 6), and a key that comes twice (section 4).

    Raises:
        NotJsonError: it is not JSON, or holds a number or a nesting that Python
            refuses.
    """
    try:
        if strict:
            return json.loads(data, object_pairs_hook=_object_once, parse_constant=_no)
        return json.loads(data)
    except NotJsonError:
        raise
    except RecursionError:
        why = "is JSON that is nested too deeply"
    except UnicodeDecodeError:
        why = "is not JSON: its bytes are no text"
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        why = f"is not complete JSON: {error.msg} at {where}"
    except ValueError:
        why = "holds a number that is too long"
    raise NotJsonError(why)


def _object_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJsonError(f"has the key {key[:100]!r} twice")
        found[key] = value
    return found


def _no(name: str) -> Any:
    raise NotJsonError(f"holds {name}, which JSON has not")


def parse(received: Received) -> Any:
    """Parse the body of a reply as JSON.

    Raises:
        ApiResponseError: see `loads`.
    """
    try:
        return loads(received.body, strict=received.strict)
    except NotJsonError as error:
        raise received.unusable(f"the reply {error}") from None


def decode(declared: Any, received: Received, *, strict: bool | None = None) -> Any:
    """Decode the body of a reply as the declared type.

    A body that does not fit is decoded all the same: what can be typed is typed,
    everything else is kept as it came, and one warning is logged. A strict client
    refuses it instead.

    Args:
        declared: Any type that pydantic can validate.
        received: The reply, read whole.
        strict: Overrides the client's own choice.

    Raises:
        ApiResponseError: the body is not JSON, or does not fit and must.
    """
    strict = received.strict if strict is None else strict
    try:
        result, issues = fit(declared, received.body.removeprefix(_BOM), strict)
    except NotJsonError as error:
        raise received.unusable(f"the reply {error}") from None
    if issues and strict:
        raise received.unusable(f"the reply does not fit: {show(issues)}")
    if issues:
        log_issues(received, "the reply", issues)
    return result


def fit(declared: Any, data: bytes, strict: bool) -> tuple[Any, list[Issue]]:
    """Return JSON as the declared type, as far as it fits, and where it does not.

    What does not fit for pydantic alone, such as a very deep nesting, is an issue
    only if `strict`. A variant without its optional tag is none.

    Raises:
        NotJsonError: see `loads`, which is as strict.
    """
    try:
        if strict:
            loads(data, strict=True)
        return adapter(declared).validate_json(data, strict=True), []
    except ValidationError as error:
        first = error
    issues = Issues()
    value = loads(data)
    try:
        result = construct(declared, value, issues)
    except RecursionError:
        raise NotJsonError("is nested too deeply") from None
    return result, issues.found or (_from_pydantic(first) if strict else [])


def log_issues(received: Received, what: str, issues: list[Issue]) -> None:
    """Log what is different in a reply, or in an item of one."""
    logging.getLogger(received.package).warning(
        "%s to %s %s differs from its description: %s",
        what,
        received.method,
        received.url,
        show(issues),
    )


def show(issues: list[Issue]) -> str:
    """Write issues on one line, the first few of them."""
    shown = [f"{issue.path}: {issue.what}" for issue in issues[:_SHOWN]]
    more = len(issues) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def _from_pydantic(error: ValidationError) -> list[Issue]:
    details = error.errors(include_url=False, include_input=False)
    return [
        Issue("$" + "".join(f".{part}" for part in detail["loc"]), detail["msg"])
        for detail in details
        if detail["type"] != "union_tag_not_found"
    ]
