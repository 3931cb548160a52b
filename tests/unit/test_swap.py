from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from specwright import swap
from specwright.swap import Busy, locked, recover, replace_folder

OLD = {"a.py": b"old a", "deep/b.py": b"old b", "gone/c.py": b"old c"}
NEW = {"a.py": b"new a", "deep/b.py": b"new b", "more/d.py": b"new d"}
MINE = {"mine.txt": b"mine", "deep/mine/x.txt": b"mine"}


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(params=["exchange", "rename"])
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with the old tree and files of the user's, on both kinds of systems."""
    if request.param == "rename":
        monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)
    folder = tmp_path / "acme"
    put(folder, {**OLD, **MINE})
    return folder


def to_new(folder: Path) -> None:
    replace_folder(folder, NEW, OLD.keys() - NEW.keys())


def test_the_new_tree_takes_the_place_of_the_old(folder: Path) -> None:
    to_new(folder)
    assert content(folder) == {**NEW, **MINE}
    assert not (folder / "gone").exists()
    assert os.listdir(folder.parent) == ["acme"]


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    replace_folder(tmp_path / "acme", NEW, ())
    assert content(tmp_path / "acme") == NEW
    assert os.listdir(tmp_path) == ["acme"]


def test_other_files_stay_the_same_files(folder: Path) -> None:
    (folder / "link").symlink_to("mine.txt")
    (folder / "empty").mkdir()
    before = (folder / "mine.txt").stat()
    to_new(folder)
    after = (folder / "mine.txt").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert (folder / "link").readlink() == Path("mine.txt")
    assert (folder / "empty").is_dir()


def test_where_files_cannot_be_linked_they_are_copied_with_their_times(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*args: object, **options: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    before = (folder / "mine.txt").stat().st_mtime_ns
    to_new(folder)
    assert content(folder) == {**NEW, **MINE}
    assert (folder / "mine.txt").stat().st_mtime_ns == before


def test_modes_are_kept(folder: Path) -> None:
    (folder / "a.py").chmod(0o750)
    modes = {"a.py": 0o750, "deep": 0o700, "only": 0o710, "only/mine": 0o755, "": 0o711}
    put(folder, {"only/e.py": b"old", "only/mine/x": b"mine"})
    (folder / "only/e.py").chmod(0o600)
    for path, mode in modes.items():
        (folder / path).chmod(mode)
    replace_folder(folder, {**NEW, "only/e.py": b"new"}, OLD.keys() - NEW.keys())
    modes["only/e.py"] = 0o600
    assert {p: (folder / p).stat().st_mode & 0o777 for p in modes} == modes


def test_the_mode_of_a_folder_whose_files_are_all_written_is_kept(
    folder: Path,
) -> None:
    put(folder, {"only/e.py": b"old"})
    (folder / "only").chmod(0o700)
    replace_folder(folder, {**NEW, "only/e.py": b"new"}, OLD.keys() - NEW.keys())
    assert (folder / "only").stat().st_mode & 0o777 == 0o700


def test_compiled_modules_are_not_carried_over(folder: Path) -> None:
    put(folder, {"gone/__pycache__/c.pyc": b"", "deep/__pycache__/b.pyc": b""})
    to_new(folder)
    assert content(folder) == {**NEW, **MINE}
    assert not (folder / "gone").exists()


def test_a_link_is_replaced_and_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"outside")
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to(outside)
    to_new(folder)
    assert (folder / "a.py").read_bytes() == NEW["a.py"]
    assert outside.read_bytes() == b"outside"


@pytest.mark.parametrize("call", ["fsync", "link", "chmod", "mkdir"])
def test_a_full_disk_leaves_the_old_tree_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    real = getattr(os, call)
    left = iter(range(1))

    def full(*args: object, **options: object) -> object:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        if call == "link":
            patch.setattr(shutil, "copy2", full)
        with pytest.raises(OSError, match="No space left"):
            to_new(folder)
    assert content(folder) == {**OLD, **MINE}
    assert os.listdir(folder.parent) == ["acme"]


def test_a_failing_rename_leaves_the_old_tree(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename
    monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)

    def second_fails(self: Path, target: Path) -> Path:
        if self.name.endswith("-new"):
            raise OSError(errno.EIO, "broken disk")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(OSError, match="broken disk"):
        to_new(folder)
    assert content(folder) == {**OLD, **MINE}
    assert os.listdir(folder.parent) == ["acme"]


