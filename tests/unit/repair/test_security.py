from __future__ import annotations

from typing import Any

import pytest

from specwright.read.info import PageInfo, Sample

TEXT = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths:
  /a:
    get:
      parameters:
        - {{name: {name}, in: header, schema: {{type: string}}{more}}}
        - {{name: limit, in: query, schema: {{type: integer}}}}
      responses: {{'200': {{description: ok}}}}
"""
OPERATION = ("paths", "/a", "get")


@pytest.mark.parametrize(
    ("name", "more", "key", "scheme"),
    [
        (
            "xi-api-key",
            "",
            "xi-api-key",
            {"type": "apiKey", "in": "header", "name": "xi-api-key"},
        ),
        (
            "X-Auth-Token",
            "",
            "X-Auth-Token",
            {"type": "apiKey", "in": "header", "name": "X-Auth-Token"},
        ),
        (
            "Authorization",
            ", description: 'Of the form `Bearer <token>`.'",
            "bearerAuth",
            {"type": "http", "scheme": "bearer"},
        ),
        (
            "Authorization",
            ", description: API key as bearer token",
            "bearerAuth",
            {"type": "http", "scheme": "bearer"},
        ),
        (
            "Authorization",
            ", description: Basic authentication",
            "basicAuth",
            {"type": "http", "scheme": "basic"},
        ),
        (
            "Authorization",
            ", description: 'Of the form `undefined <token>`.'",
            "Authorization",
            {"type": "apiKey", "in": "header", "name": "Authorization"},
        ),
    ],
)
def test_a_credential_header_becomes_a_scheme(
    repaired: Any, name: str, more: str, key: str, scheme: Any
) -> None:
    result = repaired(TEXT.format(name=name, more=more + ", required: true"))

    assert result.at("components", "securitySchemes") == {key: scheme}
    assert result.at(*OPERATION, "security") == [{key: []}]
    assert [p["name"] for p in result.at(*OPERATION, "parameters")] == ["limit"]
    assert result.said == [("SW122", 7, "/paths/~1a/get/parameters/0")]


def test_an_optional_credential_may_be_missing(repaired: Any) -> None:
    result = repaired(TEXT.format(name="x-api-key", more=", required: false"))

    assert result.at(*OPERATION, "security") == [{"x-api-key": []}, {}]


def test_a_sample_tells_the_bearer(repaired: Any) -> None:
    sample = Sample(
        language="go", code='req.Header.Add("Authorization", "Bearer <token>")'
    )
    page = PageInfo(samples=(sample,))
    result = repaired(TEXT.format(name="Authorization", more=""), page=page)

    assert list(result.at("components", "securitySchemes")) == ["bearerAuth"]


@pytest.mark.parametrize(
    "name", ["X-CSRF-Token", "Idempotency-Key", "page-token", "X-Request-Id", "tokens"]
)
def test_other_headers_stay_parameters(repaired: Any, name: str) -> None:
    result = repaired(TEXT.format(name=name, more=""))

    assert len(result.at(*OPERATION, "parameters")) == 2
    assert result.said == []


@pytest.mark.parametrize(
    "more", [", required: 'no'", ", requird: true", ", schema: {type: strin}"]
)
def test_a_parameter_with_a_mistake_stays_for_the_validator(
    repaired: Any, more: str
) -> None:
    text = TEXT.format(name="x-api-key", more=more)
    if "schema" in more:
        text = text.replace("schema: {type: string}", "description: d", 1)
    result = repaired(text)

    assert len(result.at(*OPERATION, "parameters")) == 2
    assert result.said == []


def test_two_required_headers_go_together(repaired: Any) -> None:
    text = TEXT.format(name="x-api-key", more=", required: true").replace(
        "        - {name: limit, in: query, schema: {type: integer}}",
        "        - {name: x-access-token, in: header, required: true, schema: {}}",
    )
    result = repaired(text)

    assert result.at(*OPERATION, "security") == [
        {"x-api-key": [], "x-access-token": []}
    ]
    assert "parameters" not in result.at(*OPERATION)


MANY = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    parameters: [{$ref: '#/components/parameters/Key'}]
    get: {responses: {'204': {description: ok}}}
    put: {responses: {'204': {description: ok}}}
  /login:
    post: {responses: {'204': {description: ok}}}
components:
  parameters:
    Key: {name: x-api-key, in: header, required: true, schema: {type: string}}
"""


def test_a_shared_parameter_counts_for_all_its_operations(repaired: Any) -> None:
    result = repaired(MANY)

    assert result.at("paths", "/a", "get", "security") == [{"x-api-key": []}]
    assert result.at("paths", "/a", "put", "security") == [{"x-api-key": []}]
    assert "security" not in result.at("paths", "/login", "post")
    assert "parameters" not in result.at("paths", "/a")
    assert [code for code, _, _ in result.said] == ["SW122"]


