"""Input number N of a seed: grown, or made of a document that is known to be good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from fuzzing.grammar import Grammar
from fuzzing.mutate import mangled, mutated
from injection.forms import forms

Files = dict[str, bytes]
KINDS = ("grown", "tree", "bytes")
CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Input:
    """Spec files of a client, and how they were made."""

    kind: str
    files: Files
    tree: Any = None
    """What the one file says, where it was written from a tree."""


@cache
def seeds() -> tuple[Files, ...]:
    """Good inputs: the forms of the injection tests, and the cases."""
    made = [form.files(form.tree) for form in forms().values()]
    for folder in sorted(CASES.glob("*/specs")):
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        made.append({n: d for n, d in files.items() if n != "client.toml"})
    return tuple(made)


@cache
def trees() -> tuple[Any, ...]:
    """The seeds that are plain data, as trees."""
    return tuple(_trees())


def _trees() -> Iterator[Any]:
    for files in seeds():
        for name, data in files.items():
            if len(files) == 1 and not name.endswith(".md"):
                yield yaml.safe_load(data)


def as_file(tree: Any, *, as_yaml: bool = False) -> Files:
    """One document of a tree; JSON in ASCII, which holds half surrogates too."""
    if as_yaml:
        text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)
        return {"api.yaml": text.encode("utf-8", "surrogatepass")}
    return {"api.json": json.dumps(tree).encode()}


def make(seed: int, number: int) -> Input:
    """The input of a number; the same for ever, whatever came before."""
    random = Random(f"{seed}:{number}")
    share = random.random()
    if share < 0.45:
        tree = Grammar(random, odd=random.choice((0.0, 0.0, 0.005, 0.03))).document()
        return Input("grown", as_file(tree, as_yaml=random.random() < 0.05), tree)
    if share < 0.8:
        seed_tree = trees()[random.randrange(len(trees()))]
        if random.random() < 0.3:
            seed_tree = Grammar(random, odd=0.0).document()
        tree = mutated(seed_tree, random)
        return Input("tree", as_file(tree, as_yaml=random.random() < 0.05), tree)
    files = dict(seeds()[random.randrange(len(seeds()))])
    name = random.choice(sorted(files))
    files[name] = mangled(files[name], random)
    return Input("bytes", files)
