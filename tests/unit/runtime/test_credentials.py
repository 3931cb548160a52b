"""Where credentials come from, where they go, and that nobody sees them."""

from __future__ import annotations

import copy
import logging
import traceback
from typing import Any

import httpx
import pytest

from runtime.credentials import Credential, Secret
from runtime.errors import ApiError, MissingCredentialError, UnauthorizedError


def secured(caller: Any, auth: Any = (("k",),), **credential: Any) -> Any:
    one = caller.credential(**credential)
    return caller.transport(credentials={"k": one}, auth=auth)


@pytest.mark.parametrize(
    ("settings", "header", "sent"),
    [
        ({}, "x-key", "the-secret"),
        (
            {"name": "Authorization", "prefix": "Bearer "},
            "authorization",
            "Bearer the-secret",
        ),
        ({"kind": "cookie", "name": "sid"}, "cookie", "sid=the-secret"),
        ({"value": lambda: "called"}, "x-key", "called"),
    ],
)
def test_where_a_credential_goes(
    caller: Any, settings: dict[str, Any], header: str, sent: str
) -> None:
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=secured(caller, **settings))
    assert caller.exchange.request.headers[header] == sent


def test_a_credential_in_the_query(caller: Any) -> None:
    caller.exchange.reply(json=1)
    transport = secured(caller, kind="query", name="api key", value="a&b")
    caller.request("GET", "/x", query={"q": 1}, transport=transport)
    assert caller.exchange.request.url.raw_path == b"/x?q=1&api%20key=a%26b"


def test_cookies_of_all_sources_are_joined(caller: Any) -> None:
    caller.exchange.reply(json=1)
    credentials = {
        "k": caller.credential(kind="cookie", name="sid", value="a; admin=1")
    }
    transport = caller.transport(
        credentials=credentials,
        auth=(("k",),),
        httpx_client=caller.httpx_client(cookies={"jar": "1"}),
    )
    caller.request("GET", "/x", cookies={"p": "q r", "n": None}, transport=transport)
    expected = "jar=1; p=q%20r; sid=a%3B%20admin=1"
    assert caller.exchange.request.headers["cookie"] == expected


def test_the_environment_is_read_when_the_client_is_made(
    caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_API_KEY", "from-env")
    transport = secured(caller, value=None)
    monkeypatch.delenv("ACME_API_KEY")
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport)
    assert caller.exchange.request.headers["x-key"] == "from-env"


def test_an_argument_wins_over_the_environment(
    caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_API_KEY", "from-env")
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=secured(caller, value="given"))
    assert caller.exchange.request.headers["x-key"] == "given"


@pytest.mark.parametrize("value", [None, lambda: "", lambda: None])
def test_a_missing_credential_is_an_error_before_the_request(
    caller: Any, monkeypatch: pytest.MonkeyPatch, value: Any
) -> None:
    monkeypatch.delenv("ACME_API_KEY", raising=False)
    expected = "pass api_key= to the client or set ACME_API_KEY"
    with pytest.raises(MissingCredentialError, match=expected):
        caller.request("GET", "/x", transport=secured(caller, value=value))
    assert caller.exchange.requests == []


def test_an_empty_credential_is_refused_at_once(
    caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_API_KEY", "from-env")
    expected = "api_key must not be empty; leave it out, and ACME_API_KEY is read"
    with pytest.raises(ValueError, match=expected):
        secured(caller, value="")
    with pytest.raises(ValueError, match=expected):
        secured(caller).with_options(credentials={"k": ""})


def test_a_function_is_called_for_each_attempt(caller: Any) -> None:
    values = iter(["old", "new"])
    transport = secured(caller, value=lambda: next(values))
    caller.exchange.reply(503)
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport)
    sent = [request.headers["x-key"] for request in caller.exchange.requests]
    assert sent == ["old", "new"]


def test_an_asynchronous_function_needs_the_async_client(caller: Any) -> None:
    async def token() -> str:
        return "awaited"

    transport = secured(caller, value=token)
    if not caller.is_async:
        with pytest.raises(TypeError, match="api_key is asynchronous"):
            caller.request("GET", "/x", transport=transport)
        return
    caller.exchange.reply(json=1)
    caller.request("GET", "/x", transport=transport)
    assert caller.exchange.request.headers["x-key"] == "awaited"


def two(caller: Any, a: Any, b: Any) -> dict[str, Credential]:
    return {
        "a": caller.credential(a, name="a-key", argument="a_key", env=""),
        "b": caller.credential(b, name="b-key", argument="b_key", env="B_KEY"),
    }


@pytest.mark.parametrize(
    ("a", "b", "auth", "sent"),
    [
        ("1", "2", (("a",), ("b",)), {"a-key"}),
        (None, "2", (("a",), ("b",)), {"b-key"}),
        ("1", "2", (("a", "b"),), {"a-key", "b-key"}),
        (None, "2", (("a", "b"), ("b",)), {"b-key"}),
        ("1", "2", (), set()),
        (None, None, (("a",), ()), set()),
        ("1", None, ((), ("a",)), {"a-key"}),
    ],
)
def test_alternatives(
    caller: Any, a: Any, b: Any, auth: Any, sent: set[str], monkeypatch: Any
) -> None:
    monkeypatch.delenv("B_KEY", raising=False)
    caller.exchange.reply(json=1)
    transport = caller.transport(credentials=two(caller, a, b), auth=(("a",),))
    caller.request("GET", "/x", auth=auth, transport=transport)
    assert {"a-key", "b-key"} & set(caller.exchange.request.headers) == sent


