"""Credentials that are made of a user name and a password: HTTP Basic and Digest."""

from __future__ import annotations

import base64
import re

from .credentials import Credential, CredentialValue, Secret

# A half of a character has no UTF-8 form.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class BasicCredential(Credential):
    """`Authorization: Basic`, in UTF-8 (RFC 7617)."""

    __slots__ = ()

    def __init__(self, *, username: CredentialValue, password: CredentialValue) -> None:
        self._set("header", "Authorization", (username, password))

    def _fitting(self, *secrets: Secret) -> Secret:
        username, password = secrets
        for value, secret in zip(self._values, secrets, strict=True):
            if _CONTROL.search(secret.reveal()):
                raise ValueError(
                    f"{value.argument} holds a control character, which cannot be sent"
                )
        if ":" in username.reveal():
            raise ValueError(
                f"{self._values[0].argument} holds a colon, which ends it in HTTP Basic"
            )
        return Secret(basic(username, password), "Basic ", also=(password,))


def basic(username: Secret, password: Secret) -> str:
    """Return what HTTP Basic sends for a user name and a password."""
    pair = f"{username.reveal()}:{password.reveal()}".encode()
    return base64.b64encode(pair).decode("ascii")


class DigestSecret(Secret):
    """A password that is never sent: it answers the server's challenges."""

    __slots__ = ("auth",)

    def __init__(self, username: Secret, password: Secret) -> None:
        import httpx

        super().__init__(password.reveal())
        self.auth = httpx.DigestAuth(username.reveal(), password.reveal())


class DigestCredential(Credential):
    """`Authorization: Digest` (RFC 7616): an answer to a challenge of the server.

    A challenge is kept for the requests that follow, so that only the first is sent
    twice.
    """

    __slots__ = ("_last",)

    def __init__(self, *, username: CredentialValue, password: CredentialValue) -> None:
        self._set("digest", "Authorization", (username, password))
        self._last: tuple[Secret, DigestSecret] | None = None

    def forget(self, secret: Secret | None = None) -> bool:
        if secret is None:
            self._last = None
        return False

    def _fitting(self, *secrets: Secret) -> Secret:
        username, password = secrets
        last = self._last
        if last is None or not (last[0].equals(username) and last[1].equals(password)):
            last = self._last = (username, DigestSecret(username, password))
        return last[1]
