"""`client.voices.pvc.samples`: its methods, and the resources below it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ...._runtime.transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from .speakers.resource import AsyncSpeakers, Speakers


class Samples:
    """`client.voices.pvc.samples`"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def speakers(self) -> Speakers:
        """`client.voices.pvc.samples.speakers`"""
        from .speakers.resource import Speakers

        return Speakers(self._transport)


class AsyncSamples:
    """`client.voices.pvc.samples`"""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def speakers(self) -> AsyncSpeakers:
        """`client.voices.pvc.samples.speakers`"""
        from .speakers.resource import AsyncSpeakers

        return AsyncSpeakers(self._transport)
