"""Generated clients of both kinds against servers that break every rule.

Each case is the bytes of one reply and what becomes of them. Whatever it is, it is an
error of the package or a result; no error shows the credential, not even in the local
variables of its traceback; and the one connection there is can be used again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import httpx
import pytest
from behaviour.conftest import Generate
from support.hostile_replies import CASES, GOOD, SECRET, Case
from support.packages import Package
from support.servers import Script
from support.specs import openapi

SPEC = openapi(
    """
/thing:
  get:
    operationId: thing
    tags: [things]
    responses: &answers
      '200': {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      default: {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
  post: {operationId: make, tags: [things], responses: *answers, requestBody: {required: true, content: {application/json: {
    schema: {type: object, required: [name], properties: {name: {type: string}}}}}}}
/text:
  get:
    operationId: text
    tags: [things]
    responses: {'200': {description: D., content: {text/plain: {schema: {type: string}}}}}
/sound:
  get:
    operationId: sound
    tags: [things]
    responses: {'200': {description: D., content: {audio/mpeg: {schema: {type: string, format: binary}}}}}
/events:
  get:
    operationId: events
    tags: [things]
    responses:
      '200': {description: D., content: {text/event-stream: {schema: {$ref: '#/components/schemas/Event'}}}}
/any:
  get: {operationId: any, tags: [things], responses: {'200': {description: D.}}}
""",
    """
Thing: {type: object, required: [id], properties: {id: {type: string}, n: {type: integer}}}
Event: {type: object, required: [n], properties: {n: {type: integer}, s: {type: string}}}
""",
    head="""
servers: [{url: 'https://api.acme.test'}]
security: [{key: [], query: []}]
""",
)
SPEC += """  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: api_key}
"""


ONE = httpx.Limits(max_connections=1)
"""A connection that is not given back is missed by the next call."""


class Caller:
    """Makes a call with a client of either kind, and then one more."""

    def __init__(self, package: Package, kind: str) -> None:
        self.package = package
        self.is_async = kind == "async"

    def settings(self, url: str, options: dict[str, Any]) -> dict[str, Any]:
        return {
            "base_url": url,
            "api_key": SECRET,
            "query": SECRET,
            "max_retries": 0,
            "timeout": 5.0,
        } | options

    def call(self, url: str, case: Case) -> tuple[object, object]:
        """The outcome of the case as JSON or an exception, and that of a good call."""
        settings = self.settings(url, case.options)
        return (
            asyncio.run(self._async(settings, case))
            if self.is_async
            else self._sync(settings, case)
        )

    def _sync(self, settings: dict[str, Any], case: Case) -> tuple[object, object]:
        with httpx.Client(verify=False, limits=ONE) as pool:
            client = self.package.module.Acme(httpx_client=pool, **settings)
            outcome: object
            try:
                made = getattr(client.things, case.method)(**arguments(case))
                outcome = b"".join(made).decode() if case.method == "sound" else made
                outcome = list(made) if case.method == "events" else outcome
            except Exception as error:
                outcome = error
            return outcome, client.with_options(timeout=5.0).things.thing()

    async def _async(
        self, settings: dict[str, Any], case: Case
    ) -> tuple[object, object]:
        async with httpx.AsyncClient(verify=False, limits=ONE) as pool:
            client = self.package.async_class(httpx_client=pool, **settings)
            outcome: object
            try:
                made = await getattr(client.things, case.method)(**arguments(case))
                outcome = (
                    (await made.read()).decode() if case.method == "sound" else made
                )
                if case.method == "events":
                    outcome = [item async for item in made]
            except Exception as error:
                outcome = error
            return outcome, await client.with_options(timeout=5.0).things.thing()


def arguments(case: Case) -> dict[str, str]:
    return {"name": "x"} if case.method == "make" else {}


@pytest.fixture(scope="module", params=["sync", "async"])
def caller(request: pytest.FixtureRequest, generated: Generate) -> Caller:
    return Caller(generated(SPEC), request.param)


@pytest.fixture
def served(case: Case) -> Iterator[Script]:
    hops = 11 if case.name == "to itself" else 1
    server = Script(*[case.sent] * hops, GOOD, pause=case.pause)
    yield server
    server.stop()


def shown(error: BaseException) -> str:
    """All that a tool which shows tracebacks could show of an error."""
    found: list[str] = []
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        waiting += [each.__cause__, each.__context__]
        found += [str(each), repr(each), repr(vars(each))]
        trace: TracebackType | None = each.__traceback__
        while trace is not None:
            if "behaviour" not in trace.tb_frame.f_code.co_filename:
                found += map(repr, trace.tb_frame.f_locals.values())
            trace = trace.tb_next
    return "\n".join(found)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_hostile_reply(
    caller: Caller, case: Case, served: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    outcome, after = caller.call(served.url, case)

    plain = caller.package.load("testing").plain
    assert plain(after) == {"id": "ok"}
    assert SECRET.encode() in served.requests[0]
    assert SECRET not in caplog.text
    if not case.error:
        assert not isinstance(outcome, Exception), outcome
        assert plain(outcome) == case.gives
        return
    error = getattr(caller.package.module, case.error)
    assert type(outcome) is error, outcome
    assert isinstance(outcome, caller.package.module.ApiError)
    assert re.search(case.said, str(outcome))
    assert SECRET not in shown(outcome)
    facts: Any = outcome
    assert facts.status_code == case.status
    assert facts.method == ("POST" if case.method == "make" else "GET")
    assert facts.url.startswith(f"{served.url}/")
    assert len(str(outcome)) < 1000
    assert json.dumps(str(outcome)).isprintable()


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60
