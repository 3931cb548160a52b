"""`client.voices`: its methods, and the resources below it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .._runtime.transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from .pvc.resource import AsyncPvc, Pvc


class Voices:
    """`client.voices`"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def pvc(self) -> Pvc:
        """`client.voices.pvc`"""
        from .pvc.resource import Pvc

        return Pvc(self._transport)


class AsyncVoices:
    """`client.voices`"""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def pvc(self) -> AsyncPvc:
        """`client.voices.pvc`"""
        from .pvc.resource import AsyncPvc

        return AsyncPvc(self._transport)
