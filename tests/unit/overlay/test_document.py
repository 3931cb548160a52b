"""The form of overlays: what is wrong in one is found at its own line."""

from __future__ import annotations

from typing import Any

import pytest

from specwright.diagnostics import Severity

INFO = "info: {title: T, version: '1'}\n"
ACTIONS = "actions: [{target: $, update: {x-a: 1}}]\n"


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("overlay: 1.1.0\n" + ACTIONS, ("SW330", 1), "`info` is missing"),
        ("overlay: 1.1.0\ninfo: T\n" + ACTIONS, ("SW330", 2), "`info` is a mapping"),
        (
            "overlay: 1.1.0\ninfo: {title: T}\n" + ACTIONS,
            ("SW330", 2),
            "`version` is missing",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: 1}\n" + ACTIONS,
            ("SW330", 2),
            "`version` is a string",
        ),
        ("overlay: 1.1.0\n" + INFO, ("SW330", 1), "`actions` is a list"),
        ("overlay: 1.1.0\n" + INFO + "actions: []", ("SW330", 3), "holds none"),
        ("overlay: 1.1.0\n" + INFO + "actions: {}", ("SW330", 3), "holds none"),
        ("overlay: 1.1.0\n" + INFO + "actions: [x]", ("SW330", 3), "is a mapping"),
        (
            "overlay: 1.1.0\n" + INFO + ACTIONS + "extend: x\n",
            ("SW330", 4),
            "'extend' is no key of an overlay",
        ),
        (
            "overlay: 1.1.0\n" + INFO + "extends: [a]\n" + ACTIONS,
            ("SW330", 3),
            "`extends` is a string",
        ),
        ("overlay: 2.0.0\n" + INFO + ACTIONS, ("SW331", 1), "'2.0.0'"),
        ("overlay: 1.2.0\n" + INFO + ACTIONS, ("SW331", 1), "'1.2.0'"),
        ("overlay: [1]\n" + INFO + ACTIONS, ("SW331", 1), "'[1]'"),
        (INFO + ACTIONS, ("SW331", 1), "`overlay` is missing"),
    ],
)
def test_a_document_out_of_form(
    laid: Any, text: str, expected: tuple[str, int], message: str
) -> None:
    found = laid({"a.overlay.yaml": text})
    assert found.said == [expected]
    assert message in found.findings[0].message
    assert found.findings[0].location.file == "a.overlay.yaml"


@pytest.mark.parametrize(
    ("action", "line", "message"),
    [
        ("- update: {}", 4, "`target` is missing"),
        ("- target: 5\n  update: {}", 4, "`target` is a string"),
        ("- target: $.info", 4, "neither"),
        ("- target: $.info\n  remove: false", 4, "neither"),
        ("- target: $.info\n  remove: 'yes'", 5, "`remove` is true or false"),
        ("- target: $.info\n  copy: [$.info]", 5, "`copy` is a string"),
        ("- target: $.info\n  udpate: {}", 5, "'udpate' is no key of an action"),
        ("- target: $.info\n  update: {}\n  copy: $.tags", 6, "either"),
        ("- target: $.info\n  description: 5\n  update: {}", 5, "`description`"),
    ],
)
def test_an_action_out_of_form(laid: Any, action: str, line: int, message: str) -> None:
    found = laid(action)
    assert found.said == [("SW330", line)]
    assert message in found.findings[0].message
    assert found.findings[0].location.pointer.startswith("/actions/0")


def test_a_slip_is_answered_with_the_right_word(laid: Any) -> None:
    (slip,) = laid("- target: $.info\n  udpate: {}").findings
    assert slip.hint == "Did you mean `update`?"


def test_every_action_is_looked_at(laid: Any) -> None:
    found = laid("- update: {}\n- target: $.info\n- target: $.info\n  x-why: y\n")
    assert found.said == [("SW330", 4), ("SW330", 5), ("SW330", 6)]


def test_copy_is_a_word_of_the_later_version(laid: Any, head: str) -> None:
    action = "- target: $.components.schemas.User\n  copy: $.components.schemas.Voice\n"
    old = laid({"a.overlay.yaml": head.replace("1.1.0", "1.0.0") + action})
    assert old.said == [("SW330", 5)]
    assert laid(action).said == []


@pytest.mark.parametrize("version", ["1.0.0", "1.0.9", "1.1.0", "1.1", "'1.0'"])
def test_supported_versions(laid: Any, head: str, version: str) -> None:
    text = head.replace("1.1.0", version) + "- {target: $.info, update: {x-a: 1}}\n"
    found = laid({"a.overlay.yaml": text})
    assert found.said == []
    assert found.at("info", "x-a") == 1


def test_extensions_stand_anywhere(laid: Any) -> None:
    text = (
        "overlay: 1.0.0\nx-a: 1\ninfo: {title: T, version: '1', x-b: 2}\n"
        "actions: [{target: $.info, update: {x-c: 3}, x-d: 4}]\n"
    )
    assert laid({"a.overlay.yaml": text}).findings == ()


@pytest.mark.parametrize(
    ("extends", "known"),
    [
        ("./api.yaml", True),
        ("api.yaml", True),
        ("https://acme.test/openapi.yaml", True),
        ("apo.yaml", False),
        ("../api.yaml", False),
        ("//[", False),
    ],
)
def test_extends_names_a_file_of_the_client(
    laid: Any, head: str, extends: str, known: bool
) -> None:
    text = f"{head}- {{target: $.info, update: {{x-a: 1}}}}\nextends: '{extends}'\n"
    found = laid({"a.overlay.yaml": text})
    assert found.said == ([] if known else [("SW335", 5)])
    assert all(f.severity is Severity.WARNING for f in found.findings)
    assert found.at("info", "x-a") == 1, "it is applied all the same"


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n"])
def test_a_file_that_is_no_mapping(laid: Any, text: str) -> None:
    found = laid({"a.overlay.yaml": text})
    assert len(found.errors) == 1
    assert found.errors[0].location.file == "a.overlay.yaml"


@pytest.mark.parametrize(
    "name",
    ["overlay.yaml", "a.overlay.yml", "a-overlay.yaml", "specs/x/a.overlay.json"],
)
def test_names_of_overlays(laid: Any, name: str) -> None:
    json = (
        '{"overlay": "1.0.0", "info": {"title": "T", "version": "1"},'
        ' "actions": [{"target": "$.info", "update": {"x-a": 1}}]}'
    )
    assert laid({name: json}).at("info", "x-a") == 1


@pytest.mark.parametrize("name", ["video.overlay.yaml", "user.overrides.yaml"])
def test_a_whole_document_is_none_whatever_its_name(
    laid: Any, voices: str, name: str
) -> None:
    found = laid({name: voices.replace("/v1/", "/v2/")})
    assert found.findings == ()
    assert "/v2/voices" in found.at("paths")
