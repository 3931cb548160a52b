"""`sources.toml`: the files of a client that come from somewhere, and their addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from specwright.addresses import address_problem
from specwright.codes import finding
from specwright.diagnostics import Diagnostics, Location, Unusable
from specwright.nearest import nearest
from specwright.read.document import DOCUMENTS, PAGES
from specwright.sources.copies import FOLDER
from specwright.text import show
from specwright.toml import Toml, read_toml, toml_key, toml_string

_HEAD: Final = """\
# Where `specwright pull` takes files of this client from. It is yours to edit: a line is
# a file of this folder and its address; without its line a file is left alone.
"""
_OUTSIDE: Final = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\\:\0]")
_HEADER: Final = re.compile(r"[ \t]*\[")
_FILES: Final = re.compile(r"[ \t]*\[[ \t]*files[ \t]*\][ \t]*(?:#.*)?")
_VALUE: Final = re.compile(r"(\s*=\s*)(?:\"(?:\\.|[^\"\\])*\"|'[^']*')(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A list of a documentation site's pages: `llms.txt` or `llms-full.txt`."""

    url: str
    take: tuple[str, ...] = ()
    """Patterns for the paths of pages that are taken whenever they appear."""
    leave: tuple[str, ...] = ()
    """Patterns for the paths of pages that are not even looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What `sources.toml` says."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Addresses by path below the client's folder."""
    indexes: tuple[Index, ...] = ()
    toml: Toml | None = None

    def at(self, *path: str) -> Location | None:
        return self.toml.at(*path) if self.toml else None


