"""Each rule about schemas, in requests and in replies."""

from __future__ import annotations

import pytest

from specwright.changes.rule import Level
from specwright.changes.schema_rules import SCHEMAS, VALUES

from .conftest import spec_changes, told

B, A, N = Level.BREAKING, Level.ADDITIVE, Level.NEUTRAL

SENT = "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}"
GOT = "content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}"
OTHERS = """\
    Cat: {type: object, properties: {kind: {const: cat}, lives: {type: integer}}}
    Cow: {type: object, properties: {kind: {const: cow}}}
    Dog: {type: object, properties: {kind: {const: dog}, tricks: {type: integer}}}
    Puss: {type: object, properties: {kind: {const: cat}, lives: {type: integer}}}
"""


def document(schema: str, *, sent: bool, got: bool) -> str:
    body = f"\n      {SENT}" if sent else ""
    reply = f", {GOT}" if got else ""
    return f"""\
paths:
  /t:
    post:{body}
      responses: {{'200': {{description: d{reply}}}}}
components:
  schemas:
    T: {schema}
{OTHERS}"""


def both(before: str, after: str, *, sent: bool, got: bool) -> list[str]:
    old = document(before, sent=sent, got=got)
    return told(spec_changes(old, document(after, sent=sent, got=got)))


def thing(properties: str, required: str = "") -> str:
    return f"{{type: object, required: [{required}], properties: {{{properties}}}}}"


CATTLE = "[{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Cow'}]"
ANIMALS = "[{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]"
CAT = "[{$ref: '#/components/schemas/Cat'}]"
TAGGED = "{discriminator: {propertyName: kind}, oneOf: "

