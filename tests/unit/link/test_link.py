"""Documents of many files: what a reference leads to, and what it is called."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from support.specs import generate

from specwright.diagnostics import Diagnostics
from specwright.link import link, read_files

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


def linked(**files: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The root of each document by file, and the findings. ``__`` is a slash."""
    found = Diagnostics()
    named = {
        f"{name.replace('__', '/')}.yaml": dedent(text).encode()
        for name, text in files.items()
    }
    documents = link(read_files(named, found), found)
    said = [(d.code, str(d.location)) for d in found.sorted()]
    return {document.source.name: document.root for document in documents}, said


def one(**files: str) -> Any:
    """The only document; there are no findings."""
    roots, said = linked(**files)
    assert said == []
    (root,) = roots.values()
    return root


def test_a_path_item_stands_in_place_and_its_parts_become_components() -> None:
    root = one(
        api=HEAD + "paths: {/pets: {$ref: paths/pets.yaml}}\n",
        paths__pets="""\
            parameters: [{$ref: ../parameters.yaml#/limit}]
            get:
              responses:
                '200': {$ref: '../responses/pets.yaml'}
                default: {$ref: '../responses/error.yaml#/body'}
            """,
        parameters="limit: {name: limit, in: query, schema: {type: integer}}\n",
        responses__pets="""\
            description: Pets.
            content: {application/json: {schema: {$ref: ../schemas/Pet.yaml}}}
            """,
        responses__error="body: {description: No.}\n",
        schemas__Pet="""\
            properties:
              owner: {$ref: Owner.yaml#/Owner}
              parent: {$ref: '#'}
            """,
        schemas__Owner="Owner: {properties: {pets: {items: {$ref: ./Pet.yaml}}}}\n",
    )
    item = root["paths"]["/pets"]
    assert item["parameters"] == [{"$ref": "#/components/parameters/limit"}]
    assert item["get"]["responses"] == {
        "200": {"$ref": "#/components/responses/pets"},
        "default": {"$ref": "#/components/responses/body"},
    }
    assert root["components"]["schemas"] == {
        "Pet": {
            "properties": {
                "owner": {"$ref": "#/components/schemas/Owner"},
                "parent": {"$ref": "#/components/schemas/Pet"},
            }
        },
        "Owner": {
            "properties": {"pets": {"items": {"$ref": "#/components/schemas/Pet"}}}
        },
    }


def test_places_are_those_of_the_file_that_says_it() -> None:
    result = generate(
        {
            "api.yaml": HEAD + "servers: [{url: https://a.test}]\n"
            "paths: {/pets: {$ref: paths/pets.yaml}}\n",
            "paths/pets.yaml": "get: {operationId: pets,\n"
            " responses: {'204': {description: D.}}}\n",
        }
    )
    (operation,) = result.operations
    assert (operation.file, operation.attribute) == ("paths/pets.yaml", "pets")


def test_a_component_that_is_a_file_keeps_the_name_that_it_has() -> None:
    root = one(
        api=HEAD + """\
paths: {}
components:
  schemas:
    Animal: {$ref: pet.yaml}
    Beast: {$ref: pet.yaml}
    Cage: {properties: {of: {$ref: pet.yaml}}}
""",
        pet="{type: object, properties: {mother: {$ref: pet.yaml}}}\n",
    )
    animal = {"$ref": "#/components/schemas/Animal"}
    assert root["components"]["schemas"] == {
        "Animal": {"type": "object", "properties": {"mother": animal}},
        "Beast": animal,
        "Cage": {"properties": {"of": animal}},
    }


