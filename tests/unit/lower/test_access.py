"""How an API is reached: security schemes, requirements, servers."""

from __future__ import annotations

import pytest
from support.specs import Lowered, lowered

from specwright.lower.servers import filled

HEAD = """
openapi: 3.1.0
info: {title: T, version: '1'}
"""
DONE = "responses: {'204': {description: Done.}}"

SECURED = f"""{HEAD}
servers: [{{url: https://api.acme.test/v1/}}]
components:
  securitySchemes:
    key: {{type: apiKey, in: header, name: X-Key}}
    query: {{type: apiKey, in: query, name: key}}
    cookie: {{type: apiKey, in: cookie, name: sid}}
    bearer: {{type: http, scheme: bEARER, description: Yours.}}
    basic: {{type: http, scheme: Basic}}
    digest: {{type: http, scheme: digest}}
    odd: {{type: http, scheme: DPoP}}
    user:
      type: oauth2
      flows: {{implicit: {{authorizationUrl: https://a.test, scopes: {{r: Read}}}}}}
    client:
      type: oauth2
      flows: {{clientCredentials: {{tokenUrl: token, scopes: {{r: Read, w: Write}}}}}}
    both:
      type: oauth2
      flows:
        clientCredentials: {{tokenUrl: https://id.test/t, scopes: {{}}}}
        password: {{tokenUrl: https://id.test/t, scopes: {{}}}}
    oidc: {{type: openIdConnect, openIdConnectUrl: https://id.test/c}}
    tls: {{type: mutualTLS}}
    negotiate: {{type: http, scheme: Negotiate}}
    path: {{type: apiKey, in: path, name: key}}
security: [{{key: []}}]
paths:
  /default: {{get: {{operationId: default, {DONE}}}}}
  /none: {{get: {{operationId: none, security: [], {DONE}}}}}
  /either:
    get:
      operationId: either
      security: [{{bearer: []}}, {{key: [], query: []}}, {{}}, {{bearer: []}}]
      {DONE}
  /unknown:
    get:
      operationId: unknown
      security: [{{negotiate: []}}, {{path: [], key: []}}, {{user: [r]}}]
      {DONE}
  /alone: {{get: {{operationId: alone, security: [{{path: []}}], {DONE}}}}}
  /tls: {{get: {{operationId: tls, security: [{{tls: []}}], {DONE}}}}}
  /tls-key: {{get: {{operationId: tls_key, security: [{{tls: [], key: []}}], {DONE}}}}}
  /both: {{get: {{operationId: both, security: [{{key: [], both: []}}], {DONE}}}}}
  /r: {{get: {{operationId: r, security: [{{client: [w, r]}}], {DONE}}}}}
  /w: {{get: {{operationId: w, security: [{{client: [w, x]}}], {DONE}}}}}
"""


def test_security_as_alternatives_of_what_goes_together() -> None:
    found = lowered(SECURED)
    assert {op.operation_id.raw: op.security for op in found.api.operations} == {
        "default": (("key",),),
        "none": None,
        "either": (("bearer",), ("key", "query"), ()),
        "unknown": (("user",),),
        "alone": None,
        "tls": ((),),
        "tls_key": (("key",),),
        "both": (("key", "both"), ("key", "both clientCredentials")),
        "r": (("client",),),
        "w": (("client",),),
    }


def test_where_each_scheme_goes_and_what_is_not_sent_at_its_line() -> None:
    found = lowered(SECURED)
    assert [
        (s.key, s.kind, s.name.raw, s.prefix.raw) for s in found.api.security_schemes
    ] == [
        ("key", "header", "X-Key", ""),
        ("query", "query", "key", ""),
        ("cookie", "cookie", "sid", ""),
        ("bearer", "header", "Authorization", "Bearer"),
        ("basic", "basic", "", ""),
        ("digest", "digest", "", ""),
        ("odd", "header", "Authorization", "DPoP"),
        ("user", "header", "Authorization", "Bearer"),
        ("client", "client_credentials", "", ""),
        ("both", "header", "Authorization", "Bearer"),
        ("both clientCredentials", "client_credentials", "", ""),
        ("oidc", "header", "Authorization", "Bearer"),
        ("tls", "certificate", "", ""),
    ]
    line = SECURED.split("\n").index("    negotiate: {type: http, scheme: Negotiate}")
    assert found.said == [("SW404", line + 1), ("SW404", line + 2)]


