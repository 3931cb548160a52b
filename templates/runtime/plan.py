"""From the arguments of a method to one call, checked whole before anything is sent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from .bodies import Body
from .compose import body_of
from .credentials import Credential, Requirements, choose
from .errors import ApiTimeoutError
from .headers import HeaderMap, cookie_header
from .omit import OMIT, Omit
from .options import (
    Limits,
    RequestOptions,
    check_flag,
    check_limits,
    check_mapping,
    check_options,
    check_retries,
    check_timeout,
)
from .retries import Clock
from .unpack import ACCEPTED
from .urls import BaseUrl, fill_path, fill_server, query_text, redact_url, whole_query

if TYPE_CHECKING:
    import httpx
    import typing_extensions

    from .constraints import Check
    from .pages import Pages
    from .replies import Reply


DEADLINE = 3600.0
"""Seconds for a whole call, where nobody says: longer than any upload that succeeds."""

_LONGEST_URL = 65_536
"""Characters; httpx takes no more."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings:
    """What a client was told once, for all of its calls."""

    base_url: BaseUrl
    base_url_is_given: bool
    server_variables: Mapping[str, str]
    credentials: Mapping[str, Credential]
    auth: Requirements
    headers: Mapping[str, str]
    timeout: float | httpx.Timeout | Omit | None
    limits: Limits
    max_retries: int
    strict: bool
    user_agent: str
    package: str
    clock: Clock


class ClientArguments(TypedDict, total=False):
    """What a client tells its transport; see `settings`."""

    base_url: typing_extensions.Required[str]
    base_url_is_given: bool
    server_variables: Mapping[str, str]
    credentials: Mapping[str, Credential]
    auth: Requirements
    headers: Mapping[str, str] | None
    timeout: float | httpx.Timeout | Omit | None
    limits: Limits | None
    max_retries: int
    strict: bool
    user_agent: typing_extensions.Required[str]
    package: typing_extensions.Required[str]
    clock: Clock | None


def settings(arguments: ClientArguments) -> Settings:
    """Check what a client was given.

    Raises:
        TypeError, ValueError: an argument that cannot be used; it is named.
    """
    variables = arguments.get("server_variables", {})
    return Settings(
        base_url=BaseUrl.parse(fill_server(arguments["base_url"], variables)),
        base_url_is_given=arguments.get("base_url_is_given", False),
        server_variables=variables,
        credentials=arguments.get("credentials", {}),
        auth=arguments.get("auth", ()),
        headers=client_headers(arguments.get("headers")),
        timeout=check_timeout(arguments.get("timeout", OMIT), "timeout"),
        limits=check_limits(arguments.get("limits"), "limits"),
        max_retries=check_retries(arguments.get("max_retries", 2), "max_retries"),
        strict=check_flag(arguments.get("strict", False), "strict"),
        user_agent=arguments["user_agent"],
        package=arguments["package"],
        clock=arguments.get("clock") or Clock(),
    )


def client_headers(headers: Mapping[str, str] | None) -> Mapping[str, str]:
    """Check the headers that a client sends with every request, before the first one."""
    found: Mapping[str, str] = {}
    if headers is not None:
        found = dict(check_mapping(headers, "headers"))
    HeaderMap().update(found, "headers")
    return found


class CallArguments(TypedDict, total=False):
    """What a method may say about its call, besides method, path and reply.

    At most one body is given: `json`, `content`, `urlencoded`, `form` with `files`,
    or `either` with the `types` that its value decides between. The fields of `json` become a form where `content_type` is one.

    `json` may have `files` beside it, and `types` that they decide between: JSON without
    a file, else a form. There, the fields in `form` stand for those in `json`.
    """

    path: Mapping[str, object]
    query: Mapping[str, object]
    querystring: object
    querystring_type: str
    headers: Mapping[str, object]
    cookies: Mapping[str, object]
    json: object
    form: object
    files: Mapping[str, object]
    urlencoded: object
    content: object
    either: object
    types: tuple[str, ...]
    content_type: str | None
    accept: str | None
    replies: Mapping[int | str, object] | None
    errors: Mapping[int | str, object] | None
    pages: Pages | None
    auth: Requirements | None
    server: str
    options: RequestOptions | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Call:
    """One call, complete but for the values of its credentials."""

    method: str
    url: str
    headers: HeaderMap
    cookies: str
    body: Body
    credentials: tuple[Credential, ...]
    secret_names: frozenset[str]
    timeout: float | httpx.Timeout | Omit | None
    limits: Limits
    ends: float | None
    """When the time of the whole call is up, on its clock; None for never."""
    max_retries: int
    chunk_size: int | None
    reply: Reply[Any]
    replies: Mapping[int | str, object]
    errors: Mapping[int | str, object]
    strict: bool
    package: str
    clock: Clock

    def __repr__(self) -> str:
        return f"<Call {self.method} {self.shown_url}>"

    @property
    def shown_url(self) -> str:
        """The URL as errors and logs may show it."""
        return redact_url(self.url, self.secret_names)

    def seconds_left(self) -> float:
        """How long the call may go on."""
        if self.ends is None:
            return math.inf
        # Not 0, which httpx takes for a socket that does not wait.
        return max(self.ends - self.clock.monotonic(), 0.001)

    def too_late(self, **facts: Any) -> ApiTimeoutError:
        """Return the error for a call whose time is up."""
        facts = {"method": self.method, "url": self.shown_url, **facts}
        seconds = deadline(self.limits, self.timeout)
        return ApiTimeoutError(
            f"{facts['method']} {facts['url']}: not done after the {seconds:g} seconds "
            "that a call may take (limits: deadline)",
            **facts,
        )


