"""All names of an API: legal, different from each other, and the same next year."""

from __future__ import annotations

import keyword
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.specs import Lowered, lowered, openapi

from specwright.naming.reserved import CLASSES, CLIENT, FIELDS, MODULES
from specwright.naming.scope import Scope
from specwright.naming.table import Names, name_all
from specwright.naming.words import Casing

Call = tuple[str, str, str, str]
"""Method, path, operationId, tag."""


def paths(*calls: Call, reply: str = "") -> str:
    content = f", content: {{application/json: {{schema: {reply}}}}}" if reply else ""
    return "".join(
        f"{path}: {{{method}: {{operationId: '{name}', tags: ['{tag}'],"
        f" responses: {{'200': {{description: Done.{content}}}}}}}}}\n"
        for method, path, name, tag in calls
    )


def attributes(*calls: Call, casing: Casing = Casing.PEP8) -> list[str]:
    found = lowered(openapi(paths(*calls)))
    names = found.names(casing)
    return [names.attribute(op.key) for op in found.api.operations]


def models(schemas: str, casing: Casing = Casing.PEP8) -> dict[str, str]:
    """Class names by component; one reply uses them all."""
    keys = [line[:-1] for line in schemas.split("\n") if line and line[0] not in " #"]
    keys = [
        key.split(":")[0].strip("'") for key in schemas.split("\n") if key[:1].strip()
    ]
    refs = ", ".join(f"{{$ref: '#/components/schemas/{key}'}}" for key in keys)
    found = lowered(
        openapi(paths(("get", "/x", "x", "T"), reply=f"{{anyOf: [{refs}]}}"), schemas)
    )
    settled = name_all(found.api, "Acme", casing, frozenset({"ApiError"})).models
    prefix = "#/components/schemas/"
    return {
        key.removeprefix(prefix): name
        for key, name in settled.items()
        if key.startswith(prefix)
    }


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("get", "/x", "listVoices", "Voice Library"), "voice_library.list_voices"),
        (("get", "/x", "get-audio", "subpackage_a/bC"), "a.b_c.get_audio"),
        (("get", "/x", "save", ""), "save"),
        (("get", "/x", "import", "class"), "class_.import_"),
        (("get", "/x", "7d", "x"), "x.call_7d"),
        (("get", "/x", "---", "---"), "resource.call"),
        (("get", "/x", "close", ""), "close_"),
        (("get", "/x", "close", "x"), "x.close"),
        (("get", "/x", "with_options", ""), "with_options_"),
        (("get", "/x", "with_raw_response", "x"), "x.with_raw_response_"),
        (("get", "/x", "_transport", "_runtime"), "runtime.transport"),
        (("get", "/x", "__init__", "x"), "x.init"),
    ],
)
def test_attributes(call: Call, expected: str) -> None:
    assert attributes(call) == [expected]


def test_an_operation_without_an_id_is_named_by_method_and_path() -> None:
    document = "/a/{id}/b: {get: {tags: [x], responses: {'204': {description: D.}}}}\n"
    document = document.replace("{get: {", "{get: {parameters: [PARAMETER], ")
    document = document.replace(
        "PARAMETER", "{name: id, in: path, required: true, schema: {type: string}}"
    )
    found = lowered(openapi(document))
    assert found.names().attribute("GET /a/{id}/b") == "x.get_a_b"


def test_methods_of_one_name_differ_by_their_verb_and_then_by_number() -> None:
    found = attributes(
        ("get", "/a", "list", "V"),
        ("get", "/b", "List", "V"),
        ("post", "/c", "LIST", "v"),
        ("get", "/d", "list", "V"),
        ("get", "/e", "list", "V"),
        ("get", "/f", "list", "W"),
    )
    assert found == [
        "v.list",
        "v.list_",
        "v.post_list",
        "v.get_list",
        "v.get_list_2",
        "w.list",
    ]


