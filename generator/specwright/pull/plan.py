"""What one `specwright pull` of a client does: asked for, compared, and planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from specwright.add import Change, plan_add
from specwright.codes import finding
from specwright.config import Config
from specwright.diagnostics import Diagnostics, Severity, Unusable
from specwright.fetch import Fetched, Web, web_parts
from specwright.lock import digest
from specwright.pull.copies import pull_copies
from specwright.pull.offers import Offer, look_through
from specwright.pull.record import record
from specwright.pull.roots import (
    Asker,
    Roots,
    documents,
    part_getter,
    patterns_digest,
    place_of,
)
from specwright.sources import (
    FOLDER,
    Copies,
    Pin,
    Pins,
    parse_pins,
    read_sources,
    render_pins,
)
from specwright.sources.listing import with_sources
from specwright.text import printable
from specwright.workspace import CONFIG_FILE, PINS_FILE, SOURCES_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for."""

    take: tuple[str, ...] = ()
    """Patterns for the paths of listed pages that are taken this time."""
    again: bool = False
    """Look through the indexes even if nothing changed."""
    force: bool = False
    """Take the new version of files that were edited too."""
    remove_gone: bool = False
    """Take out files whose source has vanished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What to do to the client's folder; nothing where there are errors but SW873."""

    write: Mapping[str, bytes] = field(default_factory=dict)
    delete: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    """One for each file that was asked for."""
    offers: tuple[Offer, ...] = ()
    """Pages that describe an API and that no pattern takes."""
    has_sources: bool = True
    """Whether there was anything to ask for."""
    diagnostics: Diagnostics


def pull(
    client: str,
    existing: Mapping[str, bytes],
    config: Config,
    options: Options,
    web: Web,
) -> Pulled:
    """Plan bringing a client into step with its sources.

    ``existing`` are all files of its folder by path below it.
    """
    found = Diagnostics()
    folder = f"specs/{client}"
    sources = read_sources(
        existing.get(SOURCES_FILE), f"{folder}/{SOURCES_FILE}", found
    )
    try:
        pins = parse_pins(existing.get(PINS_FILE), f"{folder}/{PINS_FILE}")
    except Unusable as unusable:
        found.add(unusable.diagnostic)
    if found.has_errors:
        return Pulled(diagnostics=found)
    copies = Copies.of(config)
    stale = any(path.startswith(f"{FOLDER}/") for path in pins.files)
    if not (sources.files or sources.indexes or copies.hosts or stale):
        return Pulled(has_sources=False, diagnostics=found)
    asker = Asker(
        sources=sources,
        pins=pins,
        existing=existing,
        again=options.again or bool(options.take),
    )
    run = _Run(client, existing, asker, copies, options, found)
    return run.pulled(asker.ask(web), web)


