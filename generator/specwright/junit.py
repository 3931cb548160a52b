"""Findings and differences as JUnit's XML, which most build servers show as tests.

One suite a client. Errors and differences are tests that fail, warnings and notes the
suite's output; a client with nothing to mend is one test that passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from specwright.diagnostics import Diagnostic, Severity
from specwright.text import printable

if TYPE_CHECKING:
    from specwright.run import Checked


def document(command: str, checked: Sequence[Checked]) -> str:
    """All clients as one document, in ASCII."""
    suites = [list(_cases(one)) for one in checked]
    failed = sum("<failure" in case for cases in suites for case in cases)
    total = sum(map(len, suites))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites{_counts(f'specwright {command}', total, failed)}>",
    ]
    for one, cases in zip(checked, suites, strict=True):
        wrong = sum("<failure" in case for case in cases)
        lines.append(f"  <testsuite{_counts(one.name, len(cases), wrong)}>")
        lines += cases
        told = [_told(d) for d in one.findings if d.severity is not Severity.ERROR]
        if told:
            text = "\n".join(told)
            lines.append(f"    <system-out>{text}</system-out>")
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines).encode("ascii", "xmlcharrefreplace").decode()


def _counts(name: str, tests: int, failures: int) -> str:
    counts = f'tests="{tests}" failures="{failures}" errors="0"'
    return f" name={_attribute(name)} {counts}"


def _cases(checked: Checked) -> Iterator[str]:
    failed = False
    for found in checked.findings:
        if found.severity is Severity.ERROR:
            failed = True
            at = f" at {found.location}" if found.location else ""
            parts = (found.message, *found.detail, found.consequence, found.hint)
            yield _case(checked.name, f"{found.code}{at}", found.message, parts)
    for difference in checked.differences:
        failed = True
        mend = ", or ".join((difference.command, *difference.others))
        parts = (difference.reason, f"To mend it: {mend}", *difference.diff)
        name = f"{difference.kind.code} {difference.file}"
        yield _case(checked.name, name, f"{difference.kind}", parts)
    if not failed:
        name, status = _attribute(checked.name), _attribute(str(checked.status))
        yield f"    <testcase classname={name} name={status}/>"


def _case(client: str, name: str, message: str, parts: Sequence[str]) -> str:
    text = "\n".join(_text(part) for part in parts if part)
    head = f"    <testcase classname={_attribute(client)} name={_attribute(name)}>"
    return (
        f"{head}\n      <failure message={_attribute(message)}>{text}</failure>\n"
        "    </testcase>"
    )


def _told(found: Diagnostic) -> str:
    at = f"{found.location}: " if found.location else ""
    return _text(f"{at}{found.severity.value}[{found.code}]: {found.message}")


def _text(text: str) -> str:
    """Text that XML can hold: no control characters, no surrogates."""
    return escape(printable(text))


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
