"""How the tests of repairs read a document and look at what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Any

import pytest

from specwright.diagnostics import Diagnostic, Diagnostics, Severity
from specwright.read.document import read_document
from specwright.read.info import PageInfo
from specwright.read.tree import Map
from specwright.repair import repair


@dataclass(frozen=True)
class Repaired:
    """A repaired document and the findings of it."""

    root: Map
    findings: tuple[Diagnostic, ...]

    def at(self, *path: str | int) -> Any:
        node: Any = self.root
        for token in path:
            node = node[token]
        return node

    @property
    def said(self) -> list[tuple[str, int, str]]:
        """Code, line and pointer of each finding."""
        return [
            (f.code, f.location.line, f.location.pointer)
            for f in self.findings
            if f.location is not None
        ]


Repairer = Callable[..., Repaired]


@pytest.fixture
def repaired() -> Repairer:
    """Repairs YAML text; ``only`` names the rules that are on, or all are."""

    def run(
        text: str,
        *,
        page: PageInfo | None = None,
        only: str = "",
        levels: Mapping[str, Severity | None] | None = None,
        credential: str = "",
    ) -> Repaired:
        document = read_document(dedent(text).encode(), "api.yaml")
        if page is not None:
            document = replace(document, page=page)
        diagnostics = Diagnostics()
        found = repair(document, levels or {}, diagnostics, credential=credential).root
        if only:
            kept = tuple(d for d in diagnostics.sorted() if d.code in only.split())
            return Repaired(found, kept)
        return Repaired(found, diagnostics.sorted())

    return run
