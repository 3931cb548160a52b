"""Rules about what the API model cannot express."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW401",
        Severity.WARNING,
        "schema became Any",
        "The schema uses a construct that has no Python type yet, or it contradicts\n"
        "itself. Only this node is typed `Any`; the operation that uses it is whole,\n"
        "and every value is sent and returned as it is. The lock counts such nodes.\n"
        "Mend: say the same with `type`, `properties`, `items`, `enum`, `oneOf`,\n"
        "`anyOf` or `allOf`, or correct the node with an overlay.",
    ),
    Rule(
        "SW402",
        Severity.WARNING,
        "parameter style not supported",
        "The parameter asks for a serialization (`style`, `explode`, `content`) that\n"
        "is not written yet. It is sent in the default style of its place: `simple` in\n"
        "path and header, `form` in query and cookie (OpenAPI 3.1, Style Values).\n"
        "Mend: check that the server accepts that, or leave the parameter out.",
    ),
    Rule(
        "SW403",
        Severity.WARNING,
        "request body of an unknown media type",
        "The body is neither JSON nor a form. The method takes it as raw bytes.",
    ),
    Rule(
        "SW404",
        Severity.WARNING,
        "security scheme not supported",
        "Only credentials that are one header, query parameter or cookie, and the\n"
        "`basic` and `bearer` schemes of HTTP, are written yet. The client sends\n"
        "nothing for this scheme; pass the header yourself with `headers=`.",
    ),
    Rule(
        "SW405",
        Severity.NOTE,
        "callbacks, webhooks and links are not generated",
        "The operation itself is generated in full. What the server sends to an address\n"
        "of yours, and links between operations, have no code of their own yet.",
    ),
    Rule(
        "SW406",
        Severity.NOTE,
        "AsyncAPI document is not generated yet",
        "The file describes a WebSocket API. It is kept where it is; no client is\n"
        "generated from it yet. The rest of the client is whole without it.",
    ),
    Rule(
        "SW407",
        Severity.NOTE,
        "server without a host",
        "A server URL may be relative to where the document was published, which a\n"
        "file on disk does not know, or have a variable without a default. Such a\n"
        "server gives the client no environment. Where it has no other, `base_url`\n"
        "must be given.\n"
        "Mend: name the whole URL in client.toml:\n\n"
        "    [environments]\n"
        '    PRODUCTION = "https://api.example.com/v1"',
    ),
)