CASES = [
    ("property-added-optional T.b: string", thing("a: {}"), thing("a: {}, b: {type: string}"), A, A),
    ("property-added-required T.b: string", thing("a: {}"), thing("a: {}, b: {type: string}", "b"), B, A),
    ("property-removed T.b: string", thing("a: {}, b: {type: string}"), thing("a: {}"), B, B),
    ("property-now-required T.a", thing("a: {}"), thing("a: {}", "a"), B, A),
    ("property-now-optional T.a", thing("a: {}", "a"), thing("a: {}"), A, B),
    ("property-deprecated T.a", thing("a: {}"), thing("a: {deprecated: true}"), N, N),
    ("type-changed T.a: string -> boolean", thing("a: {type: string}"), thing("a: {type: boolean}"), B, B),
    ("type-widened T.a: integer -> number", thing("a: {type: integer}"), thing("a: {type: number}"), A, B),
    ("type-widened T.a: string -> any", thing("a: {type: string}"), thing("a: {}"), A, B),
    ("type-narrowed T.a: number -> integer", thing("a: {type: number}"), thing("a: {type: integer}"), B, A),
    ("type-narrowed T.a: any -> string", thing("a: {}"), thing("a: {type: string}"), B, A),
    ("now-nullable T.a", thing("a: {type: string}"), thing("a: {type: [string, 'null']}"), A, B),
    ("no-longer-nullable T.a", thing("a: {anyOf: [{type: string}, {type: 'null'}]}"), thing("a: {type: string}"), B, A),
    ("format-added T.a: format \"date\"", thing("a: {type: string}"), thing("a: {type: string, format: date}"), B, N),
    ("format-removed T.a: format \"date\"", thing("a: {type: string, format: date}"), thing("a: {type: string}"), A, B),
    ("format-changed T.a: format \"date\" -> format \"uuid\"", thing("a: {type: string, format: date}"), thing("a: {type: string, format: uuid}"), B, B),
    ("format-widened T.a: format \"int32\" -> format \"int64\"", thing("a: {type: integer, format: int32}"), thing("a: {type: integer, format: int64}"), A, B),
    ("format-narrowed T.a: format \"int32\"", thing("a: {type: integer}"), thing("a: {type: integer, format: int32}"), B, A),
    ("enum-value-added T: \"b\"", "{enum: [a, c]}", "{enum: [a, b, c]}", A, A),
    ("enum-value-removed T: \"b\"", "{enum: [a, b, c]}", "{enum: [a, c]}", B, N),
    ("enum-value-added T: \"b\"", "{oneOf: [{const: a}]}", "{oneOf: [{const: a}, {const: b}]}", A, A),
    ("enum-added T: \"a\", \"b\"", "{type: string}", "{type: string, enum: [b, a]}", B, N),
    ("enum-removed T: \"a\", \"b\"", "{type: string, enum: [b, a]}", "{type: string}", A, A),
    ("variant-added T: Dog", f"{{oneOf: {CAT}}}", f"{{oneOf: {ANIMALS}}}", A, B),
    ("variant-added T: array of string", "{type: string}", "{anyOf: [{type: array, items: {type: string}}, {type: string}]}", A, B),
    ("tagged-variant-added T: Dog", f"{TAGGED}{CATTLE}}}", f"{TAGGED}{CATTLE[:-1]}, {ANIMALS.partition(', ')[2]}}}", A, A),
    ("variant-removed T: Dog", f"{{oneOf: {ANIMALS}}}", f"{{oneOf: {CAT}}}", B, A),
    ("discriminator-changed T: kind -> sort", f"{TAGGED}{ANIMALS}}}", f"{{discriminator: {{propertyName: sort}}, oneOf: {ANIMALS}}}", B, B),
    ("default-added T.a: 3", thing("a: {type: integer}"), thing("a: {type: integer, default: 3}"), N, N),
    ("default-removed T.a: 3", thing("a: {type: integer, default: 3}"), thing("a: {type: integer}"), N, N),
    ("default-changed T.a: 3 -> 4", thing("a: {type: integer, default: 3}"), thing("a: {type: integer, default: 4}"), B, N),
    ("limit-tightened T.a: minimum 1 -> minimum 2", thing("a: {type: integer, minimum: 1}"), thing("a: {type: integer, minimum: 2}"), B, N),
    ("limit-tightened T.a: maxLength 9 -> maxLength 8", thing("a: {type: string, maxLength: 9}"), thing("a: {type: string, maxLength: 8}"), B, N),
    ("limit-tightened T.a: maxItems 8", thing("a: {type: array}"), thing("a: {type: array, maxItems: 8}"), B, N),
    ("limit-tightened T.a: uniqueItems true", thing("a: {type: array}"), thing("a: {type: array, uniqueItems: true}"), B, N),
    ("limit-tightened T.a: pattern \"^x\"", thing("a: {type: string}"), thing("a: {type: string, pattern: ^x}"), B, N),
    ("limit-loosened T.a: maximum 1 -> maximum 2", thing("a: {type: integer, maximum: 1}"), thing("a: {type: integer, maximum: 2}"), A, N),
    ("limit-loosened T.a: minLength 1", thing("a: {type: string, minLength: 1}"), thing("a: {type: string}"), A, N),
    ("pattern-changed T.a: pattern \"^x\" -> pattern \"^y\"", thing("a: {type: string, pattern: ^x}"), thing("a: {type: string, pattern: ^y}"), B, N),
    ("extras-forbidden T", thing("a: {}"), "{type: object, properties: {a: {}}, additionalProperties: false}", B, N),
    ("extras-allowed T", "{type: object, properties: {a: {}}, additionalProperties: false}", thing("a: {}"), A, A),
    ("now-read-only T.a", thing("a: {}, b: {}"), thing("a: {readOnly: true}, b: {}"), B, N),
    ("no-longer-read-only T.a", thing("a: {readOnly: true}, b: {}"), thing("a: {}, b: {}"), A, N),
    ("now-write-only T.a", thing("a: {}, b: {}"), thing("a: {writeOnly: true}, b: {}"), N, B),
    ("no-longer-write-only T.a", thing("a: {writeOnly: true}, b: {}"), thing("a: {}, b: {}"), N, A),
    ("keyword-changed T.a: not {\"const\":1} -> not {\"const\":2}", thing("a: {type: integer, not: {const: 1}}"), thing("a: {type: integer, not: {const: 2}}"), B, B),
    ("schema-replaced T.a: Cat -> Dog", thing("a: {$ref: '#/components/schemas/Cat'}"), thing("a: {$ref: '#/components/schemas/Dog'}"), B, B),
    ("schema-renamed T.a: Cat -> Puss", thing("a: {$ref: '#/components/schemas/Cat'}"), thing("a: {$ref: '#/components/schemas/Puss'}"), N, N),
    # The same things, further in.
    ("type-changed T.a[]: string -> boolean", thing("a: {items: {type: string}}"), thing("a: {items: {type: boolean}}"), B, B),
    ("type-changed T{}: string -> boolean", "{additionalProperties: {type: string}}", "{additionalProperties: {type: boolean}}", B, B),
    ("property-removed T.a.b: string", thing("a: " + thing("b: {type: string}, c: {}")), thing("a: " + thing("c: {}")), B, B),
    ("property-now-required T.lives", "{allOf: [{$ref: '#/components/schemas/Cat'}, {required: [kind]}]}", "{allOf: [{$ref: '#/components/schemas/Cat'}, {required: [kind, lives]}]}", B, A),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "before", "after", "sent", "got"), CASES)