def test_a_resource_keeps_its_name_from_a_method_beside_it() -> None:
    found = attributes(
        ("get", "/a", "voices", ""),
        ("get", "/b", "get", "subpackage_voices/pvc"),
        ("get", "/c", "pvc", "voices"),
    )
    assert found == ["voices_", "voices.pvc.get", "voices.pvc_"]


def test_folders_of_resources_are_never_modules_of_the_package() -> None:
    calls: list[Call] = [
        ("get", f"/{n}", "get", name)
        for n, name in enumerate(["types", "Errors", "client", "con", "NUL", "com1"])
    ]
    names = lowered(openapi(paths(*calls))).names()
    folders = {path: resource.module for path, resource in names.resources.items()}
    assert folders["types",] == ("types_",)
    assert folders["com1",] == ("com1_",)
    assert not {folder[-1] for folder in folders.values() if folder} & MODULES
    # The attribute is what the document says.
    assert ("errors",) in names.resources


def test_classes_of_resources_give_way_to_models_and_to_parents() -> None:
    found = lowered(
        openapi(
            paths(
                ("get", "/a", "get", "voices"),
                ("get", "/b", "get", "subpackage_voices/voices"),
                ("get", "/c", "get", "stream"),
                ("get", "/d", "get", "acme"),
                reply="{$ref: '#/components/schemas/Voices'}",
            ),
            "Voices: {properties: {a: {type: string}}}\n",
        )
    )
    names = found.names()
    assert names.models == {"#/components/schemas/Voices": "Voices"}
    classes = {path: node.class_name for path, node in names.resources.items()}
    assert classes == {
        (): "Acme",
        ("acme",): "AcmeResource",
        ("stream",): "StreamResource",
        ("voices",): "VoicesResource",
        ("voices", "voices"): "VoicesVoices",
    }


@pytest.mark.parametrize("model", ["Voices", "AsyncVoices", "VoicesWithRawResponse"])
def test_no_class_of_a_resource_is_named_as_a_model(model: str) -> None:
    found = lowered(
        openapi(
            paths(
                ("get", "/a", "get", "voices"),
                reply=f"{{$ref: '#/components/schemas/{model}'}}",
            ),
            f"{model}: {{properties: {{a: {{type: string}}}}}}\n",
        )
    )
    names = found.names()
    assert list(names.models.values()) == [model]
    assert names.resources["voices",].class_name == "VoicesResource"


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        ("voice_settings: {type: object}\n", {"voice_settings": "VoiceSettings"}),
        ("Stream: {type: object}\n", {"Stream": "StreamModel"}),
        ("ApiError: {type: object}\n", {"ApiError": "ApiErrorModel"}),
        ("AsyncAcme: {type: object}\n", {"AsyncAcme": "AsyncAcmeModel"}),
        ("None: {type: object}\n", {"None": "None_"}),
        ("'7d': {type: object}\n", {"7d": "Model7d"}),
        ("'-': {type: object}\n", {"-": "ModelModel"}),
        (
            "'A-B': {type: object}\nA.B: {type: object}\nA_B: {type: object}\n",
            {"A-B": "AB", "A.B": "ABModel", "A_B": "ABModel2"},
        ),
    ],
)
def test_models(schemas: str, expected: dict[str, str]) -> None:
    assert models(schemas) == expected


def test_a_model_is_named_alike_whatever_the_order_of_components() -> None:
    lines = [f"{name}: {{type: object}}\n" for name in ("A-B", "A.B", "A_B", "Ab")]
    first = models("".join(lines))
    for _ in range(5):
        random.Random(0).shuffle(lines)
        assert models("".join(lines)) == first


def test_casings_of_models() -> None:
    schemas = "HTTPValidationError: {type: object}\naudio_base64: {type: object}\n"
    assert models(schemas, Casing.FERN) == {
        "HTTPValidationError": "HttpValidationError",
        "audio_base64": "AudioBase64",
    }
    assert models(schemas)["HTTPValidationError"] == "HTTPValidationError"


