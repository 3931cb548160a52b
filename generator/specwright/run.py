"""One client's way from its folder to its output: read, generate, compare, write."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specwright import pipeline
from specwright.accepted import ACCEPTED_FILE, Accepted, read_accepted
from specwright.changes.brief import brief
from specwright.codes import finding
from specwright.config import Config
from specwright.custom.inspect import TABLE as OVERRIDES
from specwright.custom.inspect import inspect, own_files, stand_ins
from specwright.custom.verify import Verified
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.drift import Difference, Kind, Status, compare
from specwright.guard.verdict import (
    TABLE,
    UNEXPLAINED,
    Agreed,
    Verdict,
    Written,
    judge,
)
from specwright.hold import lock_of, reading, writing
from specwright.lock import LOCK_FILE, Lock, config_digest, digest
from specwright.naming.memory import NOTHING, Memory
from specwright.output import Plan, Tree, make_plan, read_tree
from specwright.proof import prove
from specwright.rivals import check_rivals
from specwright.sources.checks import check_copies
from specwright.swap import replace_folder
from specwright.text import show
from specwright.workspace import Client, Workspace, load_client

if TYPE_CHECKING:
    from specwright.python.goldens import Goldens


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One client, generated in memory."""

    name: str
    config: Config
    files: Mapping[str, bytes]
    """Contents by path below the client's folder, without the lock."""
    lock: Lock
    """The next lock, without files."""
    operations: tuple[pipeline.OperationSummary, ...]
    names: frozenset[str]
    """All that modules may be made of, beside what every client's have."""
    diagnostics: Diagnostics
    memory: Memory
    """What was known of the last time."""
    classes: Mapping[tuple[str, ...], tuple[tuple[str, ...], str]] = field(
        default_factory=dict
    )
    """The module and the class of each resource; of the client for no path."""
    goldens: Goldens | None = None
    """What the client sends; None without files."""
    accepted: Accepted = field(default_factory=Accepted)

    @property
    def usable(self) -> bool:
        return bool(self.files) and not self.diagnostics.has_errors


def generate(
    workspace: Workspace, name: str, memory: Memory | None = None
) -> Generated:
    """Read a client's folder and generate it; the disk is not written to.

    ``memory`` stands for what the lock on the disk remembers.
    """
    client = load_client(workspace, name)
    if memory is None:
        memory = _remembered(workspace, name)
    found = Diagnostics()
    found.extend(client.diagnostics)
    check_copies(client.name, client.inputs, client.pins, client.config, found)
    check_rivals(workspace, client.config, found)
    place = f"specs/{name}/{ACCEPTED_FILE}"
    accepted, problems = read_accepted(client.accepted, place)
    found.extend(problems)
    result = pipeline.Result()
    if not found.has_errors:
        result = _generated(client, memory)
        found.extend(result.diagnostics)
    return Generated(
        name=name,
        config=client.config,
        files={path: text.encode() for path, text in sorted(result.files.items())},
        lock=Lock(
            config=config_digest(client.config),
            inputs={path: digest(data) for path, data in client.inputs.items()},
            files={},
            facts=result.facts,
        ),
        operations=result.operations,
        names=result.names,
        classes=result.classes,
        diagnostics=found,
        goldens=result.goldens,
        memory=memory,
        accepted=accepted,
    )


def _remembered(workspace: Workspace, name: str) -> Memory:
    """What the lock remembers; nothing where it cannot be read, which others report."""
    try:
        lock = lock_of(workspace, name)
    except (Unusable, OSError):
        return NOTHING
    return lock.memory if lock else NOTHING


def _generated(client: Client, memory: Memory) -> pipeline.Result:
    """What the pipeline makes; a mistake of its own is a finding, not a crash.

    One client's spec must not keep the others from being generated.
    """
    try:
        return pipeline.generate(client.inputs, client.config, memory)
    except Exception as error:
        found = Diagnostics()
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        found.add(
            finding(
                "SW809",
                f"{client.name}: {type(error).__name__} in {place}:"
                f" {show(str(error), 200)}",
                consequence="Nothing is generated for the client.",
                hint="Report this with the spec; it is a mistake of specwright.",
            )
        )
        return pipeline.Result(diagnostics=found)


def write(
    workspace: Workspace,
    generated: Generated,
    *,
    keep: Collection[str] = (),
    force: bool = False,
    accept: Collection[str] = (),
) -> Plan:
    """Bring the client's folder into step. ``keep``: paths as the user gave them.

    ``accept`` are operations that may send something else than before.

    Raises:
        Unusable: nothing was written; the plan's refusals are not raised but returned.
    """
    folder = workspace.generated / generated.name
    with writing(workspace):
        old = lock_of(workspace, generated.name, force=force)
        generated = _up_to_date(workspace, generated, old)
        tree = _read(folder, old, generated)
        kept = _kept(keep, folder, tree)
        custom = _custom(generated, folder, tree, old)
        generated = _with_overrides(generated, custom.overrides)
        plan = _plan(generated, tree, old, accept, keep=kept, force=force)
        plan = replace(plan, customs=custom.findings)
        if plan.changes and not plan.refused:
            prove(plan.write, generated.names)
            replace_folder(folder, plan.write, plan.delete)
        return plan


