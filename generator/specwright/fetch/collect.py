"""What the arguments of `specwright add` name: files, folders and addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.fetch.files import below, nothing_in, read_file, unreadable
from specwright.fetch.parts import disk_parts, web_parts
from specwright.fetch.source import Fetched
from specwright.fetch.web import Ask, Web, fetch

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


def collect_sources(
    sources: Sequence[str], web: Web | None = None
) -> tuple[list[Fetched], Diagnostics]:
    """Read what the arguments of `specwright add` name, folders recursively.

    In a folder only files with the extension of a page or document are read. What
    cannot be read is reported; the rest is returned all the same.
    """
    web = web or Web()
    found: list[Fetched] = []
    diagnostics = Diagnostics()
    for source in sources:
        for read in _readers(source, web):
            try:
                found.append(read())
            except Unusable as unusable:
                diagnostics.add(unusable.diagnostic)
    found.extend(disk_parts(found))
    parts, problems = web_parts(found, partial(get_parts, web))
    found.extend(parts)
    for problem in problems:
        diagnostics.add(problem)
    return found, diagnostics


def get_parts(web: Web, urls: Sequence[str]) -> list[Fetched | Diagnostic | None]:
    """Each part, or why there is none; None for one that the server does not have."""
    answers = web.get_all([Ask(url=url) for url in urls])
    return [a if isinstance(a, Diagnostic) else a.fetched for a in answers]


def is_address(source: str) -> bool:
    return bool(_SCHEME.match(source))


def _readers(source: str, web: Web) -> Iterator[Callable[[], Fetched]]:
    """One function for each source behind an argument, to be called once."""
    if is_address(source):
        yield partial(fetch, source, web=web)
        return
    path = Path(source)
    if not os.path.isdir(path):
        yield partial(read_file, path)
        return
    unread: list[OSError] = []
    files = sorted(below(path, unread), key=lambda file: file.as_posix())
    for error in unread:
        yield partial(_raise, unreadable(str(error.filename), error))
    if not files and not unread:
        yield partial(_raise, nothing_in(path))
    for file in files:
        yield partial(read_file, file, asked=False)


def _raise(refusal: Unusable) -> Fetched:
    raise refusal
