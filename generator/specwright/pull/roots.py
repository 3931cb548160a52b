"""The files that have an address, and the parts of those that are documents of many."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urldefrag

from specwright.diagnostics import Diagnostic
from specwright.fetch import Answer, Ask, Fetched, Web, name_of
from specwright.lock import digest
from specwright.pull.pages import sections
from specwright.read.document import DOCUMENTS
from specwright.sources import Index, Pin, Pins, Sources


@dataclass(slots=True, kw_only=True)
class Roots:
    """What became of the files with an address."""

    new: list[Fetched] = field(default_factory=list)
    """Those that differ from what was taken last, each with its file."""
    same: dict[str, Fetched | None] = field(default_factory=dict)
    """Files whose source is as it was; with the reply, where it was sent again."""
    gone: dict[str, str] = field(default_factory=dict)
    """Files whose source has vanished, and what the server said."""
    indexes: dict[str, Fetched] = field(default_factory=dict)
    """Indexes to look through, by their address."""
    lost: dict[str, str] = field(default_factory=dict)
    """Indexes that have vanished, and what the server said."""
    problems: list[tuple[tuple[str, str], Diagnostic]] = field(default_factory=list)
    """Findings, each with its entry in `sources.toml`."""


@dataclass(slots=True, kw_only=True)
class Asker:
    """Asks for everything that `sources.toml` names."""

    sources: Sources
    pins: Pins
    existing: Mapping[str, bytes]
    again: bool
    """Whether indexes are looked through even if nothing changed."""

    def ask(self, web: Web) -> Roots:
        addresses: dict[str, list[str]] = {i.url: [] for i in self.sources.indexes}
        for file, url in self.sources.files.items():
            addresses.setdefault(urldefrag(url).url, []).append(file)
        indexes = {index.url: index for index in self.sources.indexes}
        roots = Roots()
        asks = [
            self._ask(url, files, indexes.get(url)) for url, files in addresses.items()
        ]
        answers = web.get_all(asks)
        for (url, files), got in zip(addresses.items(), answers, strict=True):
            if isinstance(got, Diagnostic):
                entry = ("files", files[0]) if files else ("indexes", url)
                roots.problems.append((entry, got))
                continue
            self._files(roots, files, got)
            if url in indexes and got.fetched is not None:
                if self._is_news(indexes[url], got.fetched):
                    roots.indexes[url] = got.fetched
            elif url in indexes and got.kind == "gone":
                roots.lost[url] = got.why
        return roots

    def _is_news(self, index: Index, fetched: Fetched) -> bool:
        """Whether an index, or what is wanted of it, is not as it was last time."""
        pin = self.pins.indexes.get(index.url)
        if pin is None or self.again:
            return True
        now = patterns_digest(index), digest(fetched.data)
        return (pin.sha256, pin.source) != now

    def _ask(self, url: str, files: Sequence[str], index: Index | None) -> Ask:
        """Conditional where nothing that depends on the reply needs it sent again."""
        pins = [self.pins.files.get(file) for file in files]
        usable = all(pin is not None for pin in pins)
        usable = usable and all(file in self.existing for file in files)
        if index is not None:
            pin = self.pins.indexes.get(url)
            same = pin is not None and pin.sha256 == patterns_digest(index)
            usable = usable and same and not self.again
            pins.append(pin)
        known = {(p.etag, p.modified, p.at) for p in pins if p is not None}
        if not usable or len(known) != 1:
            return Ask(url=url)
        etag, modified, at = known.pop()
        return Ask(url=url, etag=etag, modified=modified, at=at)

    def _files(self, roots: Roots, files: Sequence[str], got: Answer) -> None:
        if got.kind == "gone":
            roots.gone |= dict.fromkeys(files, got.why)
            return
        for file in files:
            if got.fetched is None:
                roots.same[file] = None
                continue
            source = self._cut(got.fetched, self.sources.files[file])
            pin = self.pins.files.get(file)
            if source is None:
                url = self.sources.files[file]
                roots.gone[file] = f"the list does not hold {urldefrag(url).fragment}"
            elif file in self.existing and pin and sent(pin) == digest(source.data):
                roots.same[file] = source
            else:
                roots.new.append(replace(source, file=file))

    def _cut(self, fetched: Fetched, url: str) -> Fetched | None:
        """What the address means: the whole reply, or one page of those it holds."""
        key = unquote(urldefrag(url).fragment)
        if not key:
            return replace(fetched, url=url)
        text = fetched.data.decode("utf-8", "replace")
        page = dict(sections(text)).get(key)
        return cut(fetched, url, key, page) if page is not None else None


def cut(fetched: Fetched, url: str, key: str, page: str) -> Fetched:
    """A page of the reply that holds it, as a source of its own."""
    name = f"{fetched.name.partition('/')[0]}/{key.strip('/')}.md"
    return replace(fetched, name=name, data=page.encode(), url=url)


def sent(pin: Pin) -> str:
    """The hash of what the server sent."""
    return pin.source or pin.sha256


def patterns_digest(index: Index) -> str:
    return digest(repr((index.take, index.leave)).encode())


def documents(
    roots: Roots, sources: Sources, pins: Pins, existing: Mapping[str, bytes]
) -> Iterator[Fetched]:
    """The new documents, and those that are as they were; their references are followed."""
    yield from roots.new
    for file in roots.same:
        if file.lower().endswith(tuple(DOCUMENTS)) and file in pins.files:
            pin = pins.files[file]
            url = pin.at or sources.files[file]
            data = existing[file]
            if not pin.source:
                name = name_of(url, data)
                yield Fetched(name=name, data=data, origin=url, url=url, file=file)


def part_getter(
    web: Web, pins: Pins, existing: Mapping[str, bytes]
) -> Callable[[Sequence[str]], list[Fetched | Diagnostic | None]]:
    """Gets parts of documents; what is here already is asked for by its validators."""
    here = {pin.url: file for file, pin in pins.files.items() if file in existing}

    def get(urls: Sequence[str]) -> list[Fetched | Diagnostic | None]:
        asks = [held_ask(url, here.get(url), pins, existing) for url in urls]
        return [
            held(answer, ask, here.get(ask.url), pins, existing)
            for ask, answer in zip(asks, web.get_all(asks), strict=True)
        ]

    return get


def held_ask(
    url: str,
    file: str | None,
    pins: Pins,
    existing: Mapping[str, bytes],
    hosts: frozenset[str] | None = None,
) -> Ask:
    """The question for a file that is here as it was taken, or for one that is not."""
    pin = pins.files.get(file) if file else None
    data = existing.get(file) if file else None
    if pin is None or data is None or digest(data) != pin.sha256:
        return Ask(url=url, hosts=hosts)
    return Ask(url=url, etag=pin.etag, modified=pin.modified, at=pin.at, hosts=hosts)


def held(
    answer: Answer | Diagnostic,
    ask: Ask,
    file: str | None,
    pins: Pins,
    existing: Mapping[str, bytes],
) -> Fetched | Diagnostic | None:
    """What was sent, or what is here where the server says that it is the same."""
    if isinstance(answer, Diagnostic) or answer.kind != "same" or not file:
        return answer if isinstance(answer, Diagnostic) else answer.fetched
    pin, data = pins.files[file], existing[file]
    origin = pin.at or ask.url
    return Fetched(
        name=name_of(origin, data),
        data=data,
        origin=origin,
        url=ask.url,
        etag=pin.etag,
        modified=pin.modified,
    )


def place_of(part: Fetched, root: Fetched) -> str:
    """Where a part goes: as it lies to its document. It begins with `..` for outside."""
    way = posixpath.relpath(part.name, posixpath.dirname(root.name))
    return posixpath.normpath(posixpath.join(posixpath.dirname(root.file), way))
