"""Models keep what they do not know, and send exactly what was set."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field, Tag, TypeAdapter, ValidationError

from runtime.encode import to_json
from runtime.models import Model, UnknownVariant, tagged


class Pet(Model):
    name: str
    owner_id: str | None = Field(
        default=None, validation_alias="ownerId", serialization_alias="ownerId"
    )
    nick: str | None = None
    kind: Literal["pet"] = "pet"
    model_id: str | None = None
    parts: list[Pet] | None = None

    _nullable: ClassVar[frozenset[str]] = frozenset({"ownerId"})


@pytest.mark.parametrize(
    ("pet", "sent"),
    [
        (Pet(name="a"), {"name": "a", "kind": "pet"}),
        (Pet(name="a", owner_id=None), {"name": "a", "ownerId": None, "kind": "pet"}),
        (Pet(name="a", nick=None), {"name": "a", "kind": "pet"}),
        (Pet(name="a", owner_id="o"), {"name": "a", "ownerId": "o", "kind": "pet"}),
        (
            Pet.model_validate({"name": "a", "more": {"b": None}}),
            {"name": "a", "kind": "pet", "more": {"b": None}},
        ),
        (
            Pet(name="a", parts=[Pet(name="b", owner_id=None)]),
            {
                "name": "a",
                "kind": "pet",
                "parts": [{"name": "b", "ownerId": None, "kind": "pet"}],
            },
        ),
    ],
)
def test_what_is_sent(pet: Pet, sent: dict[str, object]) -> None:
    assert json.loads(to_json(pet)) == sent


def test_what_was_decoded_is_sent_back_whole() -> None:
    body = b'{"name":"a","ownerId":null,"kind":"pet","new":{"x":[1]}}'
    assert json.loads(to_json(Pet.model_validate_json(body))) == json.loads(body)


def test_a_field_changed_after_decoding_is_sent() -> None:
    pet = Pet.model_validate_json(b'{"name":"a"}')
    pet.owner_id = "new"
    assert json.loads(to_json(pet)) == {"name": "a", "kind": "pet", "ownerId": "new"}


def test_the_users_own_dump_is_that_of_pydantic() -> None:
    assert Pet(name="a").model_dump(exclude_unset=True) == {"name": "a"}
    assert "owner_id" in Pet(name="a").model_dump()


def test_fields_are_set_by_their_python_name_and_their_wire_name() -> None:
    assert Pet(name="a", owner_id="o") == Pet.model_validate(
        {"name": "a", "ownerId": "o"}
    )


class Created(Model):
    type: Literal["created"] = "created"
    id: int


class Deleted(Model):
    kind: Literal["deleted"] = Field(
        validation_alias="type", serialization_alias="type"
    )


Event = Annotated[
    Annotated[Created, Tag("created")]
    | Annotated[Deleted, Tag("deleted")]
    | Annotated[UnknownVariant, Tag("?")],
    tagged("type", "created", "deleted"),
]


@pytest.mark.parametrize("given", [b'{"type":"created","id":1}', b'{"type":"deleted"}'])
def test_a_known_variant(given: bytes) -> None:
    event: Any = TypeAdapter(Event).validate_json(given)
    assert type(event) is (Created if b"created" in given else Deleted)
    assert json.loads(to_json(event)) == json.loads(given)


@pytest.mark.parametrize("tag", ['"renamed"', "7", "true"])
def test_an_unknown_variant_is_kept_and_sent_back(tag: str) -> None:
    given = f'{{"type":{tag},"id":{{"a":null}}}}'.encode()
    event: Any = TypeAdapter(Event).validate_json(given)
    assert type(event) is UnknownVariant
    assert event.model_extra
    assert event.model_extra["id"] == {"a": None}
    assert json.loads(to_json(event)) == json.loads(given)


@pytest.mark.parametrize(
    "given", [b'{"type":"created"}', b"{}", b"7", b'{"type":null}']
)
def test_a_malformed_variant_is_an_error(given: bytes) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Event).validate_json(given)


class Feed(Model):
    events: list[Event]


@pytest.mark.parametrize(
    "given",
    [
        {"type": "created", "id": 1},
        Created(id=1),
        {"type": "new"},
        UnknownVariant.model_validate({"type": "new"}),
        {"type": "deleted"},
        Deleted(kind="deleted"),
    ],
)
def test_dicts_and_models_both_fit_a_union(given: Any) -> None:
    (event,) = Feed(events=[given]).events
    tag = (
        given["type"] if isinstance(given, dict) else json.loads(to_json(given))["type"]
    )
    assert json.loads(to_json(event))["type"] == tag
    assert isinstance(event, Model)


class Numbered(Model):
    version: Literal[1] = 1


class Flagged(Model):
    version: Literal[True] = True


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"version": 1}, Numbered),
        ({"version": True}, Flagged),
        ({"version": 2}, UnknownVariant),
    ],
)
def test_tags_that_are_not_text(given: dict[str, object], kind: type[Model]) -> None:
    union = Annotated[
        Annotated[Numbered, Tag("1")]
        | Annotated[Flagged, Tag("true")]
        | Annotated[UnknownVariant, Tag("?")],
        tagged("version", "1", "true"),
    ]
    found: Any = TypeAdapter(union).validate_json(json.dumps(given))
    assert type(found) is kind


class Orb(Model):
    kind: Literal["orb"] | None = Field(
        default=None, validation_alias="type", serialization_alias="type"
    )
    size: int | None = None


class Link(Model):
    kind: Literal["link", "url"] | None = Field(
        default=None, validation_alias="type", serialization_alias="type"
    )
    url: str


Avatar = Annotated[
    Annotated[Orb, Tag("orb")]
    | Annotated[Link, Tag("link")]
    | Annotated[Link, Tag("url")]
    | Annotated[UnknownVariant, Tag("?")],
    tagged("type", "orb", "link", "url"),
]


class Profile(Model):
    avatar: Avatar
    count: int = 0


UNTAGGED = [
    (Orb(size=1), {"size": 1}),
    (Link(url="u"), {"url": "u"}),
    (Link.model_validate({"type": "url", "url": "u"}), {"type": "url", "url": "u"}),
    (UnknownVariant.model_validate({"type": "new"}), {"type": "new"}),
    (UnknownVariant.model_validate({"a": 1}), {"a": 1}),
]


@pytest.mark.parametrize(("avatar", "written"), UNTAGGED)
def test_a_variant_whose_tag_is_not_set_is_written_without_a_warning(
    avatar: Any, written: dict[str, object]
) -> None:
    profile = Profile.model_construct(avatar=avatar)
    expected = {"avatar": written}
    assert profile.model_dump(by_alias=True, exclude_unset=True) == expected
    text = profile.model_dump_json(by_alias=True, exclude_unset=True)
    assert json.loads(text) == expected
    # Pydantic's own way, which may warn: what holds the model may be of the user.
    adapter: TypeAdapter[Any] = TypeAdapter(dict[str, Profile])
    whole = adapter.dump_python({"a": profile}, by_alias=True, exclude_unset=True)
    assert whole == {"a": expected}


@pytest.mark.parametrize("avatar", [Orb(size=1), Link(url="u")])
def test_a_variant_whose_tag_is_not_set_can_be_given(avatar: Any) -> None:
    assert Profile(avatar=avatar).avatar is avatar


@pytest.mark.parametrize("value", ["x", 1.5, None, [1], {"a": 1}])
def test_what_does_not_fit_is_written_without_a_warning(value: object) -> None:
    profile = Profile.model_construct(avatar=value, count=value)
    expected = {"avatar": value, "count": value}
    assert profile.model_dump() == expected
    assert json.loads(profile.model_dump_json()) == expected


def test_a_warning_can_be_asked_for() -> None:
    profile = Profile.model_construct(avatar=Orb(), count="x")
    with pytest.warns(UserWarning, match="Expected `int`"):
        profile.model_dump(warnings=True)
    with pytest.warns(UserWarning, match="Expected `int`"):
        profile.model_dump_json(warnings=True)