def test_tokens_are_asked_for_with_the_scopes_that_operations_need() -> None:
    schemes = {s.key: s for s in lowered(SECURED).api.security_schemes}
    client, both = schemes["client"], schemes["both clientCredentials"]
    assert [scope.raw for scope in client.scopes] == ["w", "r", "x"]
    # RFC 3986, section 5.2: relative to the server.
    assert client.token_url.raw == "https://api.acme.test/v1/token"
    assert (both.token_url.raw, both.scopes) == ("https://id.test/t", ())
    assert schemes["bearer"].description.raw == "Yours."


def test_tokens_of_a_server_that_nobody_knows_are_given_by_the_user() -> None:
    found = lowered(SECURED.replace("https://api.acme.test/v1/", "/v1"))
    (client,) = [s for s in found.api.security_schemes if s.key == "client"]
    assert (client.kind, client.prefix.raw) == ("header", "Bearer")


def served(head: str, operation: str = "", item: str = "") -> Lowered:
    text = f"{HEAD}{head}\npaths:\n  /x:\n    {item}\n    get:\n"
    text += f"      operationId: x\n      {operation}\n      {DONE}\n"
    other = f"  /y: {{get: {{operationId: y, {DONE}}}}}\n"
    return lowered(text + other)


VARIABLES = """
servers:
- url: https://{region}.acme.test:{port}/{base}/
  description: Live
  variables:
    region: {default: eu, enum: [eu, us], description: Where.}
    port: {default: '443'}
    unused: {default: x}
    base: {default: v2}
"""


def test_servers_keep_their_variables() -> None:
    (server,) = served(VARIABLES).api.servers
    assert server.url.raw == "https://{region}.acme.test:{port}/{base}/"
    assert [v.name.raw for v in server.variables] == ["region", "port", "base"]
    assert [value.raw for value in server.variables[0].values] == ["eu", "us"]
    assert server.variables[0].description.raw == "Where."
    assert filled(server) == "https://eu.acme.test:443/v2"


@pytest.mark.parametrize(
    ("url", "base_path"),
    [
        ("/api/v3/", "/api/v3"),
        ("/", ""),
        ("api", ""),
        ("https://{nobody}/v1", ""),
        ("wss://a.test", ""),
        ("https://[half", ""),
    ],
)
def test_a_server_without_a_host_is_reported(url: str, base_path: str) -> None:
    found = served(f"servers: [{{url: '{url}'}}]")
    assert found.api.servers == ()
    assert found.api.base_path.raw == base_path
    assert found.said == [("SW407", 4)]


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("https://up.acme.test", ["https://up.acme.test"]),
        ("/v2", ["/v2"]),
        ("https://api.acme.test/", []),
        ("https://{nobody}/v1", []),
    ],
)
def test_an_operation_may_have_servers_of_its_own(
    server: str, expected: list[str]
) -> None:
    api = "servers: [{url: https://api.acme.test}]"
    own = f"servers: [{{url: '{server}'}}]"
    for found in (served(api, own), served(api, item=own)):
        urls = [s.url.raw for s in found.operation("GET /x").servers]
        assert urls == expected
        assert found.operation("GET /y").servers == ()
        assert bool(found.findings) == ("nobody" in server)
    nearer = served(api, own, item="servers: [{url: https://else.test}]")
    urls = [s.url.raw for s in nearer.operation("GET /x").servers]
    assert urls == expected


def test_servers_that_all_operations_name_are_those_of_the_api() -> None:
    own = "servers: [{url: https://api.acme.test}]"
    text = f"{HEAD}paths:\n"
    for path in "xyz":
        url = own if path != "z" else own.replace("api", "up")
        text += f"  /{path}: {{get: {{operationId: {path}, {url}, {DONE}}}}}\n"
    api = lowered(text).api
    assert [s.url.raw for s in api.servers] == ["https://api.acme.test"]
    assert [[s.url.raw for s in op.servers] for op in api.operations] == [
        [],
        [],
        ["https://up.acme.test"],
    ]
