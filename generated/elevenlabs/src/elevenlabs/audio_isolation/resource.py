"""`client.audio_isolation`: its methods, and the resources below it."""

from __future__ import annotations

from .._runtime.multipart import File
from .._runtime.options import RequestOptions
from .._runtime.raw import async_raw_response, raw_response
from .._runtime.replies import AsyncUndeclared, JsonValue, Undeclared
from .._runtime.streams import AsyncByteStream, ByteStream
from .._runtime.transport import AsyncTransport, Transport
from .types import AudioIsolationConvertRequestFileFormat


class AudioIsolation:
    """`client.audio_isolation`"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def with_raw_response(self) -> AudioIsolationWithRawResponse:
        """The same methods, returning status and headers with what they return."""
        return AudioIsolationWithRawResponse(
            AudioIsolation(self._transport.with_raw_response())
        )

    def convert(
        self,
        *,
        audio: File,
        file_format: AudioIsolationConvertRequestFileFormat | None = None,
        preview_b_64: str | None = None,
        request_options: RequestOptions | None = None,
    ) -> ByteStream | JsonValue:
        """Removes background noise from audio.

        `POST /v1/audio-isolation`

        Reference: https://elevenlabs.io/docs/api-reference/audio-isolation/convert

        Args:
            audio: The audio file from which vocals/speech will be isolated from.
            file_format: The format of input audio. Options are 'pcm_s16le_16' or
                'other' For `pcm_s16le_16`, the input audio must be 16-bit PCM at a
                16kHz sample rate, single channel (mono), and little-endian byte order.
                Latency will be lower than with passing an encoded waveform.
            preview_b_64: Optional preview image base64 for tracking this
                generation.
            request_options: Overrides for this call: timeout, retries, headers.

        Returns:
            What the server sends: parsed JSON, a stream of bytes for any other content,
            None for nothing.

        Raises:
            UnprocessableEntityError: 422, Validation Error
            ApiError: Any other failure; see its subclasses.
        """
        return self._transport.request(
            "POST",
            "/v1/audio-isolation",
            form={"file_format": file_format, "preview_b64": preview_b_64},
            files={"audio": audio},
            returns=Undeclared,
            options=request_options,
        )


class AsyncAudioIsolation:
    """`client.audio_isolation`"""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @property
    def with_raw_response(self) -> AsyncAudioIsolationWithRawResponse:
        """The same methods, returning status and headers with what they return."""
        return AsyncAudioIsolationWithRawResponse(
            AsyncAudioIsolation(self._transport.with_raw_response())
        )

    async def convert(
        self,
        *,
        audio: File,
        file_format: AudioIsolationConvertRequestFileFormat | None = None,
        preview_b_64: str | None = None,
        request_options: RequestOptions | None = None,
    ) -> AsyncByteStream | JsonValue:
        """Removes background noise from audio.

        `POST /v1/audio-isolation`

        Reference: https://elevenlabs.io/docs/api-reference/audio-isolation/convert

        Args:
            audio: The audio file from which vocals/speech will be isolated from.
            file_format: The format of input audio. Options are 'pcm_s16le_16' or
                'other' For `pcm_s16le_16`, the input audio must be 16-bit PCM at a
                16kHz sample rate, single channel (mono), and little-endian byte order.
                Latency will be lower than with passing an encoded waveform.
            preview_b_64: Optional preview image base64 for tracking this
                generation.
            request_options: Overrides for this call: timeout, retries, headers.

        Returns:
            What the server sends: parsed JSON, a stream of bytes for any other content,
            None for nothing.

        Raises:
            UnprocessableEntityError: 422, Validation Error
            ApiError: Any other failure; see its subclasses.
        """
        return await self._transport.request(
            "POST",
            "/v1/audio-isolation",
            form={"file_format": file_format, "preview_b64": preview_b_64},
            files={"audio": audio},
            returns=AsyncUndeclared,
            options=request_options,
        )


class AudioIsolationWithRawResponse:
    """`client.audio_isolation.with_raw_response`"""

    def __init__(self, resource: AudioIsolation) -> None:
        self.convert = raw_response(resource.convert)


class AsyncAudioIsolationWithRawResponse:
    """`client.audio_isolation.with_raw_response`"""

    def __init__(self, resource: AsyncAudioIsolation) -> None:
        self.convert = async_raw_response(resource.convert)
