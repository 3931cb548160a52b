"""Operations, servers and security of many files, and the document of them all."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

HEAD = 'openapi: 3.1.0\ninfo: {title: t, version: "1"}\n'


def operation(path: str, more: str = "", *, method: str = "get", tag: str = "a") -> str:
    return (
        f"{HEAD}paths:\n  {path}:\n    {method}:\n"
        f"      operationId: run\n      tags: [{tag}]\n{more}"
        "      responses: {'204': {description: ok}}\n"
    )


def test_operations_come_in_the_order_of_files(bundled: Any) -> None:
    result = bundled({"b.yaml": operation("/b"), "a.yaml": operation("/a")})

    assert [(o.method, o.path) for o in result.bundle.operations] == [
        ("get", "/b"),
        ("get", "/a"),
    ]
    first = result.bundle.operations[0]
    assert str(first.location) == "specs/x/b.yaml:5:5"
    assert first.at == ("paths", "/b", "get")
    assert first.document.source.name == "specs/x/b.yaml"
    assert result.codes == []


def test_equal_ids_of_two_files_are_told_apart_in_the_whole_only(bundled: Any) -> None:
    result = bundled(
        {"a.yaml": operation("/a"), "b.yaml": operation("/b", tag="subpackage_b/c")}
    )

    root = result.bundle.root()
    ids = [item["get"]["operationId"] for item in root["paths"].values()]
    assert ids == ["a.run (get /a)", "b.c.run (get /b)"]
    assert [o.node["operationId"] for o in result.bundle.operations] == ["run", "run"]
    OpenAPIV31SpecValidator(root).validate()


def test_equal_ids_of_one_file_stay_for_the_validator(bundled: Any) -> None:
    text = operation("/a") + operation("/b").split("paths:\n")[1]
    root = bundled({"a.yaml": text}).bundle.root()

    assert [i["get"]["operationId"] for i in root["paths"].values()] == ["run", "run"]


def test_one_operation_in_two_files_becomes_one(bundled: Any) -> None:
    result = bundled({"a.yaml": operation("/a"), "b.yaml": operation("/a")})

    assert len(result.bundle.operations) == 1
    assert result.said == [("SW311", "specs/x/b.yaml:5:5")]
    ((_, other),) = result.findings[0].related
    assert str(other) == "specs/x/a.yaml:5:5"


def test_one_operation_described_differently_is_an_error(bundled: Any) -> None:
    changed = operation("/a", "      summary: New.\n")
    result = bundled({"a.yaml": operation("/a"), "b.yaml": changed})

    assert result.said == [("SW312", "specs/x/b.yaml:5:5")]


def test_two_operations_at_one_place_are_both_kept(bundled: Any) -> None:
    result = bundled(
        {
            "a.yaml": operation("/a/{id}"),
            "b.yaml": operation("/a/{id}", tag="other"),
        }
    )

    assert [o.node["tags"] for o in result.bundle.operations] == [["a"], ["other"]]
    assert list(result.bundle.root()["paths"]) == ["/a/{id}", "/a/{id}#run"]
    assert result.codes == []


def test_references_into_a_moved_operation_move_with_it(bundled: Any) -> None:
    more = (
        "      requestBody:\n        content:\n          a/b:\n            schema:\n"
        "              properties: {up: {$ref: '#/paths/~1a/get/requestBody/content/"
        "a~1b/schema'}}\n"
    )
    result = bundled(
        {"a.yaml": operation("/a"), "b.yaml": operation("/a", more, tag="other")}
    )

    moved = result.bundle.operations[1].node
    schema = moved["requestBody"]["content"]["a/b"]["schema"]
    assert result.bundle.resolve(schema["properties"]["up"]["$ref"]) is schema
    assert result.codes == []


def test_different_shared_parameters_keep_path_items_apart(bundled: Any) -> None:
    head = f"{HEAD}paths:\n  /a:\n"
    reply = "{responses: {'204': {description: ok}}}\n"
    result = bundled(
        {
            "a.yaml": f"{head}    parameters: [{{name: x, in: query, schema: {{}}}}]\n"
            f"    get: {reply}",
            "b.yaml": f"{head}    put: {reply}",
        }
    )

    get, put = result.bundle.operations
    assert get.path_item["parameters"][0]["name"] == "x"
    assert "parameters" not in put.path_item
    assert len(result.bundle.root()["paths"]) == 2


def test_a_path_item_may_be_a_reference(bundled: Any) -> None:
    text = (
        f"{HEAD}paths:\n  /a: {{$ref: '#/components/pathItems/A'}}\n"
        "components:\n  pathItems:\n    A:\n"
        "      get: {responses: {'204': {description: ok}}}\n"
    )
    result = bundled({"a.yaml": text})

    (only,) = result.bundle.operations
    assert (only.method, only.path) == ("get", "/a")
    assert "$ref" not in only.path_item
    assert result.codes == []


def servers(*urls: str) -> str:
    return "servers: [" + ", ".join(f"{{url: '{url}'}}" for url in urls) + "]\n"


US, EU, X = "https://us.example.com", "https://eu.example.com", "https://x.example.com"


@pytest.mark.parametrize(
    ("lists", "api", "own"),
    [
        ([[US], [US]], [US], [None, None]),
        ([[US], [US, EU]], [US, EU], [None, None]),
        ([[US + "/"], [US, EU]], [US, EU], [None, None]),
        ([[US], [US], [X]], [US], [None, None, [X]]),
        ([[US, EU], [EU]], [US, EU], [None, [EU]]),
        ([[], [US]], [US], [None, None]),
        ([[], []], [], [None, None]),
    ],
)
def test_servers_of_the_api_and_of_one_file(
    bundled: Any, lists: Any, api: Any, own: Any
) -> None:
    files = {
        f"{i}.yaml": operation(f"/p{i}") + (servers(*urls) if urls else "")
        for i, urls in enumerate(lists)
    }
    result = bundled(files).bundle

    assert [s["url"] for s in result.servers] == api
    found = [o.servers and [s["url"] for s in o.servers] for o in result.operations]
    assert found == own
    for one, expected in zip(result.operations, own, strict=True):
        in_root = result.root()["paths"][one.path]["get"].get("servers")
        assert (in_root and [s["url"] for s in in_root]) == expected


def test_nearer_servers_win(bundled: Any) -> None:
    text = (
        f"{HEAD}{servers(US)}paths:\n  /a:\n    {servers(EU)}"
        "    get: {responses: {'204': {description: ok}}}\n"
        f"    put: {{{servers(X).strip()}, responses: {{'204': {{description: ok}}}}}}\n"
    )
    get, put = bundled({"a.yaml": text}).bundle.operations

    assert [s["url"] for s in get.servers] == [EU]
    assert [s["url"] for s in put.servers] == [X]


def test_security_is_carried_to_the_operation(bundled: Any) -> None:
    schemes = "components: {securitySchemes: {k: {type: http, scheme: bearer}}}\n"
    result = bundled(
        {
            "a.yaml": operation("/a") + "security: [{k: []}]\n" + schemes,
            "b.yaml": operation("/b"),
            "c.yaml": operation("/c", "      security: []\n")
            + "security: [{k: []}]\n"
            + schemes,
        }
    ).bundle

    assert [o.security for o in result.operations] == [[{"k": []}], None, []]
    root = result.root()
    assert "security" not in root
    assert [i["get"].get("security") for i in root["paths"].values()] == [
        [{"k": []}],
        None,
        [],
    ]


def test_operations_of_openapi_32_are_there(bundled: Any) -> None:
    text = (
        "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n"
        "    query: {responses: {'204': {description: ok}}}\n"
        "    additionalOperations:\n"
        "      COPY: {responses: {'204': {description: ok}}}\n"
    )
    result = bundled({"a.yaml": text, "b.yaml": operation("/b")}).bundle

    assert [(o.method, o.path) for o in result.operations] == [
        ("query", "/a"),
        ("COPY", "/a"),
        ("get", "/b"),
    ]
    root = result.root()
    assert root["openapi"] == "3.2.0"
    assert list(root["paths"]["/a"]["additionalOperations"]) == ["COPY"]


def test_webhooks_tags_and_other_keys_are_collected(bundled: Any) -> None:
    hook = "webhooks: {done: {post: {responses: {'204': {description: ok}}}}}\n"
    result = bundled(
        {
            "a.yaml": operation("/a") + "tags: [{name: a, description: first}]\n",
            "b.yaml": operation("/b") + hook + "tags: [{name: a}, {name: b}]\n",
            "c.yaml": operation("/c") + hook + "x-own: 1\n",
        }
    )

    assert list(result.bundle.webhooks) == ["done"]
    assert [t["name"] for t in result.bundle.tags] == ["a", "b"]
    assert result.bundle.tags[0]["description"] == "first"
    assert result.bundle.root()["x-own"] == 1
    assert result.codes == []


def test_a_webhook_described_differently_is_an_error(bundled: Any) -> None:
    files = {
        f"{name}.yaml": operation(f"/{name}")
        + f"webhooks: {{done: {{post: {{summary: {name}}}}}}}\n"
        for name in ("a", "b")
    }
    result = bundled(files)

    assert result.said == [("SW312", "specs/x/b.yaml:9:12")]


def test_no_documents_make_an_empty_bundle(bundled: Any) -> None:
    result = bundled({})

    assert result.bundle.operations == ()
    assert result.bundle.root()["paths"] == {}


@pytest.mark.parametrize(
    "root",
    [
        "paths: []",
        "paths: {/a: 5, /b: {get: 5, additionalOperations: []}}",
        "paths: {/a: {$ref: '#/paths/~1a'}}",
        "components: {schemas: 5}\nservers: 7\ntags: [1]\nwebhooks: []",
        "components: []\nservers: [{}]\nsecurity: {}\ninfo: []",
    ],
)
def test_a_broken_document_is_survived(bundled: Any, root: str) -> None:
    result = bundled({"a.yaml": f"openapi: 3.1.0\n{root}\n"})

    assert result.bundle.operations == ()
