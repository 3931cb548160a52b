"""The documentation of overlays and of `client.toml` says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.specs import CONFIG

from specwright import pipeline
from specwright.config import CredentialConfig, Selection, load_config
from specwright.diagnostics import Severity

DOCS = Path(__file__).resolve().parents[3] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


(DOCUMENT,) = blocks("overlays.md", "yaml document")
EXAMPLES = blocks("overlays.md", "yaml")


def generated(example: str) -> pipeline.Result:
    kind = "overlay" if example.startswith("overlay:") else "overrides"
    inputs = {"openapi.yaml": DOCUMENT, f"a.{kind}.yaml": example}
    data = {name: text.encode() for name, text in inputs.items()}
    return pipeline.generate(data, CONFIG)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_overlay_can_be_applied(example: str) -> None:
    result = generated(example)
    assert [d for d in result.diagnostics if d.severity is not Severity.NOTE] == []
    assert result.files


def test_names_come_out_as_the_page_says() -> None:
    for example in (e for e in EXAMPLES if "VoiceList}" in e or "VoiceList\n" in e):
        result = generated(example)
        assert "voices.list" in [o.attribute for o in result.operations]
        assert "class VoiceList(Model)" in "".join(result.files.values())


def test_the_reply_comes_out_as_the_page_says() -> None:
    (example,) = (e for e in EXAMPLES if "audio/mpeg" in e)
    method = "def get\\(.*?-> (.*?):\n"
    files = generated(example).files
    text = "".join(v for k, v in files.items() if "audio/resource" in k)
    assert re.findall(method, text, re.S) == ["ByteStream", "AsyncByteStream"]


@pytest.mark.parametrize("example", blocks("configuration.md", "toml"))
def test_every_configuration_can_be_read(example: str) -> None:
    assert load_config("acme", example.encode(), "client.toml")[1].sorted() == ()


def test_every_key_is_explained() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    (refused,) = load_config("acme", b"zzzzzz = 1", "client.toml")[1]
    keys = set(re.findall(r"`(\w+)`", refused.hint))
    assert len(keys) >= 10, refused.hint
    told = set(re.findall(r"`\[?([\w.]+)\]?`", text))
    keys |= {f"credential.{key}" for key in CredentialConfig.__slots__}
    keys |= {f"{t}.{key}" for t in ("include", "exclude") for key in Selection.KINDS}
    assert keys - told == set()
