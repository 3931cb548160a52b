"""Changes to a tree leave the tree that they were made to as it was."""

from __future__ import annotations

from textwrap import dedent

import pytest

from specwright.overlay.edit import Editor, fresh
from specwright.read.document import read_mapping
from specwright.read.tree import Map, locate


def tree(text: str) -> Map:
    return read_mapping(dedent(text).encode(), "a.yaml")


def test_the_original_is_not_touched() -> None:
    root = tree("a: {b: [1, {c: 2}]}")
    editor = Editor(root)
    editor.put(("a", "b", 1, "c"), 3)
    editor.append(("a", "b"), [4], [])
    editor.remove([("a", "b", 0)])
    assert editor.root == {"a": {"b": [{"c": 3}, 4]}}
    assert root == {"a": {"b": [1, {"c": 2}]}}


def test_what_is_not_changed_is_not_copied() -> None:
    root = tree("a: {b: 1}\nc: {d: 2}")
    editor = Editor(root)
    editor.put(("a", "b"), 2)
    assert editor.root["c"] is root["c"]


def test_a_shared_node_changes_in_one_place_only() -> None:
    editor = Editor(tree("a: &x {b: {c: 1}}\nd: *x"))
    editor.put(("a", "b", "c"), 2)
    assert editor.root == {"a": {"b": {"c": 2}}, "d": {"b": {"c": 1}}}
    editor.put(("d", "b", "c"), 3)
    assert editor.root == {"a": {"b": {"c": 2}}, "d": {"b": {"c": 3}}}


def test_several_items_go_by_the_places_they_had() -> None:
    editor = Editor(tree("a: [0, 1, [2, 3], 4]"))
    editor.remove([("a", 0), ("a", 2, 1), ("a", 3)])
    assert editor.root == {"a": [1, [2]]}


def test_what_stands_in_what_is_removed_goes_with_it() -> None:
    editor = Editor(tree("a: {b: {c: 1}}\nd: 2"))
    editor.remove([("a",), ("a", "b", "c"), ("a", "b")])
    assert editor.root == {"d": 2}


def test_places_follow_what_is_left() -> None:
    root = tree("""\
        a:
          - 0
          - 1
          - 2
        b: 3
        """)
    editor = Editor(root)
    editor.remove([("a", 1)])
    assert locate(editor.root, ("a", 1)).line == 4
    assert locate(root, ("a", 1)).line == 3


def test_what_is_put_in_stands_in_its_own_file() -> None:
    editor = Editor(tree("a: {b: 1}\nc: [1]"))
    update = read_mapping(b"\n\nb: 2\nd: {e: 3}\n", "b.yaml")
    editor.merge(("a",), update, lambda *_: pytest.fail("nothing is refused"))
    assert str(locate(editor.root, ("a", "b"))) == "b.yaml:3:4"
    assert str(locate(editor.root, ("a", "b"), key=True)) == "b.yaml:3:1"
    assert str(locate(editor.root, ("a", "d", "e"))) == "b.yaml:4:8"
    assert str(locate(editor.root, ("c", 0))) == "a.yaml:2:5"


def test_a_fresh_copy_shares_nothing() -> None:
    root = tree("a: &x {b: 1}\nc: [*x, *x]")
    copy = fresh(root)
    assert isinstance(copy, Map)
    assert copy == root
    assert copy["c"] is not root["c"]
    items = copy["c"]
    assert isinstance(items, list)
    assert items[0] is not items[1]
