"""What a documentation page says beyond its document, and its form in `x-page`."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.read.tree import Map, Node, Seq, locate
from specwright.text import show

KEY = "x-page"
"""The extension at a document's root that holds a page's `PageInfo`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One code sample of the call."""

    language: str
    """As the page's fence says: `python`, `go`, `typescript`."""
    code: str
    name: str = ""
    """The rest of the fence's info string, which tells several apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One call as the page shows it: JSON texts, empty where it shows none."""

    request: str = ""
    response: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """A page without its document. What the page does not say is empty."""

    title: str = ""
    method: str = ""
    """Upper case."""
    url: str = ""
    """Of the header line, with `{placeholders}`; may be a path alone."""
    content_type: str = ""
    reference: str = ""
    """URL of the page itself."""
    description: str = ""
    samples: tuple[Sample, ...] = ()
    examples: tuple[Example, ...] = ()


_RAW_HTTP = ("curl", "http", "go")
"""Languages whose samples spell the request out, the plainest first."""


def essential(info: PageInfo, root: Map) -> PageInfo:
    """``info`` without what nobody reads.

    The Python samples stay, for names and values, and those of one language that
    spells the HTTP request out. The other languages say the same again. The prose
    stays only where no operation or channel of ``root`` has a description.
    """
    languages = {sample.language for sample in info.samples}
    raw = next((name for name in _RAW_HTTP if name in languages), None)
    keep = {"python", raw}
    return replace(
        info,
        samples=tuple(s for s in info.samples if s.language in keep),
        description="" if _described(root) else info.description,
    )


def _described(root: Map) -> bool:
    items: list[Node] = []
    for key in ("paths", "channels"):
        holder = root.get(key)
        if isinstance(holder, Map):
            items.extend(holder.values())
    items.extend(v for item in items[:] if isinstance(item, Map) for v in item.values())
    return any(isinstance(item, Map) and item.get("description") for item in items)


def python_tree(code: str) -> ast.Module | None:
    """A sample in Python, parsed; None where it does not parse. Nothing of it is run."""
    with warnings.catch_warnings():
        # What Python would have written otherwise is the page's business.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


_FIELDS = {
    "title": "title",
    "method": "method",
    "url": "url",
    "content-type": "content_type",
    "reference": "reference",
    "description": "description",
}
"""Keys of `x-page` and fields of `PageInfo`."""


def take_page(root: Map) -> tuple[PageInfo | None, tuple[Diagnostic, ...]]:
    """Remove `x-page` from ``root``; what it says, and what in it was not understood."""
    if KEY not in root:
        return None, ()
    reader = _Reader(root)
    info = reader.info(root[KEY])
    del root[KEY]
    root.entries.pop(KEY, None)
    return info, tuple(reader.findings)


class _Reader:
    """Reads texts out of `x-page`; what is not one is reported and left out."""

    def __init__(self, root: Map) -> None:
        self.findings: list[Diagnostic] = []
        self._root = root

    def info(self, node: Node) -> PageInfo:
        texts = self._texts(node, (KEY,), tuple(_FIELDS), ("samples", "examples"))
        samples = [
            Sample(
                language=found["language"],
                code=found["code"],
                name=found.get("name", ""),
            )
            for found in self._items(node, "samples", ("language", "code"), ("name",))
        ]
        examples = [
            Example(**found)
            for found in self._items(
                node, "examples", (), ("name", "request", "response")
            )
        ]
        return PageInfo(
            **{_FIELDS[key]: text for key, text in texts.items()},
            samples=tuple(samples),
            examples=tuple(examples),
        )

    def _items(
        self, node: Node, key: str, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> Iterator[dict[str, str]]:
        value = node.get(key) if isinstance(node, Map) else None
        if not isinstance(value, Seq):
            if value is not None:
                self._report((KEY, key), f"`{key}` must be a list")
            return
        for index, item in enumerate(value):
            path = (KEY, key, index)
            found = self._texts(item, path, required + optional)
            missing = [name for name in required if name not in found]
            if isinstance(item, Map) and missing:
                self._report(path, f"`{missing[0]}` is missing")
            elif found:
                yield found

    def _texts(
        self,
        node: Node,
        path: tuple[str | int, ...],
        keys: tuple[str, ...],
        nested: tuple[str, ...] = (),
    ) -> dict[str, str]:
        if not isinstance(node, Map):
            self._report(path, f"`{path[-1]}` must be a mapping")
            return {}
        texts: dict[str, str] = {}
        for key, value in node.items():
            if key in keys and isinstance(value, str):
                texts[key] = value
            elif key in keys:
                self._report((*path, key), f"`{key}` must be text")
            elif key not in nested:
                self._report((*path, key), f"unknown key {show(key)}", key=True)
        return texts

    def _report(
        self, path: tuple[str | int, ...], message: str, *, key: bool = False
    ) -> None:
        self.findings.append(
            finding(
                "SW015",
                f"in `{KEY}`: {message}",
                locate(self._root, path, key=key),
                consequence="This part of what the page said is ignored.",
                hint="`specwright add` writes the block anew from the page.",
            )
        )
