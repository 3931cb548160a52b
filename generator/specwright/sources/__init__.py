"""Where a client's spec files come from: what the user says, and what was taken.

`sources.toml` is the user's: files and their addresses, and indexes of documentation.
`sources.lock` is specwright's: what each file was when it was taken.
"""

from specwright.sources.copies import FOLDER, NO_COPIES, Copies
from specwright.sources.listing import Index, Sources, read_sources
from specwright.sources.pins import Pin, Pins, parse_pins, render_pins

__all__ = [
    "FOLDER",
    "NO_COPIES",
    "Copies",
    "Index",
    "Pin",
    "Pins",
    "Sources",
    "parse_pins",
    "read_sources",
    "render_pins",
]