def test_a_long_name_that_begins_with_a_digit_does_not_as_a_class() -> None:
    long = "2020" + "".join(f"Word{n:02}" for n in range(12))
    (name,) = models(f"'{long}': {{properties: {{a: {{type: string}}}}}}\n").values()
    assert name.isidentifier()
    assert name.startswith("Model2020")


def test_long_names_keep_their_first_and_last_words() -> None:
    long = "Widget" + "".join(f"Part{chr(65 + n)}" for n in range(20)) + "Response"
    (name,) = models(f"{long}: {{type: object}}\n").values()
    assert len(name) <= 60
    assert name.startswith("Widget")
    assert name.endswith("PartTResponse")


def in_operation(key: str, *, users: int = 1) -> str:
    """The class name of a component that operations `voices.create` use."""
    calls: list[Call] = [("post", f"/u{n}", "create", "voices") for n in range(users)]
    found = lowered(
        openapi(
            paths(*calls, reply=f"{{$ref: '#/components/schemas/{key}'}}"),
            f"{key}: {{enum: [a, b]}}\n",
        )
    )
    return found.names(Casing.FERN).models[f"#/components/schemas/{key}"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # Fern's exporter: the path, the method, and the place in the operation.
        ("V1UsersUserIdGetParametersOrder", "VoicesCreateRequestOrder"),
        (
            "V1UsersPostRequestBodyContentMultipartFormDataSchemaFileFormat",
            "VoicesCreateRequestFileFormat",
        ),
        (
            "V1UsersGetResponsesContentApplicationJsonSchemaKind",
            "VoicesCreateResponseKind",
        ),
        # FastAPI, and what Fern's exporter puts behind it.
        ("Body_create_user_v1_users_post", "VoicesCreateRequest"),
        ("BodyCreateUserV1UsersPostFormat", "VoicesCreateRequestFormat"),
        # Names of people stay.
        ("BodyMeasurement", "BodyMeasurement"),
        ("WidgetParameters", "WidgetParameters"),
    ],
)
def test_names_of_places_in_operations(key: str, expected: str) -> None:
    assert in_operation(key) == expected


def test_a_schema_of_several_operations_keeps_its_own_name() -> None:
    name = in_operation("Body_create_user_v1_users_post", users=2)
    assert name == "BodyCreateUserV1UsersPost"


def test_fields() -> None:
    found = lowered(
        openapi(
            paths(("get", "/x", "x", "T"), reply="{$ref: '#/components/schemas/T'}"),
            """
T:
  properties:
    displayName: {type: string}
    display-name: {type: string}
    display_name: {type: string}
    class: {type: string}
    7d: {type: string}
    '': {type: string}
    '@': {type: string}
    _private: {type: string}
    json: {type: string}
    str: {type: string}
    model_dump: {type: string}
    model_id: {type: string}
    self: {type: string}
""",
        )
    )
    fields = found.names().fields["#/components/schemas/T"]
    assert {wire.raw: name for wire, name in fields.items()} == {
        "displayName": "display_name",
        "display-name": "display_name_",
        "display_name": "display_name__2",
        "class": "class_",
        "7d": "field_7d",
        "": "field",
        "@": "field_",
        "_private": "private",
        "json": "json_",
        "str": "str_",
        "model_dump": "model_dump_",
        "model_id": "model_id",
        "self": "self",
    }


MANY: list[Call] = [
    ("get", f"/{n}", operation, tag)
    for n, (operation, tag) in enumerate(
        (operation, tag)
        for operation in ("list", "get", "Get", "close", "import", "x-y", "xY")
        for tag in ("a", "A", "subpackage_a/b", "subpackage_a/b/c", "", "types", "get")
    )
]


def settled(found: Lowered) -> dict[str, str]:
    names = found.names()
    return {op.key: names.attribute(op.key) for op in found.api.operations}


