"""Whether the copies of other servers' documents are what was fetched."""

from __future__ import annotations

from collections.abc import Mapping

from specwright.codes import finding
from specwright.config import Config
from specwright.diagnostics import Diagnostics, Unusable
from specwright.lock import digest
from specwright.sources.copies import FOLDER, Copies
from specwright.sources.pins import parse_pins
from specwright.text import printable
from specwright.workspace import PINS_FILE


def check_copies(
    client: str,
    inputs: Mapping[str, bytes],
    pins: bytes | None,
    config: Config,
    found: Diagnostics,
) -> None:
    """A finding for each copy that is not as it was fetched, or is not allowed.

    ``inputs`` are the client's files by path below the workspace.
    """
    copies, top = Copies.of(config), f"specs/{client}/"
    if not copies.hosts and pins is None:
        return
    try:
        pinned = parse_pins(pins, top + PINS_FILE).files
    except Unusable as unusable:
        if copies.hosts:
            found.add(unusable.diagnostic)
        return
    for file, data in inputs.items():
        path = file.removeprefix(top)
        pin = pinned.get(path)
        if copies.is_copy(file):
            if pin is None:
                _report(client, f"{file} was not fetched by specwright", found)
            elif pin.sha256 != digest(data):
                _report(client, f"{file} is not as it was fetched", found)
        elif path.startswith(f"{FOLDER}/") and pin is not None and pin.url:
            _report(client, f"client.toml does not allow the host of {file}", found)


def _report(client: str, message: str, found: Diagnostics) -> None:
    found.add(
        finding(
            "SW877",
            printable(message),
            consequence="Nothing is generated for the client.",
            hint=f"specwright pull {client}",
        )
    )
