"""Lists that come page by page: a page knows how to ask for the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar, cast

from pydantic import PrivateAttr

from .models import Model, wire_name
from .raw import RawResponse

if TYPE_CHECKING:
    import typing_extensions

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How the pages of a list follow each other. All names are wire names.

    Attributes:
        parameter: The query parameter that asks for a page.
        items: The property of the reply that holds the items.
        next: The property that holds the value for the next page; without it the
            pages are counted.
        more: The property that tells whether there is another page.
        first: The number of the first page, where pages are counted.
    """

    parameter: str
    items: str
    next: str = ""
    more: str = ""
    first: int = 1

    def following(self, page: Paged, query: Mapping[str, object]) -> object:
        """Return the parameter's value for the page after this one; None at the end.

        A server that names the page it has just sent would be asked for ever: that
        is the end too.
        """
        if self.more and _read(page, self.more) is False:
            return None
        asked = query.get(self.parameter)
        if self.next:
            value = _read(page, self.next)
            return None if value in ("", asked) else value
        if not _read(page, self.items):
            return None
        return (asked if isinstance(asked, int) else self.first) + 1


class Paged(Model):
    """What a page can do, whatever its items are."""

    _pages: Pages | None = PrivateAttr(default=None)
    _query: Mapping[str, object] = PrivateAttr(default_factory=dict)
    _fetch: Callable[[object], Any] | None = PrivateAttr(default=None)
    _is_async: bool = PrivateAttr(default=False)

    def _following(self, *, is_async: bool) -> Any:
        """Return the next page, or its awaitable; None at the end."""
        if self._pages is None or self._fetch is None:
            return None
        if is_async is not self._is_async:
            wanted = "next_async() and `async for`" if self._is_async else "next()"
            raise TypeError(f"this page came from the other kind of client: {wanted}")
        value = self._pages.following(self, self._query)
        return None if value is None else self._fetch(value)

    def _items(self) -> list[Any]:
        found = None if self._pages is None else _read(self, self._pages.items)
        return found if _is_list(found) else []

    def __lead_on__(
        self,
        pages: Pages,
        query: Mapping[str, object],
        fetch: Callable[[Mapping[str, object]], Any],
        *,
        is_async: bool,
    ) -> None:
        """Learn how the next page is asked for. ``fetch`` takes the next query."""

        def following(value: object) -> Any:
            found = fetch({**query, pages.parameter: value})
            return _unwrap_async(found) if is_async else _unwrap(found)

        self._pages = pages
        self._query = dict(query)
        self._fetch = following
        self._is_async = is_async


if TYPE_CHECKING:

    class Page(Paged, Generic[T]):
        """A reply that holds a part of a list, and leads to the next part."""

        def next(self) -> typing_extensions.Self | None:
            """Ask for the next page; None after the last one."""
            ...

        async def next_async(self) -> typing_extensions.Self | None:
            """Ask for the next page of an asynchronous client."""
            ...

        # A model gives its fields in a loop; a page gives what people look for.
        def __iter__(self) -> Iterator[T]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Go through the items of this page and of all pages after it."""
            ...

        def __aiter__(self) -> AsyncIterator[T]:
            """Go through the items of this page and of all pages after it."""
            ...

else:

    class Page(Paged):
        """A reply that holds a part of a list, and leads to the next part."""

        def __class_getitem__(cls, item):
            # The item's type is for type checkers alone.
            return cls

        def next(self):
            return self._following(is_async=False)

        async def next_async(self):
            following = self._following(is_async=True)
            return None if following is None else await following

        def __iter__(self):
            page = self
            while page is not None:
                yield from page._items()
                page = page.next()

        async def __aiter__(self):
            page = self
            while page is not None:
                for item in page._items():
                    yield item
                page = await page.next_async()


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _unwrap(found: object) -> Any:
    return cast("Any", found).data if isinstance(found, RawResponse) else found


async def _unwrap_async(found: Awaitable[object]) -> Any:
    return _unwrap(await found)


def _read(page: Model, name: str) -> object:
    """A property by its wire name, known to the model or not."""
    for field, info in type(page).model_fields.items():
        if wire_name(field, info) == name:
            return getattr(page, field, None)
    return (page.model_extra or {}).get(name)
