"""Bytes to documents: encodings, forms, and what is not a document."""

from __future__ import annotations

import pytest

from specwright.diagnostics import Diagnostic, Unusable
from specwright.read.document import Document, is_html, read_document
from specwright.read.info import Example, PageInfo, Sample
from specwright.read.limits import Limits
from specwright.read.tree import Map, Mark, locate

PAGE = """\
# Get a thing

GET https://api.acme.test/things

Prose.

## OpenAPI Specification

```yaml
openapi: 3.1.0
paths:
  /things:
    get:
      operationId: get
{described}```

```python
client.things.get()
```

```ruby
nobody
```

```go
http.NewRequest("GET", url, nil)
```
"""


def read(text: str | bytes, name: str = "api.yaml") -> Document:
    return read_document(text if isinstance(text, bytes) else text.encode(), name)


def refusal(text: str | bytes, name: str = "api.yaml") -> Diagnostic:
    with pytest.raises(Unusable) as caught:
        read(text, name)
    found = caught.value.diagnostic
    assert found.location is not None
    assert found.location.file == name
    assert found.consequence
    return found


def at(found: Diagnostic) -> tuple[int, int]:
    assert found.location is not None
    return found.location.line, found.location.column


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("openapi: 3.1.0\n", "a.yaml", "openapi"),
        ("openapi: 3.1.0\n", "a.YML", "openapi"),
        ("swagger: '2.0'\n", "a.yaml", "openapi"),
        ("asyncapi: 2.6.0\n", "a.yaml", "asyncapi"),
        ('{"openapi": "3.1.0"}', "a.json", "openapi"),
        ('{"openapi": "3.1.0"}', "a.yaml", "openapi"),
        ("{openapi: 3.1.0, a: [b,]}", "a.yaml", "openapi"),
        ("openapi: 3.1.0\n", "a.json", "openapi"),
    ],
)
def test_forms_of_documents(text: str, name: str, kind: str) -> None:
    document = read(text, name)
    assert document.kind == kind
    assert document.page is None
    assert document.source.name == name


def test_encodings_and_line_ends_do_not_matter() -> None:
    text = "openapi: 3.1.0\ninfo:\n  title: 'é'\n  description: |\n    one\n    two\n"
    plain = read(text)
    for other in (
        text.encode("utf-8-sig"),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
    ):
        again = read(other)
        assert again.root == plain.root
        info = again.root["info"]
        assert isinstance(info, Map)
        assert info.key_mark("description") == Mark(4, 3)


def test_latin_1_names_the_byte() -> None:
    found = refusal("openapi: 3.1.0\ninfo: caf\xe9".encode("latin-1"))
    assert (found.code, at(found)) == ("SW001", (2, 10))
    assert "0xe9 at offset 24" in found.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(encoding: str) -> None:
    bom = {"utf-16": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    found = refusal(bom + "openapi: 3.1.0\n".encode(encoding))
    assert found.code == "SW001"
    assert "UTF-16" in found.message


def test_size_is_bounded() -> None:
    with pytest.raises(Unusable) as caught:
        read_document(b"openapi: 3.1.0\n", "a.yaml", Limits(bytes=10))
    assert caught.value.diagnostic.code == "SW006"
    assert "10" in caught.value.diagnostic.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("# c\n\n- openapi: 3.1.0\n", 3, "a list"),
        ("just text\n", 1, "text"),
        ("42\n", 1, "value"),
        ("# c\ntitle: x\npaths: {}\n", 2, "'title', 'paths'"),
        ("{}\n", 1, "no key at all"),
    ],
)
def test_what_is_no_api_description(text: str, line: int, words: str) -> None:
    found = refusal(text)
    assert found.code == "SW012"
    assert words in found.message
    assert at(found)[0] == line


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<html lang=en>",
        "<html>\n<body>",
        "<!-- saved -->\n<!-- twice --> <HTML>",
    ],
)
@pytest.mark.parametrize("name", ["api.yaml", "api.json", "page.md"])
def test_html_is_called_html(text: str, name: str) -> None:
    assert refusal(text, name).code == "SW013"


def test_comments_alone_are_not_html() -> None:
    assert not is_html("<!-- a -->" * 50_000)
    assert not is_html("<!--" * 50_000)
    assert not is_html("# About <html>")


