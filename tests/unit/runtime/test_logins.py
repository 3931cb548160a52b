"""Logins of two values: HTTP Basic and Digest, and tokens that the client fetches."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs

import anyio
import httpx
import pytest

from runtime.credentials import CredentialValue
from runtime.errors import (
    ApiConnectionError,
    ApiResponseError,
    ForbiddenError,
    MissingCredentialError,
    UnauthorizedError,
)
from runtime.logins import BasicCredential, DigestCredential
from runtime.oauth import OAuthCredential
from testing.exchange import Exchange

TOKENS = "https://id.acme.test/token"
SECRET = "hush-hush"


class Told(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that httpx has not read beforehand."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


def packed(body: bytes) -> dict[str, Any]:
    return {"headers": {"Content-Encoding": "gzip"}, "stream": Told(body)}


def value(text: Any, argument: str, **settings: Any) -> CredentialValue:
    return CredentialValue(
        text, argument=argument, env=f"ACME_{argument.upper()}", **settings
    )


def basic(username: Any = "Aladdin", password: Any = "open sesame") -> BasicCredential:
    return BasicCredential(
        username=value(username, "username"),
        password=value(password, "password", may_be_empty=True),
    )


def secured(caller: Any, one: Any, **settings: Any) -> Any:
    return caller.transport(credentials={"k": one}, auth=(("k",),), **settings)


@pytest.mark.parametrize(
    ("username", "password", "sent"),
    [
        # RFC 7617, sections 2 and 2.1.
        ("Aladdin", "open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("test", "123£", "dGVzdDoxMjPCow=="),
        ("key", "", "a2V5Og=="),
        (lambda: "test", lambda: "123£", "dGVzdDoxMjPCow=="),
    ],
)
def test_basic(caller: Any, username: Any, password: Any, sent: str) -> None:
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=secured(caller, basic(username, password)))
    assert caller.exchange.request.headers["authorization"] == f"Basic {sent}"


def test_both_values_come_from_the_environment_and_are_named_where_they_miss(
    caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_USERNAME", "test")
    monkeypatch.delenv("ACME_PASSWORD", raising=False)
    with pytest.raises(MissingCredentialError) as caught:
        caller.request("GET", "/x", transport=secured(caller, basic(None, None)))
    assert str(caught.value) == (
        "this call needs a credential: pass password= to the client or set "
        "ACME_PASSWORD"
    )
    monkeypatch.setenv("ACME_PASSWORD", "123£")
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=secured(caller, basic(None, None)))
    sent = caller.exchange.request.headers["authorization"]
    assert sent == "Basic dGVzdDoxMjPCow=="


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        ("a:b", "p", "username holds a colon"),
        ("a\n", "p", "username holds a control character"),
        ("a", "hush\x00hush", "password holds a control character"),
    ],
)
def test_what_basic_cannot_say_is_refused(
    caller: Any, username: str, password: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        caller.request(
            "GET", "/x", transport=secured(caller, basic(username, password))
        )
    assert "hush" not in str(caught.value)
    assert caller.exchange.requests == []


def test_a_copy_has_another_password_and_the_same_name(caller: Any) -> None:
    transport = secured(caller, basic("test", "old"))
    copy = transport.with_options(credentials={"k": (None, "123£")})
    for one in (copy, transport):
        caller.exchange.reply(json=1)
        caller.request("GET", "/x", transport=one)
    sent = [r.headers["authorization"] for r in caller.exchange.requests]
    assert sent == ["Basic dGVzdDoxMjPCow==", "Basic dGVzdDpvbGQ="]
    assert transport.with_options(credentials={"k": (None, None)})._settings == (
        transport._settings
    )


def test_an_error_that_echoes_the_login_does_not_show_it(caller: Any) -> None:
    caller.exchange.reply(401, json={"detail": "open sesame"})
    with pytest.raises(UnauthorizedError) as caught:
        caller.request("GET", "/x", transport=secured(caller, basic()))
    assert "sesame" not in str(caught.value)
    assert "sesame" not in repr((basic(), vars(secured(caller, basic()))))


CHALLENGE = {
    "WWW-Authenticate": 'Digest realm="http-auth@example.org", qop="auth", '
    'algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv", opaque="FQhe/qaU925kfnzjCev"'
}


def digest(username: Any = "Mufasa", password: Any = "Circle of Life") -> Any:
    return DigestCredential(
        username=value(username, "username"),
        password=value(password, "password", may_be_empty=True),
    )


def answered(request: httpx.Request, password: str = "Circle of Life") -> str:
    """The count of the nonce, if the answer is the one of RFC 7616, section 3.4.1."""
    header = request.headers["authorization"]
    assert header.startswith("Digest ")
    found = dict(re.findall(r'(\w+)="?([^",]*)"?', header.removeprefix("Digest ")))

    def hashed(*parts: str) -> str:
        return hashlib.sha256(":".join(parts).encode()).hexdigest()

    target = request.url.raw_path.decode()
    assert found["uri"] == target
    assert found["username"] == "Mufasa"
    names = ("nonce", "nc", "cnonce", "qop")
    assert found["response"] == hashed(
        hashed("Mufasa", found["realm"], password),
        *(found[name] for name in names),
        hashed(request.method, target),
    )
    return str(found["nc"])


def test_a_challenge_is_answered_and_kept(caller: Any) -> None:
    transport = secured(caller, digest())
    caller.exchange.reply(401, headers=CHALLENGE)
    caller.exchange.reply(json=1)
    caller.exchange.reply(json=2)
    sent = {"query": {"q": "a b"}, "json": {"x": 1}, "transport": transport}
    assert caller.request("POST", "/dir/i.html", **sent) == 1
    assert caller.request("POST", "/dir/i.html", **sent) == 2
    first, second, third = caller.exchange.requests
    assert "authorization" not in first.headers
    assert [r.content for r in (first, second, third)] == [b'{"x":1}'] * 3
    assert [answered(second), answered(third)] == ["00000001", "00000002"]


def test_a_wrong_password_is_refused_once(caller: Any) -> None:
    for _ in range(2):
        caller.exchange.reply(401, headers=CHALLENGE)
    with pytest.raises(UnauthorizedError):
        caller.request("GET", "/x", transport=secured(caller, digest()))
    assert len(caller.exchange.requests) == 2


@pytest.mark.parametrize(
    "headers", [{}, {"WWW-Authenticate": "Basic realm=x"}], ids=["none", "other"]
)
def test_a_refusal_without_a_challenge_is_an_error(
    caller: Any, headers: dict[str, str]
) -> None:
    caller.exchange.reply(401, headers=headers)
    with pytest.raises(UnauthorizedError):
        caller.request("GET", "/x", transport=secured(caller, digest()))
    assert len(caller.exchange.requests) == 1


def test_a_body_that_cannot_be_sent_again_is_not_sent_to_answer(caller: Any) -> None:
    caller.exchange.reply(401, headers=CHALLENGE)
    with pytest.raises(UnauthorizedError):
        caller.request(
            "POST",
            "/x",
            content=caller.chunks([b"a", b"b"]),
            transport=secured(caller, digest()),
        )
    assert len(caller.exchange.requests) == 1


def test_a_redirect_is_answered_for_its_own_path(caller: Any) -> None:
    caller.exchange.reply(401, headers=CHALLENGE)
    caller.exchange.reply(307, headers={"Location": "/there"})
    caller.exchange.reply(json=1)
    caller.request("GET", "/here", transport=secured(caller, digest()))
    assert caller.exchange.request.url.path == "/there"
    assert answered(caller.exchange.request) == "00000002"


def test_another_origin_gets_no_answer(caller: Any) -> None:
    caller.exchange.reply(307, headers={"Location": "https://else.test/x"})
    caller.exchange.reply(401, headers=CHALLENGE)
    with pytest.raises(UnauthorizedError):
        caller.request("GET", "/x", transport=secured(caller, digest()))
    assert all("authorization" not in r.headers for r in caller.exchange.requests)


def test_another_password_forgets_the_challenge(caller: Any) -> None:
    transport = secured(caller, digest(password="old"))
    caller.exchange.reply(401, headers=CHALLENGE)
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport)
    copy = transport.with_options(credentials={"k": (None, "Circle of Life")})
    caller.exchange.reply(401, headers=CHALLENGE)
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=copy)
    assert "authorization" not in caller.exchange.requests[2].headers
    assert answered(caller.exchange.request) == "00000001"


def oauth(name: Any = "me", password: Any = SECRET, **settings: Any) -> Any:
    return OAuthCredential(
        client_id=value(name, "client_id"),
        client_secret=value(password, "client_secret"),
        **{"token_url": TOKENS, "scopes": "read write", **settings},
    )


class Issuer:
    """A server of tokens beside the exchange of a caller."""

    def __init__(self, caller: Any) -> None:
        self.caller = caller
        self.requests: list[httpx.Request] = []
        self.replies: list[httpx.Response | Exception] = []

    def give(self, status: int = 200, **fields: Any) -> None:
        self.replies.append(httpx.Response(status, json=fields))

    def answer(self, request: httpx.Request) -> httpx.Response:
        if str(request.url.copy_with(query=None)) != TOKENS:
            handled: httpx.Response = self.caller.exchange.transport.handler(request)
            return handled
        self.requests.append(request)
        answer = self.replies.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def transport(self, one: Any, **settings: Any) -> Any:
        kind = httpx.AsyncClient if self.caller.is_async else httpx.Client
        pool = kind(transport=httpx.MockTransport(self.answer), **settings)
        return secured(self.caller, one, httpx_client=pool)


@pytest.fixture
def issuer(caller: Any) -> Iterator[Issuer]:
    made = Issuer(caller)
    yield made
    assert made.replies == []


def sent(caller: Any) -> list[str]:
    return [r.headers["authorization"] for r in caller.exchange.requests]


def test_a_token_is_fetched_when_it_is_needed_and_kept(
    caller: Any, issuer: Issuer
) -> None:
    transport = issuer.transport(oauth("a b", "c:d"), headers={"X-Mine": "1"})
    assert issuer.requests == []
    issuer.give(access_token="t-1", token_type="bearer", expires_in=600)
    for _ in range(2):
        caller.exchange.reply(json=1)
        caller.request("GET", "/x", transport=transport)
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport.with_options(max_retries=1))
    assert sent(caller) == ["Bearer t-1"] * 3
    (request,) = issuer.requests
    assert (request.method, str(request.url)) == ("POST", TOKENS)
    # RFC 6749, sections 2.3.1 and 4.4.2: `a+b:c%3Ad`.
    assert request.headers["authorization"] == "Basic YStiOmMlM0Fk"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["accept"] == "application/json"
    assert "x-mine" not in request.headers
    assert request.content == b"grant_type=client_credentials&scope=read%20write"


@pytest.mark.parametrize(
    ("fields", "kept", "renewed"),
    [
        ({"expires_in": 600}, 539, 540),
        ({"expires_in": 60}, 29, 30),
        ({"expires_in": "600"}, 539, 540),
        ({}, 1e9, None),
        ({"expires_in": "soon"}, 1e9, None),
        ({"expires_in": -1}, 1e9, None),
    ],
)
def test_a_token_is_renewed_shortly_before_it_expires(
    caller: Any,
    issuer: Issuer,
    fields: dict[str, Any],
    kept: float,
    renewed: float | None,
) -> None:
    transport, begun = issuer.transport(oauth()), caller.now
    issuer.give(access_token="t-1", **fields)
    for seconds in [0, kept] if renewed is None else [0, kept, renewed]:
        if seconds == renewed:
            issuer.give(access_token="t-2")
        caller.now = begun + seconds
        caller.exchange.reply(json=1)
        caller.request("GET", "/x", transport=transport)
    last = ["Bearer t-2"] if renewed else []
    assert sent(caller) == ["Bearer t-1", "Bearer t-1", *last]


def test_a_refused_token_is_fetched_again_once(caller: Any, issuer: Issuer) -> None:
    transport = issuer.transport(oauth())
    issuer.give(access_token="t-1")
    issuer.give(access_token="t-2")
    caller.exchange.reply(401)
    caller.exchange.reply(json=1)
    again = {"options": {"max_retries": 0}, "transport": transport}
    assert caller.request("POST", "/x", json={"a": 1}, **again) == 1
    assert sent(caller) == ["Bearer t-1", "Bearer t-2"]
    assert [r.content for r in caller.exchange.requests] == [b'{"a":1}'] * 2
    issuer.give(access_token="t-3")
    for _ in range(2):
        caller.exchange.reply(401)
    with pytest.raises(UnauthorizedError):
        caller.request("GET", "/x", **again)
    assert sent(caller)[2:] == ["Bearer t-2", "Bearer t-3"]


def test_a_token_that_another_call_has_renewed_is_kept() -> None:
    one, client = oauth(), httpx.Client(transport=Exchange(TOKENS).transport)
    old = one.reveal(client, FROZEN)
    assert one.forget(old)
    new = one.reveal(client, FROZEN)
    assert one.forget(old)
    assert one.reveal(client, FROZEN) is new


class FROZEN:
    """A clock that stands still."""

    @staticmethod
    def now() -> float:
        return 0.0

    monotonic = now


def test_calls_at_once_fetch_one_token(caller: Any) -> None:
    exchange = Exchange(TOKENS)
    for _ in range(5):
        exchange.reply(json=1)
    kind = httpx.AsyncClient if caller.is_async else httpx.Client
    transport = secured(
        caller, oauth(), httpx_client=kind(transport=exchange.transport)
    )

    def call() -> Any:
        from runtime.replies import Json

        return transport.request("GET", "/x", returns=Json[Any])

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(call)

    if caller.is_async:
        anyio.run(all_of_them)
    else:
        threads = [threading.Thread(target=call) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(exchange.requests) == 5
    assert len(exchange.token_requests) == 1


def test_a_server_that_knows_no_basic_gets_the_secret_in_the_form(
    caller: Any, issuer: Issuer
) -> None:
    issuer.give(400, error="invalid_request")
    issuer.give(access_token="t-1")
    caller.exchange.reply(json=1)
    transport = issuer.transport(oauth("me", "a&b", scopes=""))
    caller.request("GET", "/x", transport=transport)
    request = issuer.requests[1]
    assert "authorization" not in request.headers
    assert parse_qs(request.content.decode(), strict_parsing=True) == {
        "grant_type": ["client_credentials"],
        "client_id": ["me"],
        "client_secret": ["a&b"],
    }


def test_why_there_is_no_token(caller: Any, issuer: Issuer) -> None:
    refusal = {"error": "invalid_client", "error_description": "bad hush-hush"}
    issuer.give(401, **refusal)
    issuer.give(401, **refusal)
    with pytest.raises(UnauthorizedError) as caught:
        caller.request("GET", "/x", transport=issuer.transport(oauth()))
    assert str(caught.value) == (
        f"POST {TOKENS}: 401, no token: invalid_client: bad ***"
    )
    assert caught.value.body == {**refusal, "error_description": "bad ***"}
    assert (caught.value.method, caught.value.url) == ("POST", TOKENS)
    assert caller.exchange.requests == []


@pytest.mark.parametrize(
    ("reply", "error", "said"),
    [
        ({"status_code": 403, "text": "no"}, ForbiddenError, "403, no token$"),
        ({"status_code": 302}, ApiResponseError, "302, no token$"),
        ({"text": "<p>"}, ApiResponseError, "holds no access_token$"),
        ({"json": [1]}, ApiResponseError, "holds no access_token$"),
        ({"json": {"access_token": 5}}, ApiResponseError, "holds no access_token$"),
        (httpx.ConnectError("refused"), ApiConnectionError, "ConnectError: refused$"),
        ({"content": b"[" * 100_000}, ApiResponseError, "holds no access_token$"),
        ({"content": b"9" * 5000}, ApiResponseError, "holds no access_token$"),
        (
            {"stream": Told(b"x" * 2_000_000)},
            ApiResponseError,
            "is larger than 1048576",
        ),
        (packed(gzip.compress(b" " * 40_000_000)), ApiResponseError, "is larger than"),
        (packed(gzip.compress(b"{}")[:-5]), ApiResponseError, "breaks off in the mid"),
        (packed(b"no gzip"), ApiResponseError, "is not valid gzip data$"),
        ({"status_code": 401, "text": "no"}, UnauthorizedError, "401, no token$"),
    ],
)
def test_other_ways_to_get_no_token(
    caller: Any, issuer: Issuer, reply: Any, error: Any, said: str
) -> None:
    if isinstance(reply, dict):
        reply = {"status_code": 200, **reply}
        if reply["status_code"] == 401:  # asked once more, with the form
            issuer.replies.append(httpx.Response(**reply))
        reply = httpx.Response(**reply)
    issuer.replies.append(reply)
    with pytest.raises(error, match=said) as caught:
        caller.request(
            "GET",
            "/x",
            transport=issuer.transport(oauth()),
            options={"max_retries": 0},
        )
    assert TOKENS in str(caught.value)
    assert caller.exchange.requests == []
    report = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    frames = [f for f in report.stack if "templates" in f.filename]
    assert frames
    assert SECRET not in repr([f.locals for f in frames])


@pytest.mark.parametrize(
    ("seconds", "ends"),
    [
        (b'"%s"' % (b"9" * 400), False),
        (b"1" + b"0" * 400, False),
        (b"NaN", False),
        (b"Infinity", False),
        (b'"-5"', False),
        (b'"3600"', True),
        (b"3600", True),
    ],
)
def test_a_life_that_is_no_time_lasts_until_it_is_refused(
    caller: Any, issuer: Issuer, seconds: bytes, ends: bool
) -> None:
    reply = b'{"access_token": "t-1", "expires_in": %s}' % seconds
    issuer.replies.append(httpx.Response(200, content=reply))
    if ends:
        issuer.give(access_token="t-2")
    transport = issuer.transport(oauth())
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport)
    caller.now += 1_000_000_000
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport)
    token = "Bearer t-2" if ends else "Bearer t-1"
    assert caller.exchange.request.headers["authorization"] == token


def test_a_server_of_tokens_that_is_busy_is_asked_again(
    caller: Any, issuer: Issuer
) -> None:
    issuer.give(503)
    issuer.give(access_token="t-1")
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=issuer.transport(oauth()))
    assert sent(caller) == ["Bearer t-1"]
    assert len(caller.sleeps) == 1


def test_another_secret_asks_for_another_token(caller: Any, issuer: Issuer) -> None:
    transport = issuer.transport(oauth())
    issuer.give(access_token="t-1")
    issuer.give(access_token="t-2")
    copy = transport.with_options(credentials={"k": (None, "other")})
    for one in (transport, copy, transport):
        caller.exchange.reply(json=1)
        caller.request("GET", "/x", transport=one)
    assert sent(caller) == ["Bearer t-1", "Bearer t-2", "Bearer t-1"]


def test_the_missing_half_is_named(caller: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("ACME_CLIENT_SECRET", raising=False)
    expected = "pass client_secret= to the client or set ACME_CLIENT_SECRET$"
    with pytest.raises(MissingCredentialError, match=expected):
        caller.request("GET", "/x", transport=secured(caller, oauth("me", None)))
    assert caller.exchange.requests == []


def test_a_bearer_that_is_given_is_not_renewed(caller: Any) -> None:
    caller.exchange.reply(401)
    with pytest.raises(UnauthorizedError):
        caller.request("GET", "/x", transport=secured(caller, caller.credential()))
    assert len(caller.exchange.requests) == 1
