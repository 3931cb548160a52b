"""GET over HTTP: asked politely, answered within limits.

No credential or cookie is ever sent, https is never left for http, and what came before
is asked for by its validators (RFC 9110 section 13.1).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

import httpx

from specwright.addresses import shown
from specwright.diagnostics import Diagnostic, Unusable
from specwright.fetch.source import Fetched, named, refuse
from specwright.read.document import is_html
from specwright.read.limits import DEFAULT
from specwright.text import printable

MAX_BYTES: Final = DEFAULT.bytes
"""Of one reply, decoded."""
MAX_TOTAL: Final = 500_000_000
"""Bytes of all replies of one command."""
MAX_REDIRECTS: Final = 5
DEADLINE: Final = 60.0
"""Seconds for one source, redirects included, waits that the server asked for not."""
LONGEST_WAIT: Final = 30.0
"""Seconds that a server may ask for before the next try."""
TRIES: Final = 3
AT_ONCE: Final = 2
"""Requests to one host at a time."""
HOSTS_AT_ONCE: Final = 4

_AGAIN: Final = frozenset({429, 502, 503, 504})
"""Statuses that are worth another try."""
_GONE: Final = frozenset({404, 410})
_HEADERS: Final = {
    "User-Agent": "specwright",
    "Accept": "text/markdown, application/yaml, application/json, */*;q=0.5",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to get; of what is held already, with what the server said of it then."""

    url: str
    etag: str = ""
    modified: str = ""
    at: str = ""
    """The address that the validators came from; empty for ``url``."""
    hosts: frozenset[str] | None = None
    """The hosts that may answer; None for any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``new`` with a source; ``same`` as what is held (304); ``gone`` (404, 410)."""

    kind: Literal["new", "same", "gone"]
    fetched: Fetched | None = None
    why: str = ""
    """For what is gone, what the server said."""


class _Later(NamedTuple):
    """The server wants to be asked again."""

    seconds: float
    refusal: Unusable


@dataclass(slots=True, kw_only=True)
class Web:
    """The HTTP of one command. Its clocks can be replaced."""

    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], object] = field(
        default_factory=lambda: threading.Event().wait
    )
    max_total: int = MAX_TOTAL
    _taken: int = 0
    _not_before: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get_all(self, asks: Sequence[Ask]) -> list[Answer | Diagnostic]:
        """An answer or a finding for each, in order; few at a time from one host."""
        found: dict[int, Answer | Diagnostic] = {}
        lanes: dict[tuple[str, int], list[int]] = {}
        for number, ask in enumerate(asks):
            host = ask.url.split("/")[2:3]
            of_host = (host[0] if host else "", number % AT_ONCE)
            lanes.setdefault(of_host, []).append(number)

        stopped = threading.Event()

        def run(numbers: Sequence[int]) -> None:
            with self._client() as client:
                for number in numbers:
                    if stopped.is_set():
                        return
                    try:
                        found[number] = self._get(asks[number], client)
                    except Unusable as unusable:
                        found[number] = unusable.diagnostic

        pool = ThreadPoolExecutor(AT_ONCE * HOSTS_AT_ONCE)
        try:
            for done in [pool.submit(run, lane) for lane in lanes.values()]:
                done.result()
        finally:
            stopped.set()
            pool.shutdown(cancel_futures=True)
        return [found[number] for number in range(len(asks))]

    def get(self, ask: Ask) -> Answer:
        """GET one source, following redirects, asking again where the server says so.

        Raises:
            Unusable: No reply, an error status, too large, or an HTML page.
        """
        with self._client() as client:
            return self._get(ask, client)

    def _client(self) -> httpx.Client:
        """A connection for several requests, which remembers nothing but itself."""
        nobody = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        return httpx.Client(transport=self.transport, timeout=15.0, cookies=nobody)

    def _get(self, ask: Ask, client: httpx.Client) -> Answer:
        tries = 1
        while isinstance(answer := self._once(ask, client, 2.0 ** (tries - 1)), _Later):
            if tries == TRIES or answer.seconds > LONGEST_WAIT:
                raise answer.refusal
            self._hold(ask.url, answer.seconds)
            tries += 1
        return answer

    def _hold(self, url: str, seconds: float) -> None:
        """Let nobody ask the host before the time that it gave."""
        host = httpx.URL(url).netloc.decode("ascii", "replace")
        with self._lock:
            until = max(self._not_before.get(host, 0.0), self.clock() + seconds)
            self._not_before[host] = until

    def _wait(self, target: httpx.URL) -> None:
        host = target.netloc.decode("ascii", "replace")
        until = self._not_before.get(host)
        if until is not None and (wait := until - self.clock()) > 0:
            self.pause(wait)

    def _once(self, ask: Ask, client: httpx.Client, patience: float) -> Answer | _Later:
        target = _checked(ask.url, None)
        self._wait(target)
        deadline = self.clock() + DEADLINE
        try:
            for _ in range(MAX_REDIRECTS + 1):
                _allowed(target, ask)
                headers = {**_HEADERS, **_conditions(ask, target)}
                with client.stream("GET", target, headers=headers) as response:
                    if response.next_request is None:
                        return self._answer(ask, response, deadline, patience)
                    target = _checked(str(response.next_request.url), target)
        except httpx.HTTPError as error:
            raise _no_reply(target, error) from None
        raise refuse(
            "SW043",
            f"{shown(ask.url)} redirects more than {MAX_REDIRECTS} times",
            "Give the address that it ends at.",
        )

    def _answer(
        self, ask: Ask, response: httpx.Response, deadline: float, patience: float
    ) -> Answer | _Later:
        status = response.status_code
        if status == 304 and _conditions(ask, response.url):
            return Answer(kind="same")
        if status == 200:
            data = self._body(response, deadline)
            return Answer(kind="new", fetched=_fetched(ask, response, data))
        phrase = f"{status} {printable(response.reason_phrase)}".strip()
        said = f"{shown(str(response.url))} answered {phrase}"
        if status in _GONE:
            return Answer(kind="gone", why=said)
        refusal = refuse("SW042", said, _status_hint(status))
        if status in _AGAIN:
            wait = self._asked_wait(response.headers)
            if wait is None:
                return _Later(patience, refusal)
            if wait > LONGEST_WAIT:
                hint = f"It asks to be left alone for {wait:.0f} s; try again then."
                refusal = refuse("SW042", said, hint)
            return _Later(wait, refusal)
        raise refusal

    def _asked_wait(self, headers: Mapping[str, str]) -> float | None:
        """Seconds of `Retry-After` (RFC 9110 section 10.2.3); None where it is absent."""
        value = headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return max(0.0, (until - self.now()).total_seconds())

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        where = shown(str(response.url))
        data = bytearray()
        for chunk in response.iter_bytes(65_536):
            data += chunk
            with self._lock:
                self._taken += len(chunk)
            if len(data) > MAX_BYTES:
                raise refuse(
                    "SW006",
                    f"{where} is larger than {MAX_BYTES:,} bytes",
                    "Download the file by hand and add that.",
                )
            if self._taken > self.max_total:
                what = f"more than {self.max_total:,} bytes in all"
                raise refuse("SW006", f"{where}: {what}", "Take fewer sources at once.")
            if self.clock() > deadline:
                raise refuse("SW042", f"{where} took more than {DEADLINE:g} s")
        return bytes(data)


