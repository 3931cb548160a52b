"""Constraints of JSON Schema, held against a validator that is not ours."""

from __future__ import annotations

import time
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.keywords import Schema, judge

FITTING: list[tuple[Schema, object]] = [
    ({"maxLength": 2}, "\U0001f600\u0301"),
    ({"minLength": 2}, "ab"),
    ({"maxLength": 2, "minimum": 5}, None),
    ({"maxLength": 2}, 12345),
    ({"maximum": 2}, "9"),
    ({"maximum": 2}, True),
    ({"minimum": 2, "maximum": 2}, 2.0),
    ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, 1.5),
    ({"multipleOf": 0.1}, 0.1 * 3),
    ({"multipleOf": 0.01}, 4.35),
    ({"multipleOf": 1e-300}, 1e300),
    ({"multipleOf": 3}, 9.0),
    ({"multipleOf": 3}, 3 * 10**400),
    ({"minItems": 1, "maxItems": 2}, [None]),
    (
        {"uniqueItems": True},
        [1, True, "1", [1], [True], {"a": 1}, {"a": True}, 0, False],
    ),
    ({"minProperties": 1, "maxProperties": 1}, {"a": 1}),
    ({"pattern": "^a+$"}, "aa"),
    ({"pattern": "^a+$"}, "\ud800"),
    ({"properties": {"a": {"maxLength": 1}}}, {"b": "long"}),
    ({"prefixItems": [{"maxLength": 1}]}, ["a", "long"]),
    (
        {"additionalProperties": {"maxLength": 1}, "properties": {"a": {}}},
        {"a": "long"},
    ),
    ({"anyOf": [{"maxLength": 1}, {"minLength": 3}]}, "abc"),
    ({"anyOf": [{"type": ["string"], "maxLength": 1}, {"type": ["null"]}]}, None),
    ({"anyOf": [{"type": ["string"], "maxLength": 1}, {"type": ["null"]}]}, ["other"]),
    ({"$ref": "Loop"}, {"a": {"a": {"a": "b"}}}),
]

BREAKING: list[tuple[Schema, object, str]] = [
    ({"maxLength": 2}, "abc", ": must have at most 2 characters, not 3"),
    ({"minLength": 1}, "", ": must have at least 1 character, not 0"),
    ({"pattern": "^a$"}, "b", ": must match ^a$"),
    ({"minimum": 1}, 0, ": must be at least 1"),
    ({"maximum": 1}, 1.5, ": must be at most 1"),
    ({"exclusiveMinimum": 1}, 1, ": must be more than 1"),
    ({"exclusiveMaximum": 1}, 1.0, ": must be less than 1"),
    ({"multipleOf": 0.1}, 0.35, ": must be a multiple of 0.1"),
    ({"multipleOf": 3}, 3 * 10**400 + 1, ": must be a multiple of 3"),
    ({"minItems": 2}, [1], ": must have at least 2 items, not 1"),
    ({"maxItems": 1}, [1, 2], ": must have at most 1 item, not 2"),
    ({"uniqueItems": True}, [1, {"a": [1]}, 1.0], ": must not hold an item twice"),
    ({"minProperties": 1}, {}, ": must have at least 1 entry, not 0"),
    ({"maxProperties": 0}, {"a": 1}, ": must have at most 0 entries, not 1"),
    (
        {"items": {"properties": {"a": {"maximum": 1}}}},
        [{}, {"a": 2}],
        "[1].a: must be at most 1",
    ),
    ({"prefixItems": [{}], "items": {"maximum": 1}}, [2, 2], "[1]: must be at most 1"),
    ({"additionalProperties": {"maximum": 1}}, {"b": 2}, ".b: must be at most 1"),
    ({"allOf": [{"maximum": 5}, {"minimum": 3}]}, 2, ": must be at least 3"),
    (
        {"$ref": "Loop"},
        {"a": {"a": "long"}},
        ".a.a: must have at most 1 character, not 4",
    ),
    (
        {"oneOf": [{"maxLength": 1}, {"minLength": 3}]},
        "ab",
        ": must have at most 1 character, not 2, or must have at least 3 characters, not 2",
    ),
    (
        {"oneOf": [{"$ref": "Cat"}, {"$ref": "Dog"}]},
        {"kind": "cat", "name": "Tom"},
        ".name: must have at most 2 characters, not 3",
    ),
]

NAMED: dict[str, Schema] = {
    "Loop": {
        "allOf": [{"$ref": "Loop"}],
        "maxLength": 1,
        "properties": {"a": {"$ref": "Loop"}},
    },
    "Cat": {
        "required": ["kind"],
        "properties": {"kind": {"enum": ["cat"]}, "name": {"maxLength": 2}},
    },
    "Dog": {
        "required": ["kind"],
        "properties": {"kind": {"enum": ["dog"]}, "name": {"maxLength": 9}},
    },
}


