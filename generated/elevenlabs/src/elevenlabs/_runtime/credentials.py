"""Credentials: where they come from, where they go, and that nobody sees them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from .errors import MissingCredentialError
from .headers import is_header_value

if TYPE_CHECKING:
    import typing_extensions

    from .retries import Clock

T = TypeVar("T")

Kind = Literal["header", "query", "cookie", "digest"]
Source = str | Callable[[], str] | Callable[[], Awaitable[str]]
Requirements = tuple[tuple[str, ...], ...]


class _Veiled(str):
    """A text that tools which show the local variables of a traceback do not show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


def veiled(value: T) -> T:
    """Return a value that, where it is a text, does not show in a traceback."""
    return cast("T", _Veiled(value)) if isinstance(value, str) else value


class Secret:
    """A text that does not show in `repr`, `str`, logs or tracebacks."""

    __slots__ = ("_also", "_core", "_text")

    def __init__(
        self, core: str, prefix: str = "", also: tuple[Secret, ...] = ()
    ) -> None:
        self._core = core
        self._text = prefix + core
        self._also = also

    def __repr__(self) -> str:
        return "Secret('***')"

    def reveal(self) -> str:
        """Return the text itself. Do not keep it in a variable."""
        return self._text

    def equals(self, other: Secret) -> bool:
        """Whether the other is the same text."""
        return self._text == other._text

    def hide_in(self, text: str) -> str:
        """Take the secret, and what it is made of, out of a text that echoes it."""
        for part in self._also:
            text = part.hide_in(text)
        # A very short secret would also match what is none.
        return text.replace(self._core, "***") if len(self._core) > 3 else text

    def hide_in_bytes(self, data: bytes) -> bytes:
        """Do what `hide_in` does, in the bytes of a body."""
        for part in self._also:
            data = part.hide_in_bytes(data)
        core = self._core.encode("utf-8", "replace")
        return data.replace(core, b"***") if len(core) > 3 else data

    def fits_header(self) -> bool:
        """Whether the text can stand in a header. Asked here, to stay hidden."""
        return is_header_value(self._text) and self._text.isascii()


class CredentialValue:
    """One text that the client was given to authenticate with.

    Args:
        value: The text, a function that returns it (called for each request), or
            None to read the environment now.
        argument: The client's argument for it.
        env: The environment variable for it; empty where there is none.
        prefix: What stands before it when it is sent, such as `Bearer `.
        may_be_empty: Whether an empty text is a value too.
    """

    __slots__ = ("_source", "argument", "env", "may_be_empty", "prefix")

    def __init__(
        self,
        value: Source | None,
        *,
        argument: str,
        env: str = "",
        prefix: str = "",
        may_be_empty: bool = False,
    ) -> None:
        self.argument = argument
        self.env = env
        self.prefix = prefix
        self.may_be_empty = may_be_empty
        if value is None and env:
            value = veiled(os.environ.get(env)) or None
        elif value == "" and not may_be_empty:
            otherwise = f"; leave it out, and {env} is read" if env else ""
            raise ValueError(f"{argument} must not be empty{otherwise}")
        self._source: object
        self._source = value if callable(value) else self._veil(value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.argument}=***)"

    @property
    def available(self) -> bool:
        """Whether there is a value, or a function that should return one."""
        return self._source is not None

    def replaced(self, value: Source | None) -> CredentialValue:
        """Return the same with another value; None keeps the one there is."""
        if value is None:
            return self
        return CredentialValue(
            value,
            argument=self.argument,
            env=self.env,
            prefix=self.prefix,
            may_be_empty=self.may_be_empty,
        )

    def read(self) -> Secret:
        """Return the text, prefix included.

        Raises:
            MissingCredentialError: the function returned nothing.
            TypeError: it returned something that is not text.
            ValueError: the value cannot be sent.
        """
        if not callable(self._source):
            return self._check(self._source)
        # Hidden at once: a local variable would show in a traceback.
        result = self._veil(self._source())
        if isinstance(result, Awaitable):
            if inspect.iscoroutine(result):
                result.close()
            raise TypeError(
                f"{self.argument} is asynchronous; only the async client can await it"
            )
        return self._check(result)

    async def read_async(self) -> Secret:
        """Return what `read` does; the function may be asynchronous."""
        if not callable(self._source):
            return self._check(self._source)
        result = self._veil(self._source())
        if isinstance(result, Awaitable):
            result = self._veil(await result)
        return self._check(result)

    def missing(self) -> str:
        """Say how to provide the value."""
        variable = f" or set {self.env}" if self.env else ""
        return f"pass {self.argument}= to the client{variable}"

    def _veil(self, value: object) -> Secret | Awaitable[object] | None:
        if value is None or (value == "" and not self.may_be_empty):
            return None
        if isinstance(value, str):
            return Secret(str(value), self.prefix)
        if isinstance(value, Awaitable):
            return cast("Awaitable[object]", value)
        kind = type(value).__name__
        raise TypeError(f"{self.argument} must be a string or a function, not {kind}")

    def _check(self, secret: object) -> Secret:
        if not isinstance(secret, Secret):
            raise MissingCredentialError(f"no credential: {self.missing()}")
        return secret


