"""Redirects take nothing private to another origin."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from runtime.credentials import Credential
from runtime.errors import ApiResponseError, ApiStatusError

OTHER = "https://elsewhere.test/next"


def credentials() -> dict[str, Credential]:
    def one(kind: Any, name: str) -> Credential:
        return Credential(kind=kind, name=name, value=f"{kind}-secret", argument="key")

    return {
        "header": one("header", "x-key"),
        "query": one("query", "token"),
        "cookie": one("cookie", "session"),
        "bearer": Credential(
            kind="header",
            name="Authorization",
            prefix="Bearer ",
            value="bearer-secret",
            argument="token",
        ),
    }


def secured(caller: Any, **settings: Any) -> Any:
    keys = credentials()
    return caller.transport(credentials=keys, auth=(tuple(keys),), **settings)


def follow(caller: Any, status: int, location: str, method: str, **call: Any) -> Any:
    caller.exchange.reply(status, headers={"Location": location})
    caller.exchange.reply(json="arrived")
    return caller.request(method, "/start", **call)


@pytest.mark.parametrize(
    ("status", "method", "followed_by", "has_body"),
    [
        (301, "GET", "GET", False),
        (301, "POST", "GET", False),
        (302, "POST", "GET", False),
        (302, "PUT", "PUT", True),
        (303, "PUT", "GET", False),
        (303, "HEAD", "HEAD", False),
        (307, "POST", "POST", True),
        (308, "DELETE", "DELETE", True),
    ],
)
def test_the_method_and_body_within_one_origin(
    caller: Any, status: int, method: str, followed_by: str, has_body: bool
) -> None:
    body = {} if method in ("GET", "HEAD") else {"json": {"a": 1}}
    transport = secured(caller)
    follow(caller, status, "/next?x=1", method, transport=transport, **body)
    request = caller.exchange.request
    assert request.method == followed_by
    assert request.url.raw_path == b"/next?x=1&token=query-secret"
    assert request.content == (b'{"a":1}' if has_body else b"")
    assert ("content-type" in request.headers) == has_body
    assert request.headers["x-key"] == "header-secret"
    assert request.headers["authorization"] == "Bearer bearer-secret"
    assert request.headers["cookie"] == "session=cookie-secret"


def test_a_form_with_files_is_sent_again_whole(caller: Any) -> None:
    follow(caller, 307, "/next", "POST", form={"a": 1}, files={"f": b"data"})
    first, second = caller.exchange.requests
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"]


@pytest.mark.parametrize(
    "location",
    [
        OTHER,
        "//elsewhere.test/next",
        "https://api.acme.test:8443/next",
        "https://API.acme.test.evil.test/next",
        "https://api.acme.test@elsewhere.test/next",
    ],
)
def test_nothing_private_crosses_origins(caller: Any, location: str) -> None:
    private = {"X-Mine": "private", "X-Api-Key": "private", "Cookie": "a=private"}
    private["Proxy-Authorization"] = "private"
    client = caller.httpx_client(
        headers={"X-Client": "private"},
        cookies={"jar": "private"},
        auth=("u", "private"),
    )
    transport = secured(caller, headers=private, httpx_client=client)
    follow(
        caller,
        302,
        location,
        "POST",
        transport=transport,
        json={"body": "private"},
        headers={"x-param": "private"},
        cookies={"c": "private"},
        options={"headers": {"X-Call": "private"}},
    )
    request = caller.exchange.request
    assert {name.lower() for name in request.headers} <= {
        "accept",
        "accept-encoding",
        "connection",
        "host",
        "user-agent",
        # A Location that brings a user name of its own sends that.
        *(["authorization"] if "@" in location else []),
    }
    everything = f"{request.url!r}{request.headers.raw!r}{request.content!r}"
    assert "secret" not in everything
    assert "private" not in everything
    assert request.method == "GET"


def test_what_was_dropped_does_not_come_back(caller: Any) -> None:
    caller.exchange.reply(302, headers={"Location": OTHER})
    caller.exchange.reply(302, headers={"Location": "https://api.acme.test/back"})
    caller.exchange.reply(302, headers={"Location": "/again"})
    caller.exchange.reply(json="arrived")
    client = caller.httpx_client(auth=("u", "p"), cookies={"jar": "x"})
    caller.request("GET", "/", transport=secured(caller, httpx_client=client))
    for request in caller.exchange.requests[1:]:
        assert not {"x-key", "authorization", "cookie"} & set(request.headers)
        assert request.url.query == b""


def test_an_echoed_query_credential_is_not_handed_on(caller: Any) -> None:
    location = f"{OTHER}?token=query-secret&keep=1"
    follow(caller, 302, location, "GET", transport=secured(caller))
    assert caller.exchange.request.url.raw_path == b"/next?keep=1"


@pytest.mark.parametrize(
    ("status", "location", "reason"),
    [
        (307, OTHER, "send the body of the request to another origin"),
        (308, OTHER, "send the body of the request to another origin"),
        (302, "http://api.acme.test/next", "leave HTTPS"),
        (302, "file:///etc/passwd", "leaves HTTP"),
        (302, "https://[bad/", "its Location is not a URL"),
        (302, "https://h.test:99999/", "its Location is not a URL"),
    ],
)
def test_a_redirect_that_is_not_followed(
    caller: Any, status: int, location: str, reason: str
) -> None:
    caller.exchange.reply(status, headers={"Location": location})
    with pytest.raises(ApiResponseError, match=reason) as caught:
        caller.request("POST", "/start", json={"a": 1}, transport=secured(caller))
    assert caught.value.status_code == status
    assert "secret" not in str(caught.value)
    assert len(caller.exchange.requests) == 1
    assert caller.exchange.closed


def test_a_bodyless_307_may_cross(caller: Any) -> None:
    assert follow(caller, 307, OTHER, "GET") == "arrived"


def test_a_body_that_cannot_be_sent_again_is_not_redirected(caller: Any) -> None:
    caller.exchange.reply(307, headers={"Location": "/next"})
    with pytest.raises(ApiResponseError, match="its body cannot be sent again"):
        caller.request("PUT", "/start", content=caller.chunks([b"a"]))


def test_a_loop_ends(caller: Any) -> None:
    for _ in range(11):
        caller.exchange.reply(302, headers={"Location": "/start"})
    with pytest.raises(ApiResponseError, match="there were 10 before it"):
        caller.request("GET", "/start")
    assert len(caller.exchange.requests) == 11


def test_ten_redirects_are_followed(caller: Any) -> None:
    for _ in range(10):
        caller.exchange.reply(302, headers={"Location": "/start"})
    caller.exchange.reply(json=1)
    assert caller.request("GET", "/start") == 1


@pytest.mark.parametrize("status", [300, 302, 304])
def test_a_redirect_to_nowhere_is_an_error(caller: Any, status: int) -> None:
    caller.exchange.reply(status)
    with pytest.raises(ApiStatusError) as caught:
        caller.request("GET", "/start")
    assert caught.value.status_code == status


def test_a_client_that_follows_redirects_itself_does_not(caller: Any) -> None:
    client = caller.httpx_client(follow_redirects=True)
    transport = secured(caller, httpx_client=client)
    follow(caller, 302, OTHER, "GET", transport=transport)
    assert "x-key" not in caller.exchange.request.headers


def test_a_cookie_set_on_the_way_stays_with_its_origin(caller: Any) -> None:
    caller.exchange.reply(
        302, headers={"Location": OTHER, "Set-Cookie": "sid=private; Path=/"}
    )
    caller.exchange.reply(json=1)
    caller.request("GET", "/start")
    assert "cookie" not in caller.exchange.request.headers


def test_the_reply_names_the_url_that_answered(caller: Any) -> None:
    caller.exchange.reply(302, headers={"Location": "/next"})
    caller.exchange.reply(404)
    with pytest.raises(ApiStatusError) as caught:
        caller.request("GET", "/start", transport=secured(caller))
    assert caught.value.url == "https://api.acme.test/next?token=***"


def test_the_timeout_holds_for_the_next_hop(caller: Any) -> None:
    options = {"timeout": httpx.Timeout(3.0)}
    follow(caller, 302, "/next", "GET", options=options)
    assert caller.exchange.request.extensions["timeout"]["read"] == 3.0
