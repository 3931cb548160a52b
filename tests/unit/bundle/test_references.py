"""References that lead somewhere, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = 'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths: {}\n'


def schemas(text: str) -> str:
    return f"{HEAD}components:\n  schemas:\n{text}"


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("a~b", "#/components/schemas/a~0b"),
        ("a/b", "#/components/schemas/a~1b"),
        ("a b", "#/components/schemas/a%20b"),
        ("ü", "#/components/schemas/%C3%BC"),
        ("a%b", "#/components/schemas/a%25b"),
        ("~1", "#/components/schemas/~01"),
        ("1", "#/components/schemas/1"),
    ],
)
def test_a_pointer_is_unescaped(bundled: Any, name: str, ref: str) -> None:
    text = f"    '{name}': {{type: string}}\n    U: {{items: {{$ref: '{ref}'}}}}\n"
    result = bundled({"a.yaml": schemas(text)})

    assert result.bundle.resolve(ref) == {"type": "string"}
    assert result.codes == []


def test_a_pointer_may_lead_anywhere(bundled: Any) -> None:
    text = (
        "    A: {allOf: [{type: object}, {properties: {x: {type: integer}}}]}\n"
        "    U: {items: {$ref: '#/components/schemas/A/allOf/1/properties/x'}}\n"
    )
    result = bundled({"a.yaml": schemas(text)})

    ref = result.bundle.components["schemas"]["U"]["items"]
    assert result.bundle.follow(ref) == {"type": "integer"}
    assert result.codes == []


def test_a_missing_target_is_named_with_its_neighbour(bundled: Any) -> None:
    text = (
        "    StartResponseModel: {type: object}\n"
        "    U:\n      items:\n"
        "        $ref: '#/components/schemas/StartResponseModl'\n"
    )
    result = bundled({"a.yaml": schemas(text)})

    (finding,) = result.findings
    assert (finding.code, str(finding.location)) == ("SW320", "specs/x/a.yaml:9:15")
    assert "#/components/schemas/StartResponseModel" in finding.hint
    assert [str(place) for _, place in finding.related] == ["specs/x/a.yaml:6:5"]
    assert finding.location.pointer == "/components/schemas/U/items/$ref"


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("5", "SW323"),
        ("null", "SW323"),
        ("[]", "SW323"),
        ("''", "SW323"),
        ("'#nowhere'", "SW320"),
        ("'#/components/schemas/None'", "SW320"),
        ("'#/components/parameters/P'", "SW321"),
        ("'#/components/schemas'", "SW321"),
        ("'#/info/title'", "SW321"),
        ("'#/components/schemas/U/required'", "SW321"),
        ("'#'", "SW321"),
        ("'other.yaml#/components/schemas/A'", "SW324"),
        ("'../secret.yaml'", "SW324"),
        ("'file:///etc/passwd'", "SW324"),
        ("'http://2130706433/a.yaml#/x'", "SW324"),
        ("'//evil/x'", "SW324"),
        ("'/etc/passwd'", "SW324"),
        ("'http://[::1'", "SW324"),
    ],
)
def test_a_bad_reference_is_an_error_at_its_value(
    bundled: Any, ref: str, code: str
) -> None:
    text = (
        schemas(f"    U: {{required: [a], items: {{$ref: {ref}}}}}\n")
        + "  parameters:\n    P: {name: p, in: query, schema: {}}\n"
    )
    result = bundled({"a.yaml": text})

    assert result.said == [(code, "specs/x/a.yaml:6:38")]
    assert result.findings[0].severity == "error"


def test_a_boolean_schema_can_be_referred_to(bundled: Any) -> None:
    text = "    T: true\n    U: {items: {$ref: '#/components/schemas/T'}}\n"

    assert bundled({"a.yaml": schemas(text)}).codes == []


def test_data_that_looks_like_a_reference_is_data(bundled: Any) -> None:
    text = (
        "    U:\n      properties: {$ref: {type: string}}\n"
        "      examples: [{$ref: nowhere}]\n      default: {$ref: 5}\n"
    )

    assert bundled({"a.yaml": schemas(text)}).codes == []


@pytest.mark.parametrize(
    ("lines", "circle"),
    [
        ("A: {$ref: '#/components/schemas/A'}", "'A' -> 'A'"),
        (
            "A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/A'}",
            "'A' -> 'B' -> 'A'",
        ),
        ("A: {allOf: [{$ref: '#/components/schemas/A'}]}", "'A' -> 'A/allOf/0' -> 'A'"),
        (
            "A: {oneOf: [{$ref: '#/components/schemas/A'}, "
            "{$ref: '#/components/schemas/A'}]}",
            "'A' -> 'A/oneOf/0' -> 'A'",
        ),
    ],
)
def test_a_circle_that_describes_nothing_is_an_error(
    bundled: Any, lines: str, circle: str
) -> None:
    text = "".join(f"    {line}\n" for line in lines.split("\n"))
    result = bundled({"a.yaml": schemas(text)})

    (finding,) = result.findings
    assert (finding.code, str(finding.location)) == ("SW322", "specs/x/a.yaml:6:5")
    assert finding.message.endswith(circle)


@pytest.mark.parametrize(
    "schema",
    [
        "{properties: {up: {$ref: '#/components/schemas/A'}}}",
        "{items: {$ref: '#/components/schemas/A'}}",
        "{oneOf: [{type: string}, {$ref: '#/components/schemas/A'}]}",
        "{anyOf: [{type: 'null'}, {items: {$ref: '#/components/schemas/A'}}]}",
        "{additionalProperties: {$ref: '#/components/schemas/A'}}",
    ],
)
def test_recursion_with_an_end_is_fine(bundled: Any, schema: str) -> None:
    assert bundled({"a.yaml": schemas(f"    A: {schema}\n")}).codes == []


def test_a_chain_of_any_length_is_followed(bundled: Any) -> None:
    links = "".join(
        f"    S{i}: {{$ref: '#/components/schemas/S{i + 1}'}}\n" for i in range(3000)
    )
    result = bundled({"a.yaml": schemas(links + "    S3000: {type: string}\n")})

    first = result.bundle.components["schemas"]["S0"]
    assert result.bundle.follow(first) == {"type": "string"}
    assert result.codes == []


def test_a_path_item_circle_is_an_error(bundled: Any) -> None:
    text = HEAD.replace(
        "paths: {}",
        "paths:\n  /a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}",
    )
    result = bundled({"a.yaml": text})

    assert result.said == [("SW322", "specs/x/a.yaml:4:3")]


def test_a_missing_part_of_another_file_is_an_error(bundled: Any) -> None:
    files = {
        "a.yaml": schemas(
            "    U: {items: {$ref: 'common.yaml#/components/schemas/X'}}\n"
        ),
        "common.yaml": schemas("    E: {type: string}\n"),
    }

    assert bundled(files).said == [("SW324", "specs/x/a.yaml:6:23")]
