"""What each part of an operation becomes in the API model."""

from __future__ import annotations

import pytest
from support.specs import bundled, lowered, openapi

from specwright.diagnostics import Diagnostics
from specwright.ir import Operation, Parameter, PathVariable, StringSchema
from specwright.lower import lower
from specwright.lower.paths import path_template
from specwright.text import Data, Text

DONE = "responses: {'204': {description: Done.}}"


def operation(text: str, schemas: str = "", *, path: str = "/x") -> Operation:
    """The first operation of a path item."""
    body = "\n".join(f"  {line}" for line in text.strip("\n").split("\n"))
    return lowered(openapi(f"{path}:\n{body}\n", schemas)).api.operations[0]


def parameters(found: Operation) -> dict[tuple[str, str], Parameter]:
    return {(p.place, p.name.raw): p for p in found.parameters}


def test_parameters_of_the_path_come_first_and_are_replaced_by_name_and_place() -> None:
    found = operation(
        f"""
parameters:
- {{name: id, in: path, required: true, schema: {{type: string}}}}
- {{name: page, in: query, schema: {{type: integer}}, description: Shared.}}
- {{name: X-Trace, in: header, schema: {{type: string}}, description: Shared.}}
get:
  operationId: x
  parameters:
  - {{name: size, in: query, required: true, schema: {{type: integer, default: 5}}}}
  - {{name: page, in: query, schema: {{type: string}}, description: Own.}}
  - {{name: x-trace, in: header, schema: {{type: string}}, description: Own.}}
  - {{name: page, in: cookie, schema: {{type: string}}}}
  {DONE}
""",
        path="/x/{id}",
    )
    got = parameters(found)
    assert list(got) == [
        ("path", "id"),
        ("query", "page"),
        ("header", "x-trace"),
        ("query", "size"),
        ("cookie", "page"),
    ]
    assert got["query", "page"].schema == StringSchema()
    assert got["header", "x-trace"].docs.description == Text("Own.")
    assert got["query", "size"].default == Data(5)
    assert [p.required for p in found.parameters] == [True, False, False, True, False]


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_headers_that_other_parts_decide_are_no_parameters(name: str) -> None:
    found = operation(f"""
get:
  operationId: x
  parameters: [{{name: {name}, in: header, schema: {{type: string}}}}]
  {DONE}
""")
    assert found.parameters == ()


def test_a_parameter_takes_the_words_of_its_schema_where_it_has_none() -> None:
    found = operation(f"""
get:
  operationId: x
  parameters:
  - {{name: a, in: query, schema: {{type: string, description: Of it., example: e}}}}
  - {{name: b, in: query, example: own, description: Own.,
      schema: {{type: string, description: Not this., example: nor this}}}}
  {DONE}
""")
    a, b = found.parameters
    assert (a.docs.description.raw, a.docs.examples) == ("Of it.", (Data("e"),))
    assert (b.docs.description.raw, b.docs.examples) == ("Own.", (Data("own"),))


def test_parameters_and_bodies_and_replies_behind_references() -> None:
    document = openapi(
        """
        /x:
          post:
            operationId: x
            parameters: [{$ref: '#/components/parameters/Page'}]
            requestBody: {$ref: '#/components/requestBodies/Body'}
            responses: {'200': {$ref: '#/components/responses/Found'}}
        """,
    )
    document += """components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer}}
  requestBodies:
    Body: {required: true, content: {text/plain: {schema: {type: string}}}}
  responses:
    Found: {description: Found it., content: {application/json: {schema: {}}}}
"""
    found = lowered(document).api.operations[0]
    assert list(parameters(found)) == [("query", "page")]
    assert found.request_body is not None
    assert found.request_body.required
    assert found.request_body.content[0].media_type == Text("text/plain")
    assert found.responses[0].docs.description == Text("Found it.")


def test_a_variable_that_nothing_declares_becomes_a_required_parameter() -> None:
    document = openapi(f"/x/{{id}}/{{id}}: {{get: {{operationId: x, {DONE}}}}}\n")
    whole, _ = bundled(document)
    (found,) = lower(whole, Diagnostics()).operations
    (parameter,) = found.parameters
    assert (parameter.place, parameter.name.raw) == ("path", "id")
    assert parameter.required


@pytest.mark.parametrize(
    ("path", "variables"),
    [
        ("/", []),
        ("/x", []),
        ("/{a}", ["a"]),
        ("/{a}{b}/c.{ext}", ["a", "b", "ext"]),
        ("/x:do/{a}-{a}", ["a", "a"]),
        ("/é/{ü}", ["ü"]),
    ],
)
def test_a_path_is_parsed_once_and_keeps_its_text(
    path: str, variables: list[str]
) -> None:
    parsed = path_template(path)
    assert parsed.text == path
    found = [p.name.raw for p in parsed.parts if isinstance(p, PathVariable)]
    assert found == variables
    assert all(part.raw for part in parsed.parts if isinstance(part, Text))


def test_styles_are_those_of_the_place_and_of_the_document() -> None:
    found = lowered(openapi(f"""
/x:
  get:
    operationId: x
    parameters:
    - {{name: a, in: query, schema: {{type: string}}}}
    - {{name: b, in: query, style: pipeDelimited, schema: {{type: array}}}}
    - name: c
      in: query
      content: {{application/json: {{schema: {{type: object}}}}}}
    - {{name: d, in: query, explode: false, schema: {{type: array}}}}
    - {{name: e, in: query, allowReserved: true, schema: {{type: string}}}}
    - {{name: f, in: cookie, style: cookie, schema: {{type: string}}}}
    - {{name: g, in: header, schema: {{type: string}}}}
    {DONE}
"""))
    assert found.said == []
    assert [
        (
            p.name.raw,
            p.style.raw,
            p.encoding.explode,
            p.encoding.allow_reserved,
            p.encoding.content_type.raw,
        )
        for p in found.api.operations[0].parameters
    ] == [
        ("a", "form", True, False, ""),
        ("b", "pipeDelimited", False, False, ""),
        ("c", "form", False, False, "application/json"),
        ("d", "form", False, False, ""),
        ("e", "form", True, True, ""),
        ("f", "cookie", True, False, ""),
        ("g", "simple", False, False, ""),
    ]


