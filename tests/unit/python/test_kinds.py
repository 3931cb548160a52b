"""Which type a body is sent in, and when the caller is asked."""

from __future__ import annotations

import pytest
from support.specs import lowered, openapi

from specwright.python.calls import Call, call_of
from specwright.python.types import Types

OBJECT = "{schema: {type: object, properties: {a: {type: string}}}}"
OTHER = "{schema: {type: object, properties: {b: {type: string}}}}"
FILE = (
    "{schema: {type: object,"
    " properties: {a: {oneOf: [{type: string, format: binary},"
    " {type: array, items: {type: string, format: binary}}]}}}}"
)
TEXT = "{schema: {type: string}}"


def called(content: str) -> Call:
    found = lowered(openapi(f"""
/x:
  post:
    operationId: x
    requestBody: {{required: true, content: {{{content}}}}}
    responses: {{'204': {{description: Done.}}}}
"""))
    names = found.names()
    return call_of(found.api.operations[0], names, Types(found.api, names, {}))


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        # Its value decides between them, so it is not taken apart.
        (f"text/csv: {TEXT}, application/json: {OBJECT}", "json", "application/json"),
        (
            f"text/xml: {OBJECT}, application/json: {OBJECT}",
            "object",
            "application/json",
        ),
        # A form that takes files goes first: JSON could not carry them.
        (
            f"application/json: {OBJECT}, multipart/form-data: {FILE}",
            "multipart",
            "multipart/form-data",
        ),
        (
            f"application/json: {OBJECT}, multipart/form-data: {OTHER}",
            "object",
            "application/json",
        ),
        (f"multipart/mixed: {TEXT}", "content", "multipart/mixed"),
        (f"'*/*': {TEXT}", "json", "*/*"),
    ],
)
def test_one_type_is_chosen(content: str, kind: str, media_type: str) -> None:
    found = called(content)
    assert (found.body, found.media_type.raw) == (kind, media_type)


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (f"application/json: {OBJECT}", None),
        (f"application/json: {OBJECT}, multipart/form-data: {OTHER}", None),
        (f"application/json: {OBJECT}, multipart/form-data: {FILE}", None),
        (f"application/json: {OBJECT}, 'application/*+json': {OBJECT}", None),
        (f"application/json: {OBJECT}, a/b+json: {OTHER}", None),
        (
            # The one that is sent by itself comes first.
            f"multipart/form-data: {OBJECT}, application/json: {OBJECT}",
            ["application/json", "multipart/form-data"],
        ),
        (
            f"application/json: {OBJECT}, a/b+json: {OBJECT}",
            ["application/json", "a/b+json"],
        ),
        ("image/png: {}, image/*: {}, image/gif: {}", ["image/png", "image/gif"]),
    ],
)
def test_a_choice_is_offered_among_bodies_of_one_shape(
    content: str, values: list[str] | None
) -> None:
    found = called(content).at("content_type")
    if values is None:
        assert found == ()
        return
    (argument,) = found
    assert argument.constant is not None
    assert argument.constant.raw == values[0]
    assert [v.raw for v in getattr(argument.schema, "values", ())] == values


@pytest.mark.parametrize(
    ("content", "example"),
    [
        ("image/*: {}", "image/png"),
        ("font/*: {}", "application/octet-stream"),
        ("multipart/mixed: {}", "multipart/mixed; boundary=frame"),
    ],
)
def test_what_the_document_leaves_open_the_caller_must_say(
    content: str, example: str
) -> None:
    (argument,) = called(content).at("content_type")
    assert argument.is_needed
    assert [e.raw for e in argument.docs.examples] == [example]


def test_a_property_of_that_name_keeps_its_own() -> None:
    schema = "{schema: {type: object, properties: {content_type: {type: string}}}}"
    found = called(f"application/json: {schema}, multipart/form-data: {schema}")
    names = {a.place: a.name for a in found.arguments}
    assert len(set(names.values())) == 2
    assert names["content_type"] == "media_type"
