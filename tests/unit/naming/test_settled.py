"""A name once settled stays, whatever is added, until what it names is gone."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.specs import CONFIG, Files, inputs, openapi

from specwright import pipeline
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Severity
from specwright.lock import Lock, parse_lock, render_lock
from specwright.naming.memory import NOTHING, Memory
from specwright.naming.words import Casing

OVERLAY = "overlay: 1.0.0\ninfo: {title: Mine, version: '1'}\nactions:\n"


class Client:
    """A client over some generations: each remembers what the lock of the last says."""

    def __init__(self, config: Config = CONFIG) -> None:
        self.config = config
        self.lock = Lock(config="", inputs={}, files={})
        self.result = pipeline.Result()

    def generate(self, files: Files) -> Mapping[str, str]:
        """All names that the lock has afterwards."""
        memory = self.lock.memory if self.result.files else NOTHING
        self.result = pipeline.generate(inputs(files), self.config, memory)
        errors = [d for d in self.result.diagnostics if d.severity is Severity.ERROR]
        assert not errors, errors
        lock = Lock(config="", inputs={}, files={}, facts=self.result.facts)
        self.lock = parse_lock(render_lock(lock).encode(), "generated/acme/x.lock")
        return {**self.lock.memory.names, **self.lock.memory.given}

    def said(self, *codes: str) -> list[Diagnostic]:
        return [d for d in self.result.diagnostics if d.code in codes]

    def module(self, path: str) -> str:
        return self.result.files[f"src/acme/{path}"]


def call(
    name: str, method: str = "get", tag: str = "things", more: str = "", reply: str = ""
) -> str:
    """An Operation Object, after its method."""
    content = f", content: {{application/json: {{schema: {reply}}}}}" if reply else ""
    return (
        f"{method}: {{operationId: {name}, tags: [{tag}],"
        f" responses: {{'200': {{description: D.{content}}}}}{more}}}"
    )


def ref(name: str) -> str:
    return f"{{$ref: '#/components/schemas/{name}'}}"


def both(before: Files, after: Files) -> tuple[Client, dict[str, str], dict[str, str]]:
    """Names after two generations, and the client."""
    client = Client()
    old = dict(client.generate(before))
    return client, old, dict(client.generate(after))


def kept(old: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Whatever is in both has one name."""
    assert {k: new[k] for k in old if k in new} == {k: old[k] for k in old if k in new}


def test_a_method_stays_when_one_before_it_wants_its_name() -> None:
    late = f"/b: {{{call('get-data')}}}\n"
    early = f"/a: {{{call('get_data')}}}\n"
    _, old, new = both(openapi(late), openapi(early + late))

    assert old["GET /b"] == "things.get_data"
    assert new["GET /b"] == "things.get_data"
    assert new["GET /a"] == "things.get_data_"
    assert Client().generate(openapi(early + late))["GET /a"] == "things.get_data"


def test_a_method_stays_when_the_vendor_calls_it_otherwise() -> None:
    before = openapi(f"/b: {{{call('fetch')}}}\n")
    after = openapi(f"/b: {{{call('retrieve', tag='other')}}}\n").replace("Acme", "X")
    client, _, new = both(before, after)

    assert new["GET /b"] == "things.fetch"
    assert "def fetch(" in client.module("things/resource.py")
    assert not any("other" in path for path in client.result.files)


def test_a_method_stays_when_its_path_gets_another_method() -> None:
    put = call("put_things_id", "put")
    patch = call("patch_things_id", "patch")
    path = (
        "/things/{id}: {parameters: [{name: id, in: path, required: true, schema: {}}]"
    )
    _, old, new = both(
        openapi(f"{path}, {put}}}\n"), openapi(f"{path}, {put}, {patch}}}\n")
    )

    assert old["PUT /things/{id}"] == new["PUT /things/{id}"] == "things.update"
    assert new["PATCH /things/{id}"] == "things.patch_things_id"


