"""Every exception that a call raises on purpose. All of them are `ApiError`s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """The base of all errors of this package.

    Attributes:
        message: What happened, in one line.
        status_code: The status of the reply; None where no reply came.
        headers: The headers of the reply, by name in any case of letters.
        body: What the reply said: the declared error model, else JSON, else text.
        request_id: The server's own name for the request, where it gave one.
        method: The HTTP method of the request.
        url: The URL of the request, without credentials.
        retries_taken: How many times the request was sent again before this error.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        request_id: str | None = None,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self._status_code = status_code
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.body: Any = body
        self.request_id = request_id
        self.method = method
        self.url = url
        self.retries_taken = 0

    @property
    def status_code(self) -> int | None:
        return self._status_code

    def __reduce__(self) -> tuple[Any, ...]:
        # The default calls the class with `args` alone and would lose the rest.
        return _restore, (type(self), self.message), self.__dict__


def _restore(kind: type[ApiError], message: str) -> ApiError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    return error


class MissingCredentialError(ApiError):
    """The call needs a credential that the client does not have; nothing was sent."""


class ApiConnectionError(ApiError):
    """The exchange broke off: no connection, or one that was lost."""


class ApiTimeoutError(ApiConnectionError):
    """The server took longer than the timeout allows."""


class ApiResponseError(ApiError):
    """A reply came, but it is not what the API describes, or cannot be accepted."""


class ApiStreamError(ApiError):
    """The server reported an error within a stream, after the stream had begun.

    `body` is what it said: JSON, else text.
    """


class ApiStatusError(ApiError):
    """The server answered with an error status. Registered ones have their own class."""

    @property
    def status_code(self) -> int:
        return self._status_code or 0


class BadRequestError(ApiStatusError):
    """400: the request is malformed."""


class UnauthorizedError(ApiStatusError):
    """401: the credential is missing or not valid."""


class PaymentRequiredError(ApiStatusError):
    """402: payment is required."""


class ForbiddenError(ApiStatusError):
    """403: the credential does not allow this."""


class NotFoundError(ApiStatusError):
    """404: there is no such resource."""


class MethodNotAllowedError(ApiStatusError):
    """405: the resource does not support this method."""


class NotAcceptableError(ApiStatusError):
    """406: the server has no acceptable representation."""


class ProxyAuthenticationRequiredError(ApiStatusError):
    """407: the proxy wants a credential."""


class RequestTimeoutError(ApiStatusError):
    """408: the server gave up waiting for the request."""


class ConflictError(ApiStatusError):
    """409: the request conflicts with the state of the resource."""


class GoneError(ApiStatusError):
    """410: the resource is gone for good."""


class LengthRequiredError(ApiStatusError):
    """411: the server wants a Content-Length."""


class PreconditionFailedError(ApiStatusError):
    """412: a condition of the request does not hold."""


class ContentTooLargeError(ApiStatusError):
    """413: the body is larger than the server accepts."""


class UriTooLongError(ApiStatusError):
    """414: the URL is longer than the server accepts."""


class UnsupportedMediaTypeError(ApiStatusError):
    """415: the server does not accept this media type."""


class RangeNotSatisfiableError(ApiStatusError):
    """416: the requested range does not exist."""


class ExpectationFailedError(ApiStatusError):
    """417: the server cannot meet the Expect header."""


class MisdirectedRequestError(ApiStatusError):
    """421: the server does not answer for this host."""


class UnprocessableEntityError(ApiStatusError):
    """422: the request was understood, but did not validate."""


class LockedError(ApiStatusError):
    """423: the resource is locked."""


class FailedDependencyError(ApiStatusError):
    """424: another action, which this one needs, failed."""


class TooEarlyError(ApiStatusError):
    """425: the server refuses to act on early data."""


class UpgradeRequiredError(ApiStatusError):
    """426: the server wants another protocol."""


class PreconditionRequiredError(ApiStatusError):
    """428: the server wants the request to be conditional."""


class TooManyRequestsError(ApiStatusError):
    """429: too many requests in too short a time."""


class RequestHeaderFieldsTooLargeError(ApiStatusError):
    """431: the headers are larger than the server accepts."""


class UnavailableForLegalReasonsError(ApiStatusError):
    """451: the resource is withheld for legal reasons."""


class InternalServerError(ApiStatusError):
    """500: the server failed."""


class MethodNotImplementedError(ApiStatusError):
    """501: the server does not implement this method."""


class BadGatewayError(ApiStatusError):
    """502: a server behind the gateway answered badly."""


class ServiceUnavailableError(ApiStatusError):
    """503: the server is overloaded or down for the moment."""


class GatewayTimeoutError(ApiStatusError):
    """504: a server behind the gateway did not answer in time."""


class HttpVersionNotSupportedError(ApiStatusError):
    """505: the server does not support this version of HTTP."""


class VariantAlsoNegotiatesError(ApiStatusError):
    """506: the server's content negotiation is misconfigured."""


class InsufficientStorageError(ApiStatusError):
    """507: the server cannot store the representation."""


class LoopDetectedError(ApiStatusError):
    """508: the server met an endless loop."""


class NotExtendedError(ApiStatusError):
    """510: the request lacks an extension."""


class NetworkAuthenticationRequiredError(ApiStatusError):
    """511: the network wants the client to sign in."""


STATUS_ERRORS: Mapping[int, type[ApiStatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    402: PaymentRequiredError,
    403: ForbiddenError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    406: NotAcceptableError,
    407: ProxyAuthenticationRequiredError,
    408: RequestTimeoutError,
    409: ConflictError,
    410: GoneError,
    411: LengthRequiredError,
    412: PreconditionFailedError,
    413: ContentTooLargeError,
    414: UriTooLongError,
    415: UnsupportedMediaTypeError,
    416: RangeNotSatisfiableError,
    417: ExpectationFailedError,
    421: MisdirectedRequestError,
    422: UnprocessableEntityError,
    423: LockedError,
    424: FailedDependencyError,
    425: TooEarlyError,
    426: UpgradeRequiredError,
    428: PreconditionRequiredError,
    429: TooManyRequestsError,
    431: RequestHeaderFieldsTooLargeError,
    451: UnavailableForLegalReasonsError,
    500: InternalServerError,
    501: MethodNotImplementedError,
    502: BadGatewayError,
    503: ServiceUnavailableError,
    504: GatewayTimeoutError,
    505: HttpVersionNotSupportedError,
    506: VariantAlsoNegotiatesError,
    507: InsufficientStorageError,
    508: LoopDetectedError,
    510: NotExtendedError,
    511: NetworkAuthenticationRequiredError,
}
"""The class for each status registered with IANA; others are plain `ApiStatusError`s."""
