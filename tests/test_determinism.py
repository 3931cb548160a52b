"""The output is a function of the input alone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from support.cases import NAMES, Case, result

from specwright import pipeline

ROOT = Path(__file__).parents[1]

PROGRAM = """
import hashlib, json, sys
from support.cases import NAMES, Case
from specwright import pipeline
from support.cases import described
out = {}
for name in NAMES:
    case = Case(name)
    made = pipeline.generate(case.inputs(), case.config())
    text = json.dumps([dict(made.files), dict(made.facts), list(described(made.diagnostics))])
    out[name] = hashlib.sha256(text.encode()).hexdigest()
print(json.dumps(out))
"""

OTHERS = [
    version
    for version in ("3.11", "3.12", "3.13", "3.14")
    if version != f"{sys.version_info.major}.{sys.version_info.minor}"
]


def digests(
    python: str, seed: str, cwd: Path = ROOT, **environment: str
) -> dict[str, str]:
    """What a process of its own makes of each case."""
    paths = [str(ROOT / "generator"), str(ROOT / "tests")]
    done = subprocess.run(
        [python, "-c", PROGRAM],
        cwd=cwd,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONHASHSEED": seed,
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    return digests(sys.executable, "0")


@pytest.mark.parametrize("seed", ["1", "2", "31337"])
def test_the_order_of_sets_means_nothing(seed: str, here: dict[str, str]) -> None:
    assert digests(sys.executable, seed) == here


def test_where_and_when_means_nothing(here: dict[str, str], tmp_path: Path) -> None:
    """Locale, time zone and folder; `benchmarks/determinism.py` tries more of them."""
    surroundings = {
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "Pacific/Kiritimati",
        "HOME": str(tmp_path),
        "COLUMNS": "20",
    }
    assert digests(sys.executable, "7", tmp_path, **surroundings) == here


def pythons(version: str) -> Iterator[Path]:
    """Programs of a version of Python: those on the path, and those of pyenv."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin"))
    for folder in folders:
        if (folder / f"python{version}").exists():
            yield folder / f"python{version}"


def has_dependencies(python: Path) -> bool:
    needed = (
        "import jinja2, jsonpath, jsonschema_rs, openapi_spec_validator, tomli_w, yaml"
    )
    done = subprocess.run([python, "-c", needed], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.parametrize("version", OTHERS)
def test_the_version_of_python_means_nothing(
    version: str, here: dict[str, str]
) -> None:
    usable = next(filter(has_dependencies, pythons(version)), None)
    if usable is None:
        pytest.skip(f"no Python {version} with the tool's dependencies on the path")
    assert digests(str(usable), "0") == here


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_inputs_means_nothing(name: str) -> None:
    case = Case(name)
    inputs = case.inputs()
    shuffled = dict(sorted(inputs.items(), key=lambda i: hashlib.md5(i[1]).digest()))
    backwards = dict(reversed(inputs.items()))
    for order in (shuffled, backwards):
        again = pipeline.generate(order, case.config())
        assert again.files == result(name).files
        assert again.facts == result(name).facts


@pytest.mark.parametrize("name", NAMES)
def test_the_ends_of_lines_mean_nothing(name: str) -> None:
    case = Case(name)
    windows = {
        file: data.replace(b"\n", b"\r\n") for file, data in case.inputs().items()
    }
    again = pipeline.generate(windows, case.config())
    assert again.files == result(name).files
    assert [d.location and d.location.line for d in again.diagnostics] == [
        d.location and d.location.line for d in result(name).diagnostics
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_means_nothing(name: str) -> None:
    case = Case(name)
    marked = {file: b"\xef\xbb\xbf" + data for file, data in case.inputs().items()}
    assert pipeline.generate(marked, case.config()).files == result(name).files


@pytest.mark.parametrize("name", ["crud", "unions", "parameters", "streams"])
def test_yaml_and_json_of_one_document_are_one(name: str) -> None:
    case = Case(name)
    ((file, data),) = case.inputs().items()
    parsed = yaml.load(data, Loader=_Loader)
    stem = Path(file).stem
    both = [
        pipeline.generate({f"{stem}.json": json.dumps(parsed).encode()}, case.config()),
        pipeline.generate(
            {f"{stem}.yaml": yaml.safe_dump(parsed, sort_keys=False).encode()},
            case.config(),
        ),
    ]
    for made in both:
        assert made.files == result(name).files


class _Loader(yaml.SafeLoader):
    """Dates stay texts, as in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in found if not tag.endswith("timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_a_description_changes_only_what_prints_it() -> None:
    case = Case("crud")
    ((file, data),) = case.inputs().items()
    changed = data.replace(b"Where it stands.", b"On which shelf it stands.")
    again = pipeline.generate({file: changed}, case.config())
    before = result("crud").files
    assert [path for path in before if before[path] != again.files[path]] == [
        "src/library_client/books/types.py"
    ]
