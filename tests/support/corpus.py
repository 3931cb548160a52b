"""The inputs of our own: texts in `corpus/`, and what no text file can hold."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "hostile/corpus"

_HEAD = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: https://api.acme.test}]
"""
_SCHEMA = _HEAD + """\
paths:
  /things:
    post:
      operationId: keep
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses:
        "200": {description: Done., content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
components:
  schemas:
    Thing:
"""
_OPERATION = _HEAD + """\
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
"""
_DUE = re.compile(r"  # (-\d+ )?(SW\d{3}(?: SW\d{3})*)$")
_DIGITS = re.compile(r"@(\d+)@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One input, and what is due."""

    name: str
    kind: str
    """`accept`, `warn` or `refuse`."""
    files: Mapping[str, bytes]
    due: tuple[tuple[str, int], ...] | None = None
    """Code and line of every error and warning; None where it does not matter."""
    limits: Mapping[str, int] = field(default_factory=dict)


def texts() -> Iterator[Case]:
    """The cases of the text files."""
    for file, head, indent in (
        ("schemas", _SCHEMA, "      "),
        ("operations", _OPERATION, "      "),
        ("documents", "", ""),
        ("yaml", "", ""),
    ):
        parts = (FOLDER / f"{file}.txt").read_text(encoding="utf-8").split("\n=== ")
        for part in parts[1:]:
            title, _, body = part.partition("\n")
            name, kind = title.split()
            yield _text(f"{file}/{name}", kind, head, body.rstrip("\n"), indent)


def _text(name: str, kind: str, head: str, body: str, indent: str) -> Case:
    due, lines = [], []
    first = head.count("\n") + 1
    for number, line in enumerate(body.split("\n"), first):
        if found := _DUE.search(line):
            at = number + int(found[1] or 0)
            due += [(code, at) for code in found[2].split()]
            line = line[: found.start()]
        line = _DIGITS.sub(lambda m: "7" * int(m[1]), line)
        lines.append(f"{indent}{line}\n" if line else "\n")
    return Case(
        name=name,
        kind=kind,
        files={"api.yaml": (head + "".join(lines)).encode()},
        due=tuple(sorted(due)) if due or kind == "accept" else None,
    )


_WHOLE = _HEAD + """\
paths: {/things: {get: {operationId: show, responses: {"200": {description: Done.}}}}}
"""


def built() -> Iterator[Case]:
    """The cases that programs write."""
    for make in (_bytes, _json, _bombs, _references, _sizes, _files, _limited):
        yield from make()


def _case(
    name: str,
    kind: str,
    data: bytes | str,
    *due: tuple[str, int],
    file: str = "api.yaml",
    limits: Mapping[str, int] | None = None,
) -> Case:
    raw = data.encode() if isinstance(data, str) else data
    return Case(
        name=name,
        kind=kind,
        files={file: raw},
        due=due if due or kind == "accept" else None,
        limits=limits or {},
    )


def _bytes() -> Iterator[Case]:
    whole = _WHOLE.encode()
    yield _case("bytes/latin-1", "refuse", whole + b"# \xe9\n", ("SW001", 5))
    yield _case(
        "bytes/cut-in-a-character", "refuse", whole + b"# \xe2\x82", ("SW001", 5)
    )
    yield _case("bytes/overlong", "refuse", whole + b"# \xc0\xaf\n", ("SW001", 5))
    yield _case("bytes/surrogates", "refuse", whole + b"# \xed\xa0\x80\n", ("SW001", 5))
    yield _case("bytes/gzip", "refuse", b"\x1f\x8b\x08\x00" + bytes(60), ("SW001", 1))
    yield _case("bytes/png", "refuse", b"\x89PNG\r\n\x1a\n" + bytes(60), ("SW001", 1))
    yield _case("bytes/utf-16", "refuse", _WHOLE.encode("utf-16"), ("SW001", 1))
    yield _case("bytes/utf-16-be", "refuse", b"\xfe\xff" + _WHOLE.encode("utf-16-be"))
    yield _case("bytes/utf-16-without-a-mark", "refuse", _WHOLE.encode("utf-16-le"))
    yield _case("bytes/utf-32", "refuse", _WHOLE.encode("utf-32"))
    for name, char in (
        ("nul", "\0"),
        ("escape", "\x1b"),
        ("delete", "\x7f"),
        ("no-character", "\ufffe"),
        ("c1", "\x9b"),
    ):
        text = f"{_WHOLE}x-a: a{char}b\n"
        yield _case(f"bytes/{name}", "refuse", text, ("SW008", 5))
        text = '{"openapi": "3.1.0",\n"x-a": "a' + char + 'b"}'
        if char < " ":
            yield _case(
                f"bytes/{name}-in-json", "refuse", text, ("SW011", 2), file="a.json"
            )
    yield _case("bytes/mark-first", "accept", b"\xef\xbb\xbf" + whole)
    yield _case("bytes/crlf", "accept", whole.replace(b"\n", b"\r\n"))
    yield _case("bytes/cr", "accept", whole.replace(b"\n", b"\r"))
    yield _case("bytes/no-last-line-end", "accept", whole.rstrip())
    yield _case("bytes/nothing", "refuse", b"", ("SW012", 1))
    yield _case("bytes/blanks", "refuse", b" \n\n  \n", ("SW012", 1))
    yield _case("bytes/a-comment", "refuse", b"# nothing\n", ("SW012", 1))
    yield _case(
        "bytes/unicode-line-ends", "accept", f"{_WHOLE}x-a: a\u2028b\u2029c\x85d\n"
    )


def _json() -> Iterator[Case]:
    start = '{"openapi": "3.1.0",\n'
    for name, rest, code in (
        ("trailing-comma", '"info": {},\n}', ("SW011", 3)),
        ("comment", "// no\n}", ("SW011", 2)),
        ("single-quotes", "'info': {}}", ("SW011", 2)),
        ("nan", '"x-a": NaN}', ("SW011", 2)),
        ("infinity", '"x-a": -Infinity}', ("SW011", 2)),
        ("leading-zero", '"x-a": 010}', ("SW011", 2)),
        ("cut-off", '"info": {"title": "T', ("SW011", 2)),
        ("cut-off-after-a-comma", '"info": 1,', ("SW011", 2)),
        ("two-values", '"x-a": 1} {}', ("SW011", 2)),
        ("key-twice", '"openapi": "3.1.0"}', ("SW003", 2)),
        ("key-twice-by-escape", '"\\u006fpenapi": "3.1.0"}', ("SW003", 2)),
        ("half-a-pair", '"x-a": "\\ud800"}', ("SW008", 2)),
        ("half-a-pair-as-key", '"\\udc00": 1}', ("SW008", 2)),
        ("escape-that-is-none", '"x-a": "\\x41"}', ("SW011", 2)),
        ("5000-digits", f'"x-a": {"7" * 5000}}}', ("SW006", 2)),
        ("beyond-a-double", '"x-a": 1e999}', ("SW009", 2)),
        ("key-without-quotes", "info: {}}", ("SW011", 2)),
        ("deep", '"x-a": ' + "[" * 300, ("SW006", 2)),
        ("deeper", '"x-a": ' + '{"a":' * 100_000, ("SW006", 2)),
        ("root-is-a-list", "", ("SW012", 1)),
    ):
        text = start + rest if rest else "[1]"
        yield _case(f"json/{name}", "refuse", text, code, file="api.json")
    whole = json.dumps(_document({}))
    long = whole[:-1] + f', "x-{"k" * 2000}": "a\\/b \\ud83d\\ude00 \\u2028"}}'
    yield _case("json/legal-and-rare", "accept", long, file="api.json")
    yield _case("json/as-yaml", "accept", whole)
    yield _case("json/with-tabs", "accept", json.dumps(_document({}), indent="\t"))


def _bombs() -> Iterator[Case]:
    names = "abcdefghi"
    laughs = "x-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
        f"x-{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in itertools.pairwise(names)
    )
    yield _case("bombs/laughs", "refuse", _WHOLE + laughs)
    maps = "x-a: &a {a: 1, b: 2}\n" + "".join(
        f"x-{new}: &{new} {{l: *{old}, m: *{old}, n: *{old}, o: *{old}}}\n"
        for old, new in itertools.pairwise(names)
    )
    yield _case("bombs/laughs-in-mappings", "refuse", _WHOLE + maps)
    schemas = "components:\n  schemas:\n    a: &a {type: string}\n" + "".join(
        f"    {new}: &{new} {{type: object, properties: "
        f"{{l: *{old}, m: *{old}, n: *{old}, o: *{old}}}}}\n"
        for old, new in itertools.pairwise(names)
    )
    yield _case("bombs/laughs-in-schemas", "refuse", _WHOLE + schemas)
    long = "x-a: &a [" + "1, " * 5000 + "1]\nx-b: [" + "*a, " * 5000 + "*a]\n"
    yield _case("bombs/square", "refuse", _WHOLE + long, ("SW006", 6))
    merges = "x-a: &a {a: 1}\n" + "".join(
        f"x-{new}: &{new} {{<<: [*{old}, *{old}], {new}: 1}}\n"
        for old, new in zip("abcdefghijklmnopq", "bcdefghijklmnopqr", strict=True)
    )
    yield _case("bombs/merges", "refuse", _WHOLE + merges)
    stairs = "x-a: &a [1]\n" + "".join(
        f"x-a{i}: &a{i} [*a{i - 1 or ''}]\n" for i in range(1, 250)
    )
    yield _case("bombs/stairs-of-aliases", "refuse", _WHOLE + stairs)
    for name, opening in (("brackets", "["), ("braces", "{a: "), ("dashes", "- ")):
        text = f"{_WHOLE}x-a:\n  {opening * 25_000}"
        yield _case(f"bombs/25000-{name}", "refuse", text, ("SW006", 6))
    block = "".join(" " * i + "a:\n" for i in range(1, 300))
    yield _case("bombs/deep-block", "refuse", f"{_WHOLE}x-a:\n{block}")
    yield _case("bombs/a-hundred-thousand-dashes", "refuse", "- " * 100_000)
    keys = "".join(f"? &k{i} a{i}\n: 1\n" for i in range(2000))
    yield _case("bombs/anchors-on-keys", "refuse", keys, ("SW012", 1))


