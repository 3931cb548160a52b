"""Bytes of one spec file to a `Document`, whatever form the file has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

from specwright.codes import finding
from specwright.diagnostics import Diagnostic, Location, Source, Unusable
from specwright.read.info import PageInfo, essential, take_page
from specwright.read.json import parse_json
from specwright.read.limits import DEFAULT, Limits, limit_hint
from specwright.read.page import Fence, read_page
from specwright.read.tree import Map, Node, Seq, locate
from specwright.read.yaml import parse_yaml
from specwright.text import show

Kind = Literal["openapi", "asyncapi"]

PAGES: Final = frozenset({".md", ".mdx", ".markdown"})
"""Extensions of documentation pages."""

DOCUMENTS: Final = frozenset({".yaml", ".yml", ".json"})
"""Extensions of documents."""

_HTML: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_NO_VERSION: Final = "An OpenAPI document says its version: `openapi: 3.1.0`."
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One API description, read and not yet judged."""

    source: Source
    root: Map
    kind: Kind
    """`openapi` also for Swagger 2.0 and for versions that are not known."""
    page: PageInfo | None
    findings: tuple[Diagnostic, ...] = ()
    """What was noticed and did not stop the reading."""
    fence: Fence | None = None
    """Where a page holds its document; None for a file that is one."""


def read_document(
    data: bytes, name: str, limits: Limits = DEFAULT, *, shown: str = ""
) -> Document:
    """Read a YAML or JSON document, or a Markdown page that holds one.

    The extension of ``name`` tells pages from documents. Findings show ``shown``, or
    else ``name``. Positions are those of the file itself, inside a page too.

    Raises:
        Unusable: There is no document in the file, or none that can be read.
    """
    source = decode(data, shown or name, limits)
    if is_html(source.text):
        raise _refuse(
            source,
            "SW013",
            "this is an HTML page, not a document",
            hint="Download the raw YAML or JSON, or the page as Markdown.",
        )
    if PurePosixPath(name).suffix.lower() in PAGES:
        return _from_page(source, limits)
    suffix = PurePosixPath(name).suffix[1:].lower()
    root, kind = _root(source, _parse(source, None, limits, suffix))
    page, findings = take_page(root)
    return Document(source=source, root=root, kind=kind, page=page, findings=findings)


def read_mapping(data: bytes, name: str, limits: Limits = DEFAULT) -> Map:
    """Read a YAML or JSON file of any kind; its root must be a mapping.

    Raises:
        Unusable: It cannot be read, or is something else.
    """
    source = decode(data, name, limits)
    node = read_node(source, limits)
    if isinstance(node, Map):
        return node
    what = "the file is empty" if node is None else "the root is not a mapping"
    raise _refuse(source, "SW012", what, hint="Write `key: value`, a line each.")


def read_node(source: Source, limits: Limits = DEFAULT) -> Node:
    """The value of a YAML or JSON file of any kind.

    Raises:
        Unusable: It is neither.
    """
    suffix = PurePosixPath(source.name).suffix[1:].lower()
    return _parse(source, None, limits, suffix)


def decode(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """The text of a file: UTF-8, a byte order mark dropped, every line end `\\n`.

    Raises:
        Unusable: The file is too large or not UTF-8.
    """
    if len(data) > limits.bytes:
        raise _refuse(
            Source(name, ""),
            "SW006",
            f"the file has {len(data):,} bytes; the limit is {limits.bytes:,}",
            hint=limit_hint("bytes"),
        )
    if data.startswith(_UTF16):
        raise _refuse(
            Source(name, ""),
            "SW001",
            "the file is UTF-16",
            hint="Save it as UTF-8.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, name, error) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(name, text)


def is_html(text: str) -> bool:
    """Whether ``text`` begins as an HTML page does, after any comments."""
    at = len(text) - len(text.lstrip())
    while text.startswith("<!--", at):
        end = text.find("-->", at)
        rest = text[end + 3 : end + 1000] if end > 0 else ""
        at = end + 3 + len(rest) - len(rest.lstrip())
        if not rest:
            return False
    return bool(_HTML.match(text, at))


def _not_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> Unusable:
    before = data[: error.start].decode("utf-8-sig", "replace")
    source = Source(name, data.decode("utf-8-sig", "replace"))
    location = Location(
        source=source,
        line=before.count("\n") + 1,
        column=len(before) - (before.rfind("\n") + 1) + 1,
    )
    return Unusable(
        finding(
            "SW001",
            f"byte {data[error.start]:#04x} at offset {error.start} is not UTF-8",
            location,
            consequence="The file cannot be used.",
            hint="Save it as UTF-8.",
        )
    )


def _parse(source: Source, fence: Fence | None, limits: Limits, named: str) -> Node:
    """The tree of the whole source, or of a fence in it. JSON by its first character.

    ``named`` is what it says that it is: its extension, or the language of the fence.
    Flow style YAML begins as JSON does; outside `.json` files and `json` fences what
    is not JSON is read as YAML.
    """
    text = fence.text if fence else source.text
    line, column = (fence.line - 1, fence.indent) if fence else (0, 0)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return parse_json(
                source, text, line_offset=line, column_offset=column, limits=limits
            )
        except Unusable as unusable:
            if named == "json" or unusable.diagnostic.code != "SW011":
                raise
    return parse_yaml(
        source, text, line_offset=line, column_offset=column, limits=limits
    )


def _from_page(source: Source, limits: Limits) -> Document:
    page = read_page(source.text)
    fence = page.spec
    if fence is None:
        raise _refuse(
            source,
            "SW014",
            "the page holds no OpenAPI or AsyncAPI document",
            hint="A page has its document in a ```yaml fence.",
        )
    if not fence.closed:
        raise _refuse(
            source,
            "SW017",
            "the fence of the document is never closed",
            line=fence.line - 1,
            hint="The page may have been cut off; fetch it again.",
        )
    root, kind = _root(
        source, _parse(source, fence, limits, fence.language), fence.line
    )
    _, findings = take_page(root)
    extra = tuple(
        finding(
            "SW016",
            "the page holds a second document",
            Location(source=source, line=other.line, column=other.indent + 1),
            consequence="It is ignored; the one below the heading is read.",
        )
        for other in page.others
    )
    return Document(
        source=source,
        root=root,
        kind=kind,
        page=essential(page.info, root),
        findings=findings + extra,
        fence=fence,
    )


def _root(source: Source, node: Node, line: int = 1) -> tuple[Map, Kind]:
    """The root as a mapping that says what it describes."""
    if not isinstance(node, Map):
        what = "a list" if isinstance(node, Seq) else "text or a single value"
        message = "the file is empty" if node is None else f"the root is {what}"
        raise _refuse(
            source,
            "SW012",
            f"{message}, not a mapping with an `openapi` key",
            line=node.mark.line if isinstance(node, Seq) else line,
            hint=_NO_VERSION,
        )
    for key in ("openapi", "swagger", "asyncapi"):
        if key in node:
            return node, "asyncapi" if key == "asyncapi" else "openapi"
    keys = ", ".join(show(key, 30) for key in list(node)[:5])
    raise Unusable(
        finding(
            "SW012",
            f"no `openapi`, `swagger` or `asyncapi` key; found {keys or 'no key at all'}",
            locate(node, ()),
            consequence="The file cannot be used.",
            hint=_NO_VERSION,
        )
    )


def _refuse(
    source: Source, code: str, message: str, *, line: int = 1, hint: str = ""
) -> Unusable:
    return Unusable(
        finding(
            code,
            message,
            Location(source=source, line=line, column=1),
            consequence="The file cannot be used.",
            hint=hint,
        )
    )
