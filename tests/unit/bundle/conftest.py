"""How the tests of bundles make one of texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from specwright.bundle import Bundle, bundle
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Diagnostics
from specwright.normalize import normalize
from specwright.read.document import read_document


@dataclass(frozen=True)
class Bundled:
    """A bundle and the findings that came of it."""

    bundle: Bundle
    findings: tuple[Diagnostic, ...]

    @property
    def codes(self: Any) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def said(self: Any) -> list[tuple[str, str]]:
        return [(finding.code, str(finding.location)) for finding in self.findings]


@pytest.fixture
def bundled() -> Any:
    """Bundles texts by file name; ``chosen`` is `[components]` of client.toml."""

    def run(files: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> Any:
        diagnostics = Diagnostics()
        documents = [
            normalize(read_document(text.encode(), f"specs/x/{name}"), diagnostics)
            for name, text in files.items()
        ]
        config = Config(
            name="x", package="x", client_class="X", components=chosen or {}
        )
        result = bundle(documents, config, diagnostics)
        return Bundled(result, diagnostics.sorted())

    return run
