"""Actions: what they do to the whole, and what is said where they cannot be done."""

from __future__ import annotations

from typing import Any

import pytest
from support.specs import openapi


def test_mappings_merge_and_single_values_are_replaced(laid: Any) -> None:
    found = laid("""\
        - target: $.components.schemas.User
          update:
            description: A person.
            properties: {id: {type: integer}, name: {type: string}}
        """)
    assert found.findings == ()
    assert found.at("components", "schemas", "User") == {
        "type": "object",
        "description": "A person.",
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    }


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("{name: r, in: query}", ["q", "page", "r"]),
        ("[{name: r, in: query}, {name: s, in: query}]", ["q", "page", "r", "s"]),
        ("[]", ["q", "page"]),
    ],
)
def test_lists_grow(laid: Any, update: str, expected: list[str]) -> None:
    found = laid(
        f"- target: $.paths['/v1/voices'].get.parameters\n  update: {update}\n"
    )
    parameters = found.at("paths", "/v1/voices", "get", "parameters")
    assert [p["name"] for p in parameters] == expected


def test_lists_inside_of_an_update_grow_too(laid: Any) -> None:
    found = laid("""\
        - target: $.paths['/v1/voices'].get
          update: {tags: [more]}
        """)
    assert found.at("paths", "/v1/voices", "get", "tags") == ["voices", "more"]


def test_single_values_can_be_targets(laid: Any) -> None:
    found = laid("""\
        - target: $.paths['/v1/voices'].get.operationId
          update: every_voice
        - target: $.paths['/v1/voices'].get.tags[?@ == 'voices']
          update: sounds
        """)
    assert found.findings == ()
    operation = found.at("paths", "/v1/voices", "get")
    assert (operation["operationId"], operation["tags"]) == ("every_voice", ["sounds"])


def test_actions_see_what_the_last_one_left(laid: Any) -> None:
    found = laid("""\
        - target: $.components.schemas.User.properties.id
          remove: true
        - target: $.components.schemas.User.properties
          update: {id: {type: integer}}
        - target: $.components.schemas.User.properties.id
          update: {minimum: 0}
        """)
    properties = found.at("components", "schemas", "User", "properties")
    assert properties == {"id": {"type": "integer", "minimum": 0}}


def test_remove_takes_every_node_that_is_selected(laid: Any) -> None:
    found = laid("- target: $.paths.*.get.parameters[*]\n  remove: true\n")
    assert [op.node["parameters"] for op in found.bundle.operations] == [[], []]


def test_remove_wins_over_update(laid: Any) -> None:
    found = laid("- {target: $.components.schemas.User, remove: true, update: {a: 1}}")
    assert "User" not in found.at("components", "schemas")


def test_copy_takes_one_node_as_it_is_then(laid: Any) -> None:
    found = laid("""\
        - target: $.components.schemas
          update: {Person: {}}
        - target: $.components.schemas.Person
          copy: $.components.schemas.User
        - target: $.components.schemas.User.properties.id
          update: {type: integer}
        """)
    assert found.findings == ()
    schemas = found.at("components", "schemas")
    assert schemas["Person"]["properties"] == {"id": {"type": "string"}}
    assert schemas["User"]["properties"] == {"id": {"type": "integer"}}


def test_copy_appends_to_a_list(laid: Any) -> None:
    found = laid("""\
        - target: $.paths['/v1/users/{user_id}'].get.parameters
          copy: $.paths['/v1/voices'].get.parameters[1]
        """)
    parameters = found.at("paths", "/v1/users/{user_id}", "get", "parameters")
    assert [p["name"] for p in parameters] == ["user_id", "page"]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("- {target: $.paths.nope, remove: true}", ("SW333", 4)),
        ("- {target: $.info, copy: $.nope}", ("SW333", 4)),
        ("- target: $.paths./a\n  remove: true", ("SW332", 4)),
        ("- target: $.info\n  copy: info", ("SW332", 5)),
        ("- {target: $, remove: true}", ("SW334", 4)),
        ("- target: $.info\n  copy: $.components.schemas.*", ("SW334", 5)),
        ("- target: $.info\n  update: [a]", ("SW334", 5)),
        ("- target: $.info\n  update: text", ("SW334", 5)),
        ("- target: $.info\n  update:", ("SW334", 5)),
        ("- target: $.info.title\n  update: {a: 1}", ("SW334", 5)),
        ("- target: $.info\n  update:\n    title: {a: 1}", ("SW334", 6)),
        ("- target: $\n  update:\n    info:\n      title: [x]", ("SW334", 7)),
        ("- target: $\n  update:\n    paths:\n", ("SW334", 6)),
    ],
)
def test_what_cannot_be_done(laid: Any, action: str, expected: tuple[str, int]) -> None:
    found = laid(action)
    assert found.said == [expected]
    assert found.errors


def test_every_action_that_fails_is_reported(laid: Any) -> None:
    found = laid(
        "- {target: $.a, remove: true}\n"
        "- {target: $.info, update: {x-a: 1}}\n"
        "- {target: $.b, remove: true}\n"
    )
    assert found.said == [("SW333", 4), ("SW333", 6)]
    assert found.at("info", "x-a") == 1


def test_a_target_that_is_a_slip_names_what_was_meant(laid: Any) -> None:
    (miss,) = laid("- {target: $.components.schemas.Uses, remove: true}").findings
    assert "did you mean 'User'?" in miss.hint
    ((_, place),) = miss.related
    assert place.file == "api.yaml"
    assert place.source.line(place.line).strip() == "User:"