def _document(schemas: dict[str, Any], **more: Any) -> dict[str, Any]:
    first = {"schema": {"$ref": "#/components/schemas/S0"}} if schemas else {}
    reply = {"description": "Done.", "content": {"application/json": first}}
    get = {"operationId": "show", "responses": {"200": reply}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.acme.test"}],
        "paths": {"/things": {"get": get}},
        "components": {"schemas": schemas},
        **more,
    }


def _of(name: str, kind: str, document: dict[str, Any], **more: Any) -> Case:
    return _case(name, kind, json.dumps(document), file="api.json", **more)


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: dict[str, Any] = {"type": "string"}


def _model(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **more}


def _references() -> Iterator[Case]:
    """Chains, and pairs of schemas that both refer to both of the next."""
    links: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "plain": lambda r: r,
        "all-of": lambda r: {"allOf": [r]},
        "any-of-null": lambda r: {"anyOf": [r, {"type": "null"}]},
        "one-of": lambda r: {"oneOf": [r, {"type": "integer"}]},
        "items": lambda r: {"type": "array", "items": r},
        "maps": lambda r: {"type": "object", "additionalProperties": r},
        "required": lambda r: _model({"n": r}, required=["n"]),
        "optional": lambda r: _model({"n": r}),
        "not": lambda r: {"not": r},
    }
    for name, link in links.items():
        chain = {f"S{i}": link(_ref(f"S{i + 1}")) for i in range(300)}
        end = {"S300": _model({"a": TEXT})}
        yield _of(f"references/chain-{name}", "accept", _document(chain | end))
    long = {f"S{i}": _ref(f"S{i + 1}") for i in range(1200)} | {"S1200": TEXT}
    yield _of("references/chain-of-1200", "accept", _document(long))
    pairs: dict[str, Callable[[list[dict[str, Any]]], dict[str, Any]]] = {
        "all-of": lambda r: {"allOf": r},
        "any-of": lambda r: {"anyOf": r, "examples": [{"q": 1}], "default": {"q": 1}},
        "one-of": lambda r: {"oneOf": r},
        "properties": lambda r: _model({"a": r[0], "b": r[1]}, required=["a", "b"]),
        "items": lambda r: {"type": "array", "items": {"anyOf": r}},
        "tuples": lambda r: {"type": "array", "prefixItems": r},
    }
    for name, pair in pairs.items():
        both = {
            f"{side}{i}": pair([_ref(f"S{i + 1}"), _ref(f"T{i + 1}")])
            for i in range(28)
            for side in "ST"
        }
        both |= {f"{side}28": _model({side: TEXT}, required=[side]) for side in "ST"}
        yield _of(f"references/doubled-{name}", "accept", _document(both))
    same = {f"S{i}": {"allOf": [_ref(f"S{i + 1}")] * 2} for i in range(28)}
    yield _of(
        "references/the-same-twice", "accept", _document(same | {"S28": _model({})})
    )
    ring = {f"S{i}": _ref(f"S{(i + 1) % 500}") for i in range(500)}
    yield _of("references/ring-of-500", "refuse", _document(ring))
    needed = {
        f"S{i}": _model({"n": _ref(f"S{(i + 1) % 300}")}, required=["n"])
        for i in range(300)
    }
    yield _of("references/ring-of-required", "accept", _document(needed))
    pointers = {
        "S0": _model(
            {
                "a": {"$ref": "#/components/schemas/a~1b~0c"},
                "b": {"$ref": "#/components/schemas/a%7Eb"},
                "c": {"$ref": "#/components/schemas/S0/properties/a"},
            }
        ),
        "a/b~c": TEXT,
        "a~b": TEXT,
    }
    pointers["S0"]["properties"]["b"] = {"$ref": "#/components/schemas/a%7E0b"}
    yield _of("references/escaped", "accept", _document(pointers))
    long_ref = {"S0": {"$ref": "#/components/schemas/" + "a/" * 20_000}}
    yield _of("references/long", "refuse", _document(long_ref))
    index = {"S0": _model({"a": {"$ref": "#/components/schemas/S0/allOf/99999999999"}})}
    yield _of("references/index-past-the-end", "refuse", _document(index))


