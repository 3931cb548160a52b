"""Streams of items: Server-Sent Events, or a JSON value a line, out of raw chunks."""

from __future__ import annotations

import re
from typing import NamedTuple

LARGEST_ITEM = 64 * 1024 * 1024
"""Bytes of one line, and of the data of one event, where nobody says."""

_BOM = b"\xef\xbb\xbf"
_DONE = b"[DONE]"
_FIELDS = frozenset({b"data", b"event", b"id", b"retry"})
_NAME = re.compile(rb"[A-Za-z_-]{,64}")


class Frame(NamedTuple):
    """One item, not decoded yet. JSON lines have neither event name nor id."""

    data: bytes
    event: str = ""
    id: str = ""


class TooLargeError(ValueError):
    """A line, or the data of an event, is larger than the limit; the text is that."""

    def __init__(self, largest: float) -> None:
        super().__init__(f"{largest:g}")


class Lines:
    """Splits chunks at LF, CR and CRLF and nowhere else, in linear time."""

    __slots__ = ("_after_cr", "_largest", "_rest")

    def __init__(self, largest: float = LARGEST_ITEM) -> None:
        self._largest = largest
        self._rest = bytearray()
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the lines that a chunk completes, without their ends.

        Raises:
            TooLargeError: a line does not end within the limit.
        """
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
            self._after_cr = False
        if not chunk:
            return []
        self._after_cr = chunk.endswith(b"\r")
        lines = chunk.splitlines()
        rest = b"" if chunk[-1:] in b"\r\n" else lines.pop()
        if lines and self._rest:
            self._rest += lines[0]
            lines[0] = self._take()
        self._rest += rest
        longest = max(map(len, lines), default=0)
        if max(longest, len(self._rest)) > self._largest:
            raise TooLargeError(self._largest)
        return lines

    def end(self) -> list[bytes]:
        """Return the last line, where nothing ended it."""
        return [self._take()] if self._rest else []

    def _take(self) -> bytes:
        rest = bytes(self._rest)
        self._rest.clear()
        return rest


class JsonLines:
    """One JSON value a line, after a record separator or not (RFC 7464)."""

    __slots__ = ("ended", "retry")

    def __init__(self) -> None:
        self.ended = False
        self.retry: int | None = None

    def read(self, lines: list[bytes]) -> list[Frame]:
        """Return the items of some lines; `ended` is set after the last one."""
        frames: list[Frame] = []
        for line in lines:
            data = line.strip(b" \t\x1e")
            if data == _DONE:
                self.ended = True
                break
            if data:
                frames.append(Frame(data))
        return frames

    def end(self) -> list[Frame]:
        """Return what has been begun, which is nothing: each line is complete."""
        return []


class ServerSentEvents:
    """Events as the HTML standard reads them (9.2.6), with three differences.

    An event that no blank line ends is delivered at the end of the stream; the data
    `[DONE]` ends it, as many servers mean it to; an event whose data is empty is a
    sign of life, and no item.
    """

    __slots__ = ("_data", "_event", "_id", "_largest", "_size", "ended", "retry")

    def __init__(self, largest: float = LARGEST_ITEM) -> None:
        self._largest = largest
        self.ended = False
        self.retry: int | None = None
        self._data: list[bytes] = []
        self._size = 0
        self._event = ""
        self._id = ""

    def read(self, lines: list[bytes]) -> list[Frame]:
        """Return the events that some lines complete; `ended` is set after the last.

        Raises:
            TooLargeError: the data of one event is.
        """
        frames: list[Frame] = []
        for line in lines:
            if line:
                self._field(line)
            elif self._data:
                frames += self.end()
                if self.ended:
                    break
            else:
                self._event = ""
        return frames

    def end(self) -> list[Frame]:
        """Return the event that has been begun, if any."""
        data = b"\n".join(self._data)
        event, self._event = self._event, ""
        self._data.clear()
        self._size = 0
        if data == _DONE:
            self.ended = True
            return []
        return [Frame(data, event, self._id)] if data else []

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if value[:1] == b" ":
            value = value[1:]
        if name == b"data":
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > self._largest:
                raise TooLargeError(self._largest)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace")
        elif name == b"id" and b"\0" not in value:
            self._id = value.decode("utf-8", "replace")
        elif name == b"retry" and value.isdigit() and len(value) < 10:
            self.retry = int(value)


class Frames:
    """Cuts a body into items, after a look at how it begins.

    Args:
        declared_events: Whether the reply says that it is `text/event-stream`. It
            decides only where the beginning could be read in both ways.
        largest_item: Bytes of a line, and of the data of an event.
    """

    def __init__(
        self, *, declared_events: bool, largest_item: float = LARGEST_ITEM
    ) -> None:
        self._largest = largest_item
        self._declared_events = declared_events
        self._head = b""
        self._may_have_bom = True
        self._lines = Lines(largest_item)
        self._reader: JsonLines | ServerSentEvents | None = None

    @property
    def ended(self) -> bool:
        """Whether the stream itself said that it is over."""
        return self._reader is not None and self._reader.ended

    @property
    def retry(self) -> int | None:
        """Milliseconds to wait before connecting again, where the server said so."""
        return None if self._reader is None else self._reader.retry

    def feed(self, chunk: bytes) -> list[Frame]:
        """Return the items that a chunk completes.

        Raises:
            TooLargeError: an item is.
        """
        if self._reader is None:
            chunk = self._open(chunk, is_whole=False)
        if self._reader is None:
            return []
        return self._reader.read(self._lines.feed(chunk))

    def end(self) -> list[Frame]:
        """Return what is left when the body is over; see `feed` for the errors."""
        lines: list[bytes] = []
        if self._reader is None:
            lines = self._lines.feed(self._open(b"", is_whole=True))
        if self._reader is None or self._reader.ended:
            return []
        return [*self._reader.read(lines + self._lines.end()), *self._reader.end()]

    def _open(self, chunk: bytes, *, is_whole: bool) -> bytes:
        """Set the reader as soon as the beginning shows which; return what to read."""
        head = self._head + chunk
        if self._may_have_bom and (is_whole or not _BOM.startswith(head)):
            head = head.removeprefix(_BOM)
            self._may_have_bom = False
        if not self._may_have_bom:
            head = head.lstrip(b" \t\r\n")
            self._reader = self._choose(head, is_whole)
        self._head = b"" if self._reader else head
        return head

    def _choose(
        self, head: bytes, is_whole: bool
    ) -> JsonLines | ServerSentEvents | None:
        match = _NAME.match(head)
        name = match.group() if match else b""
        following = head[len(name) : len(name) + 1]
        if not following and (not is_whole or not head) and len(name) < 64:
            return None
        # `:` begins a comment. No JSON value begins with a name and a colon.
        is_known = not name or name in _FIELDS
        if following == b":" and (is_known or self._declared_events):
            return ServerSentEvents(self._largest)
        if name in _FIELDS and following in b"\r\n":
            return ServerSentEvents(self._largest)
        return JsonLines()
