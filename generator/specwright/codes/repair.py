"""Rules about repair."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING

RULES: tuple[Rule, ...] = (
    Rule(
        "SW101",
        _NOTE,
        "a tag is a list of names",
        """An operation's `tags` is a list of texts. Some documentation sites export the
whole chain of resources as a list inside it:

    tags:
      - - subpackage_voices
        - subpackage_voices/pvc

The last name is the whole path, so the tag becomes `subpackage_voices/pvc`. An empty
inner list means that the operation belongs to no resource: its method is found on the
client itself. Nothing is lost, and there is nothing to mend; write one text per tag if
the document is yours.""",
    ),
    Rule(
        "SW102",
        _NOTE,
        "a tag joins a chain of names by dots",
        """Newer exports write the chain of resources as one text:

    tags: ["subpackage_voices.subpackage_voices/pvc"]

Each link repeats the one before, so only the last, `subpackage_voices/pvc`, is kept.
Tags that do not begin with `subpackage_` are left as they are, dots included.""",
    ),
    Rule(
        "SW103",
        _NOTE,
        "a tag is empty",
        """`tags: ['']` names no resource. The empty text is dropped, and the method is
found where an operation without tags is: on the client itself.""",
    ),
    Rule(
        "SW104",
        _NOTE,
        "an enum literal is of another type than its schema",
        """An exporter writes `type: string` over every enum, even where the only entry is
a boolean:

    type: string
    enum:
      - type: booleanLiteral
        value: true

What travels is `true`, not `"true"`, so the literal's own type takes the place of
`string`. Only entries that state their literal type are read this way.""",
    ),
    Rule(
        "SW105",
        _NOTE,
        "an enum entry is an object",
        """The entries of an `enum` are the values themselves. Some exports wrap each:

    enum:
      - value: pcm_s16le_16
      - type: stringLiteral
        value: other

The `value` takes the place of the object. Anything else that the object says, such as a
description, is kept in the extension `x-enum-meta`. Plain values may stand beside such
objects. An object with other keys is a real value and is left alone.""",
    ),
    Rule(
        "SW106",
        _NOTE,
        "`Any type` stands for a schema of anything",
        """`{description: Any type}` is how an exporter writes the empty schema. It allows
every value already; only the description, which says nothing about the value, is
dropped. The type in the client is `Any`.""",
    ),
    Rule(
        "SW107",
        _NOTE,
        "a type is spelt in another way",
        """JSON Schema's types are the texts `null`, `boolean`, `object`, `array`,
`number`, `string` and `integer`. An unquoted `type: null` is YAML's null and not that
text; `String`, `int` and `bool` are words of other languages. Each of these can mean one
thing only, which is used. A word that could be a slip, such as `strin`, is an error.""",
    ),
    Rule(
        "SW108",
        _WARNING,
        "`required` stands inside a property",
        """In a schema `required` is a list of the names of properties:

    required: [name]
    properties:
      name: {type: string}

`required: true` inside the property is the way of other formats. The name is added to
the list of the object that has the property; `required: false` is dropped, since a
property that is not listed is optional.""",
    ),
    Rule(
        "SW109",
        _WARNING,
        "`nullable` is a keyword of OpenAPI 3.0",
        """OpenAPI 3.1 dropped `nullable`; to the letter it means nothing there. Whoever
writes `nullable: true` means that null is allowed, so the schema becomes what 3.1 calls
that: `type: [string, 'null']`, or a `oneOf` with `type: 'null'` where there is no
`type`.""",
    ),
    Rule(
        "SW110",
        _NOTE,
        "`examples` of a schema is a map",
        """A schema's `examples` is a plain list of values. A map of Example Objects
belongs to a parameter, a header or a media type. The values are kept as the list.""",
    ),
    Rule(
        "SW111",
        _NOTE,
        "`examples` of a parameter or media type is a list",
        """A parameter, a header and a media type name their examples:

    examples:
      short: {value: ...}

