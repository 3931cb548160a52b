from __future__ import annotations

import json

from specwright.diagnostics import Diagnostic, Location, Severity, Source
from specwright.drift import Difference, Kind
from specwright.machine import (
    document,
    finding_object,
    github_difference,
    github_finding,
)

SOURCE = Source("specs/acme/a,b.yaml", "one\ntwo\n")
AT = Location(source=SOURCE, line=2, column=3, pointer="/a")


def finding(severity: Severity, message: str = "m") -> Diagnostic:
    return Diagnostic(
        code="SW602",
        severity=severity,
        message=message,
        location=AT,
        consequence="c",
        hint="h",
        related=(("first", AT),),
        detail=("+ a",),
    )


def test_no_text_can_end_a_workflow_command_or_start_another() -> None:
    command = github_finding(finding(Severity.ERROR, "50%\r\n::error::x, y: z"))
    assert "\n" not in command
    assert "\r" not in command
    assert command == (
        "::error file=specs/acme/a%2Cb.yaml,line=2,col=3,"
        "title=SW602 client.toml has a key that is not known"
        "::50%25\\r%0A::error::x, y: z%0A+ a%0Ac%0Ah"
    )


def test_each_severity_has_its_command() -> None:
    words = [github_finding(finding(s)).split(" ")[0] for s in Severity]
    assert words == ["::error", "::warning", "::notice"]


def test_a_finding_without_a_place() -> None:
    found = Diagnostic(code="SW651", severity=Severity.ERROR, message="m")
    assert github_finding(found) == "::error title=SW651 there is no workspace here::m"
    assert finding_object(found)["location"] is None


def test_a_difference_is_an_error_at_its_file() -> None:
    difference = Difference(
        kind=Kind.EDITED, file="generated/a:b.py", reason="r", command="c"
    )
    assert github_difference(difference) == (
        "::error file=generated/a%3Ab.py,title=SW814 edited by hand::"
        "r%0ATo mend it: c"
    )


def test_json_holds_everything_of_a_finding() -> None:
    place = {
        "file": "specs/acme/a,b.yaml",
        "line": 2,
        "column": 3,
        "pointer": "/a",
    }
    assert finding_object(finding(Severity.NOTE)) == {
        "code": "SW602",
        "severity": "note",
        "title": "client.toml has a key that is not known",
        "message": "m",
        "location": place,
        "consequence": "c",
        "hint": "h",
        "related": [{"message": "first", "location": place}],
        "detail": ["+ a"],
    }


def test_json_is_ascii_whatever_it_holds() -> None:
    text = document("lint", {"x": "\u202e\ud800é"})
    assert text.isascii()
    assert json.loads(text)["x"] == "\u202e\ud800é"
