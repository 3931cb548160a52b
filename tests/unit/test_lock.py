from __future__ import annotations

import tomllib

import pytest

from specwright.config import load_config
from specwright.diagnostics import Unusable
from specwright.lock import (
    Lock,
    config_digest,
    digest,
    is_inside,
    parse_lock,
    render_lock,
)

NAME = "generated/acme/specwright.lock"
LOCK = Lock(
    tool="1.0",
    config="c0",
    inputs={"specs/acme/b.yaml": "b1", "specs/acme/a.yaml": "a1"},
    files={"src/acme/__init__.py": "f1", "README.md": "f0"},
    kept={"src/acme/extra.py": "yours"},
    facts={
        "names": {"GET /v1": "voices.get", '#/components/schemas/A "B"\\': "AB"},
        "tables": {"one": {"a b": "x"}, "two": {"c": "y"}},
        "degraded": ["#/components/schemas/Any"],
        "counts": {"degraded": 0, "exact": True, "tags": ["a", "b"]},
    },
)


def refusal(text: str) -> tuple[str, str, str]:
    with pytest.raises(Unusable) as caught:
        parse_lock(text.encode(), NAME)
    found = caught.value.diagnostic
    return found.code, str(found.location).removeprefix(f"{NAME}:"), found.hint


def test_a_lock_reads_back_as_it_was_written() -> None:
    assert parse_lock(render_lock(LOCK).encode(), NAME) == LOCK


def test_the_order_of_entries_does_not_show() -> None:
    turned = Lock(
        tool="1.0",
        config="c0",
        inputs=dict(sorted(LOCK.inputs.items())),
        files=dict(sorted(LOCK.files.items())),
        kept=LOCK.kept,
        facts=dict(sorted(LOCK.facts.items())),
    )
    assert render_lock(turned) == render_lock(LOCK)


def test_one_line_an_entry_so_that_branches_merge() -> None:
    more = Lock(
        tool="1.0",
        config="c0",
        inputs=LOCK.inputs,
        files={**LOCK.files, "reference.md": "f9"},
        kept=LOCK.kept,
        facts=LOCK.facts,
    )
    before, after = (set(render_lock(x).split("\n")) for x in (LOCK, more))
    assert after - before == {'"reference.md" = "f9"'}
    assert before <= after


@pytest.mark.parametrize(
    "text", ["é", "\u202e", "\x00\x1f\x7f", "😀", 'a"b\\c', "\r\n", "\u2028", "[a]\n#"]
)
def test_any_text_survives_as_key_and_value(text: str) -> None:
    lock = Lock(config="", inputs={}, files={}, facts={"t": {text: [text, [text]]}})
    written = render_lock(lock)
    assert written.isascii()
    assert tomllib.loads(written)["t"] == {text: [text, [text]]}


def test_a_long_list_takes_a_line_an_item() -> None:
    items = [f"component-{i}" for i in range(20)]
    lock = Lock(config="", inputs={}, files={}, facts={"t": {"x": items}})
    assert '\n    "component-7",\n' in render_lock(lock)
    assert tomllib.loads(render_lock(lock))["t"]["x"] == items


@pytest.mark.parametrize(
    "facts",
    [
        {"tool": "text"},
        {"files": {"a": "b"}},
        {"t": {"a": None}},
        {"t": {"a": 1.5}},
        {"t": {"a": "\ud800"}},
    ],
)
def test_facts_that_a_lock_cannot_hold(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"a lock|TOML"):
        render_lock(Lock(config="", inputs={}, files={}, facts=facts))


def test_merge_conflict() -> None:
    lines = render_lock(LOCK).split("\n")
    at = lines.index("[files]") + 1
    lines[at:at] = ["<<<<<<< ours", "a = 1", "=======", "a = 2", ">>>>>>> theirs"]
    code, place, hint = refusal("\n".join(lines))
    assert code == "SW802"
    assert place == f"{at + 1}:1"
    assert "git checkout --theirs generated/acme" in hint


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("format = 1", "format = 2", "SW803", "5:1"),
        ("format = 1", "", "SW801", "1:1"),
        ('tool = "1.0"', "tool = 1", "SW801", "6:1"),
        ('config = "c0"', "", "SW801", "1:1"),
        ("[files]", "[other]", "SW801", "1:1"),
        ("[inputs]", "inputs = 1\n[x]", "SW801", "10:1"),
        ('"f0"', "0", "SW801", "15:1"),
        ('"README.md"', '"../README.md"', "SW801", "15:1"),
        ('"src/acme/extra.py"', '"/etc/passwd"', "SW801", "19:1"),
        ('tool = "1.0"', "tool = ", "SW801", "6:8"),
    ],
)
def test_broken_locks(old: str, new: str, code: str, place: str) -> None:
    text = render_lock(LOCK)
    assert old in text
    assert refusal(text.replace(old, new))[:2] == (code, place)


def test_a_lock_that_is_not_text() -> None:
    with pytest.raises(Unusable) as caught:
        parse_lock(b"\xff\xfe", NAME)
    assert caught.value.diagnostic.code == "SW801"


def test_digest_is_the_same_for_both_line_ends() -> None:
    assert digest(b"a\r\nb\r\n") == digest(b"a\nb\n")
    assert digest(b"a\nb") != digest(b"a\nb\n")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('# a comment\nversion   =  "0.1.0"', True),
        ('version = "0.2.0"', False),
        ('[environments]\nA = "https://a.test"', False),
    ],
)
def test_config_digest_follows_the_meaning(text: str, same: bool) -> None:
    plain, _ = load_config("acme", b"", "client.toml")
    other, found = load_config("acme", text.encode(), "client.toml")
    assert not found.sorted()
    assert (config_digest(plain) == config_digest(other)) is same


def test_config_digest_sees_which_environment_is_first() -> None:
    tables = ('A = "https://a.test"\n', 'B = "https://b.test"\n')
    one, _ = load_config("acme", f"[environments]\n{''.join(tables)}".encode(), "x")
    other, _ = load_config(
        "acme", f"[environments]\n{''.join(reversed(tables))}".encode(), "x"
    )
    assert config_digest(one) != config_digest(other)


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("a", True),
        ("src/a_b/..c.py", True),
        (".gitignore", True),
        ("", False),
        (".", False),
        ("..", False),
        ("a/../b", False),
        ("a//b", False),
        ("a/", False),
        ("/a", False),
        ("a\\b", False),
        ("C:a", False),
        ("a\0", False),
    ],
)
def test_is_inside(path: str, inside: bool) -> None:
    assert is_inside(path) is inside
