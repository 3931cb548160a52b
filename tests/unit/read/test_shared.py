"""Real pages and documents, and hostile ones, where they are at hand."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from specwright.diagnostics import Unusable
from specwright.read.document import read_document
from specwright.read.tree import Map, Node, Seq

SHARED = Path(__file__).resolve().parents[3] / "../shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared pages and documents are not here"
)

REFUSED = {
    code: numbers.split()
    for code, numbers in {
        "SW001": "y15 y16",
        "SW002": "y06 y31 y33",
        "SW003": "y05",
        "SW004": "y03 y04 y28",
        "SW005": "y19 y30",
        "SW006": "y01 y02 y07 y17",
        "SW007": "y21",
        "SW010": "y29",
        "SW012": "y23",
    }.items()
}


def files(pattern: str) -> list[Path]:
    return sorted(SHARED.glob(pattern)) if SHARED.is_dir() else []


@needs_shared
def test_all_pages_and_seeds_read_without_a_finding() -> None:
    paths = files("pages/**/*.md") + files("seeds/*.md")
    assert len(paths) > 100
    for path in paths:
        document = read_document(path.read_bytes(), path.name)
        assert document.findings == (), path
        page = document.page
        assert page is not None
        assert page.title, path
        assert page.method, path
        assert page.reference, path
        assert bool(page.samples) == (document.kind == "openapi"), path
        lines = document.source.text.split("\n")
        for key in document.root:
            mark = document.root.key_mark(key)
            assert lines[mark.line - 1][mark.column - 1 :].startswith(f"{key}:"), path


@needs_shared
@pytest.mark.parametrize("path", files("specs/**/*.json"), ids=lambda p: p.name)
def test_json_documents_read_as_the_standard_library_reads_them(path: Path) -> None:
    data = path.read_bytes()
    document = read_document(data, path.name)
    assert document.root == json.loads(data)


@needs_shared
@pytest.mark.parametrize("path", files("specs/**/*.yaml"), ids=lambda p: p.name)
def test_marks_of_yaml_documents_point_at_their_keys(path: Path) -> None:
    document = read_document(path.read_bytes(), path.name)
    lines = document.source.text.split("\n")
    stack: list[Node] = [document.root]
    while stack:
        node = stack.pop()
        if isinstance(node, Seq):
            stack.extend(node)
        if isinstance(node, Map):
            stack.extend(node.values())
            for key in node:
                mark = node.key_mark(key)
                there = lines[mark.line - 1][mark.column - 1 :].lstrip("\"'?")
                assert there.startswith(key[:8]), (key, mark)


@needs_shared
@pytest.mark.parametrize("path", files("hostile/y*.yaml"), ids=lambda p: p.name)
def test_hostile_yaml_is_accepted_or_refused_as_expected(path: Path) -> None:
    start = time.perf_counter()
    codes = [code for code, names in REFUSED.items() if path.name[:3] in names]
    expected = codes[0] if codes else None
    if expected is None:
        assert read_document(path.read_bytes(), path.name).findings == ()
    else:
        with pytest.raises(Unusable) as caught:
            read_document(path.read_bytes(), path.name)
        found = caught.value.diagnostic
        assert found.code == expected
        assert found.location is not None
        assert found.location.file == path.name
    assert time.perf_counter() - start < 2
