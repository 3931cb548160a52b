"""Markdown documentation pages: the document in them, and what they say around it.

A page is: front matter, `# Title`, a line `METHOD url`, `Content-Type:`, prose,
`Reference: url`, a heading with a fenced document (`## OpenAPI Specification`), then
code samples and examples in fences. Every part but the document may be missing.
Fences are those of CommonMark section 4.5, at any indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from specwright.read.info import Example, PageInfo, Sample

_FENCE: Final = re.compile(r"([ \t]*)(`{3,}|~{3,})([^`]*)\Z")
_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_CALL: Final = re.compile(
    r"[`*]*(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE|QUERY)[`*]* +`?"
    r"((?:https?|wss?)://[^\s`]+|/[^\s`]*)`?\Z"
)
_CALL_END: Final = re.compile(r"\b([A-Z]+) (/\S*)\Z")
_FIELD: Final = re.compile(r"(Content-Type|Reference):\s*(\S.*)")
_SPEC_HEADING: Final = re.compile(r"(?:open|async)api\b", re.I)
_YAML_START: Final = re.compile(r"^[\"']?(?:openapi|asyncapi|swagger)[\"']? *:", re.M)
_JSON_START: Final = re.compile(r"\"(?:openapi|asyncapi|swagger)\"\s*:\s*[\"0-9]")
_DATA: Final = frozenset({"yaml", "yml", "json", ""})
_FRONT_TITLE: Final = re.compile(r"title:\s*(\S.*)")
_LABEL: Final = re.compile(r"\*\*([^*]+)\*\*:?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced code block."""

    info: str
    line: int
    """Of the first line inside, from 1."""
    indent: int
    """Characters taken off the front of each line."""
    text: str
    """With a newline at the end, unless empty."""
    closed: bool
    heading: str
    """The nearest heading above, without its marks."""
    label: str
    """The nearest line in bold above, since that heading: `Request`."""

    @property
    def language(self) -> str:
        return self.info.split()[0].lower() if self.info else ""

    @property
    def describes_api(self) -> bool:
        """Whether it holds data that begins as an API description does."""
        if self.language not in _DATA:
            return False
        return looks_like_api(self.text)


