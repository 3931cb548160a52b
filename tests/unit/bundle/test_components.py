"""Components of one name in several files."""

from __future__ import annotations

from typing import Any

import pytest

from specwright.merge import same
from specwright.read.document import read_document


def text(schema: str, name: str = "A") -> str:
    return (
        'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths: {}\n'
        f"components:\n  schemas:\n    {name}: {schema}\n"
    )


def test_equal_components_are_shared(bundled: Any) -> None:
    result = bundled(
        {
            "a.yaml": text("{type: string, description: d}"),
            "b.yaml": text("{description: d, type: string}"),
            "c.yaml": text("{type: integer}", "B"),
        }
    )

    assert list(result.bundle.components["schemas"]) == ["A", "B"]
    assert result.codes == []


def test_a_component_that_differs_is_an_error_at_both_places(bundled: Any) -> None:
    result = bundled({"a.yaml": text("{type: string}"), "b.yaml": text("{}")})

    (finding,) = result.findings
    assert (finding.code, str(finding.location)) == ("SW310", "specs/x/b.yaml:6:5")
    assert [str(place) for _, place in finding.related] == ["specs/x/a.yaml:6:5"]
    assert '"A" = "b.yaml"' in finding.hint


@pytest.mark.parametrize("name", ["A", "schemas/A"])
@pytest.mark.parametrize(
    ("file", "expected"), [("a.yaml", "string"), ("c.yaml", "number")]
)
def test_the_configuration_says_which_one_wins(
    bundled: Any, name: str, file: str, expected: str
) -> None:
    files = {
        "a.yaml": text("{type: string}"),
        "b.yaml": text("{type: integer}"),
        "c.yaml": text("{type: number}"),
    }
    result = bundled(files, {name: file})

    assert result.bundle.components["schemas"]["A"] == {"type": expected}
    assert result.bundle.resolve("#/components/schemas/A") == {"type": expected}
    assert result.codes == []


@pytest.mark.parametrize(
    ("name", "file", "place"),
    [("A", "none.yaml", "None"), ("B", "a.yaml", "specs/x/a.yaml:5:3")],
)
def test_a_choice_that_cannot_be_made_is_an_error(
    bundled: Any, name: str, file: str, place: str
) -> None:
    result = bundled({"a.yaml": text("{type: string}")}, {name: file})

    assert result.said == [("SW313", place)]


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("{x: 1, y: 2}", "{y: 2, x: 1}", True),
        ("[1, 2]", "[2, 1]", False),
        ("{x: 1}", "{x: true}", False),
        ("{x: 1}", "{x: 1.0}", False),
        ("{x: {}}", "{x: []}", False),
        ("{x: null}", "{}", False),
    ],
)
def test_sameness_of_trees(a: str, b: str, equal: bool) -> None:
    def tree(value: str) -> Any:
        return read_document(f"openapi: 3.1.0\nx-v: {value}\n".encode(), "a.yaml").root[
            "x-v"
        ]

    assert same(tree(a), tree(b)) is equal
