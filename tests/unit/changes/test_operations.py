"""Each rule about operations, parameters, bodies, replies, credentials and servers."""

from __future__ import annotations

import pytest

from specwright.changes.spec_rules import (
    ACCESS,
    BODIES,
    OPERATIONS,
    PARAMETERS,
    REPLIES,
)

from .conftest import spec_changes, told

GET = """\
paths:
  /a/{id}:
    get:
      operationId: a
      parameters: [{in: path, name: id, required: true}%s]
      responses:
        '200': {description: d, headers: {X-One: {required: true}}, content: {text/plain: {}}}
"""
PLAIN = GET % ""
POST = """\
paths:
  /a:
    post:
      %s
      responses: {'200': {description: d}}
"""
JSON = "requestBody: {content: {application/json: {}}}"
HOOK = (
    "paths: {}\nwebhooks: {ping: {post: {%s responses: {'200': {description: d}}}}}\n"
)
CALLBACK = POST % "callbacks: {done: {'{$url}': {post: {responses: {}}}}}"
SECURED = """\
paths: {/a: {get: {responses: {}, security: %s}}}
components: {securitySchemes: {k: {type: apiKey, in: header, name: X-Key}, o: {type: http, scheme: bearer}}}
"""
SERVER = "paths: {}\nservers: [{url: 'https://a.test/{v}', variables: {v: {default: '1'}}}]\n"


def query(text: str) -> str:
    return GET % f", {{in: query, name: q{text}}}"


CASES = [
    ("additive operation-added PUT /b", "paths: {}", "paths: {/b: {put: {responses: {}}}}"),
    ("breaking operation-removed PUT /b", "paths: {/b: {put: {responses: {}}}}", "paths: {}"),
    ("neutral operation-deprecated POST /a", POST % "summary: s", POST % "deprecated: true"),
    ("neutral operation-undeprecated POST /a", POST % "deprecated: true", POST % "summary: s"),
    ("neutral operation-id-changed GET /a/{id}: a -> b", PLAIN, PLAIN.replace("Id: a", "Id: b")),
    ("neutral path-variable-renamed GET /a/{key}: id -> key", PLAIN, PLAIN.replace("id}", "key}").replace("name: id", "name: key")),
    ("additive webhook-added webhook ping POST", "paths: {}", HOOK % ""),
    ("breaking webhook-removed webhook ping POST", HOOK % "", "paths: {}"),
    ("additive callback-added POST /a callback done POST", POST % "summary: s", CALLBACK),
    ("breaking callback-removed POST /a callback done POST", CALLBACK, POST % "summary: s"),
    ("neutral api-version-changed the API: 1 -> 2", "paths: {}", "paths: {}\ninfo: {title: Acme, version: '2'}"),
    ("additive parameter-added-optional GET /a/{id} query q: string", PLAIN, query(", schema: {type: string}")),
    ("breaking parameter-added-required GET /a/{id} query q: string", PLAIN, query(", required: true, schema: {type: string}")),
    ("breaking parameter-removed GET /a/{id} query q: any", query(", schema: {}"), PLAIN),
    ("breaking parameter-moved GET /a/{id} query q: query -> header", query(""), query("").replace("in: query", "in: header")),
    ("breaking parameter-now-required GET /a/{id} query q", query(""), query(", required: true")),
    ("additive parameter-now-optional GET /a/{id} query q", query(", required: true"), query("")),
    ("breaking parameter-style-changed GET /a/{id} query q: form exploded -> form", query(""), query(", explode: false")),
    ("neutral parameter-deprecated GET /a/{id} query q", query(""), query(", deprecated: true")),
    ("breaking limit-tightened GET /a/{id} query q: minimum 1", query(", schema: {type: integer}"), query(", schema: {type: integer, minimum: 1}")),
    ("additive body-added-optional POST /a body: application/json", POST % "summary: s", POST % JSON),
    ("breaking body-added-required POST /a body: application/json", POST % "summary: s", POST % JSON.replace("{content", "{required: true, content")),
    ("breaking body-removed POST /a body: application/json", POST % JSON, POST % "summary: s"),
    ("breaking body-now-required POST /a body", POST % JSON, POST % JSON.replace("{content", "{required: true, content")),
    ("additive body-now-optional POST /a body", POST % JSON.replace("{content", "{required: true, content"), POST % JSON),
    ("additive media-type-added POST /a body: text/csv", POST % JSON, POST % JSON.replace("on: {}", "on: {}, text/csv: {}")),
    ("breaking media-type-removed POST /a body: text/csv", POST % JSON.replace("on: {}", "on: {}, text/csv: {}"), POST % JSON),
    ("breaking encoding-changed POST /a body (multipart/form-data): {\"f\":{\"contentType\":\"text/plain\"}}", POST % JSON.replace("application/json", "multipart/form-data"), POST % JSON.replace("application/json: {", "multipart/form-data: {encoding: {f: {contentType: text/plain}}")),
    ("additive reply-added GET /a/{id} reply 201", PLAIN, PLAIN + "        '201': {description: d}\n"),
    ("breaking reply-removed GET /a/{id} reply 201", PLAIN + "        '201': {description: d}\n", PLAIN),
    ("additive failure-added GET /a/{id} reply 404", PLAIN, PLAIN + "        '404': {description: d}\n"),
    ("neutral failure-removed GET /a/{id} reply 404", PLAIN + "        '404': {description: d}\n", PLAIN),
    ("additive header-added GET /a/{id} reply 200 header x-two", PLAIN, PLAIN.replace("{X-One", "{X-Two: {}, X-One")),
    ("breaking header-removed GET /a/{id} reply 200 header x-one", PLAIN, PLAIN.replace("X-One: {required: true}", "")),
    ("breaking header-now-optional GET /a/{id} reply 200 header x-one", PLAIN, PLAIN.replace("{required: true}}, c", "{}}, c")),
    ("additive header-now-required GET /a/{id} reply 200 header x-one", PLAIN.replace("{required: true}}, c", "{}}, c"), PLAIN),
    ("breaking security-added GET /a: k", SECURED % "[]", SECURED % "[{k: []}]"),
    ("additive security-removed GET /a: k", SECURED % "[{k: []}]", SECURED % "[{k: []}, {}]"),
    ("additive security-way-added GET /a: o", SECURED % "[{k: []}]", SECURED % "[{k: []}, {o: []}]"),
    ("breaking security-way-removed GET /a: k and o", SECURED % "[{k: []}, {o: [], k: []}]", SECURED % "[{k: []}]"),
    ("additive scheme-added credential m: mutualTLS", SECURED % "[]", (SECURED % "[]").replace("{k: {t", "{m: {type: mutualTLS}, k: {t")),
    ("breaking scheme-removed credential m: mutualTLS", (SECURED % "[]").replace("{k: {t", "{m: {type: mutualTLS}, k: {t"), SECURED % "[]"),
    ("breaking scheme-changed credential k: apiKey header X-Key -> apiKey query X-Key", SECURED % "[]", (SECURED % "[]").replace("header", "query")),
    ("additive server-added the API: https://b.test", "paths: {}", "paths: {}\nservers: [{url: https://api.acme.test}, {url: https://b.test}]"),
    ("breaking server-removed the API: https://b.test", "paths: {}\nservers: [{url: https://api.acme.test}, {url: https://b.test}]", "paths: {}"),
    ("breaking default-server-changed the API: https://api.acme.test -> https://b.test", "paths: {}", "paths: {}\nservers: [{url: https://b.test}]"),
    ("breaking server-variable-changed the API: {\"v\":{\"default\":\"1\"}} -> {\"v\":{\"default\":\"2\"}}", SERVER, SERVER.replace("'1'", "'2'")),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "before", "after"), CASES)
