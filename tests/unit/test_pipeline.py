"""The whole way: what makes a client unusable, and what comes of it otherwise."""

from __future__ import annotations

import pytest
from support.specs import CONFIG, generate, openapi

from specwright import pipeline

GOOD = openapi("/x: {get: {operationId: x, responses: {'204': {description: D.}}}}\n")
OTHER = GOOD.replace("/x", "/y").replace(": x", ": y")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("openapi: 3.1.0\ninfo: {title: [}\n", "SW002", 2),
        ("swagger: '1.2'\ninfo: {title: T, version: '1'}\npaths: {}\n", "SW301", 1),
        ("openapi: 4.0.0\ninfo: {title: T, version: '1'}\npaths: {}\n", "SW301", 1),
        (OTHER.replace("operationId: y", "operationId: [y]"), "SW203", 5),
        (OTHER.replace("'204'", "'2040'"), "SW205", 5),
    ],
)
def test_an_error_is_a_finding_at_its_line_and_nothing_is_written(
    text: str, code: str, line: int
) -> None:
    made = pipeline.generate(
        {"good.yaml": GOOD.encode(), "x.yaml": text.encode()}, CONFIG
    )
    assert made.files == {}
    errors = [d for d in made.diagnostics.sorted() if d.severity == "error"]
    found = [(d.code, d.location and d.location.line) for d in errors]
    assert (code, line) in found
    assert {d.location and d.location.file for d in errors} == {"x.yaml"}


def test_every_file_is_read_before_anything_is_refused() -> None:
    made = pipeline.generate({"a.yaml": b"{", "b.yaml": b"["}, CONFIG)
    assert sorted(d.location.file for d in made.diagnostics if d.location) == [
        "a.yaml",
        "b.yaml",
    ]


def test_an_asyncapi_document_is_kept_and_said() -> None:
    async_api = "asyncapi: 2.6.0\ninfo: {title: T, version: '1'}\nchannels: {}\n"
    made = generate({"api.yaml": GOOD, "socket.yaml": async_api})
    assert [d.code for d in made.diagnostics] == ["SW406"]
    assert [op.attribute for op in made.operations] == ["x"]


def test_facts_and_operations() -> None:
    schemas = (
        "T: {type: object, properties: {bad: {discriminator: {propertyName: a}}}}\n"
    )
    reply = "content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}"
    made = generate(
        openapi(
            f"/x/y: {{get: {{operationId: x, tags: [Z],"
            f" responses: {{'200': {{description: D., {reply}}}}}}}}}\n",
            schemas,
        )
    )
    (operation,) = made.operations
    assert operation == pipeline.OperationSummary(
        file="api.yaml",
        pointer="/paths/~1x~1y/get",
        method="GET",
        path="/x/y",
        attribute="z.x",
        degraded=True,
    )
    assert made.facts == {
        "naming": "pep8",
        "names": {
            "GET /x/y": "z.x",
            "#/components/schemas/T": "T",
            "client.z": "Z",
            "server https://api.acme.test": "PRODUCTION",
        },
        "degraded": {"#/components/schemas/T/properties/bad": "it has no `type`"},
    }


def test_a_recursive_reference_of_2019_is_read_with_its_boolean_anchor() -> None:
    paths = """\
/x:
  get:
    operationId: x
    responses:
      '200':
        description: D.
        content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}
"""
    tree = """\
Tree:
  $recursiveAnchor: true
  type: object
  properties: {below: {type: array, items: {$recursiveRef: '#'}}}
"""
    result = generate(openapi(paths, tree))

    assert [d.code for d in result.diagnostics] == ["SW114"]
    types = "".join(t for p, t in result.files.items() if p.endswith("types.py"))
    assert "below: list[Tree] | None = None" in types
