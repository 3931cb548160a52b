"""Kinds of media types (RFC 6838, RFC 6839)."""

from __future__ import annotations

_MULTIPART = frozenset({"multipart/form-data", "multipart/mixed", "multipart/related"})


def essence(media_type: str) -> str:
    """The type without parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """`application/json` or a structured suffix `+json`."""
    kind = essence(media_type)
    return kind == "application/json" or kind.endswith("+json")


def is_multipart(media_type: str) -> bool:
    """Parts with names: a form, or another kind whose parts are properties."""
    return essence(media_type) in _MULTIPART


def is_form(media_type: str) -> bool:
    """A form, of either encoding."""
    kind = essence(media_type)
    return kind in _MULTIPART or kind == "application/x-www-form-urlencoded"


def is_event_stream(media_type: str) -> bool:
    """A sequence of values over time."""
    return essence(media_type) in {
        "text/event-stream",
        "application/jsonl",
        "application/x-ndjson",
        "application/json-seq",
    }


def is_text(media_type: str) -> bool:
    return essence(media_type).startswith("text/") and not is_event_stream(media_type)
