"""Packages of hostile documents, imported where `__pwned__` is a trap."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from injection.forms import Position, every_position, forms, put_all
from injection.payloads import PAYLOADS, TRAP
from injection.trials import CONFIG
from support.packages import write

from specwright.pipeline import generate

IMPORTER = """
import builtins, importlib, json, sys
from pathlib import Path

sprung = []
setattr(builtins, "__pwned__", lambda *a, **k: sprung.append("called"))
quiet = ("import", "open", "exec", "compile", "marshal.", "os.listdir", "os.scandir")
quiet += ("object.__getattr__", "sys._getframe", "ctypes", "code.__new__", "winreg.")

def watch(event, given):
    if event.startswith(("os.system", "subprocess.", "socket.", "shutil.", "os.exec")):
        sprung.append(event)
    if event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+"):
        sprung.append(f"{event} {given[0]}")

sys.dont_write_bytecode = True
count = 0
watching = False
sys.addaudithook(lambda event, given: watching and watch(event, given))
for folder in json.loads(sys.stdin.read()):
    for name in [n for n in sys.modules if n.split(".")[0] == "acme"]:
        # The runtime is the same in all of them.
        if not name.startswith("acme._runtime") and name != "acme.testing":
            del sys.modules[name]
    sys.path.insert(0, folder)
    root = Path(folder)
    watching = True
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        module = importlib.import_module(name)
        for value in list(vars(module).values()):
            if hasattr(value, "model_rebuild") and value.__module__ == name:
                value.model_rebuild()
        count += 1
    watching = False
    sys.path.remove(folder)
print(json.dumps({"modules": count, "sprung": sprung}))
"""


def free(name: str) -> list[Position]:
    """The positions of a form that take any text, all at once."""
    form = forms()[name]
    found: list[Position] = []
    for at in every_position():
        if at.form != name or at.kind != "value":
            continue
        tree = put_all(form.tree, [*found, at], "some text")
        if generate(form.files(tree), CONFIG).files:
            found.append(at)
    return found


@pytest.mark.parametrize("name", ["openapi31_1", "page"])
def test_importing_springs_no_trap(name: str, tmp_path: Path) -> None:
    form, places = forms()[name], free(name)
    assert len(places) > 8
    folders = []
    for number, payload in enumerate(p for p in PAYLOADS.values() if TRAP in p):
        tree = put_all(form.tree, places, payload)
        files = generate(form.files(tree), CONFIG).files
        if files:
            write(dict(files), tmp_path / str(number))
            folders.append(str(tmp_path / str(number) / "src"))
    assert len(folders) > 20
    done = subprocess.run(
        [sys.executable, "-c", IMPORTER],
        input=json.dumps(folders),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["sprung"] == []
    assert found["modules"] > 10 * len(folders)
