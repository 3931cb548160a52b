"""`client.voices.pvc.samples.speakers`: its methods, and the resources below it."""

from __future__ import annotations

from ....._runtime.options import RequestOptions
from ....._runtime.raw import async_raw_response, raw_response
from ....._runtime.replies import Json
from ....._runtime.transport import AsyncTransport, Transport
from .types import HttpValidationError, StartSpeakerSeparationResponseModel


class Speakers:
    """`client.voices.pvc.samples.speakers`"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def with_raw_response(self) -> SpeakersWithRawResponse:
        """The same methods, returning status and headers with what they return."""
        return SpeakersWithRawResponse(Speakers(self._transport.with_raw_response()))

    def separate(
        self,
        voice_id: str,
        sample_id: str,
        *,
        request_options: RequestOptions | None = None,
    ) -> StartSpeakerSeparationResponseModel:
        """Start speaker separation process for a sample

        `POST /v1/voices/pvc/{voice_id}/samples/{sample_id}/separate-speakers`

        Reference: https://elevenlabs.io/docs/api-reference/voices/pvc/samples/separate-speakers

        Args:
            voice_id: Voice ID to be used, you can use
                https://api.elevenlabs.io/v1/voices to list all the available voices.
            sample_id: Sample ID to be used
            request_options: Overrides for this call: timeout, retries, headers.

        Returns:
            Successful Response

        Raises:
            UnprocessableEntityError: 422, Validation Error
            ApiError: Any other failure; see its subclasses.
        """
        return self._transport.request(
            "POST",
            "/v1/voices/pvc/{voice_id}/samples/{sample_id}/separate-speakers",
            path={"voice_id": voice_id, "sample_id": sample_id},
            auth=(("api_key",), ()),
            returns=Json[StartSpeakerSeparationResponseModel],
            errors={422: HttpValidationError},
            options=request_options,
        )


class AsyncSpeakers:
    """`client.voices.pvc.samples.speakers`"""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @property
    def with_raw_response(self) -> AsyncSpeakersWithRawResponse:
        """The same methods, returning status and headers with what they return."""
        return AsyncSpeakersWithRawResponse(
            AsyncSpeakers(self._transport.with_raw_response())
        )

    async def separate(
        self,
        voice_id: str,
        sample_id: str,
        *,
        request_options: RequestOptions | None = None,
    ) -> StartSpeakerSeparationResponseModel:
        """Start speaker separation process for a sample

        `POST /v1/voices/pvc/{voice_id}/samples/{sample_id}/separate-speakers`

        Reference: https://elevenlabs.io/docs/api-reference/voices/pvc/samples/separate-speakers

        Args:
            voice_id: Voice ID to be used, you can use
                https://api.elevenlabs.io/v1/voices to list all the available voices.
            sample_id: Sample ID to be used
            request_options: Overrides for this call: timeout, retries, headers.

        Returns:
            Successful Response

        Raises:
            UnprocessableEntityError: 422, Validation Error
            ApiError: Any other failure; see its subclasses.
        """
        return await self._transport.request(
            "POST",
            "/v1/voices/pvc/{voice_id}/samples/{sample_id}/separate-speakers",
            path={"voice_id": voice_id, "sample_id": sample_id},
            auth=(("api_key",), ()),
            returns=Json[StartSpeakerSeparationResponseModel],
            errors={422: HttpValidationError},
            options=request_options,
        )


class SpeakersWithRawResponse:
    """`client.voices.pvc.samples.speakers.with_raw_response`"""

    def __init__(self, resource: Speakers) -> None:
        self.separate = raw_response(resource.separate)


class AsyncSpeakersWithRawResponse:
    """`client.voices.pvc.samples.speakers.with_raw_response`"""

    def __init__(self, resource: AsyncSpeakers) -> None:
        self.separate = async_raw_response(resource.separate)
