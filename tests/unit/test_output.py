from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from specwright.lock import LOCK_FILE, Lock, digest, parse_lock, render_lock
from specwright.output import Plan, make_plan, read_tree

NEXT = Lock(config="c", inputs={"specs/acme/a.yaml": "1"}, files={})


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def plan(
    folder: Path,
    wanted: dict[str, bytes],
    *,
    keep: Collection[str] = (),
    force: bool = False,
) -> Plan:
    """A plan made of the folder and the lock that is in it."""
    path = folder / LOCK_FILE
    old = parse_lock(path.read_bytes(), "g/acme/lock") if path.exists() else None
    owned = old.files if old else {}
    tree = read_tree(folder, {*wanted, *owned, LOCK_FILE})
    return make_plan(tree, old, wanted, NEXT, keep=keep, force=force)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A client as specwright wrote it: `a.py` and `src/b.py`."""
    files = {"a.py": b"a1\n", "src/b.py": b"b1\n"}
    lock = Lock(
        config="c", inputs=NEXT.inputs, files={p: digest(d) for p, d in files.items()}
    )
    put(tmp_path, {**files, LOCK_FILE: render_lock(lock).encode()})
    return tmp_path


SAME = {"a.py": b"a1\n", "src/b.py": b"b1\n"}


def refusals(plan: Plan) -> list[tuple[str, str]]:
    return [(d.code, d.message.split(" ")[0]) for d in plan.refused]


def test_the_first_run_writes_everything(tmp_path: Path) -> None:
    made = plan(tmp_path / "new", SAME)
    assert made.write.keys() == {*SAME, LOCK_FILE}
    assert parse_lock(made.write[LOCK_FILE], "x/y/lock") == made.lock
    assert made.lock.files == {path: digest(data) for path, data in SAME.items()}


def test_nothing_to_do(folder: Path) -> None:
    made = plan(folder, SAME)
    assert not made.changes
    assert made.unchanged == ("a.py", "src/b.py")


def test_changed_new_and_stale_files(folder: Path) -> None:
    made = plan(folder, {"a.py": b"a2\n", "c.py": b"c1\n"})
    assert made.write.keys() == {"a.py", "c.py", LOCK_FILE}
    assert made.delete == ("src/b.py",)
    assert not made.refused


def test_a_checkout_with_crlf_is_unchanged(folder: Path) -> None:
    for path in ("a.py", "src/b.py", LOCK_FILE):
        data = (folder / path).read_bytes()
        (folder / path).write_bytes(data.replace(b"\n", b"\r\n"))
    assert not plan(folder, SAME).changes
    assert plan(folder, {**SAME, "a.py": b"a2\n"}).refused == ()


def test_a_hand_edit_is_refused_unless_forced(folder: Path) -> None:
    put(folder, {"a.py": b"mine\n"})
    made = plan(folder, {"a.py": b"a2\n", "src/b.py": b"b1\n"})
    assert refusals(made) == [("SW814", "a.py")]
    assert "--keep a.py" in made.refused[0].hint
    forced = plan(folder, {"a.py": b"a2\n", "src/b.py": b"b1\n"}, force=True)
    assert not forced.refused
    assert forced.write["a.py"] == b"a2\n"


def test_a_hand_edit_is_refused_even_where_the_generated_file_did_not_change(
    folder: Path,
) -> None:
    put(folder, {"a.py": b"mine\n"})
    assert refusals(plan(folder, SAME)) == [("SW814", "a.py")]


def test_an_edit_that_is_what_would_be_generated_is_no_edit(folder: Path) -> None:
    put(folder, {"a.py": b"a2\n"})
    made = plan(folder, {**SAME, "a.py": b"a2\n"})
    assert not made.refused
    assert made.write.keys() == {LOCK_FILE}


def test_a_stale_file_that_was_edited_is_not_deleted(folder: Path) -> None:
    put(folder, {"src/b.py": b"mine\n"})
    wanted = {"a.py": b"a1\n"}
    assert refusals(plan(folder, wanted)) == [("SW814", "src/b.py")]
    assert plan(folder, wanted, force=True).delete == ("src/b.py",)
    kept = plan(folder, wanted, keep=["src/b.py"])
    assert (kept.refused, kept.delete) == ((), ())


def test_a_deleted_file_comes_back(folder: Path) -> None:
    (folder / "a.py").unlink()
    made = plan(folder, SAME)
    assert made.write.keys() == {"a.py"}
    assert not made.refused


def test_a_kept_file_is_not_owned_any_more(folder: Path) -> None:
    put(folder, {"a.py": b"mine\n"})
    made = plan(folder, {**SAME, "a.py": b"a2\n"}, keep=["a.py"])
    assert not made.refused
    assert made.write.keys() == {LOCK_FILE}
    assert "a.py" not in made.lock.files
    put(folder, dict(made.write))
    again = plan(folder, {**SAME, "a.py": b"a3\n"})
    assert (again.changes, again.refused, again.strangers) == (False, (), ())


def test_a_kept_file_that_is_gone_is_generated_again(folder: Path) -> None:
    put(folder, dict(plan(folder, SAME, keep=["a.py"]).write))
    (folder / "a.py").unlink()
    made = plan(folder, SAME)
    assert made.write.keys() == {"a.py", LOCK_FILE}
    assert made.lock.kept == {}


def test_a_file_that_the_lock_does_not_list_is_not_overwritten(folder: Path) -> None:
    put(folder, {"c.py": b"mine\n"})
    wanted = {**SAME, "c.py": b"c1\n"}
    assert refusals(plan(folder, wanted)) == [("SW804", "c.py")]
    assert plan(folder, wanted, force=True).write["c.py"] == b"c1\n"
    put(folder, {"c.py": b"c1\n"})
    adopted = plan(folder, wanted)
    assert not adopted.refused
    assert "c.py" in adopted.lock.files


def test_without_a_lock_only_equal_files_are_taken_over(folder: Path) -> None:
    (folder / LOCK_FILE).unlink()
    assert refusals(plan(folder, {**SAME, "a.py": b"a2\n"})) == [("SW804", "a.py")]
    same = plan(folder, SAME)
    assert not same.refused
    assert same.write.keys() == {LOCK_FILE}


def test_files_of_the_user_are_left_alone_and_listed(folder: Path) -> None:
    put(folder, {"src/mine.py": b"x", "notes.txt": b"x"})
    made = plan(folder, {"a.py": b"a2\n"})
    assert made.strangers == ("notes.txt", "src/mine.py")
    assert made.delete == ("src/b.py",)


def test_caches_and_build_results_are_not_looked_at(folder: Path) -> None:
    put(
        folder,
        {
            "src/__pycache__/b.cpython-311.pyc": b"",
            ".venv/lib/x.py": b"",
            ".gitignore": b"",
            "src/acme.egg-info/PKG-INFO": b"",
            "dist/acme.whl": b"",
        },
    )
    assert plan(folder, SAME).strangers == ()


def test_a_folder_where_a_file_belongs(folder: Path) -> None:
    put(folder, {"c.py/inner.txt": b"x"})
    made = plan(folder, {**SAME, "c.py": b"c"}, force=True)
    assert refusals(made) == [("SW804", "c.py")]


def test_a_file_where_a_folder_belongs(folder: Path) -> None:
    put(folder, {"pkg": b"x"})
    made = plan(folder, {**SAME, "pkg/deep/c.py": b"c"}, force=True)
    assert refusals(made) == [("SW804", "pkg")]


def test_a_module_may_become_a_package(folder: Path) -> None:
    made = plan(folder, {"src/b.py": b"b1\n", "a.py/x": b"x"})
    assert (made.delete, made.refused) == (("a.py",), ())


def test_a_link_in_the_place_of_a_file(folder: Path, tmp_path: Path) -> None:
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to("src/b.py")
    assert refusals(plan(folder, SAME)) == [("SW804", "a.py")]
    assert refusals(plan(folder, {"src/b.py": b"b1\n"})) == [("SW814", "a.py")]
    assert plan(folder, SAME, force=True).write.keys() == {"a.py"}


@pytest.mark.parametrize("path", ["../x.py", "/x.py", "a/../../x", "", LOCK_FILE])
def test_a_generated_path_never_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a path of a generated file"):
        plan(tmp_path, {path: b""})
