"""The whole way from spec files to output files, as one pure function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from specwright.bundle import Bundle, bundle
from specwright.codes import finding
from specwright.config import Config
from specwright.diagnostics import Diagnostics, Unusable
from specwright.ir import Api, Key
from specwright.link import link, read_files
from specwright.lower import lower
from specwright.lower.pagination import paginate
from specwright.naming.facts import changed_names, facts_of, remembered
from specwright.naming.given import check_given
from specwright.naming.memory import NOTHING, Memory
from specwright.naming.table import Names, Path, name_all
from specwright.naming.words import Casing
from specwright.normalize import normalize
from specwright.overlay import amend, read_amendments
from specwright.place import Module
from specwright.python.goldens import Goldens
from specwright.python.hooks import check_hooks, generated_classes
from specwright.python.offered import unsent
from specwright.python.package import Package
from specwright.python.vocabulary import vocabulary
from specwright.read.document import Document
from specwright.read.limits import limit_hint
from specwright.read.tree import Map, locate
from specwright.references import lookup
from specwright.render import error_names
from specwright.repair import repair
from specwright.sources import Copies
from specwright.swagger import convert
from specwright.validate import mend, validate
from specwright.wire.spec import Described, describe

_USUAL_OUTPUT: Final = 100
"""Bytes that a package may have for each byte of its files, whatever the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationSummary:
    """What `specwright list --operations` shows of one operation."""

    file: str
    pointer: str
    method: str
    path: str
    attribute: str
    """`voices.pvc.samples.speakers.separate`"""
    degraded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one client's inputs become. ``files`` is empty when a spec is unusable."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Text by path below `generated/CLIENT/`, without the lock."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the lock records beside files: settled names, degraded nodes, and so on."""
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    operations: tuple[OperationSummary, ...] = ()
    classes: Mapping[Path, tuple[Module, str]] = field(default_factory=dict)
    """The module and the class of each resource; of the client for no path."""
    names: frozenset[str] = frozenset()
    """Every name that was made for the files, of this client's API or configuration."""
    goldens: Goldens | None = None
    """What the client sends; None without files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a client's inputs say, understood and named, before anything is printed."""

    bundle: Bundle
    api: Api
    names: Names
    package: Package
    facts: Mapping[str, object]
    """What the lock records: names, and what is degraded or inferred."""


def survey(
    inputs: Mapping[str, bytes],
    config: Config,
    diagnostics: Diagnostics,
    memory: Memory = NOTHING,
) -> Survey | None:
    """Read the inputs up to where code would be written; None with an error found."""
    amendments = read_amendments(inputs, diagnostics)
    schemes = set[str]()
    documents = _documents(amendments.specs, config, diagnostics, schemes)
    if diagnostics.has_errors:
        return None

    def amended(whole: Bundle) -> Bundle:
        return amend(whole, amendments, config, diagnostics)

    bundled = bundle(documents, config, diagnostics, amended)
    validate(bundled, diagnostics)
    if diagnostics.has_errors:
        return None
    api = paginate(lower(bundled, diagnostics), config, diagnostics)
    memory, known = remembered(memory, config.casing, diagnostics)
    casing = known or (Casing.FERN if api.is_fern else Casing.PEP8)
    reserved = frozenset(error_names())
    names = name_all(api, config.client_class, casing, reserved, memory)
    check_given(api, names, diagnostics)
    if diagnostics.has_errors:
        return None
    package = Package(api, names, config)
    for left in unsent(package.calls.values(), package.types):
        diagnostics.add(left)
    settled = tuple(package.settled())
    for changed in changed_names(names.memory, settled):
        diagnostics.add(changed)
    return Survey(
        bundle=bundled,
        api=api,
        names=names,
        package=package,
        facts=facts_of(api, casing, settled, config.pagination, schemes),
    )


