"""Holds what generated code sends now against what was recorded.

An operation whose spec is what it was must send what it sent. What another specification
asks for is new; what the code sends is found by running it, with the recorded arguments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import TYPE_CHECKING

from specwright.accepted import Accepted
from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.lock import Lock, digest
from specwright.nearest import nearest
from specwright.python.again import given_of
from specwright.python.goldens import Golden, Goldens
from specwright.text import show
from specwright.wire.record import FOLDER, Block, by_operation, shown
from specwright.wire.spec import short_hash

if TYPE_CHECKING:
    from specwright.guard.run import Send

TABLE = "wire"
"""Of the lock: an operation's spec, its requests, and what is sent if that differs."""

UNEXPLAINED = "SW830"

MOST_SHOWN = 20
"""Operations of one client that are shown with their bytes; the rest is named."""

_LONG = 60
"""Lines of two requests beyond which only what differs is shown."""

_LOST = "(the recorded request is lost; only its hash is known)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came out."""

    table: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For the next lock."""
    refused: tuple[Diagnostic, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()
    changed: tuple[str, ...] = ()
    """Operations whose requests changed as their specs did, by attribute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A client as it was written, or will be."""

    files: Mapping[str, bytes]
    stand_ins: Mapping[str, bytes] = field(default_factory=dict)
    """What is run in place of the user's own modules."""
    """By path below the generated folder; of the old ones those with requests."""
    lock: Lock | None
    """Of the new ones as far as it is known, with all inputs."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Operations that may send something else."""

    names: Collection[str]
    """By attribute, or by method and path: for this run."""
    accepted: Accepted
    today: dt.date

    def allows(self, golden: Golden) -> bool:
        names = {golden.attribute, shown(golden.key)}
        held = self.accepted.wire(golden.key, self.today)
        return bool(names & {*self.names}) or held is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What is known of one operation from the last time."""

    spec: str
    sent: str
    """Hash of what was sent."""
    blocks: tuple[Block, ...]
    """As many as can be trusted; none where the files are gone or were edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One operation that sends something else than it did."""

    golden: Golden
    before: str
    after: str


def hash_of(texts: Sequence[str]) -> str:
    """The hash of an operation's requests."""
    return short_hash("\n\n".join(texts))


def recorded(old: Lock | None, files: Mapping[str, bytes]) -> dict[str, Recorded]:
    """What the lock and the files beside it know, by operation.

    Without a lock, the files are taken at their word.
    """
    found = by_operation(files)
    if old is None:
        return {
            key: Recorded(
                spec=blocks[0].spec,
                sent=hash_of([block.request for block in blocks]),
                blocks=blocks,
            )
            for key, blocks in found.items()
        }
    known: dict[str, Recorded] = {}
    for key, (spec, asked, *sent) in _entries(old).items():
        blocks = found.get(key, ())
        is_whole = hash_of([block.request for block in blocks]) == asked
        known[key] = Recorded(
            spec=spec,
            sent=sent[0] if sent else asked,
            blocks=blocks if is_whole else (),
        )
    return known


def _entries(lock: Lock) -> dict[str, list[str]]:
    table = lock.facts.get(TABLE)
    entries = table.items() if isinstance(table, Mapping) else ()
    return {
        str(key): list(map(str, entry))
        for key, entry in entries
        if isinstance(entry, list) and len(entry) in (2, 3)
    }


def judge(
    client: str, goldens: Goldens, new: Written, old: Written, agreed: Agreed
) -> Verdict:
    """Decide whether the new files may take the place of the old ones."""
    known = recorded(old.lock, old.files)
    is_same = old.lock is not None and _is_same_code(new.files, old.lock)
    if is_same or not known:
        # Nothing can differ, or there is nothing to differ from.
        table = _carried(goldens, _entries(old.lock) if old.lock else {})
        return Verdict(table=table, refused=tuple(_unknown(agreed, table, goldens)))
    # What runs code takes a while to import, which is spared where nothing is run.
    from specwright.guard.run import sending

    court = _Court(client, goldens, new, old, known, agreed)
    with sending(goldens, {**new.files, **new.stand_ins}) as send:
        for golden in goldens.operations:
            court.hear(golden, send)
    return court.verdict()


def _is_same_code(files: Mapping[str, bytes], old: Lock) -> bool:
    """Whether the code and the requests are those of the lock, so nothing can differ."""
    return TABLE in old.facts and all(
        path in old.kept or old.files.get(path) == digest(data)
        for path, data in files.items()
        if path.startswith(("src/", f"{FOLDER}/"))
    )


