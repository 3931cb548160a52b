from __future__ import annotations

from typing import Any

import pytest

TEXT = """\
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths:
  /a:
    get:
      tags: {tags}
      responses: {{'200': {{description: ok}}}}
"""


@pytest.mark.parametrize(
    ("tags", "became", "code"),
    [
        ("[[one, one/two]]", ["one/two"], "SW101"),
        ("[[[deep]]]", ["deep"], "SW101"),
        ("[plain, [a, b]]", ["b"], "SW101"),
        ("[subpackage_a.subpackage_a/b]", ["subpackage_a/b"], "SW102"),
        ("[subpackage_a.subpackage_b.c]", ["subpackage_b.c"], "SW102"),
        ("['', kept]", ["kept"], "SW103"),
        ("['']", [], "SW103"),
    ],
)
def test_a_chain_of_names_becomes_the_last(
    repaired: Any, tags: str, became: Any, code: str
) -> None:
    result = repaired(TEXT.format(tags=tags), only="SW101 SW102 SW103")

    assert result.at("paths", "/a", "get").get("tags") == became
    assert [(c, line) for c, line, _ in result.said] == [(code, 6)]


@pytest.mark.parametrize("tags", ["[[]]", "[[[], []]]"])
def test_a_list_without_a_name_is_no_tag(repaired: Any, tags: str) -> None:
    result = repaired(TEXT.format(tags=tags), only="SW101")

    assert "tags" not in result.at("paths", "/a", "get")
    assert result.said == [("SW101", 6, "/paths/~1a/get/tags/0")]


@pytest.mark.parametrize("tags", ["[one, two]", "[v1.users]", "[subpackage_a]"])
def test_tags_that_are_texts_stay(repaired: Any, tags: str) -> None:
    result = repaired(TEXT.format(tags=tags), only="SW101 SW102 SW103")

    assert result.at("paths", "/a", "get", "tags") == tags[1:-1].split(", ")
    assert result.said == []


def test_the_kept_name_keeps_its_place(repaired: Any) -> None:
    result = repaired(TEXT.format(tags="[[one, two]]"))

    tags = result.at("paths", "/a", "get", "tags")
    assert (tags.item_mark(0).line, tags.item_mark(0).column) == (6, 20)
