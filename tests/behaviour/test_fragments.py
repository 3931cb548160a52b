"""Two operations of one method and path, which documents tell apart by a fragment."""

from __future__ import annotations

from typing import Any

import pytest
from behaviour.conftest import Generate
from support.specs import openapi

SPEC = openapi("""
/token:
  post:
    operationId: get_token
    tags: [Auth]
    requestBody: &form
      content:
        application/x-www-form-urlencoded:
          schema: {type: object, properties: {code: {type: string}}}
    responses: {'204': {description: Done.}}
'/token#refresh':
  post:
    operationId: refresh_token
    tags: [Auth]
    requestBody: *form
    parameters: [{name: q, in: query, schema: {type: string}}]
    responses: {'204': {description: Done.}}
'/users/{id}#part':
  get:
    operationId: get_part
    tags: [Auth]
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    responses: {'204': {description: Done.}}
""")


@pytest.mark.parametrize(
    ("name", "given", "target"),
    [
        ("get_token", {}, b"/token"),
        ("refresh_token", {"q": "a#b"}, b"/token?q=a%23b"),
        ("get_part", {"id": "a#b"}, b"/users/a%23b"),
    ],
)
def test_a_fragment_is_never_sent(
    generated: Generate, name: str, given: dict[str, Any], target: bytes
) -> None:
    package = generated(SPEC)
    exchange = package.exchange()
    exchange.reply(204)
    with package.client(exchange) as client:
        getattr(client.auth, name)(**given)
    assert exchange.request.url.raw_path == target
