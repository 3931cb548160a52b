"""Which attribute path tags, samples and extensions name."""

from __future__ import annotations

import pytest

from specwright.naming.resources import extension_path, is_fern, sample_path, tag_path


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        # D1: the chain is a list in the list of tags.
        (
            [["subpackage_voices", "subpackage_voices/pvc"]],
            ("voices", "pvc"),
        ),
        ([["subpackage_audioIsolation"]], ("audioIsolation",)),
        ([[]], ()),
        # D3: one flat name.
        (["subpackage_voices/pvc/samples"], ("voices", "pvc", "samples")),
        # D4: the chain joined by dots.
        (
            ["subpackage_voices.subpackage_voices/pvc.subpackage_voices/pvc/samples"],
            ("voices", "pvc", "samples"),
        ),
        (["subpackage_v1.0.subpackage_v1.0/x"], ("v1.0", "x")),
        # D5 and others.
        ([""], ()),
        ([], ()),
        (None, ()),
        (["Voices"], ("Voices",)),
        (["First", "Last one"], ("Last one",)),
        (["a/b"], ("a/b",)),
        ([5], ()),
        ([{"name": "x"}], ()),
    ],
)
def test_tag_path(tags: object, expected: tuple[str, ...]) -> None:
    assert tag_path(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([["subpackage_a"]], True),
        (["subpackage_a"], True),
        ([[]], True),
        (["a"], False),
        ([], False),
        (None, False),
    ],
)
def test_fern_exports_are_known_by_their_tags(tags: object, expected: bool) -> None:
    assert is_fern(tags) is expected


SAMPLE = """
from acme import Acme

client = Acme(
    api_key="k",
)
{}
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("client.voices.pvc.get(voice_id='v')", ("voices", "pvc", "get")),
        ("client.save()", ("save",)),
        ("reply = client.voices.list()", ("voices", "list")),
        ("client.a.b()\nclient.c.d()", ("c", "d")),
        ("client.a.b()\nprint('done')", ("a", "b")),
        ("await client.a.b()", None),
        ("other.a.b()", None),
        ("client.a[0].b()", None),
        ("client()", None),
        ("", None),
        # Literals of another language: the first call is read all the same.
        ("client.a.b(\n    x=true,\n    y=null)\n", ("a", "b")),
        ("client.a.b(\n    x={ key: 'v', ...rest }\n)", ("a", "b")),
        ("reply = client.a.b(x=!)", ("a", "b")),
    ],
)
def test_sample_path(call: str, expected: tuple[str, ...] | None) -> None:
    assert sample_path(SAMPLE.format(call)) == expected


@pytest.mark.parametrize("code", ["(" * 100_000, "client.a(\0)", "x" * 10 + "\ud800"])
def test_samples_that_break_a_parser_are_no_samples(code: str) -> None:
    assert sample_path(code) in (None, ("a",))


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        (
            {
                "x-fern-sdk-group-name": ["voices", "pvc"],
                "x-fern-sdk-method-name": "get",
            },
            ("voices", "pvc", "get"),
        ),
        (
            {"x-fern-sdk-group-name": "voices", "x-fern-sdk-method-name": "get"},
            ("voices", "get"),
        ),
        ({"x-fern-sdk-method-name": "get"}, ("get",)),
        ({"x-fern-sdk-group-name": "voices"}, None),
        (
            {"x-speakeasy-group": "voices.pvc", "x-speakeasy-name-override": "get"},
            ("voices", "pvc", "get"),
        ),
        ({"x-speakeasy-name-override": "get"}, ("get",)),
        (
            {"x-fern-sdk-method-name": "fern", "x-speakeasy-name-override": "other"},
            ("fern",),
        ),
        ({"x-fern-sdk-method-name": 5}, None),
        ({}, None),
    ],
)
def test_extension_path(
    extensions: dict[str, object], expected: tuple[str, ...] | None
) -> None:
    assert extension_path(extensions) == expected
