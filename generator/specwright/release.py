"""Releases of a client: its next version, why, and what its changelog says of it.

A release is remembered in `specs/CLIENT/.release.json`: the version, the spec files as
they were, and everything that the package offered. So what changed since is known without
git, and what a new version of specwright changed is told from what the spec changed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from specwright import __version__, run
from specwright.changes.change import Change, ordered
from specwright.changes.changelog import has, insert, section
from specwright.changes.compare import compare, compare_surfaces
from specwright.changes.rule import Level
from specwright.changes.version import Version, gravest
from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Unusable
from specwright.diff import Side, at_commit, in_folder
from specwright.folder import save_folder
from specwright.history import Commit
from specwright.lock import LOCK_FILE, Lock, parse_lock
from specwright.naming.memory import Memory
from specwright.naming.words import Casing
from specwright.output import Plan
from specwright.pipeline import Survey
from specwright.python.surface import surface_of
from specwright.surface import Surface, from_object, to_object
from specwright.text import show
from specwright.toml import read_toml
from specwright.workspace import (
    CONFIG_FILE,
    Workspace,
    client_of,
    read_folder,
)

RECORD_FILE = ".release.json"
CHANGELOG_FILE = "CHANGELOG.md"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last release."""

    version: str
    tool: str
    side: Side
    surface: Surface | None = None
    """What the package offered then; None where only git remembers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The next release of a client, not yet made."""

    name: str
    last: str
    """The version of the last release; empty for the first."""
    version: str
    level: Level
    changes: tuple[Change, ...]
    """What the spec and the configuration changed."""
    generator: tuple[Change, ...]
    """What a new version of specwright changed by itself."""
    section: str
    """What the changelog says of it."""
    survey: Survey
    findings: Diagnostics

    @property
    def is_needed(self) -> bool:
        return self.last != self.version


def propose(
    workspace: Workspace,
    name: str,
    day: dt.date,
    *,
    since: str = "",
    version: str = "",
) -> Proposal:
    """What the next release would be. ``version`` stands for the proposed one.

    Raises:
        Unusable: a spec, the record of the last release, or a version is unusable.
    """
    side = in_folder(workspace, name)
    if side is None:
        raise Unusable(finding("SW652", f"there is no client {show(name)} in specs/"))
    found = Diagnostics()
    now = _survey(side, found)
    last = _at(workspace, name, since) if since else _recorded(workspace, name)
    current = side.client.config.version
    if last is None:
        first = version or current
        text = section(first, day, ()).replace("Documentation only.", "First release.")
        return Proposal(
            name=name,
            last="",
            version=first,
            level=Level.ADDITIVE,
            changes=(),
            generator=(),
            section=text,
            survey=now,
            findings=found,
        )
    return _since(last, side, now, found, day, version)


def _since(
    last: Last, side: Side, now: Survey, found: Diagnostics, day: dt.date, wanted: str
) -> Proposal:
    before = _survey(last.side, Diagnostics())
    changes = compare(before, now)
    generator: tuple[Change, ...] = ()
    if last.surface is not None:
        same = replace(surface_of(before.package), package=last.surface.package)
        generator = ordered(compare_surfaces(last.surface, same))
    level = gravest((*changes, *generator))
    is_same = (
        not changes
        and not generator
        and last.tool == __version__
        and last.side.client.inputs == side.client.inputs
    )
    current = side.client.config.version
    chosen = last.version if is_same and current == last.version else ""
    version = wanted or chosen or _next(last.version, current, level)
    tools = (last.tool, __version__)
    return Proposal(
        name=side.client.name,
        last=last.version,
        version=version,
        level=level,
        changes=changes,
        generator=generator,
        section=section(version, day, changes, generator, tools),
        survey=now,
        findings=found,
    )


def _next(last: str, current: str, level: Level) -> str:
    """The version to release: the one that the changes ask for, or a higher one of
    `client.toml`, which somebody chose."""
    old, chosen = Version.of(last), Version.of(current)
    if old is None or chosen is None:
        raise Unusable(
            finding(
                "SW860",
                f"{show(last if old is None else current)} is not a version of at most"
                " three numbers",
                hint="name the next one with `--version`",
            )
        )
    asked = old.next(level) if old.is_final else old.final
    return current if chosen > old and chosen.final >= asked else str(asked)


def _survey(side: Side, found: Diagnostics) -> Survey:
    survey = side.survey(found)
    if survey is None:
        errors = [d for d in found.sorted() if d.severity == "error"]
        raise Unusable(errors[0])
    return survey


def _at(workspace: Workspace, name: str, since: str) -> Last:
    """The client at a commit."""
    commit = Commit.of(workspace.root, since.removeprefix("git:"))
    side = at_commit(name, commit)
    if side is None:
        raise Unusable(
            finding("SW856", f"there is no client {show(name)} at {commit.name}")
        )
    lock = commit.files(f"generated/{name}/{LOCK_FILE}")
    return Last(
        version=side.client.config.version,
        tool=_tool(next(iter(lock.values()), b""), name),
        side=side,
    )


