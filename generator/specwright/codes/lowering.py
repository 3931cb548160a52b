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
        "serialization not supported",
        "The place of a parameter or the part of a form does not have what it asks for:\n"
        "a style of another place (`deepObject` in a header), a `content` that is\n"
        "neither JSON nor text, or headers of a part. A style becomes the default of\n"
        "its place (OpenAPI 3.2, Style Values), and other content is taken as text and\n"
        "sent as it is. Headers of a part are no arguments: a file has them where it is\n"
        "given as `(name, content, content_type, headers)`.\n"
        "Mend: check that the server accepts that, or correct the parameter.",
    ),
    Rule(
        "SW403",
        Severity.NOTE,
        "body not offered in a media type",
        "The operation takes its body in several media types. The method sends JSON,\n"
        "or a form where there are files to send, and offers every other type that the\n"
        "same arguments, or raw content in their place, can make. For this one it has\n"
        "no arguments: it has other fields, or nobody here writes objects in it (XML).\n"
        "Nothing is lost as long as the server takes the others.\n"
        "Mend: to send this one, remove the others from the operation in an overlay.",
    ),
    Rule(
        "SW404",
        Severity.WARNING,
        "security scheme not sent",
        "The client sends credentials that are one header, query parameter or cookie,\n"
        "`basic`, `digest` and `bearer` of HTTP, and tokens of OAuth 2.0 and OpenID\n"
        "Connect. It sends nothing for this scheme: its value depends on the request\n"
        "or on a handshake, or the document does not say where it goes. An operation\n"
        "that offers another one uses that.\n"
        "Mend: pass the header yourself with `headers=`, or give the client an\n"
        "`httpx_client` whose `auth` does it.",
    ),
    Rule(
        "SW405",
        Severity.NOTE,
        "no code for a link, or for a payload that is not JSON",
        "The operation itself is generated in full. Links between operations have no\n"
        "code of their own: pass what one reply holds to the next call yourself. For\n"
        "what the server sends to an address of yours there is a function that reads it\n"
        "(in `incoming`), unless it is not JSON.",
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
    Rule(
        "SW408",
        Severity.NOTE,
        "property that can never be there",
        "The schema of the property is `false`, which no value fits (JSON Schema,\n"
        "4.3.2): objects are not to have it. It is no argument and no field. Should a\n"
        "server send it all the same, it is in `model_extra`.",
    ),
    Rule(
        "SW409",
        Severity.NOTE,
        "operation left out by an extension",
        "The document keeps the operation out of SDKs with `x-fern-ignore` or\n"
        "`x-speakeasy-ignore`, so it has no method, and schemas that only it uses are\n"
        "left out too. `x-internal` leaves nothing out: it says who an operation is\n"
        "for, and an overlay or `[exclude]` can act on that.\n"
        "Mend: select the operation in client.toml, or set the extension to false:\n\n"
        "    [include]\n"
        '    operations = ["compose_music"]',
    ),
    Rule(
        "SW410",
        Severity.NOTE,
        "serialization that no standard defines",
        "The style of the parameter is made for other values (OpenAPI 3.2, Style\n"
        "Values and Style Examples): `deepObject` for objects, `spaceDelimited` and\n"
        "`pipeDelimited` for arrays and objects that are not exploded. What is sent is\n"
        "what most servers read there: the items of an array by number where it is\n"
        "`deepObject`, as many APIs mean it, and style `form` elsewhere.\n"
        "Mend: give the parameter the style that the server reads, in an overlay.",
    ),
    Rule(
        "SW411",
        Severity.NOTE,
        "pattern that no client checks",
        "A client made with `strict=True` holds what it sends to the patterns of the\n"
        "document, in an engine that takes linear time: a pattern may be made to take\n"
        "for ever in others. That engine does not look around or back, and does not\n"
        "take what is very large; and some patterns are read in one way by ECMA-262,\n"
        "which JSON Schema follows, and in another by most. Text is sent here as it is,\n"
        "and the server checks it.",
    ),
)
