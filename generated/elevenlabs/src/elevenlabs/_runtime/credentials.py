"""Credentials: where they come from, where they go, and that nobody sees them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal, cast

from .errors import MissingCredentialError
from .headers import is_header_value

Kind = Literal["header", "query", "cookie"]
Source = str | Callable[[], str] | Callable[[], Awaitable[str]]
Requirements = tuple[tuple[str, ...], ...]


class Secret:
    """A text that does not show in `repr`, `str`, logs or tracebacks."""

    __slots__ = ("_core", "_text")

    def __init__(self, core: str, prefix: str = "") -> None:
        self._core = core
        self._text = prefix + core

    def __repr__(self) -> str:
        return "Secret('***')"

    def reveal(self) -> str:
        """Return the text itself. Do not keep it in a variable."""
        return self._text

    def hide_in(self, text: str) -> str:
        """Take the secret out of a text, such as an error that echoes it."""
        # A very short secret would also match what is none.
        return text.replace(self._core, "***") if len(self._core) > 3 else text

    def fits_header(self) -> bool:
        """Whether the text can stand in a header. Asked here, to stay hidden."""
        return is_header_value(self._text) and self._text.isascii()


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

    __slots__ = ("_source", "argument", "env", "kind", "name", "prefix")

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
        self.kind: Kind = kind
        self.name = name
        self.prefix = prefix
        self.argument = argument
        self.env = env
        if value is None and env:
            value = os.environ.get(env)
        self._source: object
        self._source = value if callable(value) else self._veil(value)

    def __repr__(self) -> str:
        return f"Credential({self.kind} {self.name!r}, value=***)"

    @property
    def available(self) -> bool:
        """Whether there is a value, or a function that should return one."""
        return self._source is not None

    def with_value(self, value: Source | None) -> Credential:
        """Return the same credential with another value; None reads the environment."""
        return Credential(
            kind=self.kind,
            name=self.name,
            prefix=self.prefix,
            value=value,
            argument=self.argument,
            env=self.env,
        )

    def reveal(self) -> Secret:
        """Return what is to be sent, prefix included.

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

    async def reveal_async(self) -> Secret:
        """Return what `reveal` does; the function may be asynchronous."""
        if not callable(self._source):
            return self._check(self._source)
        result = self._veil(self._source())
        if isinstance(result, Awaitable):
            result = self._veil(await result)
        return self._check(result)

    def missing(self) -> str:
        """Say how to provide the credential."""
        variable = f" or set {self.env}" if self.env else ""
        return f"pass {self.argument}= to the client{variable}"

    def _veil(self, value: object) -> Secret | Awaitable[object] | None:
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return Secret(value, self.prefix)
        if isinstance(value, Awaitable):
            return cast("Awaitable[object]", value)
        kind = type(value).__name__
        raise TypeError(f"{self.argument} must be a string or a function, not {kind}")

    def _check(self, secret: object) -> Secret:
        if not isinstance(secret, Secret):
            raise MissingCredentialError(f"no credential: {self.missing()}")
        if self.kind == "header" and not secret.fits_header():
            raise ValueError(
                f"{self.argument} holds a line break or a character outside ASCII, "
                "which cannot be sent in a header"
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
        return credential.kind == "header" and has_header(credential.name)

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