def _sizes() -> Iterator[Case]:
    many = _model({f"p{i}": TEXT for i in range(3000)})
    yield _of("sizes/3000-properties", "accept", _document({"S0": many}))
    values = {**TEXT, "enum": [f"value {i}" for i in range(10_000)]}
    yield _of("sizes/10000-values", "accept", _document({"S0": values}))
    variants = {f"V{i}": _model({"k": {"const": i}}) for i in range(300)}
    union = {"S0": {"oneOf": [_ref(f"V{i}") for i in range(300)]}}
    yield _of("sizes/300-variants", "accept", _document(union | variants))
    query = [{"name": f"q{i}", "in": "query", "schema": TEXT} for i in range(300)]
    document = _document({})
    document["paths"]["/things"]["get"]["parameters"] = query
    yield _of("sizes/300-parameters", "accept", document)
    told = [{"name": f"t{i}"} for i in range(5000)]
    yield _of("sizes/5000-tags", "accept", _document({}, tags=told))
    steps = {
        f"S{i}": {"allOf": [_ref(f"S{i + 1}"), _model({f"p{i}": TEXT})]}
        for i in range(150)
    }
    steps["S150"] = _model({"p": TEXT})
    yield _of("sizes/150-bases", "accept", _document(steps))
    deep: dict[str, Any] = TEXT
    for _ in range(60):
        deep = _model({"a": deep})
    yield _of("sizes/60-levels", "accept", _document({"S0": deep}))
    text = _model({"a": TEXT}, description="x" * 1_000_000)
    yield _of("sizes/a-word-of-a-megabyte", "accept", _document({"S0": text}))
    text = _model({"a": TEXT}, description="ten words. " * 100_000)
    yield _of("sizes/a-text-of-a-megabyte", "accept", _document({"S0": text}))
    yield _case("sizes/a-comment-of-a-megabyte", "accept", f"# {'x' * 10**6}\n{_WHOLE}")
    name = "N" * 5000
    yield _of(
        "sizes/a-name-of-5000",
        "accept",
        _document({"S0": _ref(name), name: _model({})}),
    )
    wrong = {
        f"/a{i}": {"get": {"responses": {"2000": {"description": "d"}}}}
        for i in range(1000)
    }
    yield _of("sizes/1000-errors", "refuse", _document({}, paths=wrong))
    lost = {"S0": _model({f"p{i}": _ref(f"T{i}") for i in range(1000)})}
    yield _of("sizes/1000-lost-references", "refuse", _document(lost))
    slips = {
        f"/a{i}": {"get": {"sumary": "a", "responses": {"200": {"description": "d"}}}}
        for i in range(500)
    }
    yield _of("sizes/500-slips", "refuse", _document({}, paths=slips))


