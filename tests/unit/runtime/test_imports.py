"""What is imported when: a client must start fast."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
RUNTIME = TEMPLATES / "runtime"


def imported_by(code: str) -> set[str]:
    """Return which of the heavy packages a fresh interpreter loads for some code."""
    report = "import sys; print(*{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{code}\n{report}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=TEMPLATES,
    )
    return {"httpx", "pydantic", "anyio", "email"} & set(done.stdout.split())


CLIENT = """
from runtime.transport import AsyncTransport, Transport
from runtime.credentials import Credential
key = Credential(kind="header", name="k", value="x", argument="api_key")
settings = dict(base_url="https://h.test", user_agent="a/1", package="a")
Transport(credentials={"k": key}, auth=(("k",),), **settings).with_options(timeout=3)
AsyncTransport(**settings)
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (CLIENT, set()),
        ("import runtime.errors, runtime.options, runtime.omit", set()),
        ("import runtime.replies, runtime.urls, runtime.multipart, runtime.raw", set()),
        ("import runtime.models", {"pydantic"}),
    ],
)
def test_nothing_heavy_is_imported_early(code: str, expected: set[str]) -> None:
    assert imported_by(code) - {"email"} <= expected


@pytest.mark.parametrize("module", sorted(p.stem for p in RUNTIME.glob("*.py")))
def test_every_module_can_be_imported_alone(module: str) -> None:
    imported_by(f"import runtime.{module}")
