"""What overlays do to the generated package: names, types, replies, credentials."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from support.specs import CONFIG, openapi

from specwright import pipeline, run
from specwright.config import Config, Selection
from specwright.diagnostics import Severity
from specwright.workspace import Workspace

SHARED = Path(__file__).resolve().parents[3] / "../shared"


def generated(
    actions: str, document: str, head: str, config: Config = CONFIG
) -> pipeline.Result:
    """The package of a document with an overlay's actions; there are no errors."""
    inputs = {
        "api.yaml": document.encode(),
        "a.overlay.yaml": (head + dedent(actions)).encode(),
    }
    result = pipeline.generate(inputs, config)
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    assert not errors, errors
    return result


def signature(files: Mapping[str, str], method: str) -> tuple[list[str], str]:
    """The arguments of a method, `self` apart, and what it is said to return."""
    for path, text in files.items():
        if path.startswith("src/") and "/_runtime/" not in path:
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef) and node.name == method:
                    names = [*node.args.args[1:], *node.args.kwonlyargs]
                    assert node.returns is not None
                    return [a.arg for a in names], ast.unparse(node.returns)
    raise AssertionError(f"there is no method {method}")


def classes(files: Mapping[str, str]) -> set[str]:
    return {
        node.name
        for path, text in files.items()
        if path.endswith("types.py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
    }


def test_a_type_gets_the_name_that_is_asked_for(voices: str, head: str) -> None:
    result = generated(
        """\
        - target: $.components.schemas.User
          update: {x-specwright-name: TTSUser2}
        - target: $.components.schemas.Voice
          update: {x-fern-type-name: Sound}
        """,
        voices,
        head,
    )
    assert {"TTSUser2", "Sound"} <= classes(result.files)
    users = {k: v for k, v in result.files.items() if "/users/" in k}
    assert signature(users, "get")[1] == "TTSUser2"


def test_an_inline_type_gets_a_name_of_its_own(head: str) -> None:
    document = openapi("""
        /a:
          get:
            operationId: get
            tags: [a]
            responses:
              '200':
                description: A.
                content:
                  application/json:
                    schema:
                      type: object
                      properties:
                        inner: {type: object, properties: {x: {type: string}}}
        """)
    schema = "$.paths['/a'].get.responses['200'].content['application/json'].schema"
    result = generated(
        f"""\
        - target: {schema}
          update: {{x-specwright-name: Outer}}
        - target: {schema}.properties.inner
          update: {{x-fern-type-name: Inner, x-specwright-name: nested}}
        """,
        document,
        head,
    )
    assert classes(result.files) == {"Outer", "Inner"}
    fields = {
        target.id
        for path, text in result.files.items()
        if path.endswith("types.py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.AnnAssign)
        and isinstance(target := node.target, ast.Name)
    }
    assert fields == {"nested", "x"}


def test_the_name_of_a_part_is_not_that_of_the_whole(head: str) -> None:
    document = openapi(
        """
        /a:
          get:
            operationId: get
            tags: [a]
            responses:
              '200':
                description: A.
                content:
                  application/json: {schema: {$ref: '#/components/schemas/Cat'}}
        """,
        """
        Pet: {type: object, properties: {name: {type: string}}}
        Cat:
          allOf: [{$ref: '#/components/schemas/Pet'}]
          properties: {pet: {$ref: '#/components/schemas/Pet'}}
        """,
    )
    result = generated(
        """\
        - target: $.components.schemas.Pet
          update: {x-specwright-name: Animal}
        """,
        document,
        head,
    )
    assert classes(result.files) == {"Animal", "Cat"}


def test_arguments_and_properties_get_their_names(head: str) -> None:
    document = openapi(
        """
        /a/{id}:
          post:
            operationId: send
            tags: [a]
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
              - {name: page-size, in: query, schema: {type: integer}}
              - {name: from, in: query, schema: {type: integer}}
            requestBody:
              content:
                application/json: {schema: {$ref: '#/components/schemas/Body'}}
            responses:
              '200':
                description: A.
                content:
                  application/json: {schema: {$ref: '#/components/schemas/Body'}}
        """,
        "Body: {type: object, properties: {textValue: {type: string}}}",
    )
    parameters = "$.paths['/a/{id}'].post.parameters"
    result = generated(
        f"""\
        - target: {parameters}[?@.name == 'id']
          update: {{x-specwright-name: item_id}}
        - target: {parameters}[?@.name == 'page-size']
          update: {{x-fern-parameter-name: limit2}}
        - target: {parameters}[?@.name == 'from']
          update: {{x-specwright-name: class}}
        - target: $.components.schemas.Body.properties.textValue
          update: {{x-fern-property-name: text}}
        """,
        document,
        head,
    )
    arguments, _ = signature(result.files, "send")
    assert arguments == ["item_id", "limit2", "class_", "text", "request_options"]
    source = "".join(v for k, v in result.files.items() if "/a/" in k or "types" in k)
    for wire in ("page-size", "from", "textValue"):
        assert f'"{wire}"' in source, "the wire keeps its names"


PAGE = """\
openapi: 3.1.0
info: {title: Page, version: '1'}
servers: [{url: https://api.acme.test}]
paths:
  /v1/clips:
    get:
      operationId: list_clips
      tags: [subpackage_clips]
      responses:
        '200':
          description: The clip.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/clips_get_Response_200'}
components:
  schemas:
    clips_get_Response_200: {type: object, properties: {}}
x-page:
  samples:
    - language: python
      code: |
        from acme import Acme
        client = Acme(api_key="k")
        client.media.clips.fetch()
"""
"""A page, whose sample names the method and whose reply says nothing."""


def attributes(result: pipeline.Result) -> list[str]:
    return [operation.attribute for operation in result.operations]


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("{summary: S}", "media.clips.fetch"),
        ("{operationId: other}", "media.clips.fetch"),
        (
            "{x-fern-sdk-group-name: [tapes], x-fern-sdk-method-name: getAll}",
            "tapes.get_all",
        ),
        ("{x-specwright-name: tapes.get_v2}", "tapes.get_v2"),
        ("{x-specwright-name: play}", "play"),
    ],
)
def test_methods_and_resources_get_their_names(
    head: str, update: str, expected: str
) -> None:
    result = generated(
        f"- target: $.paths['/v1/clips'].get\n  update: {update}\n", PAGE, head
    )
    assert attributes(result) == [expected]


