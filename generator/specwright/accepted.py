"""`accepted.toml`: changes that were agreed, each with a reason and perhaps an end.

    [[accept]]
    fingerprint = "3f9c1a2b4d5e"
    reason = "nobody used the old name"
    until = 2027-03-31

An entry names a change by its fingerprint, or, with `wire = "POST /v1/speech"`, any new
bytes of one operation. What day it is comes from outside: nothing here reads a clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Location, Unusable
from specwright.text import printable, show
from specwright.toml import Toml, place, read_toml, toml_string

ACCEPTED_FILE = "accepted.toml"

_KEYS = ("fingerprint", "wire", "reason", "until")
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
_CALL = re.compile(r"[A-Z]+ /\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One agreement: a ``fingerprint`` or a ``wire``, never both."""

    fingerprint: str = ""
    """Of one change, as `specwright diff` shows it."""
    wire: str = ""
    """Method and path of an operation whose bytes may change."""
    reason: str
    until: dt.date | None = None
    """The last day that it holds; None: for good."""
    location: Location

    @property
    def name(self) -> str:
        """What it accepts, for messages."""
        return self.fingerprint or self.wire

    def holds(self, today: dt.date) -> bool:
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The entries of one file."""

    entries: tuple[Entry, ...] = ()

    def change(self, fingerprint: str, today: dt.date) -> Entry | None:
        """The entry that accepts a change today."""
        held = (e for e in self.entries if e.holds(today))
        return next((e for e in held if e.fingerprint == fingerprint), None)

    def wire(self, operation: str, today: dt.date) -> Entry | None:
        """The entry that lets an operation, `POST /v1/speech`, send other bytes today."""
        held = (e for e in self.entries if e.holds(today))
        return next((e for e in held if e.wire == operation), None)

    def review(
        self, used: Iterable[str], today: dt.date, *, wire: bool = False
    ) -> Diagnostics:
        """What is to be said of the entries of one kind.

        ``used`` are the fingerprints (or, with ``wire``, the operations) that changed:
        an entry that has expired (SW852), or that matches none of them (SW853).
        """
        changed = set(used)
        found = Diagnostics()
        for entry in self.entries:
            if bool(entry.wire) is not wire:
                continue
            if entry.name not in changed:
                found.add(_idle(entry))
            elif not entry.holds(today):
                found.add(_expired(entry))
        return found


def read_accepted(data: bytes | None, name: str) -> tuple[Accepted, Diagnostics]:
    """The entries in ``data``, the bytes of the file ``name``; none for no file.

    A wrong entry is reported at its place (SW850, SW851) and accepts nothing.
    """
    found = Diagnostics()
    if data is None:
        return Accepted(), found
    try:
        toml = read_toml(data, name, "SW850")
    except Unusable as error:
        found.add(error.diagnostic)
        return Accepted(), found
    for key in toml.values:
        if key != "accept":
            _wrong(found, toml, (key,), f"{show(key)} is not a key of {ACCEPTED_FILE}")
    listed = toml.values.get("accept", [])
    if not isinstance(listed, list):
        _wrong(found, toml, ("accept",), "`accept` is not an array of tables")
        listed = []
    at = [place.start() for place in _HEAD.finditer(toml.source.text)]
    entries = []
    for index, table in enumerate(listed):
        reader = _Reader(toml, found, at[index] if index < len(at) else None)
        if isinstance(table, dict) and (entry := reader.entry(table)):
            entries.append(entry)
        elif not isinstance(table, dict):
            _wrong(found, toml, ("accept",), "an entry is not a table")
    return Accepted(entries=tuple(entries)), found


def with_entries(
    data: bytes | None,
    changes: Iterable[tuple[str, str]],
    reason: str,
    until: dt.date | None,
) -> bytes:
    """The file with entries for changes, fingerprint and a remark each, at its end."""
    text = (data or b"").decode().rstrip("\n")
    parts = [f"{text}\n"] if text else []
    for fingerprint, remark in changes:
        lines = ["[[accept]]", f"# {printable(remark)}"]
        lines += [f'fingerprint = "{fingerprint}"', f"reason = {toml_string(reason)}"]
        lines += [f"until = {until.isoformat()}"] if until else []
        parts.append("\n".join([*lines, ""]))
    return "\n".join(parts).encode()


_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*(accept)[ \t]*\]\]", re.M)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes one entry apart."""

    toml: Toml
    found: Diagnostics
    start: int | None
    """Where the entry's head stands in the text."""

    def entry(self, table: Mapping[str, object]) -> Entry | None:
        problem = self._problem(table)
        if problem:
            self._report(*problem)
            return None
        until = table.get("until")
        return Entry(
            fingerprint=str(table.get("fingerprint", "")),
            wire=str(table.get("wire", "")),
            reason=str(table["reason"]),
            until=until if isinstance(until, dt.date) else None,
            location=self._at(""),
        )

    def _problem(self, table: Mapping[str, object]) -> tuple[str, str, str] | None:
        """The key, what is wrong with it, and what to do; None where nothing is."""
        for key in table:
            if key not in _KEYS:
                near = get_close_matches(key.lower(), _KEYS, n=1)
                hint = f"did you mean `{near[0]}`?" if near else ""
                return key, f"{show(key)} is not a key of an entry", hint
        if ("fingerprint" in table) is ("wire" in table):
            which = "both" if "wire" in table else "neither"
            return "", f"an entry has a `fingerprint` or a `wire`, not {which}", ""
        for key in ("fingerprint", "wire", "reason"):
            value = table.get(key)
            if key in table and not isinstance(value, str):
                return key, f"`{key}` is not a string", "put the value in quotes"
        return self._bad_value(table)

    def _bad_value(self, table: Mapping[str, object]) -> tuple[str, str, str] | None:
        fingerprint, wire = table.get("fingerprint"), table.get("wire")
        if isinstance(fingerprint, str) and not _FINGERPRINT.fullmatch(fingerprint):
            what = f"{show(fingerprint)} is not a fingerprint: 12 digits of 0-9a-f"
            return "fingerprint", what, "copy it from `specwright diff`"
        if isinstance(wire, str) and not _CALL.fullmatch(wire):
            what = f"{show(wire)} is not an operation: METHOD /path"
            return "wire", what, "`specwright list CLIENT` shows the operations"
        if not str(table.get("reason", "")).strip():
            return "reason", "`reason` is missing", "say why the change is agreed"
        until = table.get("until")
        if until is not None and type(until) is not dt.date:
            return "until", "`until` is not a date", "write it as `until = 2027-03-31`"
        return None

    def _report(self, key: str, message: str, hint: str) -> None:
        at = self._at(key)
        self.found.add(finding("SW851", message, at, consequence=_IDLE, hint=hint))

    def _at(self, key: str) -> Location:
        """The place of a key in this entry; of the entry's head where it has none."""
        text = self.toml.source.text
        if self.start is None:
            return self.toml.at("accept")
        following = _HEAD.search(text, self.start + 1)
        end = following.start() if following else len(text)
        start = text.index("[", self.start)
        if key:
            pattern = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", re.M)
            if named := pattern.search(text, start, end):
                blank = len(named[0]) - len(named[0].lstrip())
                start = named.start() + blank
        return place(self.toml.source, start, "/accept")


_IDLE = "the entry accepts nothing"


def _wrong(
    found: Diagnostics, toml: Toml, path: tuple[str | int, ...], message: str
) -> None:
    hint = "entries are tables: `[[accept]]`, and their keys below"
    found.add(finding("SW851", message, toml.at(*path), consequence=_IDLE, hint=hint))


def _expired(entry: Entry) -> Diagnostic:
    return finding(
        "SW852",
        f"the agreement on {show(entry.name)} held until {entry.until}",
        entry.location,
        consequence="the change counts as not accepted",
        hint="renew `until` with a reason, or undo the change",
    )


def _idle(entry: Entry) -> Diagnostic:
    return finding(
        "SW853",
        f"nothing changed that {show(entry.name)} stands for",
        entry.location,
        hint="remove the entry",
    )
