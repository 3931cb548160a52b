"""Generated code is run, and touches nothing outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.specs import Files, generate, openapi

import specwright
from specwright.guard.run import sending
from specwright.pipeline import Result
from specwright.python.goldens import Goldens

ALL_CREDENTIALS = """\
servers: [{url: 'https://{region}.acme.test/v1', variables: {region: {default: eu}}}]
"""
SCHEMES = """\
  securitySchemes:
    header: {type: apiKey, in: header, name: x-key}
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: session}
    basic: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    bearer: {type: http, scheme: bearer}
    oauth:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: 'https://acme.test/token', scopes: {}}
"""
NAMES = ("header", "query", "cookie", "basic", "digest", "bearer", "oauth")


def secured() -> str:
    """An operation for each kind of credential."""
    paths = "".join(
        f"/{name}: {{get: {{operationId: {name}, security: [{{{name}: []}}],"
        " responses: {'204': {description: D.}}}}\n"
        for name in NAMES
    )
    return openapi(paths, "T: {type: string}\n", head=ALL_CREDENTIALS) + SCHEMES


def made(files: Files) -> tuple[Goldens, dict[str, bytes]]:
    result: Result = generate(files)
    assert result.goldens is not None
    return result.goldens, {p: t.encode() for p, t in result.files.items()}


def test_every_credential_is_given_and_none_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("API_KEY", "TOKEN", "USERNAME", "PASSWORD", "CLIENT_SECRET"):
        monkeypatch.setenv(f"ACME_{name}", "from the environment")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:1")
    goldens, files = made(secured())
    with sending(goldens, files) as send:
        sent = {g.attribute: send(g, g.givens[0]) for g in goldens.operations}
    assert sent == {g.attribute: g.blocks[0].request for g in goldens.operations}
    assert sent["query"] == "GET https://eu.acme.test/v1/query?key=key"
    assert sent["oauth"].endswith("\nauthorization: Bearer key")


def test_modules_are_gone_afterwards() -> None:
    goldens, files = made(secured())
    before = {*sys.modules}
    finders = [*sys.meta_path]
    with sending(goldens, files) as send:
        send(goldens.operations[0], [])
        inside = {*sys.modules} - before
        assert any(name.endswith(".client") for name in inside)
        assert "acme" not in sys.modules
    assert not {n for n in sys.modules if n.startswith("_specwright_")}
    assert sys.meta_path == finders


def test_an_api_without_a_server_gets_one() -> None:
    paths = "/x: {get: {operationId: x, responses: {'204': {description: D.}}}}\n"
    goldens, files = made(openapi(paths, head="servers: [{url: /v2}]"))
    (golden,) = goldens.operations
    with sending(goldens, files) as send:
        assert send(golden, []) == "GET https://api.example.com/v2/x"
    assert golden.blocks[0].request == "GET https://api.example.com/v2/x"


CONSTANT = """\
/{version}/things/{id}:
  get:
    operationId: get
    parameters:
    - {name: version, in: path, required: true, schema: {type: string, enum: [v2]}}
    - {name: id, in: path, required: true, schema: {type: string}}
    responses: {'204': {description: D.}}
"""


def test_a_path_value_that_never_changes_is_sent() -> None:
    goldens, files = made(openapi(CONSTANT, head="servers: [{url: 'https://a.test'}]"))
    (golden,) = goldens.operations
    with sending(goldens, files) as send:
        assert send(golden, golden.givens[0]) == "GET https://a.test/v2/things/id%2F1"


PROGRAM = """
import sys

sys.path[:0] = [{tests!r}, {generator!r}]
from unit.guard.test_run import made, secured
from specwright.guard.run import sending
import specwright.guard.loop, httpx, pydantic, asyncio, anyio._backends._asyncio

goldens, files = made(secured())
installed = (sys.prefix, sys.base_prefix)
seen = []


def hook(event, args):
    if event.partition(".")[0] in ("socket", "subprocess", "ssl"):
        seen.append((event, args))
    if event in ("os.exec", "os.posix_spawn", "os.fork", "os.system", "os.putenv"):
        seen.append((event, args))
    if event == "open" and isinstance(args[0], str):
        if not args[0].startswith(installed) or args[1] not in ("r", "rb", None):
            seen.append((event, args))


sys.addaudithook(hook)
with sending(goldens, files) as send:
    for golden in goldens.operations:
        assert send(golden, golden.givens[0]) == golden.blocks[0].request
assert not seen, seen
"""


def test_no_socket_no_process_no_file() -> None:
    tests = Path(__file__).parents[2]
    generator = Path(specwright.__file__).parents[1]
    program = PROGRAM.format(tests=str(tests), generator=str(generator))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