def _files() -> Iterator[Case]:
    def several(
        name: str, kind: str, due: tuple[tuple[str, int], ...], **files: str
    ) -> Case:
        named = {path.replace("_", "."): text.encode() for path, text in files.items()}
        return Case(name=f"files/{name}", kind=kind, files=named, due=due)

    def user(ref: str) -> str:
        return _SCHEMA + f"      $ref: '{ref}'\n"

    thing = "type: object\nproperties: {a: {type: string}}\n"
    yield several(
        "sibling", "accept", (), api_yaml=user("thing.yaml"), thing_yaml=thing
    )
    yield several(
        "sibling-that-is-not-there",
        "refuse",
        (("SW324", 14),),
        api_yaml=user("no.yaml"),
    )
    yield several(
        "ring",
        "refuse",
        (("SW322", 13),),
        api_yaml=user("a.yaml"),
        a_yaml="$ref: b.yaml\n",
        b_yaml="$ref: a.yaml\n",
    )
    yield several(
        "ring-that-ends",
        "accept",
        (),
        api_yaml=user("a.yaml"),
        a_yaml="type: object\nproperties: {b: {$ref: b.yaml}}\n",
        b_yaml="type: object\nproperties: {a: {$ref: a.yaml}}\n",
    )
    yield several(
        "sibling-that-is-broken",
        "refuse",
        (("SW002", 2),),
        api_yaml=user("thing.yaml"),
        thing_yaml="a: 1\n b: [\n",
    )
    yield several(
        "nobody-refers-to-it",
        "refuse",
        (("SW012", 1),),
        api_yaml=_WHOLE,
        other_yaml="a: 1\n",
    )
    other = _WHOLE.replace("show", "look").replace("Done.", "Gone.")
    yield several("two-that-disagree", "accept", (), a_yaml=_WHOLE, b_yaml=other)
    page = f"---\ntitle: '{{{{ x }}}}'\n---\n# A page\n\n## OpenAPI\n\n```yaml\n{_WHOLE}```\n"
    yield several("page", "accept", (), a_md=page)
    yield several("page-cut-off", "refuse", (("SW017", 8),), a_md=page[:-4])
    yield several("page-without", "refuse", (("SW014", 1),), a_md="# A page\n")
    yield several(
        "page-with-a-bomb",
        "refuse",
        (("SW006", 13),),
        a_md=page[:-4] + f"x-a: {'[' * 3000}\n```\n",
    )


def _limited() -> Iterator[Case]:
    """Each limit of `client.toml`: at it, and one past it."""
    size = len(_WHOLE)
    for name, past, text in (
        ("bytes", size - 1, _WHOLE),
        ("depth", 5, _WHOLE),
        ("nodes", 14, _WHOLE),
        ("digits", 20, f"{_WHOLE}x-a: {'7' * 21}\n"),
    ):
        code = "SW655" if name == "bytes" else "SW006"
        yield _case(f"limits/{name}-at", "accept", text, limits={name: past + 1})
        line = 0 if name == "bytes" else 5 if name == "digits" else 4
        yield _case(
            f"limits/{name}-past", "refuse", text, (code, line), limits={name: past}
        )
    bomb = "x-a: &a [" + "1, " * 999 + "1]\nx-b: [" + "*a, " * 29 + "*a]\n"
    text = _WHOLE + bomb
    yield _case("limits/aliases-past", "refuse", text, ("SW006", 6))
    yield _case("limits/aliases-at", "accept", text, limits={"alias_growth": 30_000})
    yield _case(
        "limits/output-past", "refuse", _WHOLE, ("SW018", 2), limits={"output": 9}
    )


CASES = {case.name: case for case in (*texts(), *built())}
"""All of them, by name."""
