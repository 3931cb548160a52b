#!/usr/bin/env python3
"""How many requests of generated tests another validator accepts.

A client is generated from each document and its tests run with every request written
down. openapi-core then holds the requests against the document as its authors wrote it,
read by a plain parser; only `servers` is replaced by the address that the tests use.
Refusals are grouped by their reason. The exit status is 1 when fewer than
99.5 % of a document's requests are accepted.

    benchmarks/accepted.py
    benchmarks/accepted.py ../shared/specs/museum.yaml --shown 50
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from documents import SPECS, VERBS, client_name, generate, target
from jsonschema.exceptions import ValidationError
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.datastructures import Headers, ImmutableMultiDict

DOCUMENTS = (
    "museum.yaml",
    "train-travel.json",
    "qdrant/v1.19.x.json",
    "discord.json",
    "openai.yaml",
)
SERVER = "https://api.example.com"
"""What the fixtures of generated tests give as `base_url`."""

RECORDER = """
import base64, json, os
import httpx

def _keep(request):
    if request.url.host == "elsewhere.example.com":
        return  # A redirect leads there: it is no request to the API.
    line = {
        "method": request.method,
        "path": request.url.raw_path.decode().partition("?")[0],
        "query": request.url.params.multi_items(),
        "headers": request.headers.multi_items(),
        "body": base64.b64encode(request.content).decode(),
        "test": os.environ.get("PYTEST_CURRENT_TEST", ""),
    }
    with open(os.environ["REQUESTS"], "a") as file:
        file.write(json.dumps(line) + "\\n")

_sync, _async = httpx.MockTransport.handle_request, httpx.MockTransport.handle_async_request

def handle_request(self, request):
    request.read()
    _keep(request)
    return _sync(self, request)

async def handle_async_request(self, request):
    await request.aread()
    _keep(request)
    return await _async(self, request)

httpx.MockTransport.handle_request = handle_request
httpx.MockTransport.handle_async_request = handle_async_request
"""
"""A plugin of pytest that writes down what a client sends to its exchange."""


class Unjudged(OpenAPIV31SpecValidator):
    """Takes any document: those of some vendors are not valid themselves."""

    def iter_errors(
        self, *args: Hashable, **kwargs: Hashable
    ) -> Iterator[ValidationError]:
        yield from ()


LENIENT = Config(spec_validator_cls=Unjudged)


@dataclass
class Sent:
    """A request that was sent, as openapi-core wants it."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None


class _Plain(yaml.SafeLoader):
    """YAML with the types of JSON: dates stay text."""


