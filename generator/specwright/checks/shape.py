"""The shape of a document against the JSON Schemas of the OpenAPI Specification.

The schemas are those that openapi-spec-validator carries, with the dialect of Schema
Objects put in where they leave it open; they are applied by jsonschema-rs, which does
in a millisecond what takes a second in Python.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs
from openapi_schema_validator import OAS31_BASE_DIALECT_ID, OAS32_BASE_DIALECT_ID
from openapi_schema_validator._specifications import REGISTRY
from openapi_spec_validator.schemas import schema_v31, schema_v32

from specwright.normalize import VERSION_32
from specwright.objects import Path
from specwright.read.tree import Map, Node, Seq

_ALTERNATIVES = ("anyOf", "oneOf", "oneOfNotValid")


@dataclass(frozen=True, slots=True)
class Problem:
    """One violation: where, of which keyword, and what that keyword has to say."""

    path: Path
    keyword: str
    details: Mapping[str, Any]


def problems(root: Map) -> list[Problem]:
    """Everything in which ``root`` differs from its schema, each once.

    Raises:
        ValueError: A text cannot be encoded, or a number is none of JSON.
    """
    found: dict[tuple[Path, str, str], Problem] = {}
    for error in _validator(root.get("openapi") == VERSION_32).iter_errors(root):
        problem = _problem(error, root)
        key = (problem.path, problem.keyword, repr(problem.details))
        found.setdefault(key, problem)
    return list(found.values())


def _problem(error: jsonschema_rs.ValidationError, root: Map) -> Problem:
    """The error, or the one inside it that says most about what was meant."""
    while error.kind.name in _ALTERNATIVES:
        inner = _likeliest(error)
        if inner is None:
            break
        error = inner
    details = {} if error.kind.name in _ALTERNATIVES else error.kind.as_dict()
    if error.kind.name == "propertyNames":
        details = {"name": str(details["error"].instance)}
    return Problem(_path(root, error.instance_path), error.kind.name, details)


def _path(root: Map, tokens: Iterable[str | int]) -> Path:
    """The path in our tree; the validator takes keys such as `200` for indexes."""
    path: list[str | int] = []
    node: Node = root
    for token in tokens:
        if isinstance(node, Map):
            token = str(token)
            node = node.get(token)
        elif isinstance(node, Seq) and isinstance(token, int) and token < len(node):
            node = node[token]
        path.append(token)
    return tuple(path)


def _likeliest(
    error: jsonschema_rs.ValidationError,
) -> jsonschema_rs.ValidationError | None:
    """The first error of the alternative that fits best; None where none does.

    An alternative of another type was not meant; of the rest, the one that is broken
    deepest inside was.
    """
    context: Iterable[list[jsonschema_rs.ValidationError]] = error.kind.as_dict().get(
        "context", ()
    )
    here = list(error.instance_path)
    fitting = [
        branch
        for branch in context
        if branch
        and not any(
            e.kind.name in ("type", "required") and list(e.instance_path) == here
            for e in branch
        )
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda branch: len(list(branch[0].instance_path)))[0]


@lru_cache(maxsize=2)
def _validator(newest: bool) -> jsonschema_rs.Draft202012Validator:
    schema = copy.deepcopy(dict(schema_v32 if newest else schema_v31))
    dialect = OAS32_BASE_DIALECT_ID if newest else OAS31_BASE_DIALECT_ID
    schema["$defs"]["schema"] = {"$dynamicAnchor": "meta", "$ref": dialect}
    known = sorted(uri for uri in REGISTRY if "spec.openapis.org" in uri)
    registry = jsonschema_rs.Registry(
        [(uri, dict(REGISTRY.contents(uri))) for uri in known]
    )
    return jsonschema_rs.Draft202012Validator(
        schema, registry=registry, validate_formats=False, offline=True
    )


@lru_cache(maxsize=128)
def fields(kind: str) -> frozenset[str]:
    """The keys that an object of a kind may have; empty for a map of anything."""
    schema = dict(schema_v32)
    if kind == "schema":
        return _schema_keywords()
    definitions = schema.pop("$defs")
    found = set(_properties(schema if kind == "openapi" else definitions.get(kind)))
    return frozenset(found | ({"example", "examples"} if "schema" in found else set()))


def _properties(node: Any) -> Iterator[str]:
    """All names under a `properties`, however deep in conditions."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties" and isinstance(value, dict):
                yield from value
            yield from _properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from _properties(value)


def _schema_keywords() -> frozenset[str]:
    keywords: set[str] = set()
    for uri in REGISTRY:
        if "draft/2020-12/meta/" in uri or "oas/3.1/meta" in uri:
            keywords.update(REGISTRY.contents(uri).get("properties", {}))
    return frozenset(keywords)
