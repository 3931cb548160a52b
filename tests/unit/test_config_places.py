"""Findings about an entry of client.toml point at it."""

from __future__ import annotations

import pytest

from specwright.config import load_config
from specwright.lock import config_digest
from specwright.pipeline import generate

API = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
servers: [{url: https://api.acme.test}]
paths:
  /boxes:
    get: {operationId: list, responses: {'200': {description: All.}}}
components: {schemas: {Box: {type: string}}}
"""
HEAD = '# A comment.\npackage = "acme"\n\n'


@pytest.mark.parametrize(
    ("entry", "code", "place"),
    [
        ('[include]\npaths = ["/boxes", "/bags"]', "SW341", "5:20"),
        ("[exclude]\ntags = [\n  'bags',\n]", "SW341", "6:3"),
        ('[exclude]\npaths = ["/**"]', "SW343", "4:2"),
        ('[pagination]\n"GET /bags" = false', "SW703", "5:1"),
        ('[components]\nBox = "other.yaml"', "SW313", "5:1"),
    ],
)
def test_the_entry_is_pointed_at(entry: str, code: str, place: str) -> None:
    name = "specs/acme/client.toml"
    config, problems = load_config("acme", f"{HEAD}{entry}\n".encode(), name)
    assert not list(problems)
    result = generate({"specs/acme/api.yaml": API.encode()}, config)
    (found,) = [d for d in result.diagnostics if d.code == code]
    assert str(found.location) == f"{name}:{place}"


def test_where_an_entry_stands_is_no_part_of_what_is_said() -> None:
    texts = ('package = "acme"\n', '\n# Ours.\npackage   =   "acme"\n')
    configs = [load_config("acme", text.encode(), "client.toml")[0] for text in texts]
    assert configs[0] == configs[1]
    assert config_digest(configs[0]) == config_digest(configs[1])
