"""A strict client sends nothing that the document does not allow; any other sends all."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.packages import Package
from support.specs import openapi

DOCUMENT = openapi(
    r"""
/things/{id}:
  post:
    operationId: make
    tags: [things]
    parameters:
    - {name: id, in: path, required: true, schema: {type: string, maxLength: 3}}
    - {name: code, in: query, schema: {type: string, pattern: '^\d+$'}}
    - {name: slow, in: query, schema: {type: string, pattern: '(a+)+$'}}
    - {name: ahead, in: query, schema: {type: string, pattern: '^(?!x)'}}
    - {name: page, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
    - {name: tags, in: query, style: pipeDelimited, schema: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Tag'}}}
    - {name: filter, in: query, style: deepObject, schema: {type: object, minProperties: 1, additionalProperties: {$ref: '#/components/schemas/Tag'}}}
    - {name: raw, in: query, content: {application/json: {schema: {type: string, maxLength: 3}}}}
    - {name: X-Mark, in: header, schema: {type: string, minLength: 2}}
    - {name: session, in: cookie, schema: {type: string, maxLength: 3}}
    requestBody:
      content:
        application/json:
          schema:
            type: object
            maxProperties: 3
            properties:
              ratio: {type: [number, 'null'], exclusiveMinimum: 0, exclusiveMaximum: 1}
              step: {type: number, multipleOf: 0.1}
              names: {type: array, minItems: 1, uniqueItems: true, items: {type: string}}
              messages: {type: array, items: {$ref: '#/components/schemas/Message'}}
              pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
              either: {anyOf: [{type: string, maxLength: 2}, {type: integer, maximum: 9}]}
              id: {type: string, maxLength: 1, readOnly: true}
    responses: &done {'204': {description: Done.}}
/forms:
  post:
    operationId: form
    tags: [things]
    requestBody:
      required: true
      content:
        application/x-www-form-urlencoded:
          schema: {type: object, required: [title], properties: {title: {type: string, maxLength: 3}, sizes: {type: string, maxLength: 3}}}
          encoding: {sizes: {contentType: application/json}}
    responses: *done
/parts:
  post:
    operationId: parts
    tags: [things]
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema:
            type: object
            minProperties: 2
            required: [title]
            properties:
              title: {type: string, maxLength: 3}
              audio: {type: string, format: binary, maxLength: 3}
              extra: {type: object, properties: {text: {type: string, maxLength: 3}}}
          encoding: {extra: {contentType: application/json}}
    responses: *done
/notes:
  post:
    operationId: note
    tags: [things]
    requestBody: {required: true, content: {text/plain: {schema: {type: string, maxLength: 3}}}}
    responses: *done
/lists:
  post:
    operationId: list
    tags: [things]
    requestBody: {required: true, content: {application/json: {schema: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Message'}}}}}
    responses: *done
/free:
  post:
    operationId: free
    tags: [things]
    requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
    responses: *done
""",
    """
Tag: {type: string, maxLength: 3}
Message:
  type: object
  properties:
    text: {type: string, minLength: 1, maxLength: 5}
    replies: {type: array, items: {$ref: '#/components/schemas/Message'}}
Cat: {type: object, required: [kind], properties: {kind: {type: string, const: cat}, name: {type: string, maxLength: 3}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string, const: dog}, name: {type: string, maxLength: 8}}}
""",
)

DEEP: dict[str, Any] = {"text": "too long"}
for _ in range(40):
    DEEP = {"replies": [DEEP]}

SENT: list[tuple[str, dict[str, Any]]] = [
    ("make", {"id": "abc"}),
    ("make", {"code": "123", "page": 1, "session": "abc", "x_mark": "ab"}),
    ("make", {"page": 100, "tags": ["abc", "d"], "filter": {"a": "abc"}, "raw": "abc"}),
    ("make", {"tags": ["a", None, "b"]}),
    ("make", {"ahead": "x"}),
    ("make", {"ratio": 0.5, "step": 0.1 * 3, "names": ["a", "b"]}),
    ("make", {"ratio": None, "step": 0.3}),
    ("make", {"messages": [{"text": "abcde", "replies": []}, {}]}),
    ("make", {"pet": {"kind": "dog", "name": "longer"}}),
    ("make", {"pet": {"kind": "cow", "name": "very long indeed"}}),
    ("make", {"either": "ab"}),
    ("make", {"either": 9}),
    ("make", {"either": ["neither"]}),
    ("make", {"request_options": {"body": {"id": "as it is read"}}}),
    ("form", {"title": "abc", "sizes": "abc"}),
    ("parts", {"title": "abc", "audio": b"longer"}),
    ("parts", {"title": "abc", "extra": {"text": "abc"}}),
    ("note", {"request": "abc"}),
    ("note", {"request": b"longer"}),
    ("list", {"request": [{"text": "a"}]}),
    ("free", {"a": "b" * 10_000}),
]

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("make", {"id": "abcd"}, "id: must have at most 3 characters, not 4"),
    ("make", {"code": "12a"}, "code: must match ^[0-9]+$"),
    ("make", {"code": "\u0661"}, "code: must match ^[0-9]+$"),
    ("make", {"page": 0}, "page: must be at least 1"),
    ("make", {"page": 101}, "page: must be at most 100"),
    ("make", {"tags": ["a", "b", "c"]}, "tags: must have at most 2 items, not 3"),
    ("make", {"tags": ["abcd"]}, "tags[0]: must have at most 3 characters, not 4"),
    ("make", {"filter": {}}, "filter: must have at least 1 entry, not 0"),
    (
        "make",
        {"filter": {"a": "abcd"}},
        "filter.a: must have at most 3 characters, not 4",
    ),
    ("make", {"raw": "abcd"}, "raw: must have at most 3 characters, not 4"),
    ("make", {"x_mark": "a"}, "X-Mark: must have at least 2 characters, not 1"),
    ("make", {"session": "abcd"}, "session: must have at most 3 characters, not 4"),
    ("make", {"ratio": 0}, "ratio: must be more than 0"),
    ("make", {"ratio": 1.0}, "ratio: must be less than 1"),
    ("make", {"step": 0.25}, "step: must be a multiple of 0.1"),
    ("make", {"names": []}, "names: must have at least 1 item, not 0"),
    ("make", {"names": ["a", "b", "a"]}, "names: must not hold an item twice"),
    (
        "make",
        {"messages": [{}, {"text": ""}]},
        "messages[1].text: must have at least 1 character, not 0",
    ),
    (
        "make",
        {"messages": [DEEP]},
        f"messages[0]{'.replies[0]' * 40}.text: must have at most 5 characters, not 8",
    ),
    (
        "make",
        {"pet": {"kind": "cat", "name": "longer"}},
        "pet.name: must have at most 3 characters, not 6",
    ),
    ("make", {"either": "abc"}, "either: must have at most 2 characters, not 3"),
    ("make", {"either": 10}, "either: must be at most 9"),
    (
        "make",
        {"ratio": 0.5, "step": 1, "names": ["a"], "either": 1},
        "the body: must have at most 3 entries, not 4",
    ),
    ("make", {"request_options": {"query": {"page": 0}}}, "page: must be at least 1"),
    (
        "make",
        {"request_options": {"headers": {"x-mark": "a"}}, "x_mark": "ab"},
        "X-Mark: must have at least 2 characters, not 1",
    ),
    (
        "make",
        {"request_options": {"body": {"either": 10}}},
        "either: must be at most 9",
    ),
    ("form", {"title": "abcd"}, "title: must have at most 3 characters, not 4"),
    (
        "form",
        {"title": "a", "sizes": "abcd"},
        "sizes: must have at most 3 characters, not 4",
    ),
    (
        "parts",
        {"title": "abcd", "audio": b""},
        "title: must have at most 3 characters, not 4",
    ),
    ("parts", {"title": "abc"}, "the body: must have at least 2 entries, not 1"),
    (
        "parts",
        {"title": "a", "extra": {"text": "abcd"}},
        "extra.text: must have at most 3 characters, not 4",
    ),
    ("note", {"request": "abcd"}, "the body: must have at most 3 characters, not 4"),
    ("list", {"request": [{}, {}, {}]}, "the body: must have at most 2 items, not 3"),
    (
        "list",
        {"request": [{}, {"text": ""}]},
        r"[1].text: must have at least 1 character, not 0",
    ),
]


@pytest.fixture(scope="module")
def package(generated: Generate) -> Package:
    return generated(DOCUMENT)


def send(
    package: Package, method: str, arguments: dict[str, Any], **options: Any
) -> Any:
    """The exchange after one call."""
    arguments = {"id": "1", **arguments} if method == "make" else arguments
    exchange = package.exchange()
    exchange.reply(204)
    try:
        with package.client(exchange, **options) as client:
            getattr(client.things, method)(**arguments)
    except ValueError as error:
        assert exchange.requests == []
        return str(error)
    return exchange


@pytest.mark.parametrize(("method", "arguments"), SENT)
def test_what_is_allowed_is_sent(
    package: Package, method: str, arguments: dict[str, Any]
) -> None:
    assert len(send(package, method, arguments, strict=True).requests) == 1


@pytest.mark.parametrize(("method", "arguments", "expected"), REFUSED)
def test_what_is_not_is_named_and_not_sent(
    package: Package, method: str, arguments: dict[str, Any], expected: str
) -> None:
    assert send(package, method, arguments, strict=True) == expected


@pytest.mark.parametrize(("method", "arguments", "expected"), REFUSED)
def test_a_client_that_is_not_strict_sends_it(
    package: Package, method: str, arguments: dict[str, Any], expected: str
) -> None:
    assert len(send(package, method, arguments).requests) == 1


def test_models_are_held_to_the_same(package: Package) -> None:
    types = package.load("things.types")
    message = types.Message(text="fine", replies=[types.Message(text="too long")])
    found = send(package, "make", {"messages": [message]}, strict=True)
    assert found == "messages[0].replies[0].text: must have at most 5 characters, not 8"
    found = send(
        package, "make", {"pet": types.Cat(kind="cat", name="long")}, strict=True
    )
    assert found == "pet.name: must have at most 3 characters, not 4"


def test_the_other_client_holds_to_the_same(package: Package) -> None:
    async def run() -> str:
        async with httpx.AsyncClient(transport=package.exchange().transport) as pool:
            options: Any = {"base_url": "https://a.test", "httpx_client": pool}
            client = package.async_class(strict=True, **options)
            with pytest.raises(ValueError, match=r"^id: must") as caught:
                await client.things.make(id="abcd")
            return str(caught.value)

    assert asyncio.run(run()) == "id: must have at most 3 characters, not 4"


def test_a_client_becomes_strict_and_no_longer_is(package: Package) -> None:
    exchange = package.exchange()
    exchange.reply(204)
    with package.client(exchange) as client:
        with pytest.raises(ValueError, match="id: "):
            client.with_options(strict=True).things.make(id="abcd")
        client.with_options(strict=True).with_options(strict=False).things.make(
            id="abcd"
        )


def test_no_value_is_shown(package: Package) -> None:
    found = send(
        package, "make", {"code": "secret", "names": ["secret"] * 2}, strict=True
    )
    assert "secret" not in found


def test_no_pattern_takes_for_ever(package: Package) -> None:
    begun = time.perf_counter()
    found = send(package, "make", {"slow": f"{'a' * 50}!"}, strict=True)
    assert found == "slow: must match (?:a+)+$"
    assert time.perf_counter() - begun < 2


def test_a_package_without_constraints_has_no_module_of_them(
    generated: Generate,
) -> None:
    package = generated(
        openapi("/a: {get: {operationId: a, responses: {'204': {description: Done.}}}}")
    )
    assert [*package.folder.rglob("_constraints.py")] == []
    exchange = package.exchange()
    exchange.reply(204)
    with package.client(exchange, strict=True) as client:
        client.a()
    assert len(exchange.requests) == 1


def test_operations_of_one_path_are_held_to_what_both_say(generated: Generate) -> None:
    package = generated(openapi("""
            /a#one:
              get:
                operationId: one
                parameters: [{name: q, in: query, schema: {type: string, maxLength: 1}}]
                responses: {'204': {description: Done.}}
            /a#two:
              get:
                operationId: two
                parameters: [{name: q, in: query, schema: {type: string, maxLength: 2}}]
                responses: {'204': {description: Done.}}
            """))
    exchange = package.exchange()
    exchange.reply(204)
    with package.client(exchange, strict=True) as client:
        client.two(q="ab")
    assert len(exchange.requests) == 1


HOSTILE = '"""\n__import__("os").abort()  # {{ x }} {% y %}\\'


def test_hostile_texts_stay_in_their_literals(generated: Generate) -> None:
    text = json.dumps(HOSTILE)
    package = generated(
        openapi(
            """
            /a:
              post:
                operationId: a
                requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
                responses: {'204': {description: Done.}}
            """,
            f"A: {{properties: {{{text}: {{pattern: {text.replace('{', '')}, maxLength: 1}}}}}}",
        )
    )
    properties = package.load("_constraints").SCHEMAS["A"]["properties"]
    assert [*properties] == [HOSTILE]


def test_no_resource_takes_the_name_of_the_module(generated: Generate) -> None:
    package = generated(openapi("""
            /a:
              get:
                operationId: a
                tags: [_constraints]
                parameters: [{name: q, in: query, schema: {type: string, maxLength: 1}}]
                responses: {'204': {description: Done.}}
            """))
    assert package.load("_constraints").OPERATIONS
    with (
        package.client(package.exchange(), strict=True) as client,
        pytest.raises(ValueError, match="q: must have at most 1 character, not 2"),
    ):
        client.constraints.a(q="ab")
