"""Real pages and documents, where they stand next to the repository."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from specwright.bundle import Bundle, bundle
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Diagnostics, Severity, Unusable
from specwright.normalize import normalize
from specwright.read.document import Document, read_document
from specwright.repair import repair
from specwright.validate import validate

SHARED = (Path(__file__).resolve().parents[3] / "../shared").resolve()
CONFIG = Config(name="x", package="x", client_class="X")
LARGE = 5_000_000

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the real documents in ../shared"
)


def below(*parts: str) -> list[Path]:
    folder = SHARED.joinpath(*parts)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), path.relative_to(SHARED).as_posix())


def whole(paths: Iterable[Path]) -> tuple[Bundle, tuple[Diagnostic, ...]]:
    diagnostics = Diagnostics()
    documents = [
        normalize(repair(document, {}, diagnostics), diagnostics)
        for document in map(read, paths)
        if document.kind == "openapi"
    ]
    bundled = bundle(documents, CONFIG, diagnostics)
    validate(bundled, diagnostics)
    return bundled, diagnostics.sorted()


@pytest.mark.parametrize(
    "folder", [*below("pages"), SHARED / "seeds"], ids=lambda p: p.name
)
def test_pages_become_one_valid_document(folder: Path) -> None:
    pages = sorted(folder.rglob("*.md"))
    described = [page for page in pages if read(page).kind == "openapi"]
    assert described

    bundled, findings = whole(pages)

    assert {f.code for f in findings if f.severity is not Severity.NOTE} == set()
    assert len(bundled.operations) == len(described)
    assert bundled.servers
    assert all(operation.security for operation in bundled.operations)
    OpenAPIV31SpecValidator(bundled.root()).validate()


def test_every_page_is_valid_alone() -> None:
    for page in sorted(SHARED.joinpath("pages").rglob("*.md")):
        _, findings = whole([page])
        assert {f.code for f in findings if f.code >= "SW2"} == set(), page.name


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(SHARED.glob("specs/**/*.*")) if p.suffix in (".json", ".yaml")],
    ids=lambda p: p.name,
)
def test_a_whole_document_keeps_every_operation(path: Path) -> None:
    if path.stat().st_size > LARGE:
        pytest.skip("takes several seconds; the benchmarks read it")
    document = read(path)
    paths = document.root.get("paths")
    methods = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
    declared = sum(
        method in item
        for item in (paths.values() if isinstance(paths, dict) else ())
        if isinstance(item, dict)
        for method in methods
    )

    bundled, findings = whole([path])

    assert len(bundled.operations) == declared
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    assert "SW231" not in {f.code for f in findings}


@pytest.mark.parametrize(
    "path", sorted(SHARED.glob("hostile/*.yaml")), ids=lambda p: p.name
)
def test_hostile_input_is_survived(path: Path) -> None:
    try:
        _, findings = whole([path])
    except Unusable as unusable:
        findings = (unusable.diagnostic,)
    assert "SW231" not in {f.code for f in findings}
    assert all(f.location is not None for f in findings)
