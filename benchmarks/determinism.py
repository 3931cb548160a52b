#!/usr/bin/env python3
"""Whether the output is the same, whatever surrounds the tool and its files: a table.

Every document is generated as it is, and again in each of these circumstances: ten
seeds of Python's hashes, other versions of Python, the inputs in another order, another
locale, time zone, umask and current folder, and the document itself written as JSON, as
YAML of another writer, with Windows' line ends and with a byte order mark. Files and
facts of the lock must be equal, byte for byte; notes may stand at other lines. The exit
status is 1 when one differs.

    benchmarks/determinism.py ../shared/specs/museum.yaml
    benchmarks/determinism.py --all --python python3.12 --python /opt/3.13/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from documents import SPECS, SUFFIXES, sources

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 2_500_000
"""Bytes of a document that ``--all`` takes."""

PROGRAM = """
import hashlib, json, os, sys
from specwright import pipeline
from specwright.config import load_config
umask, folder, order = sys.argv[1:]
os.umask(int(umask, 8))
config, _ = load_config("acme", b"", "client.toml")
for client in sorted(os.listdir(folder)):
    top = os.path.join(folder, client)
    names = sorted(
        os.path.relpath(os.path.join(here, file), top)
        for here, _, files in os.walk(top)
        for file in files
    )
    if order == "backwards":
        names.reverse()
    inputs = {}
    for name in names:
        with open(os.path.join(top, name), "rb") as file:
            inputs[f"specs/acme/{name}"] = file.read()
    made = pipeline.generate(inputs, config)
    errors = [d.code for d in made.diagnostics if d.severity == "error"]
    text = json.dumps([dict(made.files), dict(made.facts)], sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    print(json.dumps([digest, len(made.files), errors]))
"""
"""Prints a line for each client in a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """One way to run."""

    name: str
    python: str = sys.executable
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: str = "022"
    backwards: bool = False
    form: str = "as it is"
    elsewhere: bool = False


def circumstances(pythons: list[str]) -> Iterator[Circumstance]:
    """All of them; the first is the usual one."""
    yield Circumstance(name="usual", environment={"PYTHONHASHSEED": "0"})
    for seed in (*range(1, 10), 4294967295):
        environment = {"PYTHONHASHSEED": str(seed)}
        yield Circumstance(name=f"seed {seed}", environment=environment)
    for python in pythons:
        yield Circumstance(name=python, python=python)
    yield Circumstance(name="backwards", backwards=True)
    for language in ("C", "tr_TR.UTF-8"):
        variables = dict.fromkeys(("LANG", "LC_ALL", "LANGUAGE"), language)
        yield Circumstance(name=f"locale {language}", environment=variables)
    yield Circumstance(name="no UTF-8 mode", environment={"PYTHONUTF8": "0"})
    yield Circumstance(name="zone", environment={"TZ": "Pacific/Kiritimati"})
    yield Circumstance(name="umask 077", umask="077")
    yield Circumstance(name="elsewhere", elsewhere=True)
    for form in ("json", "yaml", "crlf", "mark"):
        yield Circumstance(name=form, form=form)


def written(path: Path, form: str, folder: Path) -> None:
    """Write the files of a client into a folder, in another form."""
    base = path if path.is_dir() else path.parent
    for source in sources(path):
        data = source.read_bytes()
        target = folder / source.relative_to(base)
        if form in ("json", "yaml"):
            target = target.with_suffix(f".{form}")
            document = json.loads(data) if source.suffix == ".json" else _read(data)
            dumped = (
                json.dumps(document)
                if form == "json"
                else yaml.dump(
                    document, Dumper=_Dumper, sort_keys=False, allow_unicode=True
                )
            )
            for other in sources(path):  # References name the files.
                dumped = dumped.replace(other.name, f"{other.stem}.{form}")
            data = dumped.encode()
        elif form == "crlf":
            data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        elif form == "mark":
            data = b"\xef\xbb\xbf" + data
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


class _Loader(yaml.CSafeLoader):
    """The types of JSON in JSON's spelling; anything else is text, as in YAML 1.2."""


_Loader.yaml_implicit_resolvers = {}
for _kind, _form, _first in (
    ("null", r"(?:~|null|)\Z", ["~", "n", ""]),
    ("bool", r"(?:true|false)\Z", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)\Z", list("-0123456789")),
    (
        "float",
        r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z",
        list("-0123456789"),
    ),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(_form), _first
    )


class _Dumper(yaml.CSafeDumper):
    """Without aliases, and with quotes where YAML 1.2 wants them."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _read(data: bytes) -> object:
    return yaml.load(data, Loader=_Loader)


def generated(
    circumstance: Circumstance, paths: Sequence[Path], folder: Path
) -> list[list[object]]:
    """Of each client a digest, the number of files, and the codes of errors."""
    for number, path in enumerate(paths):
        written(path, circumstance.form, folder / f"{number:03}")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LC_"))}
    order = "backwards" if circumstance.backwards else "forwards"
    done = subprocess.run(
        [circumstance.python, "-c", PROGRAM, circumstance.umask, str(folder), order],
        cwd="/" if circumstance.elsewhere else ROOT,
        env={
            **kept,
            "PYTHONPATH": str(ROOT / "generator"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **circumstance.environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{circumstance.name}:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def documents(largest: int) -> Iterator[Path]:
    """The clients of `tests/cases`, and of `../shared/specs` what is not too large."""
    yield from (p for p in sorted(ROOT.glob("tests/cases/*/specs")) if sources(p))
    found = [p for p in SPECS.rglob("*") if p.suffix in SUFFIXES and p.is_file()]
    for path in sorted(found, key=lambda p: (p.stat().st_size, p)):
        if path.stat().st_size <= largest:
            yield path


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--all", action="store_true", help="the cases, ../shared/specs")
    parser.add_argument("--largest", type=int, default=LARGEST, help="bytes, of all")
    parser.add_argument("--python", action="append", default=[], help="another Python")
    options = parser.parse_args()

    paths = [path.resolve() for path in options.documents]
    if options.all and not SPECS.is_dir():
        parser.error("there is no ../shared/specs beside this checkout")
    paths += documents(options.largest) if options.all else []
    usual: list[list[object]] = []
    faults: list[list[str]] = [[] for _ in paths]
    count = 0
    for circumstance in circumstances(options.python):
        with TemporaryDirectory() as folder:
            found = generated(circumstance, paths, Path(folder))
        usual = usual or found
        count += 1
        for fault, one, other in zip(faults, usual, found, strict=True):
            if one != other:
                fault.append(circumstance.name)
        print(f"{circumstance.name}: done", file=sys.stderr, flush=True)
    for path, one, fault in zip(paths, usual, faults, strict=True):
        said = f"DIFFERS: {', '.join(fault)}" if fault else "the same"
        refused = f" (refused: {one[2]})" if one[2] else ""
        print(f"{'/'.join(path.parts[-3:]):45} {one[1]:>5} files  {said}{refused}")
    differing = sum(map(bool, faults))
    print(f"{len(paths)} documents in {count} circumstances, {differing} differ")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
