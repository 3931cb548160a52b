"""The folders: which clients there are, their configuration and their spec files."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from specwright.accepted import ACCEPTED_FILE
from specwright.codes import finding
from specwright.config import Config, load_config
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.read.limits import DEFAULT, Limits, limit_hint
from specwright.text import show

CONFIG_FILE = "client.toml"
SOURCES_FILE = "sources.toml"
"""Where the spec files come from: what the user says."""
PINS_FILE = "sources.lock"
"""What the spec files were when they were taken."""

ABOUT = (CONFIG_FILE, ACCEPTED_FILE, SOURCES_FILE, PINS_FILE)
"""Files that say something about the spec files."""
_SUFFIXES = (".yaml", ".yml", ".json", ".md", ".mdx")
_CLIENT = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with `specs/` and `generated/` in it."""

    root: Path

    @property
    def specs(self) -> Path:
        return self.root / "specs"

    @property
    def generated(self) -> Path:
        return self.root / "generated"

    def clients(self) -> tuple[str, ...]:
        """The folders in `specs/`, sorted; those with a leading dot are not clients.

        Raises:
            Unusable: `specs/` cannot be read.
        """
        try:
            entries = sorted(self.specs.iterdir())
        except OSError as error:
            raise Unusable(_unreadable("specs", error)) from None
        return tuple(e.name for e in entries if e.name[0] != "." and e.is_dir())

    def select(self, names: Sequence[str]) -> tuple[str, ...]:
        """The clients of these names, each once; all of them for no names.

        Raises:
            Unusable: there is no such client, or none at all.
        """
        known = self.clients()
        for name in names:
            if name not in known:
                raise Unusable(_no_such_client(name, known))
        if not known:
            raise Unusable(
                finding(
                    "SW652",
                    "there are no clients: specs/ holds no folder",
                    hint="make one with `specwright add CLIENT SOURCE`",
                )
            )
        return tuple(dict.fromkeys(names)) or known


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the disk says of one client. Unusable where ``diagnostics`` has errors."""

    name: str
    config: Config
    inputs: Mapping[str, bytes]
    """Contents of the spec files by path below the workspace, `specs/acme/api.yaml`."""
    diagnostics: Diagnostics
    accepted: bytes | None = None
    """The content of `accepted.toml`; None without one."""
    pins: bytes | None = None
    """The content of `sources.lock`; None without one."""


def find_workspace(start: Path, root: Path | None = None) -> Workspace:
    """The workspace at ``root``, else the nearest one at or above ``start``.

    Raises:
        Unusable: there is none.
    """
    if root is not None:
        if (root / "specs").is_dir():
            return Workspace(root.resolve())
        raise Unusable(_no_workspace(f"{show(str(root))} has no folder `specs`"))
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "specs").is_dir():
            return Workspace(folder)
    raise Unusable(_no_workspace("no folder `specs` here or in any folder above"))


def load_client(workspace: Workspace, name: str) -> Client:
    """Read one client's folder. Problems become diagnostics of the client."""
    found = Diagnostics()
    if problem := name_problem(name):
        found.add(finding("SW656", problem, hint="rename its folder in specs/"))
    files = _contents(workspace, name, found)
    has_config = os.path.lexists(workspace.specs / name / CONFIG_FILE)
    return client_of(name, files, found, has_config=has_config)


def client_of(
    name: str,
    files: Mapping[str, bytes],
    found: Diagnostics,
    *,
    has_config: bool = False,
    prefix: str | None = None,
) -> Client:
    """The client of some files by path below its folder; ``found`` are its problems.

    ``has_config``: there is a `client.toml`, even if it could not be read. ``prefix``
    stands before the paths in messages, `specs/NAME/` by default.
    """
    shown = f"specs/{name}/" if prefix is None else prefix
    rest = dict(files)
    config_data = rest.pop(CONFIG_FILE, None)
    rest.pop(SOURCES_FILE, None)
    pins = rest.pop(PINS_FILE, None)
    accepted = rest.pop(ACCEPTED_FILE, None)
    if not rest and not found.has_errors:
        found.add(_no_files(name))
    config, of_config = load_config(name, config_data, f"{shown}{CONFIG_FILE}")
    if config_data is not None or not has_config:
        found.extend(of_config)
    return Client(
        name=name,
        config=config,
        inputs={f"{shown}{path}": rest[path] for path in sorted(rest)},
        diagnostics=found,
        accepted=accepted,
        pins=pins,
    )


def is_spec(path: str) -> bool:
    """Whether a file of a client's folder is read, by its path below the folder."""
    hidden = any(part.startswith(".") for part in path.split("/"))
    known = path in ABOUT or path.endswith(_SUFFIXES)
    return known and path.isprintable() and not hidden