_Plain.yaml_implicit_resolvers = {
    start: [each for each in found if each[0] != "tag:yaml.org,2002:timestamp"]
    for start, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def document(path: Path) -> dict[str, Any]:
    """The document as it was written, served from the address of the tests."""
    data = path.read_text(encoding="utf-8")
    read = (
        json.loads(data) if path.suffix == ".json" else yaml.load(data, Loader=_Plain)
    )
    root: dict[str, Any] = read
    for item in root["paths"].values():
        for part in (item, *(item.get(verb) or {} for verb in VERBS)):
            part.pop("servers", None)
    _spare(root)
    return root | {"servers": [{"url": SERVER}]}


def _spare(root: dict[str, Any]) -> None:
    """Leave out what openapi-core cannot check, and say what authors meant.

    It holds the bytes of a file against `type: string`, reads the parts of a form as
    text whatever their type, and finds no variant by a `discriminator` without a
    mapping, which allows no more and no less than its union. `nullable` in a document
    of OpenAPI 3.1 means what it meant in 3.0.
    """
    is_new = not str(root.get("openapi")).startswith("3.0")
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("format") == "binary":
                node.pop("type", None)
            if isinstance(node.get("discriminator"), dict):
                del node["discriminator"]
            if is_new and node.get("nullable") is True:
                _allow_null(node)
            form = node.get("multipart/form-data")
            if isinstance(form, dict) and isinstance(form.get("schema"), dict):
                form["schema"] = _texts(root, form)
        below = node.values() if isinstance(node, dict) else node
        waiting.extend(each for each in below if isinstance(each, (dict, list)))


def _allow_null(schema: dict[str, Any]) -> None:
    del schema["nullable"]
    whole = dict(schema)
    schema.clear()
    schema["anyOf"] = [whole, {"type": "null"}]


def _texts(root: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """The schema of a form with the names of its parts, and the types of text alone.

    A part whose `encoding` gives it a content type of its own stays bytes.
    """
    schema, encoding = form["schema"], form.get("encoding", {})
    whole = target(root, schema["$ref"]) if "$ref" in schema else schema
    properties = {}
    for name, each in whole.get("properties", {}).items():
        found = target(root, each["$ref"]) if "$ref" in each else each
        is_text = found.get("type") == "string" and found.get("format") != "binary"
        is_text = is_text and "contentType" not in encoding.get(name, {})
        properties[name] = found if is_text else {}
    return {"type": "object", "properties": properties} | (
        {"required": whole["required"]} if "required" in whole else {}
    )


def requests(path: Path, folder: Path) -> Iterator[tuple[str, Sent]]:
    """The test that sent it, and each different request of a client's tests."""
    generate(path, folder, client_name(path))
    (folder / "recorder.py").write_text(RECORDER, encoding="utf-8")
    kept = folder / "requests.jsonl"
    paths = os.pathsep.join((str(folder / "src"), str(folder)))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "recorder"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "REQUESTS": str(kept)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"the tests of {path} fail:\n{done.stdout[-2000:]}")
    for line in kept.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        yield found["test"], _sent(found)


def _sent(found: dict[str, Any]) -> Sent:
    headers = Headers(found["headers"])
    cookies = [p.split("=", 1) for p in headers.get("cookie", "").split("; ") if p]
    return Sent(
        host_url=SERVER,
        path=found["path"],
        method=found["method"].lower(),
        parameters=RequestParameters(
            query=ImmutableMultiDict([tuple(pair) for pair in found["query"]]),
            header=headers,
            cookie=ImmutableMultiDict([(name, value) for name, value in cookies]),
        ),
        content_type=headers.get("content-type", ""),
        body=base64.b64decode(found["body"]) or None,
    )


def reason(error: BaseException) -> str:
    """Why a request is refused, down to what the schema's validator says."""
    chain: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        details = [e.message for e in getattr(cause, "schema_errors", ())]
        if details:
            return "; ".join(sorted(text[:200] for text in details))
        chain.append(f"{type(cause).__name__}: {cause}"[:200])
        cause = cause.__cause__
    return ", because of ".join(chain)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--limit", type=float, default=99.5, help="percent")
    parser.add_argument("--shown", type=int, default=10, help="refusals to print")
    options = parser.parse_args()
    warnings.simplefilter("ignore")

    is_under = False
    print("| document | requests | refused | accepted |")
    print("| --- | --- | --- | --- |")
    for path in options.documents or [SPECS / name for name in DOCUMENTS]:
        validator = OpenAPI.from_dict(document(path), config=LENIENT)
        refused: Counter[str] = Counter()
        first: dict[str, str] = {}
        total = 0
        with TemporaryDirectory() as folder:
            for test, sent in requests(path.resolve(), Path(folder)):
                total += 1
                try:
                    validator.validate_request(sent)
                except (OpenAPIError, TypeError) as error:
                    refused[reason(error)] += 1
                    first.setdefault(reason(error), test.partition("::")[2])
        share = 100 * (1 - refused.total() / total)
        is_under = is_under or share < options.limit
        print(f"| {path.stem} | {total} | {refused.total()} | {share:.2f} % |")
        for text, count in refused.most_common(options.shown):
            print(f"  {count} x {text}, first in {first[text]}", file=sys.stderr)
    return int(is_under)


if __name__ == "__main__":
    sys.exit(main())