def test_two_parts_of_one_name_get_two_names() -> None:
    root = one(
        api=HEAD + """\
paths: {}
components:
  schemas:
    Error: {type: string}
    U: {items: {$ref: a.yaml#/Error}, contains: {$ref: b/c.yaml#/Error}}
    V: {items: {$ref: b/c.yaml#/Error}}
""",
        a="Error: {type: integer}\n",
        b__c="Error: {type: number}\n",
    )
    schemas = root["components"]["schemas"]
    assert schemas["U"] == {
        "items": {"$ref": "#/components/schemas/a_Error"},
        "contains": {"$ref": "#/components/schemas/c_Error"},
    }
    assert schemas["V"]["items"] == {"$ref": "#/components/schemas/c_Error"}
    assert schemas["a_Error"] == {"type": "integer"}
    assert schemas["c_Error"] == {"type": "number"}


@pytest.mark.parametrize(
    ("ref", "key"),
    [
        ("f.yaml#/a~1b", "'a/b'"),
        ("f.yaml#/a~0b", "a~b"),
        ("f.yaml#/a%20b", "'a b'"),
        ("./x/../f.yaml#/%C3%BC", "ü"),
        ("f%2Eyaml#/list/0", "list"),
    ],
)
def test_pointers_and_names_of_files_are_unescaped(ref: str, key: str) -> None:
    value = "[{type: string}]" if key == "list" else "{type: string}"
    root = one(
        api=f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{U: {{items: {{$ref: '{ref}'}}}}}}}}\n",
        f=f"{key}: {value}\n",
    )
    schemas = root["components"]["schemas"]
    name = schemas["U"]["items"]["$ref"].rpartition("/")[2]
    assert schemas[name] == {"type": "string"}


def test_what_has_no_group_of_components_is_copied_in_place() -> None:
    """Groups, operations, and whatever else tools let a file hold."""
    root = one(
        api=HEAD.replace("{title: t,", "{title: t, description: {$ref: about.yaml},")
        + """\
paths: {$ref: paths.yaml}
components: {schemas: {$ref: schemas.yaml}}
tags: [{$ref: tag.yaml, description: mine}]
""",
        about="All about it.\n",
        paths="/a: {get: {$ref: get.yaml}, put: {$ref: get.yaml}}\n",
        get="responses: {$ref: responses.yaml}\n",
        responses="'204': {description: D.}\n",
        schemas="Pet: {items: {$ref: '#/Pet'}}\n",
        tag="{name: x, description: theirs}\n",
    )
    responses = {"responses": {"204": {"description": "D."}}}
    assert root["info"]["description"] == "All about it."
    assert root["paths"] == {"/a": {"get": responses, "put": responses}}
    assert root["tags"] == [{"name": "x", "description": "mine"}]
    assert root["components"]["schemas"]["Pet"] == {
        "items": {"$ref": "#/components/schemas/Pet"}
    }


def test_siblings_of_a_reference_stay_next_to_it() -> None:
    root = one(
        api=HEAD + """\
paths: {}
components:
  schemas:
    U: {items: {$ref: f.yaml#/A, description: own, default: {$ref: f.yaml}}}
""",
        f="A: {type: string}\n",
    )
    assert root["components"]["schemas"]["U"]["items"] == {
        "$ref": "#/components/schemas/A",
        "description": "own",
        "default": {"$ref": "f.yaml"},
    }


def test_variants_of_a_discriminator_are_followed_into_their_files() -> None:
    root = one(
        api=HEAD + """\
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{$ref: Dog.yaml}]
      discriminator:
        propertyName: kind
        mapping: {dog: Dog.yaml, cat: 'cats.yaml#/Cat', bird: Bird}
    Bird: {}
""",
        Dog="{title: dog}\n",
        cats="Cat: {title: cat}\n",
    )
    schemas = root["components"]["schemas"]
    assert schemas["Pet"]["discriminator"]["mapping"] == {
        "dog": "#/components/schemas/Dog",
        "cat": "#/components/schemas/Cat",
        "bird": "Bird",
    }
    assert (schemas["Dog"], schemas["Cat"]) == ({"title": "dog"}, {"title": "cat"})