def test_a_new_resource_is_not_called_like_a_settled_method() -> None:
    first = f"/b: {{{call('settings')}}}\n"
    second = f"/c: {{{call('show', tag='things/settings')}}}\n"
    client, _, new = both(openapi(first), openapi(first + second))

    assert new["GET /b"] == "things.settings"
    assert new["GET /c"] == "things.settings_.show"
    assert "def settings(" in client.module("things/resource.py")


def test_a_name_goes_with_what_it_names() -> None:
    one, two = f"/a: {{{call('x')}}}\n", f"/b: {{{call('X')}}}\n"
    client = Client()
    assert client.generate(openapi(one + two))["GET /b"] == "things.x_"
    assert "GET /a" not in client.generate(openapi(two))
    assert client.lock.memory.names["GET /b"] == "things.x_"
    assert client.generate(openapi(one + two))["GET /a"] == "things.x"


TYPE = "{type: object, properties: {a: {type: string}}}"


def test_a_type_stays_when_one_before_it_wants_its_name() -> None:
    paths = "/a: {%s}\n/b: {%s}\n"
    late = paths % (call("a"), call("b", reply=ref("user_item")))
    whole = paths % (
        call("a", reply=ref("UserItem")),
        call("b", reply=ref("user_item")),
    )
    schemas = f"user_item: {TYPE}\n"
    _, old, new = both(
        openapi(late, schemas), openapi(whole, f"UserItem: {TYPE}\n{schemas}")
    )

    assert old["#/components/schemas/user_item"] == "UserItem"
    assert new["#/components/schemas/user_item"] == "UserItem"
    assert new["#/components/schemas/UserItem"] == "UserItemModel"


def test_a_type_that_is_named_after_its_only_method_stays_when_another_uses_it() -> (
    None
):
    key = "V1BooksGetResponsesContentApplicationJsonSchemaBooksItems"
    one = f"/v1/books: {{{call('list', tag='books', reply=ref(key))}}}\n"
    two = f"/v1/films: {{{call('show', tag='films', reply=ref(key))}}}\n"
    _, old, new = both(
        openapi(one, f"{key}: {TYPE}"), openapi(one + two, f"{key}: {TYPE}")
    )

    assert old[f"#/components/schemas/{key}"] == "BooksListResponseBooksItems"
    kept(old, new)


def test_a_class_of_a_resource_stays_when_a_type_wants_its_name() -> None:
    one = f"/b: {{{call('x')}}}\n"
    two = f"/c: {{{call('y', reply=ref('Things'))}}}\n"
    client, old, new = both(openapi(one), openapi(one + two, f"Things: {TYPE}"))

    assert old["client.things"] == new["client.things"] == "Things"
    assert new["#/components/schemas/Things"] == "ThingsModel"
    assert "class Things:" in client.module("things/resource.py")
    fresh = Client().generate(openapi(one + two, f"Things: {TYPE}"))
    assert fresh["#/components/schemas/Things"] == "Things"


def test_a_field_stays_when_one_before_it_wants_its_name() -> None:
    path = f"/b: {{{call('x', reply=ref('T'))}}}\n"
    camel, snake = "userName: {type: string}", "user_name: {type: string}"
    schema = "T: {type: object, properties: {%s}}"
    key = "#/components/schemas/T field"
    client, old, new = both(
        openapi(path, schema % camel), openapi(path, schema % f"{snake}, {camel}")
    )
    assert old[f"{key} userName"] == new[f"{key} userName"] == "user_name"
    assert new[f"{key} user_name"] == "user_name_"
    assert client.module("things/types.py").count("user_name_: str") == 1

    # One that is called as on the wire needs no entry, and stays as well.
    _, old, new = both(
        openapi(path, schema % snake), openapi(path, schema % f"{camel}, {snake}")
    )
    assert f"{key} user_name" not in {*old, *new}
    assert new[f"{key} userName"] == "user_name_"


QUERY = ", parameters: [%s]"


