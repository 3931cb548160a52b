"""Indexes of documentation sites: `llms.txt`, links to pages, and `llms-full.txt`, pages.

The format of the first is that of https://llmstxt.org; the second holds the pages
themselves, each below a heading of the first level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from specwright.addresses import split
from specwright.read.document import DOCUMENTS, PAGES
from specwright.read.page import read_page

_LINK: Final = re.compile(
    r"\[[^\[\]\n]*\]\(<?((?:[^\s()<>]|\([^\s()]*\))+)>?(?:\s[^)\n]*)?\)"
)
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_ADDRESS: Final = re.compile(
    r"^(?:Reference|Source|URL):\s*<?(https?://[^\s<>]+)", re.M
)
_INDEX: Final = re.compile(r"llms(?:-[a-z]+)?\.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page that an index lists, or holds."""

    url: str
    """Its address; for a page that the index holds, the index's with a fragment."""
    path: str
    """What patterns are held against."""
    text: str | None = None
    """The page, where the index holds it."""


def is_index(url: str) -> bool:
    """Whether an address is that of an index, by its name."""
    return bool(_INDEX.fullmatch(PurePosixPath(urlsplit(url).path).name))


def entries(text: str, url: str) -> tuple[Entry, ...]:
    """What the index at ``url`` lists, each once: pages with a document, else links.

    Links to other servers, to other indexes and to what is no text are left out.
    """
    held = {
        key: Entry(url=f"{url}#{quote(key)}", path=key, text=page)
        for key, page in sections(text)
        if read_page(page).spec is not None
    }
    if held:
        return tuple(held.values())
    found: dict[str, Entry] = {}
    for link in _LINK.finditer(text):
        try:
            target = urldefrag(urljoin(url, link[1])).url
            parts = urlsplit(target)
        except ValueError:
            continue
        suffix = PurePosixPath(parts.path).suffix.lower()
        is_text = suffix in PAGES | DOCUMENTS | {"", ".html"}
        if parts[:2] == urlsplit(url)[:2] and is_text and not is_index(target):
            found.setdefault(target, Entry(url=target, path=parts.path))
    return tuple(found.values())


def sections(text: str) -> Iterator[tuple[str, str]]:
    """The pages of a file that holds many, each with the path of its address."""
    start, fence = -1, ""
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate([*lines, "# "]):
        found = _FENCE.match(line)
        if fence:
            closes = found and found[1].startswith(fence) and not line.strip(" `~")
            fence = "" if closes else fence
        elif found:
            fence = found[1]
        last = number == len(lines)
        if last or (not fence and line.startswith("# ")):
            if start >= 0:
                page = "\n".join(lines[start:number])
                yield _key(page), page + "\n"
            start = number


def _key(page: str) -> str:
    """The path of the page's own address, else its title as a path."""
    prose = page.partition("\n```")[0]
    found = _ADDRESS.search(prose)
    address = split(found[1]) if found else None
    if address and address.path.strip("/"):
        return address.path
    title = page.partition("\n")[0].removeprefix("# ")
    return "/" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