def test_ids_and_anchors_are_places_too() -> None:
    root = one(
        api=HEAD + """\
paths: {}
components:
  schemas:
    Tree:
      $id: https://acme.test/schemas/tree
      $defs: {leaf: {$anchor: leaf, type: string}, node: {$dynamicAnchor: node}}
      properties:
        leaf: {$ref: '#leaf'}
        same: {$ref: '#/$defs/leaf'}
        node: {$dynamicRef: '#node'}
        other: {$ref: other}
        whole: {$ref: '#/components/schemas/Plain'}
    Other: {$id: 'https://acme.test/schemas/other', type: integer}
    Plain: {$anchor: plain, type: number}
    User: {items: {$ref: 'https://acme.test/schemas/tree#leaf'}}
    Near: {items: {$ref: '#plain'}}
""",
    )
    schemas = root["components"]["schemas"]
    tree = "#/components/schemas/Tree"
    assert schemas["Tree"]["properties"] == {
        "leaf": {"$ref": f"{tree}/$defs/leaf"},
        "same": {"$ref": f"{tree}/$defs/leaf"},
        "node": {"$ref": f"{tree}/$defs/node"},
        "other": {"$ref": "#/components/schemas/Other"},
        "whole": {"$ref": "#/components/schemas/Plain"},
    }
    assert schemas["User"]["items"] == {"$ref": f"{tree}/$defs/leaf"}
    assert schemas["Near"]["items"] == {"$ref": "#/components/schemas/Plain"}


def test_files_that_are_json_schemas_are_found_by_their_ids() -> None:
    root = one(
        api=HEAD
        + "paths: {}\ncomponents: {schemas: {U: {items: {$ref: s/person.yaml}}}}\n",
        s__person="""\
            $id: https://acme.test/person
            $defs: {name: {type: string}}
            properties:
              name: {$ref: '#/$defs/name'}
              home: {$ref: address}
            """,
        s__elsewhere="{$id: 'https://acme.test/address', type: string}\n",
    )
    schemas = root["components"]["schemas"]
    assert schemas["person"]["properties"] == {
        "name": {"$ref": "#/components/schemas/name"},
        "home": {"$ref": "#/components/schemas/elsewhere"},
    }
    assert schemas["name"] == {"type": "string"}


def test_a_fragment_may_speak_of_the_document_as_if_it_stood_there() -> None:
    root = one(
        api=HEAD + """\
paths: {/a: {$ref: a.yaml}}
components: {schemas: {Pet: {type: object}, Cat: {type: string}}}
""",
        a="""\
            get:
              responses:
                '200':
                  description: D.
                  content:
                    a/b: {schema: {$ref: '#/components/schemas/Pet'}}
                    c/d: {schema: {$ref: 'api.yaml#/components/schemas/Cat'}}
            """,
    )
    content = root["paths"]["/a"]["get"]["responses"]["200"]["content"]
    assert content == {
        "a/b": {"schema": {"$ref": "#/components/schemas/Pet"}},
        "c/d": {"schema": {"$ref": "#/components/schemas/Cat"}},
    }
    assert list(root["components"]["schemas"]) == ["Pet", "Cat"]


def test_documents_share_what_they_take_from_the_same_file() -> None:
    use = "paths: {}\ncomponents: {schemas: {%s: {items: {$ref: f.yaml#/E}}}}\n"
    roots, said = linked(a=HEAD + use % "A", b=HEAD + use % "B", f="E: {type: string}")
    assert said == []
    schemas = [root["components"]["schemas"] for root in roots.values()]
    assert [list(group) for group in schemas] == [["A", "E"], ["B", "E"]]


