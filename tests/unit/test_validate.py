"""Each class of mistake is found once, and at its own place."""

from __future__ import annotations

import socket
from textwrap import dedent
from typing import Any

import pytest

from specwright.bundle import bundle
from specwright.codes import CODES
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Diagnostics, Severity
from specwright.normalize import normalize
from specwright.read.document import read_document
from specwright.read.tree import Seq
from specwright.repair import repair
from specwright.validate import validate

CONFIG = Config(name="x", package="x", client_class="X")


def lint(*texts: str) -> tuple[Diagnostic, ...]:
    """The findings of documents, as the whole way to a validated bundle makes them."""
    diagnostics = Diagnostics()
    documents = [
        normalize(
            repair(read_document(dedent(t).encode(), f"{i}.yaml"), {}, diagnostics),
            diagnostics,
        )
        for i, t in enumerate(texts)
    ]
    validate(bundle(documents, CONFIG, diagnostics), diagnostics)
    return diagnostics.sorted()


def said(findings: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    return [
        (f.code, f.location.line, f.location.column)
        for f in findings
        if f.location is not None
    ]


GOOD = """\
openapi: 3.1.0
info:
  title: Trees
  version: "1"
servers:
  - url: https://{region}.trees.example.com
    variables:
      region: {default: eu}
tags:
  - name: trees
security:
  - key: []
paths:
  /trees/{tree_id}/leaves:
    post:
      operationId: count
      tags: [trees]
      parameters:
        - name: tree_id
          in: path
          required: true
          schema:
            type: string
        - name: limit
          in: query
          required: false
          schema:
            type: integer
            default: 10
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Count'
      responses:
        '200':
          description: Counted.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Count'
        default:
          description: Not counted.
components:
  schemas:
    Count:
      type: object
      required: [total]
      properties:
        total:
          type: integer
          minimum: 0
        kind:
          type: string
          enum: [oak, elm]
          default: oak
  securitySchemes:
    key:
      type: apiKey
      in: header
      name: x-api-key
"""


def broken(old: str, new: str, nth: int = 1) -> tuple[str, int]:
    """The good document with the nth ``old`` replaced, and the line where that is."""
    start = -1
    for _ in range(nth):
        start = GOOD.index(old, start + 1)
    return GOOD[:start] + new + GOOD[start + len(old) :], GOOD[:start].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- key: []", "- other: []", "SW216"),
        ("{tree_id}/", "{tree_id}/{tree_id}/", "SW209"),
    ],
)
def test_what_a_client_can_do_without_is_a_warning(
    old: str, new: str, code: str
) -> None:
    text, _ = broken(old, new)
    (found,) = lint(text)
    assert (found.code, found.severity) == (code, Severity.WARNING)
    assert found.consequence in ("It is not sent.", "One argument fills both.")


def test_a_key_of_query_parameters_may_stand_at_others() -> None:
    text, line = broken(
        "          in: path\n", "          in: path\n          allowReserved: true\n"
    )
    (found,) = lint(text)
    assert (found.code, found.severity) == ("SW201", Severity.WARNING)
    assert found.location is not None
    assert found.location.line == line + 1
    assert "holds here as well" in found.consequence


def test_a_parameter_without_a_name_is_left_out() -> None:
    parameter = "        - {name: '', in: header, schema: {type: string}}\n"
    text, line = broken(
        "        - name: limit\n", f"{parameter}        - name: limit\n"
    )
    (found,) = lint(text)
    assert (found.code, found.severity) == ("SW030", Severity.WARNING)
    assert found.location is not None
    assert found.location.line == line


def test_a_query_behind_a_path_is_that_of_its_parameters() -> None:
    path = "/trees/{tree_id}/leaves:"
    (found,) = lint(GOOD.replace(path, f"{path[:-1]}?limit={{limit}}:"))
    assert (found.code, found.severity) == ("SW209", Severity.WARNING)
    assert "sent as the query parameters" in found.consequence

    (found,) = lint(GOOD.replace(path, f"{path[:-1]}?limit={{other}}:"))
    assert (found.code, found.severity) == ("SW210", Severity.WARNING)
    assert found.consequence == "It is a required argument, a text."