def parameter(name: str, place: str = "query", schema: str = "{type: string}") -> str:
    return f"{{name: {name}, in: {place}, schema: {schema}}}"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (parameter("limit"), parameter("limit", "header"), "header_limit"),
        (parameter("limit", "header"), parameter("limit"), "query_limit"),
        (parameter("maxItems"), parameter("max_items"), "query_max_items"),
    ],
)
def test_an_argument_stays_when_one_before_it_wants_its_name(
    first: str, second: str, expected: str
) -> None:
    client, old, new = both(
        openapi(f"/b: {{{call('x', more=QUERY % first)}}}\n"),
        openapi(f"/b: {{{call('x', more=QUERY % f'{second}, {first}')}}}\n"),
    )
    kept(old, new)
    assert expected in {new[key] for key in new.keys() - old.keys()}
    assert f"{expected}: str" in client.module("things/resource.py")


def test_an_argument_of_the_body_stays_when_the_query_wants_its_name() -> None:
    schema = "{type: object, properties: {limit: {type: integer}}}"
    body = f", requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}"
    query = QUERY % parameter("limit")
    client, _, new = both(
        openapi(f"/b: {{{call('x', 'post', more=body)}}}\n"),
        openapi(f"/b: {{{call('x', 'post', more=body + query)}}}\n"),
    )
    assert new["POST /b query limit"] == "query_limit"
    assert " limit: int" in client.module("things/resource.py")
    # Among new ones the query comes first.
    fresh = Client().generate(
        openapi(f"/b: {{{call('x', 'post', more=body + query)}}}\n")
    )
    assert fresh["POST /b body limit"] == "body_limit"


def test_types_of_variants_and_parameters_stay_when_one_is_inserted() -> None:
    """A pointer counts the items of a list; the name must not go to another one."""
    kinds = "{type: string, enum: [%s]}"
    sort = parameter("sort", schema=kinds % "up, down")
    size = parameter("size", schema=kinds % "big, small")
    cat, dog = (
        f"{{type: object, title: {name}, properties: {{{name}: {{type: string}}}}}}"
        for name in ("Cat", "Dog")
    )
    parts = "{oneOf: [%s], type: object}"

    def document(parameters: str, variants: str) -> str:
        reply = f"{{type: object, properties: {{pet: {parts % variants}}}}}"
        return openapi(f"/b: {{{call('x', more=QUERY % parameters, reply=reply)}}}\n")

    client, old, new = both(
        document(sort, dog), document(f"{size}, {sort}", f"{cat}, {dog}")
    )
    kept(old, new)
    types = client.module("things/types.py")
    assert new["GET /b#/parameters/query sort/schema"] == "ThingsXSort"
    assert new["GET /b#/parameters/query size/schema"] == "ThingsXSize"
    assert "ThingsXSort" in old.values()
    assert 'ThingsXSort: TypeAlias = Literal["up", "down"] | str' in types


def test_environments_and_credentials_stay_when_one_is_inserted() -> None:
    def head(servers: str, schemes: str) -> str:
        return openapi(
            f"/b: {{{call('x')}}}\n",
            head=f"servers: [{servers}]\nsecurity: [{{key: []}}]\n",
        ) + (f"components: {{securitySchemes: {{{schemes}}}}}\n")

    eu, us = "{url: https://eu.acme.test}", "{url: https://us.acme.test}"
    key = "key: {type: apiKey, in: header, name: x-key}"
    other = "another: {type: apiKey, in: query, name: k}"
    client, old, new = both(head(eu, key), head(f"{us}, {eu}", f"{other}, {key}"))

    assert old["server https://eu.acme.test"] == "PRODUCTION"
    assert old["#/components/securitySchemes/key"] == "api_key"
    kept(old, new)
    assert new["server https://us.acme.test"] == "PRODUCTION_US"
    assert new["#/components/securitySchemes/another"] == "another"
    assert 'PRODUCTION = "https://eu.acme.test"' in client.module("environment.py")


def test_functions_of_webhooks_stay() -> None:
    def document(*names: str) -> str:
        content = f"{{application/json: {{schema: {TYPE}}}}}"
        done = "responses: {'200': {description: D.}}"
        body = f"{{post: {{requestBody: {{content: {content}}}, {done}}}}}"
        hooks = "".join(f"  {name}: {body}\n" for name in names)
        return openapi(f"/b: {{{call('x')}}}\n") + f"webhooks:\n{hooks}"

    client, old, new = both(document("is-done"), document("is_done", "is-done"))
    assert old["POST #/webhooks/is-done"] == "parse_is_done"
    kept(old, new)
    assert new["POST #/webhooks/is_done"] == "parse_is_done_2"
    assert "def parse_is_done_2(" in client.module("incoming.py")


