"""Rules about overlays, overrides, names that extensions give, and subsets."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW330",
        Severity.ERROR,
        "an overlay is not in the form of the Overlay Specification",
        """\
Something in the overlay is missing, misspelt or of the wrong type. A part that nothing
reads would silently change nothing, so it is an error. This is the whole form:

    overlay: 1.1.0
    info:
      title: What this overlay is for
      version: 1.0.0
    actions:
      - target: $.paths['/v1/voices'].get
        description: why
        update: {summary: List voices}
      - target: $.paths['/v1/voices'].delete
        remove: true
      - target: $.components.schemas.Draft
        copy: $.components.schemas.Voice

Keys that start with `x-` are allowed everywhere and mean nothing here.
""",
    ),
    Rule(
        "SW331",
        Severity.ERROR,
        "the version of an overlay is not supported",
        """\
The value of `overlay` is the version of the Overlay Specification that the file is
written in. Versions 1.0 and 1.1 are read. What 1.1 adds is `copy`; the rest means the
same in both.

    overlay: 1.1.0
""",
    ),
    Rule(
        "SW332",
        Severity.ERROR,
        "the target of an action is no JSONPath query",
        """\
`target` and `copy` are queries in the language of RFC 9535. They start with `$`. A name
with a slash, a space or a brace stands in brackets and quotes:

    $.paths./v1/voices.get            # wrong
    $.paths['/v1/voices'].get         # right

and a filter has no `in` and no `and`:

    $.paths.*.get.parameters[?@.name == 'q' && @.in == 'query']
""",
    ),
    Rule(
        "SW333",
        Severity.ERROR,
        "the target of an action selects nothing",
        """\
The change would silently not be made: a name is misspelt, or the vendor has renamed
what it stood for. That is the moment to look, so it is an error. The hint says how far
the query leads, and the name that is most like the one it asked for.

Targets are looked up in all of the client's files as one document, after repairs. Two
operations of the same path and method stand at `PATH` and at `PATH#ID`.
""",
    ),
    Rule(
        "SW334",
        Severity.ERROR,
        "an update does not fit what it meets",
        """\
Overlay 1.1 says what can be merged: a mapping with a mapping, key by key; a list with a
list, one after the other; a single value replaces a single value. Anything can be
appended to a list. To put one kind in the place of another, remove first:

    - target: $.components.schemas.Voice.properties.size
      remove: true
    - target: $.components.schemas.Voice.properties
      update:
        size: {type: integer}
""",
    ),
    Rule(
        "SW335",
        Severity.WARNING,
        "an overlay extends a file that the client does not have",
        """\
`extends` says which document an overlay was written for. Here an overlay is applied to
all files of its client as one, so `extends` changes nothing, but a file that does not
exist is most likely a slip. Addresses with a scheme (`https:`) are not looked at.

    extends: ./openapi.yaml
""",
    ),
    Rule(
        "SW336",
        Severity.WARNING,
        "an override is for an operation that is not there",
        """\
An overrides document repeats the form of the API's document with what is to change.
What it says of an operation that no file of the client describes has nothing to be laid
over. An entry with `responses` is an operation of its own and is added; any other is
left out, with this warning.

Mend: add the page or document that describes the operation, or take the entry out.
""",
    ),
    Rule(
        "SW337",
        Severity.WARNING,
        "an override does not fit what it meets",
        """\
An overrides document lays mappings over mappings and lists over lists. A mapping where
the API's document has a list, or a list where it has a mapping, would destroy what is
there, so the entry is left out.

    properties:
      state:
        - x-fern-type-name: State    # wrong: a list over a schema
      kind:
        x-fern-type-name: Kind       # right
""",
    ),
    Rule(
        "SW340",
        Severity.WARNING,
        "a name that was asked for cannot be had",
        """\
`x-specwright-name` or a vendor's extension gives a name that something else has
already, or that the generated code needs for itself. A name like it is used instead;
the message says which.

    components:
      schemas:
        Chunk:
          x-specwright-name: Stream    # wrong: the runtime's own class
        Piece:
          x-specwright-name: StreamPiece    # right

Mend: choose another name.
""",
    ),
    Rule(
        "SW341",
        Severity.ERROR,
        "an entry of [include] or [exclude] selects nothing",
        """\
The entry is misspelt, or the vendor has renamed what it stood for. Operations would
come or go without anybody's having asked for it, so it is an error.

    [include]
    tags = ["voices"]               # a tag, or a resource and all below it
    paths = ["/v1/models/**"]       # `*` within a segment, `**` over segments
    operations = ["get_user"]       # operationIds

    [exclude]
    methods = ["delete"]

An operation is generated if any entry of `[include]` selects it, or there is none, and
no entry of `[exclude]` does.
""",
    ),
    Rule(
        "SW342",
        Severity.NOTE,
        "operations are left out",
        """\
`[include]` and `[exclude]` in `client.toml` leave operations out, and with them the
schemas that only they use. What is left out is not validated either.
""",
    ),
    Rule(
        "SW343",
        Severity.ERROR,
        "no operation is left",
        """\
`[include]` and `[exclude]` in `client.toml` together leave out every operation. An
operation that both select is left out.
""",
    ),
)