def test_json_files_are_strict_and_yaml_files_are_not() -> None:
    text = '{"openapi": "3.1.0", // note\n}'
    assert refusal(text, "a.json").code == "SW011"
    assert read('{"openapi": "3.1.0", # note\n}', "a.yaml").kind == "openapi"
    assert refusal('{"openapi": 1, "openapi": 2}', "a.yaml").code == "SW003"


def test_positions_in_a_page_are_those_of_the_page() -> None:
    text = PAGE.format(described="")
    document = read(text, "thing.md")
    found = locate(document.root, ["paths", "/things", "get", "operationId"])
    line = text.split("\n")[found.line - 1]
    assert line[found.column - 1 :] == "get"
    broken = text.replace("operationId: get", "operationId: {")
    position = at(refusal(broken, "thing.md"))
    assert position[0] == text[: text.index("operationId")].count("\n") + 2


def test_positions_in_an_indented_fence() -> None:
    text = "- item\n\n  ```yaml\n  openapi: 3.1.0\n  info:\n    title: [\n  ```\n"
    found = refusal(text, "thing.md")
    assert found.code == "SW002"
    text = text.replace("[", "ok")
    document = read(text, "thing.mdx")
    title = locate(document.root, ["info", "title"])
    assert (title.line, title.column) == (6, 12)


def test_a_page_keeps_what_is_of_use() -> None:
    page = read(PAGE.format(described=""), "thing.md").page
    assert page == PageInfo(
        title="Get a thing",
        method="GET",
        url="https://api.acme.test/things",
        description="Prose.",
        samples=(
            Sample(language="python", code="client.things.get()\n"),
            Sample(language="go", code='http.NewRequest("GET", url, nil)\n'),
        ),
    )


def test_the_prose_of_a_page_gives_way_to_the_document() -> None:
    page = read(PAGE.format(described="      description: Own.\n"), "thing.md").page
    assert page is not None
    assert page.description == ""


def test_pages_without_a_document() -> None:
    assert refusal("# Guide\n\nText.\n", "guide.md").code == "SW014"
    found = refusal("# T\n\n```yaml\nopenapi: 3.1.0\n", "cut.md")
    assert (found.code, at(found)[0]) == ("SW017", 3)


def test_a_second_document_in_a_page_is_reported() -> None:
    text = PAGE.format(described="") + "\n```yaml\nopenapi: 3.0.0\n```\n"
    document = read(text, "thing.md")
    (found,) = document.findings
    assert found.code == "SW016"
    assert at(found)[0] == text.count("\n") - 1


X_PAGE = """\
openapi: 3.1.0
x-page:
  title: T
  method: GET
  url: /x
  content-type: text/plain
  reference: https://a.test
  description: D
  samples:
    - language: python
      code: c()
      name: N
  examples:
    - request: '{}'
    - response: '[]'
      name: E
paths: {}
"""


def test_x_page_is_taken_out_of_the_root() -> None:
    document = read(X_PAGE)
    assert list(document.root) == ["openapi", "paths"]
    assert document.findings == ()
    assert document.page == PageInfo(
        title="T",
        method="GET",
        url="/x",
        content_type="text/plain",
        reference="https://a.test",
        description="D",
        samples=(Sample(language="python", code="c()", name="N"),),
        examples=(Example(request="{}"), Example(response="[]", name="E")),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  title: T", "  titel: T", 3, "'titel'"),
        ("  title: T", "  title: 1", 3, "text"),
        ("  title: T", "  title: null", 3, "text"),
        ("    - language: python\n", "    - lang: python\n", 10, "'lang'"),
        ("      code: c()\n", "", 10, "`code` is missing"),
        ("    - request: '{}'\n", "    - 12\n", 14, "mapping"),
        ("  samples:\n", "  samples: {}\n  samples2:\n", 9, "list"),
    ],
)
def test_unknown_shapes_in_x_page_are_findings(
    old: str, new: str, line: int, words: str
) -> None:
    document = read(X_PAGE.replace(old, new))
    assert "x-page" not in document.root
    assert {(f.code, f.severity) for f in document.findings} == {("SW015", "warning")}
    assert (line, True) in [(at(f)[0], words in f.message) for f in document.findings]


@pytest.mark.parametrize("value", ["12", "[]", "text", "null"])
def test_x_page_that_is_no_mapping(value: str) -> None:
    document = read(f"openapi: 3.1.0\nx-page: {value}\n")
    assert document.page == PageInfo()
    assert [found.code for found in document.findings] == ["SW015"]