def test_a_path_of_another_document_is_taken_with_its_operations() -> None:
    other = "/b: {get: {operationId: b, responses: {'204': {description: D.}}}}\n"
    head = HEAD + "servers: [{url: https://a.test}]\n"
    result = generate(
        {
            "a.yaml": head + "paths: {/a: {$ref: 'b.yaml#/paths/~1b'}}\n",
            "b.yaml": head + "paths:\n  " + other,
        }
    )
    assert sorted(op.path for op in result.operations) == ["/a", "/b"]


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("gone.yaml", "SW324"),
        ("../gone.yaml#/x", "SW324"),
        ("https://acme.test/x.yaml", "SW324"),
        ("/etc/passwd", "SW324"),
        ("file:///etc/passwd", "SW324"),
        ("other.yaml#/gone", "SW320"),
        ("other.yaml#gone", "SW320"),
        ("#/gone", "SW320"),
    ],
)
def test_a_broken_reference_of_a_fragment_is_named_there(ref: str, code: str) -> None:
    _, said = linked(
        api=HEAD + "paths: {/a: {$ref: a/b.yaml}}\n",
        a__b=f"get:\n  requestBody:\n    $ref: '{ref}'\n",
        a__other="x: {}\n",
    )
    assert said[0] == (code, "a/b.yaml:3:11")
    unused = [("SW325", "a/other.yaml:1:1")]
    assert said[1:] == ([] if ref.startswith("other") else unused)


def test_a_missing_part_is_named_with_both_places() -> None:
    found = Diagnostics()
    files = {
        "api.yaml": HEAD.encode() + b"paths: {/a: {$ref: 'a.yaml#/x/y'}}\n",
        "a.yaml": b"x:\n  z: {}\n",
    }
    link(read_files(files, found), found)
    (missing,) = [d for d in found if d.code == "SW320"]
    assert str(missing.location) == "api.yaml:3:20"
    assert [str(place) for _, place in missing.related] == ["a.yaml:2:3"]


def test_what_holds_itself_is_said_unless_it_is_a_component() -> None:
    _, said = linked(
        api=HEAD + "paths: {/a: {$ref: a.yaml}}\n",
        a="get: {callbacks: {done: {'{$url}': {$ref: a.yaml}}}}\n",
    )
    assert said == [("SW322", "a.yaml:1:43")]


def test_a_file_without_a_version_is_refused_where_nothing_refers_to_files() -> None:
    _, said = linked(api=HEAD + "paths: {}\n", stray="paths: {}\n")
    assert said == [("SW012", "stray.yaml:1:1")]


def test_a_file_that_no_document_of_many_files_uses_is_said() -> None:
    _, said = linked(
        api=HEAD + "paths: {}\ncomponents: {schemas: {A: {$ref: a.yaml}}}\n",
        a="{}\n",
        unused="type: string\n",
        listed="- 1\n",
    )
    assert said == [("SW325", "listed.yaml:1:1"), ("SW325", "unused.yaml:1:1")]


def test_text_of_a_markdown_file_is_text() -> None:
    found = Diagnostics()
    files = {
        "api.yaml": b"openapi: 3.1.0\ninfo: {title: t, version: '1', description:\n"
        b" {$ref: docs/about.md}}\npaths: {}\n",
        "docs/about.md": b"# About\n\nIt.\n",
    }
    (document,) = link(read_files(files, found), found)
    assert list(found) == []
    assert document.root["info"] == {
        "title": "t",
        "version": "1",
        "description": "# About\n\nIt.\n",
    }


FOLDED = """\
components:
  schemas:
    A:
      items:
        $ref: >-
          {there}#/components/schemas/B
    B: {{type: string}}
"""


def test_a_document_that_refers_to_no_other_is_left_alone() -> None:
    found = Diagnostics()
    texts = {
        "a": "components: {schemas: {A: {items: {$ref: '#/components/schemas/A'}}}}\n",
        "b": FOLDED.format(there=""),
        "c": FOLDED.format(there="b.yaml"),
    }
    files = read_files(
        {f"{k}.yaml": (HEAD + t).encode() for k, t in texts.items()}, found
    )
    alone, folded, whole = link(files, found)
    assert alone is files.documents[0]
    assert folded is files.documents[1]
    assert whole is not files.documents[2]
    root: Any = whole.root
    assert root["components"]["schemas"]["A"]["items"] == {
        "$ref": "#/components/schemas/B"
    }
    assert not found.sorted()
