"""Schemas: spellings that mean one thing only, and are not what the standard says."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.read.tree import Map, Node, Seq
from specwright.references import reference_to
from specwright.repair.draft import Change, Draft
from specwright.text import show

_ANY = "Any type"
_TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
_SPELLINGS = {
    **{name.capitalize(): name for name in _TYPES},
    **{name.upper(): name for name in _TYPES},
    "int": "integer",
    "bool": "boolean",
    "none": "null",
    "None": "null",
    "nil": "null",
}


def any_types(draft: Draft) -> Iterator[Change]:
    """``{description: Any type}`` is the exporter's word for ``{}`` (D1)."""
    for _, path, schema in draft.objects("schema"):
        if schema.get("description") != _ANY:
            continue
        if set(schema) - {"title"} == {"description"}:
            del schema["description"]
            yield Change(
                path=(*path, "description"),
                message="`Any type` is the exporter's word for a schema of anything",
            )


def type_spellings(draft: Draft) -> Iterator[Change]:
    """``type: null`` without quotes, ``String``, ``int``: the type that they mean."""
    for _, path, schema in draft.objects("schema"):
        if "type" not in schema:
            continue
        kind = schema["type"]
        if isinstance(kind, Seq):
            for index, item in enumerate(kind):
                if (meant := _meant(item)) is not None:
                    kind[index] = meant
                    yield _spelt((*path, "type", index), item, meant)
        elif (meant := _meant(kind)) is not None:
            schema["type"] = meant
            yield _spelt((*path, "type"), kind, meant)


def _meant(kind: Node) -> str | None:
    if kind is None:
        return "null"
    return _SPELLINGS.get(kind) if isinstance(kind, str) else None


def _spelt(path: tuple[str | int, ...], kind: Node, meant: str) -> Change:
    given = "null, without quotes" if kind is None else show(str(kind))
    return Change(path=path, message=f"the type is {given}; '{meant}' is used")


def required_properties(draft: Draft) -> Iterator[Change]:
    """``required: true`` inside a property belongs into its parent's list."""
    for _, path, schema in draft.objects("schema"):
        required = schema.get("required")
        if not isinstance(required, bool) or path[-2:-1] != ("properties",):
            continue
        name, parent = str(path[-1]), draft.at(path[:-2])
        if not isinstance(parent, Map):
            continue
        listed = parent.get("required")
        if listed is not None and not isinstance(listed, Seq):
            continue
        del schema["required"]
        if required:
            names = listed if listed is not None else Seq(parent.source, parent.mark)
            if name not in names:
                names.append(name)
                names.marks.extend(
                    [names.mark] * (len(names) - len(names.marks) - 1)
                    + [schema.value_mark("required")]
                )
            parent.put("required", names)
        yield Change(
            path=(*path, "required"),
            key=True,
            message=(
                f"`required: {str(required).lower()}` stands in the property "
                f"{show(name)}, not in its object's list"
            ),
        )


def nullable_types(draft: Draft) -> Iterator[Change]:
    """``nullable: true`` in OpenAPI 3.1 or later means that null is allowed."""
    if str(draft.root.get("openapi")).startswith("3.0"):
        return
    for _, path, schema in draft.objects("schema"):
        if not isinstance(nullable := schema.get("nullable"), bool):
            continue
        del schema["nullable"]
        if nullable:
            allow_null(schema)
        yield Change(
            path=(*path, "nullable"),
            key=True,
            message="`nullable` is a keyword of OpenAPI 3.0 only",
        )


def null_variants(draft: Draft) -> Iterator[Change]:
    """``{nullable: true}`` among the variants of a union stands for null in 3.0."""
    if not str(draft.root.get("openapi")).startswith("3.0"):
        return
    for _, path, schema in draft.objects("schema"):
        if path[-2:-1] not in (("oneOf",), ("anyOf",)) or dict(schema) != _ONLY_NULL:
            continue
        del schema["nullable"]
        schema.put("type", "null", schema.entries.get("nullable"))
        yield Change(
            path=(*path, "nullable"),
            key=True,
            message="a variant says `nullable: true`, and nothing else",
        )


_ONLY_NULL: dict[str, Node] = {"nullable": True}


def allow_null(schema: Map) -> None:
    """Make ``schema`` accept null too, in OpenAPI 3.1's words, in place."""
    kind, enum = schema.get("type"), schema.get("enum")
    if isinstance(enum, Seq) and None not in enum:
        enum.append(None)
    if isinstance(kind, str):
        if kind != "null":
            mark = schema.value_mark("type")
            schema["type"] = Seq(schema.source, mark, [kind, "null"], [mark, mark])
    elif isinstance(kind, Seq):
        if "null" not in kind:
            kind.append("null")
    elif "const" in schema or {"$ref", "allOf", "oneOf", "anyOf"} & set(schema):
        _or_null(schema)