def read_folder(workspace: Workspace, name: str) -> dict[str, bytes]:
    """The spec files of a client, and what is said about them, by path below its folder.

    Empty for a client that does not exist.

    Raises:
        Unusable: something in the folder cannot be read or leads elsewhere.
    """
    found = Diagnostics()
    files: dict[str, bytes] = {}
    if (workspace.specs / name).exists():
        files = _contents(workspace, name, found)
    for problem in found:
        raise Unusable(problem)
    return files


def _contents(workspace: Workspace, name: str, found: Diagnostics) -> dict[str, bytes]:
    """A client's files, each within the limits that its `client.toml` sets."""
    folder, shown = workspace.specs / name, f"specs/{name}"
    places = dict(_files(folder, folder, found))
    contents = {}
    limits = DEFAULT
    if CONFIG_FILE in places:
        data = _read(places.pop(CONFIG_FILE), f"{shown}/{CONFIG_FILE}", found, limits)
        if data is not None:
            contents[CONFIG_FILE] = data
            limits = load_config(name, data, CONFIG_FILE)[0].limits
    for path, place in places.items():
        if path in ABOUT or path.endswith(_SUFFIXES):
            data = _read(place, f"{shown}/{path}", found, limits)
            if data is not None:
                contents[path] = data
    return contents


def name_problem(name: str) -> str:
    """Why a client cannot have this name; empty where it can."""
    if not _CLIENT.fullmatch(name):
        return f"{show(name)} is no client's name: small letters, digits, `_` and `-`"
    if _DEVICE.fullmatch(name):
        return f"{show(name)} cannot be a folder on Windows"
    return ""


def _files(
    folder: Path, top: Path, found: Diagnostics, above: str = ""
) -> Iterator[tuple[str, Path]]:
    """The files in a folder and below, by path below ``top``."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        found.add(_unreadable(f"specs/{top.name}/{above}", error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = above + entry.name
        shown = f"specs/{top.name}/{path}"
        place = Path(entry.path)
        is_folder = place.is_dir()
        if not path.isprintable():
            found.add(_elsewhere(show(shown), "has characters that cannot be printed"))
        elif entry.is_symlink() and is_folder:
            found.add(_elsewhere(shown, "is a link to a folder"))
        elif is_folder:
            yield from _files(place, top, found, f"{path}/")
        elif entry.is_symlink() and not _inside(place, top):
            found.add(_elsewhere(shown, "is a link that leads out of the folder"))
        else:
            yield path, place


def _inside(link: Path, top: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(top.resolve())
    except (OSError, RuntimeError):
        return False


def _read(place: Path, shown: str, found: Diagnostics, limits: Limits) -> bytes | None:
    """The bytes of a regular file. A pipe is not waited for."""
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            found.add(_elsewhere(shown, "is not a regular file"))
            return None
        if status.st_size > limits.bytes:
            found.add(
                finding(
                    "SW655",
                    f"{shown} has {status.st_size:,} bytes; "
                    f"the limit for a file is {limits.bytes:,}",
                    hint=limit_hint("bytes"),
                )
            )
            return None
        return place.read_bytes()
    except OSError as error:
        found.add(_unreadable(shown, error))
        return None


def _no_workspace(message: str) -> Diagnostic:
    return finding(
        "SW651",
        message,
        hint="change to the workspace, name it with `specwright --root DIR`, "
        "or make one with `specwright add CLIENT SOURCE`",
    )


def _no_such_client(name: str, known: Sequence[str]) -> Diagnostic:
    near = get_close_matches(name, known, n=1)
    if near:
        hint = f"did you mean `{near[0]}`?"
    elif known:
        hint = "the clients are " + ", ".join(f"`{client}`" for client in known)
    else:
        hint = f"make it with `specwright add {name} SOURCE`" if name else ""
    return finding("SW652", f"there is no client {show(name)} in specs/", hint=hint)


def _no_files(name: str) -> Diagnostic:
    return finding(
        "SW653",
        f"specs/{name} holds no spec file: {', '.join(_SUFFIXES)}",
        consequence="nothing is generated for the client",
        hint=f"add a page, a document or a URL with `specwright add {name} SOURCE`",
    )


def _elsewhere(shown: str, what: str) -> Diagnostic:
    return finding(
        "SW654",
        f"{shown} {what}",
        consequence="nothing is generated for the client",
        hint="put a regular file in its place, or take it away",
    )


def _unreadable(shown: str, error: OSError) -> Diagnostic:
    return finding(
        "SW655",
        f"{shown} cannot be read: {error.strerror or error}",
        consequence="nothing is generated for the client",
    )
