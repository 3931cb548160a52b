"""A server from PyPI on the loopback interface, and a client made of its own document."""

from __future__ import annotations

import importlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from specwright.cli import cli

KINTO = """\
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.bucket_create_principals = system.Authenticated
kinto.userid_hmac_secret = loopback
multiauth.policies = basicauth

[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}
"""
"""Users are made of any name and password; nothing is kept on the disk."""

PATIENCE = 60.0
"""Seconds that a server may take to start."""


@pytest.fixture(scope="session")
def kinto_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Kinto, a store of JSON records, answers."""
    if find_spec("kinto") is None:
        pytest.skip("Kinto is not installed: pip install -e '.[live]'")
    folder = tmp_path_factory.mktemp("kinto")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "kinto.ini"
    settings.write_text(KINTO.format(port=port), encoding="utf-8")
    url = f"http://127.0.0.1:{port}/v1"
    command = [sys.executable, "-m", "pyramid.scripts.pserve", str(settings)]
    log = folder / "kinto.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(f"{url}/__heartbeat__", server, log)
            yield url
        finally:
            server.terminate()
            server.wait()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"no server at {url}:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def kinto(kinto_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that the two commands of a user make of the server's document."""
    root = tmp_path_factory.mktemp("workspace")
    (root / "specs").mkdir()
    for command in (["add", "kinto", f"{kinto_url}/__api__"], ["generate"]):
        result = CliRunner().invoke(cli, ["--root", str(root), *command])
        assert result.exit_code == 0, result.output
    source = str(root / "generated/kinto/src")
    # The package and the server's own have one name; the server is in its process.
    assert "kinto" not in sys.modules
    sys.path.insert(0, source)
    try:
        yield importlib.import_module("kinto")
    finally:
        sys.path.remove(source)
        for name in [n for n in sys.modules if n.split(".")[0] == "kinto"]:
            del sys.modules[name]