def test_the_error_names_every_way(caller: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("B_KEY", raising=False)
    transport = caller.transport(credentials=two(caller, None, None))
    with pytest.raises(MissingCredentialError) as caught:
        caller.request("GET", "/x", auth=(("a",), ("a", "b")), transport=transport)
    assert str(caught.value) == (
        "this call needs a credential: pass a_key= to the client; or pass a_key= to "
        "the client and pass b_key= to the client or set B_KEY"
    )


def test_a_header_set_by_hand_is_the_credential(caller: Any) -> None:
    caller.exchange.reply(json=1)
    options = {"headers": {"X-KEY": "by hand"}}
    caller.request(
        "GET", "/x", options=options, transport=secured(caller, value="kept")
    )
    assert caller.exchange.request.headers.get_list("x-key") == ["by hand"]


@pytest.mark.parametrize("value", ["hush-hush\n", "hush\r\nX: y", "hush-é"])
def test_a_value_that_fits_no_header_is_refused_unseen(caller: Any, value: str) -> None:
    for given in (value, lambda: value):
        with pytest.raises(ValueError, match="api_key holds a line break") as caught:
            caller.request("GET", "/x", transport=secured(caller, value=given))
        assert "hush" not in shown(caught.value)


def test_a_value_of_the_wrong_type_is_refused(caller: Any) -> None:
    with pytest.raises(TypeError, match="api_key must be a string or a function"):
        caller.credential(7)


def shown(error: BaseException) -> str:
    """Everything that a traceback with local variables prints of our own frames."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    found = [str(error), repr(error)]
    while report is not None:
        found += [
            f"{frame.filename}: {frame.locals}"
            for frame in report.stack
            if "/tests/" not in frame.filename
        ]
        found += list(report.format_exception_only())
        report = report.__cause__ or report.__context__  # type: ignore[assignment]
    return "\n".join(found)


FAILURES = [
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("cut"),
]


@pytest.mark.parametrize("kind", ["header", "query", "cookie"])
@pytest.mark.parametrize("failure", [*FAILURES, 401, 302, "html", "cut", "bad-gzip"])
def test_no_error_shows_a_credential(
    caller: Any, caplog: pytest.LogCaptureFixture, kind: str, failure: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    if isinstance(failure, Exception):
        caller.exchange.fail(failure)
    elif failure == 401:
        caller.exchange.reply(401, json={"detail": "bad key hush-hush"})
    elif failure == 302:
        caller.exchange.reply(302, headers={"Location": "http://api.acme.test/"})
    elif failure == "html":
        caller.exchange.reply(content=b"<p>hush-hush</p>", content_type="text/html")
    elif failure == "cut":
        caller.exchange.reply(content=b'{"a":', content_type="application/json")
    else:
        headers = {"Content-Encoding": "gzip"}
        caller.exchange.reply(content=b"no", content_type="a/b", headers=headers)
    transport = secured(caller, kind=kind, name="api-key", value="hush-hush")
    with pytest.raises(ApiError) as caught:
        caller.request("POST", "/x", transport=transport, options={"max_retries": 0})
    assert "hush" not in shown(caught.value)
    assert "hush" not in caplog.text
    assert "hush" not in repr((transport, vars(transport), transport._settings))


def test_the_log_of_httpx_does_not_show_a_query_credential(
    caller: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caller.exchange.reply(json=1)
    transport = secured(caller, kind="query", name="key", value="hush-hush")
    caller.request("GET", "/x", query={"q": 1}, transport=transport)
    assert caller.exchange.request.url.query == b"q=1&key=hush-hush"
    assert "https://api.acme.test/x?q=1&key=***" in caplog.text
    assert "hush" not in caplog.text
    assert "hush" not in repr(caller.exchange.request)


def test_the_password_of_a_base_url_is_sent_but_not_shown(caller: Any) -> None:
    transport = caller.transport(base_url="https://user:hush-hush@api.acme.test")
    caller.exchange.reply(401)
    with pytest.raises(UnauthorizedError) as caught:
        caller.request("GET", "/x", transport=transport)
    assert caller.exchange.request.headers["authorization"].startswith("Basic ")
    assert caught.value.url == "https://***@api.acme.test/x"
    assert "hush" not in shown(caught.value)


def test_secrets_do_not_print() -> None:
    secret = Secret("hush-hush", "Bearer ")
    credential = Credential(kind="header", name="k", value="hush", argument="api_key")
    assert "hush" not in f"{secret} {secret!r} {credential} {credential!r}"
    assert secret.reveal() == "Bearer hush-hush"
    assert copy.deepcopy(secret).reveal() == "Bearer hush-hush"