def generate(
    inputs: Mapping[str, bytes], config: Config, memory: Memory = NOTHING
) -> Result:
    """Everything that one client becomes. Touches no disk and no network.

    ``inputs`` are the client's spec files by name, ``memory`` is what the lock knows
    of the last time. With an error among the diagnostics there are no files.
    """
    diagnostics = Diagnostics()
    found = survey(inputs, config, diagnostics, memory)
    if found is None:
        return Result(diagnostics=diagnostics)
    goldens = found.package.goldens(_described(found.api, found.bundle, config))
    try:
        files = dict(sorted(_printed(found, goldens, inputs, config)))
    except Unusable as unusable:
        diagnostics.add(unusable.diagnostic)
        return Result(diagnostics=diagnostics)
    for misplaced in check_hooks(config, found.names, files):
        diagnostics.add(misplaced)
    if diagnostics.has_errors:
        return Result(diagnostics=diagnostics)
    return Result(
        files=files,
        classes=generated_classes(found.names),
        facts=found.facts,
        diagnostics=diagnostics,
        operations=_summaries(found.api, found.names, found.bundle),
        names=vocabulary(found.package),
        goldens=goldens,
    )


def _printed(
    found: Survey, goldens: Goldens, inputs: Mapping[str, bytes], config: Config
) -> Iterator[tuple[str, str]]:
    """The files of the package, as far as it is no larger than the limit.

    Raises:
        Unusable: it is larger. A part that many refer to may be printed for each.
    """
    limit = config.limits.output + _USUAL_OUTPUT * sum(map(len, inputs.values()))
    for path, text in chain(found.package.files(), goldens.files().items()):
        limit -= len(text)
        if limit < 0:
            raise Unusable(
                finding(
                    "SW018",
                    f"the package is larger than {config.limits.output:,} bytes, and "
                    f"{_USUAL_OUTPUT} for each byte of the files",
                    locate(found.bundle.root(), ("info",)),
                    consequence="Nothing is generated for the client.",
                    hint=limit_hint("output"),
                )
            )
        yield path, text


def _documents(
    inputs: Mapping[str, bytes],
    config: Config,
    diagnostics: Diagnostics,
    schemes: set[str],
) -> list[Document]:
    """The documents of all files; ``schemes`` collects what repairs declare."""
    found = []
    copies = Copies.of(config, inputs)
    files = read_files(inputs, diagnostics, copies, config.limits)
    for document in link(files, diagnostics, copies):
        for noticed in document.findings:
            diagnostics.add(noticed)
        if document.kind == "asyncapi":
            diagnostics.add(
                finding(
                    "SW406",
                    "AsyncAPI documents are not generated yet",
                    locate(document.root, ("asyncapi",), key=True),
                    consequence=f"Nothing is generated from {document.source.name}.",
                    hint="Keep the file; the rest of the client is whole without it.",
                )
            )
            continue
        document = mend(convert(document, diagnostics), config.repairs, diagnostics)
        repaired = repair(
            document, config.repairs, diagnostics, credential=config.credential_header
        )
        schemes |= _schemes(repaired) - _schemes(document)
        try:
            found.append(normalize(repaired, diagnostics))
        except Unusable as unusable:
            diagnostics.add(unusable.diagnostic)
    return found


def _schemes(document: Document) -> set[str]:
    """The security schemes that a document declares."""
    declared = lookup(document.root, "#/components/securitySchemes")
    return set(declared) if isinstance(declared, Map) else set()


def _described(api: Api, bundled: Bundle, config: Config) -> dict[Key, Described]:
    """What the documents say of each operation; twins share it."""
    found = iter(describe(bundled, config))
    described: dict[Key, Described] = {}
    for operation in api.operations:
        if not operation.is_twin:
            last = next(found)
        described[operation.key] = last
    return described


def _summaries(api: Api, names: Names, bundled: Bundle) -> tuple[OperationSummary, ...]:
    operations = [op for op in api.operations if not op.is_twin]
    return tuple(
        OperationSummary(
            file=found.location.file,
            pointer=found.location.pointer,
            method=operation.method.raw,
            path=operation.path.text,
            attribute=names.attribute(operation.key),
            degraded=bool(operation.degraded),
        )
        for operation, found in zip(operations, bundled.operations, strict=True)
    )