@pytest.mark.parametrize(
    ("action", "name"),
    [
        (
            "- target: $.components.schemas.User\n"
            "  update: {x-specwright-name: ByteStream}\n",
            "'ByteStream'",
        ),
        (
            "- target: $.components.schemas['User', 'Voice']\n"
            "  update: {x-specwright-name: Thing}\n",
            "'Thing'",
        ),
        (
            "- target: $.paths.*.get\n  update: {x-specwright-name: things.get}\n",
            "'things.get'",
        ),
        (
            "- target: $.paths['/v1/voices'].get.parameters[0]\n"
            "  update: {x-specwright-name: request_options}\n",
            "'request_options'",
        ),
        (
            "- target: $.components.schemas.User.properties.id\n"
            "  update: {x-specwright-name: json}\n",
            "'json'",
        ),
    ],
)
def test_a_name_that_cannot_be_had_is_said(
    voices: str, head: str, action: str, name: str
) -> None:
    found = generated(action, voices, head).diagnostics
    (missed,) = [d for d in found if d.code == "SW340"]
    assert name in missed.message
    assert missed.location is not None


def test_a_reply_is_pinned(head: str) -> None:
    before = generated("- {target: $.info, update: {x-a: 1}}\n", PAGE, head)
    assert signature(before.files, "fetch")[1] == "ByteStream | JsonValue"
    reply = "$.paths['/v1/clips'].get.responses['200']"
    after = generated(
        f"""\
        - target: {reply}['x-specwright-reply', 'content']
          remove: true
        - target: {reply}
          update:
            content:
              audio/mpeg: {{schema: {{type: string, format: binary}}}}
        """,
        PAGE,
        head,
    )
    assert signature(after.files, "fetch")[1] == "ByteStream"