def test_a_header_of_few_operations_is_no_credential(repaired: Any) -> None:
    more = "".join(
        f"  /b{i}: {{get: {{responses: {{'204': {{description: ok}}}}}}}}\n"
        for i in range(4)
    )
    result = repaired(MANY.replace("components:", f"{more}components:"))

    assert "securitySchemes" not in result.at("components")
    assert result.said == []


DECLARED = TEXT + """\
components:
  securitySchemes:
    sec0: {{type: http, scheme: basic}}
"""


def test_a_scheme_that_nothing_requires_applies_to_all(repaired: Any) -> None:
    text = DECLARED.format(name="Authorization", more=", required: true")
    result = repaired(text)

    assert result.at("security") == [{"sec0": []}]
    assert [p["name"] for p in result.at(*OPERATION, "parameters")] == ["limit"]
    assert result.said == [("SW123", 12, "/components/securitySchemes/sec0")]


def test_without_its_header_the_scheme_is_an_option(repaired: Any) -> None:
    result = repaired(DECLARED.format(name="X-Trace", more=""))

    assert result.at("security") == [{"sec0": []}, {}]


def test_declared_requirements_are_left_alone(repaired: Any) -> None:
    text = DECLARED.format(name="X-Trace", more="") + "security: []\n"
    result = repaired(text)

    assert result.at("security") == []
    assert result.said == []


@pytest.mark.parametrize("name", ["Accept", "content-type", "User-Agent"])
def test_what_the_client_sets_itself_is_no_parameter(repaired: Any, name: str) -> None:
    result = repaired(TEXT.format(name=name, more=""))

    assert [p["name"] for p in result.at(*OPERATION, "parameters")] == ["limit"]
    assert result.said == [("SW124", 7, "/paths/~1a/get/parameters/0")]


def test_a_query_parameter_of_such_a_name_stays(repaired: Any) -> None:
    text = TEXT.format(name="Accept", more="").replace("in: header", "in: query")

    assert repaired(text).said == []


CHOSEN = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
{head}
paths:
  /a:
    get:
      {security}
      parameters:
        - {{name: X-Tenant, in: header, required: {required}, schema: {{type: integer}}}}
        - {{name: limit, in: query, schema: {{type: integer}}}}
      responses: {{'200': {{description: ok}}}}
  /b: {{get: {{responses: {{'200': {{description: ok}}}}}}}}
  /c: {{get: {{responses: {{'200': {{description: ok}}}}}}}}
"""
KEY = "components: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}"
OWN = "components: {securitySchemes: {own: {type: apiKey, in: header, name: x-tenant}}}"


@pytest.mark.parametrize(
    ("head", "security", "required", "expected"),
    [
        ("", "", "true", [{"X-Tenant": []}]),
        ("", "", "false", [{"X-Tenant": []}, {}]),
        ("", "security: []", "true", [{"X-Tenant": []}]),
        (KEY, "security: [{key: [s]}]", "true", [{"key": ["s"], "X-Tenant": []}]),
        (
            f"{KEY}\nsecurity: [{{key: []}}]",
            "",
            "false",
            [{"key": [], "X-Tenant": []}, {"key": []}],
        ),
        (OWN, "security: [{own: []}]", "true", [{"own": []}]),
        (OWN, "", "true", [{"own": []}]),
    ],
)
def test_the_header_that_the_configuration_names_is_lifted_whatever_it_is_called(
    repaired: Any, head: str, security: str, required: str, expected: Any
) -> None:
    text = CHOSEN.format(head=head, security=security or "tags: [x]", required=required)
    result = repaired(text, credential="x-tenant")

    assert [p["name"] for p in result.at(*OPERATION, "parameters")] == ["limit"]
    assert result.at(*OPERATION, "security") == expected
    assert set(expected[0]) <= set(result.at("components", "securitySchemes"))
    assert "security" not in result.at("paths", "/b", "get")
    assert [code for code, *_ in result.said] == ["SW122"]


def test_without_the_configuration_it_stays_a_parameter(repaired: Any) -> None:
    text = CHOSEN.format(head="", security="tags: [x]", required="true")
    names = [p["name"] for p in repaired(text).at(*OPERATION, "parameters")]
    assert names == ["X-Tenant", "limit"]


def test_a_header_that_the_configuration_names_is_one_value(repaired: Any) -> None:
    text = TEXT.format(name="Authorization", more=", description: Basic authentication")
    result = repaired(text, credential="Authorization")
    assert result.at("components", "securitySchemes") == {
        "Authorization": {"type": "apiKey", "in": "header", "name": "Authorization"}
    }
