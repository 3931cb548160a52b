"""Where the commands print: results to stdout, findings and progress to stderr."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from specwright import machine
from specwright.addresses import shown
from specwright.diagnostics import Diagnostic, Diagnostics, Severity
from specwright.report import Report, Style, count
from specwright.text import printable

if TYPE_CHECKING:
    from specwright.add import Change
    from specwright.drift import Difference
    from specwright.output import Plan
    from specwright.pull import Offer
    from specwright.run import Checked

MOST_NAMED = 20
"""Operations that are named in one line; the rest is counted."""
_REQUESTS = ("SW830", "SW831")

LONGEST_EXCERPT = 40
"""Lines of one diff that are printed; the rest is counted."""


WHOLE = ("json", "sarif", "junit")
"""Formats that are one document for all clients."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Prints for people, with colours where they can be seen."""

    colour: str = "auto"
    above: str = ""
    """The way from the repository to the workspace, for GitHub's annotations."""

    def out(self, text: str) -> None:
        _print(text, sys.stdout)

    def say(self, text: str) -> None:
        _print(text, sys.stderr)

    def style(self, stream: TextIO) -> Style:
        if self.colour != "auto":
            return Style(self.colour == "always")
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return Style(stream.isatty() and not plain)

    def report(self, stream: TextIO) -> Report:
        width = shutil.get_terminal_size().columns if stream.isatty() else 100
        return Report(self.style(stream), max(40, min(width, 140)))

    @contextmanager
    def progress(self, doing: str) -> Iterator[None]:
        """Show what is being done while it lasts, if anybody watches."""
        if not sys.stderr.isatty():
            yield
            return
        from rich.console import Console

        with Console(stderr=True, no_color=not self.style(sys.stderr).colour).status(
            printable(doing)
        ):
            yield

    def findings(self, diagnostics: Iterable[Diagnostic], stream: TextIO) -> None:
        """Every finding in full, a blank line after each."""
        report = self.report(stream)
        for diagnostic in diagnostics:
            _print(f"{report.finding(diagnostic)}\n", stream)

    def found(
        self,
        diagnostics: Iterable[Diagnostic],
        output_format: str,
        stream: TextIO | None = None,
    ) -> None:
        """Findings for people, or as GitHub's annotations on stdout."""
        if output_format == "github":
            for diagnostic in diagnostics:
                self.out(machine.github_finding(diagnostic, self.above))
        else:
            self.findings(diagnostics, stream or sys.stderr)

    def folded(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Findings for people; notes that say the same of many places once."""
        report = self.report(sys.stdout)
        groups: dict[object, list[Diagnostic]] = {}
        for d in diagnostics:
            alike = (d.code, d.message, d.consequence, d.hint)
            is_note = d.severity is Severity.NOTE
            groups.setdefault(alike if is_note else d, []).append(d)
        for first, *more in groups.values():
            text = report.finding(first)
            if more:
                text += f"\n{report.also(more)}"
            self.out(f"{text}\n")

    def digest(self, diagnostics: Diagnostics) -> None:
        """Errors in full, warnings as one line a code; `lint` shows the notes."""
        report = self.report(sys.stderr)
        ordered = diagnostics.sorted()
        errors = [d for d in ordered if d.severity is Severity.ERROR]
        self.findings(errors, sys.stderr)
        warnings = [d for d in ordered if d.severity is Severity.WARNING]
        if warnings:
            self.say(report.brief(warnings))

    def checked(self, checked: Checked, output_format: str) -> None:
        """What `check` has to say of one client; nothing for one document of all."""
        if output_format in WHOLE:
            return
        errors = [d for d in checked.findings if d.severity is Severity.ERROR]
        self.found(errors, output_format)
        for difference in checked.differences:
            if output_format == "github":
                self.out(machine.github_difference(difference, self.above))
            else:
                self.difference(difference)
        number = len(checked.differences)
        counted = f" ({count(number, 'difference')})" if number else ""
        self.out(f"{checked.name}: {checked.status}{counted}")

    def refused(self, plan: Plan) -> str:
        """Why `generate` wrote nothing, in few words."""
        requests = sum(d.code in _REQUESTS for d in plan.refused)
        files = len(plan.refused) - requests
        said = [f"{count(files, 'file')} in the way"] if files else []
        said += ["requests differ without a reason"] if requests else []
        return " and ".join(said)

    def written(self, name: str, plan: Plan) -> str:
        """What `generate` did, in few words; strangers are said on stderr."""
        if plan.strangers:
            self.say(
                f"{name}: {count(len(plan.strangers), 'file')} not of specwright's in "
                f"generated/{name}/; `specwright check {name}` lists them"
            )
        self.findings(plan.customs, sys.stderr)
        if plan.remarks:
            self.say(self.report(sys.stderr).brief(plan.remarks))
        if plan.requests:
            listed = ", ".join(plan.requests[:MOST_NAMED])
            more = len(plan.requests) - MOST_NAMED
            listed += f" and {more} more" if more > 0 else ""
            self.say(f"{name}: other requests than before, as the spec says: {listed}")
        if plan.summary:
            help_ = f"`specwright diff {name}` says what that means"
            self.say(f"{name}: {plan.summary}; {help_}")
        files = count(len(plan.write), "file")
        kept, gone = len(plan.unchanged), len(plan.delete)
        return f"{files} written, {kept} unchanged, {gone} deleted"

    def difference(self, difference: Difference) -> None:
        """One difference with its diff and what mends it."""
        style = self.style(sys.stdout)
        head = style("error", f"{difference.kind}[{difference.kind.code}]")
        file = style("bold", printable(difference.file))
        self.out(f"{head}: {file}: {printable(difference.reason)}")
        for line in difference.diff[:LONGEST_EXCERPT]:
            text = printable(line.replace("\t", "    "))[:160]
            kind = {"+": "added", "-": "removed", "@": "dim"}.get(line[:1])
            self.out(f"    {style(kind, text) if kind else text}".rstrip())
        if (more := len(difference.diff) - LONGEST_EXCERPT) > 0:
            self.out(f"    ... {more} lines more")
        commands = printable(", or ".join((difference.command, *difference.others)))
        self.out(f"  = {style('bold', 'help')}: {commands}\n")

    def changes(
        self, client: str, changes: Sequence[Change], *, all_of_them: bool = False
    ) -> None:
        """What was done with each source, but for those that nothing was done with."""
        for change in changes:
            if change.kind == "unchanged" and not all_of_them:
                continue
            place = f"specs/{client}/{change.file}"
            self.out(printable(f"{change.kind:<9}  {place} (from {change.origin})"))
            for line in change.details:
                self.out(f"             {printable(line)}")

    def offer(self, offer: Offer) -> None:
        """A page that could be taken."""
        self.out(printable(f"offered    {offer.calls}  {shown(offer.source.url)}"))

    def taken(
        self,
        client: str,
        changes: Sequence[Change],
        findings: Sequence[Diagnostic],
        *,
        offered: int = 0,
    ) -> None:
        """How many files of each kind there were."""
        kinds = [change.kind for change in changes]
        told = [f"{kinds.count(k)} {k}" for k in ("added", "updated", "unchanged")]
        more = ("removed", "refused")
        told += [f"{kinds.count(kind)} {kind}" for kind in more if kind in kinds]
        told += [f"{offered} offered"] if offered else []
        counts = self.report(sys.stdout).counts(findings)
        self.out(f"{client}: {', '.join(told)}" + (f" ({counts})" if counts else ""))

    def table(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Columns, two blanks apart."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = zip(map(printable, row), widths, strict=True)
            self.out("  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip())


def _print(text: str, stream: TextIO) -> None:
    """Print, whatever the stream's encoding can hold."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
