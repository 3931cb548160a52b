"""Reports that programs read: GitHub's workflow commands, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from specwright import __version__
from specwright.codes import CODES
from specwright.diagnostics import Diagnostic, Location, Severity
from specwright.text import printable

if TYPE_CHECKING:
    from specwright.changes.comparison import Comparison
    from specwright.drift import Difference
    from specwright.pipeline import OperationSummary
    from specwright.run import Checked
    from specwright.workspace import Client

VERSION = 1
"""Of the JSON reports' shape; raised when a key changes its meaning or goes."""

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def github_finding(diagnostic: Diagnostic, above: str = "") -> str:
    """A finding as a workflow command, which GitHub shows at its line.

    ``above`` is the way from the repository to the workspace, with a slash at its end.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    at = diagnostic.location
    properties = {}
    if at:
        properties = {
            "file": above + at.file,
            "line": str(at.line),
            "col": str(at.column),
        }
    properties["title"] = f"{diagnostic.code} {CODES[diagnostic.code].title}"
    detail = "\n".join(diagnostic.detail)
    parts = (diagnostic.message, detail, diagnostic.consequence, diagnostic.hint)
    return _command(
        _COMMANDS[diagnostic.severity], properties, "\n".join(p for p in parts if p)
    )


def github_difference(difference: Difference, above: str = "") -> str:
    """A difference as a workflow command."""
    mend = ", or ".join((difference.command, *difference.others))
    return _command(
        "error",
        {
            "file": above + difference.file,
            "title": f"{difference.kind.code} {difference.kind}",
        },
        f"{difference.reason}\nTo mend it: {mend}",
    )


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """Text of a command: one line, and nothing in it that a terminal acts upon."""
    lines = (printable(line) for line in text.split("\n"))
    return "\n".join(lines).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def finding_object(diagnostic: Diagnostic) -> dict[str, object]:
    """A finding as a JSON object; `location` is null for one without a place."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "title": CODES[diagnostic.code].title,
        "message": diagnostic.message,
        "location": _place(diagnostic.location),
        "consequence": diagnostic.consequence,
        "hint": diagnostic.hint,
        "related": [
            {"message": what, "location": _place(at)} for what, at in diagnostic.related
        ],
        "detail": list(diagnostic.detail),
    }


def difference_object(difference: Difference) -> dict[str, object]:
    """A difference as a JSON object, with its whole diff."""
    return {
        "code": difference.kind.code,
        "kind": difference.kind.value,
        "file": difference.file,
        "reason": difference.reason,
        "command": difference.command,
        "alternatives": list(difference.others),
        "diff": list(difference.diff),
    }


def checked_object(checked: Checked) -> dict[str, object]:
    """What `check` says of one client, as a JSON object."""
    return {
        "name": checked.name,
        "status": checked.status.value,
        "differences": [difference_object(d) for d in checked.differences],
        "findings": [finding_object(d) for d in checked.findings],
        "counts": counts(checked.findings),
    }


def linted_object(linted: Checked) -> dict[str, object]:
    """What `lint` says of one client, as a JSON object."""
    checked = checked_object(linted)
    return {key: checked[key] for key in ("name", "findings", "counts")}


def client_object(client: Client) -> dict[str, object]:
    """A client as a JSON object."""
    return {
        "name": client.name,
        "package": client.config.package,
        "class": client.config.client_class,
        "version": client.config.version,
        "specs": list(client.inputs),
        "findings": [finding_object(d) for d in client.diagnostics.sorted()],
    }


def shards(clients: Sequence[Client], number: int) -> list[str]:
    """The clients spread over so many jobs, by the size of their specs.

    Each is the arguments of one command. There are no empty ones.
    """
    jobs: list[tuple[int, list[str]]] = [(0, []) for _ in range(number)]
    sizes = {c.name: sum(map(len, c.inputs.values())) for c in clients}
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        least = min(range(number), key=lambda n: (jobs[n][0], n))
        size, names = jobs[least]
        jobs[least] = (size + sizes[name], [*names, name])
    return [" ".join(sorted(names)) for _, names in jobs if names]


def operation_object(operation: OperationSummary) -> dict[str, object]:
    """An operation as a JSON object."""
    return asdict(operation)


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """What `diff` says of one client, as a JSON object."""
    from specwright.changes.objects import comparison_object as changed

    return {
        **changed(comparison),
        "findings": [finding_object(d) for d in comparison.findings],
    }


def _place(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "pointer": location.pointer,
    }


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many findings there are of each severity."""
    severities = [d.severity for d in diagnostics]
    return {f"{s.value}s": severities.count(s) for s in Severity}


def impossible(command: str, code: int, diagnostic: Diagnostic) -> str:
    """The JSON report of a command that could not begin."""
    content = {"exit": code, "clients": [], "findings": [finding_object(diagnostic)]}
    return document(command, content)


def whole(
    output_format: str, command: str, code: int, checked: Sequence[Checked], above: str
) -> str:
    """The report of all clients, in a format that is one document; else empty."""
    if output_format == "sarif":
        from specwright import sarif

        return sarif.document(checked, above)
    if output_format == "junit":
        from specwright import junit

        return junit.document(command, checked)
    if output_format != "json":
        return ""
    entries = [
        checked_object(one) if command == "check" else linted_object(one)
        for one in checked
    ]
    return document(command, {"exit": code, "clients": entries})


def document(command: str, content: Mapping[str, object]) -> str:
    """A whole JSON report, in ASCII."""
    head = {"version": VERSION, "tool": f"specwright {__version__}", "command": command}
    return json.dumps({**head, **content}, indent=2)
