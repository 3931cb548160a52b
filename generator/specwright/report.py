"""Diagnostics as text for people: the place marked in the source, as compilers do."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from specwright.codes import CODES
from specwright.diagnostics import Diagnostic, Location, Severity, Source
from specwright.text import printable

_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bold": "1",
    "dim": "34",
    "added": "32",
    "removed": "31",
    "good": "32",
}
# What is marked: a quoted string, else a plain YAML or JSON scalar.
_TOKEN = re.compile(
    r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'|(?:[^\s:,\[\]{}\"']|:(?!\s|$))+"
)


MOST_PLACES = 3
"""Places of one finding that are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Style:
    """Colours, where the reader is a terminal."""

    colour: bool = False

    def __call__(self, name: str, text: str) -> str:
        if not self.colour or not text:
            return text
        return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m"


@dataclass(slots=True)
class Report:
    """Writes findings. Keeps the lines of the sources that it has shown."""

    style: Style = Style()
    width: int = 100
    _lines: dict[int, tuple[Source, list[str]]] = field(default_factory=dict)

    def finding(self, diagnostic: Diagnostic) -> str:
        """One finding on several lines, without a newline at the end."""
        severity = diagnostic.severity.value
        head = self.style(severity, f"{severity}[{diagnostic.code}]")
        out = [f"{head}: {self.style('bold', printable(diagnostic.message))}"]
        gutter = self._gutter(diagnostic)
        bar = self.style("dim", f"{'':{gutter}} |")
        if diagnostic.location:
            out += self._excerpt(diagnostic.location, gutter, severity, context=1)
        for what, location in diagnostic.related:
            out.append(f"{bar}\n{bar} {printable(what)}:")
            out += self._excerpt(location, gutter, "note", context=0)
        out += self._detail(diagnostic.detail)
        equals = self.style("dim", f"{'':{gutter}} =")
        remarks = {
            "at": diagnostic.location.pointer if diagnostic.location else "",
            "means": diagnostic.consequence,
            "help": diagnostic.hint,
        }
        remarks = {name: text for name, text in remarks.items() if text}
        if remarks and diagnostic.location:
            out.append(bar)
        for name, text in remarks.items():
            out.append(f"{equals} {self.style('bold', name)}: {printable(text)}")
        return "\n".join(out)

    def _detail(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines of a diff in its colours, any others plain."""
        for line in lines:
            kind = {"+": "added", "-": "removed", "@": "dim"}.get(line[:1])
            text = printable(line)
            yield f"    {self.style(kind, text) if kind else text}".rstrip()

    def also(self, more: Sequence[Diagnostic]) -> str:
        """Where else a finding was made: the first places, and how many more."""
        places = [str(d.location) for d in more if d.location]
        listed = [f"      {printable(place)}" for place in places[:MOST_PLACES]]
        left = len(more) - len(listed)
        listed += [f"      and {left} more; `--all` prints each"] if left else []
        times = f"{len(more)} more {'time' if len(more) == 1 else 'times'}"
        return "\n".join([f"  = {self.style('bold', 'also')}: {times}, at", *listed])

    def _gutter(self, diagnostic: Diagnostic) -> int:
        places = [location for _, location in diagnostic.related]
        if diagnostic.location:
            places.append(diagnostic.location)
        return max((len(str(at.line + 1)) for at in places), default=1)

    def _excerpt(
        self, location: Location, gutter: int, severity: str, *, context: int
    ) -> list[str]:
        arrow = self.style("dim", f"{'':{gutter}}-->")
        bar = self.style("dim", f"{'':{gutter}} |")
        out = [f"{arrow} {printable(str(location))}"]
        lines = self._source_lines(location.source)
        if not 0 < location.line <= len(lines):
            return out
        out.append(bar)
        first = max(1, location.line - context)
        last = min(len(lines), location.line + context)
        room = max(20, self.width - gutter - 3)
        column = min(location.column, len(lines[location.line - 1]) + 1)
        start = _window(lines[location.line - 1], column, room)
        for number in range(first, last + 1):
            shown = _cut(lines[number - 1], start, room)
            mark = self.style("dim", f"{number:>{gutter}} |")
            out.append(f"{mark} {shown}".rstrip())
            if number == location.line:
                lead, marked = _marked(lines[number - 1], column, start, room)
                carets = self.style(severity, "^" * marked)
                out.append(f"{bar} {' ' * lead}{carets}")
        while len(out) > 2 and out[-1] == mark.rstrip():
            out.pop()
        return out

    def _source_lines(self, source: Source) -> list[str]:
        known = self._lines.get(id(source))
        if known is None:
            lines = [line.rstrip("\r") for line in source.text.split("\n")]
            known = self._lines[id(source)] = (source, lines)
        return known[1]

    def counts(self, diagnostics: Iterable[Diagnostic]) -> str:
        """`2 errors, 1 warning`; empty for none."""
        found = Counter(d.severity for d in diagnostics)
        return ", ".join(
            self.style(s.value, count(found[s], s.value)) for s in Severity if found[s]
        )

    def brief(self, diagnostics: Iterable[Diagnostic]) -> str:
        """One line a code, with how often it was found and the first place."""
        groups: dict[tuple[str, Severity], list[Diagnostic]] = {}
        for d in diagnostics:
            groups.setdefault((d.code, d.severity), []).append(d)
        ranks = list(Severity)
        out = []
        for (code, severity), group in sorted(
            groups.items(), key=lambda item: (ranks.index(item[0][1]), item[0][0])
        ):
            place = group[0].location
            where = f" ({'first ' * (len(group) > 1)}{place})" if place else ""
            head = self.style(severity.value, f"{severity.value}[{code}]")
            times = f" {len(group)} times" if len(group) > 1 else ""
            title = CODES[code].title if len(group) > 1 else group[0].message
            out.append(f"{head}{times}: {printable(title + where)}")
        return "\n".join(out)


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def explain(code: str) -> str:
    """The rule of a code, as text."""
    rule = CODES[code]
    body = rule.explanation.rstrip("\n")
    return f"{rule.code} ({rule.severity}): {rule.title}\n\n{body}"


def _visible(text: str) -> str:
    """A piece of a source line as a terminal may show it."""
    return printable(text.replace("\t", "    "))


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _window(line: str, column: int, room: int) -> int:
    """The offset at which a long line begins to be shown, so that ``column`` is seen."""
    before = _columns(_visible(line[: column - 1]))
    if _columns(_visible(line)) <= room or before < room * 2 // 3:
        return 0
    start, left = column - 1, room // 3
    while start and (left := left - _columns(_visible(line[start - 1]))) >= 0:
        start -= 1
    return start


def _cut(line: str, start: int, room: int) -> str:
    """The part of a line from ``start`` that fits; dots for what is left out."""
    lead = "..." if start else ""
    piece = line[start : start + room]
    shown = lead + _visible(piece)
    if len(piece) == len(line) - start and _columns(shown) <= room:
        return shown if piece else ""
    while piece and _columns(lead + _visible(piece)) > room - 3:
        piece = piece[: -max(1, len(piece) // 16)]
    return f"{lead}{_visible(piece)}..."


def _marked(line: str, column: int, start: int, room: int) -> tuple[int, int]:
    """How many blanks, then how many carets, mark the token at ``column``."""
    at = column - 1
    lead = 3 * bool(start) + _columns(_visible(line[start:at]))
    token = _TOKEN.match(line, at)
    length = _columns(_visible(token[0])) if token else 1
    return lead, max(1, min(length, room - lead))