def test_a_valid_document_has_no_findings() -> None:
    assert lint(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("operationId:", "operationid:", "SW201", "operationId"),
        ("requestBody:", "requestbody:", "SW201", "requestBody"),
        ("description: Counted", "desciption: Counted", "SW201", "description"),
        ("in: path", "in: paths", "SW204", "path"),
        ("url:", "uri:", "SW201", "url"),
        ("type: integer", "type: intger", "SW204", "integer"),
        ("required: false", "required: 'no'", "SW203", ""),
        ("required: [total]", "required: total", "SW203", ""),
        ("required: [total]", "required: [totl]", "SW215", "total"),
        ("minimum: 0", "minimum: '0'", "SW203", ""),
        ("minimum: 0", "minimun: 0", "SW218", "minimum"),
        ("enum: [oak, elm]", "enum: oak", "SW203", ""),
        ("default: oak", "default: pine", "SW214", ""),
        ("default: 10", "default: ten", "SW214", ""),
        ("'200'", "'20O'", "SW205", "three digits"),
        ("schemas/Count", "schemas/Cuont", "SW320", "Count"),
        ("name: tree_id", "name: treeid", "SW211", "tree_id"),
        ("- key: []", "- keys: []", "SW216", "key"),
        ("{region}.trees", "{zone}.trees", "SW219", "variables"),
        ("type: apiKey", "type: apikey", "SW204", "apiKey"),
        ("in: header\n", "in: headers\n", "SW204", "header"),
        ("title: Trees", "titel: Trees", "SW201", "title"),
        ("/trees/{tree_id}/", "/trees/{tree_id/", "SW209", ""),
        ("/trees/{tree_id}/", "trees/{tree_id}/", "SW205", ""),
        ("tags: [trees]", "tags: trees", "SW203", ""),
        ("  - name: trees", "  - name: trees\n  - name: trees", "SW220", ""),
    ],
)
def test_a_slip_is_found_once_at_its_line(
    old: str, new: str, code: str, hint: str
) -> None:
    text, line = broken(old, new)
    line = {"SW209": 14, "SW220": 11}.get(code, line)

    findings = lint(text)
    assert [(f.code, f.location and f.location.line) for f in findings] == [
        (code, line)
    ]
    assert hint in findings[0].hint
    assert findings[0].consequence
    assert findings[0].location is not None
    assert findings[0].location.pointer


@pytest.mark.parametrize(
    ("old", "code", "at"),
    [
        ("          in: query\n", "SW202", (24, 11)),
        ("          schema:\n            type: string\n", "SW202", (19, 11)),
        ("      in: header\n", "SW202", (58, 5)),
        ('  version: "1"\n', "SW202", (2, 1)),
        ("{default: eu}", "SW203", (8, 14)),
    ],
)
def test_what_is_missing_is_missed_where_it_belongs(
    old: str, code: str, at: tuple[int, int]
) -> None:
    text, _ = broken(old, "")

    assert said(lint(text)) == [(code, *at)]


def test_an_operation_without_responses_is_told() -> None:
    start = GOOD.index("      responses:\n")
    text = GOOD[:start] + GOOD[GOOD.index("components:\n") :]

    assert ("SW217", 15, 5) in said(lint(text))


def test_ten_mistakes_are_ten_findings() -> None:
    text = GOOD
    for old, new in [
        ("operationId:", "operationid:"),
        ("in: path", "in: paths"),
        ("required: false", "required: 'no'"),
        ("type: integer\n            default", "type: intger\n            default"),
        ("'200'", "'20O'"),
        ("schemas/Count", "schemas/Conut"),
        ("required: [total]", "required: total"),
        ("minimum: 0", "minimum: low"),
        ("type: apiKey", "type: apikey"),
        ("url:", "ulr:"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)

    assert said(lint(text)) == [
        ("SW201", 6, 5),
        ("SW201", 16, 7),
        ("SW204", 20, 15),
        ("SW203", 26, 21),
        ("SW204", 28, 19),
        ("SW320", 34, 21),
        ("SW205", 36, 9),
        ("SW203", 48, 17),
        ("SW203", 52, 20),
        ("SW204", 59, 13),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("components:", "componets:"),
        ("  schemas:", "  shcemas:"),
        ("  securitySchemes:", "  securityScheme:"),
        ("      parameters:", "      paramaters:"),
        ("- name: tree_id", "- nmae: tree_id"),
        ("schema:\n            type: string", "shcema:\n            type: string"),
        ("      responses:", "      RESPONSES:"),
        ("          description:", "          Description:"),
        ("          required: true", "          requird: true"),
    ],
)
def test_what_follows_from_a_slip_is_not_said_again(old: str, new: str) -> None:
    text, line = broken(old, new)

    assert [(f.code, f.location and f.location.line) for f in lint(text)] == [
        ("SW201", line)
    ]


