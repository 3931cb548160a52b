"""The servers of the API."""

from __future__ import annotations

from enum import Enum


class ElevenLabsEnvironment(Enum):
    """Where the API is served; `value` is the base URL."""

    PRODUCTION = "https://api.elevenlabs.io"
    PRODUCTION_US = "https://api.us.elevenlabs.io"
    PRODUCTION_EU = "https://api.eu.residency.elevenlabs.io"
    PRODUCTION_IN = "https://api.in.residency.elevenlabs.io"
