"""The keywords of JSON Schema that constrain a value (2020-12, validation, section 6).

A keyword says nothing of a value of another type. Beside constraints, a schema here has
only what leads to them: `properties`, `items`, `$ref` to a schema by its name, and so on.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, cast

Schema = Mapping[str, Any]

_LONGEST = 100_000
"""Characters of a text that a pattern is tried on; the time grows with both."""
_MOST_SHOWN = 3
_ROUNDED = Fraction(1, 10**12)
"""How far from the whole a multiple may be, of its own size."""


class Verdict(NamedTuple):
    """What a schema says of a value."""

    fits: bool
    """Whether the value is of the kind that the schema is about."""
    where: str = ""
    why: str = ""
    """The first constraint that it breaks; empty for none."""


_FINE = Verdict(True)
_Steps = Generator[tuple[Schema, object], Verdict, Verdict]


def judge(schema: Schema, value: object, named: Mapping[str, Schema]) -> Verdict:
    """Hold a value, as JSON has it, to a schema; ``named`` are those that `$ref` names.

    However deep the value is: each schema waits on a stack for what it asks for.
    """
    known: dict[tuple[str, int], Verdict] = {}
    waiting = [_steps(schema, value, named, known)]
    answer: Any = None
    while True:
        try:
            asked = waiting[-1].send(answer)
        except StopIteration as done:
            answer = done.value
            waiting.pop()
            if not waiting:
                return cast("Verdict", answer)
        else:
            waiting.append(_steps(*asked, named, known))
            answer = None


def _steps(
    schema: Schema,
    value: object,
    named: Mapping[str, Schema],
    known: dict[tuple[str, int], Verdict],
) -> _Steps:
    fits = _is_kind(schema, value)
    broken = _FINE
    if why := next(_broken(schema, value), ""):
        broken = Verdict(True, "", why)
    for step, inner, part in _members(schema, value):
        found = yield inner, part
        fits = fits and found.fits
        if found.why and not broken.why:
            broken = found._replace(where=f"{step}{found.where}")
    for key in ("anyOf", "oneOf"):
        if variants := schema.get(key):
            verdicts: list[Verdict] = []
            for variant in variants:
                verdicts.append((yield variant, value))
            found = _either(verdicts)
            fits = fits and found.fits
            broken = broken if broken.why else found
    if name := schema.get("$ref"):
        # A schema that comes back to itself without a step into the value says no more.
        place = (name, id(value))
        if place not in known:
            known[place] = _FINE
            known[place] = yield named[name], value
        found = known[place]
        fits = fits and found.fits
        broken = broken if broken.why else found
    return broken._replace(fits=fits)


def _either(verdicts: list[Verdict]) -> Verdict:
    """Return what is said of a value that one of several schemas has to allow.

    Where it is none that they are about, nothing is known of it.
    """
    found = [verdict for verdict in verdicts if verdict.fits]
    if not found:
        return Verdict(False)
    if len(found) == 1 or not all(verdict.why for verdict in found):
        return next((verdict for verdict in found if not verdict.why), found[0])
    whys = [f"{each.where.removeprefix('.')} {each.why}".strip() for each in found]
    return Verdict(True, "", ", or ".join([*dict.fromkeys(whys)][:_MOST_SHOWN]))


def _members(schema: Schema, value: object) -> Iterator[tuple[str, Schema, object]]:
    """Yield steps into a value, each with the schema of what is there."""
    for part in schema.get("allOf", ()):
        yield "", part, value
    if isinstance(value, dict):
        rest = schema.get("additionalProperties")
        properties = schema.get("properties", {})
        for name, item in cast("dict[str, object]", value).items():
            if inner := properties.get(name, rest):
                yield f".{name}", inner, item
    elif isinstance(value, list):
        first, rest = schema.get("prefixItems", ()), schema.get("items")
        for index, item in enumerate(cast("list[object]", value)):
            if inner := first[index] if index < len(first) else rest:
                yield f"[{index}]", inner, item


def _is_kind(schema: Schema, value: object) -> bool:
    """Whether a value has the type, the properties and the constants of a schema."""
    types = schema.get("type")
    if types and not any(_is_type(value, kind) for kind in types):
        return False
    values = schema.get("enum")
    if values is not None:
        # Those of a schema are scalars.
        is_scalar = not isinstance(value, (dict, list))
        if not is_scalar or _identity(value) not in map(_identity, values):
            return False
    required = schema.get("required", ())
    return not isinstance(value, dict) or all(name in value for name in required)


def _is_type(value: object, kind: str) -> bool:
    match kind:
        case "integer":
            is_whole = not isinstance(value, float) or value.is_integer()
            return _is_number(value) and is_whole
        case "number":
            return _is_number(value)
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case _:
            return value is None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _broken(schema: Schema, value: object) -> Iterator[str]:
    """Yield what a value must be, and is not."""
    if isinstance(value, str):
        yield from _size(schema, "Length", len(value), "character", "characters")
        pattern = schema.get("pattern")
        if pattern and len(value) <= _LONGEST and not _matches(pattern, value):
            yield f"must match {pattern}"
    elif isinstance(value, list):
        items = cast("list[object]", value)
        yield from _size(schema, "Items", len(items), "item", "items")
        if schema.get("uniqueItems") and _repeats(items):
            yield "must not hold an item twice"
    elif isinstance(value, dict):
        size = len(cast("dict[str, object]", value))
        yield from _size(schema, "Properties", size, "entry", "entries")
    elif _is_number(value):
        yield from _range(schema, cast("float", value))


def _size(schema: Schema, what: str, size: int, one: str, many: str) -> Iterator[str]:
    least, most = schema.get(f"min{what}"), schema.get(f"max{what}")
    if least is not None and size < least:
        yield f"must have at least {least} {one if least == 1 else many}, not {size}"
    if most is not None and size > most:
        yield f"must have at most {most} {one if most == 1 else many}, not {size}"


def _range(schema: Schema, value: float) -> Iterator[str]:
    if "minimum" in schema and value < schema["minimum"]:
        yield f"must be at least {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        yield f"must be at most {schema['maximum']}"
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        yield f"must be more than {schema['exclusiveMinimum']}"
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        yield f"must be less than {schema['exclusiveMaximum']}"
    step = schema.get("multipleOf")
    if step is not None and not _is_multiple(value, step):
        yield f"must be a multiple of {step}"


def _is_multiple(value: float, step: float) -> bool:
    """Whether a number is one of another, as far as digits of floats can tell.

    0.3 is one of 0.1, and so is 0.1 * 3.
    """
    times = _exact(value) / _exact(step)
    is_whole = isinstance(value, int) and isinstance(step, int)
    near = 0 if is_whole else abs(times) * _ROUNDED
    return abs(times - round(times)) <= near


def _exact(number: float) -> Fraction:
    is_float = isinstance(number, float)
    return Fraction(Decimal(float.__repr__(number)) if is_float else number)


def _repeats(items: list[object]) -> bool:
    try:
        return len({*map(_identity, items)}) < len(items)
    except RecursionError:
        return False  # too deep to tell


def _identity(value: object) -> object:
    """Return what two values have in common that JSON holds for equal: 1 is not true."""
    if isinstance(value, bool):
        return bool, value
    if isinstance(value, list):
        items = cast("list[object]", value)
        return list, tuple(map(_identity, items))
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return dict, frozenset((name, _identity(one)) for name, one in fields.items())
    return value


def _matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text, in time that is linear in its length."""
    from pydantic_core import ValidationError

    try:
        _validator(pattern).validate_python(text)
    except ValidationError as error:
        # Half of a character is refused too, but not for the pattern.
        return error.errors()[0]["type"] != "string_pattern_mismatch"
    return True


@lru_cache(maxsize=256)
def _validator(pattern: str) -> Any:
    from pydantic_core import SchemaValidator, core_schema

    return SchemaValidator(core_schema.str_schema(pattern=pattern))