@dataclass(slots=True)
class _Run:
    client: str
    existing: Mapping[str, bytes]
    asker: Asker
    copies: Copies
    options: Options
    found: Diagnostics
    offers: list[Offer] = field(default_factory=list)

    def pulled(self, roots: Roots, web: Web) -> Pulled:
        for entry, problem in roots.problems:
            at = problem.location or self.asker.sources.at(*entry)
            self.found.add(replace(problem, location=at))
        removed = dict(self._gone(roots))
        taken = [*roots.new, *self._looked_through(roots, web)]
        parts = self._parts(roots, web)
        if self.found.has_errors:
            return Pulled(diagnostics=self.found)
        pinned = self._pinned()
        specs = {p: data for p, data in self.existing.items() if p not in removed}
        plan = plan_add(self.client, [*taken, *parts], specs, pinned=pinned)
        self.found.extend(plan.diagnostics)
        files = dict(plan.files)
        if plan.client_toml is not None:
            files[CONFIG_FILE] = plan.client_toml.encode()
        contents = {**specs, **files}
        copied = pull_copies(contents, self.copies, self.asker.pins, web, self.found)
        around = {CONFIG_FILE: b"", **contents}
        copy_plan = plan_add(self.client, copied, around, pinned=pinned)
        self.found.extend(copy_plan.diagnostics)
        errors = [d for d in self.found if d.severity is Severity.ERROR]
        if any(error.code != "SW873" for error in errors):
            return Pulled(diagnostics=self.found)
        all_taken = {**plan.taken, **copy_plan.taken}
        contents |= copy_plan.files
        kept = {source.file for source in (*parts, *copied)}
        removed |= dict(self._stale(kept, contents, {*roots.gone} - {*removed}))
        changes = [*plan.changes, *copy_plan.changes, *removed.values()]
        known = {change.file for change in changes}
        changes += [
            Change(file=file, kind="unchanged", origin=self.asker.sources.files[file])
            for file in roots.same
            if file not in known
        ]
        return Pulled(
            write=self._written(
                {**files, **copy_plan.files}, roots, all_taken, removed, contents
            ),
            delete=tuple(path for path in sorted(removed) if path in self.existing),
            changes=tuple(changes),
            offers=tuple(offer for offer in self.offers if not offer.wanted),
            diagnostics=self.found,
        )

    def _pinned(self) -> dict[str, str]:
        if self.options.force:
            return {}
        return {file: pin.sha256 for file, pin in self.asker.pins.files.items()}

    def _gone(self, roots: Roots) -> Iterator[tuple[str, Change]]:
        """Report what has vanished, and say what is taken out for it."""
        sources = self.asker.sources
        for url, why in roots.lost.items():
            self._vanished(f"the index is not there: {why}", "indexes", url)
        for file, why in roots.gone.items():
            edited = self._is_edited(file) and not self.options.force
            if self.options.remove_gone and not edited:
                yield file, Change(
                    file=file, kind="removed", origin=sources.files[file]
                )
            else:
                what = f"specs/{self.client}/{file} has lost its source: {why}"
                self._vanished(what, "files", file)

    def _vanished(self, message: str, *entry: str) -> None:
        hint = f"Correct the address, or `specwright pull {self.client} --remove-gone`."
        self.found.add(
            finding(
                "SW874",
                printable(message),
                self.asker.sources.at(*entry),
                consequence="What is here stays.",
                hint=hint,
            )
        )

    def _is_edited(self, file: str) -> bool:
        pin = self.asker.pins.files.get(file)
        data = self.existing.get(file)
        return pin is not None and data is not None and digest(data) != pin.sha256

    def _looked_through(self, roots: Roots, web: Web) -> Iterator[Fetched]:
        """The pages of changed indexes that patterns take; all others are offered."""
        sources = self.asker.sources
        known = frozenset(sources.files.values())
        for index in sources.indexes:
            if index.url not in roots.indexes:
                continue
            offers = look_through(
                *(index, roots.indexes[index.url], known),
                *(self.options.take, web, self.found),
            )
            if offers is None:
                self.found.add(
                    finding(
                        "SW875",
                        "the index lists no pages",
                        sources.at("indexes", index.url),
                        consequence="Nothing is pulled for the client.",
                        hint="An address under [indexes] is that of an `llms.txt`.",
                    )
                )
                continue
            self.offers += offers
            yield from (offer.source for offer in offers if offer.wanted)

    def _parts(self, roots: Roots, web: Web) -> list[Fetched]:
        """What documents of many files refer to, each with its place."""
        asker = self.asker
        wholes = {
            root.name: root
            for root in documents(roots, asker.sources, asker.pins, self.existing)
        }
        get = part_getter(web, asker.pins, self.existing)
        parts, problems = web_parts([*wholes.values()], get)
        for problem in problems:
            self.found.add(problem)
        placed = []
        for part in parts:
            root = wholes[part.part_of]
            place = place_of(part, root)
            if place.startswith(".."):
                self._outside(part, root)
            else:
                placed.append(replace(part, file=place))
        return placed

    def _outside(self, part: Fetched, root: Fetched) -> None:
        self.found.add(
            finding(
                "SW871",
                f"the document refers to {part.shown}, which would lie outside the "
                "client's folder",
                self.asker.sources.at("files", root.file),
                consequence="Nothing is pulled for the client.",
                hint="Keep the document in a folder of its own: `openapi/api.yaml`.",
            )
        )

    def _stale(
        self, kept: set[str], contents: Mapping[str, bytes], gone: set[str]
    ) -> Iterator[tuple[str, Change]]:
        """Parts and copies that nothing refers to any more; edited ones stay.

        So do the parts of a document that was not asked for, or is ``gone``.
        """
        roots = self.asker.sources.files.keys() - gone
        for file, pin in self.asker.pins.files.items():
            known = pin.of in roots if pin.of else bool(pin.url)
            needless = known and file not in kept
            if needless and file in contents and not self._is_edited(file):
                yield file, Change(file=file, kind="removed", origin=pin.url)

    def _written(
        self,
        files: Mapping[str, bytes],
        roots: Roots,
        taken: Mapping[str, Fetched],
        removed: Mapping[str, Change],
        contents: Mapping[str, bytes],
    ) -> dict[str, bytes]:
        """All that changes, with what is said about it."""
        asker = self.asker
        fresh = {file: source for file, source in roots.same.items() if source}
        pins = record(asker.pins, taken, fresh, contents)
        left = {
            file: pin
            for file, pin in pins.files.items()
            if file not in removed and (file in contents or file in asker.sources.files)
        }
        about = {PINS_FILE: render_pins(Pins(files=left, indexes=self._indexes(roots)))}
        known = asker.sources.files
        added = {
            file: source.url
            for file, source in taken.items()
            if source.asked and known.get(file) != source.url
        }
        dropped = [file for file in removed if file in known]
        if added or dropped:
            about[SOURCES_FILE] = with_sources(
                self.existing.get(SOURCES_FILE),
                f"specs/{self.client}/{SOURCES_FILE}",
                added,
                gone=dropped,
            )
        changed = {p: d for p, d in about.items() if self.existing.get(p) != d}
        return {**files, **changed}

    def _indexes(self, roots: Roots) -> dict[str, Pin]:
        pins = {}
        for index in self.asker.sources.indexes:
            if fetched := roots.indexes.get(index.url):
                pins[index.url] = Pin(
                    sha256=patterns_digest(index),
                    source=digest(fetched.data),
                    at=fetched.origin if fetched.origin != index.url else "",
                    etag=fetched.etag,
                    modified=fetched.modified,
                )
            elif index.url in self.asker.pins.indexes:
                pins[index.url] = self.asker.pins.indexes[index.url]
        return pins
