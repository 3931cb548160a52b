"""The shape of the tool: who may import whom, how long things are, who may print text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT / "generator"
TEMPLATES = ROOT / "templates"

LAYERS = """
    __main__
    cli
    terminal
    machine
    junit
    sarif
    take
    release
    diff
    names
    run
    proof
    guard
    custom
    changes
    pipeline
    python
    wire
    place
    render
    lower
    validate
    checks
    pull
    overlay
    bundle
    normalize
    add
    repair
    swagger
    link
    references
    merge
    drift
    output
    hold
    folder
    swap
    rivals
    sources
    lock
    surface
    workspace
    accepted
    config
    config_checks
    settings
    toml
    naming
    graph
    ir
    shapes
    access
    objects
    fetch
    history
    read
    report
    codes
    diagnostics
    nearest
    globs
    addresses
    http
    text
"""
"""Each imports only from what stands after it. `specwright` itself is the version."""

ORDER = LAYERS.split()

THIRD_PARTY = {
    "click": {"cli"},
    "rich": {"terminal"},
    "jinja2": {"render"},
    "markupsafe": {"render", "text"},
    "yaml": {"read"},
    "httpx": {"fetch", "guard"},
    "black": {"format"},
    "openapi_spec_validator": {"checks"},
    "jsonschema_rs": {"checks", "python"},
    "jsonpath": {"overlay"},
    "pydantic_core": {"lower"},
}
"""Who may know a library."""

WRITERS = {"specwright.python.literals", "specwright.python.prose"}
"""Modules that turn text of a document into code."""

FIXED = {"error_class", "type"}
"""Functions that give names of ours, whatever they are given."""


def modules() -> dict[str, Path]:
    """Every module of the tool by its dotted name."""
    found = {}
    for path in sorted(GENERATOR.rglob("*.py")):
        parts = path.relative_to(GENERATOR).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()
TREES = {
    name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()
}


def imports(name: str) -> Iterator[tuple[str, int]]:
    """What a module imports, anywhere in it, and where."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module), node.lineno


def part(module: str) -> str:
    """`python` of `specwright.python.types`; empty for the package itself."""
    return [*module.split("."), ""][1]


def test_every_part_has_its_place_in_the_order() -> None:
    parts = {part(name) for name in MODULES} - {""}
    assert parts == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


def test_imports_run_one_way() -> None:
    rank = {name: number for number, name in enumerate(ORDER)}
    wrong = [
        f"{name}:{line} imports {target}"
        for name in MODULES
        for target, line in imports(name)
        if part(target) in rank and target in MODULES
        if part(name) != part(target)
        if rank.get(part(name), len(ORDER)) > rank[part(target)]
    ]
    assert wrong == []


def test_no_module_needs_itself() -> None:
    graph = {
        name: {target for target, _ in imports(name)} & set(MODULES) - {name}
        for name in MODULES
    }
    TopologicalSorter(graph).prepare()


def test_each_library_is_known_to_its_own_part_alone() -> None:
    wrong = [
        f"{name}:{line} imports {target}"
        for name in MODULES
        for target, line in imports(name)
        if (library := target.split(".")[0]) in THIRD_PARTY
        if part(name) not in THIRD_PARTY[library]
    ]
    assert wrong == []


def test_the_pipeline_touches_no_disk_and_no_clock() -> None:
    """What `generate` can reach is a pure function, but for reading the templates."""
    reached, waiting = set[str](), ["specwright.pipeline"]
    while waiting:
        name = waiting.pop()
        if name in MODULES and name not in reached:
            reached.add(name)
            waiting += [target for target, _ in imports(name)]
    impure = {"os", "time", "random", "shutil", "socket", "subprocess", "tempfile"}
    impure |= {"pathlib", "secrets", "locale", "threading", "httpx", "click"}
    wrong = {
        name: sorted(found)
        for name in reached
        if (found := {target.split(".")[0] for target, _ in imports(name)} & impure)
    }
    # The reader asks only for a name's ending.
    assert sorted(wrong) == ["specwright.read.document", "specwright.render"]
    assert all(found == ["pathlib"] for found in wrong.values())


@pytest.mark.parametrize("name", MODULES)
def test_modules_and_functions_are_short(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= 400
    long = {
        node.name: length
        for node in ast.walk(TREES[name])
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if (length := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert long == {}


def test_templates_only_print() -> None:
    sources = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.jinja"))
    }
    lines = {name: text.splitlines() for name, text in sources.items()}
    assert {name: len(found) for name, found in lines.items() if len(found) > 80} == {}
    every = [line for found in lines.values() for line in found]
    control = [line for line in every if "{%" in line]
    assert len(control) / len(every) <= 0.25
    # A filter, a call or a literal would be a decision, or code of the template's own.
    printed = [each for line in every for each in re.findall(r"{{(.*?)}}", line)]
    plain = re.compile(r" [a-z_]\w*(\.\w+|\[\d\])* | macros\.\w+\([\w., \[\]]*\) ")
    assert [each for each in printed if not plain.fullmatch(each)] == []


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def code_calls(name: str) -> Iterator[ast.Call]:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call) and name_of(node) in {"Code", "Markup"}:
            yield node


def reads_text(node: ast.AST) -> bool:
    """Whether the value of an expression may hold what `.raw` gives."""
    if isinstance(node, ast.Attribute) and node.attr == "raw":
        return True
    if isinstance(node, ast.Call) and name_of(node) in FIXED:
        return False
    return any(reads_text(child) for child in ast.iter_child_nodes(node))


@pytest.mark.parametrize("name", sorted({*MODULES} - WRITERS - {"specwright.text"}))
def test_only_writers_make_code_of_text(name: str) -> None:
    """`Code(text.raw)` would print what a document says as it stands."""
    assert [call.lineno for call in code_calls(name) if reads_text(call)] == []
    if part(name) != "python":
        assert [call.lineno for call in code_calls(name)] == []


def test_text_is_read_only_on_the_way_to_the_model_and_out_of_it() -> None:
    allowed = {"text", "ir", "lower", "naming", "pipeline", "python"}
    wrong = [
        f"{name}:{node.lineno}"
        for name in MODULES
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Attribute) and node.attr == "raw"
        if part(name) not in allowed
    ]
    assert wrong == []