def test_a_credential_is_changed(head: str) -> None:
    document = openapi(
        "/a: {get: {operationId: get, tags: [a], responses: {'204': {description: A}}}}",
        head="""\
servers: [{url: 'https://api.acme.test'}]
security: [{key: []}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}""",
    )
    result = generated(
        """\
        - target: $.components.securitySchemes.key
          remove: true
        - target: $.components.securitySchemes
          update: {token: {type: http, scheme: bearer}}
        - target: $.security[?@.key]
          remove: true
        - target: $.security
          update: {token: []}
        """,
        document,
        head,
    )
    client = result.files["src/acme/client.py"]
    assert '"Bearer "' in client
    assert "x-key" not in client


def test_an_invalid_document_is_mended(voices: str, head: str) -> None:
    invalid = voices.replace("type: integer", "type: integr")
    found = pipeline.generate({"api.yaml": invalid.encode()}, CONFIG).diagnostics
    assert found.has_errors
    mended = generated(
        "- target: $..schema[?@ == 'integr']\n  update: integer\n", invalid, head
    )
    assert mended.files


def test_what_an_overlay_makes_invalid_stands_in_the_overlay(
    voices: str, head: str
) -> None:
    actions = (
        "- target: $.paths['/v1/voices'].get.responses['200']\n"
        "  update:\n"
        "    descripton: Slip.\n"
    )
    inputs = {
        "api.yaml": voices.encode(),
        "a.overlay.yaml": (head + actions).encode(),
    }
    result = pipeline.generate(inputs, CONFIG)
    (slip,) = [d for d in result.diagnostics if "descripton" in d.message]
    assert str(slip.location).startswith("a.overlay.yaml:6:5")
    assert not result.files or slip.severity is not Severity.ERROR


def test_an_overlay_that_changes_nothing_changes_no_file(
    voices: str, head: str
) -> None:
    plain = pipeline.generate({"api.yaml": voices.encode()}, CONFIG)
    over = generated("- {target: $.info, update: {x-a: 1}}\n", voices, head)
    assert over.files == plain.files


def test_an_overlay_that_fails_leaves_no_files(voices: str, head: str) -> None:
    inputs = {
        "api.yaml": voices.encode(),
        "a.overlay.yaml": f"{head}- {{target: $.nope, remove: true}}\n".encode(),
    }
    result = pipeline.generate(inputs, CONFIG)
    assert not result.files
    assert [d.code for d in result.diagnostics if d.severity is Severity.ERROR] == [
        "SW333"
    ]


def test_an_excluded_operation_may_be_invalid(voices: str) -> None:
    invalid = voices.replace("type: integer", "type: integr")
    chosen = replace(CONFIG, exclude=Selection(tags=("voices",)))
    result = pipeline.generate({"api.yaml": invalid.encode()}, chosen)
    assert attributes(result) == ["users.get"]


def test_overlays_are_inputs_of_the_lock(
    tmp_path: Path, voices: str, head: str
) -> None:
    folder = tmp_path / "specs/acme"
    folder.mkdir(parents=True)
    (folder / "api.yaml").write_text(voices)
    (folder / "a.overlay.yaml").write_text(
        f"{head}- {{target: $.info, update: {{x-a: 1}}}}\n"
    )
    made: Any = run.generate(Workspace(tmp_path), "acme")
    assert made.usable
    assert set(made.lock.inputs) == {
        "specs/acme/a.overlay.yaml",
        "specs/acme/api.yaml",
    }


def test_a_vendors_own_overrides() -> None:
    folder = SHARED / "specs/elevenlabs"
    if not folder.is_dir():
        pytest.skip("the documents of vendors are not next to this repository")
    names = ("openapi.json", "openapi-overrides.yml")
    inputs = {name: (folder / name).read_bytes() for name in names}
    plain = pipeline.generate({names[0]: inputs[names[0]]}, CONFIG)
    result = pipeline.generate(inputs, CONFIG)
    assert result.files
    assert len(plain.operations) == 208
    ignored = [d for d in result.diagnostics if d.code == "SW409"]
    assert len(result.operations) + len(ignored) == 208
    assert {d.location.file for d in ignored if d.location} == {names[1]}
    changed = set(attributes(result)) - set(attributes(plain))
    assert changed == {"dubbing.transcript.get_transcript_for_dub"}
