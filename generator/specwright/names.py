"""The names of a client as the lock keeps them: listed, and released."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from specwright import pipeline
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.hold import lock_of, writing
from specwright.lock import LOCK_FILE, Lock, render_lock
from specwright.naming.memory import NOTHING, Memory, is_below
from specwright.nearest import nearest
from specwright.pipeline import Survey
from specwright.swap import replace_folder
from specwright.text import show
from specwright.workspace import Client, Workspace, load_client


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of a client."""

    key: str
    """What it names."""
    name: str
    afresh: str
    """What it would be without the lock."""
    given: bool
    """The user gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The names that `generate` would write now, by key; none with an error found."""

    names: tuple[Name, ...]
    diagnostics: Diagnostics


def names_of(workspace: Workspace, client: str) -> Listed:
    """All names of a client. Nothing is written.

    Raises:
        Unusable: the lock cannot be used.
    """
    lock = lock_of(workspace, client)
    found = load_client(workspace, client)
    diagnostics = Diagnostics()
    diagnostics.extend(found.diagnostics)
    now = _survey(found, lock.memory if lock else NOTHING, diagnostics)
    afresh = _survey(found, NOTHING, Diagnostics())
    if now is None or afresh is None:
        return Listed(names=(), diagnostics=diagnostics)
    fresh = {**_table(afresh, "names"), **_table(afresh, "given")}
    given = _table(now, "given")
    every = {**_table(now, "names"), **given}
    return Listed(
        names=tuple(
            Name(key=key, name=name, afresh=fresh.get(key, name), given=key in given)
            for key, name in sorted(every.items())
        ),
        diagnostics=diagnostics,
    )


def _survey(client: Client, memory: Memory, diagnostics: Diagnostics) -> Survey | None:
    if client.diagnostics.has_errors:
        return None
    return pipeline.survey(client.inputs, client.config, diagnostics, memory)


def _table(survey: Survey, name: str) -> Mapping[str, str]:
    table = survey.facts.get(name, {})
    return table if isinstance(table, Mapping) else {}


def release(
    workspace: Workspace, client: str, keys: Collection[str] | None
) -> tuple[str, ...]:
    """Take names out of the lock, so that `generate` settles them anew.

    That of each key goes, and those of everything below it; all of them for None.
    Returns the keys of the names that went.

    Raises:
        Unusable: there is no such name, or the lock cannot be used or written.
    """
    with writing(workspace):
        lock = lock_of(workspace, client)
        names = lock.memory.names if lock else {}
        if lock is None or not names:
            raise Unusable(_nothing(client))
        gone = tuple(names) if keys is None else tuple(_below(names, keys))
        replace_folder(
            workspace.generated / client,
            {LOCK_FILE: render_lock(_without(lock, gone, keys is None)).encode()},
            (),
        )
        return gone


def _without(lock: Lock, gone: Collection[str], everything: bool) -> Lock:
    kept = {key: name for key, name in lock.memory.names.items() if key not in gone}
    # How words are split is settled with the names.
    dropped = {"names", "naming"} if everything else {"names"}
    facts = {what: fact for what, fact in lock.facts.items() if what not in dropped}
    return replace(lock, facts={**facts, "names": kept} if kept else facts)


def _below(names: Mapping[str, str], keys: Collection[str]) -> Sequence[str]:
    found: dict[str, None] = {}
    for key in keys:
        mine = [name for name in names if is_below(name, key)]
        if not mine:
            near = nearest(key, names)
            raise Unusable(
                finding(
                    "SW822",
                    f"no settled name has the key {show(key, 120)}",
                    consequence="nothing was released",
                    hint=f"did you mean {show(near, 120)}?" if near else "",
                )
            )
        found.update(dict.fromkeys(mine))
    return tuple(found)


def _nothing(client: str) -> Diagnostic:
    return finding(
        "SW822",
        f"no names of {client} are settled",
        consequence="nothing was released",
        hint=f"`specwright generate {client}` settles them",
    )
