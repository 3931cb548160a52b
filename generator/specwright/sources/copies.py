"""Copies of other servers' documents: `remote/HOST/PATH` in the client's folder.

A reference to an address (RFC 3986) leads to the copy of it, so that generating needs no
network. The place of a copy follows from the address alone.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from specwright.addresses import host_of, split
from specwright.config import Config
from specwright.read.document import DOCUMENTS

FOLDER: Final = "remote"

_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(?<![.])")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)


@dataclass(frozen=True, slots=True)
class Copies:
    """The places of the copies of one client."""

    hosts: tuple[str, ...] = ()
    """Those whose documents may be referred to, `api.example.com` or `localhost:8080`."""
    client: str = ""
    """The client's folder, with a slash at its end: `specs/acme/`."""

    @classmethod
    def of(cls, config: Config, inputs: Iterable[str] = ()) -> Copies:
        """Those of a client; its folder is where ``inputs`` have copies, if any."""
        copies = cls(config.reference_hosts)
        places = [copies._of(host) for host in copies.hosts]
        above = (
            file[: file.index(f"/{place}") + 1]
            for file in inputs
            for place in places
            if f"/{place}" in file
        )
        return cls(config.reference_hosts, next(above, f"specs/{config.name}/"))

    def is_copy(self, file: str) -> bool:
        """Whether a file is a copy, of a host that is named."""
        return any(file.startswith(self._of(host)) for host in self.hosts)

    def place(self, url: str) -> str:
        """The file for the copy of an address; empty for a host that is not named."""
        parts = split(url)
        host = host_of(parts) if parts else ""
        if parts is None or host not in self.hosts:
            return ""
        return self._of(host) + _path(parts.path, parts.query)

    def beside(self, file: str, ref: str) -> str:
        """The file that a relative reference in the copy ``file`` leads to."""
        try:
            parts = urlsplit(ref)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc or "\\" in ref:
            return ""
        top = next(self._of(h) for h in self.hosts if file.startswith(self._of(h)))
        folder = posixpath.dirname(file.removeprefix(top))
        return top + _path(posixpath.join("/", folder, parts.path), parts.query)

    def _of(self, host: str) -> str:
        return f"{self.client}{FOLDER}/{_safe(host.replace(':', '_'))}/"


NO_COPIES: Final = Copies()
"""For a client whose documents refer to no other server."""


def _path(path: str, query: str) -> str:
    whole = posixpath.normpath(f"/{path}").lstrip("/")
    parts = [unquote(part) for part in whole.split("/")] if whole else ["index"]
    last = parts[-1] + (f"?{query}" if query else "")
    name = _safe(last)
    if not name.lower().endswith(tuple(DOCUMENTS)):
        name += ".yaml"
    return "/".join([*map(_safe, parts[:-1]), name])


def _safe(part: str) -> str:
    """A part of a path as every file system has it; what is safe already stays."""
    if _PLAIN.fullmatch(part) and not _DEVICE.fullmatch(part):
        return part
    digest = hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"_{re.sub(r'[^A-Za-z0-9_-]+', '_', part)[:80].strip('_')}_{digest}"