A plain list belongs to a schema. The values are kept under the names `example1`,
`example2` and so on.""",
    ),
    Rule(
        "SW112",
        _WARNING,
        "an exclusive limit is true or false",
        """In OpenAPI 3.0 `exclusiveMinimum: true` says that `minimum` itself is excluded.
Since 3.1 `exclusiveMinimum` is the limit: `exclusiveMinimum: 0`. The old form in a newer
document is read as it was meant.""",
    ),
    Rule(
        "SW113",
        _NOTE,
        "a name is listed twice",
        """`required` and `type` list each name once. A second mention adds nothing and is
dropped.""",
    ),
    Rule(
        "SW114",
        _WARNING,
        "a recursive reference of JSON Schema 2019-09",
        """OpenAPI 3.1 follows JSON Schema 2020-12, which has no `$recursiveRef` and
`$recursiveAnchor`. A schema with

    $recursiveAnchor: true

is what `$recursiveRef: '#'` below it means; the reference becomes a plain `$ref` to the
outermost such schema.""",
    ),
    Rule(
        "SW115",
        _NOTE,
        "a variant of a union says only `nullable: true`",
        """OpenAPI 3.0 has no type for null, so some exporters write "this or null" as a
union with a variant for null:

    anyOf:
      - $ref: '#/components/schemas/Limits'
      - nullable: true

To the letter `nullable` without `type` says nothing, the second variant takes any value,
and the first one is without effect: the type would be `Any`. What is meant is `Limits` or
null, and that is what the schema becomes.""",
    ),
    Rule(
        "SW120",
        _NOTE,
        "the server is taken from the page",
        """A document without `servers` says that its paths are relative to the place
that it was loaded from, which is never the API. A documentation page has a line with the
method and the full URL of the call; that URL without the operation's path is the server.
Give `[environments]` in client.toml, or `servers` in the document, to say otherwise.""",
    ),
    Rule(
        "SW121",
        _WARNING,
        "the page and its document name different servers",
        """The URL line of a page, and the `base_url` in its samples, should be among the
`servers` of the page's document. Where they are not, one of them is out of date. The
document is followed. Name the right server in `[environments]` of client.toml.""",
    ),
    Rule(
        "SW122",
        _NOTE,
        "a header parameter is the client's credential",
        """Exporters write the credential as a header parameter of every operation:

    - name: xi-api-key
      in: header

An argument of every method is not where it belongs. Where the document declares no
security scheme, and at least half of its operations have a header that is named
`Authorization`, `...api-key` or `...token`, the header becomes a security scheme and is
required by those operations. It is a bearer token where the page says so, in words or in
its samples; else an API key that is sent as it is given. An optional header gives an
optional requirement: the call goes out without a credential too. A header that client.toml
names under `[credential]` is lifted from every operation that has it, whatever its name,
and is required beside the schemes that the document declares.""",
    ),
    Rule(
        "SW123",
        _WARNING,
        "a security scheme is declared and never required",
        """`components.securitySchemes` only declares; without `security`, at the root or
in an operation, no call would carry the credential. Where there is exactly one scheme,
it is required by all operations if they have its header as a required parameter;
otherwise it is sent where the client has one. Add `security` to the document to settle
it.""",
    ),
    Rule(
        "SW124",
        _NOTE,
        "a header is not a parameter",
        """OpenAPI says that a header parameter named `Accept`, `Content-Type` or
`Authorization` SHALL be ignored: media types and security schemes say what is sent
there. `User-Agent` names the client itself. To send another value, give it in
`headers=` of the client or of the call.""",
    ),
    Rule(
        "SW130",
        _NOTE,
        "a request body has no media type",
        """The media types under `content` say what a body is made of. An empty map,

    requestBody:
      content: {}

offers nothing to send. The body is dropped; describe a media type to send one.""",
    ),
    Rule(
        "SW131",
        _NOTE,
        "it is inferred that a body is required",
        """The standard takes a body without `required` for an optional one. Exporters of
documentation pages leave `required` out in all cases. Where every schema of the body has
required properties, a call without them cannot succeed, so the body is required. Write
`required: false` to keep it optional. This applies to documents of pages only.""",
    ),
    Rule(
        "SW132",
        _NOTE,
        "the document does not say what the reply is",
        """Exporters of documentation pages write the same thing for a file of bytes, for
