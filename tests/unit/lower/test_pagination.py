"""Lists that are read page by page: what is recognised, and what the user says."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from support.specs import openapi

from specwright.config import Config, load_config
from specwright.pipeline import Result, generate

LIST = """
/birds:
  get:
    operationId: list
    tags: [birds]
    parameters:
      - {name: PARAMETER, in: query, schema: {type: TYPE}}
    responses:
      '200':
        description: Some birds.
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Birds'}
"""
REPLY = """
Birds:
  type: object
  required: [birds]
  properties:
    birds: {type: array, items: {$ref: '#/components/schemas/Bird'}}
    next_cursor: {type: [string, 'null']}
    has_more: {type: boolean}
Bird:
  type: object
  required: [name]
  properties: {name: {type: string}}
"""


def made(
    parameter: str = "cursor", kind: str = "string", reply: str = REPLY, toml: str = ""
) -> Result:
    paths = LIST.replace("PARAMETER", parameter).replace("TYPE", kind)
    config, found = load_config("aviary", toml.encode(), "client.toml")
    assert not found.has_errors
    spec = openapi(paths, reply, head="servers: [{url: https://api.example.com}]")
    return generate({"specs/aviary/api.yaml": spec.encode()}, config)


def codes(result: Result) -> list[str]:
    return [d.code for d in result.diagnostics]


def resource(result: Result) -> str:
    return result.files["src/aviary/birds/resource.py"]


@pytest.mark.parametrize(
    ("parameter", "kind", "following"),
    [
        ("cursor", "string", "next_cursor"),
        ("page_token", "string", "next_cursor"),
        ("next_page_token", "string", "next_cursor"),
        ("start_after_bird_id", "string", "next_cursor"),
        ("starting_after", "string", "next_cursor"),
        ("page", "integer", ""),
    ],
)
def test_cursors_and_page_numbers_are_recognised(
    parameter: str, kind: str, following: str
) -> None:
    result = made(parameter, kind)

    assert codes(result) == ["SW701"]
    assert f'parameter="{parameter}"' in resource(result)
    assert ('next="next_cursor"' in resource(result)) is bool(following)
    assert 'class Birds(Page["Bird"]):' in result.files["src/aviary/birds/types.py"]


@pytest.mark.parametrize(
    ("parameter", "kind", "reply"),
    [
        ("name", "string", REPLY),
        ("cursor", "integer", REPLY),
        ("cursor", "string", REPLY.replace("next_cursor", "colour")),
        ("page", "integer", REPLY.replace("has_more", "colour")),
        ("cursor", "string", REPLY.replace("type: array, items:", "anyOf: [")[:0]
         + REPLY.replace("birds: {type: array, items: ", "birds: {allOf: [").replace(
            "Bird'}}", "Bird'}]}", 1)),
    ],
)  # fmt: skip
def test_anything_else_is_no_page(parameter: str, kind: str, reply: str) -> None:
    result = made(parameter, kind, reply)

    assert "SW701" not in codes(result)
    assert "Pages(" not in resource(result)


def test_the_user_switches_it_off() -> None:
    result = made(toml='[pagination]\n"GET /birds" = false\n')

    assert codes(result) == []
    assert "Pages(" not in resource(result)


def test_the_user_confirms_it_and_is_not_told_again() -> None:
    result = made(toml='[pagination]\n"GET /birds" = true\n')

    assert codes(result) == []
    assert "Pages(" in resource(result)


def test_the_user_says_what_could_not_be_recognised() -> None:
    toml = (
        '[pagination."GET /birds"]\n'
        'parameter = "name"\nitems = "birds"\nnext = "next_cursor"\n'
    )

    result = made("name", toml=toml)

    assert codes(result) == []
    assert 'parameter="name"' in resource(result)


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ('"GET /birds" = { items = "feathers" }', "SW702"),
        ('"GET /birds" = { parameter = "colour" }', "SW702"),
        ('"GET /birdz" = true', "SW703"),
    ],
)
def test_what_cannot_be_is_an_error(toml: str, code: str) -> None:
    result = made(toml=f"[pagination]\n{toml}\n")

    assert code in codes(result)
    assert result.files == {}


@pytest.fixture
def aviary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    for path, text in made().files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    yield importlib.import_module("aviary")
    for name in [m for m in sys.modules if m.split(".")[0] == "aviary"]:
        del sys.modules[name]


def server(pages: dict[str, dict[str, Any]], asked: list[str]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor", "")
        asked.append(cursor)
        return httpx.Response(200, content=json.dumps(pages[cursor]))

    return httpx.MockTransport(answer)


PAGES: dict[str, dict[str, Any]] = {
    "": {"birds": [{"name": "owl"}], "next_cursor": "b", "has_more": True},
    "b": {"birds": [], "next_cursor": "c", "has_more": True},
    "c": {"birds": [{"name": "wren"}], "next_cursor": None, "has_more": False},
}


def test_a_loop_goes_through_all_pages(aviary: ModuleType) -> None:
    asked: list[str] = []
    pool = httpx.Client(transport=server(PAGES, asked))
    client = aviary.Aviary(httpx_client=pool)

    page = client.birds.list()

    assert [bird.name for bird in page] == ["owl", "wren"]
    assert asked == ["", "b", "c"]
    assert page.birds[0].name == "owl"
    assert page.next().next().next() is None


def test_an_asynchronous_loop_goes_through_all_pages(aviary: ModuleType) -> None:
    async def names() -> list[str]:
        async with httpx.AsyncClient(transport=server(PAGES, [])) as pool:
            page = await aviary.AsyncAviary(httpx_client=pool).birds.list()
            with pytest.raises(TypeError, match="next_async"):
                page.next()
            return [bird.name async for bird in page]

    assert asyncio.run(names()) == ["owl", "wren"]


def test_a_server_that_repeats_its_cursor_is_not_asked_for_ever(
    aviary: ModuleType,
) -> None:
    asked: list[str] = []
    same = {"birds": [{"name": "owl"}], "next_cursor": "b", "has_more": True}
    pool = httpx.Client(transport=server({"": same, "b": same}, asked))

    birds = list(aviary.Aviary(httpx_client=pool).birds.list())

    assert len(birds) == 2
    assert asked == ["", "b"]


def test_a_raw_page_leads_on_to_plain_pages(aviary: ModuleType) -> None:
    pool = httpx.Client(transport=server(PAGES, []))

    raw = aviary.Aviary(httpx_client=pool).birds.with_raw_response.list()

    assert raw.status_code == 200
    assert [bird.name for bird in raw.data] == ["owl", "wren"]


def test_the_next_page_keeps_the_other_arguments(aviary: ModuleType) -> None:
    seen: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        cursor = request.url.params.get("cursor", "")
        return httpx.Response(200, content=json.dumps(PAGES[cursor]))

    pool = httpx.Client(transport=httpx.MockTransport(answer))
    client = aviary.Aviary(httpx_client=pool)

    list(client.birds.list(request_options={"query": {"colour": "red"}}))

    assert [url.params["colour"] for url in seen] == ["red", "red", "red"]


def test_config_fields_have_defaults() -> None:
    assert Config(name="a", package="a", client_class="A").pagination == {}
