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
    address_problem,
    fetch,
    show_url,
)

__all__ = [
    "MAX_BYTES",
    "Answer",
    "Ask",
    "Fetched",
    "Web",
    "address_problem",
    "collect_sources",
    "fetch",
    "get_parts",
    "is_address",
    "read_file",
    "referred",
    "show_url",
    "web_parts",
]
