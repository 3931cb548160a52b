"""Rules about what was inferred, because the document does not say it."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW701",
        Severity.NOTE,
        "pagination inferred",
        "The operation takes a cursor or a page number, and its reply holds a list\n"
        "with the next cursor, or says whether there is more. So its method returns a\n"
        "page: `.next()` asks for the one after it, and a loop over it goes through\n"
        "the items of all pages.\n\n"
        "    for voice in client.voices.search():\n"
        "        ...\n\n"
        "Where that is not what the API means, say so in client.toml:\n\n"
        "    [pagination]\n"
        '    "voices.search" = false',
    ),
)
