"""Building values from JSON that does not fit its description, losing nothing."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeGuard, Union, cast, get_args, get_origin

from pydantic import BaseModel, Discriminator, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from .models import ByTag, OpenModel, constants, wire_name

_UNIONS = (Union, types.UnionType)
_ARRAYS: Mapping[object, type] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
}

_KINDS: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_STRUCTURES: Mapping[str, tuple[object, ...]] = {
    "array": tuple(_ARRAYS),
    "object": (dict, Mapping),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One difference between a reply and its description.

    `path` is a JSONPath such as `$.voices[0].name`; `what` never holds the value,
    which may be private.
    """

    path: str
    what: str


@dataclass(slots=True)
class Issues:
    """The differences found so far."""

    found: list[Issue] = field(default_factory=list[Issue])

    def add(self, path: str, what: str) -> None:
        self.found.append(Issue(path, what))


def construct(declared: Any, value: Any, issues: Issues, path: str = "$") -> Any:
    """Return a value of the declared type, as far as the JSON value allows it.

    What does not fit is kept as it came and noted in `issues`.
    """
    declared, tag = _unwrap(declared)
    if declared is Any or declared is object:
        return value
    origin = get_origin(declared)
    if origin in _UNIONS:
        return _union(declared, tag, value, issues, path)
    if _is_model(declared):
        if isinstance(value, dict):
            return _model(declared, cast("dict[str, Any]", value), issues, path)
    elif (origin or declared) in _ARRAYS and isinstance(value, list):
        return _array(declared, cast("list[object]", value), issues, path)
    elif (origin or declared) in (dict, Mapping) and isinstance(value, dict):
        return _object(declared, cast("dict[str, Any]", value), issues, path)
    else:
        return _leaf(declared, value, issues, path)
    issues.add(path, f"{_name(declared)} expected, not {_kind(value)}")
    return value


def _unwrap(declared: Any) -> tuple[Any, ByTag | None]:
    """Take off annotations and aliases; return the discriminator on the way."""
    tag: ByTag | None = None
    while True:
        if get_origin(declared) is Annotated:
            declared, *notes = get_args(declared)
            for note in notes:
                finder = note.discriminator if isinstance(note, Discriminator) else None
                tag = finder if isinstance(finder, ByTag) else tag
        elif hasattr(declared, "__value__"):  # a `type` statement, TypeAliasType
            declared = declared.__value__
        else:
            return declared, tag


def union_tag(declared: Any) -> ByTag | None:
    """Return what finds the variants of an open union; None for all other types."""
    return _unwrap(declared)[1]


def _is_model(declared: Any) -> TypeGuard[type[BaseModel]]:
    # Python 3.10 takes `list[int]` for a type, which `issubclass` then refuses.
    plain = isinstance(declared, type) and get_origin(declared) is None
    return plain and issubclass(declared, BaseModel)


def _model(
    kind: type[BaseModel], value: dict[str, Any], issues: Issues, path: str
) -> BaseModel:
    kind.model_rebuild()  # its forward references may be unresolved as yet
    rest = dict(value)
    values: dict[str, Any] = {}
    fields_set: set[str] = set()
    for name, info in kind.model_fields.items():
        key = wire_name(name, info)
        if key in rest:
            values[name] = construct(
                _annotation(info), rest.pop(key), issues, f"{path}.{key}"
            )
            fields_set.add(name)
        elif info.is_required():
            issues.add(f"{path}.{key}", "missing")
            values[name] = None
        else:
            values[name] = info.get_default(call_default_factory=True)
    further = _further(kind)
    for key, entry in rest.items():
        rest[key] = construct(further, entry, issues, f"{path}.{key}")
    model = kind.__new__(kind)
    object.__setattr__(model, "__dict__", values)
    object.__setattr__(model, "__pydantic_fields_set__", fields_set)
    object.__setattr__(model, "__pydantic_extra__", rest)
    object.__setattr__(model, "__pydantic_private__", None)
    if kind.__pydantic_post_init__:
        model.model_post_init(None)  # gives private attributes their defaults
    return model


def _further(kind: type[BaseModel]) -> Any:
    """Return the type of properties that a model does not name."""
    return kind.__additional__() if issubclass(kind, OpenModel) else Any


def _annotation(info: FieldInfo) -> Any:
    """Return a field's type with the discriminator that pydantic took out of it."""
    finders = [note for note in info.metadata if isinstance(note, Discriminator)]
    if isinstance(info.discriminator, Discriminator):
        finders.append(info.discriminator)
    return Annotated[info.annotation, finders[0]] if finders else info.annotation


