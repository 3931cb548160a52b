"""Generation reads its inputs and itself, writes its output, and does nothing else.

An audit hook of the interpreter (PEP 578) sees every file that is opened, every socket
and every process, by whatever library. The whole command runs below it.
"""

from __future__ import annotations

import json
import mimetypes
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from support.corpus import CASES
from support.hostile import CLIENT

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import atexit, json, os, sys

seen = []
report = open(sys.argv.pop(1), "w")
watched = ("socket.", "subprocess.", "os.", "shutil.", "urllib.", "http.", "ftplib.")
watched += ("pty.", "webbrowser.", "tempfile.", "glob.", "open", "import", "exec")
quiet = ("os.putenv", "os.unsetenv", "os.listxattr", "import", "exec", "object.")

def hook(event, args):
    if event.startswith(watched) and not event.startswith(quiet):
        seen.append([event, [a if isinstance(a, (str, int)) else repr(a) for a in args]])

# Where it happens to be installed, importing it opens a socket to look for IPv6.
sys.modules["requests"] = None
sys.addaudithook(hook)
atexit.register(lambda: json.dump(seen, report))
sys.argv[0] = "specwright"
from specwright.cli import main
main()
"""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = (
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink"),
    *("os.truncate", "os.chmod", "os.chown", "os.utime", "shutil."),
)
LOOKS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk")
HOSTILE = (
    "schemas/names-of-python",
    "schemas/reference-to-a-file-outside",
    "schemas/reference-over-the-network",
    "schemas/patterns-that-take-forever",
    "yaml/tag-of-python",
    "yaml/tag-of-ones-own",
    "documents/info-is-code",
    "files/sibling",
    "files/page",
)


def run(folder: Path, *arguments: str) -> tuple[int, list[tuple[str, list[Any]]]]:
    """The exit code of a command, and what it did."""
    report = folder.parent / "report.json"
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM, str(report), *arguments],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            "PYTHONPATH": str(ROOT / "generator"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(report.read_text())


def own_places() -> list[Path]:
    """Where the interpreter, its libraries and the tool are installed."""
    paths: set[str] = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix}
    own = [ROOT / "generator", ROOT / "templates", ROOT / ".venv"]
    # Opening a file by its address asks for its type.
    own += map(Path, mimetypes.knownfiles)
    return [path.resolve() for path in (*map(Path, paths), *own)]


def is_below(path: str, places: list[Path], folder: Path) -> bool:
    whole = Path(os.path.normpath(folder / path))
    return any(p in (whole, whole.resolve()) or p in whole.parents for p in places)


def lay_out(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / "specs" / CLIENT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_else_is_touched(name: str, tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "workspace"
    lay_out(folder, dict(CASES[name].files))
    status, seen = run(folder, "generate")
    assert status == (2 if CASES[name].kind == "refuse" else 0)
    places = [*own_places(), folder, Path("/dev/null")]
    output = [folder / "generated"]
    for event, arguments in seen:
        if event == "open":
            path, flags = arguments[0], arguments[2]
            if not isinstance(path, str):
                continue  # a descriptor that is open already
            allowed = output if flags & WRITING else places
            assert is_below(path, allowed, folder), (event, arguments)
        elif event.startswith(CHANGES):
            for path in arguments:
                if isinstance(path, str) and not path.startswith(("<", "None")):
                    assert is_below(path, output, folder), (event, arguments)
        elif event.startswith(LOOKS):
            path = str(arguments[0])
            known = isinstance(arguments[0], int) or path == "None"
            assert known or is_below(path, places, folder), (event, arguments)
        elif event == "urllib.Request" and arguments[0].startswith("file://"):
            # openapi-spec-validator reads its own schemas so.
            path = arguments[0].removeprefix("file://")
            assert is_below(path, own_places(), folder), (event, arguments)
        else:
            pytest.fail(f"{event} {arguments}")


def test_the_hook_sees_what_it_should(tmp_path: Path) -> None:
    """The same program, with a tool that does what it must not."""
    (tmp_path / "specwright").mkdir()
    (tmp_path / "specwright/__init__.py").touch()
    (tmp_path / "specwright/cli.py").write_text(
        "import os, socket\n"
        "def main():\n"
        "    os.system('true')\n"
        "    socket.socket().close()\n"
        "    open(__file__).close()\n"
    )
    report = tmp_path / "report.json"
    program = PROGRAM.replace(
        "import atexit",
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nimport atexit",
    )
    subprocess.run(
        [sys.executable, "-B", "-I", "-c", program, str(report)],
        check=True,
        cwd=tmp_path,
    )
    events = {event for event, _ in json.loads(report.read_text())}
    assert {"os.system", "socket.__new__", "open"} <= events


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "workspace"
    secret = tmp_path / "secret.yaml"
    secret.write_text("type: object\nproperties: {hush: {type: string}}\n")
    user = next(iter(CASES["files/sibling"].files.values()))
    lay_out(folder, {"api.yaml": user})
    (folder / "specs" / CLIENT / "thing.yaml").symlink_to(secret)
    status, seen = run(folder, "generate")
    assert status == 2
    opened = [str(arguments[0]) for event, arguments in seen if event == "open"]
    assert not any("secret" in path or "thing.yaml" in path for path in opened)