def test_a_change_is_judged_by_the_way_the_value_goes(
    expected: str, before: str, after: str, sent: Level, got: Level
) -> None:
    assert both(before, after, sent=True, got=False) == [f"{sent} {expected}"]
    assert both(before, after, sent=False, got=True) == [f"{got} {expected}"]
    worst = min((sent, got), key=list(Level).index)
    assert both(before, after, sent=True, got=True) == [f"{worst} {expected}"]


def test_every_rule_about_schemas_has_a_case() -> None:
    shown = {case[0].split()[0] for case in CASES}
    of_the_whole = {"schema-added", "schema-removed"}
    assert shown == (SCHEMAS | VALUES).keys() - of_the_whole


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{$ref: '#/components/schemas/Cat'}", "{allOf: [{$ref: '#/components/schemas/Cat'}], description: d}"),
        ("{type: [string, 'null']}", "{anyOf: [{type: 'null'}, {type: string}]}"),
        ("{oneOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: integer}, {type: string}]}"),
        ("{const: a}", "{enum: [a]}"),
        ("{type: integer}", "{type: integer, format: int64}"),
        ("{type: string, description: a, title: b}", "{type: string, examples: [c], x-own: 1}"),
        (thing("a: {default: null}"), thing("a: {}")),
        (thing("a: {embed: true, type: string}"), thing("a: {type: string}")),
        (thing("a: {}, b: {}", "a, b"), thing("b: {}, a: {}", "b, a")),
        (
            "{allOf: [{$ref: '#/components/schemas/Cat'}]}",
            "{type: object, properties: {kind: {const: cat}, lives: {type: integer}}}",
        ),
    ],
)  # fmt: skip
def test_another_spelling_is_no_change(before: str, after: str) -> None:
    assert both(before, after, sent=True, got=True) == []
    assert both(after, before, sent=True, got=True) == []


def test_a_schema_that_nothing_uses_breaks_nobody() -> None:
    before, after = thing("a: {type: string}"), thing("a: {type: boolean}")
    (line,) = both(before, after, sent=False, got=False)
    assert line == "neutral type-changed T.a: string -> boolean"


def test_schemas_come_and_go() -> None:
    before = document(
        thing("a: {$ref: '#/components/schemas/Cat'}"), sent=True, got=False
    )
    after = before.replace("    Dog:", "    Yak:").replace("Puss", "Tiger")
    assert told(spec_changes(before, after)) == [
        "additive schema-added Tiger: object {kind, lives}",
        "additive schema-added Yak: object {kind, tricks}",
        "neutral schema-removed Dog: object {kind, tricks}",
        "neutral schema-removed Puss: object {kind, lives}",
    ]
    moved = before.replace("Cat", "Lion")
    assert told(spec_changes(before, moved)) == [
        "breaking schema-removed Cat: object {kind, lives}",
        "additive schema-added Lion: object {kind, lives}",
        "neutral schema-renamed T.a: Cat -> Lion",
    ]


def test_a_property_that_moves_to_a_base_is_still_there() -> None:
    before = document(
        "{allOf: [{$ref: '#/components/schemas/Base'}, "
        "{type: object, properties: {a: {type: string}, b: {}}}]}",
        sent=True,
        got=True,
    )
    after = before.replace("{a: {type: string}, b: {}}", "{b: {}}")
    base = "    Base: {type: object, properties: {%s}}\n"
    found = spec_changes(
        before + base % "c: {}", after + base % "c: {}, a: {type: string}"
    )
    assert told(found) == ["additive property-added-optional Base.a: string"]


def test_schemas_that_lead_to_each_other_are_compared_once() -> None:
    def tree(name: str, leaf: str) -> str:
        child = f"{{$ref: '#/components/schemas/{name}'}}"
        return f"    {name}: {{properties: {{child: {child}, leaf: {leaf}}}}}\n"

    before = document("{$ref: '#/components/schemas/Old'}", sent=True, got=True)
    before += tree("Old", "{type: string}")
    after = document("{$ref: '#/components/schemas/New'}", sent=True, got=True)
    same = told(spec_changes(before, after + tree("New", "{type: string}")))
    assert "neutral schema-renamed T: Old -> New" in same
    other = told(spec_changes(before, after + tree("New", "{type: boolean}")))
    assert "breaking schema-replaced T: Old -> New" in other


def test_both_places_are_named() -> None:
    before = document(thing("\n      a: {type: string}"), sent=True, got=False)
    after = document(thing("\n\n      a: {type: boolean}"), sent=True, got=False)
    (change,) = (c for c in spec_changes(before, after) if c.layer == "spec")
    assert (str(change.old), str(change.new)) == ("api.yaml:12", "api.yaml:13")
    assert change.old is not None
    assert change.old.pointer == "/components/schemas/T/properties/a"
    assert change.operations == ("POST /t",)
