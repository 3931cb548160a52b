"""What specwright may do with an input: make a package that compiles, or refuse it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from specwright import machine
from specwright.cli import cli
from specwright.config import Config
from specwright.diagnostics import Severity
from specwright.lock import Lock, parse_lock, render_lock
from specwright.pipeline import generate
from specwright.proof import strangers
from specwright.report import Report

CONFIG = Config(name="acme", package="acme", client_class="Acme")


class Wrong(AssertionError):
    """What may not happen, in one line that tells one mistake from another."""


def judge(files: dict[str, bytes]) -> str:
    """`accepted` or `refused`.

    Raises:
        Wrong: The output is not right, or a refusal does not say why.
        Exception: Any other is a mistake of specwright.
    """
    result = generate(files, CONFIG)
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    report = Report()
    for found in result.diagnostics:
        for text in (report.finding(found), machine.github_finding(found)):
            if odd := {c for c in text if not c.isprintable()} - {"\n"}:
                raise Wrong(f"{found.code} prints {sorted(odd)[0]!a}")
    if not result.files:
        if not errors:
            raise Wrong("nothing is generated, and no error says why")
        if lost := [e for e in errors if e.location is None]:
            raise Wrong(f"{lost[0].code} has no place")
        return "refused"
    if errors:
        raise Wrong(f"{errors[0].code} is an error, and yet there are files")
    for path, text in result.files.items():
        text.encode()
        if path.endswith(".py"):
            _compiled(text)
            if "/_runtime/" in path or path.endswith("/testing.py"):
                continue
            for name in strangers(path, text, result.names):
                raise Wrong(f"a name that was not made: {name!a}")
    lock = Lock(config="", inputs={}, files={}, facts=result.facts)
    if parse_lock(render_lock(lock).encode(), "generated/acme/lock").tool != lock.tool:
        raise Wrong("the lock does not read back")
    return "accepted"


def commanded(files: dict[str, bytes]) -> str:
    """As ``judge``, of `specwright generate` in a workspace of its own.

    Raises:
        Wrong: It ends in another way than it promises.
        Exception: Any other is a mistake of specwright.
    """
    with TemporaryDirectory() as name:
        folder = Path(name) / "specs/acme"
        folder.mkdir(parents=True)
        (folder / "client.toml").write_text('package = "acme"\nclass = "Acme"\n')
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        done = CliRunner().invoke(cli, ["--root", name, "generate"])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        for code in ("SW808", "SW809", "SW890", "Traceback"):
            if code in done.output:
                raise Wrong(f"{code}: {done.output[:300]}")
        if done.exit_code not in (0, 1, 2):
            raise Wrong(f"exit status {done.exit_code}")
        if (Path(name) / "generated/acme").exists() is not (done.exit_code == 0):
            raise Wrong(f"exit status {done.exit_code}, and there is output or is not")
    return "refused" if done.exit_code else "accepted"


@lru_cache(maxsize=5000)
def _compiled(text: str) -> None:
    try:
        compile(text, "module", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise Wrong(f"does not compile: {error}") from None
