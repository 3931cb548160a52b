"""The accidents that regeneration brings, planted: each is refused, with its bytes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from unittest.mock import patch

import pytest

from guard.conftest import Project
from specwright.python import sent


@dataclass(frozen=True, kw_only=True)
class Accident:
    """Code at the end of a module of the runtime, and what it does to a request."""

    module: str
    code: str
    method: str
    operation: str
    line: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...]


LISTS = """
import json

_right_body = multipart_body


def multipart_body(form, files, *more):
    form = {k: json.dumps(v) if isinstance(v, list) else v for k, v in form.items()}
    return _right_body(form, files, *more)
"""
NULLS = """
_right_body = multipart_body


def multipart_body(form, files, *more):
    form = {k: "null" if v is None else v for k, v in form.items()}
    return _right_body(form, files, *more)
"""
OMITTED = """
def given(value):
    return value
"""
PATHS = """
_right_path = fill_path


def fill_path(template, /, **values):
    return unquote(_right_path(template, **values))
"""

ACCIDENTS: Mapping[str, Accident] = {
    "lists of a form become JSON": Accident(
        module="multipart",
        code=LISTS,
        method="texts.convert",
        operation="POST /texts",
        line=39,
        before=('-Content-Disposition: form-data; name="terms"', "-one", "-two"),
        after=('+["one", "two"]',),
    ),
    "omitted fields of a form become null": Accident(
        module="multipart",
        code=NULLS,
        method="texts.convert",
        operation="POST /texts",
        line=39,
        after=('+Content-Disposition: form-data; name="model"', "+null"),
    ),
    "omitted fields of an object become null": Accident(
        module="omit",
        code=OMITTED,
        method="voices.add",
        operation="POST /voices",
        line=25,
        before=('-{"name":"name"}',),
        after=('+{"name":"name","speed":null}',),
    ),
    "values of a path are not escaped": Accident(
        module="urls",
        code=PATHS,
        method="voices.remove",
        operation="DELETE /voices/{voice_id}",
        line=33,
        before=("-DELETE https://api.acme.test/v1/voices/voice%20id%2F1",),
        after=("+DELETE https://api.acme.test/v1/voices/voice%20id/1",),
    ),
}


@pytest.fixture(params=ACCIDENTS)
def accident(request: pytest.FixtureRequest, project: Project) -> Accident:
    found = ACCIDENTS[request.param]
    project.break_runtime(found.module, found.code)
    return found


def test_it_is_refused_and_nothing_is_written(
    project: Project, accident: Accident
) -> None:
    before = project.files()
    for command in (["generate"], ["generate", "--force"], ["check"]):
        output = project.run(*command, code=1).output
        assert "error[SW830]" in output
        assert f"{accident.method} sends something else than before" in output
        assert f"specs/acme/api.yaml:{accident.line}:" in output
        lines = [line.strip() for line in output.splitlines()]
        assert {*accident.after} <= {*lines}
        assert {*accident.before} <= {*lines}
        assert f"--accept-wire {accident.method}" in output
    assert project.files() == before


def test_another_version_of_the_tool_is_no_excuse(
    project: Project, accident: Accident
) -> None:
    lock = project.out("specwright.lock")
    lock.write_text(lock.read_text().replace('tool = "', 'tool = "0.0.', 1))
    before = project.files()
    assert accident.method in project.run("generate", code=1).output
    output = project.run("check", code=3).output
    assert "SW830" in output
    assert "SW817" in output
    assert project.files() == before


@pytest.mark.parametrize("by", ["method", "operation"])
def test_accepted_by_name_it_is_written_and_remembered(
    project: Project, accident: Accident, by: str
) -> None:
    project.run("generate", "--accept-wire", getattr(accident, by))
    project.run("check")
    lock = tomllib.loads(project.out("specwright.lock").read_text())
    assert len(lock["wire"][accident.operation]) == 3
    assert [len(e) for key, e in lock["wire"].items() if key != accident.operation] == [
        2
    ] * 3
    # What was accepted is what counts from now on.
    project.spec("client.toml", 'package = "acme"\nclass = "Acme"\nversion = "2"\n')
    project.run("generate")
    project.mend_runtime()
    assert accident.method in project.run("generate", code=1).output


def test_accepted_in_the_file_it_is_written(
    project: Project, accident: Accident
) -> None:
    entry = f'[[accept]]\nwire = "{accident.operation}"\nreason = "agreed"\n'
    project.spec("accepted.toml", f"{entry}until = 2000-01-01\n")
    assert accident.method in project.run("generate", code=1).output
    project.spec("accepted.toml", entry)
    project.run("generate")
    project.run("check")


def test_a_call_that_says_something_else_is_refused(project: Project) -> None:
    """The runtime is as it was, and methods call it in another way."""
    before = project.files()
    tables = (("path", "path"), ("query", "query"), ("cookies", "header"))
    with patch.object(sent, "_TABLES", tables):
        output = project.run("generate", code=1).output
        assert output == project.run("generate", "--force", code=1).output
        assert "SW830" in project.run("check", code=1).output
        lines = [line.strip() for line in output.splitlines()]
        assert "-x-trace: x trace" in lines
        assert "+cookie: x-trace=x%20trace" in lines
        assert project.files() == before
        project.run("generate", "--accept-wire", "voices.list")
        project.run("check")
    project.run("generate", code=1)


def test_a_lost_lock_does_not_lose_what_was_sent(project: Project) -> None:
    """`--force` writes a broken lock anew; the requests stand beside it."""
    project.out("specwright.lock").write_text("format = 99\n")
    found = ACCIDENTS["lists of a form become JSON"]
    project.break_runtime(found.module, found.code)
    project.run("generate", code=1)
    assert "texts.convert sends" in project.run("generate", "--force", code=1).output


def test_edited_requests_excuse_nothing(project: Project) -> None:
    """The lock knows their hash, though not the bytes any more."""
    record = project.out("wire/texts.http")
    record.write_text(record.read_text().replace("one", "two"))
    found = ACCIDENTS["lists of a form become JSON"]
    project.break_runtime(found.module, found.code)
    output = project.run("generate", "--force", code=1).output
    assert "texts.convert sends" in output
    assert "only its hash is known" in output


def test_many_accidents_are_named_and_twenty_are_shown(project: Project) -> None:
    paths = "".join(
        f"  /things{n}/{{id}}:\n"
        "    get:\n"
        f"      operationId: get{n}\n"
        "      parameters: [{name: id, in: path, required: true, schema: {}}]\n"
        "      responses: {'204': {description: D.}}\n"
        for n in range(25)
    )
    project.edit_spec("  /texts:\n", f"{paths}  /texts:\n")
    project.run("generate")
    found = ACCIDENTS["values of a path are not escaped"]
    project.break_runtime(found.module, found.code)
    output = project.run("generate", code=1).output
    assert output.count("error[SW830]") == 21
    assert "6 operations more send something else than before" in output
    assert "get24" in output


def test_what_is_accepted_must_exist(project: Project) -> None:
    before = project.files()
    output = project.run("generate", "--accept-wire", "voices.ad", code=1).output
    assert "SW831" in output
    assert "Did you mean `voices.add`?" in output
    assert project.files() == before
