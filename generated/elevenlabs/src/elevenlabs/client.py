"""The clients: `ElevenLabs` and `AsyncElevenLabs`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ._runtime.credentials import Credential, veiled
from ._runtime.omit import OMIT, Omit
from ._runtime.options import Limits
from ._runtime.transport import AsyncTransport, Transport
from ._runtime.urls import chosen_url
from .environment import ElevenLabsEnvironment

if TYPE_CHECKING:
    from types import TracebackType

    import httpx
    from typing_extensions import Self

    from .audio_isolation.resource import AsyncAudioIsolation, AudioIsolation
    from .voices.resource import AsyncVoices, Voices


class ElevenLabs:
    """Client of the API ElevenLabs."""

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        base_url: str | None = None,
        environment: ElevenLabsEnvironment = ElevenLabsEnvironment.PRODUCTION,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Omit | None = OMIT,
        limits: Limits | None = None,
        max_retries: int = 2,
        strict: bool = False,
        httpx_client: httpx.Client | None = None,
    ) -> None:
        """Make a client. Nothing is read or sent before it is needed.

        Args:
            api_key: Sent as `xi-api-key`. A string, or a function that is called
                for each request. Without it, `ELEVENLABS_API_KEY` of the environment is
                read.
            base_url: URL to send requests to, instead of the environment's.
            environment: Which of the API's servers to use.
            headers: Sent with every request.
            timeout: Seconds for connecting and for each read, or an
                `httpx.Timeout`; None waits for ever.
            limits: What a reply may take at most: time, size, growth when it is
                unpacked; see `Limits`.
            max_retries: How often a request is sent again after a failure that may
                pass.
            strict: Raise where a reply does not match the API's description,
                instead of returning what could be read and logging the rest; and before
                anything is sent, where an argument is outside of the limits that it has
                there.
            httpx_client: Used for the requests, with its own settings; it is not
                closed here.
        """
        api_key = veiled(api_key)
        self._transport = Transport(
            base_url=chosen_url(base_url, environment, ElevenLabsEnvironment),
            user_agent="elevenlabs-python/0.1.0",
            package="elevenlabs",
            credentials={
                "api_key": Credential(
                    kind="header",
                    name="xi-api-key",
                    value=api_key,
                    argument="api_key",
                    env="ELEVENLABS_API_KEY",
                )
            },
            auth=(("api_key",),),
            headers=headers,
            timeout=timeout,
            limits=limits,
            max_retries=max_retries,
            strict=strict,
            httpx_client=httpx_client,
        )

    def with_options(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Omit | None = OMIT,
        limits: Limits | None = None,
        max_retries: int | None = None,
        strict: bool | None = None,
    ) -> Self:
        """Return a client with other settings that shares the connections.

        What is not given stays as it is; headers are added to those there are.
        """
        api_key = veiled(api_key)
        copy = object.__new__(type(self))
        copy._transport = self._transport.with_options(
            credentials={"api_key": api_key},
            headers=headers,
            timeout=timeout,
            limits=limits,
            max_retries=max_retries,
            strict=strict,
        )
        return copy

    def close(self) -> None:
        """Close the connections. An `httpx_client` of yours stays open."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def audio_isolation(self) -> AudioIsolation:
        """`client.audio_isolation`"""
        from .audio_isolation.resource import AudioIsolation

        return AudioIsolation(self._transport)

    @cached_property
    def voices(self) -> Voices:
        """`client.voices`"""
        from .voices.resource import Voices

        return Voices(self._transport)


class AsyncElevenLabs:
    """Client of the API ElevenLabs."""

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | Callable[[], Awaitable[str]] | None = None,
        base_url: str | None = None,
        environment: ElevenLabsEnvironment = ElevenLabsEnvironment.PRODUCTION,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Omit | None = OMIT,
        limits: Limits | None = None,
        max_retries: int = 2,
        strict: bool = False,
        httpx_client: httpx.AsyncClient | None = None,
    ) -> None:
        """Make a client. Nothing is read or sent before it is needed.

        Args:
            api_key: Sent as `xi-api-key`. A string, or a function that is called
                for each request. Without it, `ELEVENLABS_API_KEY` of the environment is
                read.
            base_url: URL to send requests to, instead of the environment's.
            environment: Which of the API's servers to use.
            headers: Sent with every request.
            timeout: Seconds for connecting and for each read, or an
                `httpx.Timeout`; None waits for ever.
            limits: What a reply may take at most: time, size, growth when it is
                unpacked; see `Limits`.
            max_retries: How often a request is sent again after a failure that may
                pass.
            strict: Raise where a reply does not match the API's description,
                instead of returning what could be read and logging the rest; and before
                anything is sent, where an argument is outside of the limits that it has
                there.
            httpx_client: Used for the requests, with its own settings; it is not
                closed here.
        """
        api_key = veiled(api_key)
        self._transport = AsyncTransport(
            base_url=chosen_url(base_url, environment, ElevenLabsEnvironment),
            user_agent="elevenlabs-python/0.1.0",
            package="elevenlabs",
            credentials={
                "api_key": Credential(
                    kind="header",
                    name="xi-api-key",
                    value=api_key,
                    argument="api_key",
                    env="ELEVENLABS_API_KEY",
                )
            },
            auth=(("api_key",),),
            headers=headers,
            timeout=timeout,
            limits=limits,
            max_retries=max_retries,
            strict=strict,
            httpx_client=httpx_client,
        )

    def with_options(
        self,
        *,
        api_key: str | Callable[[], str] | Callable[[], Awaitable[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Omit | None = OMIT,
        limits: Limits | None = None,
        max_retries: int | None = None,
        strict: bool | None = None,
    ) -> Self:
        """Return a client with other settings that shares the connections.

        What is not given stays as it is; headers are added to those there are.
        """
        api_key = veiled(api_key)
        copy = object.__new__(type(self))
        copy._transport = self._transport.with_options(
            credentials={"api_key": api_key},
            headers=headers,
            timeout=timeout,
            limits=limits,
            max_retries=max_retries,
            strict=strict,
        )
        return copy

    async def close(self) -> None:
        """Close the connections. An `httpx_client` of yours stays open."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    @cached_property
    def audio_isolation(self) -> AsyncAudioIsolation:
        """`client.audio_isolation`"""
        from .audio_isolation.resource import AsyncAudioIsolation

        return AsyncAudioIsolation(self._transport)

    @cached_property
    def voices(self) -> AsyncVoices:
        """`client.voices`"""
        from .voices.resource import AsyncVoices

        return AsyncVoices(self._transport)
