"""Where a generated client sends its requests, and how it authenticates."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from behaviour.conftest import Generate
from support.specs import openapi

DONE = "responses: {'204': {description: Done.}}"
HEAD = """
servers:
  - url: https://{region}.acme.test/{base}/
    variables:
      region: {default: eu, enum: [eu, us], description: Where the data are.}
      base: {default: v1}
security: [{login: []}]
"""
PATHS = f"""
/a: {{get: {{operationId: a, {DONE}}}}}
/b: {{get: {{operationId: b, security: [{{digest: []}}], {DONE}}}}}
/c: {{get: {{operationId: c, security: [{{machine: [r]}}], {DONE}}}}}
/d: {{get: {{operationId: d, security: [{{tls: []}}], {DONE}}}}}
/e:
  servers: [{{url: 'https://{{region}}.files.test', variables: {{region: {{default: eu}}}}}}]
  get: {{operationId: e, security: [], {DONE}}}
  put: {{operationId: f, security: [], servers: [{{url: /v2}}], {DONE}}}
"""
SCHEMES = """
components:
  securitySchemes:
    login: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    machine:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: /token, scopes: {r: Read}}}
    tls: {type: mutualTLS}
"""
SPEC = openapi(PATHS, head=HEAD) + SCHEMES


@pytest.mark.parametrize(
    ("options", "method", "url"),
    [
        ({}, "d", "https://eu.acme.test/v1/d"),
        ({"region": "us", "base": "v3"}, "d", "https://us.acme.test/v3/d"),
        ({"region": "us"}, "e", "https://us.files.test/e"),
        ({}, "f", "https://eu.acme.test/v2/e"),
        # A base URL of the user's own is that of all calls.
        ({"base_url": "https://h.test/x/"}, "d", "https://h.test/x/d"),
        ({"base_url": "https://h.test/x"}, "e", "https://h.test/x/e"),
    ],
)
def test_where_a_call_goes(
    generated: Generate, options: dict[str, Any], method: str, url: str
) -> None:
    package = generated(SPEC)
    exchange = package.exchange()
    exchange.reply(204)
    with package.client(exchange, **{"base_url": None, **options}) as client:
        getattr(client, method)()
    assert exchange.request.url == url


def test_variables_are_typed_arguments(generated: Generate) -> None:
    made = generated(SPEC).module.Acme.__init__
    assert inspect.signature(made).parameters["region"].default == "eu"
    assert inspect.signature(made).parameters["region"].annotation == (
        "Literal['eu', 'us']"
    )
    doc = inspect.getdoc(made) or ""
    assert "region: Where the data are." in doc
    assert "httpx.Client(verify=ssl_context)" in doc


def test_a_variable_cannot_lead_to_another_host(generated: Generate) -> None:
    package = generated(SPEC)
    with (
        pytest.raises(ValueError, match="cannot be the region"),
        package.client(package.exchange(), base_url=None, region="evil.test/"),
    ):
        raise AssertionError("a client was made")


def test_a_login_from_arguments_and_from_the_environment(
    generated: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = generated(SPEC)
    prefix = package.name.upper()
    monkeypatch.delenv(f"{prefix}_USERNAME", raising=False)
    monkeypatch.setenv(f"{prefix}_PASSWORD", "123£")
    exchange = package.exchange()
    with package.client(exchange) as client:
        with pytest.raises(package.module.MissingCredentialError) as caught:
            client.a()
        assert str(caught.value) == (
            "this call needs a credential: pass username= to the client or set "
            f"{prefix}_USERNAME"
        )
        assert exchange.requests == []
        exchange.reply(204)
        client.with_options(username="test").a()
    # RFC 7617, section 2.1.
    assert exchange.request.headers["authorization"] == "Basic dGVzdDoxMjPCow=="
    assert "123" not in repr(vars(client))


def test_a_challenge_is_answered(generated: Generate) -> None:
    package = generated(SPEC)
    exchange = package.exchange()
    challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'
    exchange.reply(401, headers={"WWW-Authenticate": challenge})
    exchange.reply(204)
    with package.client(exchange, digest_username="me", digest_password="p") as client:
        client.b()
    first, second = exchange.requests
    assert "authorization" not in first.headers
    assert second.headers["authorization"].startswith('Digest username="me"')


def test_a_token_is_fetched_for_the_calls_that_need_one(generated: Generate) -> None:
    package = generated(SPEC)
    exchange = package.load("testing").Exchange("https://eu.acme.test/token")
    with package.client(exchange, client_id="me", client_secret="s") as client:
        exchange.reply(204)
        client.d()
        assert exchange.token_requests == []
        for _ in range(2):
            exchange.reply(204)
            client.c()
            assert exchange.request.headers["authorization"] == "Bearer key"
    (request,) = exchange.token_requests
    assert request.content == b"grant_type=client_credentials&scope=r"
