"""What holds for any two documents: of nothing, back and forth, and of fingerprints."""

from __future__ import annotations

import random
import re

import pytest
import yaml
from support.cases import NAMES, Case
from support.specs import bundled

from specwright import pipeline
from specwright.changes.change import Change, ordered
from specwright.changes.compare import compare
from specwright.changes.document import compare_documents
from specwright.diagnostics import Diagnostics
from specwright.read.tree import Map
from specwright.text import JsonValue

SEEDS = range(25)


def document(random_: random.Random) -> dict[str, JsonValue]:
    """A small document of a few kinds of everything."""
    names = ["A", "B", "C", "D"]

    def schema(depth: int) -> dict[str, JsonValue]:
        kind = random_.choice(["string", "integer", "array", "object", "ref", "union"])
        if kind == "ref":
            return {"$ref": f"#/components/schemas/{random_.choice(names)}"}
        if depth == 0 or kind in ("string", "integer"):
            plain: dict[str, JsonValue] = {
                "type": kind if kind in ("string", "integer") else "boolean"
            }
            if random_.random() < 0.3:
                plain["enum"] = ["x", "y"] if plain["type"] == "string" else [1, 2]
            return plain
        if kind == "array":
            return {"type": "array", "items": schema(depth - 1)}
        if kind == "union":
            return {"anyOf": [schema(depth - 1), schema(depth - 1)]}
        keys = random_.sample(["p", "q", "r"], random_.randint(1, 3))
        return {
            "type": "object",
            "required": [keys[0]],
            "properties": {key: schema(depth - 1) for key in keys},
        }

    def operation() -> dict[str, JsonValue]:
        some = random_.sample(["k", "l", "m"], random_.randint(0, 3))
        return {
            "parameters": [
                {"in": "query", "name": name, "schema": schema(0)} for name in some
            ],
            "requestBody": {"content": {"application/json": {"schema": schema(2)}}},
            "responses": {
                "200": {
                    "description": "d",
                    "content": {"application/json": {"schema": schema(2)}},
                }
            },
        }

    paths = random_.sample(["/a", "/b", "/c"], random_.randint(1, 3))
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"post": operation()} for path in paths},
        "components": {"schemas": {name: schema(2) for name in names}},
    }


def mixed(value: JsonValue, random_: random.Random) -> JsonValue:
    """The same with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = random_.sample(list(value), len(value))
        return {key: mixed(value[key], random_) for key in keys}
    if isinstance(value, list):
        return [mixed(item, random_) for item in value]
    return value


def root(value: JsonValue, before: str = "") -> Map:
    return bundled(before + yaml.safe_dump(value, sort_keys=False))[0].root()


def found(old: Map, new: Map) -> tuple[Change, ...]:
    return ordered(compare_documents(old, new))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_changes_from_a_client_to_itself(name: str) -> None:
    case, problems = Case(name), Diagnostics()
    old, new = (
        pipeline.survey(case.inputs(), case.config(), problems) for _ in range(2)
    )
    assert old is not None
    assert new is not None
    assert compare(old, new) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_changes_with_the_order_of_keys(seed: int) -> None:
    some = document(random.Random(seed))
    assert found(root(some), root(mixed(some, random.Random(seed + 1)))) == ()


PAIRS = {
    "operation-added": "operation-removed",
    "schema-added": "schema-removed",
    "property-added-optional": "property-removed",
    "property-added-required": "property-removed",
    "parameter-added-optional": "parameter-removed",
    "enum-value-added": "enum-value-removed",
    "type-widened": "type-narrowed",
    "enum-added": "enum-removed",
    "property-now-required": "property-now-optional",
}


def bare(change: Change) -> str:
    """The subject without the old words of a variant."""
    return re.sub("<.*>", "<>", change.subject)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_added_one_way_is_removed_the_other(seed: int) -> None:
    old, new = document(random.Random(seed)), document(random.Random(seed + 1000))
    forth, back = found(root(old), root(new)), found(root(new), root(old))
    for added, removed in PAIRS.items():
        others = {rule for rule, pair in PAIRS.items() if pair == removed}
        one = {bare(c) for c in forth if c.rule.id in others}
        other = {bare(c) for c in back if c.rule.id == removed}
        assert one == other, (added, removed)
    assert len(forth) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fingerprint_stays_wherever_the_change_stands(seed: int) -> None:
    old, new = document(random.Random(seed)), document(random.Random(seed + 1000))
    plain = found(root(old), root(new))
    mixer = random.Random(seed + 1)
    moved = found(root(mixed(old, mixer), "# a\n\n"), root(mixed(new, mixer), "# b\n"))
    assert {c.fingerprint for c in plain} == {c.fingerprint for c in moved}
    assert len({c.fingerprint for c in plain}) == len(plain)


def test_a_fingerprint_is_what_the_documentation_says() -> None:
    """Written down here: entries of users' files must go on to match."""
    old: JsonValue = document(random.Random(1))
    assert isinstance(old, dict)
    (change,) = found(root(old), root({**old, "info": {"title": "t", "version": "2"}}))
    assert (change.rule.id, change.subject, change.before, change.after) == (
        "api-version-changed",
        "the API",
        "1",
        "2",
    )
    assert change.fingerprint == "cd3e8d88f434"
