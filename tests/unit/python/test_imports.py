"""Import blocks are those of isort, as ruff checks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from specwright.python.imports import Imports, from_import, import_order

STANDARD = ["typing", "collections.abc", "functools", "types"]
NAMES = [
    *("OMIT", "Omit", "omit", "given", "Stream", "AsyncStream", "Voice", "Voice2"),
    *("Voice10", "VOICE", "A", "B2", "a", "UNKNOWN_TAG", "tagged", "AB", "Ab", "JSON"),
]


def test_ruff_finds_nothing_to_sort(tmp_path: Path) -> None:
    made = Imports(("a", "b", "resource"))
    for module in STANDARD:
        made.add(module, *NAMES)
    made.add("pydantic", "Field", "Tag")
    made.add("typing_extensions", "Self", "TypeAliasType")
    made.add_module("import datetime as dt")
    for target in [
        ("types",),
        ("a", "types"),
        ("a", "b", "types"),
        ("_runtime", "omit"),
    ]:
        made.local(target, *NAMES)
    made.local(("a", "b", "c", "types"), "One")
    source = f"{made.lines()}\n"
    package = tmp_path / "acme" / "a" / "b"
    package.mkdir(parents=True)
    file = package / "resource.py"
    file.write_text(source)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--isolated",
            "--select",
            "I",
            str(file),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + source


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (("client",), ("types",), ".types"),
        (("voices", "resource"), ("voices", "types"), ".types"),
        (("voices", "resource"), ("types",), "..types"),
        (("voices", "pvc", "resource"), ("_runtime", "omit"), "..._runtime.omit"),
        (("voices", "resource"), ("voices", "pvc", "types"), ".pvc.types"),
        (("a", "x", "resource"), ("b", "x", "types"), "...b.x.types"),
        (("a", "resource"), ("a", "a", "types"), ".a.types"),
    ],
)
def test_relative_paths(
    here: tuple[str, ...], there: tuple[str, ...], expected: str
) -> None:
    assert Imports(here).relative(there) == expected


def test_a_module_does_not_import_itself() -> None:
    made = Imports(("a", "types"))
    made.local(("a", "types"), "Voice")
    assert made.lines() == "from __future__ import annotations"


def test_numbers_in_names_count() -> None:
    assert sorted(["Voice10", "Voice2", "VOICE"], key=import_order) == [
        "VOICE",
        "Voice2",
        "Voice10",
    ]


def test_long_imports_take_one_line_a_name() -> None:
    names = [f"NameNumber{n}" for n in range(8)]
    assert len(from_import("m", names[:2]).splitlines()) == 1
    assert from_import("m", names).splitlines()[-1] == ")"
    assert from_import("m", names, indent=1).splitlines()[-1] == "    )"