def _tool(lock: bytes, name: str) -> str:
    """The version of specwright that wrote a lock; this one where nothing says."""
    try:
        return parse_lock(lock, name).tool
    except Unusable:
        return __version__


def _recorded(workspace: Workspace, name: str) -> Last | None:
    """The release that the client's folder remembers."""
    path = workspace.specs / name / RECORD_FILE
    if not path.is_file():
        return None
    try:
        return _last(json.loads(path.read_bytes()), name)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unusable(
            finding(
                "SW861",
                f"specs/{name}/{RECORD_FILE} cannot be read: {show(str(error))}",
                consequence="It is not known what was released.",
                hint="take it back from version control, or use `--since git:REF`",
            )
        ) from None


def _last(record: Mapping[str, object], name: str) -> Last:
    if record["format"] != _FORMAT:
        raise ValueError(f"it has format {record['format']}")
    files, names = record["files"], record["memory"]
    surface = record["surface"]
    if not isinstance(files, dict) or not isinstance(names, dict):
        raise TypeError("`files` and `memory` are objects")
    if not isinstance(surface, dict):
        raise TypeError("`surface` is an object")
    texts = {str(path): "\n".join(lines).encode() for path, lines in files.items()}
    casing = str(names.get("casing"))
    memory = Memory(
        names={str(k): str(v) for k, v in names["names"].items()},
        given={str(k): str(v) for k, v in names["given"].items()},
        casing=Casing(casing) if casing in tuple(Casing) else None,
    )
    client = client_of(name, texts, Diagnostics(), has_config=True)
    version = str(record["version"])
    return Last(
        version=version,
        tool=str(record["tool"]),
        side=Side(label=version, client=client, memory=memory),
        surface=from_object(surface),
    )


def _record(
    proposal: Proposal, files: Mapping[str, bytes], day: dt.date, memory: Memory
) -> bytes:
    """A release as JSON, a line a line, so that version control stores differences."""
    content = {
        "format": _FORMAT,
        "version": proposal.version,
        "date": day.isoformat(),
        "tool": __version__,
        "memory": {
            "names": dict(sorted(memory.names.items())),
            "given": dict(sorted(memory.given.items())),
            "casing": memory.casing,
        },
        "files": {
            path: data.decode("utf-8", "surrogateescape").split("\n")
            for path, data in sorted(files.items())
        },
        "surface": to_object(surface_of(proposal.survey.package)),
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def release(workspace: Workspace, proposal: Proposal, day: dt.date) -> Plan:
    """Make the release: version, changelog, package, record; all of it or nothing.

    Raises:
        Unusable: nothing was changed; the plan's refusals are not raised but returned.
    """
    name, version = proposal.name, proposal.version
    config = workspace.specs / name / CONFIG_FILE
    changelog = workspace.generated / name / CHANGELOG_FILE
    old_config = config.read_bytes() if config.is_file() else None
    old_text = changelog.read_bytes() if changelog.is_file() else None
    text = (old_text or b"").decode("utf-8", "replace").replace("\r\n", "\n")
    if has(text, version):
        raise Unusable(
            finding(
                "SW859",
                f"generated/{name}/{CHANGELOG_FILE} tells of {version} already",
                consequence="nothing was changed",
                hint="name another version with `--version`, or remove that section",
            )
        )
    new_config = with_version(old_config or b"", version, f"specs/{name}/{CONFIG_FILE}")
    done = False
    try:
        before = {} if old_config is None else {CONFIG_FILE: old_config}
        save_folder(workspace, name, {CONFIG_FILE: new_config}, before=before)
        changelog.parent.mkdir(parents=True, exist_ok=True)
        changelog.write_bytes(insert(text, proposal.section).encode())
        generated = run.generate(workspace, name)
        plan = run.write(workspace, generated, keep=[str(changelog)])
        done = not plan.refused
    finally:
        if not done:
            _restore({config: old_config, changelog: old_text})
    if done:
        files = read_folder(workspace, name)
        lock = Lock(config="", inputs={}, files={}, facts=proposal.survey.facts)
        record = _record(proposal, files, day, lock.memory)
        path = workspace.specs / name / RECORD_FILE
        old_record = {RECORD_FILE: path.read_bytes()} if path.is_file() else {}
        save_folder(workspace, name, {RECORD_FILE: record}, before=old_record)
    return plan


def _restore(files: Mapping[Path, bytes | None]) -> None:
    for path, data in files.items():
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)


def with_version(data: bytes, version: str, name: str) -> bytes:
    """`client.toml` with another version; all else stays as it is written.

    Raises:
        Unusable: it is not TOML.
    """
    toml = read_toml(data, name, "SW601")
    text = toml.source.text
    line = f'version = "{version}"'
    if "version" not in toml.values:
        return f"{line}\n{text}".encode()
    lines = text.split("\n")
    at = toml.at("version").line - 1
    _, equals, rest = lines[at].partition("=")
    comment = rest.strip()[1:].partition(rest.strip()[:1])[2] if equals else ""
    lines[at] = line + comment.replace("\r", "") + "\r" * lines[at].endswith("\r")
    return "\n".join(lines).encode()
