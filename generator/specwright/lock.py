"""`specwright.lock`: what a client was generated from, and which files are specwright's.

TOML, one line an entry, sorted, so that it reads well in a diff and two branches merge.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, replace

from specwright import __version__
from specwright.codes import finding
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Unusable
from specwright.naming.memory import Memory, usable
from specwright.naming.words import Casing
from specwright.text import show
from specwright.toml import place, read_toml, toml_key, toml_string

LOCK_FILE = "specwright.lock"
FORMAT = 1

_HEAD = """\
# Written by specwright. It says what this client was generated from, and which files
# specwright owns. Check it in; do not edit it. After a merge conflict, take either
# side and run `specwright generate`.
"""
_OWN_VALUES = ("format", "tool", "config")
_OWN_TABLES = ("inputs", "files", "kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content of a lock. Hashes are those of `digest`."""

    tool: str = __version__
    """Version of specwright that wrote it."""
    config: str
    """Hash of the configuration's values."""
    inputs: Mapping[str, str]
    """Hash of each spec file by path below the workspace."""
    files: Mapping[str, str]
    """Hash of each owned file by path below the client's folder."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Files that the user adopted with `--keep`, each with `"yours"`."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Values and tables of the pipeline's: settled names, degraded nodes."""

    @property
    def memory(self) -> Memory:
        """What the next generation is to remember."""
        casing = str(self.facts.get("naming"))
        return Memory(
            names=_texts(self.facts.get("names", {})),
            given=_texts(self.facts.get("given", {})),
            casing=Casing(casing) if casing in tuple(Casing) else None,
        )


def digest(data: bytes) -> str:
    """The SHA-256 of a text file as hex digits, the same for LF and CRLF checkouts."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def config_digest(config: Config) -> str:
    """The hash of what a configuration says of the output.

    Comments and layout do not count, nor do limits.
    """
    said = asdict(replace(config, toml=None))
    del said["limits"]
    # A setting that is left out says nothing, so a new one changes no hash.
    for setting in fields(config):
        factory = setting.default_factory
        default = setting.default if factory is MISSING else factory()
        if not setting.compare or default == getattr(config, setting.name):
            said.pop(setting.name, None)
    return digest(json.dumps(said).encode())


def render_lock(lock: Lock) -> str:
    """The lock as TOML.

    Raises:
        ValueError: a fact is not text, number, boolean, or a list or table of these.
    """
    for name in lock.facts:
        if name in (*_OWN_VALUES, *_OWN_TABLES):
            raise ValueError(f"a lock has a {name!r} of its own")
    values: dict[str, object] = {
        "format": FORMAT,
        "tool": lock.tool,
        "config": lock.config,
    }
    tables: dict[str, Mapping[str, object]] = {
        "inputs": lock.inputs,
        "files": lock.files,
    }
    if lock.kept:
        tables["kept"] = lock.kept
    for name, fact in sorted(lock.facts.items()):
        if isinstance(fact, Mapping):
            tables[name] = fact
        else:
            values[name] = fact
    lines = [_HEAD]
    lines += [f"{toml_key(name)} = {_value(value)}" for name, value in values.items()]
    for name, table in tables.items():
        lines += _table((name,), table)
    return "\n".join(lines) + "\n"


def _table(path: tuple[str, ...], table: Mapping[str, object]) -> Iterator[str]:
    plain = {k: v for k, v in table.items() if not isinstance(v, Mapping)}
    nested = {k: v for k, v in table.items() if isinstance(v, Mapping)}
    if plain or not nested:
        yield f"\n[{'.'.join(map(toml_key, path))}]"
    for key, value in sorted(plain.items()):
        yield f"{toml_key(key)} = {_value(value)}"
    for key, inner in sorted(nested.items()):
        yield from _table((*path, key), inner)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return toml_string(value)
        case list() | tuple():
            items = [_value(item) for item in value]
            line = f"[{', '.join(items)}]"
            if len(line) <= 60:
                return line
            return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
        case _:
            raise ValueError(f"a lock cannot hold a {type(value).__name__}")


_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)", re.M)


def parse_lock(data: bytes, name: str) -> Lock:
    """Read a lock back. ``name`` is its path below the workspace.

    Raises:
        Unusable: merge conflict, no TOML, another format, or not a lock's shape.
    """
    client = name.split("/")[-2] if "/" in name else "CLIENT"
    text = data.decode("utf-8", "replace")
    try:
        toml = read_toml(data, name, "SW801")
    except Unusable as error:
        raise Unusable(
            _conflict(text, error.diagnostic, client) or error.diagnostic
        ) from None
    values = dict(toml.values)
    hint = (
        f"take it back from version control, or `specwright generate {client} --force`"
    )
    form = values.pop("format", None)
    if isinstance(form, int) and form != FORMAT:
        raise Unusable(
            finding(
                "SW803",
                f"the lock has format {form}, written by specwright "
                f"{show(str(values.get('tool')))}; this one knows format {FORMAT}",
                toml.at("format"),
                hint=f"install that version, or `specwright generate {client} --force`",
            )
        )
    values.setdefault("kept", {})
    problem = _shape(form, values)
    if problem:
        path, message = problem
        raise Unusable(finding("SW801", message, toml.at(*path), hint=hint))
    tables = {key: _texts(values.pop(key)) for key in _OWN_TABLES}
    return Lock(
        tool=str(values.pop("tool")),
        config=str(values.pop("config")),
        **tables,
        facts=values,
    )


def _conflict(text: str, at: Diagnostic, client: str) -> Diagnostic | None:
    found = _CONFLICT.search(text)
    if found is None or at.location is None:
        return None
    return finding(
        "SW802",
        "the lock has the markers of a merge conflict",
        place(at.location.source, found.start()),
        consequence="it is not known which files are specwright's",
        hint="merge specs/ first, then `git checkout --theirs generated/"
        f"{client}` (or `--ours`) and `specwright generate {client}`",
    )


def _shape(
    form: object, values: Mapping[str, object]
) -> tuple[tuple[str, ...], str] | None:
    """What is wrong with the shape of a lock, and where."""
    if form != FORMAT:
        return ("format",), "`format` is missing"
    for key in ("tool", "config"):
        if not isinstance(values.get(key), str):
            return (key,), f"`{key}` is missing or not a string"
    for key in _OWN_TABLES:
        table = values.get(key)
        if not isinstance(table, dict):
            return (key,), f"the table `[{key}]` is missing"
        for name, value in table.items():
            if not isinstance(value, str):
                return (key, name), f"{show(name)} is not a string"
            if key != "inputs" and not is_inside(name):
                return (key, name), f"{show(name)} is not a path inside the client"
    for key in ("names", "given"):
        table = values.get(key, {})
        if not isinstance(table, dict):
            return (key,), f"`{key}` is not a table"
        for name, value in table.items():
            if not usable(value):
                return (key, name), f"{show(str(value))} is not a name"
    return None


def _texts(table: object) -> dict[str, str]:
    assert isinstance(table, Mapping)
    return {str(key): str(value) for key, value in table.items()}


_OUTSIDE = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")


def is_inside(path: str) -> bool:
    """Whether a path with slashes stays below the folder that it is relative to."""
    return not (_OUTSIDE.search(path) or "\\" in path or "\0" in path or ":" in path)
