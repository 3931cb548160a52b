"""What every resource calls: one request, sent with all that a client was told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .credentials import Source
from .errors import ApiError
from .omit import OMIT, Omit
from .options import Limits, check_flag, check_limits, check_retries, check_timeout
from .plan import (
    Call,
    CallArguments,
    ClientArguments,
    Settings,
    client_headers,
    plan,
    settings,
)
from .pools import AsyncPool, Pool
from .raw import RawResponse
from .received import Received
from .replies import Reply, reader

if TYPE_CHECKING:
    import httpx
    import typing_extensions
    from typing_extensions import Unpack

    from .sending import Trip

R = TypeVar("R")


class _Base:
    """What the two transports have in common: their settings, and copies of them."""

    _settings: Settings
    _is_copy = False
    _is_raw = False

    def with_options(
        self,
        *,
        credentials: (
            Mapping[str, Source | tuple[Source | None, ...] | None] | None
        ) = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Omit | None = OMIT,
        limits: Limits | None = None,
        max_retries: int | None = None,
        strict: bool | None = None,
    ) -> typing_extensions.Self:
        """Return a copy with other settings that shares the connections.

        Closing the copy leaves the connections open. None and `OMIT` keep what the
        original has; headers and limits are added to those that it has.

        Raises:
            TypeError, ValueError: an argument that cannot be used; it is named.
        """
        old = self._settings
        changed = dict(old.credentials)
        for key, value in (credentials or {}).items():
            changed[key] = changed[key].with_values(value)
        retries = old.max_retries if max_retries is None else max_retries
        waited = old.timeout if isinstance(timeout, Omit) else timeout
        return self._copy(
            replace(
                old,
                credentials=changed,
                headers={**old.headers, **client_headers(headers)},
                timeout=check_timeout(waited, "timeout"),
                limits={**old.limits, **check_limits(limits, "limits")},
                max_retries=check_retries(retries, "max_retries"),
                strict=old.strict if strict is None else check_flag(strict, "strict"),
            )
        )

    def with_raw_response(self) -> typing_extensions.Self:
        """Return a copy whose `request` returns a `RawResponse`, whatever its type says.

        Resources built on it are wrapped with `raw_response`, which sets the type
        right.
        """
        twin = self._copy(self._settings)
        twin._is_raw = True
        return twin

    def _copy(self, settings: Settings) -> typing_extensions.Self:
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin._settings = settings
        twin._is_copy = True
        return twin

    def _lead_on(
        self,
        data: object,
        request: Callable[..., Any],
        call: tuple[str, str, type[Reply[Any]]],
        arguments: CallArguments,
    ) -> None:
        """Tell a page of a list how the next one is asked for."""
        pages = arguments.get("pages")
        if pages is None:
            return
        from .pages import Paged

        if isinstance(data, Paged):
            method, template, returns = call

            def fetch(query: Mapping[str, object]) -> object:
                again: Any = {**arguments, "query": query}
                return request(method, template, returns=returns, **again)

            query = arguments.get("query", {})
            is_async = isinstance(self, AsyncTransport)
            data.__lead_on__(pages, query, fetch, is_async=is_async)

    def _result(self, received: Received, data: R, retries: int) -> R:
        if not self._is_raw:
            return data
        raw = RawResponse(
            data=data,
            status_code=received.status_code,
            headers=received.headers,
            request_id=received.request_id,
            method=received.method,
            url=received.url,
            retries_taken=retries,
        )
        return cast("R", raw)


class Transport(_Base):
    """Sends the calls of a synchronous client. Safe to use from several threads."""

    def __init__(
        self,
        *,
        httpx_client: httpx.Client | None = None,
        **arguments: Unpack[ClientArguments],
    ) -> None:
        self._settings = settings(arguments)
        self._pool = Pool(httpx_client)

    def close(self) -> None:
        """Close the connections; those that a copy shares, or of the user, stay open."""
        if not self._is_copy:
            self._pool.close()

    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        returns: type[Reply[R]],
        **arguments: Unpack[CallArguments],
    ) -> R:
        """Send a request and return what the reply holds.

        Raises:
            ValueError, TypeError: an argument that cannot be sent.
            ApiError: everything else that goes wrong; see its subclasses.
        """
        from .sending import next_pause

        reply = reader(returns)
        call = plan(self._settings, method, template, reply, arguments)
        retries = 0
        while True:
            try:
                received = self._attempt(call)
                try:
                    data = reply.read(received)
                    self._lead_on(
                        data, self.request, (method, template, returns), arguments
                    )
                    return self._result(received, data, retries)
                except BaseException:
                    received.close()
                    raise
            except ApiError as error:
                wait = next_pause(call, error, retries)
                if wait is None:
                    raise
            call.clock.sleep(wait)
            retries += 1

    def _attempt(self, call: Call) -> Received:
        from . import failures, sending

        client = self._pool.get()
        trip = sending.Trip(
            client, call, sending.reveal(client, call), call.body.content
        )
        begun = time.perf_counter()
        received: Received | None = None
        try:
            response = self._send(client, trip)
            received = Received(call, response, trip.secrets)
            seconds = time.perf_counter() - begun
            sending.log_reply(call, received.status_code, received.url, seconds)
            try:
                if received.is_error or call.reply.is_buffered(received):
                    received.load()
                    received.close()
                elif call.reply.peeks(received):
                    received.peek()
            except BaseException:
                received.close()
                raise
        except failures.FAILURES as error:
            failed = sending.failure(call, error, received)
        else:
            received.check_status()
            return received
        finally:
            call.body.close()
        raise failed

    def _send(self, client: httpx.Client, trip: Trip) -> httpx.Response:
        request = trip.first()
        while True:
            response = client.send(
                request, stream=True, auth=trip.auth, follow_redirects=False
            )
            try:
                hop = trip.after(request, response)
            except BaseException:
                response.close()
                raise
            if hop is None:
                return response
            response.close()
            if hop.renews:
                trip.renew(client)
            request = trip.follow(request, hop)


class AsyncTransport(_Base):
    """Sends the calls of an asynchronous client; the twin of `Transport`."""

    def __init__(
        self,
        *,
        httpx_client: httpx.AsyncClient | None = None,
        **arguments: Unpack[ClientArguments],
    ) -> None:
        self._settings = settings(arguments)
        self._pool = AsyncPool(httpx_client)

    async def close(self) -> None:
        """Close the connections; those that a copy shares, or of the user, stay open."""
        if not self._is_copy:
            await self._pool.close()

    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        returns: type[Reply[R]],
        **arguments: Unpack[CallArguments],
    ) -> R:
        """Send a request and return what the reply holds.

        Raises:
            ValueError, TypeError: an argument that cannot be sent.
            ApiError: everything else that goes wrong; see its subclasses.
        """
        from .sending import next_pause

        reply = reader(returns)
        call = plan(self._settings, method, template, reply, arguments)
        retries = 0
        while True:
            try:
                received = await self._attempt(call)
                try:
                    data = reply.read(received)
                    self._lead_on(
                        data, self.request, (method, template, returns), arguments
                    )
                    return self._result(received, data, retries)
                except BaseException:
                    await received.close_async()
                    raise
            except ApiError as error:
                wait = next_pause(call, error, retries)
                if wait is None:
                    raise
            await call.clock.sleep_async(wait)
            retries += 1

    async def _attempt(self, call: Call) -> Received:
        from . import failures, sending

        client = self._pool.get()
        begun = time.perf_counter()
        received: Received | None = None
        try:
            with sending.time_for(call):
                secrets = await sending.reveal_async(client, call)
                trip = sending.Trip(client, call, secrets, call.body.content_async)
                response = await self._send(client, trip)
                received = Received(call, response, trip.secrets)
                seconds = time.perf_counter() - begun
                sending.log_reply(call, received.status_code, received.url, seconds)
                try:
                    if received.is_error or call.reply.is_buffered(received):
                        await received.load_async()
                        await received.close_async()
                    elif call.reply.peeks(received):
                        await received.peek_async()
                except BaseException:
                    await received.close_async()
                    raise
        except (*failures.FAILURES, sending.OutOfTimeError) as error:
            failed = sending.failure(call, error, received)
        else:
            received.check_status()
            return received
        finally:
            call.body.close()
        raise failed

    async def _send(self, client: httpx.AsyncClient, trip: Trip) -> httpx.Response:
        request = trip.first()
        while True:
            response = await client.send(
                request, stream=True, auth=trip.auth, follow_redirects=False
            )
            try:
                hop = trip.after(request, response)
            except BaseException:
                await response.aclose()
                raise
            if hop is None:
                return response
            await response.aclose()
            if hop.renews:
                await trip.renew_async(client)
            request = trip.follow(request, hop)
