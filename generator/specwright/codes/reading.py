"""Rules about reading sources and spec files, and about adding them."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: tuple[Rule, ...] = (
    Rule(
        "SW001",
        _ERROR,
        "The file is not UTF-8",
        """\
Spec files and pages are read as UTF-8, with or without a byte order mark. A file in
Latin-1, Windows-1252 or UTF-16 cannot be told apart from a damaged one, so nothing is
guessed. The message names the first byte that does not fit.

Save the file as UTF-8 in your editor, or convert it:

    iconv -f latin1 -t utf-8 old.yaml > new.yaml
""",
    ),
    Rule(
        "SW002",
        _ERROR,
        "The YAML cannot be parsed",
        """\
The text is not YAML. The place is where the parser could not go on; the mistake is
there or shortly before it. The usual causes are indentation that differs between the
lines of one mapping, tabs, quotes that are not closed, and text with `: ` in it that
is not in quotes:

    description: Note: this line is broken
    description: "Note: this line is fine"
""",
    ),
    Rule(
        "SW003",
        _ERROR,
        "A key stands twice",
        """\
A mapping may have each key once (YAML 1.2 section 3.2.1.1; RFC 8259 section 4 for
JSON). Parsers that accept the second one drop the first without a word, and with it
an operation, a property or a reply. Keys are compared as text: `200` and `"200"` are
the same key.

Both places are named; remove or rename one of them.
""",
    ),
    Rule(
        "SW004",
        _ERROR,
        "An alias leads nowhere or into itself",
        """\
`*name` repeats the value that `&name` marks earlier in the file. There is no such
value, or the alias stands inside it, so that the document would contain itself:

    Node: &node
      properties:
        next: *node        # refused

Say recursion with a reference: `next: {$ref: "#/components/schemas/Node"}`.
""",
    ),
    Rule(
        "SW005",
        _ERROR,
        "A YAML tag that cannot be honoured",
        """\
OpenAPI documents are JSON in YAML's clothes: mappings, lists, text, numbers, booleans
and null. A tag such as `!!binary`, `!!timestamp`, `!include` or `!!python/object` asks
for something else. `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map` and `!!seq`
are honoured where the value fits them.

Remove the tag, and put the value in quotes if it is text.
""",
    ),
    Rule(
        "SW006",
        _ERROR,
        "A limit is exceeded",
        """\
Files are read within limits, so that one made to exhaust memory is refused in
milliseconds: 50 MB a file, 200 levels of nesting, 5 million values, 400 digits in a
number; aliases may add ten values for each one written, and 10,000 more. Real documents
stay far below; the largest public ones have some 13 MB and 20 levels.

A limit that an honest file is beyond can be raised in client.toml:

    [limits]
    alias_growth = 1_000_000
""",
    ),
    Rule(
        "SW007",
        _ERROR,
        "Several documents in one file",
        """\
A line `---` starts another YAML document in the same file. Which of them describes the
API cannot be known, and reading only the first would drop the rest silently.

Put each document into its own file.
""",
    ),
    Rule(
        "SW008",
        _ERROR,
        "A character that may not be in the file",
        """\
Control characters may not stand in YAML (section 5.1) nor raw in JSON strings, and half
of a surrogate pair (`\\ud800` without its partner) is no character at all. They come
from binary data or from text that was cut in the middle.

Write a control character as an escape in double quotes: `"\\x1b"`.
""",
    ),
    Rule(
        "SW009",
        _ERROR,
        "A number that JSON cannot hold",
        """\
`.nan`, `.inf` and numbers beyond the range of a double have no spelling in JSON, so no
request or reply could carry them.

Put the value in quotes if it is text; leave a limit such as `maximum: .inf` out.
""",
    ),
    Rule(
        "SW010",
        _ERROR,
        "A key that is not text, or a merge that is not one",
        """\
Keys of mappings are text; YAML would also allow lists and mappings as keys (`? [a, b]`,
or `{{name}}` without quotes, which templates leave behind). The merge key `<<` takes a
mapping or a list of mappings.

Put the key in quotes if it is meant to be text.
""",
    ),
    Rule(
        "SW011",
        _ERROR,
        "The JSON cannot be parsed",
        """\
The text begins as JSON and is not JSON (RFC 8259). The usual causes are a comma after
the last element, comments, single quotes, and files that were cut off.

