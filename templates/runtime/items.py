"""The items of a stream, from JSON to the declared type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import BaseModel, ValidationError

from .construct import Issue, adapter, union_tag
from .decode import NotJsonError, accepts_text, fit, loads, log_issues, show
from .models import UNKNOWN_TAG

if TYPE_CHECKING:
    from .errors import ApiStreamError
    from .framing import Frame, TooLargeError
    from .received import Received

T = TypeVar("T")

_MOST_REPORTED = 1000


class ItemDecoder(Generic[T]):
    """Decodes items, as tolerantly or strictly as whole replies are.

    The same difference is logged once for a stream, not for each of its items.

    Args:
        declared: The type of an item: any that pydantic can validate.
        received: The reply that the items are part of.
    """

    def __init__(self, declared: Any, received: Received) -> None:
        self._declared = declared
        self._received = received
        self._validate = adapter(declared).validate_json
        self._reported: set[tuple[str, str]] = set()
        self._count = 0

    def decode(self, frame: Frame) -> T:
        """Return the next item.

        Raises:
            ApiStreamError: the server reports an error instead of an item.
            ApiResponseError: it is not JSON, or does not fit and must.
        """
        self._count += 1
        try:
            if self._received.strict:
                loads(frame.data, strict=True)
            item = self._validate(frame.data, strict=True)
        except (ValidationError, NotJsonError):
            if frame.event == "error":
                raise self._reported_error(frame) from None
            item = self._decode_slowly(frame)
        if frame.event == "error" and not self._is_declared(item):
            raise self._reported_error(frame)
        if isinstance(item, BaseModel) and _has_error(item.model_extra):
            raise self._reported_error(frame)
        return cast("T", item)

    def too_large(self, error: TooLargeError) -> Exception:
        """Return the error for an item that was cut off."""
        what = f"item {self._count + 1} of the reply is larger than {error} bytes"
        return self._received.unusable(what, b"")

    def _decode_slowly(self, frame: Frame) -> Any:
        data, strict = frame.data, self._received.strict
        what = f"item {self._count} of the reply"
        try:
            item, issues = fit(self._declared, data, strict)
        except NotJsonError as error:
            if self._is_text(data):
                return data.decode("utf-8", "replace")
            raise self._received.unusable(f"{what} {error}", data) from None
        if self._declared is str:
            return data.decode("utf-8", "replace")
        if issues and strict:
            why = f"{what} does not fit: {show(issues)}"
            raise self._received.unusable(why, data)
        if new := [issue for issue in issues if self._is_new(issue)]:
            log_issues(self._received, what, new)
        return item

    def _is_text(self, data: bytes) -> bool:
        """Whether an item that is not JSON is text, and not JSON that is broken."""
        if self._declared is str:
            return True
        return data[:1] not in (b"{", b"[") and accepts_text(self._declared)

    def _is_new(self, issue: Issue) -> bool:
        key = (issue.path, issue.what)
        if key in self._reported or len(self._reported) >= _MOST_REPORTED:
            return False
        self._reported.add(key)
        return True

    def _is_declared(self, item: Any) -> bool:
        """Whether an item is a variant of its own in the description of the stream."""
        tag = union_tag(self._declared)
        return tag is not None and tag(item) not in (None, UNKNOWN_TAG)

    def _reported_error(self, frame: Frame) -> ApiStreamError:
        body: object
        data = self._received.hidden(frame.data)
        try:
            body = loads(data)
        except NotJsonError:
            body = data.decode("utf-8", "replace")
        what = f"the server reported an error as item {self._count} of the reply"
        return self._received.reported(what, data, body)


def _has_error(extra: Mapping[str, Any] | None) -> bool:
    """Whether an item says `error` where its description knows no such property."""
    found = extra.get("error") if extra else None
    return bool(found) and isinstance(found, (Mapping, str))
