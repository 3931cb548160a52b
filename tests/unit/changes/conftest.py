"""Two documents, written into a test, and what changed from one to the other."""

from __future__ import annotations

from textwrap import dedent

from support.specs import bundled

from specwright import pipeline
from specwright.changes.change import Change, ordered
from specwright.changes.compare import compare
from specwright.changes.document import compare_documents
from specwright.config import Config
from specwright.diagnostics import Diagnostics
from specwright.pipeline import Survey

CONFIG = Config(name="acme", package="acme", client_class="Acme")
HEAD = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
servers: [{url: https://api.acme.test}]
"""
OK = "responses: {'200': {description: d}}"
FIRST = HEAD.count("\n") + 1
"""The line on which the text of a test begins."""


def whole(text: str) -> str:
    """A document of the text; what it says of its head replaces the usual."""
    text = dedent(text)
    said = {line.partition(":")[0] for line in text.splitlines()}
    kept = [line for line in HEAD.splitlines() if line.partition(":")[0] not in said]
    return "\n".join((*kept, text))


def survey(text: str, config: Config = CONFIG, name: str = "api.yaml") -> Survey:
    """A whole document, or what stands below its head, as the pipeline sees it."""
    found = Diagnostics()
    result = pipeline.survey({name: whole(text).encode()}, config, found)
    assert result is not None, [d.message for d in found.sorted()]
    return result


def changes(before: str, after: str) -> tuple[Change, ...]:
    return compare(survey(before), survey(after))


def spec_changes(before: str, after: str) -> tuple[Change, ...]:
    """The changes of the layer `spec` alone, which need no Python."""
    old, new = (bundled(whole(text))[0].root() for text in (before, after))
    return ordered(compare_documents(old, new))


def told(found: tuple[Change, ...], layer: str = "spec") -> list[str]:
    """`breaking rule subject: before -> after` of each change of a layer."""
    return [
        f"{c.level} {c.rule.id} {c.subject}" + (f": {c.values}" if c.values else "")
        for c in found
        if c.layer == layer
    ]
