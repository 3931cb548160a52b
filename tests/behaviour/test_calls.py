"""Generated methods, called: what they take, send and give back."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

from specwright.config import Config, CredentialConfig

SPEC = openapi(
    """
/things/{thing-id}:
  post:
    operationId: update
    tags: [Things]
    parameters:
    - {name: thing-id, in: path, required: true, schema: {type: string}}
    - {name: X-Trace, in: header, schema: {type: string}}
    - {name: filter, in: query, schema: {type: array, items: {type: string}}}
    - {name: list, in: query, required: true, schema: {type: boolean}}
    - {name: session, in: cookie, schema: {type: string}}
    requestBody:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Change'}}}
    responses:
      '200':
        description: All of them.
        content:
          application/json:
            schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}
      '409':
        description: Someone else was faster.
        content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}
/things/find:
  post:
    operationId: find
    tags: [Things]
    requestBody:
      content:
        application/json:
          schema:
            required: [size]
            properties:
              name: {type: string}
              level: {type: string}
              maker: {type: string}
              size: {type: integer}
            oneOf: [{required: [level, maker]}, {required: [name]}]
    responses: {'204': {description: Done.}}
/things:
  get:
    operationId: list
    tags: [Things]
    responses:
      '200':
        description: Names.
        content:
          application/json: {schema: {type: array, items: {type: string}}}
  put:
    operationId: replace_all
    tags: [Things]
    requestBody:
      required: true
      content:
        application/json:
          schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    responses: {'204': {description: Done.}}
/pets:
  get:
    operationId: pet
    tags: [Things]
    responses:
      '200':
        description: A pet.
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
""",
    """
Change:
  type: object
  required: [name, kind]
  properties:
    name: {type: string}
    kind: {const: change}
    note: {type: [string, 'null']}
    size: {type: integer, default: 3}
    owner: {$ref: '#/components/schemas/Thing'}
    request_options: {type: string}
Thing:
  type: object
  required: [displayName]
  properties:
    displayName: {type: string}
    level: {type: string, enum: [low, high]}
    parent: {oneOf: [{$ref: '#/components/schemas/Thing'}, {type: 'null'}]}
    made: {type: string, format: date-time}
Problem:
  type: object
  properties: {reason: {type: string}}
Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
Cat: {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {const: dog}, bark: {type: boolean}}}
""",
)


@pytest.fixture
def package(generated: Generate) -> Package:
    return generated(SPEC)


@pytest.fixture
def exchange(package: Package) -> Any:
    return package.exchange()


@pytest.fixture
def client(package: Package, exchange: Any) -> Iterator[Any]:
    with package.client(exchange) as made:
        yield made


def sent(exchange: Any) -> Any:
    return json.loads(exchange.request.content)


def test_the_signature_says_what_is_needed(client: Any) -> None:
    parameters = inspect.signature(client.things.update).parameters
    assert [
        (p.name, p.kind is p.POSITIONAL_OR_KEYWORD, p.default is p.empty)
        for p in parameters.values()
    ] == [
        ("thing_id", True, True),
        ("query_list", False, True),
        ("name", False, True),
        ("filter", False, False),
        ("x_trace", False, False),
        ("session", False, False),
        ("kind", False, False),
        ("note", False, False),
        ("size", False, False),
        ("owner", False, False),
        ("body_request_options", False, False),
        ("request_options", False, False),
    ]


def test_a_path_value_that_is_always_the_same_is_no_positional_argument(
    generated: Generate,
) -> None:
    found = generated(openapi("""
/{kind}/x/{name}:
  get:
    operationId: find
    parameters:
    - {name: kind, in: path, required: true, schema: {type: string, enum: [birds]}}
    - {name: name, in: path, required: true, schema: {type: string}}
    responses: {'204': {description: Done.}}
"""))
    exchange = found.exchange()
    exchange.reply(204)
    with found.client(exchange) as client:
        client.find("wren")

    assert exchange.request.url.path == "/birds/x/wren"


def test_a_query_behind_the_path_is_sent_once(generated: Generate) -> None:
    found = generated(openapi("""
/search?kind=all&q={q}&unit={unit}:
  get:
    operationId: search
    parameters:
    - {name: q, in: query, required: true, schema: {type: string}}
    - {name: unit, in: query, schema: {type: string}}
    responses: {'204': {description: Done.}}
"""))
    exchange = found.exchange()
    exchange.reply(204)
    with found.client(exchange) as client:
        client.search(q="a b")

    assert exchange.request.url.raw_path == b"/search?kind=all&q=a%20b"


def test_a_form_of_pairs_takes_no_files(generated: Generate) -> None:
    found = generated(openapi("""