def test_what_no_parameter_can_be_is_said_at_its_line() -> None:
    found = lowered(openapi(f"""
/x:
  post:
    operationId: x
    parameters:
    - {{name: a, in: header, style: deepObject, schema: {{type: object}}}}
    - name: b
      in: query
      content: {{application/xml: {{schema: {{type: object}}}}}}
    - {{name: c, in: query, content: {{text/plain: {{schema: {{type: string}}}}}}}}
    requestBody:
      content:
        multipart/form-data:
          schema: {{type: object, properties: {{f: {{type: string}}}}}}
          encoding: {{f: {{headers: {{X-A: {{schema: {{type: string}}}}}}}}}}
    {DONE}
"""))
    assert found.said == [("SW402", 9), ("SW402", 10), ("SW402", 18)]
    header, xml, _ = found.api.operations[0].parameters
    assert (header.style.raw, header.explode) == ("simple", False)
    assert xml.schema == StringSchema()


def test_two_parameters_of_one_name_in_two_places_are_two() -> None:
    found = lowered(openapi(f"""
/x/{{id}}:
  get:
    operationId: x
    parameters:
    - {{name: id, in: path, required: true, schema: {{type: string}}}}
    - {{name: id, in: query, schema: {{type: string}}}}
    - {{name: ID, in: header, schema: {{type: string}}}}
    - {{name: id, in: cookie, schema: {{type: string}}}}
    {DONE}
"""))
    places = [p.place for p in found.api.operations[0].parameters]
    assert places == ["path", "query", "header", "cookie"]


def test_replies_keep_their_status_and_their_words() -> None:
    found = operation("""
get:
  operationId: x
  responses:
    '200': {description: Fine., content: {application/json: {schema: {type: string}}}}
    4xx: {description: Wrong.}
    default: {description: Else.}
    x-internal: {description: Not one.}
""")
    got = [
        (r.status.raw, r.is_success, r.docs.description.raw) for r in found.responses
    ]
    assert got == [
        ("200", True, "Fine."),
        ("4XX", False, "Wrong."),
        ("default", False, "Else."),
    ]
    assert found.responses[0].content[0].schema == StringSchema()


def test_examples_of_a_body_come_from_the_media_type_and_then_the_schema() -> None:
    text = """
post:
  operationId: x
  requestBody:
    content:
      application/json:
        schema: {type: object, example: {a: 0}}
        EXAMPLES
  responses: {'204': {description: Done.}}
"""
    given = "examples: {one: {value: {a: 1}}, two: {value: {a: 2}}}"
    for line, expected in [
        (given, ({"a": 1}, {"a": 2})),
        ("example: {a: 3}", ({"a": 3},)),
        ("x-none: 1", ({"a": 0},)),
    ]:
        body = operation(text.replace("EXAMPLES", line)).request_body
        assert body is not None
        assert body.content[0].examples == tuple(map(Data, expected))


def test_servers_and_titles_of_one_document_and_of_several() -> None:
    document = openapi(f"/x: {{get: {{operationId: x, {DONE}}}}}\n")
    other = document.replace("/x", "/y").replace(": x", ": y")
    one = lowered(document).api
    assert (one.title, [s.url.raw for s in one.servers]) == (
        Text("Acme"),
        ["https://api.acme.test"],
    )
    # Of several, each title may be that of its own endpoint.
    assert lowered({"a.yaml": document, "b.yaml": other}).api.title == Text("")


def test_two_operations_on_one_method_and_path_have_their_ids_in_their_keys() -> None:
    one = openapi(f"/x: {{post: {{operationId: chat, {DONE}}}}}\n")
    two = openapi(f"/x: {{post: {{operationId: chat_stream, {DONE}}}}}\n")
    found = lowered({"a.yaml": one, "b.yaml": two})
    assert [op.key for op in found.api.operations] == [
        "POST /x chat",
        "POST /x chat_stream",
    ]
    assert [op.path.text for op in found.api.operations] == ["/x", "/x"]


def test_styles_where_the_standard_leaves_a_gap_are_told() -> None:
    kinds = {
        "A": "array, items: {type: string}",
        "O": "object",
        "S": "[string, 'null']",
    }
    styles = ("spaceDelimited", "pipeDelimited", "deepObject")
    parameters = "".join(
        f"    - {{name: {style}{name}{exploded}, in: query, style: {style},"
        f" explode: {exploded}, schema: {{type: {kind}}}}}\n"
        for style in styles
        for name, kind in kinds.items()
        for exploded in ("true", "false")
    )
    text = openapi(f"""
/x:
  get:
    operationId: x
    parameters:
{parameters}    {DONE}
""")
    lines = [line for code, line in lowered(text).said if code == "SW410"]
    begin = text.partition("parameters:")[0].count("\n") + 1
    # Of each style: array exploded, array, object exploded, object, one value twice.
    delimited = [1, 0, 1, 0, 1, 1]
    gaps = [*delimited, *delimited, *[1, 1, 0, 0, 1, 1]]
    assert [line - begin for line in lines] == [
        number for number, gap in enumerate(gaps, 1) if gap
    ]