def looks_like_api(text: str) -> bool:
    """Whether ``text`` has a root key of API descriptions, even where it is broken."""
    braced = text.lstrip().startswith("{")
    return bool((_JSON_START if braced else _YAML_START).search(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page taken apart. ``spec`` is None where it holds no document."""

    info: PageInfo
    spec: Fence | None
    others: tuple[Fence, ...] = ()
    """More fences that hold whole documents."""


@dataclass(slots=True)
class _Prose:
    """What was gathered above the document, line by line."""

    title: str = ""
    method: str = ""
    url: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    description: list[str] = field(default_factory=list)


def read_page(text: str) -> Page:
    """Take a Markdown page apart; anything is a page, if an empty one."""
    lines = text.split("\n")
    front, body = _front_matter(lines)
    fences = list(_fences(lines, body))
    spec = _choose(fences)
    prose = _prose(lines, body, fences, spec)
    method, url = prose.method, prose.url
    if spec and not method and (call := _CALL_END.search(spec.info)):
        method, url = call[1], call[2]
    after = [f for f in fences if spec and f.line > spec.line]
    return Page(
        info=PageInfo(
            title=prose.title or front,
            method=method,
            url=url,
            content_type=prose.fields.get("Content-Type", ""),
            reference=prose.fields.get("Reference", ""),
            description="\n".join(prose.description).strip("\n"),
            samples=tuple(_samples(after)),
            examples=tuple(_examples(after)),
        ),
        spec=spec,
        others=tuple(f for f in fences if f is not spec and f.describes_api),
    )


def _front_matter(lines: Sequence[str]) -> tuple[str, int]:
    """The title in the front matter, and the index of the first line after it."""
    if lines[0].rstrip() != "---":
        return "", 0
    title = ""
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return title, index + 1
        if found := _FRONT_TITLE.match(line):
            title = found[1].strip("\"' ")
    return "", 0


def _fences(lines: Sequence[str], body: int) -> Iterator[Fence]:
    heading = label = ""
    index = body
    while index < len(lines):
        line = lines[index].rstrip()
        index += 1
        if found := _HEADING.match(line):
            heading, label = _heading_text(found[2]), ""
        elif found := _LABEL.match(line.strip()):
            label = found[1]
        elif opening := _FENCE.match(line):
            start = index
            while index < len(lines) and not _closes(lines[index], opening[2]):
                index += 1
            indent = len(opening[1])
            inside = [_dedent(text, indent) for text in lines[start:index]]
            closed = index < len(lines)
            if not closed and inside and not inside[-1]:
                inside.pop()
            index += 1
            yield Fence(
                info=opening[3].strip(),
                line=start + 1,
                indent=indent,
                text="".join(f"{text}\n" for text in inside),
                closed=closed,
                heading=heading,
                label=label,
            )


def _heading_text(raw: str) -> str:
    return raw.rstrip("# \t")


def _trim(text: str) -> str:
    """``text`` without empty lines around it, one newline at its end."""
    return text.strip("\n") + "\n"


def _closes(line: str, opening: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(opening) and not mark.strip(opening[0])


def _dedent(line: str, indent: int) -> str:
    cut = len(line) - len(line.lstrip(" \t"))
    return line[min(indent, cut) :]


def _choose(fences: Sequence[Fence]) -> Fence | None:
    """The fence with the document: below the heading that announces it, or the first.

    A fence of data below that heading counts even if it does not begin as a document
    does, so that its mistake is reported and not passed over.
    """
    announced = [f for f in fences if _SPEC_HEADING.match(f.heading)]
    for group in (announced, fences):
        for fence in group:
            if fence.describes_api:
                return fence
    return next((f for f in announced if f.language in _DATA), None)


def _prose(
    lines: Sequence[str], body: int, fences: Sequence[Fence], spec: Fence | None
) -> _Prose:
    """What stands above the document, or in the whole page where there is none."""
    end = spec.line - 2 if spec else len(lines)
    fenced = {
        number
        for f in fences
        for number in range(f.line - 2, f.line + f.text.count("\n") + 1)
    }
    prose = _Prose()
    for number in range(body, end):
        line = lines[number].rstrip()
        if number not in fenced and _is_header(line, prose):
            continue
        prose.description.append(line)
    return prose


def _is_header(line: str, prose: _Prose) -> bool:
    """Take one line of the page's head into ``prose``; False for plain prose."""
    found = _HEADING.match(line)
    if found and len(found[1]) == 1 and not prose.title:
        prose.title = _heading_text(found[2])
        prose.description.clear()
    elif found and _SPEC_HEADING.match(found[2]):
        pass
    elif not prose.method and (call := _CALL.match(line)):
        prose.method, prose.url = call[1], call[2]
        prose.description.clear()
    elif (name := _FIELD.match(line)) and name[1] not in prose.fields:
        prose.fields[name[1]] = name[2]
    else:
        return False
    return True


def _samples(fences: Sequence[Fence]) -> Iterator[Sample]:
    for fence in fences:
        language = fence.language
        if language and not (_kind(fence) or fence.describes_api):
            name = fence.info[len(language) :].strip()
            yield Sample(language=language, code=_trim(fence.text), name=name)


def _examples(fences: Sequence[Fence]) -> Iterator[Example]:
    """Requests and responses, put together under the heading they share."""
    request = name = ""
    pending = False
    for fence in fences:
        kind = _kind(fence)
        if not kind:
            continue
        if pending and (kind == "request" or fence.heading != name):
            yield Example(request=request, name=name)
            pending, request = False, ""
        name = fence.heading
        if kind == "request":
            request, pending = _trim(fence.text), True
        else:
            yield Example(request=request, response=_trim(fence.text), name=name)
            request, pending = "", False
    if pending:
        yield Example(request=request, name=name)


def _kind(fence: Fence) -> str:
    """`request` or `response` for the data of an example, else empty."""
    label = fence.label.lower()
    if fence.language not in _DATA:
        return ""
    return next(
        (kind for kind in ("request", "response") if label.startswith(kind)), ""
    )
