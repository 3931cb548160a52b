"""Text of a document as docstrings and as Markdown: wrapped, and inert.

A docstring keeps letters of every script, since people read it. What could end it,
start an escape, hide from the eye or break a line is written as an escape.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from specwright.text import Code, Text

_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+")
_FENCE = re.compile(r"\s*(```|~~~)")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~])")
_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))(.)")
"""A list, or the line below a heading (CommonMark 4.1, 4.3, 5.2)."""
_SPAN = re.compile(r"(?<!`)(`[^`\\]+`)(?!`)")
_URL = re.compile(r"https?://[^\s<>\\]+")
_PLAIN = re.compile(r"[ !#-\[\]-~]*")
"""Most lines: nothing in them needs an escape."""
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_STEP = "    "


def docstring(lines: Iterable[str], indent: int = 0) -> Code:
    """A docstring of plain lines; ``lines`` may hold raw text of the document.

    The first line carries no indentation: the template that prints it does.
    """
    pad = _STEP * indent
    body = [_escaped(line).rstrip() for line in lines]
    while body and not body[-1]:
        body.pop()
    while body and not body[0]:
        body.pop(0)
    if not body:
        body = [""]
    body[0] = body[0].lstrip()
    if body[0].startswith('"'):
        body[0] = " " + body[0]
    if len(body) == 1:
        end = " " if body[0].endswith('"') else ""
        return Code(f'"""{body[0]}{end}"""')
    # Black takes away what the lines after the first are indented by in common.
    common = min(len(line) - len(line.lstrip()) for line in body[1:] if line)
    rest = "".join(f"\n{pad}{line[common:]}" if line else "\n" for line in body[1:])
    return Code(f'"""{body[0]}{rest}\n{pad}"""')


def wrap(text: Text | str, width: int, hang: str = "") -> list[str]:
    """Lines of prose, none longer than ``width`` where a space allows it.

    Line breaks of the text stay; lists hang; what stands in fences is not touched.
    """
    raw = text.raw if isinstance(text, Text) else text
    if not raw.strip():
        return []
    lines: list[str] = []
    fenced = False
    for line in re.split(r"\r\n|\r|\n", raw.strip().expandtabs(4)):
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or _FENCE.match(line) or len(line) <= width:
            lines.append(line.rstrip())
            continue
        bullet = _BULLET.match(line)
        lead = " " * (len(bullet[0]) if bullet else len(line) - len(line.lstrip()))
        lines += textwrap.wrap(
            line.rstrip(),
            width,
            subsequent_indent=lead,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [line if i == 0 or not line else hang + line for i, line in enumerate(lines)]


def sentence(text: Text) -> str:
    """The first paragraph on one line."""
    paragraph = re.split(r"\n\s*\n", text.raw.strip())[0]
    return " ".join(paragraph.split())


def markdown(text: Text, *, is_url: bool = False) -> Code:
    """Text for one line of Markdown, such as a table cell; no markup of its own.

    A URL is put between angle brackets; what does not look like one is empty.
    """
    line = _shown(sentence(text))
    if is_url:
        return Code(f"<{line}>") if _URL.fullmatch(line) else Code("")
    spans = _SPAN.split(line)
    shown = "".join(_inline(part, i % 2 == 1) for i, part in enumerate(spans))
    return Code(_START.sub(r"\1\\\2", shown))


def _inline(part: str, is_code: bool) -> str:
    """Code spans stay as they are, but for what would end a cell of a table."""
    return part.replace("|", "\\|") if is_code else _MARKUP.sub(r"\\\1", part)


def paragraphs(text: Text) -> Code:
    """Text as paragraphs of Markdown without markup of their own."""
    parts = re.split(r"\n\s*\n", text.raw.strip())
    return Code("\n\n".join(markdown(Text(part)) for part in parts))


def fenced(line: str) -> Code:
    """One line of raw text between backticks (CommonMark, code spans)."""
    shown = _shown(line)
    ticks = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return Code(f"{ticks}{pad}{shown}{pad}{ticks}")


def _visible(char: str) -> bool:
    return (char.isascii() and char.isprintable()) or unicodedata.category(
        char
    ) not in _HIDDEN


def _shown(line: str) -> str:
    """The line with a space for each character that cannot be seen."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(c if _visible(c) else " " for c in line)


def _escaped(line: str) -> str:
    return line if _PLAIN.fullmatch(line) else "".join(_characters(line))


def _characters(line: str) -> Iterator[str]:
    for index, char in enumerate(line):
        if char == "\\":
            yield "\\\\"
        elif char == '"' and line[index : index + 3] == '"""':
            yield '\\"'
        elif _visible(char) and (char == " " or not char.isspace()):
            yield char
        else:
            yield ascii(char)[1:-1]
