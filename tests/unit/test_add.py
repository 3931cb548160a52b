"""Planning `specwright add`: files, names, changes and the first configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from specwright.add import AddPlan, plan_add
from specwright.diagnostics import Severity
from specwright.fetch import Fetched, collect_sources
from specwright.read.document import read_document

SHARED = Path(__file__).resolve().parents[2] / "../shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared pages and documents are not here"
)

DOCUMENT = """\
openapi: 3.1.0
info:
  title: api
  version: 1.0.0
paths:
  /v1/boxes/{id}/lids:
    post:
      operationId: close_all
      tags:
        - subpackage_boxes/lids
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: x-acme-api-key, in: header, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                hard: {type: boolean}   # a comment that stays
      responses:
        '200': {description: Done}
components:
  schemas:
    Lid:
      type: object
      properties:
        size: {type: integer}
"""

PYTHON = """\
from acme import AcmeBoxes

client = AcmeBoxes(api_key="YOUR KEY")

client.boxes.lids.close_all(id="id")
"""


def page(
    document: str = DOCUMENT,
    *,
    python: str = PYTHON,
    title: str = "Close all lids",
    call: str = "POST https://api.acme.test/v1/boxes/{id}/lids",
    reference: str = "https://acme.test/docs/close",
    fence: str = "yaml",
) -> str:
    return (
        f"# {title}\n\n{call}\nContent-Type: application/json\n\n"
        f"Reference: {reference}\n\n## OpenAPI Specification\n\n"
        f"```{fence}\n{document}\n```\n\n## SDK Code Examples\n\n"
        f"```python\n{python}\n```\n\n```go\nfunc main() {{\n\turl := 1\n}}\n```\n"
    )


def source(text: str | bytes, name: str = "close.md", *, asked: bool = True) -> Fetched:
    data = text if isinstance(text, bytes) else text.encode()
    return Fetched(name=name, data=data, origin=name, asked=asked)


def add(
    *sources: Fetched, client: str = "acme", existing: Mapping[str, bytes] | None = None
) -> AddPlan:
    return plan_add(client, sources, existing or {})


def only(plan: AddPlan) -> tuple[str, str]:
    assert not list(plan.diagnostics)
    ((name, data),) = plan.files.items()
    return name, data.decode()


def test_a_page_becomes_one_readable_file() -> None:
    name, text = only(add(source(page())))
    assert name == "boxes.lids.close_all.yaml"
    assert text == DOCUMENT + (
        "\n"
        "x-page:\n"
        "  title: Close all lids\n"
        "  method: POST\n"
        "  url: https://api.acme.test/v1/boxes/{id}/lids\n"
        "  content-type: application/json\n"
        "  reference: https://acme.test/docs/close\n"
        "  samples:\n"
        "    - language: python\n"
        "      code: |\n"
        "        from acme import AcmeBoxes\n"
        "\n"
        '        client = AcmeBoxes(api_key="YOUR KEY")\n'
        "\n"
        '        client.boxes.lids.close_all(id="id")\n'
        "    - language: go\n"
        "      code: |\n"
        "        func main() {\n"
        "        \turl := 1\n"
        "        }\n"
    )


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        "# first\n---\nopenapi: 3.1.0\npaths: {}\n# last",
        "openapi: 3.1.0\nx-text: |+\n  kept\n\n\n",
        "openapi: 3.1.0\nx-text: |\n  # not a comment",
        "  openapi: 3.1.0\n  info: {}",
        "openapi: 3.1.0\n...",
        '{"openapi": "3.1.0", "info": {"title": "\\ud83d\\ude00 \\/"}}',
        '{\n  "openapi": "3.1.0"\n}\n',
        "{openapi: 3.1.0, info: {title: x,},}",
        "{openapi: 3.1.0} # end",
        "openapi: 3.1.0\nx-page: {title: ours}",
        "openapi: 3.1.0\na: &a {k: 1}\nb: *a\n200: yes",
    ],
)
def test_a_page_reads_back_the_same_or_is_refused(document: str) -> None:
    published = read_document(page(document).encode(), "close.md")
    plan = add(source(page(document)))
    if "x-page" in document:
        assert [d.code for d in plan.diagnostics] == ["SW046"]
        return
    ((name, data),) = plan.files.items()
    again = read_document(data, name)
    assert again.root == published.root
    assert again.page == published.page
    assert again.findings == ()
    kept = document.strip("\n").removesuffix("...").partition("}")[0]
    assert kept.rstrip() in data.decode(), "as published"


def test_a_whole_document_stays_as_it_is() -> None:
    data = b'\xef\xbb\xbf{"openapi": "3.1.0",\r\n "paths": {}}'
    plan = add(source(data, "some/My API (v2).json"))
    assert plan.files == {"My_API_v2.json": data}


@pytest.mark.parametrize(
    ("python", "document", "name"),
    [
        ("client.a.b_c.run()\n", DOCUMENT, "a.b_c.run.yaml"),
        ("import requests\nrequests.post('x')\n", DOCUMENT, "boxes.lids.close_all.yaml"),
        ("", DOCUMENT.replace("      tags:\n        - subpackage_boxes/lids\n", ""), "close_all.yaml"),
        ("", DOCUMENT.replace("subpackage_boxes/lids", "Box Lids"), "box_lids.close_all.yaml"),
        ("", DOCUMENT.replace("operationId: close_all", "summary: x").replace("subpackage_boxes/lids", "B"), "b.post_v1_boxes_id_lids.yaml"),
        ("", DOCUMENT.replace("operationId: close_all", "operationId: import"), "boxes.lids.import.yaml"),
        ("", DOCUMENT.replace("operationId: close_all", "x-fern-sdk-group-name: [g, h]\n      x-fern-sdk-method-name: m"), "g.h.m.yaml"),
        ("client.con.list()\n", DOCUMENT, "con_.list.yaml"),
        ("client.NUL()\n", DOCUMENT, "nul_.yaml"),
    ],
)  # fmt: skip
def test_files_are_named_after_resource_path_and_method(
    python: str, document: str, name: str
) -> None:
    assert only(add(source(page(document, python=python))))[0] == name


@pytest.mark.parametrize(
    "identifier",
    ["'../../../etc/passwd'", "'a/b\\\\c'", "'.'", "'..'", "'C:x'", "'x\\0y'"],
)
def test_no_name_leaves_the_folder(identifier: str) -> None:
    document = DOCUMENT.replace("close_all", identifier)
    document = document.replace("subpackage_boxes/lids", "'subpackage_../..'")
    name, _ = only(add(source(page(document, python=""))))
    assert "/" not in name
    assert "\\" not in name
    assert ":" not in name
    assert not name.startswith(".")


def test_long_names_are_cut_and_stay_apart() -> None:
    long = "close_" + "x" * 300
    names = set()
    for end in "ab":
        document = DOCUMENT.replace("close_all", long + end)
        name, _ = only(add(source(page(document, python=""))))
        assert len(name) < 130
        names.add(name)
    assert len(names) == 2


def test_two_endpoints_that_want_one_name_both_get_one() -> None:
    other = page(
        DOCUMENT.replace("/v1/boxes/{id}/lids", "/v2/boxes/{id}/lids"),
        reference="https://acme.test/docs/other",
    )
    plan = add(source(page(), "a.md"), source(other, "b.md"))
    names = [
        "boxes.lids.close_all.post_v2_boxes_id_lids.yaml",
        "boxes.lids.close_all.yaml",
    ]
    assert list(plan.files) == names
    again = add(source(other, "b.md"), source(page(), "a.md"), existing=plan.files)
    assert [c.kind for c in again.changes] == ["unchanged", "unchanged"]


def test_adding_again_changes_nothing() -> None:
    first = add(source(page()))
    again = add(source(page()), existing=first.files)
    assert again.files == {}
    ((change),) = again.changes
    assert (change.kind, change.file) == ("unchanged", "boxes.lids.close_all.yaml")


def test_a_page_is_updated_where_it_is_even_under_another_name() -> None:
    first = add(source(page()))
    renamed = {"mine.yaml": first.files["boxes.lids.close_all.yaml"]}
    changed = page(DOCUMENT.replace("Done", "Closed"))
    plan = add(source(changed), existing=renamed)
    assert list(plan.files) == ["mine.yaml"]
    moved = page(DOCUMENT.replace("close_all", "shut"), python="")
    plan = add(source(moved), existing=renamed)
    assert list(plan.files) == ["mine.yaml"], "same call, same address"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("'200': {description: Done}", "'200': {description: Ok}", ["reply 200 changed"]),
        ("'200': {", "'201': {", ["reply 200 removed", "reply 201 added"]),
        ("name: id, in: path", "name: key, in: path", ["parameter path id removed", "parameter path key added"]),
        ("required: true, schema: {type: string}}\n        - {", "required: true, schema: {type: integer}}\n        - {", ["parameter path id changed"]),
        ("hard: {type: boolean}", "hard: {type: string}", ["body application/json: property hard changed"]),
        ("size: {type: integer}", "size: {type: integer}\n        lock: {}", ["schema Lid: property lock added"]),
        ("    Lid:\n      type: object\n", "    Lid:\n      type: object\n      required: [size]\n", ["schema Lid: size now required"]),
        ("    Lid:", "    Cap:", ["schema Lid removed", "schema Cap added"]),
        ("operationId: close_all", "operationId: close", ["operationId changed"]),
        ("openapi: 3.1.0", "openapi: 3.1.1", ["openapi changed"]),
        ("/v1/boxes/{id}/lids", "/v2/boxes/{id}/lids", ["POST /v1/boxes/{id}/lids removed", "POST /v2/boxes/{id}/lids added"]),
        ("a comment that stays", "another comment", ["only the layout of the file"]),
        ("title: api", "title: \"a\\u001b[31m\\nb\"", ["info changed"]),
    ],
)  # fmt: skip
def test_an_update_says_what_changed(old: str, new: str, lines: list[str]) -> None:
    first = DOCUMENT.encode()
    second = DOCUMENT.replace(old, new).encode()
    assert first != second
    plan = add(source(second, "api.yaml"), existing={"api.yaml": first})
    ((change),) = plan.changes
    assert (change.kind, list(change.details)) == ("updated", lines)


def test_samples_are_part_of_what_changed() -> None:
    first = add(source(page()))
    plan = add(source(page(python=PYTHON + "# more\n")), existing=first.files)
    ((change),) = plan.changes
    assert change.details == ("what the page says beside its document",)


def test_many_changes_are_counted_after_the_first() -> None:
    many = "".join(f"    S{i}: {{}}\n" for i in range(50))
    plan = add(
        source(DOCUMENT + many, "api.yaml"), existing={"api.yaml": DOCUMENT.encode()}
    )
    ((change),) = plan.changes
    assert len(change.details) == 21
    assert change.details[-1] == "and 30 more changes"


def test_names_from_documents_cannot_reach_the_terminal_raw() -> None:
    document = DOCUMENT.replace("    Lid:", '    "L\\e[31m\\n":')
    plan = add(source(document, "api.yaml"), existing={"api.yaml": DOCUMENT.encode()})
    ((change),) = plan.changes
    assert all(line.isprintable() for line in change.details)


def test_a_broken_file_is_replaced() -> None:
    plan = add(source(page()), existing={"boxes.lids.close_all.yaml": b"{"})
    assert list(plan.files) == ["boxes.lids.close_all.yaml"]
    assert plan.changes[0].details == ("the old file could not be read",)


def test_in_a_folder_what_is_no_api_is_skipped() -> None:
    found = [
        source("# Guide\n\nText.\n", "docs/guide.md", asked=False),
        source('{"name": "x"}', "docs/package.json", asked=False),
        source("{{ template }}: [", "docs/chart.yaml", asked=False),
        source(page(), "docs/close.md", asked=False),
    ]
    plan = add(*found)
    assert list(plan.files) == ["boxes.lids.close_all.yaml"]
    assert [d.code for d in plan.diagnostics] == ["SW045"] * 3
    assert not plan.diagnostics.has_errors


def test_in_a_folder_a_broken_document_is_an_error() -> None:
    plan = add(
        source("openapi: 3.1.0\npaths: [", "docs/api.yaml", asked=False),
        source("# T\n\n```yaml\nopenapi: 3.1.0\n", "docs/cut.md", asked=False),
    )
    assert [d.code for d in plan.diagnostics] == ["SW002", "SW017"]
    assert plan.files == {}
    assert plan.client_toml is None


def test_a_file_that_was_asked_for_is_never_skipped() -> None:
    plan = add(source("# Guide\n", "guide.md"))
    assert [(d.code, d.severity) for d in plan.diagnostics] == [
        ("SW014", Severity.ERROR)
    ]


def test_documents_of_one_name_keep_the_folders_that_differ() -> None:
    plan = add(
        source(b"openapi: 3.1.0\n", "/home/x/a/api.yaml", asked=False),
        source(b"openapi: 3.1.0\n", "/home/x/b/c/api.yaml", asked=False),
        source(b"name: x\n", "/home/other.yaml", asked=False),
        source(b"openapi: 3.1.0\n", "/home/x/other.yaml", asked=False),
    )
    assert list(plan.files) == ["a.api.yaml", "b.c.api.yaml", "other.yaml"]


def test_documents_of_one_name_from_two_hosts() -> None:
    origins = ["https://a.test/v1/api.json?x=/y", "https://b.test/v1/api.json"]
    data = b'{"openapi": "3.1.0"}'
    plan = add(*(Fetched(name="api.json", data=data, origin=url) for url in origins))
    assert list(plan.files) == ["a.test.v1.api.json", "b.test.v1.api.json"]


def test_one_endpoint_from_two_sources_is_reported() -> None:
    plan = add(source(page(title="A"), "a.md"), source(page(title="B"), "b.md"))
    assert [d.code for d in plan.diagnostics] == ["SW047"]
    ((_, data),) = plan.files.items()
    assert b"title: B" in data


def test_channels_are_kept_under_their_path() -> None:
    document = "asyncapi: 2.6.0\nchannels:\n  /v1/rooms/{id}/live: {}"
    text = page(document, call="GET /v1/rooms/{id}/live", python="")
    name, _ = only(add(source(text.replace("OpenAPI Spec", "AsyncAPI Spec"))))
    assert name == "v1.rooms.id.live.asyncapi.yaml"


def test_a_json_page_becomes_a_json_file() -> None:
    document = '{"openapi": "3.1.0", "paths": {"/x": {"get": {"operationId": "read"}}}}'
    name, text = only(add(source(page(document, fence="json", python=""))))
    assert name == "read.json"
    assert text.startswith(document[:-1])


def test_two_endpoints_in_one_page_are_named_after_the_page() -> None:
    document = DOCUMENT.replace(
        "components:", "  /b:\n    get: {operationId: b, responses: {}}\ncomponents:"
    )
    assert only(add(source(page(document), "docs/both.md")))[0] == "both.yaml"


@needs_shared
@pytest.mark.parametrize("folder", ["pages/elevenlabs", "pages/openrouter", "seeds"])
def test_every_real_page_keeps_its_document_and_gets_its_own_name(folder: str) -> None:
    sources, trouble = collect_sources([str(SHARED / folder)])
    plan = plan_add("real", sources, {})
    assert not list(trouble)
    assert not list(plan.diagnostics)
    assert len({name.casefold() for name in plan.files}) == len(sources)
    for change, origin in zip(plan.changes, sources, strict=True):
        published = read_document(origin.data, origin.name)
        again = read_document(plan.files[change.file], change.file)
        assert again.root == published.root
        assert again.page == published.page
        assert published.fence is not None
        kept = published.fence.text.rstrip("\n")
        assert plan.files[change.file].decode().startswith(kept)
    second = plan_add("real", sources, plan.files)
    assert {change.kind for change in second.changes} == {"unchanged"}