def _plan(
    generated: Generated,
    tree: Tree,
    old: Lock | None,
    accept: Collection[str] = (),
    *,
    keep: Collection[str] = (),
    force: bool = False,
) -> Plan:
    """What to write, and what is to be said of the requests that change by it."""
    new, verdict = generated.lock, Verdict()
    if generated.goldens is not None:
        others = stand_ins(generated.config, generated.classes)
        written = Written(files=generated.files, lock=new, stand_ins=others)
        before = Written(files=tree.files, lock=old)
        agreed = Agreed(accept, generated.accepted, dt.date.today())
        verdict = judge(generated.name, generated.goldens, written, before, agreed)
        new = replace(new, facts={**new.facts, TABLE: verdict.table})
    plan = make_plan(tree, old, generated.files, new, keep=keep, force=force)
    own = own_files(generated.config, plan.strangers)
    return replace(
        plan,
        strangers=tuple(path for path in plan.strangers if path not in own),
        refused=(*plan.refused, *verdict.refused),
        remarks=verdict.remarks,
        requests=verdict.changed,
        summary=brief(old.facts, new.facts) if old else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What `check` found out about one client."""

    name: str
    status: Status
    differences: tuple[Difference, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def check(workspace: Workspace, name: str) -> Checked:
    """Compare a client's folder with what would be generated; write nothing."""
    generated = generate(workspace, name)
    findings = generated.diagnostics.sorted()
    if not generated.usable:
        return Checked(name=name, status=Status.UNUSABLE, findings=findings)
    try:
        differences, unexplained = _compare(workspace, generated)
    except Unusable as error:
        other = error.diagnostic.code == "SW803"
        return Checked(
            name=name,
            status=Status.OTHER_VERSION if other else Status.DRIFT,
            findings=(*findings, error.diagnostic),
        )
    findings = (*findings, *unexplained)
    status = Status.DRIFT if differences or unexplained else Status.IN_STEP
    if any(d.kind is Kind.OTHER_VERSION for d in differences):
        status = Status.OTHER_VERSION
    return Checked(name=name, status=status, differences=differences, findings=findings)


def abandoned(workspace: Workspace) -> list[Checked]:
    """Generated packages whose client is gone from `specs/`."""
    known = set(workspace.clients())
    return [
        Checked(
            name=lock.parent.name,
            status=Status.DRIFT,
            differences=(
                Difference(
                    kind=Kind.ORPHANED,
                    file=f"generated/{lock.parent.name}",
                    reason=f"specs/{lock.parent.name} does not exist",
                    command=f"rm -r generated/{lock.parent.name}",
                ),
            ),
        )
        for lock in sorted(workspace.generated.glob(f"*/{LOCK_FILE}"))
        if lock.parent.name not in known
    ]


def _compare(
    workspace: Workspace, generated: Generated
) -> tuple[tuple[Difference, ...], tuple[Diagnostic, ...]]:
    """What differs, and what is wrong: requests, and classes of the user's."""
    folder = workspace.generated / generated.name
    with reading(workspace):
        old = lock_of(workspace, generated.name)
        generated = _up_to_date(workspace, generated, old)
        tree = _read(folder, old, generated)
        custom = _custom(generated, folder, tree, old)
    # What the user overrides is recorded by `generate`; to change it is no drift.
    generated = _with_overrides(generated, old.facts.get(OVERRIDES) if old else None)
    plan = _plan(generated, tree, old)
    unexplained = tuple(d for d in plan.refused if d.code == UNEXPLAINED)
    return compare(generated.name, tree, old, plan), (*unexplained, *custom.findings)


def _custom(
    generated: Generated, folder: Path, tree: Tree, old: Lock | None
) -> Verified:
    """Whether the user's classes fit."""
    own = own_files(generated.config, tree.others)
    known = old.facts.get(OVERRIDES) if old else None
    files, classes = generated.files, generated.classes
    return inspect(generated.config, folder, own, files, classes, known)


def _with_overrides(generated: Generated, overrides: object) -> Generated:
    facts = generated.lock.facts
    if overrides:
        facts = {**facts, OVERRIDES: overrides}
    return replace(generated, lock=replace(generated.lock, facts=facts))


def _up_to_date(
    workspace: Workspace, generated: Generated, old: Lock | None
) -> Generated:
    """The client; made anew where another run has settled names in the meantime."""
    memory = old.memory if old else NOTHING
    if memory == generated.memory:
        return generated
    again = generate(workspace, generated.name, memory)
    if not again.usable:
        raise Unusable(next(iter(again.diagnostics.sorted())))
    return again


def _read(folder: Path, old: Lock | None, generated: Generated) -> Tree:
    owned = old.files if old else {}
    return read_tree(folder, {*generated.files, *owned, LOCK_FILE})


def _kept(keep: Collection[str], folder: Path, tree: Tree) -> list[str]:
    """The paths below ``folder`` that the user meant, folders replaced by their files."""
    kept: list[str] = []
    for given in keep:
        path = _below(given, folder)
        files = [p for p in (*tree.files, *tree.others) if not p.endswith("/")]
        found = [p for p in files if path and (p == path or p.startswith(f"{path}/"))]
        if not found or LOCK_FILE in found:
            raise Unusable(
                finding(
                    "SW807",
                    f"{show(given)} is not a file that can be kept",
                    consequence="nothing was written",
                    hint=f"give the path of a file below generated/{folder.name}/",
                )
            )
        kept += found
    return kept


def _below(given: str, folder: Path) -> str:
    """A path as the user gave it: from the client's folder, or from where they are."""
    place = folder / given
    if not Path(given).is_absolute() and (place.exists() or place.is_symlink()):
        return Path(given).as_posix()
    try:
        return Path(given).absolute().relative_to(folder.absolute()).as_posix()
    except ValueError:
        return ""