def test_an_interrupt_leaves_the_old_tree(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(one: Path, other: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(swap, "_exchange_at_once", interrupt)
    with pytest.raises(KeyboardInterrupt):
        to_new(folder)
    assert content(folder) == {**OLD, **MINE}
    assert os.listdir(folder.parent) == ["acme"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("read_only", ["..", ".", "deep", "deep/mine"])
def test_a_read_only_folder(folder: Path, read_only: str) -> None:
    """What is read-only is not written to; what only stands beside is carried."""
    (folder / read_only).chmod(0o555)
    try:
        if read_only == "deep/mine":
            to_new(folder)
        else:
            with pytest.raises(PermissionError):
                to_new(folder)
    finally:
        (folder / read_only).chmod(0o755)
    tree = NEW if read_only == "deep/mine" else OLD
    assert content(folder) == {**tree, **MINE}
    assert os.listdir(folder.parent) == ["acme"]


def test_read_only_leftovers_are_cleaned(tmp_path: Path) -> None:
    put(tmp_path / ".acme.specwright-new", {"deep/a": b""})
    (tmp_path / ".acme.specwright-new/deep").chmod(0o500)
    recover(tmp_path)
    assert not os.listdir(tmp_path)


DRIVER = """
import os, pathlib, random, shutil, signal, sys

from specwright import swap

where, exchange, how = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
folder = where / "acme"
OLD = {"a.py": b"old", "deep/b.py": b"old", "gone/c.py": b"old"}
NEW = {"a.py": b"new", "deep/b.py": b"new", "more/d.py": b"new"}
if exchange == "rename":
    swap._exchange_at_once = lambda one, other: False


def content():
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def replace(old, new):
    swap.replace_folder(folder, new, old.keys() - new.keys())


def die_at(event):
    left = iter(range(event))

    def hook(name, args):
        if name.split(".")[0] in ("os", "open", "shutil") and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def at_every_step():
    for event in range(10_000):
        pid = os.fork()
        if pid == 0:
            die_at(event)
            replace(OLD, NEW)
            os._exit(0)
        if os.waitpid(pid, 0)[1] == 0:
            return
        yield


def at_random():
    chance = random.Random(7)
    for _ in range(40):
        pid = os.fork()
        if pid == 0:
            while True:
                replace(OLD, NEW)
                replace(NEW, OLD)
        busy = chance.randrange(1, 500_000)
        while busy:
            busy -= 1
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        yield


swap.replace_folder(folder, {**OLD, "mine.txt": b"mine"}, ())
deaths, seen = 0, set()
for _ in at_every_step() if how == "step" else at_random():
    deaths += 1
    if exchange == "exchange":
        assert (now := content()) in ({**OLD, "mine.txt": b"mine"}, {**NEW, "mine.txt": b"mine"}), now
    with swap.locked(where):
        swap.recover(where)
    now = content()
    assert now.pop("mine.txt") == b"mine"
    assert now in (OLD, NEW), now
    assert os.listdir(where) == ["acme"], os.listdir(where)
    seen.add(now["a.py"])
    if now == NEW:
        replace(NEW, OLD)
assert seen == {b"old", b"new"} or how == "random", seen
print(deaths)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("how", ["step", "random"])
@pytest.mark.parametrize("exchange", ["exchange", "rename"])
def test_a_run_that_is_killed_leaves_the_old_tree_or_the_new_one(
    tmp_path: Path, exchange: str, how: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(tmp_path), exchange, how],
        env={**os.environ, "PYTHONPATH": str(Path(swap.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 25


def test_only_leftovers_of_its_own_are_cleaned(tmp_path: Path) -> None:
    for name in (".acme.specwright-new", ".acme.specwright-old", ".git", "acme", ".x"):
        put(tmp_path / name, {"file": name.encode()})
    recover(tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".git", ".x", "acme"]
    assert content(tmp_path / "acme") == {"file": b"acme"}


def test_the_old_tree_comes_back_where_the_new_one_did_not_arrive(
    tmp_path: Path,
) -> None:
    put(tmp_path / ".acme.specwright-old", OLD)
    put(tmp_path / ".acme.specwright-new", {"half": b""})
    recover(tmp_path)
    assert os.listdir(tmp_path) == ["acme"]
    assert content(tmp_path / "acme") == OLD


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_second_writer_gives_up_after_its_patience(
    tmp_path: Path, clock: Clock
) -> None:
    with locked(tmp_path):
        for shared in (False, True):
            with (
                pytest.raises(Busy),
                locked(
                    tmp_path, shared=shared, patience=5, clock=clock, pause=clock.pause
                ),
            ):
                pass
    assert 10 <= clock.now < 11
    with locked(tmp_path, patience=0):
        pass


def test_readers_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with locked(tmp_path, shared=True), locked(tmp_path, shared=True, patience=0):
        pass
