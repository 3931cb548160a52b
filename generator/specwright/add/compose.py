"""A page's document with `x-page` at its end, as text that reads back the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from specwright.diagnostics import Unusable
from specwright.read.document import Document, read_document
from specwright.read.info import KEY, PageInfo
from specwright.read.scalars import CONSTANTS

_PLAIN: Final = re.compile(
    r"[A-Za-z/][A-Za-z0-9_/.,;(){}+&?=~%-]*(?: [A-Za-z0-9_/.,;(){}+&?=~%-]+)*"
)
_URL: Final = re.compile(
    r"https?://[A-Za-z0-9_/.(){}+?=~%-]+(?::[0-9]+)?[A-Za-z0-9_/.(){}+?=~%-]*"
)
_UNSAFE: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)
"""What neither YAML 1.1 nor 1.2 takes for an ordinary character."""

_SWITCHES: Final = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Booleans of YAML 1.1, in any case."""


def compose(document: Document) -> tuple[str, str] | None:
    """The file for a page's document: its text and its extension.

    The document is kept byte for byte, but for the line end at its end. None where no
    way of adding `x-page` reads back as the same document.
    """
    if document.fence is None or document.page is None:
        return None
    indent = document.root.mark.column - 1 - document.fence.indent
    for candidate, extension in _candidates(document.fence.text, indent, document.page):
        if _reads_back(candidate, extension, document):
            return candidate, extension
    return None


def _candidates(
    published: str, indent: int, page: PageInfo
) -> Iterator[tuple[str, str]]:
    """Ways of adding the block, the most readable first."""
    text = published.rstrip("\n")
    if text.lstrip().startswith("{"):
        joined = _joined(text, page)
        yield joined, ".json"
        yield joined, ".yaml"
        return
    margin = " " * indent
    block = "".join(f"{margin}{line}\n" if line else "\n" for line in block_lines(page))
    yield f"{text}\n\n{block}", ".yaml"
    yield f"{text}\n{block}", ".yaml"
    # A text that keeps its empty lines (`|+`) may be the last thing in the document.
    yield f"{published}{block}", ".yaml"
    # A document that says where it ends (YAML 1.2 section 9.1.2) ends after the block.
    ended = text.removesuffix("...")
    if ended != text:
        yield f"{ended}\n{block}...\n", ".yaml"


def _joined(text: str, page: PageInfo) -> str:
    """A document in braces, with `x-page` before the last one."""
    body, brace, tail = text.rpartition("}")
    body = body.rstrip()
    comma = "" if body.endswith((",", "{")) else ","
    extra = json.dumps({KEY: _fields(page)}, indent=2, ensure_ascii=False)[1:-1]
    return f"{body}{comma}{extra.rstrip()}\n{brace}{tail}\n"


def _reads_back(text: str, extension: str, document: Document) -> bool:
    try:
        again = read_document(text.encode(), f"page{extension}")
    except (Unusable, UnicodeEncodeError):
        return False
    return (
        again.root == document.root
        and again.page == document.page
        and not again.findings
    )


def block_lines(page: PageInfo) -> list[str]:
    """`x-page` as lines of block style YAML; code in literal blocks."""
    lines = [f"{KEY}:"]
    for key, value in _fields(page).items():
        if isinstance(value, str):
            lines += _entry("  ", key, value)
            continue
        lines.append(f"  {key}:")
        for item in value:
            entries = [line for k, v in item.items() for line in _entry("      ", k, v)]
            lines.append(f"    - {entries[0].lstrip()}")
            lines += entries[1:]
    return lines if len(lines) > 1 else [f"{KEY}: {{}}"]


def _fields(page: PageInfo) -> dict[str, str | list[dict[str, str]]]:
    """What the page says, under the keys of `x-page`, without what is empty."""
    samples = [
        _filled({"language": s.language, "name": s.name, "code": s.code})
        for s in page.samples
    ]
    examples = [
        _filled({"name": e.name, "request": e.request, "response": e.response})
        for e in page.examples
    ]
    fields: dict[str, str | list[dict[str, str]]] = {
        "title": page.title,
        "method": page.method,
        "url": page.url,
        "content-type": page.content_type,
        "reference": page.reference,
        "description": page.description,
        "samples": samples,
        "examples": examples,
    }
    return {key: value for key, value in fields.items() if value}


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def _entry(indent: str, key: str, text: str) -> list[str]:
    """`key: text` in the most readable form that holds the text."""
    if "\n" not in text:
        return [f"{indent}{key}: {_inline(text)}"]
    body = text.rstrip("\n")
    if not body or _UNSAFE.search(text):
        return [f"{indent}{key}: {_quoted(text)}"]
    ends = len(text) - len(body)
    chomp = {0: "-", 1: ""}.get(ends, "+")
    # The first line that is not empty sets the indentation, unless it is given.
    width = "2" if body[0] in " \n\t" else ""
    lines = (body + "\n" * max(0, ends - 1)).split("\n")
    inner = [f"{indent}  {line}" if line else "" for line in lines]
    return [f"{indent}{key}: |{width}{chomp}", *inner]


def _inline(text: str) -> str:
    plain = _PLAIN.fullmatch(text) or _URL.fullmatch(text)
    if plain and text not in CONSTANTS and text.lower() not in _SWITCHES:
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """A double-quoted scalar. Only what YAML cannot hold raw is escaped."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(_escape, escaped)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
