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
        '    "GET /v2/voices" = false\n\n'
        "`true` confirms it and ends the note; a table corrects it:\n\n"
        '    "GET /v2/voices" = { parameter = "page_token", items = "voices",\n'
        '                         next = "next_page_token", more = "has_more" }',
    ),
    Rule(
        "SW702",
        Severity.ERROR,
        "pagination cannot be as configured",
        "`[pagination]` of client.toml asks for pages, but the operation has no such\n"
        "query parameter, its reply no such list, or the reply is not an object with a\n"
        "name of its own. Names are those of the wire.\n"
        "Mend: correct the entry, or remove it.",
    ),
    Rule(
        "SW703",
        Severity.ERROR,
        "pagination of an unknown operation",
        "An entry of `[pagination]` names an operation that the client does not have.\n"
        "Entries are method and path, as `specwright list CLIENT --operations` shows.",
    ),
)
