"""The httpx client behind a client and its copies, made when first needed.

Making one reads the certificates of the system, which takes longer than all the rest
of a client.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


def _check(client: object, expected: str) -> None:
    """Refuse the wrong kind of client at once; by name, so as not to import httpx."""
    names = [kind.__name__ for kind in type(client).__mro__]
    other = {"Client": "AsyncClient", "AsyncClient": "Client"}[expected]
    is_usable = client is None or hasattr(client, "build_request")
    if not is_usable or (other in names and expected not in names):
        raise TypeError(f"httpx_client must be an httpx.{expected}, not {names[0]}")


class Pool:
    """Holds an `httpx.Client`: the user's own, or one that it makes and closes."""

    def __init__(self, client: httpx.Client | None) -> None:
        _check(client, "Client")
        self._client = client
        self._owned = client is None
        self._closed = False
        self._lock = threading.Lock()

    def get(self) -> httpx.Client:
        """Return the client.

        Raises:
            RuntimeError: it has been closed.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the client has been closed")
            if self._client is None:
                import httpx

                from .sending import DEFAULT_TIMEOUT

                self._client = httpx.Client(timeout=DEFAULT_TIMEOUT)
            return self._client

    def close(self) -> None:
        """Close the client, unless it is the user's own."""
        with self._lock:
            self._closed = True
            if self._owned and self._client is not None:
                self._client.close()


class AsyncPool:
    """Holds an `httpx.AsyncClient`; the twin of `Pool`."""

    def __init__(self, client: httpx.AsyncClient | None) -> None:
        _check(client, "AsyncClient")
        self._client = client
        self._owned = client is None
        self._closed = False
        self._lock = threading.Lock()

    def get(self) -> httpx.AsyncClient:
        """Return the client.

        Raises:
            RuntimeError: it has been closed.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the client has been closed")
            if self._client is None:
                import httpx

                from .sending import DEFAULT_TIMEOUT

                self._client = httpx.AsyncClient(timeout=DEFAULT_TIMEOUT)
            return self._client

    async def close(self) -> None:
        """Close the client, unless it is the user's own."""
        self._closed = True
        if self._owned and self._client is not None:
            await self._client.aclose()