def test_a_change_is_found_and_judged(expected: str, before: str, after: str) -> None:
    assert told(spec_changes(before, after)) == [expected]


def test_every_rule_has_a_case() -> None:
    shown = {case[0].split()[1] for case in CASES} - {"limit-tightened"}
    every = OPERATIONS | PARAMETERS | BODIES | REPLIES | ACCESS
    assert shown == every.keys()


def test_what_a_webhook_sends_is_received() -> None:
    body = (
        "requestBody: {content: {application/json: {schema: {type: object, "
        "properties: {a: {}%s}}}}},"
    )
    before, after = HOOK % (body % ""), HOOK % (body % ", b: {}")
    required = after.replace("properties", "required: [b], properties")
    subject = "webhook ping POST body.b: any"
    assert told(spec_changes(before, required)) == [
        f"additive property-added-required {subject}"
    ]
    assert told(spec_changes(required, after)) == [
        "breaking property-now-optional webhook ping POST body.b"
    ]


def test_parameters_of_the_path_are_those_of_its_operations() -> None:
    inside = "paths: {/a: {get: {parameters: [%s], responses: {}}}}"
    beside = "paths: {/a: {parameters: [%s], get: {responses: {}}}}"
    one = "{in: query, name: q, schema: {type: string}}"
    assert spec_changes(inside % one, beside % one) == ()
    other = one.replace("string", "boolean")
    assert told(spec_changes(inside % one, beside % other)) == [
        "breaking type-changed GET /a query q: string -> boolean"
    ]


def test_what_happens_to_every_operation_is_said_once() -> None:
    secured = "paths: {/a: {get: {responses: {}}}, /b: {get: {responses: {}}}}\n"
    secured += (
        "components: {securitySchemes: {k: {type: apiKey, in: header, name: K}}}\n"
    )
    (change,) = spec_changes(secured, secured + "security: [{k: []}]\n")
    assert (change.rule.id, change.subject) == ("security-added", "every operation")
    assert change.operations == ("GET /a", "GET /b")


def test_a_reference_to_a_shared_object_is_followed() -> None:
    text = """\
    paths:
      /a:
        get:
          parameters: [{$ref: '#/components/parameters/Q'}]
          responses: {'200': {$ref: '#/components/responses/R'}}
    components:
      parameters: {Q: {in: query, name: q, schema: {type: string}}}
      responses:
        R: {description: d, content: {application/json: {schema: {type: string}}}}
    """
    found = spec_changes(text, text.replace("string", "integer"))
    assert told(found) == [
        "breaking type-changed GET /a query q: string -> integer",
        "breaking type-changed GET /a reply 200: string -> integer",
    ]
    assert [c.new and c.new.line for c in found] == [10, 12]