def _or_null(schema: Map) -> None:
    for key in ("oneOf", "anyOf"):
        branches = schema.get(key)
        if isinstance(branches, Seq) and not {"allOf", "$ref", "const"} & set(schema):
            branches.append(_null(schema))
            return
    doc = {"description", "title", "deprecated", "readOnly", "writeOnly", "default"}
    inner = schema.like({k: v for k, v in schema.items() if k not in doc})
    kept = {k: v for k, v in schema.items() if k in doc}
    schema.clear()
    schema.update(kept)
    schema.put("oneOf", Seq(inner.source, inner.mark, [inner, _null(inner)]))


def _null(near: Map) -> Map:
    null = Map(near.source, near.mark)
    null.put("type", "null")
    return null


def exclusive_limits(draft: Draft) -> Iterator[Change]:
    """``exclusiveMinimum: true`` in OpenAPI 3.1 or later is OpenAPI 3.0's way."""
    if str(draft.root.get("openapi")).startswith("3.0"):
        return
    for _, path, schema in draft.objects("schema"):
        for key in sorted({"exclusiveMinimum", "exclusiveMaximum"} & set(schema)):
            if isinstance(schema[key], bool):
                number_limit(schema, key)
                yield Change(
                    path=(*path, key),
                    message=f"`{key}` is true or false, not the limit itself",
                )


def number_limit(schema: Map, exclusive: str) -> None:
    """Replace a boolean ``exclusiveMinimum`` or ``...Maximum`` by the number, in place."""
    limit = exclusive.removeprefix("exclusive").lower()
    if schema.pop(exclusive) is True and limit in schema:
        schema.put(exclusive, schema.pop(limit), schema.entries.get(limit))


def repeated_names(draft: Draft) -> Iterator[Change]:
    """A name that ``required`` or ``type`` lists twice counts once."""
    for _, path, schema in draft.objects("schema"):
        for key in ("required", "type"):
            names = schema.get(key)
            if not isinstance(names, Seq):
                continue
            texts = [name for name in names if isinstance(name, str)]
            if len(texts) != len(names) or len(set(texts)) == len(texts):
                continue
            first = {name: index for index, name in reversed([*enumerate(texts)])}
            again = next(i for i, name in enumerate(texts) if first[name] != i)
            kept = sorted(first.values())
            schema[key] = Seq(
                names.source,
                names.mark,
                [texts[i] for i in kept],
                [names.item_mark(i) for i in kept],
            )
            yield Change(
                path=(*path, key, again),
                message=f"`{key}` lists {show(texts[again])} twice",
            )


def recursive_references(draft: Draft) -> Iterator[Change]:
    """``$recursiveRef: '#'`` of JSON Schema 2019-09 is a plain reference here.

    It means the outermost schema around it that says ``$recursiveAnchor: true``.
    """
    anchors = {
        path: schema
        for _, path, schema in draft.objects("schema")
        if schema.get("$recursiveAnchor") is True
    }
    for _, path, schema in draft.objects("schema"):
        if schema.get("$recursiveRef") != "#" or "$ref" in schema:
            continue
        around = [p for n in range(len(path)) if (p := path[: n + 1]) in anchors]
        if around:
            del schema["$recursiveRef"]
            schema.put("$ref", reference_to(around[0]))
            yield Change(
                path=(*path, "$recursiveRef"),
                key=True,
                message="`$recursiveRef` is a keyword of another JSON Schema version",
            )
    for schema in anchors.values():
        del schema["$recursiveAnchor"]


def schema_examples(draft: Draft) -> Iterator[Change]:
    """``examples`` of a schema is a list of values, not a map of Example Objects."""
    for _, path, schema in draft.objects("schema"):
        examples = schema.get("examples")
        if not isinstance(examples, Map):
            continue
        values = [
            e["value"] if isinstance(e, Map) and "value" in e else e
            for e in examples.values()
        ]
        marks = [examples.value_mark(key) for key in examples]
        schema["examples"] = Seq(examples.source, examples.mark, values, marks)
        yield Change(
            path=(*path, "examples"),
            key=True,
            message="`examples` of a schema is a list of values",
        )


def named_examples(draft: Draft) -> Iterator[Change]:
    """``examples`` of a parameter, header or media type is a map of Example Objects."""
    for kind in ("parameter", "header", "media-type"):
        for _, path, holder in draft.objects(kind):
            examples = holder.get("examples")
            if not isinstance(examples, Seq):
                continue
            named = Map(examples.source, examples.mark)
            for index, value in enumerate(examples):
                mark = examples.item_mark(index)
                example = Map(examples.source, mark)
                example.put("value", value)
                named.put(f"example{index + 1}", example)
            holder["examples"] = named
            yield Change(
                path=(*path, "examples"),
                key=True,
                message=f"`examples` of a {kind.replace('-', ' ')} is a map",
            )