/codes:
  post:
    operationId: make
    requestBody:
      content:
        application/x-www-form-urlencoded:
          schema: {properties: {logo: {type: string, format: binary}}}
    responses: {'204': {description: Done.}}
"""))
    exchange = found.exchange()
    exchange.reply(204)
    with found.client(exchange) as client:
        client.make(logo="a&b")

    assert exchange.request.content == b"logo=a%26b"


def test_only_what_is_given_is_sent(client: Any, exchange: Any) -> None:
    exchange.reply(json=[])
    assert client.things.update("a/b", query_list=True, name="n") == []
    request = exchange.request
    assert request.url.raw_path == b"/things/a%2Fb?list=true"
    assert sent(exchange) == {"name": "n", "kind": "change"}
    assert "x-trace" not in request.headers
    assert "cookie" not in request.headers


def test_what_must_be_given_together_is_said_and_shown(package: Package) -> None:
    said = inspect.getdoc(package.load("things.resource").Things.find) or ""
    tests = (package.folder / "tests/test_things.py").read_text()
    everything = tests.partition("def test_find_with_everything")[2]

    assert "Needs `level` and `maker`, or `name`, and only one of these." in said
    assert 'find(size=3, level="level", maker="maker")' in tests
    assert "name=" not in everything.partition("def ")[0]


def test_everything_goes_where_it_belongs(client: Any, exchange: Any) -> None:
    exchange.reply(json=[])
    client.things.update(
        thing_id="t",
        query_list=False,
        filter=["a", "b c"],
        x_trace="trace",
        session="s",
        name="n",
        note=None,
        size=4,
        owner={"displayName": "o", "extra": 1},
        body_request_options="x",
    )
    request = exchange.request
    assert request.url.raw_path == b"/things/t?list=false&filter=a&filter=b%20c"
    assert request.headers["x-trace"] == "trace"
    assert request.headers["cookie"] == "session=s"
    assert sent(exchange) == {
        "name": "n",
        "kind": "change",
        "note": None,
        "size": 4,
        "owner": {"displayName": "o", "extra": 1},
        "request_options": "x",
    }


def test_none_is_nothing_where_null_cannot_be_said(client: Any, exchange: Any) -> None:
    exchange.reply(json=[])
    client.things.update(
        "t", query_list=True, name="n", size=None, owner=None, filter=None
    )
    assert sent(exchange) == {"name": "n", "kind": "change"}
    assert exchange.request.url.query == b"list=true"


def test_models_are_sent_by_their_wire_names(
    package: Package, client: Any, exchange: Any
) -> None:
    thing = package.module.Thing(display_name="d", parent=None)
    exchange.reply(json=[])
    client.things.update("t", query_list=True, name="n", owner=thing)
    assert sent(exchange)["owner"] == {"displayName": "d", "parent": None}
    exchange.reply(204)
    assert client.things.replace_all(request=[thing, {"displayName": "e"}]) is None
    assert sent(exchange) == [
        {"displayName": "d", "parent": None},
        {"displayName": "e"},
    ]


def test_replies_become_models_and_lose_nothing(
    package: Package, client: Any, exchange: Any
) -> None:
    body = [
        {
            "displayName": "d",
            "level": "unheard of",
            "parent": {"displayName": "p", "parent": None},
            "made": "2024-01-02T03:04:05Z",
            "added": {"later": [1]},
        }
    ]
    exchange.reply(json=body)
    (thing,) = client.things.update("t", query_list=True, name="n")
    assert isinstance(thing, package.module.Thing)
    assert thing.display_name == "d"
    assert thing.level == "unheard of"
    assert isinstance(thing.parent, package.module.Thing)
    assert thing.parent.parent is None
    assert thing.made.year == 2024
    assert thing.added == {"later": [1]}
    assert package.load("testing").plain([thing]) == body


def test_a_method_named_list_beside_replies_that_are_lists(
    client: Any, exchange: Any
) -> None:
    exchange.reply(json=["a"])
    assert client.things.list() == ["a"]


def test_unions_are_told_apart_and_unknown_variants_kept(
    package: Package, client: Any, exchange: Any
) -> None:
    exchange.reply(json={"kind": "dog", "bark": True})
    assert isinstance(client.things.pet(), package.module.Dog)
    exchange.reply(json={"kind": "cow", "milk": 3})
    cow = client.things.pet()
    assert isinstance(cow, package.module.UnknownVariant)
    assert package.load("testing").plain(cow) == {"kind": "cow", "milk": 3}


def test_declared_failures_have_their_body(
    package: Package, client: Any, exchange: Any
) -> None:
    exchange.reply(409, json={"reason": "taken"})
    with pytest.raises(package.module.ConflictError) as caught:
        client.things.update("t", query_list=True, name="n")
    assert isinstance(caught.value.body, package.module.Problem)
    assert caught.value.body.reason == "taken"
    exchange.reply(404, json={"any": "thing"})
    with pytest.raises(package.module.NotFoundError) as other:
        client.things.list()
    assert other.value.body == {"any": "thing"}


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_path_values_that_would_change_the_path_are_refused(
    client: Any, exchange: Any, value: str
) -> None:
    with pytest.raises(ValueError, match="thing"):
        client.things.update(value, query_list=True, name="n")
    assert exchange.requests == []


def test_raw_responses_wrap_the_same_methods(client: Any, exchange: Any) -> None:
    exchange.reply(json=["a"], headers={"X-Request-Id": "r"})
    raw = client.things.with_raw_response.list()
    assert (raw.status_code, raw.data, raw.request_id) == (200, ["a"], "r")


def test_options_of_a_call_and_copies_of_a_client(client: Any, exchange: Any) -> None:
    exchange.reply(json=[])
    client.with_options(headers={"X-A": "1"}).things.list(
        request_options={"headers": {"X-B": "2"}, "query": {"q": "3"}}
    )
    assert exchange.request.headers["x-a"] == "1"
    assert exchange.request.headers["x-b"] == "2"
    assert exchange.request.url.query == b"q=3"


@pytest.mark.anyio
async def test_the_async_twin_sends_the_same(package: Package, exchange: Any) -> None:
    exchange.reply(json=["a"])
    exchange.reply(json=["b"])
    async with httpx.AsyncClient(transport=exchange.transport) as pool:
        client = package.async_class(httpx_client=pool)
        assert await client.things.list() == ["a"]
        raw = await client.things.with_raw_response.list()
    assert raw.data == ["b"]
    assert exchange.request.url == "https://api.acme.test/things"


SECURED = (
    openapi(
        """
