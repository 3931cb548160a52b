"""The clients that are checked in are in step, and their pages' samples run."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from click.testing import CliRunner

from specwright.cli import cli

ROOT = Path(__file__).parents[1]
CLIENT = ROOT / "specs" / "elevenlabs"
CHECKED_IN = ROOT / "generated" / "elevenlabs"

pytestmark = pytest.mark.skipif(
    not CHECKED_IN.is_dir(), reason="generated/elevenlabs is not checked in"
)


def test_nothing_has_drifted() -> None:
    done = CliRunner().invoke(cli, ["--root", str(ROOT), "check"])
    assert done.exit_code == 0, done.output.splitlines()[-1]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """Requests that would have left this machine."""
    monkeypatch.setenv("ELEVENLABS_API_KEY", "key of the environment")
    requests: list[httpx.Request] = []

    def answer(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        request.read()
        requests.append(request)
        return httpx.Response(200, json={"status": "ok"}, request=request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)
    return requests


def sample(file: str) -> str:
    """The Python sample of a page, as printed."""
    document = yaml.safe_load((CLIENT / file).read_text(encoding="utf-8"))
    (code,) = [
        each["code"]
        for each in document["x-page"]["samples"]
        if each["language"] == "python"
    ]
    assert isinstance(code, str)
    return code


def run(code: str) -> Any:
    """Run a sample; what its last expression gives."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, object] = {}
    exec(compile(tree, "sample", "exec"), names)
    return eval(compile(ast.Expression(last.value), "sample", "eval"), names)


def test_the_sample_of_speakers(sent: list[httpx.Request]) -> None:
    result = run(sample("voices.pvc.samples.speakers.separate.yaml"))
    assert result.status == "ok"
    (request,) = sent
    assert request.method == "POST"
    assert request.url == (
        "https://api.elevenlabs.io"
        "/v1/voices/pvc/voice_id/samples/sample_id/separate-speakers"
    )
    assert request.headers["xi-api-key"] == "key of the environment"
    assert request.content == b""


def test_the_sample_of_audio_isolation(sent: list[httpx.Request]) -> None:
    """It leaves out the file, which the page's own document requires."""
    code = sample("audio_isolation.convert.yaml")
    with pytest.raises(TypeError, match="'audio'"):
        run(code)
    run(code.replace("convert()", "convert(audio=b'sound')"))
    (request,) = sent
    assert request.url == "https://api.elevenlabs.io/v1/audio-isolation"
    assert b'name="audio"' in request.content
    assert b"sound" in request.content
    assert request.content.count(b"Content-Disposition") == 1
