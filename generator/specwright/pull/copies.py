"""Copies of what the client's documents refer to on other servers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics
from specwright.fetch import Answer, Fetched, Web
from specwright.link import wanted
from specwright.overlay import read_amendments
from specwright.pull.roots import held, held_ask
from specwright.sources import Copies, Pins
from specwright.workspace import ABOUT


def pull_copies(
    contents: Mapping[str, bytes],
    copies: Copies,
    pins: Pins,
    web: Web,
    found: Diagnostics,
) -> list[Fetched]:
    """Every copy that is needed, directly or by another copy, each with its file.

    ``contents`` are the client's files by path below its folder.
    """
    if not copies.hosts:
        return []
    hosts = frozenset(copies.hosts)
    above = copies.client
    inputs = {
        f"{above}{path}": data
        for path, data in contents.items()
        if path not in ABOUT and not copies.is_copy(f"{above}{path}")
    }
    urls: dict[str, str] = {}
    taken: list[Fetched] = []
    while True:
        specs = read_amendments(inputs, Diagnostics()).specs
        missing = {f: w for f, w in wanted(specs, copies).items() if f not in urls}
        if not missing:
            return taken
        for file, (base, ref) in missing.items():
            urls[file] = urldefrag(urljoin(urls.get(base, ""), ref)).url
        asks = {
            file: held_ask(urls[file], file.removeprefix(above), pins, contents, hosts)
            for file in missing
        }
        answers = web.get_all(list(asks.values()))
        for (file, ask), answer in zip(asks.items(), answers, strict=True):
            path = file.removeprefix(above)
            got = held(answer, ask, path, pins, contents)
            if got is None and isinstance(answer, Answer):
                found.add(_absent(answer.why))
            elif isinstance(got, Diagnostic):
                found.add(got)
            elif got is not None:
                inputs[file] = got.data
                taken.append(replace(got, file=path, asked=False))


def _absent(why: str) -> Diagnostic:
    return finding(
        "SW042",
        why,
        consequence="A reference of the client leads there, and cannot be resolved.",
        hint="Correct the reference, with an overlay if the document is not yours.",
    )
