"""Every kind of change of a request, with a spec that says so and with one that does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

import pytest
from support.specs import generate, openapi

import specwright.guard.run
from specwright.accepted import Accepted
from specwright.guard.verdict import TABLE, Agreed, Verdict, Written, judge
from specwright.lock import Lock, digest
from specwright.python.goldens import Goldens

JSON, FORM = "application/json", "multipart/form-data"
NOBODY = Agreed((), Accepted(), dt.date(2026, 1, 1))

OPERATION = """\
/things/{id}:
  post:
    operationId: send
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: x-mode, in: header, schema: {type: string}}
    requestBody:
      required: true
      content:
        application/json:
          schema:
            type: object
            required: [name, parts]
            properties:
              name: {type: string}
              parts: {type: array, items: {type: string}}
    responses: {'204': {description: D.}}
"""
OTHER = OPERATION.replace("/things", "/others").replace("send", "other")
CLIENT = "src/acme/client.py"
WIRE = "wire/client.http"
_NOTHING = Written(files={}, lock=None)


@dataclass(frozen=True)
class Made:
    """A client in memory, and the lock that it is written with."""

    goldens: Goldens
    files: dict[str, bytes]
    lock: Lock

    def judged(self, old: Made | None, agreed: Agreed = NOBODY) -> Verdict:
        before = Written(files=old.files, lock=old.lock) if old else _NOTHING
        after = Written(files=self.files, lock=self.lock)
        return judge("acme", self.goldens, after, before, agreed)

    def of_spec(self, other: Made) -> Made:
        """The same code, made of documents that say what those of another say."""
        said = {golden.key: golden.described for golden in other.goldens.operations}
        operations = tuple(
            replace(golden, described=said[golden.key])
            for golden in self.goldens.operations
        )
        return replace(self, goldens=replace(self.goldens, operations=operations))

    def edited(self, old: str, new: str) -> Made:
        """The same client with other code, in both of its classes."""
        text = self.files[CLIENT].decode()
        assert text.count(old) == 2, text.count(old)
        code = text.replace(old, new).encode()
        return replace(self, files={**self.files, CLIENT: code})


def made(paths: str, **document: str) -> Made:
    """The client of a document, recorded."""
    text = openapi(paths, **document)
    result = generate(text)
    assert result.goldens is not None
    files = {path: text.encode() for path, text in result.files.items()}
    lock = Lock(
        config="",
        inputs={"api.yaml": digest(text.encode())},
        files={path: digest(data) for path, data in files.items()},
    )
    fresh = Made(result.goldens, files, lock)
    verdict = fresh.judged(None)
    assert verdict.refused == verdict.remarks == ()
    return replace(fresh, lock=replace(lock, facts={TABLE: verdict.table}))


@cache
def before(kind: str) -> Made:
    """The client of one operation, with a body of one kind."""
    return made(OPERATION.replace("application/json", kind))


def diff(verdict: Verdict) -> set[str]:
    """The lines that the one refusal shows as changed."""
    (refused,) = verdict.refused
    assert refused.code == "SW830"
    assert refused.location is not None
    assert refused.location.pointer == "/paths/~1things~1{id}/post"
    lines = [line for line in refused.detail if line[0] in "+-"]
    return set(lines[2:])


EDITS = {
    "method": (
        JSON,
        '"POST",',
        '"PUT",',
        {"-POST {url}", "+PUT {url}"},
    ),
    "path": (
        JSON,
        '"/things/{id}",',
        '"/thing/{id}",',
        {"-POST {url}", "+POST https://api.acme.test/thing/id%2F1"},
    ),
    "server": (
        JSON,
        '"/things/{id}",',
        '"/things/{id}", server="https://b.test",',
        {"-POST {url}", "+POST https://b.test/things/id%2F1"},
    ),
    "query style": (
        JSON,
        '{"tags": tags}',
        '{"tags": ",".join(tags or ())}',
        {
            "-POST {url}",
            "+POST {url}?tags=",
        },
    ),
    "header": (
        JSON,
        '"x-mode": x_mode',
        '"x-mood": x_mode or 1',
        {"+x-mood: 1"},
    ),
    "cookie": (
        JSON,
        "headers={",
        'cookies={"a": "b"}, headers={',
        {"+cookie: a=b"},
    ),
    "body": (
        JSON,
        '"parts": parts}',
        '"parts": [parts]}',
        {
            '-{"name":"name","parts":["parts"]}',
            '+{"name":"name","parts":[["parts"]]}',
        },
    ),
    "body encoding": (
        JSON,
        "json={",
        "urlencoded={",
        {
            "-content-type: application/json",
            "+content-type: application/x-www-form-urlencoded",
            '-{"name":"name","parts":["parts"]}',
            "+name=name&parts=parts",
        },
    ),
    "order of a form": (
        FORM,
        '{"name": name, "parts": parts}',
        '{"parts": parts, "name": name}',
        {
            '-Content-Disposition: form-data; name="name"',
            '+Content-Disposition: form-data; name="name"',
            "-",
            "+",
            "-name",
            "+name",
            "---BOUNDARY",
            "+--BOUNDARY",
        },
    ),
    "nothing is sent": (
        JSON,
        "path={",
        "paths={",
        {"-POST {url}", "+(nothing is sent: KeyError)"},
    ),
    "no client": (
        JSON,
        "def send(",
        "def send)",
        {"+(there is no client: SyntaxError)"},
    ),
}


@pytest.mark.parametrize("kind", EDITS)
def test_other_code_of_the_same_spec_is_refused(kind: str) -> None:
    media, old, new, expected = EDITS[kind]
    first = before(media)
    found = diff(first.edited(old, new).judged(first))
    url = "https://api.acme.test/things/id%2F1"
    assert {line.replace("{url}", url) for line in expected} <= found


SPECS = {
    "style of the query": (
        "{name: tags, in: query,",
        "{name: tags, in: query, style: pipeDelimited, explode: false,",
        {"-POST {url}?tags=tags&tags=tag4", "+POST {url}?tags=tags%7Ctag4"},
    ),
    "place of a parameter": (
        "{name: x-mode, in: header,",
        "{name: x-mode, in: cookie,",
        {
            "-x-mode: x mode",
            "+(the call cannot be made any more: it takes other arguments)",
        },
    ),
    "name of a field": (
        "name: {type: string}",
        "naam: {type: string}",
        {"+(the call cannot be made any more: it takes other arguments)"},
    ),
    "kind of the body": (
        "application/json",
        "application/x-www-form-urlencoded",
        {'-{"name":"name","parts":["parts"]}', "+name=name&parts=parts"},
    ),
    "server": (
        "responses:",
        "servers: [{url: https://b.test}]\n    responses:",
        {"-POST {url}", "+POST https://b.test/things/id%2F1"},
    ),
}


@pytest.mark.parametrize("kind", SPECS)
def test_another_spec_explains_another_request(kind: str) -> None:
    old, new, expected = SPECS[kind]
    assert OPERATION.count(old) == 1
    first = before(JSON)
    second = made(OPERATION.replace(old, new))
    verdict = second.judged(first)
    assert verdict.refused == ()
    assert verdict.changed == ("send",)
    # The same, had the documents not said so.
    found = diff(second.of_spec(first).judged(first))
    url = "https://api.acme.test/things/id%2F1"
    assert {line.replace("{url}", url) for line in expected} <= found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("operationId: send", "operationId: dispatch"),
        (
            "schema: {type: string}}\n      - {name: tags",
            "example: b," " schema: {type: string}}\n      - {name: tags",
        ),
        ("name: {type: string}", "name: {type: string, example: Nobody}"),
        ("responses:", "description: Sends.\n    responses:"),
        (
            "name: {type: string}",
            "name: {type: string}\n              more: {type: string}",
        ),
    ],
    ids=["method's name", "example of a path", "example", "text", "one field more"],
)
def test_other_names_and_examples_are_no_other_request(old: str, new: str) -> None:
    """Whether the documents said so, or this version of the tool came to it."""
    assert OPERATION.count(old) == 1
    first = before(JSON)
    second = made(OPERATION.replace(old, new))
    for verdict in (second.judged(first), second.of_spec(first).judged(first)):
        assert verdict.refused == verdict.remarks == ()
        assert verdict.changed == ()


def test_a_body_taken_whole_is_the_body_by_its_fields() -> None:
    sample = "[{language: python, code: 'client.send(request={})'}]"
    head = f"servers: [{{url: https://api.acme.test}}]\nx-page: {{samples: {sample}}}"
    first = before(JSON)
    second = made(OPERATION, head=head)
    assert "request: " in second.files[CLIENT].decode()
    assert second.judged(first).changed == ()
    assert first.judged(second).changed == ()


def test_the_same_code_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*args: object) -> None:
        raise AssertionError("it was run")

    first = before(JSON)
    monkeypatch.setattr(specwright.guard.run, "sending", run)
    assert first.judged(first).table == first.lock.facts[TABLE]
    with pytest.raises(AssertionError, match="it was run"):
        first.edited('"POST"', '"PUT"').judged(first)


def test_files_say_that_the_spec_is_the_same_where_it_is_read_in_another_way() -> None:
    """A version that reads more of the same file may not send something else for it."""
    first = before(JSON)
    second = made(OPERATION.replace("x-mode, in: header", "x-mode, in: cookie"))
    assert second.judged(first).changed == ("send",)
    same_file = replace(second, lock=replace(second.lock, inputs=first.lock.inputs))
    assert len(same_file.judged(first).refused) == 1
    other_config = replace(same_file, lock=replace(same_file.lock, config="other"))
    assert other_config.judged(first).refused == ()


def test_a_lock_of_a_version_that_recorded_nothing_is_no_obstacle() -> None:
    first = before(JSON)
    old = replace(first, lock=replace(first.lock, facts={}))
    verdict = first.edited('"POST"', '"PUT"').judged(old)
    assert verdict.refused == verdict.remarks == ()
    assert verdict.table == first.lock.facts[TABLE]


def test_what_the_spec_does_not_ask_for_is_said_once_and_remembered() -> None:
    """A new operation that is wrong from its first day may not change unseen either."""
    both = made(OPERATION + OTHER)
    right = both.files[CLIENT]
    wrong = both.edited('"/others/{id}"', '"/other/{id}"')
    verdict = wrong.judged(before(JSON))
    assert verdict.refused == ()
    (remark,) = verdict.remarks
    assert remark.code == "SW832"
    assert "-POST https://api.acme.test/others/id%2F1" in remark.detail
    hashes = {path: digest(data) for path, data in wrong.files.items()}
    lock = replace(wrong.lock, files=hashes, facts={TABLE: verdict.table})
    kept = replace(wrong, lock=lock)
    assert kept.judged(kept).table == verdict.table
    code = wrong.files[CLIENT] + b"# more\n"
    again = replace(kept, files={**kept.files, CLIENT: code}).judged(kept)
    assert again.refused == again.remarks == ()
    assert again.table == verdict.table
    mended = replace(kept, files={**kept.files, CLIENT: right}).judged(kept)
    assert [refused.code for refused in mended.refused] == ["SW830"]


def test_only_the_asynchronous_client_is_wrong() -> None:
    first = before(JSON)
    code = first.files[CLIENT].decode()
    at = code.rindex('"POST"')
    wrong = f'{code[:at]}"PUT"{code[at + 6 :]}'.encode()
    verdict = replace(first, files={**first.files, CLIENT: wrong}).judged(first)
    assert {"+(asynchronous)", "+PUT https://api.acme.test/things/id%2F1"} <= diff(
        verdict
    )


def test_an_operation_that_is_gone_or_new_is_no_change() -> None:
    both, one = made(OPERATION + OTHER), before(JSON)
    for new, old in ((both, one), (one, both)):
        verdict = new.judged(old)
        assert (verdict.refused, verdict.changed) == ((), ())
    assert {*both.judged(one).table} == {"POST /things/{id}", "POST /others/{id}"}
