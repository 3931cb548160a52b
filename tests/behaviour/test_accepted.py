"""Each request of a generated client fits the specification, says another validator.

openapi-core reads the repaired document and knows nothing of this tool. Every
operation of every case is called with the fewest arguments and with all of them.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from behaviour.conftest import Generate
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from support.cases import NAMES, Case, document, package, survey
from support.packages import Package
from werkzeug.datastructures import Headers, ImmutableMultiDict

from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.examples import FILE, Examples
from specwright.python.package import Package as Views

KNOWN = ("schemas", "POST /stars", "all")
"""Made examples heed types, not `not` and `patternProperties`, and the validator takes
no zone in a `time`, which RFC 3339 section 5.6 demands."""

CALLS = [
    pytest.param(
        name,
        key,
        amount,
        marks=(
            [pytest.mark.xfail(strict=True)] if (name, key, amount) == KNOWN else []
        ),
    )
    for name in NAMES
    for key in package(name).calls
    for amount in ("fewest", "all")
]


@dataclass
class CoreRequest:
    """A request that was sent, as openapi-core wants it."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None


def seen(request: Any) -> CoreRequest:
    cookies = [
        pair.split("=", 1)
        for pair in request.headers.get("cookie", "").split("; ")
        if pair
    ]
    return CoreRequest(
        host_url=f"{request.url.scheme}://{request.url.netloc.decode()}",
        path=request.url.raw_path.decode().partition("?")[0],
        method=request.method.lower(),
        parameters=RequestParameters(
            query=ImmutableMultiDict(request.url.params.multi_items()),
            header=Headers(request.headers.multi_items()),
            cookie=ImmutableMultiDict(cookies),
        ),
        content_type=request.headers.get("content-type", ""),
        body=request.content or None,
    )


def value(argument: Argument, made: Any) -> Any:
    """An example as a caller would give it."""
    if argument.place == "file":
        return [FILE] if isinstance(made, list) else FILE
    return made


def arguments(views: Views, call: Call, amount: str) -> Iterator[tuple[str, Any]]:
    examples = Examples(views.types)
    for argument in call.most if amount == "all" else call.fewest:
        yield argument.name, value(argument, examples.argument(call, argument))


@pytest.fixture(scope="module")
def validators() -> dict[str, OpenAPI]:
    return {}


def validator(name: str, known: dict[str, OpenAPI]) -> OpenAPI:
    if name not in known:
        known[name] = OpenAPI.from_dict(adapted(document(survey(name).bundle)))
    return known[name]


def adapted(root: dict[str, Any]) -> dict[str, Any]:
    """The document without three things that openapi-core cannot check.

    It holds the bytes of a file against `type: string`, reads a part of JSON only
    where `encoding` says so, even if its schema is an object's, and reads the texts of
    a query as the numbers that they are by `items` alone, not by `prefixItems`.
    """
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.values() if isinstance(node, dict) else node)
        waiting = [each for each in waiting if isinstance(each, (dict, list))]
        if isinstance(node, dict) and "binary" in (
            node.get("format"),
            node.get("contentEncoding"),
        ):
            node.pop("type", None)
        if isinstance(node, dict) and node.get("items") is False:
            first, *others = node["prefixItems"]
            if all(other == first for other in others):
                node["items"] = first
                del node["prefixItems"]
        form = node.get("multipart/form-data", {}) if isinstance(node, dict) else {}
        for key, schema in form.get("schema", {}).get("properties", {}).items():
            if {"oneOf", "$ref"} & set(schema) and "#" in str(schema.get("oneOf")):
                form.setdefault("encoding", {})[key] = {
                    "contentType": "application/json"
                }
    return root


def texts(name: str) -> dict[str, str]:
    return {path: data.decode() for path, data in Case(name).inputs().items()}


@pytest.mark.filterwarnings("ignore:.*deprecated")
# The validator knows no OAuth 2.0; what is sent for it has tests of its own.
@pytest.mark.filterwarnings("ignore:Unsupported scheme type")
@pytest.mark.parametrize(("name", "key", "amount"), CALLS)
def test_a_request_fits(
    generated: Generate,
    validators: dict[str, OpenAPI],
    name: str,
    key: str,
    amount: str,
) -> None:
    views = package(name)
    call = views.calls[key]
    made: Package = generated(texts(name), Case(name).config())
    tokens = [a.default for a in views.arguments if a.gives_tokens]
    exchange = made.load("testing").Exchange(*(literal_eval(str(t)) for t in tokens))
    exchange.reply(599)
    secrets = {str(a.name): "secret" for a in views.arguments if a.is_secret}
    with made.client(exchange, base_url=None, **secrets) as client:
        method = client
        for part in (*call.path, call.name):
            method = getattr(method, part)
        given = dict(arguments(views, call, amount))
        with pytest.raises(made.module.ApiError):
            method(**given)
    (request,) = exchange.requests
    validator(name, validators).validate_request(seen(request))


def test_the_validator_objects_where_it_should(
    generated: Generate, validators: dict[str, OpenAPI]
) -> None:
    """So that its silence above means something."""
    made = generated(texts("crud"), Case("crud").config())
    exchange = made.exchange()
    exchange.reply(599)
    with (
        made.client(exchange, base_url="https://library.test/api", token="t") as client,
        pytest.raises(made.module.ApiError),
    ):
        client.books.create(title=5, genre="poetry")
    with pytest.raises(OpenAPIError):
        validator("crud", validators).validate_request(seen(exchange.request))
