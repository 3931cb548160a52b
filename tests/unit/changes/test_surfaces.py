"""Each rule about Python code and about the wire, on surfaces made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from specwright.changes.change import ordered
from specwright.changes.compare import compare_surfaces
from specwright.changes.python_rules import METHODS, PACKAGE, TYPES, WIRE
from specwright.changes.rule import Level
from specwright.surface import Field, Method, Parameter, Surface, Type

ID = Parameter(name="id", type="str", required=True, positional=True, place="path")
KEY = Parameter(name="key", type="str", required=True, positional=True, place="path")
SIZE = Parameter(name="size", type="int", required=True, place="query size")
LIMIT = Parameter(
    name="limit", type="int | None", required=False, default="None", place="query limit"
)
MODE = Parameter(
    name="mode",
    type='Literal["a"]',
    required=False,
    default='"a"',
    place="json mode",
    constant=True,
)
GET = Method(
    name="things.get",
    operation="GET /things/{id}",
    parameters=(ID, KEY, SIZE, LIMIT, MODE),
    returns="Thing | None",
    errors=(("404 NotFoundError", "Problem"), ("409 ConflictError", "")),
    verb="GET",
    path="/things/{}/{}",
    body="object application/json",
    accept="",
    auth="header X-Key",
)
NAME = Field(name="name", wire="name", type="str", required=True)
AGE = Field(name="age", wire="age", type="int", required=False)
THING = Type(name="Thing", schema="#/T", module="things.types", fields=(NAME, AGE))
ALIAS = Type(name="Sort", schema="#/S", module="types", alias="int | Thing")
SURFACE = Surface(
    package="acme",
    client="Acme",
    arguments=(),
    environments=(("PRODUCTION", "https://a.test"), ("TEST", "https://b.test")),
    methods=(GET,),
    types=(THING, ALIAS),
    exports=("Acme", "ApiError", "Stream"),
)


def method(**changed: Any) -> Surface:
    return replace(SURFACE, methods=(replace(GET, **changed),))


def argument(old: Parameter, **changed: Any) -> Surface:
    new = replace(old, **changed)
    listed = tuple(new if p is old else p for p in GET.parameters)
    return method(parameters=listed)


def without(gone: Parameter) -> Surface:
    return method(parameters=tuple(p for p in GET.parameters if p is not gone))


def types(*listed: Type) -> Surface:
    return replace(SURFACE, types=listed)


def thing(*fields: Field, **changed: Any) -> Surface:
    new = replace(THING, fields=fields or THING.fields, **changed)
    return types(new, ALIAS)


def sort(alias: str) -> Surface:
    return types(THING, replace(ALIAS, alias=alias))


GONE = replace(SURFACE, methods=())
BARE = types(ALIAS)
CASES = [
    ("additive method-added client.things.get", GONE, SURFACE),
    ("breaking method-removed client.things.get", SURFACE, GONE),
    ("breaking method-renamed client.things.get: things.get -> things.read", SURFACE, method(name="things.read")),
    ("additive argument-added client.things.get limit: int | None", without(LIMIT), SURFACE),
    ("breaking argument-added-required client.things.get size: int", without(SIZE), SURFACE),
    ("breaking argument-removed client.things.get size: int", SURFACE, without(SIZE)),
    ("breaking argument-renamed client.things.get limit: limit -> most", SURFACE, argument(LIMIT, name="most")),
    ("breaking argument-reordered client.things.get: id, key -> key, id", SURFACE, method(parameters=(KEY, ID, SIZE, LIMIT, MODE))),
    ("breaking argument-now-required client.things.get limit", SURFACE, argument(LIMIT, required=True, type="int", default="")),
    ("additive argument-now-optional client.things.get size", SURFACE, argument(SIZE, required=False, type="int | None", default="None")),
    ("additive argument-type-widened client.things.get size: int -> int | str", SURFACE, argument(SIZE, type="int | str")),
    ("breaking argument-type-narrowed client.things.get size: int | str -> int", argument(SIZE, type="int | str"), SURFACE),
    ("breaking argument-type-changed client.things.get size: int -> str", SURFACE, argument(SIZE, type="str")),
    ("breaking return-type-widened client.things.get: Thing | None -> Thing | str | None", SURFACE, method(returns="Thing | str | None")),
    ("additive return-type-narrowed client.things.get: Thing | None -> Thing", SURFACE, method(returns="Thing")),
    ("breaking return-type-changed client.things.get: Thing | None -> str | None", SURFACE, method(returns="str | None")),
    ("additive error-added client.things.get: 410 GoneError", SURFACE, method(errors=(*GET.errors, ("410 GoneError", "")))),
    ("neutral error-removed client.things.get: 404 NotFoundError", SURFACE, method(errors=GET.errors[1:])),
    ("breaking error-body-changed client.things.get: 404 NotFoundError Problem -> 404 NotFoundError str", SURFACE, method(errors=(("404 NotFoundError", "str"), GET.errors[1]))),
    ("additive class-added Thing", BARE, SURFACE),
    ("breaking class-removed Thing", SURFACE, BARE),
    ("breaking class-renamed Thing: Thing -> Item", SURFACE, replace(method(returns="Item | None"), types=(replace(THING, name="Item"), replace(ALIAS, alias="int | Item")))),
    ("neutral class-moved Thing: things.types -> types", SURFACE, thing(module="types.thing")),
    ("breaking class-kind-changed Sort: int | Thing -> a class", SURFACE, types(THING, replace(ALIAS, alias=""))),
    ("additive pagination-added Thing: str", SURFACE, thing(pages="str")),
    ("breaking pagination-removed Thing: str", thing(pages="str"), SURFACE),
    ("breaking package-renamed acme: acme -> acme2", SURFACE, replace(SURFACE, package="acme2")),
    ("breaking client-renamed Acme: Acme -> Umbrella", SURFACE, replace(SURFACE, client="Umbrella", exports=("ApiError", "AsyncUmbrella", "Stream", "Umbrella"))),
    ("additive environment-added EU: https://c.test", SURFACE, replace(SURFACE, environments=(*SURFACE.environments, ("EU", "https://c.test")))),
    ("breaking environment-removed TEST: https://b.test", SURFACE, replace(SURFACE, environments=SURFACE.environments[:1])),
    ("additive export-added Page", SURFACE, replace(SURFACE, exports=(*SURFACE.exports, "Page"))),
    ("breaking export-removed Stream", SURFACE, replace(SURFACE, exports=("Acme", "ApiError"))),
    ("breaking verb-changed client.things.get: GET -> QUERY", SURFACE, method(verb="QUERY")),
    ("breaking path-changed client.things.get: /things/{}/{} -> /v2/things/{}/{}", SURFACE, method(path="/v2/things/{}/{}")),
    ("breaking destination-changed client.things.get: https://files.test", SURFACE, method(server="https://files.test")),
    ("breaking destination-changed the client: https://a.test -> https://z.test", SURFACE, replace(SURFACE, environments=(("PRODUCTION", "https://z.test"), SURFACE.environments[1]))),
    ("breaking argument-place-changed client.things.get limit: query limit -> query max", SURFACE, argument(LIMIT, place="query max")),
    ("breaking argument-style-changed client.things.get limit: form exploded -> form", argument(LIMIT, style="form exploded"), argument(LIMIT, style="form")),
    ("breaking constant-changed client.things.get mode: \"a\" -> \"b\"", SURFACE, argument(MODE, default='"b"')),
    ("breaking body-changed client.things.get: object application/json -> multipart multipart/form-data", SURFACE, method(body="multipart multipart/form-data")),
    ("neutral accept-changed client.things.get: application/x", SURFACE, method(accept="application/x")),
    ("breaking auth-changed client.things.get: header X-Key -> query key", SURFACE, method(auth="query key")),
    ("additive auth-way-added client.things.get: header X-Key -> header X-Key or query key", SURFACE, method(auth="header X-Key or query key")),
]  # fmt: skip

DIRECTED = [
    ("alias-widened Sort: int | Thing -> int | str | Thing", SURFACE, sort("int | str | Thing"), "additive", "breaking"),
    ("alias-narrowed Sort: int | Thing -> int", SURFACE, sort("int"), "breaking", "additive"),
    ("alias-changed Sort: int | Thing -> str", SURFACE, sort("str"), "breaking", "breaking"),
    ("field-added Thing.age: int", thing(NAME), SURFACE, "additive", "additive"),
    ("field-added-required Thing.name: str", thing(AGE), SURFACE, "breaking", "additive"),
    ("field-removed Thing.age: int", SURFACE, thing(NAME), "breaking", "breaking"),
    ("field-renamed Thing.age: age -> years", SURFACE, thing(NAME, replace(AGE, name="years")), "breaking", "breaking"),
    ("field-now-required Thing.age", SURFACE, thing(NAME, replace(AGE, required=True)), "breaking", "additive"),
    ("field-now-optional Thing.name", SURFACE, thing(replace(NAME, required=False, type="str | None"), AGE), "additive", "breaking"),
    ("field-type-widened Thing.name: str -> str | None", SURFACE, thing(replace(NAME, type="str | None"), AGE), "additive", "breaking"),
    ("field-type-narrowed Thing.age: float -> int", thing(NAME, replace(AGE, type="float")), SURFACE, "breaking", "additive"),
    ("field-type-changed Thing.age: int -> Thing", SURFACE, thing(NAME, replace(AGE, type="Thing")), "breaking", "breaking"),
    ("field-place-changed Thing.age: age -> years", SURFACE, thing(NAME, replace(AGE, wire="years")), "breaking", "breaking"),
]  # fmt: skip


def told(old: Surface, new: Surface) -> list[str]:
    return [
        f"{c.level} {c.rule.id} {c.subject}" + (f": {c.values}" if c.values else "")
        for c in ordered(compare_surfaces(old, new))
    ]


@pytest.mark.parametrize(("expected", "old", "new"), CASES)
def test_a_change_is_found_and_judged(
    expected: str, old: Surface, new: Surface
) -> None:
    assert told(old, old) == told(new, new) == []
    assert told(old, new) == [expected]


@pytest.mark.parametrize(("expected", "old", "new", "sent", "got"), DIRECTED)
def test_a_type_is_judged_by_the_way_it_goes(
    expected: str, old: Surface, new: Surface, sent: str, got: str
) -> None:
    def going(surface: Surface, **way: bool) -> Surface:
        return replace(
            surface,
            types=tuple(
                replace(t, sent=way.get("sent", False), received=way.get("got", False))
                for t in surface.types
            ),
        )

    (asked,) = told(going(old, sent=True), going(new, sent=True))
    (answered,) = told(going(old, got=True), going(new, got=True))
    assert (asked, answered) == (f"{sent} {expected}", f"{got} {expected}")
    worst = min((sent, got), key=[level.value for level in Level].index)
    (either,) = told(going(old, sent=True, got=True), going(new, sent=True, got=True))
    assert either == f"{worst} {expected}"


def test_every_rule_has_a_case() -> None:
    shown = {case[0].split()[1] for case in CASES}
    shown |= {case[0].split()[0] for case in DIRECTED}
    of_a_commit = {"package-added", "package-removed"}
    assert shown == (METHODS | TYPES | PACKAGE | WIRE).keys() - of_a_commit


def test_a_renamed_class_is_one_change_wherever_it_is_used() -> None:
    new = replace(
        method(returns="Item | None"),
        types=(replace(THING, name="Item"), replace(ALIAS, alias="int | Item")),
    )
    assert told(SURFACE, new) == ["breaking class-renamed Thing: Thing -> Item"]


def test_a_new_name_for_a_type_is_not_another_type() -> None:
    before = thing(NAME, replace(AGE, type="list[str] | int"))
    size = Type(name="Size", schema="#/Z", module="types", alias="int | list[str]")
    after = thing(NAME, replace(AGE, type="Size"))
    after = replace(after, types=(*after.types, size))
    assert told(before, after) == ["additive class-added Size"]


def test_an_unknown_variant_that_gets_a_name_widens_nothing() -> None:
    before = types(THING, replace(ALIAS, alias="Thing | UnknownVariant", received=True))
    after = types(
        THING, replace(ALIAS, alias="Thing | Other | UnknownVariant", received=True)
    )
    assert told(before, after) == []