def read_sources(data: bytes | None, name: str, found: Diagnostics) -> Sources:
    """Read the file ``name``; what is wrong in it is reported, each at its place."""
    if data is None:
        return Sources()
    try:
        toml = read_toml(data, name, "SW870")
    except Unusable as unusable:
        found.add(unusable.diagnostic)
        return Sources()
    reader = _Reader(toml, found)
    reader.known((), toml.values, ("files", "indexes"))
    files = {
        file: url
        for file, url in reader.table("files").items()
        if reader.is_file(file) and reader.is_url(("files", file), url)
    }
    indexes = [
        reader.index(url, table)
        for url, table in reader.table("indexes").items()
        if reader.is_url(("indexes", url), url)
    ]
    return Sources(
        files={file: str(url) for file, url in files.items()},
        indexes=tuple(indexes),
        toml=toml,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    toml: Toml
    found: Diagnostics

    def table(self, key: str) -> Mapping[str, object]:
        value = self.toml.values.get(key, {})
        if isinstance(value, dict):
            return value
        self.report((key,), f"`{key}` is a table", f"write `[{key}]` on its own line")
        return {}

    def known(
        self, path: tuple[str, ...], table: Mapping[str, object], keys: Collection[str]
    ) -> None:
        for key in table:
            if key not in keys:
                near = nearest(key, keys, 0.6)
                listed = ", ".join(f"`{k}`" for k in keys)
                hint = f"did you mean `{near}`?" if near else f"the keys are {listed}"
                self.report((*path, key), f"{show(key)} is not a key here", hint)

    def is_file(self, file: str) -> bool:
        suffixes = tuple(DOCUMENTS | PAGES)
        if _OUTSIDE.search(file) or not file.isprintable():
            problem = "is not a path inside the client's folder"
        elif not file.lower().endswith(suffixes) or file.rpartition("/")[2][0] == ".":
            problem = f"is not the name of a spec file: {', '.join(sorted(suffixes))}"
        elif file.startswith(f"{FOLDER}/"):
            problem = f"stands in {FOLDER}/, which holds copies that are referred to"
        else:
            return True
        self.report(("files", file), f"{show(file)} {problem}")
        return False

    def is_url(self, path: tuple[str, ...], url: object) -> bool:
        problem = "the address is a string"
        if isinstance(url, str):
            problem = address_problem(url)
        if problem:
            hint = "download the file by hand, and take this entry out"
            self.report(path, problem, hint)
        return not problem

    def index(self, url: str, table: object) -> Index:
        path = ("indexes", url)
        if not isinstance(table, dict):
            self.report(path, "an index is a table: `take` and `leave`")
            return Index(url=url)
        self.known(path, table, ("take", "leave"))
        given = {key: self._patterns((*path, key), table.get(key, [])) for key in _KEYS}
        return Index(url=url, **given)

    def _patterns(self, path: tuple[str, ...], value: object) -> tuple[str, ...]:
        items = value if isinstance(value, list) else [None]
        good = tuple(i for i in items if isinstance(i, str) and i[:1] in ("/", "*"))
        if len(good) != len(items):
            what = f"`{path[-1]}` is an array of paths: `/docs/api/*`, `/docs/**`"
            self.report(path, what, "a path starts with `/`")
        return good

    def report(self, path: tuple[str, ...], message: str, hint: str = "") -> None:
        self.found.add(
            finding(
                "SW871",
                message,
                self.toml.at(*path),
                consequence="Nothing is pulled for the client.",
                hint=hint,
            )
        )


_KEYS: Final = ("take", "leave")


def with_sources(
    data: bytes | None,
    name: str,
    files: Mapping[str, str],
    *,
    indexes: Collection[str] = (),
    gone: Collection[str] = (),
) -> bytes:
    """The file with these entries in it, and those of ``gone`` out of it.

    All else stays as it is: comments, order, layout.

    Raises:
        Unusable: it is written in a way that cannot be edited line by line.
    """
    text = _HEAD if data is None else data.decode("utf-8-sig").replace("\r\n", "\n")
    lines = text.removesuffix("\n").split("\n")
    for file in gone:
        _drop(lines, file)
    for file, url in sorted(files.items()):
        _put(lines, file, url)
    for url in indexes:
        lines += ["", f"[indexes.{toml_string(url)}]", "take = []"]
    new = ("\n".join(lines) + "\n").encode()
    problems = Diagnostics()
    read = read_sources(new, name, problems)
    known = {index.url for index in read.indexes}
    wrong = [f for f, url in files.items() if read.files.get(f) != url]
    wrong += [file for file in gone if file in read.files]
    wrong += [url for url in indexes if url not in known]
    for problem in problems:
        raise Unusable(problem)
    if wrong:
        raise Unusable(
            finding(
                "SW871",
                f"the entry for {show(wrong[0])} cannot be written here",
                read.at("files"),
                consequence="Nothing is written.",
                hint='write `[files]` on a line of its own, and a line `"FILE" = "URL"` '
                "for each file below it",
            )
        )
    return new


def _entries(lines: list[str]) -> tuple[int, int]:
    """The first line after `[files]`, and the first of the next table."""
    start = next((n for n, line in enumerate(lines) if _FILES.fullmatch(line)), -1) + 1
    if not start:
        return 0, 0
    rest = range(start, len(lines))
    return start, next((n for n in rest if _HEADER.match(lines[n])), len(lines))


def _find(lines: list[str], file: str) -> int:
    """The line of an entry; -1 for none."""
    start, end = _entries(lines)
    keys = {toml_key(file), toml_string(file), f"'{file}'"}
    for number in range(start, end):
        text = lines[number].strip()
        if any(text.startswith(k) and _VALUE.fullmatch(text[len(k) :]) for k in keys):
            return number
    return -1


def _drop(lines: list[str], file: str) -> None:
    number = _find(lines, file)
    if number >= 0:
        del lines[number]


def _put(lines: list[str], file: str, url: str) -> None:
    number = _find(lines, file)
    entry = f"{toml_string(file)} = {toml_string(url)}"
    if number >= 0:
        remark = _VALUE.search(lines[number])
        lines[number] = entry + (remark[2] if remark else "")
        return
    start, end = _entries(lines)
    if not start:
        if lines and lines[-1].strip():
            lines.append("")
        lines += ["[files]", entry]
        return
    after = start
    for number in range(start, end):
        text = lines[number].strip()
        if text and not text.startswith("#"):
            if text.strip("\"'") > file:
                break
            after = number + 1
    lines.insert(after, entry)
