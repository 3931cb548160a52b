"""`sources.lock`: what each file of a client was when it was taken.

TOML, one line an entry, sorted, so that it reads well in a diff and two branches merge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Final

from specwright.codes import finding
from specwright.diagnostics import Unusable
from specwright.toml import read_toml, toml_key, toml_string

FORMAT: Final = 1

_HEAD: Final = """\
# Written by specwright: what the files of this folder were when they were taken. Check it
# in; do not edit it. After a merge conflict take either side, then `specwright pull`.

format = 1
"""
_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One file, or one index, as it was taken. Empty for what does not apply."""

    sha256: str
    """Of the file, the same for LF and CRLF checkouts; of an index with its patterns."""
    source: str = ""
    """The SHA-256 of what was sent, where the file is made of it."""
    url: str = ""
    """The address, where `sources.toml` has none."""
    at: str = ""
    """The address that answered, where it is another one."""
    etag: str = ""
    modified: str = ""
    of: str = ""
    """For a part of a document, the file of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """Everything that was taken: by path below the client's folder, and by address."""

    files: Mapping[str, Pin] = field(default_factory=dict)
    indexes: Mapping[str, Pin] = field(default_factory=dict)


def render_pins(pins: Pins) -> bytes:
    """The file's content."""
    lines = [_HEAD]
    for name, table in (("files", pins.files), ("indexes", pins.indexes)):
        if table:
            lines.append(f"[{name}]")
            lines += [
                f"{toml_key(k)} = {_inline(pin)}" for k, pin in sorted(table.items())
            ]
            lines.append("")
    return "\n".join(lines).encode()


def _inline(pin: Pin) -> str:
    given = {key: value for key, value in asdict(pin).items() if value}
    listed = ", ".join(f"{key} = {toml_string(value)}" for key, value in given.items())
    return f"{{ {listed} }}"


def parse_pins(data: bytes | None, name: str) -> Pins:
    """Read it back; no pins where there is no file.

    Raises:
        Unusable: it is not as specwright writes it.
    """
    if data is None:
        return Pins()
    toml = read_toml(data, name, "SW872")
    tables = {}
    for key in ("files", "indexes"):
        table = toml.values.get(key, {})
        entries = table if isinstance(table, dict) else {"": None}
        pins = {entry: _pin(value) for entry, value in entries.items()}
        wrong = [entry for entry, pin in pins.items() if pin is None]
        if wrong or toml.values.get("format") != FORMAT:
            place = toml.at(key, *wrong[:1]) if wrong else toml.at("format")
            raise Unusable(
                finding("SW872", "it is not as specwright writes it", place, hint=_HINT)
            )
        tables[key] = {entry: pin for entry, pin in pins.items() if pin is not None}
    return Pins(**tables)


_HINT: Final = (
    "take it back from version control, or delete it and run `specwright pull`"
)


def _pin(value: object) -> Pin | None:
    if not isinstance(value, dict) or not all(
        isinstance(v, str) for v in value.values()
    ):
        return None
    known = {f.name for f in fields(Pin)}
    if not _HEX.fullmatch(value.get("sha256", "")) or value.keys() - known:
        return None
    return Pin(**value)