an empty reply and for an empty object: a success without `content`, or with

    schema:
      type: object
      properties: {}

as an inline schema or as a component named `..._Response_200`. The client then decides
by what arrives: JSON is parsed, an empty body is None, anything else is a stream of
bytes. An overlay that gives the real media type settles it.""",
    ),
    Rule(
        "SW133",
        _WARNING,
        "a response has no description",
        """OpenAPI up to 3.1 requires `description` in every Response Object. It matters
only to readers; an empty one is assumed.""",
    ),
    Rule(
        "SW134",
        _WARNING,
        "a path parameter is not marked as required",
        """A URL cannot be made without its path parameters, so OpenAPI demands
`required: true` for each. It is assumed where it is missing or false. If the path also
works without that part, describe it as a second path.""",
    ),
    Rule(
        "SW140",
        _WARNING,
        "a reference does not escape a slash",
        """In a JSON pointer `/` separates keys, so a slash inside a key is written `~1`
(RFC 6901). `#/components/schemas/a/b` leads to `b` inside `a`; if there is no such thing
but a component named `a/b`, that one is meant. Where several fit, the longest does.""",
    ),
    Rule(
        "SW141",
        _NOTE,
        "a discriminator has no mapping",
        """Without `mapping`, the values of a discriminator are the names of the
components, and variants that are written inline have none. Where each variant has a
literal of its own in that property, these are the values. Otherwise nothing is
assumed.""",
    ),
    Rule(
        "SW142",
        _NOTE,
        "a component's name is not a legal one",
        """OpenAPI allows letters, digits, `.`, `-` and `_` in the names of components.
Other characters, such as the spaces of `API Keys_list_Response_200` or the colon of
`type_:Foo`, become `_`; a number is added where the new name is taken. All references
and discriminator mappings follow. The original name is kept in `x-specwright-name`.""",
    ),
    Rule(
        "SW143",
        _NOTE,
        "a value is written in another type than is meant",
        """YAML makes a number of what looks like one, and exporters put numbers and
booleans in quotes:

    info: {title: Acme, version: 1.10}
    parameters: [{name: limit, in: query, required: "true"}]

Where the standard wants a text, the text as it is written is taken: `1.10`. Where it
wants a number or a boolean, a text that is one is. Anything else of a wrong type is an
error (SW203).""",
    ),
    Rule(
        "SW144",
        _NOTE,
        "a key has no value",
        """A key with nothing behind it, `description:`, says null. Where null is not
among the values that the standard allows, the key counts as left out. It does not for
`security`, which could mean "as everywhere else" as well as "without", nor for names
such as those of properties and paths: there it is an error (SW203).""",
    ),
    Rule(
        "SW145",
        _WARNING,
        "a reference leads through another",
        """A JSON pointer goes by the keys that are there (RFC 6901 section 4). In
`#/components/schemas/A/properties/b`, `A` may be a reference itself, which has no
`properties`; what it refers to has. Some bundlers write such pointers. The place that is
meant is taken, if every reference on the way leads somewhere.""",
    ),
    Rule(
        "SW146",
        _WARNING,
        "a reference leads to another kind of object",
        """Where a schema is to be, a reference may lead to a parameter, a header, a media
type, or a response or body of one media type: its schema is meant. Where a response or
a request body is to be, it may lead to a schema: JSON of that schema is meant. Any other
mixture is an error (SW321).""",
    ),
    Rule(
        "SW147",
        _WARNING,
        "a media type with something that is none",
        """The keys of `content` are media types, and may have parameters:
`text/plain; charset=utf-8` (RFC 9110 section 8.3.1). What stands behind the semicolon and
is no parameter is left out, as in `text/plain; utf-8`. `json`, `xml`, `form-data` and
`x-www-form-urlencoded` are short for what they are, and a key of nothing, which
converters write where no type is known, is `*/*`. Any other key that is no media type is
left out if there are others beside it; alone it is an error of a body (SW032).""",
    ),
)
