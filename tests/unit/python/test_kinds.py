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
BINARY = "{type: string, contentEncoding: binary}"


def form(properties: str, required: str = "", rest: str = "") -> str:
    """`multipart/form-data` of an object."""
    schema = f"{{type: object, required: [{required}], properties: {{{properties}}}}}"
    return f"multipart/form-data: {{schema: {schema}{rest}}}"


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


@pytest.mark.parametrize(
    ("content", "files"),
    [
        (form(f"a: {{type: string}}, f: {BINARY}"), ["f"]),
        (form("a: {type: string}, f: {type: string, format: binary}", "f"), ["f"]),
        (
            form(f"a: {{}}, f: {{type: array, items: {BINARY}}}, g: {BINARY}"),
            ["f", "g"],
        ),
        (
            form(
                "a: {type: string}, f: {type: string}",
                rest=", encoding: {f: {contentType: image/png}}",
            ),
            ["f"],
        ),
    ],
)
def test_files_beside_the_fields_of_json_are_optional(
    content: str, files: list[str]
) -> None:
    found = called(f"{content}, application/json: {OBJECT}")
    assert (found.body, found.media_type.raw) == ("object", "application/json")
    assert found.uploads
    assert [a.wire.raw for a in found.at("file")] == files
    assert not any(a.is_needed for a in found.arguments)
    # Files decide the type; there is no other to choose.
    assert found.at("content_type") == ()


@pytest.mark.parametrize(
    "content",
    [
        form(f"f: {BINARY}"),  # a field of the JSON is not there
        form(f"a: {{type: string}}, b: {{type: string}}, f: {BINARY}"),  # one more is
        form(f"a: {{type: string}}, f: {BINARY}", "a"),  # one must be there
        form(f"a: {BINARY}"),  # the field itself is the file
        form(f"a: {{type: string}}, f: {BINARY}").replace("form-data", "mixed"),
        # What is beside JSON depends on the value of the whole body.
        form(f"a: {{type: string}}, f: {BINARY}") + f", text/csv: {TEXT}",
    ],
)
def test_a_form_that_differs_in_more_than_files_goes_first(content: str) -> None:
    found = called(f"application/json: {OBJECT}, {content}")
    assert found.body == "multipart"
    assert not found.uploads


def test_a_form_that_needs_other_fields_together_goes_first() -> None:
    parts = (
        "{type: object, properties: {a: {type: string}, b: {type: string}}}",
        f"{{type: object, properties: {{f: {BINARY}}}}}",
    )
    needs = "anyOf: [{required: [a]}, {required: [b]}]"
    files = f"multipart/form-data: {{schema: {{allOf: [{', '.join(parts)}]}}}}"
    found = called(f"application/json: {{schema: {parts[0]}}}, {files}")
    assert found.uploads
    files = f"multipart/form-data: {{schema: {{allOf: [{', '.join(parts)}], {needs}}}}}"
    found = called(f"application/json: {{schema: {parts[0]}}}, {files}")
    assert (found.body, found.uploads) == ("multipart", False)


def test_with_another_type_files_are_one_of_the_choices() -> None:
    content = form(f"a: {{type: string}}, f: {BINARY}")
    pairs = f"application/x-www-form-urlencoded: {OBJECT}"
    found = called(f"{content}, {pairs}, application/json: {OBJECT}")
    (argument,) = found.at("content_type")
    assert (argument.is_needed, argument.constant) == (False, None)
    assert [v.raw for v in getattr(argument.schema, "values", ())] == [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ]
