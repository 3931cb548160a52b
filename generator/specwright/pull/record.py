"""Writes down where files came from, and what they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urldefrag

from specwright.addresses import address_problem, secret_in
from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.fetch import Fetched
from specwright.lock import digest
from specwright.sources import Pin, Pins
from specwright.text import printable, show


def record(
    pins: Pins,
    taken: Mapping[str, Fetched],
    same: Mapping[str, Fetched],
    contents: Mapping[str, bytes],
) -> Pins:
    """The pins with those of the files that were taken. ``contents`` are all files'.

    ``same`` are those that were sent again and had not changed.
    """
    roots = {source.name: file for file, source in taken.items()}
    files = dict(pins.files)
    for file, source in same.items():
        files[file] = replace(files[file], **_answered(source))
    for file, source in taken.items():
        sha, sent = digest(contents[file]), digest(source.data)
        of = roots.get(source.part_of, "")
        files[file] = Pin(
            sha256=sha,
            source=sent if sent != sha else "",
            url="" if source.asked else source.url,
            of=of,
            **_answered(source),
        )
    return replace(pins, files=files)


def _answered(source: Fetched) -> dict[str, str]:
    """What the server said, and where; nothing for a file from the disk."""
    at = source.origin if source.is_remote else ""
    if secret_in(at):
        # An address that a server makes for one download is of no use later.
        return {"at": "", "etag": "", "modified": ""}
    if at == urldefrag(source.url).url:
        at = ""
    return {"at": at, "etag": source.etag, "modified": source.modified}


def addresses(
    client: str, taken: Mapping[str, Fetched], found: Diagnostics
) -> dict[str, str]:
    """The addresses to keep in `sources.toml`, without those that hold a credential."""
    kept: dict[str, str] = {}
    for file, source in taken.items():
        if not source.is_remote or source.part_of:
            continue
        if not address_problem(source.url):
            kept[file] = source.url
            continue
        name = secret_in(source.url)
        found.add(
            finding(
                "SW878",
                f"the address of specs/{client}/{printable(file)} is not kept: its "
                f"parameter {show(name)} looks like a credential",
                consequence="`specwright pull` will not refresh the file.",
            )
        )
    return kept
