"""The family of errors."""

from __future__ import annotations

import builtins
import copy
import pickle
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from runtime import errors
from runtime.errors import (
    STATUS_ERRORS,
    ApiConnectionError,
    ApiError,
    ApiResponseError,
    ApiStatusError,
    ApiTimeoutError,
    NotFoundError,
    UnprocessableEntityError,
)

UNUSED = {418}
"""Reserved by RFC 9110, section 15.5.19, and not to be used."""


def test_every_registered_error_status_has_a_class() -> None:
    registered = {status.value for status in HTTPStatus if status >= 400} - UNUSED
    assert registered == set(STATUS_ERRORS)
    assert len(set(STATUS_ERRORS.values())) == len(STATUS_ERRORS)


def test_no_class_shadows_a_builtin() -> None:
    assert not set(vars(errors)) & set(dir(builtins)) - {
        name for name in vars(errors) if name.startswith("__")
    }


@pytest.mark.parametrize("status", [*STATUS_ERRORS, 418, 499, 599])
def test_a_status_raises_its_class(caller: Any, status: int) -> None:
    caller.exchange.reply(status)
    with pytest.raises(ApiStatusError) as caught:
        caller.request("GET", "/x", options={"max_retries": 0})
    assert type(caught.value) is STATUS_ERRORS.get(status, ApiStatusError)
    assert caught.value.status_code == status


def test_what_an_error_says(caller: Any) -> None:
    caller.exchange.reply(
        404, json={"detail": "no\nvoice"}, headers={"Request-Id": "7"}
    )
    with pytest.raises(NotFoundError) as caught:
        caller.request("GET", "/v1/voices", query={"q": 1})
    error = caught.value
    assert str(error) == (
        "GET https://api.acme.test/v1/voices?q=1: 404 (request 7): "
        '{"detail": "no\\nvoice"}'
    )
    assert error.message == str(error)
    assert error.method == "GET"
    assert error.url == "https://api.acme.test/v1/voices?q=1"
    assert error.headers["content-type"] == "application/json"
    assert error.body == {"detail": "no\nvoice"}


def test_a_long_text_is_shortened(caller: Any) -> None:
    caller.exchange.reply(404, content=b"x\r\n" * 1000, content_type="text/plain")
    with pytest.raises(NotFoundError) as caught:
        caller.request("GET", "/x")
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("refused"), ApiConnectionError),
        (httpx.ReadTimeout("slow"), ApiTimeoutError),
        (httpx.LocalProtocolError("bad"), ApiConnectionError),
        (httpx.DecodingError("bad"), ApiResponseError),
        (httpx.InvalidURL("https://user:hidden@"), ApiResponseError),
    ],
)
def test_errors_of_httpx_are_ours(
    caller: Any, raised: Exception, kind: type[ApiError]
) -> None:
    caller.exchange.fail(raised)
    with pytest.raises(ApiError) as caught:
        caller.request("POST", "/x", options={"max_retries": 0})
    error = caught.value
    assert type(error) is kind
    assert (error.status_code, error.body, dict(error.headers)) == (None, None, {})
    assert str(error).startswith("POST https://api.acme.test/x failed: ")
    assert type(raised).__name__ in str(error)
    assert "hidden" not in str(error)


def test_the_cause_is_kept_without_its_frames(caller: Any) -> None:
    caller.exchange.fail(httpx.ConnectError("refused"))
    with pytest.raises(ApiConnectionError) as caught:
        caller.request("POST", "/x", options={"max_retries": 0})
    cause = caught.value.__cause__
    assert isinstance(cause, httpx.ConnectError)
    assert cause.__traceback__ is None


def test_the_family() -> None:
    assert issubclass(ApiTimeoutError, ApiConnectionError)
    for kind in (ApiConnectionError, ApiResponseError, ApiStatusError):
        assert issubclass(kind, ApiError)
    assert issubclass(UnprocessableEntityError, ApiStatusError)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, "pickle"])
def test_an_error_can_be_copied_and_pickled(duplicate: Any) -> None:
    error = UnprocessableEntityError(
        "422", status_code=422, headers={"a": "b"}, body={"c": 1}, url="u", method="GET"
    )
    error.retries_taken = 2
    if duplicate == "pickle":
        twin = pickle.loads(pickle.dumps(error))
    else:
        twin = duplicate(error)
    assert type(twin) is UnprocessableEntityError
    assert (str(twin), twin.args) == ("422", ("422",))
    assert vars(twin) == vars(error)
