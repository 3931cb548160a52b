"""From the arguments of a method to one call, checked whole before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, cast

from .bodies import Body, content_body, json_body, urlencoded_body
from .credentials import Credential, Requirements, choose
from .encode import to_wire
from .headers import HeaderMap, cookie_pair
from .multipart import multipart_body
from .omit import OMIT, Omit
from .options import RequestOptions, check_options
from .retries import Clock
from .urls import BaseUrl, fill_path, query_pairs, redact_url

if TYPE_CHECKING:
    import httpx

    from .pages import Pages
    from .replies import Reply


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings:
    """What a client was told once, for all of its calls."""

    base_url: BaseUrl
    credentials: Mapping[str, Credential]
    auth: Requirements
    headers: Mapping[str, str]
    timeout: float | httpx.Timeout | Omit | None
    max_retries: int
    strict: bool
    user_agent: str
    package: str
    clock: Clock


class CallArguments(TypedDict, total=False):
    """What a method may say about its call, besides method, path and reply.

    At most one body is given: `json`, `content`, `urlencoded`, or `form` with
    `files`.
    """

    path: Mapping[str, object]
    query: Mapping[str, object]
    headers: Mapping[str, object]
    cookies: Mapping[str, object]
    json: object
    form: Mapping[str, object]
    files: Mapping[str, object]
    urlencoded: Mapping[str, object]
    content: object
    content_type: str | None
    accept: str | None
    errors: Mapping[int | str, object] | None
    pages: Pages | None
    auth: Requirements | None
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
    max_retries: int
    chunk_size: int | None
    reply: Reply[Any]
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
    path = fill_path(template, **arguments.get("path", {}))
    options = arguments.get("options") or RequestOptions()
    check_options(options)
    query = {**arguments.get("query", {}), **options.get("query", {})}
    headers = _headers(settings, arguments, options, reply)
    auth = arguments.get("auth")
    return Call(
        method=method,
        url=settings.base_url.join(path, query_pairs(query)),
        headers=headers,
        cookies=_cookies(arguments.get("cookies", {})),
        body=_body(arguments, options.get("body", {})),
        credentials=choose(
            settings.auth if auth is None else auth,
            settings.credentials,
            headers.__contains__,
        ),
        secret_names=frozenset(
            one.name for one in settings.credentials.values() if one.kind == "query"
        ),
        timeout=options.get("timeout", settings.timeout),
        max_retries=options.get("max_retries", settings.max_retries),
        chunk_size=options.get("chunk_size"),
        reply=reply,
        errors=arguments.get("errors") or {},
        strict=settings.strict,
        package=settings.package,
        clock=settings.clock,
    )


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
    headers.update(options.get("headers", {}), "request_options headers")
    return headers


def _cookies(cookies: Mapping[str, object]) -> str:
    return "; ".join(
        cookie_pair(name, value)
        for name, value in cookies.items()
        if value is not None and value is not OMIT
    )


def _body(arguments: CallArguments, extra: Mapping[str, object]) -> Body:
    json = arguments.get("json", OMIT)
    content = arguments.get("content", OMIT)
    kind = arguments.get("content_type")
    if "form" in arguments or "files" in arguments:
        form = {**arguments.get("form", {}), **extra}
        return multipart_body(form, arguments.get("files", {}))
    if "urlencoded" in arguments:
        return urlencoded_body({**arguments["urlencoded"], **extra})
    if content is not OMIT and content is not None:
        _refuse_extra(extra)
        return content_body(content, kind)
    if extra:
        json = _with_fields(json, extra)
    if json is OMIT:
        return Body()
    return json_body(json, kind or "application/json")


def _with_fields(json: object, extra: Mapping[str, object]) -> Mapping[str, object]:
    fields: Any = {} if json is OMIT else to_wire(json)
    if not isinstance(fields, dict):
        _refuse_extra(extra)
    return {**cast("dict[str, object]", fields), **extra}


def _refuse_extra(extra: Mapping[str, object]) -> None:
    if extra:
        raise TypeError("request_options: body has fields, but this body is no object")
