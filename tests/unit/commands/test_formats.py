"""Reports in the formats of others: SARIF and JUnit's XML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import jsonschema
import pytest

from specwright import junit, sarif
from specwright.diagnostics import Diagnostic, Location, Severity, Source
from specwright.drift import Status
from specwright.run import Checked

if TYPE_CHECKING:
    from commands.conftest import Project

TEXT = {"type": "object", "required": ["text"]}
REGION = {
    "type": "object",
    "properties": {"startLine": {"minimum": 1}, "startColumn": {"minimum": 1}},
    "required": ["startLine", "startColumn"],
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"pattern": "^[!-~]+$"}},
                    "additionalProperties": False,
                },
                "region": REGION,
            },
            "additionalProperties": False,
        },
        "logicalLocations": {"type": "array", "minItems": 1},
        "message": TEXT,
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
        "relatedLocations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
SARIF = {
    "$comment": "What SARIF 2.1.0, sections 3.13 to 3.52, asks of the parts that we use",
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {"driver": {"required": ["name"]}},
                        "additionalProperties": False,
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def report(project: Project, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """The results of a run, after its document was checked."""
    text = project.run(*arguments, "--format", "sarif", code=code).stdout
    document = json.loads(text)
    jsonschema.validate(document, SARIF)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    results: list[dict[str, Any]] = run["results"]
    return results


def test_sarif_of_lint(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n! a\n")
    (result,) = report(project, "lint", code=2)
    assert (result["ruleId"], result["level"]) == ("SW602", "error")
    (location,) = result["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "specs/acme/api.yaml"},
            "region": {"startLine": 2, "startColumn": 1},
        },
        "logicalLocations": [{"fullyQualifiedName": "/a~1b"}],
    }
    project.spec("acme/api.yaml", "one\n")
    assert report(project, "lint") == []


def test_sarif_of_check(generated: Project) -> None:
    generated.out("src/acme/one.py").write_text("X = 1\n")
    (result,) = report(generated, "check", code=1)
    assert result["ruleId"] == "SW814"
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == "generated/acme/src/acme/one.py"
    assert "specwright generate acme --force" in result["message"]["text"]


def test_a_result_is_known_again_on_another_line(project: Project) -> None:
    project.spec("acme/api.yaml", "one\n? a\n? a\n")
    before = [r["partialFingerprints"] for r in report(project, "lint")]
    project.spec("acme/api.yaml", "one\ntwo\n? a\nthree\n? a\n")
    after = [r["partialFingerprints"] for r in report(project, "lint")]
    assert before == after
    assert before[0] != before[1]


def test_what_cannot_begin_is_a_report_too(project: Project) -> None:
    (result,) = report(project, "check", "amce", code=2)
    assert result["ruleId"] == "SW652"
    text = project.run("check", "--format", "junit", "amce", code=2).stdout
    assert ElementTree.fromstring(text).get("failures") == "1"


def suites(project: Project, *arguments: str, code: int = 0) -> ElementTree.Element:
    text = project.run(*arguments, "--format", "junit", code=code).stdout
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        failed = [case for case in cases if case.find("failure") is not None]
        assert element.get("failures") == str(len(failed))
    return root


def test_junit_of_a_client_in_step(generated: Project) -> None:
    root = suites(generated, "check")
    (case,) = root.iter("testcase")
    assert (case.get("classname"), case.get("name")) == ("acme", "in step")


def test_junit_of_differences_and_findings(generated: Project) -> None:
    generated.out("src/acme/one.py").write_text("X = 1\n")
    generated.spec("beta/api.yaml", "! a\n? b\n")
    root = suites(generated, "check", code=2)
    names = [case.get("name") for case in root.iter("testcase")]
    assert names == [
        "SW814 generated/acme/src/acme/one.py",
        "SW602 at specs/beta/api.yaml:1:1",
    ]
    failure = root.find(".//failure")
    assert failure is not None
    assert "specwright generate acme --force" in str(failure.text)
    output = root.find(".//system-out")
    assert output is not None
    assert "specs/beta/api.yaml:2:1: warning[SW602]" in str(output.text)


@pytest.mark.parametrize("message", ["\x1b[31m", "]]>&<\"'", "\ud800\x00", "\u202e"])
def test_no_text_breaks_out_of_a_report(message: str) -> None:
    source = Source("specs/a/b c\u202e.yaml", "x\n")
    at = Location(source=source, line=1, column=1, pointer=message)
    found = Diagnostic(
        code="SW602",
        severity=Severity.ERROR,
        message=message,
        location=at,
        related=((message, at),),
    )
    checked = [Checked(name="a", status=Status.UNUSABLE, findings=(found,))]
    xml = junit.document("check", checked)
    assert xml.isascii()
    (case,) = ElementTree.fromstring(xml).iter("testcase")
    assert case.find("failure") is not None
    text = sarif.document(checked)
    assert text.isascii()
    jsonschema.validate(json.loads(text), SARIF)