def test_words_are_split_as_they_were() -> None:
    """One page of Fern's exporter would rename everything otherwise."""
    plain = openapi(f"/b: {{{call('get_b64')}}}\n")
    fern = openapi(f"/c: {{{call('c', tag='subpackage_c')}}}\n")
    client = Client()
    assert client.generate({"b.yaml": plain})["GET /b"] == "things.get_b64"
    assert (
        client.generate({"b.yaml": plain, "c.yaml": fern})["GET /b"] == "things.get_b64"
    )
    assert client.lock.facts["naming"] == "pep8"

    client.config = replace(CONFIG, casing=Casing.FERN)
    files = {"b.yaml": plain, "c.yaml": fern}
    assert client.generate(files)["GET /b"] == "things.get_b_64"
    (said,) = client.said("SW820", "SW821")
    assert said.message == (
        'client.toml asks for `naming = "fern"`, and names were settled as `pep8`'
    )
    client.generate(files)
    assert client.said("SW820", "SW821") == []


def shared(name: str, field: str = "a") -> str:
    reply = f"{{type: object, properties: {{{field}: {{type: string}}}}}}"
    more = QUERY % parameter("pageSize")
    return openapi(f"/chat: {{{call(name, more=more, reply=reply)}}}\n")


def test_operations_that_share_method_and_path_keep_their_names_apart() -> None:
    one, two = shared("talk"), shared("stream", "b")
    client = Client()
    alone = dict(client.generate({"b.yaml": two}))
    assert alone["GET /chat"] == "things.stream"
    first = dict(client.generate({"a.yaml": one, "b.yaml": two}))
    assert first["GET /chat stream"] == "things.stream"
    assert first["GET /chat talk"] == "things.talk"
    reply = "#/responses/200/content/application~1json/schema"
    assert first[f"GET /chat stream{reply}"] == alone[f"GET /chat{reply}"]
    assert first["GET /chat stream query pageSize"] == "page_size"
    files, lock = client.result.files, render_lock(client.lock)

    assert client.generate({"b.yaml": two})["GET /chat"] == "things.stream"
    client.generate({"a.yaml": one, "b.yaml": two})
    assert client.result.files == files
    assert render_lock(client.lock) == lock


NAMED = f"/b: {{{call('x', reply=ref('T'))}}}\n"
"""An operation and a type; `RENAMED` names all that it can."""
RENAMED = OVERLAY + dedent("""\
      - {target: "$.paths['/b'].get", update: {x-specwright-name: mine.show}}
      - target: $.components.schemas.T
        update: {x-fern-type-name: Mine, properties: {aB: {x-specwright-name: better}}}
    """)


def test_what_the_user_says_wins_and_is_reported_once() -> None:
    document = openapi(NAMED, "T: {type: object, properties: {aB: {type: string}}}")
    client = Client()
    plain = client.generate(document)
    files = {"api.yaml": document, "names.overlay.yaml": RENAMED}
    named = client.generate(files)
    assert (named["GET /b"], named["#/components/schemas/T"]) == ("mine.show", "Mine")
    assert client.lock.memory.given == {
        "GET /b": "mine.show",
        "#/components/schemas/T": "Mine",
        "#/components/schemas/T field aB": "better",
    }
    assert [d.message for d in client.said("SW820")] == [
        "'GET /b' is called `mine.show` now, as you say; it was `things.x`",
        "'#/components/schemas/T' is called `Mine` now, as you say; it was `T`",
        "'#/components/schemas/T field aB' is called `better` now, as you say;"
        " it was `a_b`",
    ]
    client.generate(files)
    assert client.said("SW820", "SW821") == []

    # Taking it back is the user's change too.
    assert client.generate(document) == plain
    assert len(client.said("SW820")) == 3
    assert "as no overlay names it any more" in client.said("SW820")[0].message


