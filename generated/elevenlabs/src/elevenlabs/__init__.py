"""Python client of the API ElevenLabs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._runtime.models import UnknownVariant as UnknownVariant
    from ._runtime.omit import OMIT as OMIT, Omit as Omit
    from ._runtime.options import Limits as Limits, RequestOptions as RequestOptions
    from ._runtime.raw import RawResponse as RawResponse, TypedResponse as TypedResponse
    from ._runtime.streams import (
        AsyncByteStream as AsyncByteStream,
        AsyncStream as AsyncStream,
        ByteStream as ByteStream,
        Stream as Stream,
    )
    from .audio_isolation.types import (
        AudioIsolationConvertRequestFileFormat as AudioIsolationConvertRequestFileFormat,
    )
    from .client import AsyncElevenLabs as AsyncElevenLabs, ElevenLabs as ElevenLabs
    from .environment import ElevenLabsEnvironment as ElevenLabsEnvironment
    from .errors import (
        ApiConnectionError as ApiConnectionError,
        ApiError as ApiError,
        ApiResponseError as ApiResponseError,
        ApiStatusError as ApiStatusError,
        ApiStreamError as ApiStreamError,
        ApiTimeoutError as ApiTimeoutError,
        BadGatewayError as BadGatewayError,
        BadRequestError as BadRequestError,
        ConflictError as ConflictError,
        ContentTooLargeError as ContentTooLargeError,
        ExpectationFailedError as ExpectationFailedError,
        FailedDependencyError as FailedDependencyError,
        ForbiddenError as ForbiddenError,
        GatewayTimeoutError as GatewayTimeoutError,
        GoneError as GoneError,
        HttpVersionNotSupportedError as HttpVersionNotSupportedError,
        InsufficientStorageError as InsufficientStorageError,
        InternalServerError as InternalServerError,
        LengthRequiredError as LengthRequiredError,
        LockedError as LockedError,
        LoopDetectedError as LoopDetectedError,
        MethodNotAllowedError as MethodNotAllowedError,
        MethodNotImplementedError as MethodNotImplementedError,
        MisdirectedRequestError as MisdirectedRequestError,
        MissingCredentialError as MissingCredentialError,
        NetworkAuthenticationRequiredError as NetworkAuthenticationRequiredError,
        NotAcceptableError as NotAcceptableError,
        NotExtendedError as NotExtendedError,
        NotFoundError as NotFoundError,
        PaymentRequiredError as PaymentRequiredError,
        PreconditionFailedError as PreconditionFailedError,
        PreconditionRequiredError as PreconditionRequiredError,
        ProxyAuthenticationRequiredError as ProxyAuthenticationRequiredError,
        RangeNotSatisfiableError as RangeNotSatisfiableError,
        RequestHeaderFieldsTooLargeError as RequestHeaderFieldsTooLargeError,
        RequestTimeoutError as RequestTimeoutError,
        ServiceUnavailableError as ServiceUnavailableError,
        TooEarlyError as TooEarlyError,
        TooManyRequestsError as TooManyRequestsError,
        UnauthorizedError as UnauthorizedError,
        UnavailableForLegalReasonsError as UnavailableForLegalReasonsError,
        UnprocessableEntityError as UnprocessableEntityError,
        UnsupportedMediaTypeError as UnsupportedMediaTypeError,
        UpgradeRequiredError as UpgradeRequiredError,
        UriTooLongError as UriTooLongError,
        VariantAlsoNegotiatesError as VariantAlsoNegotiatesError,
    )
    from .voices.pvc.samples.speakers.types import (
        HttpValidationError as HttpValidationError,
        StartSpeakerSeparationResponseModel as StartSpeakerSeparationResponseModel,
        ValidationError as ValidationError,
        ValidationErrorLocItems as ValidationErrorLocItems,
    )

_EXPORTS = {
    "ApiConnectionError": ".errors",
    "ApiError": ".errors",
    "ApiResponseError": ".errors",
    "ApiStatusError": ".errors",
    "ApiStreamError": ".errors",
    "ApiTimeoutError": ".errors",
    "AsyncByteStream": "._runtime.streams",
    "AsyncElevenLabs": ".client",
    "AsyncStream": "._runtime.streams",
    "AudioIsolationConvertRequestFileFormat": ".audio_isolation.types",
    "BadGatewayError": ".errors",
    "BadRequestError": ".errors",
    "ByteStream": "._runtime.streams",
    "ConflictError": ".errors",
    "ContentTooLargeError": ".errors",
    "ElevenLabs": ".client",
    "ElevenLabsEnvironment": ".environment",
    "ExpectationFailedError": ".errors",
    "FailedDependencyError": ".errors",
    "ForbiddenError": ".errors",
    "GatewayTimeoutError": ".errors",
    "GoneError": ".errors",
    "HttpValidationError": ".voices.pvc.samples.speakers.types",
    "HttpVersionNotSupportedError": ".errors",
    "InsufficientStorageError": ".errors",
    "InternalServerError": ".errors",
    "LengthRequiredError": ".errors",
    "Limits": "._runtime.options",
    "LockedError": ".errors",
    "LoopDetectedError": ".errors",
    "MethodNotAllowedError": ".errors",
    "MethodNotImplementedError": ".errors",
    "MisdirectedRequestError": ".errors",
    "MissingCredentialError": ".errors",
    "NetworkAuthenticationRequiredError": ".errors",
    "NotAcceptableError": ".errors",
    "NotExtendedError": ".errors",
    "NotFoundError": ".errors",
    "OMIT": "._runtime.omit",
    "Omit": "._runtime.omit",
    "PaymentRequiredError": ".errors",
    "PreconditionFailedError": ".errors",
    "PreconditionRequiredError": ".errors",
    "ProxyAuthenticationRequiredError": ".errors",
    "RangeNotSatisfiableError": ".errors",
    "RawResponse": "._runtime.raw",
    "RequestHeaderFieldsTooLargeError": ".errors",
    "RequestOptions": "._runtime.options",
    "RequestTimeoutError": ".errors",
    "ServiceUnavailableError": ".errors",
    "StartSpeakerSeparationResponseModel": ".voices.pvc.samples.speakers.types",
    "Stream": "._runtime.streams",
    "TooEarlyError": ".errors",
    "TooManyRequestsError": ".errors",
    "TypedResponse": "._runtime.raw",
    "UnauthorizedError": ".errors",
    "UnavailableForLegalReasonsError": ".errors",
    "UnknownVariant": "._runtime.models",
    "UnprocessableEntityError": ".errors",
    "UnsupportedMediaTypeError": ".errors",
    "UpgradeRequiredError": ".errors",
    "UriTooLongError": ".errors",
    "ValidationError": ".voices.pvc.samples.speakers.types",
    "ValidationErrorLocItems": ".voices.pvc.samples.speakers.types",
    "VariantAlsoNegotiatesError": ".errors",
}


def __getattr__(name: str) -> object:
    module, _, other = _EXPORTS.get(name, "").partition(":")
    if not module:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module, __name__), other or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_EXPORTS])
