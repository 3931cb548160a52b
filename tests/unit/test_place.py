"""Models live at the lowest resource that holds all their users."""

from __future__ import annotations

from support.specs import Lowered, lowered, openapi

from specwright.graph import reachable, references, used_by
from specwright.place import place


def paths(**users: str) -> str:
    """One operation per resource path, `a__b` for `a/b`, returning a component."""
    return "".join(
        f"/{tag}: {{get: {{operationId: get, tags: [subpackage_{tag.replace('__', '/')}],"
        f" responses: {{'200': {{description: D., content: {{application/json:"
        f" {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}}}}}\n"
        for tag, schema in users.items()
    )


def places(found: Lowered) -> dict[str, str]:
    """`a.b` by component; empty for the root."""
    uses = {op.key: used_by(op) for op in found.api.operations}
    settled = place(found.api, found.names(), uses)
    return {key.rpartition("/")[2]: ".".join(path) for key, path in settled.items()}


LEAF = "{type: object, properties: {x: {type: string}}}"


def test_the_lowest_resource_that_holds_all_users() -> None:
    schemas = f"""
Alone: {LEAF}
Branch: {LEAF}
Whole: {LEAF}
"""
    found = lowered(
        openapi(
            paths(
                a__b__c="Alone", a__b__d="Branch", a__b="Branch", a="Whole", z="Whole"
            ),
            schemas,
        )
    )
    assert places(found) == {"Alone": "a.b.c", "Branch": "a.b", "Whole": ""}


def test_siblings_meet_at_their_parent() -> None:
    found = lowered(openapi(paths(a__b="T", a__c="T"), f"T: {LEAF}\n"))
    assert places(found) == {"T": "a"}


def test_what_a_model_refers_to_is_there_or_further_up() -> None:
    schemas = f"""
Outer: {{properties: {{middle: {{type: array, items: {{$ref: '#/components/schemas/Middle'}}}}}}}}
Middle: {{oneOf: [{{$ref: '#/components/schemas/Inner'}}, {{type: 'null'}}]}}
Inner: {{properties: {{back: {{$ref: '#/components/schemas/Outer'}}}}}}
Unused: {LEAF}
"""
    found = lowered(openapi(paths(a__b="Outer", a__c="Inner"), schemas))
    assert places(found) == {"Outer": "a", "Middle": "a", "Inner": "a"}
    settled = place(
        found.api, found.names(), {op.key: used_by(op) for op in found.api.operations}
    )
    for key, path in settled.items():
        for target in references(found.api.schemas[key].schema):
            assert path[: len(settled[target])] == settled[target]


def test_everything_that_an_operation_mentions_is_used() -> None:
    found = lowered(
        openapi(
            """
/x:
  post:
    operationId: x
    parameters:
    - {name: q, in: query, schema: {$ref: '#/components/schemas/Query'}}
    requestBody:
      content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}
    responses:
      '200':
        description: D.
        content:
          text/event-stream:
            itemSchema: {$ref: '#/components/schemas/Item'}
      '400':
        description: D.
        content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}
""",
            f"""
Query: {{enum: [a, b]}}
Body: {{additionalProperties: {{$ref: '#/components/schemas/Value'}}}}
Value: {LEAF}
Item: {LEAF}
Error: {LEAF}
Unused: {LEAF}
""",
        ).replace("3.1.0", "3.2.0")
    )
    (operation,) = found.api.operations
    keys = reachable(used_by(operation), found.api.schemas)
    assert {key.rpartition("/")[2] for key in keys} == {
        "Query",
        "Body",
        "Value",
        "Item",
        "Error",
    }
