"""Two versions of a client, found and compared: of git, or of two folders or files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from specwright import pipeline
from specwright.accepted import ACCEPTED_FILE, read_accepted, with_entries
from specwright.changes.catalogue import RULES
from specwright.changes.change import Change
from specwright.changes.compare import compare
from specwright.changes.comparison import Comparison, agree
from specwright.changes.rule import Level
from specwright.changes.text import said
from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.folder import save_folder
from specwright.history import Commit
from specwright.lock import LOCK_FILE, Lock, parse_lock
from specwright.naming.memory import NOTHING, Memory
from specwright.pipeline import Survey
from specwright.text import show
from specwright.workspace import (
    CONFIG_FILE,
    Client,
    Workspace,
    client_of,
    is_spec,
    load_client,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One version of a client, read and not yet understood."""

    label: str
    client: Client
    memory: Memory = NOTHING

    def survey(self, found: Diagnostics) -> Survey | None:
        """What the version says; None for an unusable one, whose errors are found."""
        own = Diagnostics()
        own.extend(self.client.diagnostics)
        result = None
        if not own.has_errors:
            client = self.client
            result = pipeline.survey(client.inputs, client.config, own, self.memory)
        for each in own:
            if result is None:
                found.add(each)
        return result


def clients(
    workspace: Workspace, commit: Commit, names: Sequence[str]
) -> tuple[str, ...]:
    """The clients of these names, then or now; all of either for no names.

    Raises:
        Unusable: there is no such client in either.
    """
    known = {*workspace.clients(), *commit.folders("specs")}
    known = {name for name in known if not name.startswith(".")}
    for name in names:
        if name not in known:
            listed = ", ".join(sorted(known))
            raise Unusable(
                finding(
                    "SW856",
                    f"there is no client {show(name)}, neither at {commit.name} nor now",
                    hint=f"the clients are {listed}" if listed else "",
                )
            )
    return tuple(dict.fromkeys(names)) or tuple(sorted(known))


def against(
    workspace: Workspace, name: str, commit: Commit, today: dt.date
) -> Comparison:
    """A client as it was at a commit, and as it is in the folder.

    A client that is only in one of them is new, or gone, as a whole.
    """
    old, new = at_commit(name, commit), in_folder(workspace, name)
    label = f"git:{commit.name}"
    if old is None or new is None:
        rule = RULES["package-added" if old is None else "package-removed"]
        change = Change(rule=rule, subject=name)
        return Comparison(
            name=name, before=label, after=f"specs/{name}", changes=(change,)
        )
    return compared(name, old, new, f"specs/{name}/{ACCEPTED_FILE}", today)


def in_folder(workspace: Workspace, name: str) -> Side | None:
    """The client as it is; None for one that is gone."""
    if not (workspace.specs / name).is_dir():
        return None
    lock = workspace.generated / name / LOCK_FILE
    data = lock.read_bytes() if lock.is_file() else None
    client = load_client(workspace, name)
    return Side(label=f"specs/{name}", client=client, memory=_memory(data, name))


def at_commit(name: str, commit: Commit) -> Side | None:
    """The client as it was at a commit; None where it was not there yet."""
    folder, lock = f"specs/{name}", f"generated/{name}/{LOCK_FILE}"
    found = commit.files(folder, lock)
    data = found.pop(lock, None)
    below = {path.removeprefix(f"{folder}/"): text for path, text in found.items()}
    files = {path: text for path, text in below.items() if is_spec(path)}
    if not files:
        return None
    client = client_of(name, files, Diagnostics())
    return Side(label=f"git:{commit.name}", client=client, memory=_memory(data, name))


def _memory(lock: bytes | None, name: str) -> Memory:
    """What a lock remembers; nothing where it cannot be read, which `check` reports."""
    try:
        return parse_lock(lock, name).memory if lock else NOTHING
    except Unusable:
        return NOTHING