def test_a_misfit_names_both_places(laid: Any) -> None:
    (misfit,) = laid("- target: $.info\n  update:\n    title: [x]\n").findings
    assert misfit.location.pointer == "/actions/0/update/title"
    ((_, place),) = misfit.related
    assert str(place).startswith("api.yaml:2:")


def test_several_overlays_are_applied_by_the_order_of_their_names(
    laid: Any, head: str
) -> None:
    def set_to(text: str) -> str:
        return f"{head}- {{target: $.info, update: {{title: {text}}}}}\n"

    found = laid({"2.overlay.yaml": set_to("two"), "1.overlay.yaml": set_to("one")})
    assert found.at("info", "title") == "two"


def test_one_action_can_change_many_places_and_each_on_its_own(laid: Any) -> None:
    found = laid("""\
        - target: $.components.schemas.*.properties
          update: {extra: {type: string}}
        - target: $.components.schemas.User.properties.extra
          update: {type: integer}
        """)
    schemas = found.at("components", "schemas")
    kinds = {name: s["properties"]["extra"]["type"] for name, s in schemas.items()}
    assert kinds == {"Voices": "string", "Voice": "string", "User": "integer"}


def test_words_of_openapi_30_are_understood(laid: Any) -> None:
    found = laid("""\
        - target: $.components.schemas.*
          update: {nullable: true}
        - target: $.components.schemas.User.properties.id
          update: {nullable: true, minimum: 1, exclusiveMinimum: true}
        - target: $.components.schemas.Voice.properties.name
          update: {enum: [a], nullable: true}
        """)
    assert found.at("components", "schemas", "Voices", "type") == ["object", "null"]
    properties = found.at("components", "schemas", "User", "properties")
    assert properties == {"id": {"type": ["string", "null"], "exclusiveMinimum": 1}}
    name = found.at("components", "schemas", "Voice", "properties", "name")
    assert name == {"type": ["string", "null"], "enum": ["a", None]}


def test_operations_of_the_bundle_are_those_of_the_changed_whole(laid: Any) -> None:
    found = laid("""\
        - target: $.paths['/v1/voices'].get
          update: {summary: Voices, servers: [{url: 'https://b.test'}]}
        - target: $.paths['/v1/users/{user_id}']
          remove: true
        - target: $.paths
          update:
            /v1/new:
              post: {operationId: new, responses: {'204': {description: Done.}}}
        """)
    first, new = found.bundle.operations
    assert first.node["summary"] == "Voices"
    assert [s["url"] for s in first.servers] == ["https://b.test"]
    assert (first.location.file, first.path, first.method) == (
        "api.yaml",
        "/v1/voices",
        "get",
    )
    assert (new.path, new.method) == ("/v1/new", "post")
    assert str(new.location) == "a.overlay.yaml:11:7"


TWICE = {name: openapi(f"""
        /v1/items:
          post:
            operationId: {name}
            tags: [{name}]
            responses: {{'200': {{description: {name}}}}}
        """) for name in ("one", "two")}


def test_two_operations_at_one_place_can_both_be_changed(laid: Any) -> None:
    documents = {f"{name}.yaml": text for name, text in TWICE.items()}
    found = laid(
        """\
        - target: $.paths['/v1/items'].post
          update: {summary: first}
        - target: $.paths['/v1/items#two'].post
          update: {summary: second}
        """,
        documents,
    )
    assert found.findings == ()
    said = [
        (op.path, op.node["operationId"], op.node["summary"])
        for op in found.bundle.operations
    ]
    assert said == [("/v1/items", "one", "first"), ("/v1/items", "two", "second")]


SECURED = openapi(
    """
    /a: {get: {responses: {'200': {description: A}}}}
    /b: {get: {security: [], responses: {'200': {description: B}}}}
    """,
    head="""\
security: [{key: []}]
servers: [{url: 'https://api.acme.test'}]""",
)


def test_security_of_the_document_is_changed_at_its_root(laid: Any) -> None:
    found = laid(
        """\
        - target: $.security
          update: {token: []}
        """,
        SECURED,
    )
    assert found.findings == ()
    security = [op.security for op in found.bundle.operations]
    assert security == [[{"key": []}, {"token": []}], []]


def test_security_of_documents_that_differ_is_that_of_their_operations(
    laid: Any,
) -> None:
    other = SECURED.replace("key", "other").replace("/a:", "/c:").replace("/b:", "/d:")
    found = laid(
        "- {target: $.info, update: {x-a: 1}}\n",
        {"1.yaml": SECURED, "2.yaml": other},
    )
    security = {op.path: op.security for op in found.bundle.operations}
    assert security == {"/a": [{"key": []}], "/b": [], "/c": [{"other": []}], "/d": []}


def test_a_broken_reference_can_be_mended(laid: Any, voices: str) -> None:
    broken = voices.replace("#/components/schemas/User'", "#/components/schemas/Usr'")
    nothing = "- {target: $.info, update: {x-a: 1}}\n"
    assert [f.code for f in laid(nothing, broken).errors] == ["SW320"]
    mend = """\
    - target: $..schema[?@ == '#/components/schemas/Usr']
      update: '#/components/schemas/User'
    """
    assert laid(mend, broken).errors == []


def test_a_reference_to_what_was_removed_is_broken(laid: Any) -> None:
    found = laid("- {target: $.components.schemas.User, remove: true}\n")
    (broken,) = found.errors
    assert (broken.code, broken.location.file) == ("SW320", "api.yaml")
    assert "User" in broken.location.source.line(broken.location.line)


def test_the_documents_stay_what_their_files_say(laid: Any) -> None:
    found = laid("- {target: $.paths.*.get, update: {summary: S}}\n")
    (document,) = found.bundle.documents
    paths = document.root["paths"]
    assert all("summary" not in item["get"] for item in paths.values())
