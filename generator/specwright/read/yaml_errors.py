"""What the YAML parser complains about, in plain words and at the right place."""

from __future__ import annotations

import re
from typing import Final

import yaml

from specwright.read.refusal import Refusal
from specwright.read.tree import Mark

_ILLEGAL: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Everything but YAML 1.2 section 5.1, c-printable."""

_WORDS: Final = (
    (
        "mapping values are not allowed",
        "a ':' here would start a mapping inside plain text",
        "Indent the lines of a mapping alike; put text that holds ': ' in quotes.",
    ),
    (
        "could not find expected ':'",
        "a key without a ':' after it",
        "Every line of a mapping is `key: value`; indent continued text further.",
    ),
    (
        "did not find expected key",
        "this does not fit the mapping around it",
        "Check the indentation, and that quotes are closed.",
    ),
    (
        "did not find expected '-' indicator",
        "this does not fit the list around it",
        "Check the indentation; each item of a list starts with `- `.",
    ),
    (
        "did not find expected ',' or",
        "a list or mapping in brackets is not closed, or lacks a comma",
        "Look for the missing `,`, `]` or `}`.",
    ),
    (
        "unexpected end of stream",
        "the file ends inside a quoted text",
        "Close the quotes; the file may have been cut off.",
    ),
    (
        "found undefined tag handle",
        "a tag that is not declared",
        "Put the text in quotes if it is not meant to be a tag.",
    ),
    (
        "found incompatible YAML document",
        "a YAML version that cannot be read",
        "Use `%YAML 1.2`, or leave the line out.",
    ),
    (
        "found invalid Unicode character escape code",
        "an escape that is no character, such as half of a surrogate pair",
        "Write the character itself, or all of its code: `\\U0001F600`.",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes that starts no known escape",
        "Double the backslash, or use single quotes.",
    ),
)

_ANY: Final = "Put the text here, or shortly before, in single quotes if it is text."

_TAB: Final = (
    "a tab where YAML wants spaces",
    "Indent with spaces.",
)


def check_characters(text: str, line: int, column: int) -> None:
    """Refuse what YAML allows nowhere: control characters and lone surrogates."""
    found = _ILLEGAL.search(text)
    if found is None:
        return
    before = text[: found.start()]
    mark = Mark(
        before.count("\n") + line, found.start() - (before.rfind("\n") + 1) + column
    )
    raise Refusal(
        "SW008",
        f"the character U+{ord(found[0]):04X} may not be in a YAML file",
        mark,
        hint='Write it as an escape in double quotes, "\\x1b".',
    )


def translate(
    error: yaml.MarkedYAMLError, text: str, line: int, column: int
) -> Refusal:
    """The refusal for a parser's error; ``line`` and ``column`` are of the text's start.

    An error at the end of the text is about what was opened and not closed, so it
    is put where that begins.
    """
    at = error.problem_mark or error.context_mark
    problem = error.problem or "not YAML"
    opened = error.context_mark
    if at is None:
        return Refusal("SW002", problem, Mark(line, column), hint=_ANY)
    mark = Mark(at.line + line, at.column + column)
    related: tuple[tuple[str, Mark], ...] = ()
    if opened is not None and (opened.line, opened.column) != (at.line, at.column):
        related = (
            (
                error.context or "begun here",
                Mark(opened.line + line, opened.column + column),
            ),
        )
    if "tab" in problem or _character(text, at) == "\t":
        return Refusal("SW002", _TAB[0], mark, hint=_TAB[1], related=related)
    for start, message, hint in _WORDS:
        if start in problem:
            return Refusal("SW002", message, mark, hint=hint, related=related)
    if "cannot start any token" in problem:
        return Refusal(
            "SW002",
            f"text cannot start with {_character(text, at)!a}",
            mark,
            hint="Put the text in quotes.",
            related=related,
        )
    return Refusal("SW002", problem, mark, hint=_ANY, related=related)


def _character(text: str, at: yaml.Mark) -> str:
    """The character at a mark; a tab anywhere in the indentation before it counts."""
    lines = text.split("\n")
    line = lines[at.line] if at.line < len(lines) else ""
    if line[: at.column].isspace() and "\t" in line[: at.column]:
        return "\t"
    return line[at.column : at.column + 1]