def between(old: Path, new: Path, today: dt.date) -> Comparison:
    """Two documents, or two folders of spec files.

    Raises:
        Unusable: one of them is not there, or cannot be read (SW857).
    """
    name = new.name if new.is_dir() else new.stem
    accepted_name = (new / ACCEPTED_FILE).as_posix()
    return compared(name, _at(old, new), _at(new, old), accepted_name, today)


def _at(path: Path, other: Path) -> Side:
    """A path given by hand; its configuration is its own, else that of the other."""
    files = dict(_read(path))
    if CONFIG_FILE not in files and (other / CONFIG_FILE).is_file():
        files[CONFIG_FILE] = (other / CONFIG_FILE).read_bytes()
    prefix = "" if path.parent == Path() else f"{path.parent.as_posix()}/"
    if path.is_dir():
        prefix = f"{path.as_posix()}/"
    # One name for both, so that nothing differs that was not given.
    client = client_of("client", files, Diagnostics(), has_config=True, prefix=prefix)
    return Side(label=path.as_posix(), client=client)


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_file():
            yield path.name, path.read_bytes()
            return
        for file in sorted(path.rglob("*")):
            below = file.relative_to(path).as_posix()
            if is_spec(below) and file.is_file():
                yield below, file.read_bytes()
    except OSError as error:
        raise Unusable(_unreadable(path, error.strerror or str(error))) from None
    if not path.exists():
        raise Unusable(_unreadable(path, "there is no such file or folder"))


def _unreadable(path: Path, why: str) -> Diagnostic:
    return finding(
        "SW857",
        f"{show(str(path))} cannot be compared: {why}",
        hint="give two documents or folders, or one CLIENT and `--against git:REF`",
    )


def compared(
    name: str, old: Side, new: Side, accepted_name: str, today: dt.date
) -> Comparison:
    """Two versions of one client, with what was agreed about their changes."""
    found = Diagnostics()
    accepted, problems = read_accepted(new.client.accepted, accepted_name)
    found.extend(problems)
    changes = tuple(_changes(old, new, found))
    agreed = agree(changes, accepted, today)
    if not found.has_errors:
        found.extend(accepted.review((c.fingerprint for c in changes), today))
    return Comparison(
        name=name,
        before=old.label,
        after=new.label,
        changes=changes,
        agreed=agreed,
        findings=found.sorted(),
    )


def accept(
    workspace: Workspace,
    comparison: Comparison,
    reason: str,
    until: dt.date | None,
    today: dt.date,
) -> Comparison:
    """Agree to everything that breaks and is not agreed yet, in `accepted.toml`.

    Raises:
        Unusable: the file could not be written.
    """
    found = comparison.at(Level.BREAKING)
    name = comparison.name
    file = workspace.specs / name / ACCEPTED_FILE
    if not found or not file.parent.is_dir():
        return comparison
    old = file.read_bytes() if file.is_file() else None
    entries = [(change.fingerprint, said(change)) for change in found]
    data = with_entries(old, entries, reason, until)
    before = {} if old is None else {ACCEPTED_FILE: old}
    save_folder(workspace, name, {ACCEPTED_FILE: data}, before=before)
    accepted, _ = read_accepted(data, f"specs/{name}/{ACCEPTED_FILE}")
    return replace(comparison, agreed=agree(comparison.changes, accepted, today))


def _changes(old: Side, new: Side, found: Diagnostics) -> tuple[Change, ...]:
    if _are_same(old, new):
        return ()
    before = old.survey(found)
    if before is None:
        return ()
    memory = new.memory
    if memory == NOTHING:
        # The first generation settled the names; the second one keeps them.
        facts = before.facts
        memory = Lock(config="", inputs={}, files={}, facts=facts).memory
    after = Side(label=new.label, client=new.client, memory=memory).survey(found)
    return () if after is None else compare(before, after)


def _are_same(old: Side, new: Side) -> bool:
    """Whether nothing can differ, so that nothing need be read."""
    before, after = old.client, new.client
    return (
        before.inputs == after.inputs
        and before.config == after.config
        and old.memory == new.memory
    )
