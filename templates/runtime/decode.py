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


def accepts_null(declared: Any) -> bool:
    """Whether a type allows None."""
    try:
        adapter(declared).validate_json(b"null", strict=True)
    except ValidationError:
        return False
    return True


def parse(received: Received) -> Any:
    """Parse the body of a reply as JSON.

    Raises:
        ApiResponseError: it is not JSON, or holds a number or a nesting that
            Python refuses.
    """
    try:
        return json.loads(received.body)
    except RecursionError:
        why = "the reply is JSON that is nested too deeply"
    except UnicodeDecodeError:
        why = "the reply is not JSON: its bytes are no text"
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        why = f"the reply is not complete JSON: {error.msg} at {where}"
    except ValueError:
        why = "the reply holds a number that is too long"
    raise received.unusable(why)


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
    body = received.body.removeprefix(_BOM)
    try:
        return adapter(declared).validate_json(body, strict=True)
    except ValidationError as error:
        first = error
    issues = Issues()
    value = parse(received)
    try:
        result = construct(declared, value, issues)
    except RecursionError:
        raise received.unusable("the reply is nested too deeply") from None
    if received.strict if strict is None else strict:
        found = issues.found or _from_pydantic(first)
        raise received.unusable(f"the reply does not fit: {_show(found)}")
    if issues.found:
        logging.getLogger(received.package).warning(
            "the reply to %s %s differs from its description: %s",
            received.method,
            received.url,
            _show(issues.found),
        )
    return result


def _show(issues: list[Issue]) -> str:
    shown = [f"{issue.path}: {issue.what}" for issue in issues[:_SHOWN]]
    more = len(issues) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def _from_pydantic(error: ValidationError) -> list[Issue]:
    details = error.errors(include_url=False, include_input=False)
    return [
        Issue("$" + "".join(f".{part}" for part in detail["loc"]), detail["msg"])
        for detail in details
    ]
