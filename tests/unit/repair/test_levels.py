"""What the level of a rule does, and what holds for all rules."""

from __future__ import annotations

from typing import Any

import pytest

from specwright.checks.mend import MENDS
from specwright.codes import CODES
from specwright.diagnostics import Diagnostics, Severity
from specwright.read.document import read_document
from specwright.repair import REPAIRS, repair

TEXT = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths: {}
components:
  schemas:
    A: {enum: [{value: a}, {value: b}]}
    B: {enum: [{value: c}]}
"""


def test_a_rule_that_is_off_leaves_the_document_alone(repaired: Any) -> None:
    result = repaired(TEXT, levels={"SW105": None})

    assert result.at("components", "schemas", "A", "enum", 0) == {"value": "a"}
    assert result.said == []


def test_as_an_error_each_place_is_reported(repaired: Any) -> None:
    result = repaired(TEXT, levels={"SW105": Severity.ERROR})

    assert [(f.severity, f.location.pointer) for f in result.findings] == [
        (Severity.ERROR, "/components/schemas/A/enum/0"),
        (Severity.ERROR, "/components/schemas/A/enum/1"),
        (Severity.ERROR, "/components/schemas/B/enum/0"),
    ]
    assert result.at("components", "schemas", "A", "enum") == ["a", "b"]


@pytest.mark.parametrize("level", [Severity.NOTE, Severity.WARNING])
def test_otherwise_the_first_place_and_their_number(repaired: Any, level: Any) -> None:
    (finding,) = repaired(TEXT, levels={"SW105": level}).findings

    assert finding.severity is level
    assert "3" in finding.message
    assert "SW105" in finding.hint


def test_the_document_itself_is_not_touched() -> None:
    document = read_document(TEXT.encode(), "api.yaml")
    before = repr(document.root)

    after = repair(document, {}, Diagnostics())

    assert repr(document.root) == before
    assert after.root is not document.root


def test_a_repaired_document_needs_no_repair() -> None:
    document = read_document(TEXT.encode(), "api.yaml")
    once = repair(document, {}, Diagnostics())
    again = Diagnostics()

    assert repair(once, {}, again).root == once.root
    assert not len(again)


def test_every_rule_has_a_code_of_its_own_with_an_explanation() -> None:
    codes = [*(code for code, _, _ in REPAIRS), *MENDS]

    assert len(set(codes)) == len(codes)
    assert {code for code in CODES if code.startswith("SW1")} == set(codes)
    assert all(len(CODES[code].explanation) > 80 for code in codes)


@pytest.mark.parametrize(
    "root",
    [
        "paths: 5",
        "paths: {/a: null, /b: [], /c: {get: 7, parameters: {}}}",
        "paths: {/a: {get: {tags: 5, parameters: [5, null], responses: [], "
        "requestBody: []}}}",
        "components: []",
        "components: {schemas: [], securitySchemes: 5}",
        "components: {schemas: {A: true, B: null, C: [], D: {type: {}, enum: 5, "
        "required: {}, properties: [], discriminator: 5, examples: 5, oneOf: {}}}}",
        "servers: {}",
        "components: {schemas: {A: {$ref: 5}, B: {$ref: '#/components/schemas/B'}}}",
        "components: {securitySchemes: {a: {$ref: '#/components/securitySchemes/a'}}}\n"
        "paths: {/a: {get: {}}}",
    ],
)
def test_a_document_of_any_shape_is_survived(repaired: Any, root: str) -> None:
    result = repaired(f"openapi: 3.1.0\ninfo: null\n{root}\n")

    assert result.at("openapi") == "3.1.0"
