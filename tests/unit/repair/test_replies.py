from __future__ import annotations

from typing import Any

import pytest

from specwright.read.info import PageInfo

PAGE = PageInfo(title="A page")
REPLY = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths:
  /a:
    get:
      responses:
        '{status}': {response}
components:
  schemas:
    get_Response_200: {{type: object, properties: {{}}}}
    Anything: {{type: object}}
    Full_Response_200: {{type: object, properties: {{a: {{}}}}}}
"""


def json(schema: str) -> str:
    return f"{{description: ok, content: {{application/json: {{schema: {schema}}}}}}}"


def ref(name: str) -> str:
    return json(f"{{$ref: '#/components/schemas/{name}'}}")


@pytest.mark.parametrize(
    ("status", "response", "undecided"),
    [
        ("200", "{description: ok}", True),
        ("200", "{description: ok, content: {}}", True),
        ("2XX", "{description: ok}", True),
        ("204", "{description: nothing}", False),
        ("422", "{description: bad, content: {}}", False),
        ("200", json("{type: object, properties: {}}"), True),
        ("200", json("{type: object}"), True),
        ("200", json("{type: object, additionalProperties: {}}"), False),
        ("200", json("{}"), False),
        ("200", ref("get_Response_200"), True),
        ("200", ref("Anything"), False),
        ("200", ref("Full_Response_200"), False),
        ("200", "{description: ok, content: {text/plain: {}}}", False),
    ],
)
def test_a_success_that_says_nothing_is_undecided(
    repaired: Any, status: str, response: str, undecided: bool
) -> None:
    text = REPLY.format(status=status, response=response)
    result = repaired(text, page=PAGE, only="SW132")

    reply = result.at("paths", "/a", "get", "responses", status)
    assert reply.get("x-specwright-reply") == ("undecided" if undecided else None)
    expected = [("SW132", 7, f"/paths/~1a/get/responses/{status}")] if undecided else []
    assert result.said == expected


def test_only_exports_of_pages_leave_things_out(repaired: Any) -> None:
    text = REPLY.format(status="200", response="{description: ok}")
    result = repaired(text, only="SW132")

    assert result.said == []


BODY = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths:
  /a:
    post:
      tags: [subpackage_a]
      requestBody: {body}
      responses: {{'204': {{description: ok}}}}
components:
  schemas:
    Strict: {{type: object, required: [a], properties: {{a: {{}}}}}}
    Loose: {{type: object, properties: {{a: {{}}}}}}
    Loop: {{allOf: [{{$ref: '#/components/schemas/Loop'}}]}}
"""


def body(*schemas: str) -> str:
    media = ", ".join(
        f"application/x{i}: {{schema: {s}}}" for i, s in enumerate(schemas)
    )
    return f"{{content: {{{media}}}}}"


STRICT = "{$ref: '#/components/schemas/Strict'}"
LOOSE = "{$ref: '#/components/schemas/Loose'}"


@pytest.mark.parametrize(
    ("text", "required"),
    [
        (body(STRICT), True),
        (body(f"{{allOf: [{LOOSE}, {STRICT}]}}"), True),
        (body(STRICT, STRICT), True),
        (body(STRICT, LOOSE), None),
        (body(LOOSE), None),
        (body("{type: array, items: {}}"), None),
        (body("{$ref: '#/components/schemas/Loop'}"), None),
        (body(STRICT)[:-1] + ", required: false}", False),
    ],
)
def test_a_body_is_required_if_its_properties_are(
    repaired: Any, text: str, required: Any
) -> None:
    result = repaired(BODY.format(body=text), only="SW131")

    found = result.at("paths", "/a", "post", "requestBody")
    assert found.get("required") is required
    assert bool(result.said) is (required is True)


def test_a_body_without_media_types_is_no_body(repaired: Any) -> None:
    result = repaired(BODY.format(body="{content: {}}"), only="SW130")

    assert "requestBody" not in result.at("paths", "/a", "post")
    assert result.said == [("SW130", 7, "/paths/~1a/post/requestBody")]


def test_a_response_gets_its_description(repaired: Any) -> None:
    result = repaired(
        REPLY.format(status="200", response="{content: {}}"), only="SW133"
    )

    reply = result.at("paths", "/a", "get", "responses", "200")
    assert reply["description"] == ""
    assert result.said == [("SW133", 7, "/paths/~1a/get/responses/200")]


def test_a_misspelt_description_is_left_to_the_validator(repaired: Any) -> None:
    text = REPLY.format(status="200", response="{descripton: ok}")
    result = repaired(text, only="SW133")

    assert result.said == []


@pytest.mark.parametrize(
    ("given", "said"),
    [("", ["SW134"]), (", required: false", ["SW134"]), (", required: true", [])],
)
def test_a_path_parameter_is_required(repaired: Any, given: str, said: Any) -> None:
    result = repaired(f"""\
        openapi: 3.1.0
        info: {{title: t, version: "1"}}
        paths:
          /a/{{id}}:
            parameters:
              - {{name: id, in: path, schema: {{}}{given}}}
              - {{name: q, in: query, schema: {{}}}}
        """)

    path, query = result.at("paths", "/a/{id}", "parameters")
    assert path["required"] is True
    assert "required" not in query
    assert [code for code, _, _ in result.said] == said
