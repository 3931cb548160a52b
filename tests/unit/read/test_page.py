"""Markdown pages taken apart."""

from __future__ import annotations

import time

import pytest

from specwright.read.info import Example, Sample
from specwright.read.page import looks_like_api, read_page

PAGE = """\
---
title: "In front"
---

> This is a page from the Acme documentation.

# Make a widget

POST https://api.acme.test/v1/widgets/{kind}
Content-Type: application/json

Makes one.

```python
not_a_sample()
```

## Notes

Reference: https://acme.test/docs/widgets/make

## OpenAPI Specification

```yaml
openapi: 3.1.0
info: {title: api, version: 1.0.0}
```

## SDK Code Examples

```python
from acme import Acme

client = Acme()
client.widgets.make("round")

```

```typescript Second kind
new Acme();
```
"""


def test_every_part_of_a_page() -> None:
    page = read_page(PAGE)
    info = page.info
    assert info.title == "Make a widget"
    assert (info.method, info.url) == (
        "POST",
        "https://api.acme.test/v1/widgets/{kind}",
    )
    assert info.content_type == "application/json"
    assert info.reference == "https://acme.test/docs/widgets/make"
    assert info.description.startswith("Makes one.\n\n```python\nnot_a_sample()\n```")
    assert info.description.endswith("## Notes")
    code = 'from acme import Acme\n\nclient = Acme()\nclient.widgets.make("round")\n'
    assert info.samples == (
        Sample(language="python", code=code),
        Sample(language="typescript", code="new Acme();\n", name="Second kind"),
    )
    spec = page.spec
    assert spec is not None
    assert PAGE.split("\n")[spec.line - 1] == "openapi: 3.1.0"
    assert spec.text == "openapi: 3.1.0\ninfo: {title: api, version: 1.0.0}\n"
    assert (spec.language, spec.indent, spec.closed) == ("yaml", 0, True)


def test_examples_pair_requests_with_responses() -> None:
    text = """\
## OpenAPI Specification

```yaml
openapi: 3.1.0
```

## Examples

### One

**Request**

```json
{"a": 1}
```

**Response**

```json
{"b": 2}
```

**SDK Code**

```python
client.a()
```

### Two

**Request**

```json
{"a": 2}
```

### Three

**Response**

```json
[]
```
"""
    info = read_page(text).info
    assert info.examples == (
        Example(name="One", request='{"a": 1}\n', response='{"b": 2}\n'),
        Example(name="Two", request='{"a": 2}\n'),
        Example(name="Three", response="[]\n"),
    )
    assert [sample.code for sample in info.samples] == ["client.a()\n"]


def test_a_foreign_page_names_its_call_in_the_info_string() -> None:
    text = "# Get\n\n## OpenAPI\n\n````yaml openapi/api.json GET /v1/{id}\nopenapi: 3.0.1\nx: |\n  ```\n````\n"
    page = read_page(text)
    assert (page.info.method, page.info.url) == ("GET", "/v1/{id}")
    assert page.spec is not None
    assert page.spec.text == "openapi: 3.0.1\nx: |\n  ```\n"


def test_a_channel_page() -> None:
    text = "# Live\n\nGET /v1/live\n\n## AsyncAPI Specification\n\n~~~yaml\nasyncapi: 2.6.0\n~~~\n"
    page = read_page(text)
    assert (page.info.method, page.info.url) == ("GET", "/v1/live")
    assert page.spec is not None
    assert page.spec.text == "asyncapi: 2.6.0\n"


def test_an_indented_fence_is_dedented() -> None:
    text = '1. Step\n\n   ```json\n   {\n     "openapi": "3.1.0"\n   }\n   ```\n'
    spec = read_page(text).spec
    assert spec is not None
    assert (spec.indent, spec.line) == (3, 4)
    assert spec.text == '{\n  "openapi": "3.1.0"\n}\n'


def test_the_announced_document_wins_over_one_in_the_prose() -> None:
    text = "# T\n\n```yaml\nopenapi: 3.0.0\n```\n\n## OpenAPI Specification\n\n```yaml\nopenapi: 3.1.0\n```\n"
    page = read_page(text)
    assert page.spec is not None
    assert page.spec.text == "openapi: 3.1.0\n"
    assert [other.text for other in page.others] == ["openapi: 3.0.0\n"]


def test_a_broken_document_is_still_the_document() -> None:
    page = read_page(
        "# T\n\n## OpenAPI Specification\n\n```yaml\nopenapy: 3.1.0\n```\n"
    )
    assert page.spec is not None


def test_an_unclosed_fence_is_told_from_a_closed_one() -> None:
    page = read_page("## OpenAPI\n\n```yaml\nopenapi: 3.1.0\npaths: {}\n")
    assert page.spec is not None
    assert not page.spec.closed
    assert page.spec.text == "openapi: 3.1.0\npaths: {}\n"


@pytest.mark.parametrize(
    "line",
    [
        "`GET` `https://a.test/x`",
        "**GET** https://a.test/x",
        "GET https://a.test/x",
        "GET  https://a.test/x  ",
    ],
)
def test_spellings_of_the_call(line: str) -> None:
    info = read_page(f"# T\n\n{line}\n").info
    assert (info.method, info.url) == ("GET", "https://a.test/x")


@pytest.mark.parametrize(
    "line", ["GET it while it lasts", "get https://a.test", "POST"]
)
def test_prose_is_no_call(line: str) -> None:
    info = read_page(f"# T\n\n{line}\n").info
    assert (info.method, info.description) == ("", line)


def test_headings_and_calls_in_fences_are_code() -> None:
    info = read_page("```\n# Not a title\nGET https://a.test\n```\n\n# Title\n").info
    assert (info.title, info.method) == ("Title", "")


def test_the_title_falls_back_on_the_front_matter() -> None:
    assert read_page("---\ntitle: 'Front' \n---\nText\n").info.title == "Front"
    assert read_page("---\nno end\n").spec is None


@pytest.mark.parametrize("text", ["", "\n", "plain", "```", "---", "# ", "**"])
def test_anything_is_a_page(text: str) -> None:
    assert read_page(text).spec is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("openapi: 3.1.0\n", True),
        ("# c\n\n---\ninfo: {}\nswagger: '2.0'\n", True),
        ('{"info": {}, "openapi": "3.1.0"}', True),
        ('{"text": "openapi"}', False),
        ("a:\n  openapi: x\n", False),
        ("", False),
    ],
)
def test_what_looks_like_an_api(text: str, expected: bool) -> None:
    assert looks_like_api(text) is expected


@pytest.mark.parametrize(
    "line",
    [
        *("# " + " " * 200_000 + "x", "```" + " a" * 100_000, "*" * 300_000),
        *("Reference: " + " " * 200_000, "GET https://a.test/" + "`" * 200_000),
        *(
            "\n" * 200_000,
            "<!--" * 100_000,
            "# ### " * 50_000,
            "title:" + " " * 200_000,
        ),
    ],
)
def test_no_line_takes_long(line: str) -> None:
    start = time.perf_counter()
    read_page(f"---\n{line}\n---\n{line}\n")
    looks_like_api(line)
    assert time.perf_counter() - start < 2