def test_a_vendor_that_names_by_extension_renames_nothing() -> None:
    document = openapi(NAMED, "T: {type: object, properties: {aB: {type: string}}}")
    extended = document.replace(
        "operationId: x", "x-fern-sdk-group-name: [y]," " x-fern-sdk-method-name: y"
    )
    extended = extended.replace("T: {type", "T: {x-fern-type-name: Other, type")
    _, old, new = both(document, extended)
    kept(old, new)
    assert Client().generate(extended)["GET /b"] == "y.y"


def test_a_name_of_the_user_takes_it_from_a_settled_one() -> None:
    paths = f"/a: {{{call('x')}}}\n/b: {{{call('y')}}}\n"
    overlay = OVERLAY + (
        "  - {target: \"$.paths['/b'].get\", update: {x-specwright-name: things.x}}\n"
    )
    client = Client()
    client.generate(openapi(paths))
    names = client.generate({"api.yaml": openapi(paths), "a.overlay.yaml": overlay})

    assert (names["GET /b"], names["GET /a"]) == ("things.x", "things.x_")
    (said,) = client.said("SW821")
    assert said.message == (
        "'GET /a' is called `things.x_` now; `things.x` is taken or reserved"
    )


def test_of_two_entries_with_one_name_the_first_keeps_it() -> None:
    """As a merge of two branches may leave them."""
    document = openapi(f"/a: {{{call('x')}}}\n/b: {{{call('y')}}}\n")
    memory = Memory(names={"GET /a": "things.z", "GET /b": "things.z"})
    result = pipeline.generate(inputs(document), CONFIG, memory)

    names = result.facts["names"]
    assert isinstance(names, dict)
    assert (names["GET /a"], names["GET /b"]) == ("things.z", "things.y")
    assert [d.code for d in result.diagnostics] == ["SW821"]


WORDS = ("get-a", "get_a", "getA", "a", "A", "list", "str", "items")
PIECES = st.fixed_dictionaries(
    {
        "id": st.sampled_from(WORDS),
        "tag": st.sampled_from(("a", "A", "a/b", "a/list")),
        "type": st.sampled_from(("A", "a", "GetA", "get_a", "B")),
        "field": st.lists(st.sampled_from(WORDS), unique=True, min_size=1, max_size=3),
        "query": st.lists(st.sampled_from(WORDS), unique=True, max_size=3),
    }
)


def page(number: int, piece: Mapping[str, object]) -> str:
    """A file with one operation at a path of its own, and types of its own."""
    fields, query = piece["field"], piece["query"]
    assert isinstance(fields, list)
    assert isinstance(query, list)
    properties = ", ".join(f"{name}: {{type: string}}" for name in fields)
    name = f"{piece['type']}{number}"
    nested = f"{{type: object, properties: {{{properties}}}}}"
    schema = f"{name}: {{type: object, properties: {{{properties}, sub: {nested}}}}}"
    more = QUERY % ", ".join(map(parameter, query))
    operation = call(
        str(piece["id"]), tag=str(piece["tag"]), more=more, reply=ref(name)
    )
    return openapi(f"/{number}: {{{operation}}}\n", schema)


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, min_size=2, max_size=5), st.data())
def test_nothing_is_ever_renamed(
    pieces: list[dict[str, object]], data: st.DataObject
) -> None:
    """Over any history; and what goes and comes back is as it was, to the byte."""
    files = {f"{n}.yaml": page(n, piece) for n, piece in enumerate(pieces)}
    names = sorted(files)
    client = Client()
    for _ in range(2):
        some = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
        before = {**client.lock.memory.names} if client.result.files else {}
        kept(before, client.generate({name: files[name] for name in some}))

    client = Client()
    client.generate(files)
    tree, lock = client.result.files, render_lock(client.lock)
    for gone in itertools.islice(names, 2):
        client.generate({name: files[name] for name in names if name != gone})
        client.generate(files)
        assert client.result.files == tree
        assert render_lock(client.lock) == lock