A document with comments is fine as YAML: rename the file to `.yaml`.
""",
    ),
    Rule(
        "SW012",
        _ERROR,
        "Not an API description",
        """\
The root of a document is a mapping that says what it is: `openapi: 3.1.0`,
`swagger: "2.0"` or `asyncapi: 2.6.0`. The file has none of these keys; the message says
what it has. In a folder given to `specwright add` such files are skipped with a notice.
""",
    ),
    Rule(
        "SW013",
        _ERROR,
        "HTML where a document was expected",
        """\
The file is a web page as browsers get it: often a login or error page saved under the
document's name, or a documentation page whose raw form has another address. Download
the raw YAML or JSON; for many documentation sites the page's address with `.md` at the
end gives its Markdown.
""",
    ),
    Rule(
        "SW014",
        _ERROR,
        "A page without a document",
        """\
A documentation page is usable when it holds an OpenAPI or AsyncAPI document in a fence:

    ## OpenAPI Specification

    ```yaml
    openapi: 3.1.0
    ...
    ```

This one has none. In a folder given to `specwright add` pages without a document are
skipped with a notice.
""",
    ),
    Rule(
        "SW015",
        _WARNING,
        "A part of x-page is not understood",
        """\
`x-page`, at the root of a spec file, holds what a documentation page says beyond its
document: title, method, url, content-type, reference, description, samples and
examples. It is written by `specwright add`. A key that is not one of these, or a value
that is not text, is ignored.

Run `specwright add` on the page again to write the block anew.
""",
    ),
    Rule(
        "SW016",
        _WARNING,
        "A page with several documents",
        """\
The page holds more than one whole API document. The one below the heading that says
"OpenAPI" or "AsyncAPI" is read, else the first; the others are ignored.

Save the others as files of their own and add those.
""",
    ),
    Rule(
        "SW017",
        _ERROR,
        "A page that was cut off",
        """\
The fence that holds the page's document is never closed, so the document may lack its
end. Reading what is there could drop operations without a word.

Fetch or save the page again.
""",
    ),
    Rule(
        "SW018",
        _ERROR,
        "A package beyond all measure",
        """\
A part of a document that many others refer to may be printed for each of them: the text
of a parameter in every method that takes it, the properties of a body as arguments of
every method that sends it. A few kilobytes can so become gigabytes. A package may have
50 MB, and a hundred bytes for each byte of the client's files; the largest public
documents need some five.

Give long texts to schemas, which are printed once. A limit that an honest client is
beyond can be raised in client.toml:

    [limits]
    output = 200_000_000
""",
    ),
    Rule(
        "SW040",
        _ERROR,
        "A source cannot be read",
        """\
`specwright add` takes files, folders and http(s) addresses. The file or folder is not
there, may not be read, is no regular file, or holds nothing to add.
""",
    ),
    Rule(
        "SW041",
        _ERROR,
        "An address that is not fetched",
        """\
Only http and https addresses are fetched. Credentials in an address
(`https://user:secret@host/`) are never sent, and a redirect from https to http is not
followed, since the reply could then be anybody's.

Download the file by hand, and add the file.
""",
    ),
    Rule(
        "SW042",
        _ERROR,
        "The server did not give the document",
        """\
There was no reply, it took too long, or it was an error. The message has the status or
the reason. Documents behind a login cannot be fetched: download them and add the file.
""",
    ),
    Rule(
        "SW043",
        _ERROR,
        "Too many redirects",
        """\
At most five redirects are followed. More than that is nearly always a loop, made by a
login or a cookie banner.

Open the address in a browser and give the one that it ends at.
""",
    ),
    Rule(
        "SW045",
        _NOTE,
        "A file in the folder describes no API",
        """\
`specwright add FOLDER` takes every page and document in the folder. A file that is
neither, such as a guide without a document in it or a `package.json`, is skipped. Name
the file itself to see why it is not taken.
""",
    ),
    Rule(
        "SW046",
        _ERROR,
        "A page that cannot be kept as one file",
        """\
A page's document is kept exactly as published, with one more block, `x-page`, at its
end. After adding that block the file did not read back as the same document, so it was
not written. This happens to documents in unusual YAML.

Save the document as a YAML or JSON file of its own, and add that.
""",
    ),
    Rule(
        "SW047",
        _NOTE,
        "Two sources for one endpoint",
        """\
Two of the given sources describe the same operation, in the same client. The later one
(in the order of the arguments, in folders by name) is taken.
""",
    ),
)