def _carried(
    goldens: Goldens, entries: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for golden in goldens.operations:
        asked = hash_of([block.request for block in golden.blocks])
        _, was, *sent = entries.get(shown(golden.key), ("", ""))
        kept = sent if was == asked else []
        table[shown(golden.key)] = [golden.described.digest, asked, *kept]
    return table


@dataclass(slots=True)
class _Court:
    """Hears one operation after the other."""

    client: str
    goldens: Goldens
    new: Written
    old: Written
    known: Mapping[str, Recorded]
    agreed: Agreed
    table: dict[str, list[str]] = field(default_factory=dict)
    deviations: list[Change] = field(default_factory=list)
    unexplained: list[Change] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def hear(self, golden: Golden, send: Send) -> None:
        """Run the calls of an operation."""
        key = shown(golden.key)
        asked = [block.request for block in golden.blocks]
        texts = [send(golden, given) for given in golden.givens]
        self.table[key] = [golden.described.digest, hash_of(asked)]
        record = self.known.get(key)
        if texts != asked:
            self.table[key].append(hash_of(texts))
            if record is None or record.sent != hash_of(texts):
                self.deviations.append(_first(golden, asked, texts))
        if record is None or hash_of(texts) == record.sent:
            return
        change = _change(golden, record, texts, send)
        if change is None:
            return
        if not self._is_same_spec(golden, record):
            self.explained.append(golden.attribute)
        elif self.agreed.allows(golden):
            self.allowed.append(golden.key)
        else:
            self.unexplained.append(change)

    def _is_same_spec(self, golden: Golden, record: Recorded) -> bool:
        """What it was read from is the same, or what was read.

        The first even where this version reads the same files in another way.
        """
        if record.spec == golden.described.digest:
            return True
        old, new = self.old.lock, self.new.lock
        if old is None or new is None or old.config != new.config:
            return False
        before, after = old.inputs, new.inputs
        differ = {p for p in {*before, *after} if before.get(p) != after.get(p)}
        described = (o.described.files for o in self.goldens.operations)
        others = frozenset().union(*described) - golden.described.files
        return not differ - others

    def verdict(self) -> Verdict:
        used = [*self.allowed, *(c.golden.key for c in self.unexplained)]
        reviewed = self.agreed.accepted.review(used, self.agreed.today, wire=True)
        return Verdict(
            table=self.table,
            refused=(
                *_unknown(self.agreed, self.table, self.goldens),
                *self._refusals(),
            ),
            remarks=(*map(_deviation, self.deviations), *reviewed),
            changed=tuple(self.explained),
        )

    def _refusals(self) -> Iterator[Diagnostic]:
        for change in self.unexplained[:MOST_SHOWN]:
            yield finding(
                UNEXPLAINED,
                f"{change.golden.attribute} sends something else than before, "
                "and its spec did not change",
                change.golden.location,
                consequence="Nothing is written until it is accepted.",
                hint="where the new request is right: `specwright generate "
                f"{self.client} --accept-wire {change.golden.attribute}`",
                detail=_diff(change),
            )
        if more := self.unexplained[MOST_SHOWN:]:
            yield finding(
                UNEXPLAINED,
                f"{len(more)} operations more send something else than before",
                consequence="Nothing is written until they are accepted.",
                detail=tuple(change.golden.attribute for change in more),
            )


def _unknown(
    agreed: Agreed, table: Mapping[str, object], goldens: Goldens
) -> Iterator[Diagnostic]:
    """Nothing may be accepted by a name that means nothing, or another one soon."""
    names = {*table, *(golden.attribute for golden in goldens.operations)}
    for name in agreed.names:
        if name not in names:
            close = nearest(name, names)
            yield finding(
                "SW831",
                f"there is no operation {show(name)} to accept",
                consequence="Nothing was written.",
                hint=f"Did you mean `{close}`?" if close else "",
            )


def _change(
    golden: Golden, record: Recorded, texts: Sequence[str], send: Send
) -> Change | None:
    """What the recorded calls send now, where that is something else."""
    if not record.blocks:
        return Change(golden=golden, before=_LOST, after="\n\n".join(texts))
    before = [block.request for block in record.blocks]
    after = [_again(golden, block, send) for block in record.blocks]
    if hash_of(after) == record.sent:
        return None
    if hash_of(before) != record.sent:
        before = [_LOST] * len(before)
    return _first(golden, before, after)


def _first(golden: Golden, before: Sequence[str], after: Sequence[str]) -> Change:
    """The first call that differs."""
    pairs = zip(before, after, strict=True)
    one, other = next((b, a) for b, a in pairs if b != a)
    return Change(golden=golden, before=one, after=other)


def _again(golden: Golden, block: Block, send: Send) -> str:
    given = given_of(golden, block)
    if given is None:
        return "(the call cannot be made any more: it takes other arguments)"
    return send(golden, given)


def _deviation(change: Change) -> Diagnostic:
    return finding(
        "SW832",
        f"{change.golden.attribute} sends another request than its spec asks for",
        change.golden.location,
        consequence="The package is written all the same; this method may not work.",
        hint="Report this with the spec; it is a mistake of specwright.",
        detail=_diff(change),
    )


def _diff(change: Change) -> tuple[str, ...]:
    """All of both requests where they are short, else what differs."""
    before, after = change.before.split("\n"), change.after.split("\n")
    context = 3 if len(before) + len(after) > _LONG else _LONG
    return tuple(unified_diff(before, after, "before", "after", lineterm="", n=context))
