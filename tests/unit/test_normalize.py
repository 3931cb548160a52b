from __future__ import annotations

from typing import Any

import pytest

from specwright.diagnostics import Diagnostics, Unusable
from specwright.normalize import normalize
from specwright.read.document import read_document


def normal(text: str) -> tuple[Any, Diagnostics]:
    diagnostics = Diagnostics()
    return (
        normalize(read_document(text.encode(), "a.yaml"), diagnostics).root,
        diagnostics,
    )


def schema(text: str, version: str = "3.0.3") -> Any:
    root, _ = normal(f"openapi: {version}\ncomponents: {{schemas: {{S: {text}}}}}\n")
    return root["components"]["schemas"]["S"]


@pytest.mark.parametrize(
    ("version", "became"),
    [
        ("3.0.0", "3.1.1"),
        ("3.0.4", "3.1.1"),
        ("3.1.0", "3.1.1"),
        ("3.1.0-rc1", "3.1.1"),
        ("'3.1'", "3.1.1"),
        ("3.2.0", "3.2.0"),
    ],
)
def test_known_versions_become_one(version: str, became: str) -> None:
    root, diagnostics = normal(f"openapi: {version}\n")

    assert root["openapi"] == became
    assert not len(diagnostics)


@pytest.mark.parametrize(("version", "became"), [("3.0", "3.1.1"), ("3.2", "3.2.0")])
def test_a_version_that_is_a_number_is_read_with_a_warning(
    version: str, became: str
) -> None:
    root, diagnostics = normal(f"openapi: {version}\n")

    assert root["openapi"] == became
    (finding,) = diagnostics
    assert (finding.code, str(finding.location)) == ("SW302", "a.yaml:1:10")


@pytest.mark.parametrize(
    "line",
    [
        "openapi: 4.0.0",
        "openapi: 3.9.0",
        "openapi: 3",
        "openapi: null",
        "openapi: []",
        "openapi: true",
        "swagger: '2.0'",
        "openapi: '3.1.0; x'",
    ],
)
def test_other_versions_are_refused_where_they_stand(line: str) -> None:
    with pytest.raises(Unusable) as caught:
        normal(f"{line}\npaths: {{}}\n")

    finding = caught.value.diagnostic
    assert finding.code == "SW301"
    assert finding.location is not None
    assert finding.location.line == 1
    assert finding.hint


@pytest.mark.parametrize(
    ("given", "became"),
    [
        ("{type: string, nullable: true}", {"type": ["string", "null"]}),
        ("{type: string, nullable: false}", {"type": "string"}),
        ("{nullable: true}", {}),
        (
            "{type: string, nullable: true, enum: [a]}",
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            "{type: string, nullable: true, enum: [a, null]}",
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            "{nullable: true, allOf: [{type: object}], title: T}",
            {
                "title": "T",
                "oneOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}],
            },
        ),
        (
            "{nullable: true, anyOf: [{type: string}]}",
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
        ),
        ("{minimum: 1, exclusiveMinimum: true}", {"exclusiveMinimum": 1}),
        ("{maximum: 1, exclusiveMaximum: false}", {"maximum": 1}),
        ("{exclusiveMaximum: true}", {}),
        ("{example: 0}", {"examples": [0]}),
        ("{example: 1, examples: [2]}", {"example": 1, "examples": [2]}),
        (
            "{type: string, format: byte}",
            {"type": "string", "contentEncoding": "base64"},
        ),
        ("{type: string, format: binary}", {"type": "string", "format": "binary"}),
        (
            "{properties: {nullable: {type: string, nullable: true}}}",
            {"properties": {"nullable": {"type": ["string", "null"]}}},
        ),
    ],
)
def test_a_schema_of_30_gets_the_form_of_31(given: str, became: Any) -> None:
    assert schema(given) == became


@pytest.mark.parametrize(
    "text", ["{type: string, nullable: true}", "{example: 1}", "{format: byte}"]
)
@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_later_versions_are_left_as_they_are(text: str, version: str) -> None:
    before = read_document(f"openapi: 3.1.0\nx: {text}\n".encode(), "a.yaml").root["x"]

    assert schema(text, version) == before


def test_what_30_ignores_beside_a_reference_is_dropped_with_a_warning() -> None:
    root, diagnostics = normal(
        "openapi: 3.0.3\ncomponents:\n  schemas:\n    A: {type: string}\n    B:\n"
        "      $ref: '#/components/schemas/A'\n      description: kept\n"
        "      x-own: kept\n      nullable: true\n"
    )

    assert root["components"]["schemas"]["B"] == {
        "$ref": "#/components/schemas/A",
        "description": "kept",
        "x-own": "kept",
    }
    (finding,) = diagnostics
    assert (finding.code, str(finding.location)) == ("SW303", "a.yaml:9:7")


def test_new_nodes_stand_where_the_old_ones_did() -> None:
    root, _ = normal(
        "openapi: 3.0.3\ncomponents:\n  schemas:\n    A:\n"
        "      type: string\n      nullable: true\n      example: x\n"
    )

    node = root["components"]["schemas"]["A"]
    assert node["type"].item_mark(1).line == 5
    assert node.key_mark("examples").line == 7
