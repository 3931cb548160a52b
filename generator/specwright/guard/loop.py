"""An event loop that waits for nothing outside: no socket, no pipe, no file.

asyncio's own loops open a pair of sockets to wake themselves from other threads. Here
there are none, and calls end before anything would be waited for.
"""

from __future__ import annotations

import asyncio


class _Nothing:
    """Where a loop looks for news of files: there is none."""

    def select(self, timeout: float | None) -> list[object]:
        """No file is ready.

        Raises:
            RuntimeError: the loop would wait for one.
        """
        if timeout is None or timeout > 0:
            raise RuntimeError("the call waits for something outside")
        return []


class Loop(asyncio.BaseEventLoop):
    """Runs what is ready now."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Nothing()

    def _process_events(self, event_list: list[object]) -> None:
        """Nothing comes from outside."""

    def _write_to_self(self) -> None:
        """No other thread needs to wake it."""
