"""A second opinion: the rules of openapi-spec-validator itself, without its risks.

As it comes, it fetches what references name, takes exponential time on some `allOf`,
and quadratic time on large documents. Here it reads nothing, remembers what it has
seen in sets, and leaves the shape of schemas to `shape` and defaults to `meaning`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NoReturn

from jsonschema.exceptions import ValidationError
from jsonschema_path.accessors import SchemaAccessor
from jsonschema_path.paths import SchemaPath
from jsonschema_path.utils import is_ref
from openapi_spec_validator import OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from openapi_spec_validator.validation import keywords
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    UnresolvableParameterError,
)
from openapi_spec_validator.validation.registries import KeywordValidatorRegistry

from specwright.normalize import VERSION_32
from specwright.read.tree import Map, Seq
from specwright.references import lookup

_NODE = "specwright_node"
"""Attribute of an error: the node that was looked at."""


_SAID = (DuplicateOperationIDError, UnresolvableParameterError)

STEPS = 200_000
"""How many schemas are looked at for the properties of branches, at most."""


class Exhausted(Exception):
    """The document would take too long."""


class _Seen(list[int]):
    """A list of ids that is searched as a set is."""

    def __init__(self) -> None:
        super().__init__()
        self._ids: set[int] = set()

    def append(self, item: int) -> None:
        self._ids.add(item)

    def __contains__(self, item: object) -> bool:
        return item in self._ids


class _SchemaValidator(keywords.OpenAPIV31SchemaValidator):
    """Looks at each schema once."""

    def __init__(self, registry: KeywordValidatorRegistry) -> None:
        super().__init__(registry)
        self.visited_schema_ids = _Seen()
        self.meta_checked_schema_ids = _Seen()
        self._steps = 0

    def _validate_schema_meta(self, schema: SchemaPath, schema_value: Any) -> None:
        """Nothing: `shape` has done it."""

    def _collect_properties(self, schema: SchemaPath) -> set[str]:
        """Names of the properties that a schema has through its branches.

        Raises:
            Exhausted: More than `STEPS` schemas were looked at for this.
        """
        root: Any = schema.accessor.node
        names: set[str] = set()
        seen: set[int] = set()
        stack: list[Any] = [schema.read_value()]
        while stack:
            here = stack.pop()
            if not isinstance(here, Map) or id(here) in seen:
                continue
            seen.add(id(here))
            self._steps += 1
            if self._steps > STEPS:
                raise Exhausted
            properties = here.get("properties")
            if isinstance(properties, Map):
                names.update(properties)
            ref = here.get("$ref")
            stack.append(lookup(root, ref) if isinstance(ref, str) else None)
            stack.extend((here.get("items"), here.get("not")))
            for keyword in ("allOf", "anyOf", "oneOf"):
                branches = here.get(keyword)
                stack.extend(branches if isinstance(branches, Seq) else ())
        return names


class _Nodes(SchemaAccessor):
    """Nodes of one tree by their paths, references followed: each is found once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[Sequence[Any], Any] = {(): self.node}
        self._ends: dict[int, Any] = {}

    def __getitem__(self, parts: Sequence[Any]) -> Any:
        known = self._known
        # The way up to what is known is short: paths are walked from the root.
        start = len(parts)
        while parts[:start] not in known:
            start -= 1
        node = known[parts[:start]]
        for end in range(start, len(parts)):
            node = self._followed(self._get_subnode(node, parts[end]))
            known[parts[: end + 1]] = node
        return node

    def _followed(self, node: Any) -> Any:
        """The end of the references from a node. Circles have been refused before."""
        root: Any = self.node
        trail = []
        while is_ref(node) and id(node) not in self._ends:
            trail.append(id(node))
            node = lookup(root, node["$ref"])
        node = self._ends.get(id(node), node)
        self._ends.update(dict.fromkeys(trail, node))
        return node


class _DefaultValidator(keywords.OpenAPIV31ValueValidator):
    """Says nothing: `meaning` has looked at defaults, each schema once."""

    def __call__(self, schema: SchemaPath, value: Any) -> Iterator[ValidationError]:
        return iter(())


def opinions(root: Map) -> Iterator[tuple[Map | None, str]]:
    """What openapi-spec-validator objects to: the node nearest to it, and its message.

    Raises whatever the validator raises; its input must have a valid shape.
    """
    validators = _validators(root.get("openapi") == VERSION_32)
    refusing = dict.fromkeys(("<all_urls>", "http", "https", ""), _refuse)
    path = SchemaPath(_Nodes.from_schema(root, handlers=refusing))
    root_validator: Any = KeywordValidatorRegistry(validators)["__root__"]
    for error in root_validator(path):
        if isinstance(error, _SAID):
            continue  # `meaning` has said so.
        yield getattr(error, _NODE, None), error.message


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} is not read")


@lru_cache(maxsize=2)
def _validators(newest: bool) -> dict[str, type[keywords.KeywordValidator]]:
    known = (
        OpenAPIV32SpecValidator if newest else OpenAPIV31SpecValidator
    ).keyword_validators
    found = {**known, "schema": _SchemaValidator, "default": _DefaultValidator}
    return {name: _placed(cls) for name, cls in found.items()}


def _placed(cls: type[Any]) -> type[keywords.KeywordValidator]:
    """``cls``, telling in each of its errors which node it was looking at."""
    call: Any = cls.__call__

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Iterator[ValidationError]:
        for error in call(self, *args, **kwargs):
            if not hasattr(error, _NODE):
                nodes = [a.read_value() for a in args if isinstance(a, SchemaPath)]
                node = next((n for n in nodes if isinstance(n, Map)), None)
                setattr(error, _NODE, node)
            yield error

    return type(cls.__name__, (cls,), {"__call__": __call__})
