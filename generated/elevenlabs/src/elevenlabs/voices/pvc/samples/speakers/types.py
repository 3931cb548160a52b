"""Models and types of `client.voices.pvc.samples.speakers`."""

from __future__ import annotations

from typing import TypeAlias

from ....._runtime.models import Model


class HttpValidationError(Model):
    detail: list[ValidationError] | None = None


class StartSpeakerSeparationResponseModel(Model):
    status: str
    """The status of the start speaker seperation request. If the request was
    successful, the status will be 'ok'. Otherwise an error message with status 500
    will be returned.
    """


class ValidationError(Model):
    loc: list[ValidationErrorLocItems]
    msg: str
    type: str


ValidationErrorLocItems: TypeAlias = str | int
