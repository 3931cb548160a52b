"""Every sample of reference.md runs, and sends one request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from elevenlabs import ElevenLabs
from elevenlabs.testing import Exchange

_TEXT = (Path(__file__).parents[1] / "reference.md").read_text(encoding="utf-8")
_SETUP, *_SAMPLES = re.findall(r"(?ms)^```python\n(.*?)^```", _TEXT)


def test_the_setup_runs() -> None:
    names: dict[str, object] = {}

    exec(_SETUP, names)

    assert isinstance(names["client"], ElevenLabs)


@pytest.mark.parametrize("sample", _SAMPLES)
def test_a_sample_runs(sample: str, exchange: Exchange, client: ElevenLabs) -> None:
    exchange.reply(json={})

    exec(sample, {"client": client})

    assert len(exchange.requests) == 1
