"""Whatever stands beside generated files is the user's, and stays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands.conftest import Project


def test_all_kinds_of_files_survive(generated: Project) -> None:
    package = generated.out("src/acme")
    (package / "_custom/empty").mkdir(parents=True)
    (package / "_custom/data.bin").write_bytes(b"\0\xff")
    (package / "deep/down").mkdir(parents=True)
    (package / "deep/down/mine.py").write_text("x = 1\n")
    (package / ".hidden").write_text("h")
    (package / "own.pyc").write_bytes(b"c")
    (package / "link.py").symlink_to("deep/down/mine.py")
    (package / "away").symlink_to(generated.root / "specs", target_is_directory=True)
    (package / "dangling").symlink_to("nowhere")
    generated.spec("acme/api.yaml", "one\nthree\n")

    generated.run("generate", "--force")

    assert not (package / "two.py").exists()
    assert (package / "three.py").exists()
    assert (package / "_custom/empty").is_dir()
    assert (package / "_custom/data.bin").read_bytes() == b"\0\xff"
    assert (package / "deep/down/mine.py").read_text() == "x = 1\n"
    assert (package / ".hidden").read_text() == "h"
    assert (package / "own.pyc").read_bytes() == b"c"
    assert [os.readlink(package / name) for name in ("link.py", "dangling")] == [
        "deep/down/mine.py",
        "nowhere",
    ]
    assert (package / "away").resolve() == (generated.root / "specs").resolve()
    # `check` asks about those that nobody claimed, and about no others.
    asked = [
        line.split(": ")[1].removeprefix("generated/acme/src/acme/")
        for line in generated.run("check", code=1).stdout.splitlines()
        if line.startswith("orphaned[SW815]")
    ]
    links = ["away", "dangling", "link.py"]
    assert asked == sorted(["_custom/data.bin", "deep/down/mine.py", *links])
    for path in asked:
        generated.run("generate", "acme", "--keep", f"src/acme/{path}")
    generated.run("check")
