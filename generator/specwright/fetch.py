"""Sources from disk and over HTTP, as bytes with a name."""

from __future__ import annotations

import os
import posixpath
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

import httpx

from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Unusable
from specwright.read.document import DOCUMENTS, PAGES, is_html
from specwright.read.limits import DEFAULT
from specwright.read.page import looks_like_api, read_page
from specwright.text import printable

MAX_BYTES: Final = 10_000_000
"""Of one reply, decoded."""
MAX_REDIRECTS: Final = 5
DEADLINE: Final = 60.0
"""Seconds for one source, redirects included."""

_REFERENCE: Final = re.compile(
    r"""\$ref["']?\s*:\s*(?:"([^"#\n]+)|'([^'#\n]+)|([^"'#\s{}\[\],]+))"""
)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_TYPES: Final = (
    (re.compile(r"text/(x-)?markdown|text/mdx"), ".md"),
    (re.compile(r"[^;]*[/+]json\b"), ".json"),
    (re.compile(r"[^;]*[/+](x-)?yaml\b"), ".yaml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One source that was read, and not looked into."""

    name: str
    """Path or suggested file name; its extension says page or document."""
    data: bytes
    origin: str
    """Path or final URL, for people."""
    asked: bool = True
    """False for a file that was found in a folder."""


def collect_sources(sources: Sequence[str]) -> tuple[list[Fetched], Diagnostics]:
    """Read what the arguments of `specwright add` name, folders recursively.

    In a folder only files with the extension of a page or document are read. What
    cannot be read is reported; the rest is returned all the same.
    """
    found: list[Fetched] = []
    diagnostics = Diagnostics()
    for source in sources:
        for read in _readers(source):
            try:
                found.append(read())
            except Unusable as unusable:
                diagnostics.add(unusable.diagnostic)
    found.extend(_parts(found))
    return found, diagnostics


def referred(source: Fetched) -> Iterator[str]:
    """The files that a document, or a part of one, refers to: paths as its own is.

    Read off the text; what is no relative path is left out.
    """
    if not source.name.lower().endswith(tuple(DOCUMENTS)) or "://" in source.origin:
        return
    folder = posixpath.dirname(source.name)
    for found in _REFERENCE.finditer(source.data.decode("utf-8", "replace")):
        path = unquote(found[1] or found[2] or found[3]).replace("\\/", "/")
        if ":" not in path and "\\" not in path and path[0] != "/":
            yield posixpath.normpath(posixpath.join(folder, path))


def _parts(sources: Sequence[Fetched]) -> list[Fetched]:
    """What the files that were named refer to, of what lies beside or below them.

    Files that are not there are left to those who want to use them.
    """
    known = {posixpath.normpath(source.name) for source in sources}
    found: list[Fetched] = []
    for root in sources:
        folder = posixpath.dirname(posixpath.normpath(root.name))
        waiting = [root] if root.asked else []
        for source in waiting:
            for name in referred(source):
                below = name.startswith(f"{folder}/") if folder else name[:2] != ".."
                if name in known or not below:
                    continue
                known.add(name)
                try:
                    part = read_file(Path(name), asked=False)
                except Unusable:
                    continue
                found.append(part)
                waiting.append(part)
    return found


def _readers(source: str) -> Iterator[Callable[[], Fetched]]:
    """One function for each source behind an argument, to be called once."""
    if _SCHEME.match(source):
        yield lambda: fetch(source)
        return
    path = Path(source)
    if not os.path.isdir(path):
        yield lambda: read_file(path)
        return
    unread: list[OSError] = []
    files = sorted(_below(path, unread), key=lambda file: file.as_posix())
    for error in unread:
        yield partial(_raise, _unreadable(str(error.filename), error))
    if not files and not unread:
        yield partial(_raise, _nothing_in(path))
    for file in files:
        yield partial(read_file, file, asked=False)


def _raise(refusal: Unusable) -> Fetched:
    raise refusal


def _below(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    """Pages and documents in a folder, hidden ones left out, links not followed."""
    for here, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in PAGES | DOCUMENTS and not name.startswith("."):
                yield Path(here, name)


def _nothing_in(folder: Path) -> Unusable:
    return _refuse(
        "SW040",
        f"no pages or documents in the folder {printable(str(folder))}",
        "Pages end in .md or .mdx, documents in .yaml, .yml or .json.",
    )


def read_file(path: Path, *, asked: bool = True) -> Fetched:
    """Read a regular file.

    Raises:
        Unusable: There is none, it may not be read, or it is too large.
    """
    name = path.as_posix()
    shown = _shorten(name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _refuse("SW040", f"{shown} is not a regular file")
        if status.st_size > DEFAULT.bytes:
            size, limit = f"{status.st_size:,}", f"{DEFAULT.bytes:,}"
            raise _refuse("SW006", f"{shown} has {size} bytes; the limit is {limit}")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    return Fetched(name=_named(name, data, ""), data=data, origin=name, asked=asked)


def _unreadable(name: str, error: OSError | ValueError) -> Unusable:
    reason = getattr(error, "strerror", None) or str(error)
    return _refuse("SW040", f"cannot read {_shorten(name)}: {printable(reason)}")


def fetch(
    url: str,
    *,
    transport: httpx.BaseTransport | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """GET ``url``, following at most `MAX_REDIRECTS` redirects.

    No credential or cookie is ever sent, and https is never left for http.

    Raises:
        Unusable: No reply, an error status, too large, or an HTML page.
    """
    deadline = clock() + DEADLINE
    target = _checked(url, None)
    try:
        with httpx.Client(transport=transport, timeout=15.0) as client:
            for _ in range(MAX_REDIRECTS + 1):
                with client.stream("GET", target, headers=_HEADERS) as response:
                    if response.next_request is None:
                        data = _body(response, deadline, clock)
                        return _fetched(response, data)
                    target = _checked(str(response.next_request.url), target)
                client.cookies.clear()
    except httpx.HTTPError as error:
        raise _no_reply(target, error) from None
    raise _refuse(
        "SW043",
        f"{_show(url)} redirects more than {MAX_REDIRECTS} times",
        "Give the address that it ends at.",
    )


def _checked(url: str, before: httpx.URL | None) -> httpx.URL:
    """``url`` if it may be fetched, coming from ``before``."""
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise _refuse("SW041", f"{printable(url)} is not a URL: {error}") from None
    what = "the redirect to " if before else ""
    shown = _show(target)
    port = target.port or 0
    if target.scheme not in ("http", "https") or not target.host or port > 65535:
        raise _refuse(
            "SW041",
            f"{what}{shown} cannot be fetched",
            "Only http and https addresses can; download the file by hand.",
        )
    if before and before.scheme == "https" and target.scheme == "http":
        raise _refuse("SW041", f"{what}{shown} would leave https for http")
    if target.userinfo:
        raise _refuse(
            "SW041",
            f"{what}{shown} carries credentials, which are never sent",
            "Download the file by hand and add that.",
        )
    return target


def _body(
    response: httpx.Response, deadline: float, clock: Callable[[], float]
) -> bytes:
    shown = _show(response.url)
    if response.status_code != 200:
        phrase = f"{response.status_code} {printable(response.reason_phrase)}".strip()
        raise _refuse("SW042", f"{shown} answered {phrase}", _status_hint(response))
    data = bytearray()
    for chunk in response.iter_bytes(65_536):
        data += chunk
        if len(data) > MAX_BYTES:
            raise _refuse(
                "SW006",
                f"{shown} is larger than {MAX_BYTES:,} bytes",
                "Download the file by hand and add that.",
            )
        if clock() > deadline:
            raise _refuse("SW042", f"{shown} took more than {DEADLINE:g} s")
    return bytes(data)


def _fetched(response: httpx.Response, data: bytes) -> Fetched:
    kind = response.headers.get("content-type", "")
    if is_html(data[:4096].decode("utf-8", "replace")):
        raise _refuse(
            "SW013",
            f"{_show(response.url)} is an HTML page, not a document",
            "Many documentation sites give the page as Markdown at its address with "
            "`.md` at the end.",
        )
    last = unquote(response.url.path).rsplit("/", 1)[-1] or response.url.host
    return Fetched(name=_named(last, data, kind), data=data, origin=str(response.url))


def _named(name: str, data: bytes, content_type: str) -> str:
    """``name`` with the extension of what it holds, if it has none of ours."""
    if PurePosixPath(name).suffix.lower() in PAGES | DOCUMENTS:
        return name
    for pattern, suffix in _TYPES:
        if pattern.match(content_type.lower()):
            return name + suffix
    text = data.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return f"{name}.json"
    if not looks_like_api(text) or read_page(text).spec is not None:
        return f"{name}.md"
    return f"{name}.yaml"


def _no_reply(url: httpx.URL, error: httpx.HTTPError) -> Unusable:
    if isinstance(error, httpx.TimeoutException):
        why = "it took too long"
    else:
        why = printable(str(error)) or type(error).__name__
    return _refuse("SW042", f"no reply from {_show(url)}: {why}")


def _status_hint(response: httpx.Response) -> str:
    if response.status_code in (401, 403):
        return "It may want a login; download the file by hand and add that."
    return "Open the address in a browser to see whether it is right."


def _show(url: httpx.URL | str) -> str:
    """A URL for a message: without credentials, on one line."""
    try:
        shown = str(httpx.URL(url).copy_with(userinfo=b""))
    except (httpx.InvalidURL, ValueError):
        shown = str(url)
    return _shorten(shown)


def _shorten(text: str) -> str:
    return printable(text if len(text) <= 200 else f"{text[:197]}...")


def _refuse(code: str, message: str, hint: str = "") -> Unusable:
    consequence = "This source is not added."
    return Unusable(finding(code, message, consequence=consequence, hint=hint))


_HEADERS: Final = {
    "User-Agent": "specwright",
    "Accept": "text/markdown, application/yaml, application/json, */*;q=0.5",
}
