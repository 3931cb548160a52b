"""Each way from a document's text into a file, one by one: nothing of it acts there.

`benchmarks/escapes.py` takes each escape away and looks whether a test here sees it.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest
from injection.oracle import problems
from jinja2 import UndefinedError
from support.specs import CONFIG

from specwright.codes import finding
from specwright.diagnostics import Location, Source
from specwright.naming.memory import usable
from specwright.naming.scope import Scope
from specwright.pipeline import generate
from specwright.python.prose import docstring, fenced, markdown, paragraphs
from specwright.render import environment
from specwright.report import Report
from specwright.text import Code, Data, Text, json_data, printable, show
from specwright.toml import toml_string

HIDDEN = {
    "Cc": "\x85",
    "Cf": "\u202e",
    "Cs": "\ud800",
    "Co": "\ue000",
    "Cn": "\uffff",
    "Zl": "\u2028",
    "Zp": "\u2029",
}
"""A character of each category of Unicode that people cannot see."""


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_cannot_be_seen_is_spelled_or_left_out(kind: str) -> None:
    char = HIDDEN[kind]
    assert char not in docstring([f"a{char}b"])
    assert ascii(char)[1:-1] in docstring([f"a{char}b"])
    assert markdown(Text(f"a{char}b")) == "a b"
    assert fenced(f"a{char}b") == "`a b`"
    assert char not in show(f"a{char}b")
    assert printable(f"a{char}b") == f"a{ascii(char)[1:-1]}b"


def test_files_differ_by_more_than_forms_of_a_character() -> None:
    assert Scope(["x\u00b2"], is_files=True).take("x2", "other") == "other"
    assert Scope(["X2"], is_files=True).take("x2", "other") == "other"


def test_one_line_of_markdown_is_one_line_without_gaps() -> None:
    assert markdown(Text("a  b\n\tc \u2003 d")) == "a b c d"


def test_the_digest_of_warnings_does_nothing_either() -> None:
    text = "\x1b[31m\n::error::x\r"
    source = Source(text, "")
    found = finding("SW401", text, Location(source=source, line=1, column=1))
    assert Report().brief([found]).isprintable()
    assert Report().brief([found, replace(found, message="other")]).isprintable()


def test_a_message_shows_letters_of_other_scripts_by_their_numbers() -> None:
    # A look-alike, or one that turns the line around, would tell a lie.
    assert show("p\u0430ypal \u05d0") == "'p\\u0430ypal \\u05d0'"


@pytest.mark.parametrize(
    "value", [float("inf"), float("nan"), ["\ud800"], {"a": -1e999}]
)
def test_a_sample_gives_nothing_that_json_has_not(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON|surrogates"):
        json_data(value)


@pytest.mark.parametrize("char", "\\`*_{}[]<>|#~")
def test_each_mark_of_markdown_is_only_a_character(char: str) -> None:
    assert markdown(Text(f"a{char}b")) == f"a\\{char}b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. one", "1\\. one"),
        ("12) one", "12\\) one"),
        ("- one", "\\- one"),
        ("+ one", "\\+ one"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("1.5 seconds", "1\\.5 seconds"),
    ],
)
def test_a_text_begins_no_list_line_or_heading(text: str, expected: str) -> None:
    assert markdown(Text(text)) == expected
    assert paragraphs(Text(f"a\n\n{text}")) == f"a\n\n{expected}"


@pytest.mark.parametrize(
    "value", ["raw", Text("raw"), Data("raw"), True, 1.5, None, []]
)
def test_a_template_prints_nothing_but_code(value: object) -> None:
    with pytest.raises(TypeError):
        environment().from_string("{{ value }}").render(value=value)


def test_raw_text_in_an_expression_of_a_template_is_escaped() -> None:
    template = environment().from_string("{{ code ~ raw }}")
    assert template.render(code=Code("a"), raw='<b>"') == "a&lt;b&gt;&#34;"


def test_a_template_cannot_print_what_is_not_there() -> None:
    with pytest.raises((TypeError, UndefinedError)):
        environment().from_string("{{ nothing }}").render()


@pytest.mark.parametrize("value", [Text("raw"), Data("raw")])
def test_what_a_document_says_cannot_be_printed_by_mistake(value: Text | Data) -> None:
    with pytest.raises(TypeError):
        str(value)
    with pytest.raises(TypeError):
        f"{value}"
    with pytest.raises(TypeError):
        format(value, ">10")
    with pytest.raises(TypeError):
        "".join([value])  # type: ignore[list-item]
    assert "raw" in repr(value)


def test_toml_is_plain_ascii_and_reads_back() -> None:
    text = (
        "".join(HIDDEN.values()).replace("\ud800", "") + "\"\\'\x00\n\u00e9\U0001f600"
    )
    written = toml_string(text)
    assert written.isascii()
    assert written.isprintable()
    assert tomllib.loads(f"a = {written}") == {"a": text}


@pytest.mark.parametrize(
    "name",
    [
        "v\u043eices",
        "\u00e9",
        "a.\u00b2",
        "_private",
        "__init__",
        "a b",
        "class",
        "",
        "1a",
    ],
)
def test_no_lock_brings_back_a_name_that_is_none(name: str) -> None:
    assert usable("voices.list")
    assert not usable(name)
    assert not usable(f"voices.{name}")


HOSTILE = '"q" \\ <img src=x onerror=a> [a](javascript:b) ![c](d) | `e` # f\n\n<script>\n\n> g'
"""In one text what is live in Markdown, and what ends the cell of a table."""

PLACES = (
    "title",
    "path",
    "operation",
    "summary",
    "reference",
    "parameter",
    "enum",
    "default",
    "pattern",
    "response",
    "credential",
    "variable",
    "server",
)


def document(place: str) -> str:
    """A document with the hostile text at one place."""

    def at(name: str, otherwise: str) -> str:
        return HOSTILE if place == name else otherwise

    path = f"/x/{at('path', 'y')}"
    schema = {"type": "string", "enum": [at("enum", "a")]}
    text = {"type": "string", "default": at("default", "a")}
    text["pattern"] = at("pattern", ".*")
    parameters = [
        {"name": "a", "in": "query", "schema": schema},
        {"name": "b", "in": "query", "schema": text},
    ]
    parameters[0]["description"] = at("parameter", "A.")
    operation = {
        "operationId": "call",
        "description": at("operation", "" if place == "summary" else "Calls."),
        "summary": at("summary", "Call"),
        "externalDocs": {"url": at("reference", "https://acme.test/docs")},
        "parameters": parameters,
        "responses": {
            "204": {"description": "Done."},
            "404": {"description": at("response", "None.")},
        },
    }
    variable = {"default": "a", "description": at("variable", "V.")}
    server = {"url": "https://{v}.acme.test", "variables": {"v": variable}}
    scheme = {"type": "apiKey", "in": "header", "name": "X-Key"}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": at("title", "T"), "version": "1"},
            "servers": [server | {"description": at("server", "S")}],
            "security": [{"key": []}],
            "paths": {path: {"get": operation}},
            "components": {
                "securitySchemes": {
                    "key": scheme | {"description": at("credential", "K.")}
                }
            },
        }
    )


@pytest.mark.parametrize("place", PLACES)
def test_no_markdown_of_the_document_is_live(place: str) -> None:
    made = generate({"api.json": document(place).encode()}, CONFIG)
    assert made.files, [d.message for d in made.diagnostics]
    assert problems(made.files, CONFIG.package) == []
    plain = generate({"api.json": document("").encode()}, CONFIG)
    for name in ("README.md", "reference.md"):
        assert cells(made.files[name]) == cells(plain.files[name])


def cells(text: str) -> list[int]:
    """How many cells each row of the tables has."""
    lines = (line.replace("\\|", "") for line in text.split("\n"))
    return [line.count("|") for line in lines if line.startswith("|")]