def assert_consistent(names: Names) -> None:
    attributes = [".".join((*path, name)) for path, name in names.methods.values()]
    attributes += [".".join(path) for path in names.resources if path]
    assert len(set(attributes)) == len(attributes)
    for part in {part for each in attributes for part in each.split(".")}:
        assert part.isidentifier()
        assert not keyword.iskeyword(part)
    root = {name for path, name in names.methods.values() if not path}
    assert not root & CLIENT
    folders = ["/".join(node.module).casefold() for node in names.resources.values()]
    assert len(set(folders)) == len(folders)
    assert not set(names.models.values()) & CLASSES
    assert len(set(names.models.values())) == len(names.models)
    for fields in names.fields.values():
        assert len(set(fields.values())) == len(fields)
        assert not set(fields.values()) & FIELDS


def test_an_unrelated_operation_renames_nothing() -> None:
    before = settled(lowered(openapi(paths(*MANY))))
    extra: Call = ("put", "/new", "fresh", "new")
    for place in (0, 10, len(MANY)):
        calls = [*MANY[:place], extra, *MANY[place:]]
        after = settled(lowered(openapi(paths(*calls))))
        assert after.pop("PUT /new") == "new.fresh"
        assert after == before


def test_the_order_in_which_files_are_given_means_nothing() -> None:
    files = {f"{n:02}.yaml": openapi(paths(call)) for n, call in enumerate(MANY)}
    backwards = dict(reversed(files.items()))
    assert settled(lowered(files)) == settled(lowered(backwards))


texts = st.text(
    st.characters(
        exclude_categories=["C", "Z"], include_characters=" ", exclude_characters="'\\"
    ),
    max_size=12,
)
"""What a quoted scalar of YAML can hold as it is."""

named = st.builds("{}{}".format, texts, st.sampled_from("aZ_0-."))
"""Such a text that is not empty."""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts, texts), min_size=1, max_size=8),
    st.lists(named, max_size=8, unique=True),
    st.sampled_from(Casing),
)
def test_any_names_settle(
    calls: list[tuple[str, str]], fields: list[str], casing: Casing
) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    document = "".join(
        f"/{n}: {{get: {{operationId: {quoted(name)}, tags: [{quoted(tag)}],"
        f" responses: {{'200': {{description: D., content: {{application/json:"
        f" {{schema: {{$ref: '#/components/schemas/T'}}}}}}}}}}}}}}\n"
        for n, (name, tag) in enumerate(calls)
    )
    entries = ", ".join(f"{quoted(name)}: {{type: string}}" for name in fields)
    schemas = f"T: {{type: object, properties: {{{entries}}}}}\n"
    found = lowered(openapi(document, schemas))
    assert_consistent(name_all(found.api, "Acme", casing, frozenset()))


def test_many_hard_names_settle() -> None:
    assert_consistent(lowered(openapi(paths(*MANY))).names())


def test_a_scope_knows_names_that_python_or_a_disk_takes_for_one() -> None:
    assert Scope(["ﬁle"]).take("file", "other") == "other"
    assert Scope(["File"]).take("file", "other") == "file"
    assert Scope(["File"], is_files=True).take("file", "other") == "other"
    scope = Scope()
    assert [scope.take("a") for _ in range(3)] == ["a", "a_2", "a_3"]
    assert [scope.take_class("B") for _ in range(3)] == ["B", "B2", "B3"]


@pytest.mark.parametrize("tag", ["2.0", "10 things", "_", "№"])
def test_a_resource_class_does_not_begin_with_a_digit(tag: str) -> None:
    document = f"""
    /things:
      get:
        operationId: look
        tags: ['{tag}']
        responses: {{'204': {{description: D.}}}}
    """
    names = lowered(openapi(document)).names()

    for resource in names.resources.values():
        assert resource.class_name.isidentifier()
        assert all(part.isidentifier() for part in resource.path)