def test_an_enum_value_is_of_its_type() -> None:
    text, line = broken("[oak, elm]", "[oak, 5]")

    assert [(c, at) for c, at, _ in said(lint(text))] == [("SW221", line)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("        kind:", "        \u0430:", "U+0430 CYRILLIC SMALL LETTER A"),
        ("        kind:", '        "k\\u200Dind":', "U+200D ZERO WIDTH JOINER"),
        ("name: limit", 'name: "\\u202Elimit"', "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("Id: count", "Id: c\u03bfunt", "U+03BF GREEK SMALL LETTER OMICRON"),
        ("[trees]", "[tr\u0435es]", "U+0435 CYRILLIC SMALL LETTER IE"),
    ],
)
def test_a_name_that_reads_as_another_is_told(old: str, new: str, says: str) -> None:
    text, line = broken(old, new)

    found = [f for f in lint(text) if f.code == "SW222"]
    assert [f.location and f.location.line for f in found] == [line]
    assert says in found[0].message


def test_names_in_other_alphabets_are_no_disguise() -> None:
    text, _ = broken("        kind:", "        имя:")
    text = text.replace("total", "größe")

    assert said(lint(text)) == []


def test_keywords_that_no_type_can_say_are_noted_once() -> None:
    text, line = broken(
        "          minimum: 0",
        "          not: {const: 3}\n          minimum: 0",
    )
    text = text.replace("default: oak", "default: oak\n          not: {const: elm}")

    (note,) = lint(text)
    assert (note.code, note.severity) == ("SW223", "note")
    assert "2 schemas" in note.message
    assert note.location is not None
    assert note.location.line == line


def test_unknown_keys_without_a_neighbour_are_only_ignored() -> None:
    text, line = broken("operationId: count", "operationId: count\n      colour: red")

    (finding,) = lint(text)
    assert (finding.code, finding.severity) == ("SW201", "warning")
    assert finding.location is not None
    assert finding.location.line == line + 1


PATHS = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths:
  /a/{{x}}:
    parameters: {shared}
    get:
      parameters: {own}
      responses: {{'204': {{description: ok}}}}
"""
X = "{name: x, in: path, required: true, schema: {}}"
Y = "{name: y, in: path, required: true, schema: {}}"
Q = "{name: x, in: query, schema: {}}"


@pytest.mark.parametrize(
    ("shared", "own", "expected"),
    [
        (f"[{X}]", "[]", []),
        ("[]", f"[{X}]", []),
        (f"[{X}]", f"[{X}, {Q}]", []),
        ("[]", "[]", [("SW210", 6, 5)]),
        ("[]", f"[{Q}]", [("SW210", 6, 5)]),
        ("[]", f"[{Y}]", [("SW211", 7, 27)]),
        (f"[{Y}]", "[]", [("SW211", 5, 25)]),
        (f"[{X}, {Y}]", "[]", [("SW211", 5, 74)]),
        (f"[{X}]", f"[{Y}]", [("SW211", 7, 27)]),
        (f"[{X}]", f"[{Q}, {Q}]", [("SW212", 7, 54)]),
    ],
)
def test_path_parameters_and_their_path(shared: str, own: str, expected: Any) -> None:
    assert said(lint(PATHS.format(shared=shared, own=own))) == expected


def test_a_parameter_may_be_a_reference() -> None:
    text = PATHS.format(shared="[{$ref: '#/components/parameters/X'}]", own="[]")

    assert lint(f"{text}components: {{parameters: {{X: {X}}}}}\n") == ()


def test_an_id_may_be_used_once_in_a_file() -> None:
    reply = "responses: {'204': {description: ok}}"
    text = f"""\
        openapi: 3.1.0
        info: {{title: t, version: "1"}}
        paths:
          /a: {{get: {{operationId: same, {reply}}}}}
          /b: {{get: {{operationId: same, {reply}}}}}
        """
    (finding,) = lint(text)

    assert (finding.code, str(finding.location)) == ("SW213", "0.yaml:5:27")
    assert [str(place) for _, place in finding.related] == ["0.yaml:4:27"]


def test_two_files_may_use_one_id() -> None:
    assert lint(GOOD, GOOD.replace("/trees/", "/woods/")) == ()


def test_each_file_is_reported_by_its_own_name() -> None:
    text, line = broken("in: path", "in: paths")

    (finding,) = lint(GOOD.replace("/trees/", "/woods/"), text)
    assert str(finding.location) == f"1.yaml:{line}:15"


DEFAULTS = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths: {{}}
components:
  schemas:
    E: {{type: string, enum: [a, b]}}
    S: {schema}
"""


