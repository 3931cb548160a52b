"""Every sample of reference.md runs, and sends one request."""

from __future__ import annotations

import re
from pathlib import Path
from runpy import run_path

import pytest

from elevenlabs import ElevenLabs
from elevenlabs.testing import Exchange

_TEXT = (Path(__file__).parents[1] / "reference.md").read_text(encoding="utf-8")
_SETUP, *_SAMPLES = re.findall(r"(?ms)^```python\n(.*?)^```", _TEXT)


def test_the_setup_runs(tmp_path: Path) -> None:
    script = tmp_path / "setup.py"
    script.write_text(_SETUP, encoding="utf-8")

    names = run_path(str(script))

    assert isinstance(names["client"], ElevenLabs)


@pytest.mark.parametrize("sample", _SAMPLES)
def test_a_sample_runs(
    sample: str, tmp_path: Path, exchange: Exchange, client: ElevenLabs
) -> None:
    script = tmp_path / "sample.py"
    script.write_text(sample, encoding="utf-8")
    exchange.reply(json={})

    run_path(str(script), {"client": client})

    assert len(exchange.requests) == 1
