"""Brings spec files into a client's folder: `specwright add` and `specwright pull`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from specwright.add import AddPlan, plan_add
from specwright.addresses import shown
from specwright.codes import finding
from specwright.config import load_config
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.fetch import Web, collect_sources, is_address
from specwright.folder import save_folder
from specwright.pull import Options, Pulled, addresses, is_index, record
from specwright.pull import pull as plan_pull
from specwright.sources import (
    Pins,
    parse_pins,
    read_sources,
    render_pins,
)
from specwright.sources.listing import with_sources
from specwright.text import printable
from specwright.workspace import (
    CONFIG_FILE,
    PINS_FILE,
    SOURCES_FILE,
    Workspace,
    name_problem,
    read_folder,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What `add` did."""

    plan: AddPlan
    indexes: tuple[str, ...]
    """Addresses of lists of pages, which are kept in `sources.toml` from now on."""


def add(
    workspace: Workspace, name: str, sources: Sequence[str], *, force: bool = False
) -> Added:
    """Write what the sources describe into the client's folder, and where it is from.

    ``force`` overwrites files that were edited since they were taken.

    Raises:
        Unusable: the client cannot have this name, or its folder cannot be read or
            written.
    """
    if problem := name_problem(name):
        raise Unusable(finding("SW656", problem, hint="choose another name"))
    existing = read_folder(workspace, name)
    listing, pins = existing.get(SOURCES_FILE), _pins(name, existing.get(PINS_FILE))
    found = Diagnostics()
    known_sources = read_sources(listing, f"specs/{name}/{SOURCES_FILE}", found)
    for problem_there in found:
        raise Unusable(problem_there)
    lists = tuple(s for s in sources if is_address(s) and is_index(s))
    listed = {index.url for index in known_sources.indexes}
    indexes = tuple(url for url in dict.fromkeys(lists) if url not in listed)
    fetched, found = collect_sources([s for s in sources if s not in lists])
    pinned = {} if force else {file: pin.sha256 for file, pin in pins.files.items()}
    plan = plan_add(name, fetched, existing, pinned=pinned)
    found.extend(plan.diagnostics)
    if not (plan.changes or lists or found.has_errors):
        found.add(_nothing(sources))
    files = dict(plan.files)
    if plan.client_toml is not None:
        files[CONFIG_FILE] = plan.client_toml.encode()
    known = addresses(name, plan.taken, found)
    if known or indexes:
        place = f"specs/{name}/{SOURCES_FILE}"
        files[SOURCES_FILE] = with_sources(listing, place, known, indexes=indexes)
    if plan.taken:
        files[PINS_FILE] = render_pins(
            record(pins, plan.taken, {}, {**existing, **files})
        )
    changed = {path: data for path, data in files.items() if existing.get(path) != data}
    save_folder(workspace, name, changed, before=existing)
    return Added(plan=replace(plan, diagnostics=found), indexes=indexes)


def pull(
    workspace: Workspace,
    name: str,
    options: Options,
    *,
    dry_run: bool = False,
    web: Web | None = None,
) -> Pulled:
    """Bring a client's spec files into step with their sources.

    Raises:
        Unusable: its folder cannot be read or written.
    """
    existing = read_folder(workspace, name)
    data = existing.get(CONFIG_FILE)
    config, found = load_config(name, data, f"specs/{name}/{CONFIG_FILE}")
    if data is not None and found.has_errors:
        return Pulled(diagnostics=found)
    pulled = plan_pull(name, existing, config, options, web or Web())
    if not dry_run:
        save_folder(workspace, name, pulled.write, pulled.delete, before=existing)
    return pulled


def _nothing(sources: Sequence[str]) -> Diagnostic:
    listed = ", ".join(shown(s) if is_address(s) else printable(s) for s in sources)
    return finding(
        "SW040",
        f"nothing that describes an API was found in {listed}",
        consequence="Nothing is added.",
        hint="Name a file itself to see why it is not taken.",
    )


def _pins(name: str, data: bytes | None) -> Pins:
    return parse_pins(data, f"specs/{name}/{PINS_FILE}")