def fetch(url: str, *, web: Web | None = None) -> Fetched:
    """GET ``url``.

    Raises:
        Unusable: There is nothing to have; see `Web.get`.
    """
    answer = (web or Web()).get(Ask(url=url))
    if answer.fetched is None:
        hint = "Open the address in a browser to see whether it is right."
        raise refuse("SW042", answer.why, hint)
    return answer.fetched


def host_of(url: httpx.URL) -> str:
    """Host and port as a person writes them; without the scheme's own port."""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{host}:{url.port}" if url.port else host


def name_of(url: str, data: bytes, content_type: str = "") -> str:
    """What a source from an address is called: host and path, and what it holds."""
    target = httpx.URL(url)
    path = unquote(target.path)
    last = target.host if path.endswith("/") else ""
    return named(f"{host_of(target)}{path}{last}", data, content_type)


def _allowed(target: httpx.URL, ask: Ask) -> None:
    if ask.hosts is not None and host_of(target) not in ask.hosts:
        raise refuse(
            "SW041",
            f"{shown(ask.url)} redirects to {shown(str(target))}, on a host that "
            "client.toml does not name",
            f'Add "{printable(host_of(target))}" to `hosts` of `[references]`.',
        )


def _conditions(ask: Ask, target: httpx.URL) -> dict[str, str]:
    """The validators, for the address that they came from."""
    if target != httpx.URL(ask.at or ask.url).copy_with(fragment=None):
        return {}
    found = {"If-None-Match": ask.etag, "If-Modified-Since": ask.modified}
    return {name: value for name, value in found.items() if value}


def _checked(url: str, before: httpx.URL | None) -> httpx.URL:
    """``url`` if it may be fetched, coming from ``before``."""
    try:
        target = httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise refuse("SW041", f"{printable(url)} is not a URL: {error}") from None
    what = "the redirect to " if before else ""
    said = shown(str(target))
    port = target.port or 0
    if target.scheme not in ("http", "https") or not target.host or port > 65535:
        raise refuse(
            "SW041",
            f"{what}{said} cannot be fetched",
            "Only http and https addresses can; download the file by hand.",
        )
    if before and before.scheme == "https" and target.scheme == "http":
        raise refuse("SW041", f"{what}{said} would leave https for http")
    if target.userinfo:
        raise refuse(
            "SW041",
            f"{what}{said} carries credentials, which are never sent",
            "Download the file by hand and add that.",
        )
    return target


def _fetched(ask: Ask, response: httpx.Response, data: bytes) -> Fetched:
    kind = response.headers.get("content-type", "")
    if is_html(data[:4096].decode("utf-8", "replace")):
        raise refuse(
            "SW013",
            f"{shown(str(response.url))} is an HTML page, not a document",
            "Many documentation sites give the page as Markdown at its address with "
            "`.md` at the end.",
        )
    return Fetched(
        name=name_of(str(response.url), data, kind),
        data=data,
        origin=str(response.url),
        url=ask.url,
        etag=_validator(response.headers.get("etag", "")),
        modified=_validator(response.headers.get("last-modified", "")),
    )


def _validator(value: str) -> str:
    """A validator as it came, if it can be written down and sent back."""
    return value if value.isascii() and value.isprintable() and len(value) < 300 else ""


def _no_reply(url: httpx.URL, error: httpx.HTTPError) -> Unusable:
    if isinstance(error, httpx.TimeoutException):
        why = "it took too long"
    else:
        why = printable(str(error)) or type(error).__name__
    return refuse("SW042", f"no reply from {shown(str(url))}: {why}")


def _status_hint(status: int) -> str:
    if status in (401, 403):
        return "It may want a login; download the file by hand and add that."
    return "Open the address in a browser to see whether it is right."
