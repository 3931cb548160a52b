from __future__ import annotations

from specwright import drift
from specwright.drift import Kind, compare
from specwright.lock import LOCK_FILE, Lock, digest, render_lock
from specwright.output import Tree, make_plan

OLD = {f"m{i:03}.py": b"old\n" for i in range(drift.MOST_DIFFS + 5)}
LOCK = Lock(
    config="c",
    inputs={"specs/acme/a.yaml": "1", "specs/acme/b.yaml": "1"},
    files={path: digest(data) for path, data in OLD.items()},
)


def differences(
    wanted: dict[str, bytes], inputs: dict[str, str] | None = None
) -> tuple[drift.Difference, ...]:
    new = Lock(config="c", inputs=LOCK.inputs if inputs is None else inputs, files={})
    files = {**OLD, LOCK_FILE: render_lock(LOCK).encode()}
    tree = Tree(files=files, others=frozenset())
    plan = make_plan(tree, LOCK, wanted, new)
    return compare("acme", tree, LOCK, plan)


def test_in_step() -> None:
    assert differences(OLD) == ()


def test_several_changed_inputs_are_each_named_and_counted_as_the_cause() -> None:
    inputs = {"specs/acme/b.yaml": "2", "specs/acme/c.yaml": "1"}
    found = differences({**OLD, "m000.py": b"new\n"}, inputs)
    assert [(d.kind, d.file, d.reason) for d in found] == [
        (Kind.SPEC_CHANGED, "specs/acme/a.yaml", "it is gone"),
        (Kind.SPEC_CHANGED, "specs/acme/b.yaml", "its content changed"),
        (Kind.SPEC_CHANGED, "specs/acme/c.yaml", "it is new"),
        (
            Kind.SPEC_CHANGED,
            "generated/acme/m000.py",
            "specs/acme/a.yaml and 2 more",
        ),
    ]


def test_a_spec_that_changed_without_an_effect_is_drift_too() -> None:
    """Its hash in the lock changes, so `generate` would write."""
    found = differences(OLD, {**LOCK.inputs, "specs/acme/a.yaml": "2"})
    assert [(d.kind, d.file) for d in found] == [
        (Kind.SPEC_CHANGED, "specs/acme/a.yaml")
    ]


def test_not_every_file_gets_a_diff() -> None:
    found = differences(dict.fromkeys(OLD, b"new\n"))
    assert len(found) == len(OLD)
    with_diff = [d for d in found if "+new" in d.diff]
    assert len(with_diff) == drift.MOST_DIFFS


def test_a_very_long_file_gets_its_length_for_a_diff() -> None:
    long = b"x\n" * (drift.LONGEST_DIFF + 1)
    (found,) = differences({**OLD, "m000.py": long})
    assert found.diff == ("(lines: 1 before, 20001 after)",)
