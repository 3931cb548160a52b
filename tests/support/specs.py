"""Specifications written into tests, and how far each of them is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from specwright import pipeline
from specwright.bundle import Bundle, bundle
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Diagnostics, Severity
from specwright.ir import Api, NamedSchema, Operation
from specwright.lower import lower
from specwright.naming.table import Names, name_all
from specwright.naming.words import Casing
from specwright.normalize import normalize
from specwright.read.document import read_document
from specwright.repair import repair

Files = str | Mapping[str, str]
"""One document, or several by file name. Indentation in common is taken off."""

CONFIG = Config(name="acme", package="acme", client_class="Acme")


def inputs(files: Files) -> dict[str, bytes]:
    """The files as the pipeline takes them."""
    named = {"api.yaml": files} if isinstance(files, str) else files
    return {name: dedent(text).encode() for name, text in named.items()}


def openapi(paths: str, schemas: str = "", *, head: str = "") -> str:
    """A whole document of `paths` and component schemas, each at no indentation."""

    def block(text: str, depth: int) -> str:
        pad = " " * depth
        lines = dedent(text).strip("\n").split("\n")
        return "".join(f"{pad}{line}\n" if line else "\n" for line in lines)

    document = "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\n"
    document += block(head, 0) if head else "servers: [{url: https://api.acme.test}]\n"
    document += f"paths:\n{block(paths, 2)}"
    if schemas:
        document += f"components:\n  schemas:\n{block(schemas, 4)}"
    return document


def bundled(files: Files) -> tuple[Bundle, Diagnostics]:
    """The repaired bundle, and the findings up to it."""
    found = Diagnostics()
    documents = [
        normalize(repair(read_document(data, name), {}, found), found)
        for name, data in sorted(inputs(files).items())
    ]
    return bundle(documents, CONFIG, found), found


@dataclass(frozen=True)
class Lowered:
    """An API model, and the findings of lowering alone."""

    api: Api
    findings: tuple[Diagnostic, ...]

    @property
    def said(self) -> list[tuple[str, int]]:
        """Code and line of each finding."""
        return [(f.code, f.location.line if f.location else 0) for f in self.findings]

    def schema(self, name: str) -> NamedSchema:
        """The component of a name."""
        return self.api.schemas[f"#/components/schemas/{name}"]

    def operation(self, key: str) -> Operation:
        """The operation of a key such as `GET /voices`."""
        return next(op for op in self.api.operations if op.key == key)

    def names(self, casing: Casing = Casing.PEP8) -> Names:
        """The settled names."""
        return name_all(self.api, "Acme", casing, frozenset())


def lowered(files: Files) -> Lowered:
    """The API model of files that have no errors."""
    whole, before = bundled(files)
    errors = [d for d in before if d.severity is Severity.ERROR]
    assert not errors, errors
    found = Diagnostics()
    return Lowered(lower(whole, found), found.sorted())


def generate(files: Files, config: Config = CONFIG) -> pipeline.Result:
    """The files of a package; the specification must be usable."""
    result = pipeline.generate(inputs(files), config)
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    assert not errors, errors
    return result
