"""Sources from disk and over HTTP, as bytes with a name."""

from specwright.fetch.collect import collect_sources, get_parts, is_address
from specwright.fetch.files import read_file
from specwright.fetch.parts import referred, web_parts
from specwright.fetch.source import Fetched
from specwright.fetch.web import (
    MAX_BYTES,
    Answer,
    Ask,
    Web,
    fetch,
    name_of,
)

__all__ = [
    "MAX_BYTES",
    "Answer",
    "Ask",
    "Fetched",
    "Web",
    "collect_sources",
    "fetch",
    "get_parts",
    "is_address",
    "name_of",
    "read_file",
    "referred",
    "web_parts",
]
