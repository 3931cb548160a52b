"""The files that documents of many files refer to, beside or below them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from specwright.diagnostics import Diagnostic, Unusable
from specwright.fetch.files import read_file
from specwright.fetch.source import Fetched
from specwright.read.document import DOCUMENTS

_REFERENCE: Final = re.compile(
    r"""\$ref["']?\s*:\s*(?:"([^"#\n]+)|'([^'#\n]+)|([^"'#\s{}\[\],]+))"""
)


def referred(source: Fetched) -> Iterator[str]:
    """The files that a document, or a part of one, refers to: names as its own is.

    Read off the text; what is no relative path is left out, and what leads from one
    host to another.
    """
    if not source.name.lower().endswith(tuple(DOCUMENTS)):
        return
    folder = posixpath.dirname(source.name)
    host = source.name.partition("/")[0]
    for found in _REFERENCE.finditer(source.data.decode("utf-8", "replace")):
        path = unquote(found[1] or found[2] or found[3]).replace("\\/", "/")
        if ":" in path or "\\" in path or path[0] == "/" or not path.isprintable():
            continue
        name = posixpath.normpath(posixpath.join(folder, path))
        if not source.is_remote or name.startswith(f"{host}/"):
            yield name


def disk_parts(sources: Sequence[Fetched]) -> list[Fetched]:
    """What the files that were named refer to, of what lies beside or below them.

    Files that are not there are left to those who want to use them.
    """
    known = {posixpath.normpath(source.name) for source in sources}
    found: list[Fetched] = []
    for root in sources:
        folder = posixpath.dirname(posixpath.normpath(root.name))
        waiting = [root] if root.asked and not root.is_remote else []
        for source in waiting:
            for name in referred(source):
                is_below = name.startswith(f"{folder}/") if folder else name[:2] != ".."
                if name in known or not is_below:
                    continue
                known.add(name)
                try:
                    part = read_file(Path(name), asked=False)
                except Unusable:
                    continue
                found.append(part)
                waiting.append(part)
    return found


def web_parts(
    roots: Sequence[Fetched],
    get: Callable[[Sequence[str]], Sequence[Fetched | Diagnostic | None]],
) -> tuple[list[Fetched], list[Diagnostic]]:
    """What fetched documents refer to on their own server, round by round.

    ``get`` gives a source for each address, a finding, or None for nothing there.
    """
    known = {root.name for root in roots}
    found: list[Fetched] = []
    problems: list[Diagnostic] = []
    waiting = [root for root in roots if root.is_remote]
    while waiting:
        urls: dict[str, str] = {}
        owners: dict[str, str] = {}
        for source in waiting:
            scheme = source.origin.partition("://")[0]
            for name in referred(source):
                if name not in known and name.lower().endswith(tuple(DOCUMENTS)):
                    known.add(name)
                    urls[name] = f"{scheme}://{_quoted(name)}"
                    owners[name] = source.part_of or source.name
        waiting = []
        for name, got in zip(urls, get(list(urls.values())), strict=True):
            if isinstance(got, Diagnostic):
                problems.append(got)
            elif got is not None:
                # It is what the reference calls it, wherever it is served from.
                owner = owners[name]
                part = replace(got, name=name, asked=False, part_of=owner)
                found.append(part)
                waiting.append(part)
    return found, problems


def _quoted(name: str) -> str:
    host, _, path = name.partition("/")
    return f"{host}/{quote(path)}"
