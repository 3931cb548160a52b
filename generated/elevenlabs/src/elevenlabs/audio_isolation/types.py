"""Models and types of `client.audio_isolation`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AudioIsolationConvertRequestFileFormat: TypeAlias = (
    Literal["pcm_s16le_16", "other"] | str
)
