"""Replies that do not fit are decoded all the same, and said so once."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timezone
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings, strategies
from pydantic import Field, PrivateAttr, Tag, TypeAdapter

from runtime.construct import Issues, adapter, construct
from runtime.encode import to_json
from runtime.errors import ApiResponseError
from runtime.models import Model, UnknownVariant, tagged
from runtime.replies import Json


class Colour(Enum):
    RED = "red"


class Cat(Model):
    kind: Literal["cat"]
    lives: int
    colour: Colour | None = None


class Dog(Model):
    kind: Literal["dog"]
    owner: str
    born: date | None = None


class Shape(Model):
    width: int
    height: int
    note: str | None = None


class Circle(Model):
    radius: int


class Tree(Model):
    name: str
    children: list[Tree] = Field(default_factory=list)
    left: Tree | None = None
    mood: Literal["calm", "wild"] | str | None = None
    tags: dict[str, int] | None = None
    pet: Cat | Dog | None = None
    shape: Shape | Circle | list[Shape] | None = None
    size_in_m: float | None = Field(
        default=None, validation_alias="sizeInM", serialization_alias="sizeInM"
    )


def built(declared: Any, value: Any) -> tuple[Any, list[str]]:
    issues = Issues()
    result = construct(declared, value, issues)
    return result, [f"{issue.path}: {issue.what}" for issue in issues.found]


@pytest.mark.parametrize(
    ("declared", "value", "expected"),
    [
        (Tree, {}, ["$.name: missing"]),
        (Tree, {"name": None}, ["$.name: str expected, not null"]),
        (Tree, {"name": 3}, ["$.name: str expected, not integer"]),
        (Tree, [], ["$: Tree expected, not array"]),
        (Tree, "x", ["$: Tree expected, not string"]),
        (
            Tree,
            {"name": "a", "children": [{"name": "b"}, {"left": {"name": 1}}]},
            [
                "$.children[1].name: missing",
                "$.children[1].left.name: str expected, not integer",
            ],
        ),
        (
            Tree,
            {"name": "a", "children": None},
            ["$.children: list expected, not null"],
        ),
        (
            Tree,
            {"name": "a", "children": {}},
            ["$.children: list expected, not object"],
        ),
        (
            Tree,
            {"name": "a", "tags": {"x": 1, "y": "2"}},
            ["$.tags.y: int expected, not string"],
        ),
        (
            Tree,
            {"name": "a", "sizeInM": "x"},
            ["$.sizeInM: float or null expected, not string"],
        ),
        (
            Tree,
            {"name": "a", "pet": {"kind": "dog", "owner": "o", "born": "soon"}},
            ["$.pet.born: date or null expected, not string"],
        ),
        (Tree, {"name": "a", "pet": {"kind": "dog"}}, ["$.pet.owner: missing"]),
        (
            Tree,
            {"name": "a", "pet": {"kind": "cow", "lives": 1}},
            ['$.pet.kind: "cat" expected, not string'],
        ),
        (
            Tree,
            {"name": "a", "pet": 7},
            ["$.pet: Cat or Dog or null expected, not integer"],
        ),
        (Tree, {"name": "a", "shape": {"width": 1}}, ["$.shape.height: missing"]),
        (
            Tree,
            {"name": "a", "shape": {"radius": "r"}},
            ["$.shape.radius: int expected, not string"],
        ),
        (Tree, {"name": "a", "shape": [{"width": 1}]}, ["$.shape[0].height: missing"]),
        (
            Cat,
            {"kind": "cat", "lives": 9, "colour": "blue"},
            ["$.colour: Colour or null expected, not string"],
        ),
        (list[Circle], [{"radius": 1}, None], ["$[1]: Circle expected, not null"]),
        (tuple[int, str], [1, 2], ["$[1]: str expected, not integer"]),
        (dict[str, Circle], {"a": 1}, ["$.a: Circle expected, not integer"]),
        (set[int], [1, "x"], ["$[1]: int expected, not string"]),
        (
            set[int],
            [1, []],
            ["$[1]: int expected, not array", "$: holds items that cannot be in a set"],
        ),
        (int, "x", ["$: int expected, not string"]),
        (datetime, "yesterday", ["$: datetime expected, not string"]),
        (Literal["a", 1], "b", ['$: "a" or 1 expected, not string']),
    ],
)
def test_each_difference_is_named_and_nothing_is_lost(
    declared: Any, value: Any, expected: list[str]
) -> None:
    result, issues = built(declared, value)
    assert issues == expected
    kept = result if not isinstance(result, set) else sorted(result, key=str)
    assert without_null(json.loads(to_json(kept))) == without_null(value)


def test_what_fits_is_typed_beside_what_does_not() -> None:
    value = {
        "name": 5,
        "extra": {"a": 1},
        "mood": "new mood",
        "pet": {"kind": "dog", "owner": 3, "born": "2024-01-02"},
        "left": {"name": "l", "sizeInM": 2},
    }
    tree, _ = built(Tree, value)
    assert isinstance(tree, Tree)
    assert tree.name == 5  # type: ignore[comparison-overlap]
    assert tree.model_extra == {"extra": {"a": 1}}
    assert tree.mood == "new mood"
    assert isinstance(tree.pet, Dog)
    assert tree.pet.born == date(2024, 1, 2)
    assert isinstance(tree.left, Tree)
    assert tree.left.size_in_m == 2
    assert tree.children == []


def test_a_missing_property_reads_as_none_and_is_not_set() -> None:
    tree, _ = built(Tree, {"mood": "calm"})
    assert tree.name is None
    assert tree.model_fields_set == {"mood"}
    assert json.loads(to_json(tree)) == {"mood": "calm"}
    assert "Tree(name=None" in repr(tree)
    assert tree == tree.model_copy()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"kind": "cat"}, Cat),
        ({"kind": "dog", "lives": 3}, Dog),
        ({"lives": 3}, Cat),
        ({"owner": "o", "lives": "x"}, Cat),
        ({"owner": 1, "born": "2024-01-02"}, Dog),
    ],
)
def test_the_variant_that_is_resembled_most(value: Any, kind: type[Model]) -> None:
    result, issues = built(Cat | Dog | list[int], value)
    assert type(result) is kind
    assert issues


Pet = Annotated[
    Annotated[Cat, Tag("cat")]
    | Annotated[Dog, Tag("dog")]
    | Annotated[UnknownVariant, Tag("?")],
    tagged("kind", "cat", "dog"),
]


class Owner(Model):
    pet: Pet
    more: list[Pet] | None = None


def test_a_tag_decides_also_where_the_rest_does_not_fit() -> None:
    owner, issues = built(
        Owner,
        {
            "pet": {"kind": "dog", "lives": 9},
            "more": [{"kind": "cow"}, {"kind": "cat", "lives": "many"}, {"lives": 1}],
        },
    )
    assert type(owner.pet) is Dog
    assert [type(pet) for pet in owner.more] == [UnknownVariant, Cat, Cat]
    assert issues == [
        "$.pet.owner: missing",
        "$.more[1].lives: int expected, not string",
        "$.more[2].kind: missing",
    ]


class Orb(Model):
    kind: Literal["orb"] | None = None
    size: int | None = None


class Link(Model):
    kind: Literal["link"] | None = None
    url: str
    note: str | None = None


Avatar = Annotated[
    Annotated[Orb, Tag("orb")]
    | Annotated[Link, Tag("link")]
    | Annotated[UnknownVariant, Tag("?")],
    tagged("kind", "orb", "link"),
]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ({"size": 1}, Orb, []),
        ({"url": "u"}, Link, []),
        ({"kind": None, "url": "u"}, Link, []),
        ({}, Orb, []),
        ({"kind": "new", "url": "u"}, UnknownVariant, []),
        ({"kind": "orb", "url": "u"}, Orb, []),
        ({"size": "x"}, Orb, ["$.size: int or null expected, not string"]),
        ({"url": 1}, Link, ["$.url: str expected, not integer"]),
    ],
)
def test_a_tag_that_may_be_left_out(
    value: Any, kind: type[Model], expected: list[str]
) -> None:
    result, issues = built(Avatar, value)
    assert type(result) is kind
    assert issues == expected
    assert json.loads(to_json(result)) == without_null(value)


def test_an_optional_tag_that_is_left_out_is_no_difference(
    caller: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert request(caller, [{"url": "u"}], list[Avatar]) == [Link(url="u")]
    assert not [r for r in caplog.records if r.name == "acme"]
    strict = request(caller, [{"url": "u"}], list[Avatar], strict=True)
    assert strict == [Link(url="u")]
    with pytest.raises(ApiResponseError, match=r"\$\[0\].size: int"):
        request(caller, [{"size": "x"}], list[Avatar], strict=True)


class Folder(Model):
    files: list[File]


class File(Model):
    folder: Folder | None = None
    size: int


def test_models_that_need_each_other() -> None:
    value = {"files": [{"size": 1, "folder": {"files": [{"size": "big"}, 3]}}]}
    folder, issues = built(Folder, value)
    assert issues == [
        "$.files[0].folder.files[0].size: int expected, not string",
        "$.files[0].folder.files[1]: File expected, not integer",
    ]
    assert folder.files[0].folder.files[0].size == "big"
    assert json.loads(to_json(folder)) == value


class Remembering(Model):
    name: str
    _seen: list[str] = PrivateAttr(default_factory=list)


def test_private_attributes_have_their_defaults() -> None:
    result, issues = built(Remembering, {})
    assert issues == ["$.name: missing"]
    assert result._seen == []


def test_types_behind_aliases_and_annotations() -> None:
    from typing_extensions import TypeAliasType

    alias = TypeAliasType("alias", list[Circle])
    assert built(alias, [{"radius": "x"}])[1] == [
        "$[0].radius: int expected, not string"
    ]
    positive = Annotated[int, Field(ge=1)]
    assert built(dict[str, positive], {"a": "x"})[0] == {"a": "x"}
    assert adapter(positive).validate_python(3) == 3


def request(caller: Any, body: Any, declared: Any, **settings: Any) -> Any:
    caller.exchange.reply(json=body)
    transport = caller.transport(**settings)
    return caller.request("GET", "/x", returns=Json[declared], transport=transport)


def test_one_warning_says_what_differed(
    caller: Any, caplog: pytest.LogCaptureFixture
) -> None:
    body = [{"radius": "private"}] * 12 + [{"radius": 1}]
    result = request(caller, body, list[Circle])
    assert result[0].radius == "private"
    assert result[12] == Circle(radius=1)
    (record,) = [r for r in caplog.records if r.name == "acme"]
    assert record.levelno == logging.WARNING
    text = record.getMessage()
    assert text.startswith(
        "the reply to GET https://api.acme.test/x differs from its description: "
        "$[0].radius: int expected, not string; $[1].radius: "
    )
    assert text.endswith("; and 2 more")
    assert "private" not in text


def test_what_fits_is_not_logged(caller: Any, caplog: pytest.LogCaptureFixture) -> None:
    body = {"name": "a", "mood": "new", "new": 1, "pet": None}
    tree = request(caller, body, Tree)
    assert tree == Tree.model_validate(body)
    assert not [r for r in caplog.records if r.name == "acme"]


def test_a_strict_client_refuses(caller: Any) -> None:
    with pytest.raises(ApiResponseError) as caught:
        request(caller, {"radius": "x", "y": 1}, Circle, strict=True)
    assert "the reply does not fit: $.radius: int expected, not string" in str(
        caught.value
    )
    assert caught.value.status_code == 200
    assert caught.value.body == '{"radius": "x", "y": 1}'


def test_a_strict_client_refuses_what_breaks_a_constraint(caller: Any) -> None:
    with pytest.raises(ApiResponseError, match=r"fit: .*greater than or equal to 1"):
        request(caller, 0, Annotated[int, Field(ge=1)], strict=True)


def test_times_are_read_as_rfc_3339(caller: Any) -> None:
    found = request(caller, "2024-01-02T03:04:05Z", datetime)
    assert found == datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


def test_text_in_another_encoding_of_unicode(caller: Any) -> None:
    body = '{"radius": 1}'.encode("utf-16")
    caller.exchange.reply(content=body, content_type="application/json")
    assert caller.request("GET", "/x", returns=Json[Circle]) == Circle(radius=1)


def test_nesting_beyond_reason_is_an_error(caller: Any) -> None:
    body = b'{"left":' * 600 + b"{}" + b"}" * 600
    caller.exchange.reply(content=body, content_type="application/json")
    with pytest.raises(ApiResponseError, match="nested too deeply"):
        caller.request("GET", "/x", returns=Json[Tree])


JSON = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers(-5, 5)
    | strategies.sampled_from(["cat", "dog", "calm", "x", "2024-01-02"]),
    lambda inner: strategies.lists(inner, max_size=3)
    | strategies.dictionaries(
        strategies.sampled_from(
            [
                "name",
                "children",
                "left",
                "mood",
                "tags",
                "pet",
                "shape",
                "kind",
                "lives",
                "owner",
                "born",
                "width",
                "height",
                "radius",
                "sizeInM",
                "z",
            ]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_whatever_comes_is_decoded_and_kept(value: Any) -> None:
    result, issues = built(Tree, value)
    try:
        exact = TypeAdapter(Tree).validate_json(json.dumps(value), strict=True)
    except ValueError:
        assert issues
    else:
        assert not issues
        assert result == exact
    wire = json.loads(to_json(result)) if isinstance(result, Model) else result
    assert without_null(wire) == without_null(value)


def without_null(value: Any) -> Any:
    """Null and absent are one for what may not be null, when it is sent back."""
    if isinstance(value, dict):
        return {k: without_null(v) for k, v in value.items() if v is not None}
    return [without_null(v) for v in value] if isinstance(value, list) else value