@pytest.mark.parametrize(
    ("schema", "fits"),
    [
        ("{type: string, default: a}", True),
        ("{type: string, default: 1}", False),
        ("{type: [string, 'null'], default: null}", True),
        ("{type: string, default: null}", False),
        ("{type: integer, default: 1.0}", True),
        ("{type: integer, default: 1.5}", False),
        ("{type: number, default: 1}", True),
        ("{type: integer, default: true}", False),
        ("{type: integer, minimum: 2, default: 1}", False),
        ("{type: integer, exclusiveMaximum: 1, default: 1}", False),
        ("{type: string, maxLength: 1, default: ab}", False),
        ("{enum: [1, 2], default: 1.0}", True),
        ("{const: a, default: b}", False),
        ("{$ref: '#/components/schemas/E', default: b}", True),
        ("{allOf: [{$ref: '#/components/schemas/E'}], default: c}", False),
        ("{oneOf: [{type: 'null'}, {type: string}], default: a}", True),
        ("{anyOf: [{type: 'null'}, {type: string}], default: 1}", False),
        ("{type: array, items: {type: string}, default: [a, 1]}", False),
        ("{properties: {a: {type: string}}, default: {a: 1, b: 2}}", False),
        ("{default: {anything: [goes]}}", True),
    ],
)
def test_a_default_fits_its_schema(schema: str, fits: bool) -> None:
    findings = lint(DEFAULTS.format(schema=schema))

    assert [f.code for f in findings] == ([] if fits else ["SW214"])
    assert all(f.severity == "warning" for f in findings)


def test_branches_that_double_take_no_time() -> None:
    links = "".join(
        f"    S{i}: {{allOf: [{{$ref: '#/components/schemas/S{i + 1}'}}, "
        f"{{$ref: '#/components/schemas/S{i + 1}'}}], default: 1}}\n"
        for i in range(35)
    )
    text = DEFAULTS.format(schema="{}") + links + "    S35: {type: integer}\n"

    assert lint(text) == ()


def test_recursion_is_no_special_case() -> None:
    text = DEFAULTS.format(
        schema="{anyOf: [{type: string}, {type: array, items: "
        "{$ref: '#/components/schemas/S'}}], default: [[[a]], a]}"
    )

    assert lint(text) == ()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    text = DEFAULTS.format(
        schema="{$schema: 'https://meta.example.com/s', $id: 'https://id.example.com/',"
        " externalDocs: {url: 'https://docs.example.com'}, default: 1,"
        " items: {$ref: 'https://x.example.com/y.json'}}"
    )

    assert [f.code for f in lint(text)] == ["SW324"]


def test_openapi_spec_validator_has_the_last_word() -> None:
    text = DEFAULTS.format(schema="{allOf: [{properties: {a: {}}}], required: [zebra]}")

    (finding,) = lint(text)
    assert finding.code == "SW230"
    assert "zebra" in finding.message
    assert finding.location is not None
    assert finding.location.line == 7


def test_a_second_opinion_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("specwright.checks.opinion.STEPS", 1)
    text = DEFAULTS.format(schema="{allOf: [{allOf: [{type: object}]}], required: [z]}")

    (finding,) = lint(text)
    assert (finding.code, finding.severity) == ("SW232", "note")


def test_a_text_that_is_no_unicode_does_not_break_the_check() -> None:
    document = read_document(GOOD.encode(), "0.yaml")
    document.root["jsonSchemaDialect"] = "\ud800"
    tags = document.root["tags"]
    assert isinstance(tags, Seq)
    tags.append("\ud800")
    diagnostics = Diagnostics()

    validate(bundle([document], CONFIG, diagnostics), diagnostics)
    assert [d.code for d in diagnostics] == ["SW231"]


@pytest.mark.parametrize(
    "statement",
    [
        "paths: 5",
        "paths: {/a: 5}",
        "components: {schemas: {A: 5}}",
        "servers: 7",
        "externalDocs: 5",
        "tags: [5]",
        "security: [5]",
        "components: {parameters: {P: [1]}}",
        "paths: {/a: {get: {responses: 7}}}",
        "webhooks: {a: 7}",
        "paths: {/a: {get: {parameters: 7, responses: {'200': {description: x}}}}}",
    ],
)
def test_a_wrong_shape_is_a_finding_and_no_crash(statement: str) -> None:
    findings = lint(f"openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\n{statement}\n")

    assert "SW203" in {f.code for f in findings}
    assert "SW231" not in {f.code for f in findings}


def test_every_code_is_explained() -> None:
    rules = [rule for code, rule in CODES.items() if code[:3] in ("SW2", "SW3")]

    assert len(rules) > 20
    assert all(len(rule.explanation) > 40 for rule in rules)