def _array(declared: Any, value: list[object], issues: Issues, path: str) -> Any:
    kind = get_origin(declared) or declared
    items = get_args(declared)
    is_fixed = kind is tuple and items[-1:] != (Ellipsis,)
    if is_fixed and len(items) != len(value):
        issues.add(path, f"{len(items)} items expected, not {len(value)}")
    built: list[Any] = []
    for index, item in enumerate(value):
        here = f"{path}[{index}]"
        if is_fixed:
            known = items[index] if index < len(items) else Any
        else:
            known = items[0] if items else Any
        built.append(construct(known, item, issues, here))
    try:
        return _ARRAYS[kind](built)
    except TypeError:
        issues.add(path, "holds items that cannot be in a set")
        return built


def _object(declared: Any, value: dict[str, Any], issues: Issues, path: str) -> Any:
    _, item = get_args(declared) or (str, Any)
    return {
        key: construct(item, entry, issues, f"{path}.{key}")
        for key, entry in value.items()
    }


@lru_cache(maxsize=4096)
def _cached_adapter(declared: Any) -> TypeAdapter[Any]:
    return TypeAdapter(declared)


def adapter(declared: Any) -> TypeAdapter[Any]:
    """Return the validator for a type, built once."""
    try:
        hash(declared)
    except TypeError:  # an annotation may hold what cannot be hashed
        return TypeAdapter(declared)
    return _cached_adapter(declared)


def _fits(declared: Any, value: Any) -> tuple[bool, Any]:
    # Over JSON and not as a Python value: strict JSON takes a date as text.
    try:
        text = json.dumps(value)
        return True, adapter(declared).validate_json(text, strict=True)
    except (ValidationError, ValueError):
        return False, value


def _leaf(declared: Any, value: Any, issues: Issues, path: str) -> Any:
    fits, result = _fits(declared, value)
    if not fits:
        issues.add(path, f"{_name(declared)} expected, not {_kind(value)}")
    return result


def _union(
    declared: Any, tag: ByTag | None, value: Any, issues: Issues, path: str
) -> Any:
    fits, result = _fits(
        Annotated[declared, Discriminator(tag)] if tag else declared, value
    )
    if fits:
        return result
    variants = list(get_args(declared))
    best = _tagged(variants, tag, value) if tag else None
    if best is None:
        best = _best(variants, value)
    if best is None:
        issues.add(path, f"{_name(declared)} expected, not {_kind(value)}")
        return value
    return construct(best, value, issues, path)


def _tagged(variants: list[Any], tag: ByTag, value: Any) -> Any:
    """Return the variant that the value names."""
    wanted = tag(value)
    for variant in variants:
        notes = get_args(variant)[1:] if get_origin(variant) is Annotated else ()
        if wanted is not None and any(getattr(n, "tag", None) == wanted for n in notes):
            return variant
    return None


def _best(variants: Iterable[Any], value: Any) -> Any:
    """Return the variant that a value resembles most; None where it fits no kind.

    Nested unions are looked into. Among objects, one whose constants all agree
    wins; then the one with most of its required properties present, then the one
    with most known properties.
    """
    same_kind = _STRUCTURES.get(_kind(value), ())
    best: Any = None
    best_rank: tuple[int, int, int] | None = None
    for variant in _flatten(variants):
        plain, _ = _unwrap(variant)
        rank: tuple[int, int, int] | None = None
        if _is_model(plain):
            if isinstance(value, dict):
                rank = _rank(plain, cast("dict[str, Any]", value))
        elif (get_origin(plain) or plain) in same_kind:
            rank = (-1, 0, 0)
        if rank is not None and (best_rank is None or rank > best_rank):
            best, best_rank = variant, rank
    return best


def _flatten(variants: Iterable[Any]) -> Iterable[Any]:
    for variant in variants:
        plain, _ = _unwrap(variant)
        if get_origin(plain) in _UNIONS:
            yield from _flatten(get_args(plain))
        else:
            yield variant


def _rank(kind: type[BaseModel], value: dict[str, Any]) -> tuple[int, int, int]:
    kind.model_rebuild()
    agreeing, required, known = 0, 0, 0
    for name, info in kind.model_fields.items():
        key = wire_name(name, info)
        present = key in value
        known += present
        if info.is_required():
            required += 1 if present else -1
        allowed = constants(_unwrap(info.annotation)[0])
        if allowed != (None,) and value.get(key) is not None:
            agreeing += 1 if value[key] in allowed else -100
    return agreeing, required, known


def _name(declared: Any) -> str:
    """Name a type as an error should, without the noise of `typing`."""
    if declared is None or declared is type(None):
        return "null"
    if isinstance(declared, type) and not get_args(declared):
        return declared.__name__
    if get_origin(declared) is Literal:
        return " or ".join(json.dumps(v, default=str) for v in get_args(declared))
    if get_origin(declared) in _UNIONS:
        return " or ".join(_name(_unwrap(part)[0]) for part in get_args(declared))
    return getattr(get_origin(declared), "__name__", str(declared))


def _kind(value: object) -> str:
    """Name the kind of a JSON value."""
    if value is None:
        return "null"
    return _KINDS.get(type(value), "something else")
