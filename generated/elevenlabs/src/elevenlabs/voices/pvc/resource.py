"""`client.voices.pvc`: its methods, and the resources below it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..._runtime.transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from .samples.resource import AsyncSamples, Samples


class Pvc:
    """`client.voices.pvc`"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def samples(self) -> Samples:
        """`client.voices.pvc.samples`"""
        from .samples.resource import Samples

        return Samples(self._transport)


class AsyncPvc:
    """`client.voices.pvc`"""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def samples(self) -> AsyncSamples:
        """`client.voices.pvc.samples`"""
        from .samples.resource import AsyncSamples

        return AsyncSamples(self._transport)
