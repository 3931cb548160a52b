"""Operations that answer at once or as a stream, as a flag in the body asks for.

    requestBody: ... {stream: {type: boolean}} ...
    responses: {"200": {content: {application/json: ..., text/event-stream: ...}}}

Such an operation is two methods, each of which gives back one thing: `create` and
`create_stream`, which sets the flag.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from specwright.ir import (
    BooleanSchema,
    EnumSchema,
    Key,
    NamedSchema,
    NullableSchema,
    ObjectSchema,
    Operation,
    Property,
    Reference,
    Response,
    Schema,
    Streaming,
)
from specwright.lower.media import is_event_stream, is_json
from specwright.text import Text

_FLAG = "stream"


def split(
    operation: Operation, schemas: Mapping[Key, NamedSchema]
) -> tuple[Operation, ...]:
    """The operation itself, or the one without a stream and the one with it."""
    flag = _flag(operation, schemas)
    if flag is None or not any(map(_answers_both, operation.responses)):
        return (operation,)
    name = Text(f"{operation.operation_id.raw}_{_FLAG}")
    return (
        replace(
            operation,
            responses=_without(operation, is_event_stream),
            streaming=Streaming(flag=flag.name, on=False),
        ),
        replace(
            operation,
            key=f"{operation.key} {_FLAG}",
            operation_id=name,
            responses=_without(operation, is_json),
            streaming=Streaming(flag=flag.name, on=True),
            exchanges=(),
        ),
    )


def _flag(operation: Operation, schemas: Mapping[Key, NamedSchema]) -> Property | None:
    body = operation.request_body
    if body is None or not body.content:
        return None
    whole = _resolved(body.content[0].schema, schemas)
    for prop in whole.properties if isinstance(whole, ObjectSchema) else ():
        if prop.name.raw == _FLAG and _is_flag(_resolved(prop.schema, schemas)):
            return prop
    return None


def _is_flag(schema: Schema) -> bool:
    if isinstance(schema, EnumSchema):
        return {value.raw for value in schema.values} == {True, False}
    return isinstance(schema, BooleanSchema)


def _resolved(schema: Schema, schemas: Mapping[Key, NamedSchema]) -> Schema:
    seen = set[Key]()
    while True:
        if isinstance(schema, NullableSchema):
            schema = schema.schema
        elif isinstance(schema, Reference) and schema.key not in seen:
            seen.add(schema.key)
            schema = schemas[schema.key].schema
        else:
            return schema


def _answers_both(response: Response) -> bool:
    kinds = [media.media_type.raw for media in response.content]
    both = any(map(is_json, kinds)) and any(map(is_event_stream, kinds))
    return response.is_success and both


def _without(
    operation: Operation, unwanted: Callable[[str], bool]
) -> tuple[Response, ...]:
    """The replies, the successes of both kinds without the media types of one."""
    return tuple(
        (
            replace(
                response,
                content=tuple(
                    media
                    for media in response.content
                    if not unwanted(media.media_type.raw)
                ),
            )
            if _answers_both(response)
            else response
        )
        for response in operation.responses
    )
