"""Streams: what an event carries, and operations that stream when asked to."""

from __future__ import annotations

import pytest
from support.specs import lowered, openapi

from specwright.ir import (
    IntegerSchema,
    MediaType,
    Operation,
    Reference,
    Schema,
    Streaming,
    StringSchema,
    UnionSchema,
)
from specwright.text import Text

STRING, INTEGER = StringSchema(), IntegerSchema()
SONG = Reference(key="#/components/schemas/Song")
SCHEMAS = """
Song: {type: object, properties: {title: {type: string}}}
Event:
  properties:
    event: {type: string}
    data: {$ref: '#/components/schemas/Song'}
"""


def stream(media: str, kind: str = "text/event-stream") -> MediaType:
    found = lowered(
        openapi(
            f"""
/x:
  get:
    operationId: x
    responses: {{'200': {{description: It., content: {{{kind}: {media}}}}}}}
""",
            SCHEMAS,
        )
    )
    return found.operation("GET /x").responses[0].content[0]


ENCODED = "{contentMediaType: application/json, contentSchema: {type: integer}}"
EVENTS: list[tuple[str, Schema]] = [
    ("{itemSchema: {properties: {event: {}, data: {type: string}}}}", STRING),
    (f"{{itemSchema: {{properties: {{data: {ENCODED}}}}}}}", INTEGER),
    ("{schema: {$ref: '#/components/schemas/Event'}}", SONG),
    ("{itemSchema: {$ref: '#/components/schemas/Event'}}", SONG),
    (
        "{itemSchema: {oneOf: [{properties: {event: {const: a}, data: {type: string}}},"
        f" {{properties: {{event: {{const: b}}, data: {ENCODED}}}}},"
        " {properties: {event: {const: c}}}]}}",
        UnionSchema(variants=(STRING, INTEGER)),
    ),
]


@pytest.mark.parametrize(("media", "item"), EVENTS)
def test_an_item_is_what_an_event_holds(media: str, item: Schema) -> None:
    assert stream(media).item_schema == item


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ("{itemSchema: {$ref: '#/components/schemas/Song'}}", "text/event-stream"),
        ("{itemSchema: {$ref: '#/components/schemas/Event'}}", "application/jsonl"),
    ],
)
def test_a_schema_that_is_no_event_is_that_of_the_item(media: str, kind: str) -> None:
    name = media.split("/")[-1].split("'")[0]
    expected = Reference(key=f"#/components/schemas/{name}")
    assert stream(media, kind).item_schema == expected


BOTH = """
    responses:
      '200':
        description: It.
        content:
          application/json: {schema: {$ref: '#/components/schemas/Song'}}
          text/event-stream: {schema: {$ref: '#/components/schemas/Event'}}
      '400': {description: Wrong.}
"""


def sung(flag: str, responses: str = BOTH) -> tuple[Operation, ...]:
    body = f"{{type: object, properties: {{title: {{type: string}}{flag}}}}}"
    text = f"""
/songs:
  post:
    operationId: sing
    requestBody: {{content: {{application/json: {{schema: {body}}}}}}}{responses}
"""
    return lowered(openapi(text, SCHEMAS)).api.operations


@pytest.mark.parametrize(
    "flag",
    [
        "{type: boolean, default: false}",
        "{type: [boolean, 'null']}",
        "{enum: [true, false]}",
    ],
)
def test_an_operation_that_streams_when_asked_is_two(flag: str) -> None:
    whole, streamed = sung(f", stream: {flag}")
    assert (whole.key, streamed.key) == ("POST /songs", "POST /songs stream")
    names = [operation.operation_id.raw for operation in (whole, streamed)]
    assert names == ["sing", "sing_stream"]
    assert whole.streaming == Streaming(flag=Text("stream"), on=False)
    assert streamed.streaming == Streaming(flag=Text("stream"), on=True)
    assert (whole.is_twin, streamed.is_twin) == (False, True)
    kinds = [
        [[m.media_type.raw for m in r.content] for r in operation.responses]
        for operation in (whole, streamed)
    ]
    assert kinds == [[["application/json"], []], [["text/event-stream"], []]]


@pytest.mark.parametrize("flag", ["", ", stream: {type: string}"])
def test_without_a_flag_it_is_one(flag: str) -> None:
    (whole,) = sung(flag)
    assert whole.streaming is None
    assert [len(r.content) for r in whole.responses] == [2, 0]


def test_with_one_kind_of_reply_it_is_one() -> None:
    (whole,) = sung(
        ", stream: {type: boolean}",
        "\n    responses: {'204': {description: Done.}}\n",
    )
    assert whole.streaming is None