@pytest.mark.parametrize(("schema", "value"), FITTING)
def test_what_is_allowed(schema: Schema, value: object) -> None:
    assert judge(schema, value, NAMED).why == ""


@pytest.mark.parametrize(("schema", "value", "expected"), BREAKING)
def test_what_is_not(schema: Schema, value: object, expected: str) -> None:
    found = judge(schema, value, NAMED)
    assert f"{found.where}: {found.why}" == expected


def test_nothing_is_too_deep() -> None:
    value: Any = "long"
    for _ in range(50_000):
        value = {"a": value}
    assert judge(NAMED["Loop"], value, NAMED).why
    # What is there twice cannot be told at that depth.
    assert not judge({"uniqueItems": True}, [value, value], {}).why


def test_variants_within_variants_take_no_longer_than_the_value() -> None:
    named: dict[str, Schema] = {
        "A": {
            "anyOf": [
                {"properties": {"a": {"$ref": "A"}}, "maxLength": n} for n in "12"
            ]
        }
    }
    for variant in named["A"]["anyOf"]:
        variant["maxLength"] = 1
    value: Any = "long"
    for _ in range(200):
        value = {"a": value}
    assert judge({"$ref": "A"}, value, named).why


@pytest.mark.parametrize("pattern", ["(a+)+$", "^(a|a)*$", "(a|aa)+$", "(.*a){12}$"])
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    begun = time.perf_counter()
    assert judge({"pattern": pattern}, f"{'a' * 50}!", {}).why
    judge({"pattern": pattern}, f"{'a' * 100_000}!", {})
    assert time.perf_counter() - begun < 5


counts = st.integers(0, 3)
numbers = st.integers(-4, 4) | st.sampled_from([-1.5, -1.0, 0.0, 0.5, 1.0, 2.5])
texts = st.text("ab1\u00e9", max_size=4)
constraints: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        **{
            f"{end}{of}": counts
            for end in ("min", "max")
            for of in ("Length", "Items", "Properties")
        },
        **dict.fromkeys(
            ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), numbers
        ),
        "multipleOf": st.sampled_from([1, 2, 0.5]),
        "uniqueItems": st.booleans(),
        "pattern": st.sampled_from(["^a", "b$", "[a1]+"]),
    },
)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from("abc"), inner),
)


def schemas(*, unions: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of constraints alone, and with the types of variants."""
    kinds = st.fixed_dictionaries(
        {},
        optional={
            "type": st.lists(
                st.sampled_from(
                    ["string", "integer", "number", "array", "object", "null"]
                ),
                min_size=1,
                unique=True,
            ),
            "enum": st.lists(texts | numbers | st.booleans(), min_size=1, max_size=3),
            "required": st.lists(st.sampled_from("ab"), unique=True),
        },
    )

    def wider(
        inner: st.SearchStrategy[dict[str, Any]],
    ) -> st.SearchStrategy[dict[str, Any]]:
        several = st.lists(inner, min_size=1, max_size=3)
        more: dict[str, Any] = {
            "items": inner,
            "prefixItems": several,
            "properties": st.dictionaries(st.sampled_from("ab"), inner),
            "additionalProperties": inner,
            "allOf": several,
            "$ref": st.just("Named"),
        }
        variant = st.builds(lambda one, kind: {**one, **kind}, inner, kinds)
        if unions:
            more["anyOf"] = more["oneOf"] = st.lists(variant, min_size=1, max_size=3)
        whole = st.fixed_dictionaries({}, optional=more)
        return st.builds(lambda one, two: {**one, **two}, constraints, whole)

    return st.recursive(constraints, wider, max_leaves=6)


def is_allowed(schema: Schema, named: Schema, value: object) -> bool:
    """What the other validator says."""

    def referred(part: Any) -> Any:
        if isinstance(part, dict):
            return {
                k: f"#/$defs/{v}" if k == "$ref" else referred(v)
                for k, v in part.items()
            }
        return [*map(referred, part)] if isinstance(part, list) else part

    whole = {**referred(schema), "$defs": {"Named": referred(named)}}
    return jsonschema_rs.Draft202012Validator(whole).is_valid(value)


@given(
    schemas(unions=False),
    schemas(unions=False).filter(lambda s: "$ref" not in s),
    values,
)
def test_constraints_are_those_of_the_other_validator(
    schema: dict[str, Any], named: dict[str, Any], value: object
) -> None:
    named = without_references(named)
    assert (not judge(schema, value, {"Named": named}).why) == is_allowed(
        schema, named, value
    )


@given(schemas(unions=True), schemas(unions=True), values)
def test_what_the_other_validator_allows_is_allowed(
    schema: dict[str, Any], named: dict[str, Any], value: object
) -> None:
    named = without_references(named)
    if is_allowed(schema, named, value):
        assert judge(schema, value, {"Named": named}).why == ""


def without_references(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: without_references(v) for k, v in schema.items() if k != "$ref"}
    return [*map(without_references, schema)] if isinstance(schema, list) else schema