def plan(
    settings: Settings,
    method: str,
    template: str,
    reply: Reply[Any],
    arguments: CallArguments,
) -> Call:
    """Check the arguments of a call and settle everything about it.

    Raises:
        ValueError, TypeError: an argument that cannot be sent; it is named.
        OSError: a file that cannot be read.
        MissingCredentialError: the call needs a credential that is not there.
    """
    check: Check = _unchecked
    if settings.strict:
        from .constraints import check_of

        check = check_of(method, template)
    path = fill_path(template, **arguments.get("path", {}))
    options = check_options(arguments.get("options"))
    query = {**arguments.get("query", {}), **options.get("query", {})}
    headers = _headers(settings, arguments, options, reply)
    auth = arguments.get("auth")
    timeout = options.get("timeout", settings.timeout)
    limits: Limits = {**settings.limits, **options.get("limits", {})}
    seconds = deadline(limits, timeout)
    url = _base_url(settings, arguments).join(path, _query(arguments, query))
    if len(url) > _LONGEST_URL:
        raise ValueError(
            f"the arguments make a URL of {len(url)} characters; {_LONGEST_URL} can be sent"
        )
    cookies = cookie_header(arguments.get("cookies", {}))
    check("path", arguments.get("path", {}))
    check("query", query)
    check("querystring", arguments.get("querystring"))
    check("header", _together(arguments.get("headers", {}), options.get("headers", {})))
    check("cookie", arguments.get("cookies", {}))
    return Call(
        method=method,
        url=url,
        headers=headers,
        cookies=cookies,
        body=body_of(arguments, options.get("body", {}), check),
        credentials=choose(
            settings.auth if auth is None else auth,
            settings.credentials,
            headers.__contains__,
        ),
        secret_names=frozenset(
            one.name for one in settings.credentials.values() if one.kind == "query"
        ),
        timeout=timeout,
        limits=limits,
        ends=None if seconds is None else settings.clock.monotonic() + seconds,
        max_retries=options.get("max_retries", settings.max_retries),
        chunk_size=options.get("chunk_size"),
        reply=reply,
        replies=arguments.get("replies") or {},
        errors=arguments.get("errors") or {},
        strict=settings.strict,
        package=settings.package,
        clock=settings.clock,
    )


def deadline(
    limits: Limits, timeout: float | httpx.Timeout | Omit | None
) -> float | None:
    """Return the seconds that a call may take in all; None for as long as it likes."""
    if "deadline" in limits:
        return limits["deadline"]
    steps = [0.0] if isinstance(timeout, Omit) else _steps(timeout)
    # Whoever waits for ever for a step does not want to give up on all of them.
    if None in steps:
        return None
    return max(DEADLINE, *(step for step in steps if step is not None))


def _steps(timeout: float | httpx.Timeout | None) -> list[float | None]:
    if timeout is None or isinstance(timeout, (int, float)):
        return [timeout]
    return [*timeout.as_dict().values()]


def _base_url(settings: Settings, arguments: CallArguments) -> BaseUrl:
    """Where the call goes: a base URL of the user's own is that of all calls."""
    if "server" not in arguments or settings.base_url_is_given:
        return settings.base_url
    server = fill_server(arguments["server"], settings.server_variables)
    return settings.base_url.at(server)


def _headers(
    settings: Settings,
    arguments: CallArguments,
    options: RequestOptions,
    reply: Reply[Any],
) -> HeaderMap:
    headers = HeaderMap()
    accept = arguments.get("accept") or reply.accept
    headers.update({"Accept": accept, "User-Agent": settings.user_agent})
    headers.update(settings.headers, "headers")
    headers.update(arguments.get("headers", {}))
    if "accept-encoding" not in headers:
        headers.update({"Accept-Encoding": ACCEPTED})
    headers.update(options.get("headers", {}), "request_options headers")
    return headers


def _unchecked(part: str, value: object) -> None:
    """Hold nothing to the constraints of the description, as most clients do."""


def _together(
    own: Mapping[str, object], more: Mapping[str, object]
) -> dict[str, object]:
    """Return headers by the names that the description has for them, if it has any."""
    names = {name.lower(): name for name in own}
    return {**own, **{names.get(n.lower(), n): value for n, value in more.items()}}


def _query(arguments: CallArguments, query: Mapping[str, object]) -> str:
    whole = arguments.get("querystring")
    kind = arguments.get("querystring_type", "application/x-www-form-urlencoded")
    return "&".join(filter(None, (whole_query(whole, kind), query_text(query))))
