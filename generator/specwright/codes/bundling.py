"""Rules about versions, references, and many files as one document."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

_NOTE, _WARNING, _ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR

RULES: tuple[Rule, ...] = (
    Rule(
        "SW301",
        _ERROR,
        "the version of the document is not supported",
        """The key `openapi` says which version of the standard the document follows.
Versions 3.0, 3.1 and 3.2 are read, and Swagger 2.0, which is converted. A later major
version would mean something else by the same words, so it is refused rather than guessed
at.""",
    ),
    Rule(
        "SW302",
        _WARNING,
        "the version of the document is not a text",
        """`openapi: 3.1` without quotes is a number in YAML. It is read as the version
that it looks like. Write `openapi: "3.1.0"`.""",
    ),
    Rule(
        "SW303",
        _WARNING,
        "a keyword next to `$ref` has no effect",
        """In OpenAPI 3.0 the siblings of `$ref` are ignored; only since 3.1 do they add
to what the reference says. So `nullable: true` next to `$ref` does not allow null. To
mean it, write

    nullable: true
    allOf:
      - $ref: '#/components/schemas/Name'

Descriptions are kept, since they say nothing about the value.""",
    ),
    Rule(
        "SW305",
        _WARNING,
        "something of Swagger 2.0 has no counterpart",
        """A Swagger 2.0 document is read as if it said the same in OpenAPI 3: definitions
become components, `body` and `formData` parameters become the request body, `host`,
`basePath` and `schemes` become servers. A few things cannot be said there, such as the
collection format `tsv`. The message names the thing and what is done in its place.""",
    ),
    Rule(
        "SW310",
        _ERROR,
        "a component differs between files",
        """Files that describe one API share components of the same name. Where two files
define a name differently, the client would depend on which file came first. Say which
one is right in client.toml:

    [components]
    "Name" = "file.yaml"

or make the two equal. The order of keys makes no difference; everything else does.""",
    ),
    Rule(
        "SW311",
        _NOTE,
        "an operation is described in two files",
        """Two files describe the same method of the same path, word for word. It becomes
one method. One of the files can go, unless it describes more.""",
    ),
    Rule(
        "SW312",
        _ERROR,
        "an operation is described twice, differently",
        """Two files describe the same method of the same path under the same tag and
operationId, but not in the same words. Only one can be right. Remove the older file. Two
operations that differ in tag or operationId are kept as two methods.""",
    ),
    Rule(
        "SW313",
        _ERROR,
        "client.toml chooses a file that does not define the component",
        """The table `[components]` names the file whose definition of a component wins.
The file must be one of the client's spec files, and must define that component.""",
    ),
    Rule(
        "SW320",
        _ERROR,
        "a reference leads nowhere",
        """`$ref` names another part of the document by a JSON pointer, such as
`#/components/schemas/Pet`. There is nothing at that place. The message shows the nearest
name, if there is one. Names are case-sensitive; `/` inside a key is written `~1` and `~`
is written `~0`.""",
    ),
    Rule(
        "SW321",
        _ERROR,
        "a reference leads to something else",
        """A reference must lead to an object of the kind that belongs where it stands: a
schema to a schema, a parameter to a parameter. This one leads to another kind of
object, or to a value that is no object at all.""",
    ),
    Rule(
        "SW322",
        _ERROR,
        "references go round in a circle",
        """A schema may refer to itself through a property or a list, since there the
values get smaller. A circle of `$ref`, `allOf`, `oneOf` or `anyOf` alone says only that a
thing is what it is; no value is described. The message lists the circle. A base that lists
its variants with `oneOf`, while they extend it with `allOf`, is no such circle.""",
    ),
    Rule(
        "SW323",
        _ERROR,
        "`$ref` is not a reference",
        """`$ref` must be a text that is not empty: `#/components/schemas/Name`. For a
property that is really named `$ref`, put it under `properties`.""",
    ),
    Rule(
        "SW324",
        _ERROR,
        "a reference leads out of the client's folder",
        """References lead to the same document, or to another file in the client's
folder, such as `common.yaml#/components/schemas/Error` or `schemas/Pet.yaml`. No file
elsewhere is read: put a copy into the folder. An address is fine where a schema in the
folder has it as its `$id`, or where `client.toml` names its host:

    [references]
    hosts = ["schemas.example.com"]

`specwright pull CLIENT` then keeps a copy of what the reference leads to.""",
    ),
    Rule(
        "SW325",
        _WARNING,
        "no document refers to a file",
        """A file without a key `openapi`, `swagger` or `asyncapi` is a part of a document,
and belongs to the client because a reference leads to it: `$ref: schemas/Pet.yaml`.
Nothing leads to this one. Remove it, or mend the reference that was meant to.""",
    ),
)
