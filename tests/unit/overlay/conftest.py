"""How the tests of overlays lay them over documents and look at what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from textwrap import dedent
from typing import Any

import pytest
from support.specs import CONFIG, openapi

from specwright.bundle import Bundle, bundle
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Diagnostics, Severity
from specwright.normalize import normalize
from specwright.overlay import amend, read_amendments
from specwright.read.document import read_document
from specwright.repair import repair

HEAD = "overlay: 1.1.0\ninfo: {title: Test, version: '1'}\nactions:\n"
"""Three lines; the first action stands on the fourth."""

VOICES = openapi(
    """
    /v1/voices:
      get:
        operationId: list_voices
        tags: [voices]
        parameters:
          - {name: q, in: query, schema: {type: string}}
          - {name: page, in: query, schema: {type: integer}}
        responses:
          '200':
            description: All voices.
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Voices'}
    /v1/users/{user_id}:
      get:
        operationId: get_user
        tags: [users]
        parameters:
          - {name: user_id, in: path, required: true, schema: {type: string}}
        responses:
          '200':
            description: One user.
            content:
              application/json:
                schema: {$ref: '#/components/schemas/User'}
    """,
    """
    Voices:
      type: object
      required: [items]
      properties:
        items: {type: array, items: {$ref: '#/components/schemas/Voice'}}
    Voice:
      type: object
      properties: {name: {type: string}}
    User:
      type: object
      properties: {id: {type: string}}
    """,
)
"""Two operations, and three schemas that they use."""


@dataclass(frozen=True)
class Amended:
    """A bundle with everything laid over it, and the findings of that alone."""

    bundle: Bundle
    findings: tuple[Diagnostic, ...]

    def at(self, *path: str | int) -> Any:
        """What stands somewhere in the whole."""
        node: Any = self.bundle.root()
        for token in path:
            node = node[token]
        return node

    @property
    def said(self) -> list[tuple[str, int]]:
        """Code and line of each finding."""
        return [(f.code, f.location.line if f.location else 0) for f in self.findings]

    @property
    def errors(self) -> list[Diagnostic]:
        return [f for f in self.findings if f.severity is Severity.ERROR]


Amender = Callable[..., Amended]


def lay(
    files: Mapping[str, str] | str,
    documents: Mapping[str, str] | str = VOICES,
    config: Config = CONFIG,
) -> Amended:
    """Lay overlays and overrides, by file name, over documents.

    A text is the actions of one overlay, without its head.
    """
    if isinstance(files, str):
        files = {"a.overlay.yaml": HEAD + dedent(files)}
    if isinstance(documents, str):
        documents = {"api.yaml": documents}
    inputs = {name: dedent(text).encode() for name, text in documents.items()}
    inputs |= {name: dedent(text).encode() for name, text in files.items()}
    before, found = Diagnostics(), Diagnostics()
    amendments = read_amendments(inputs, found)
    read = [
        normalize(repair(read_document(data, name), {}, before), before)
        for name, data in amendments.specs.items()
    ]
    change = partial(amend, amendments=amendments, config=config, found=found)
    made = bundle(read, config, before, change)
    for finding in before:
        if finding.code.startswith("SW3"):
            found.add(finding)
    return Amended(made, found.sorted())


@pytest.fixture
def laid() -> Amender:
    """Lays overlays, overrides and a subset over documents; see `lay`."""
    return lay


@pytest.fixture
def voices() -> str:
    """The document that is changed where a test has none of its own."""
    return VOICES


@pytest.fixture
def head() -> str:
    """What an overlay begins with: three lines."""
    return HEAD