class Credential:
    """One credential of the API, and the value that the client has for it.

    Args:
        kind: Where it is sent.
        name: The name of the header, query parameter or cookie.
        prefix: What stands before the value, such as `Bearer `.
        value: The value, a function that returns it (called for each request), or
            None to read the environment now.
        argument: The client's argument for it.
        env: The environment variable for it; empty where there is none.
    """

    __slots__ = ("_values", "kind", "name")

    def __init__(
        self,
        *,
        kind: Kind,
        name: str,
        value: Source | None,
        argument: str,
        env: str = "",
        prefix: str = "",
    ) -> None:
        self._set(kind, name, ())
        one = CredentialValue(value, argument=argument, env=env, prefix=prefix)
        self._values: tuple[CredentialValue, ...] = (one,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.kind} {self.name!r}, value=***)"

    def _set(self, kind: Kind, name: str, values: tuple[CredentialValue, ...]) -> None:
        self.kind: Kind = kind
        self.name = name
        self._values = values

    @property
    def available(self) -> bool:
        """Whether every value is there, or a function that should return it."""
        return all(value.available for value in self._values)

    def missing(self) -> str:
        """Say how to provide what is not there."""
        absent = [value for value in self._values if not value.available]
        return " and ".join(value.missing() for value in absent or self._values)

    def with_values(
        self, given: Source | tuple[Source | None, ...] | None
    ) -> typing_extensions.Self:
        """Return the same credential with another value, or others; None keeps one."""
        if given is None or isinstance(given, str) or callable(given):
            values: tuple[Source | None, ...] = (given,)
        else:
            values = given
        if all(value is None for value in values):
            return self
        changed = copy(self)
        changed._values = tuple(
            old.replaced(new) for old, new in zip(self._values, values, strict=True)
        )
        changed.forget()
        return changed

    def forget(self, secret: Secret | None = None) -> bool:
        """Let go of what was made of the values, if it is this secret.

        Returns:
            Whether another one is made for the next request.
        """
        return False

    def reveal(self, client: object, clock: Clock) -> Secret:
        """Return what is to be sent, prefix included; see `CredentialValue.read`."""
        return self._fitting(*(value.read() for value in self._values))

    async def reveal_async(self, client: object, clock: Clock) -> Secret:
        """Return what `reveal` does; functions may be asynchronous."""
        return self._fitting(*[await value.read_async() for value in self._values])

    def _fitting(self, *secrets: Secret) -> Secret:
        (secret,) = secrets
        if self.kind == "header" and not secret.fits_header():
            raise ValueError(
                f"{self._values[0].argument} holds a line break or a character outside "
                "ASCII, which cannot be sent in a header"
            )
        return secret


def choose(
    requirements: Requirements,
    credentials: Mapping[str, Credential],
    has_header: Callable[[str], bool],
) -> tuple[Credential, ...]:
    """Return the credentials of the first alternative that the client can satisfy.

    Args:
        requirements: Alternatives, each the keys of what it needs together. None
            at all means that no credential is sent; an empty one, that a call
            without a credential is allowed.
        credentials: What the client has.
        has_header: Whether the caller set a header of this name by hand.

    Raises:
        MissingCredentialError: no alternative can be satisfied.
    """

    def by_hand(credential: Credential) -> bool:
        is_header = credential.kind in ("header", "digest")
        return is_header and has_header(credential.name)

    # An empty alternative allows a call without a credential; one is better.
    for alternative in sorted(requirements, key=lambda one: not one):
        wanted = [credentials[key] for key in alternative]
        if all(one.available or by_hand(one) for one in wanted):
            return tuple(one for one in wanted if not by_hand(one))
    if not requirements:
        return ()
    ways = (
        " and ".join(credentials[key].missing() for key in alternative)
        for alternative in requirements
    )
    raise MissingCredentialError(f"this call needs a credential: {'; or '.join(ways)}")