/one: {get: {operationId: one, responses: {'204': {description: D.}}}}
/two:
  get:
    operationId: two
    security: [{token: [], query: []}, {}]
    responses: {'204': {description: D.}}
/open: {get: {operationId: open, security: [], responses: {'204': {description: D.}}}}
""",
        head="""
servers:
- {url: 'https://a.acme.test', description: Europe}
- {url: 'https://b.acme.test', description: US East}
security: [{key: []}]
""",
    )
    + """components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
    query: {type: apiKey, in: query, name: k}
"""
)
CHOSEN = Config(
    name="acme",
    package="acme",
    client_class="Acme",
    credential=CredentialConfig(header="x-key", argument="key", env="ACME_SECRET"),
)


def test_credentials_go_where_the_document_says(
    generated: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = generated(SECURED, CHOSEN)
    exchange = package.exchange()
    for _ in range(4):
        exchange.reply(204)
    monkeypatch.setenv("ACME_SECRET", "from the environment")
    with package.client(exchange, token="t", api_key="q", base_url=None) as client:
        monkeypatch.delenv("ACME_SECRET")
        client.one()
        assert exchange.request.headers["x-key"] == "from the environment"
        assert exchange.request.url == "https://a.acme.test/one"
        client.two()
        assert exchange.request.headers["authorization"] == "Bearer t"
        assert exchange.request.url.query == b"k=q"
        assert "x-key" not in exchange.request.headers
        client.open()
        assert "x-key" not in exchange.request.headers
        assert "from the environment" not in repr(client)
        client.with_options(key="other").one()
        assert exchange.request.headers["x-key"] == "other"


def test_a_missing_credential_names_its_argument_and_variable(
    generated: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACME_SECRET", raising=False)
    package = generated(SECURED, CHOSEN)
    exchange = package.exchange()
    with package.client(exchange) as client:
        with pytest.raises(package.module.ApiError, match=r"key.*ACME_SECRET"):
            client.one()
        exchange.reply(204)
        client.two()  # it may go without
    assert len(exchange.requests) == 1


def test_environments_are_the_servers(generated: Generate) -> None:
    package = generated(SECURED, CHOSEN)
    environment = package.module.AcmeEnvironment
    assert {each.name: each.value for each in environment} == {
        "EUROPE": "https://a.acme.test",
        "US_EAST": "https://b.acme.test",
    }
    exchange = package.exchange()
    exchange.reply(204)
    with package.client(
        exchange, base_url=None, environment=environment.US_EAST
    ) as client:
        client.open()
    assert exchange.request.url == "https://b.acme.test/open"


def test_nothing_is_loaded_before_it_is_needed(generated: Generate) -> None:
    import subprocess
    import sys

    package = generated(SPEC)
    program = (
        f"import sys; import {package.name} as p; p.Acme;"
        f" print([m for m in sys.modules if m.startswith('{package.name}.things')"
        " or m in ('httpx', 'pydantic')])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=package.folder / "src",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
