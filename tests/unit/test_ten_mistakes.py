"""Ten mistakes in one page are ten findings, each at its line, in a single run."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from specwright import pipeline
from specwright.config import Config
from specwright.diagnostics import Severity

NAME = "specs/orchard/trees.rings.samples.age.yaml"
CONFIG = Config(name="orchard", package="orchard", client_class="Orchard")

DOCUMENT = """\
openapi: 3.1.0
info:
  title: orchard
  version: 1.0.0
paths:
  /v1/trees/{tree_id}/rings/{ring_id}/age:
    post:
      operationId: age
      summary: Estimate the age
      description: Estimates the age of a tree by one of its rings
      tags:
        - subpackage_trees.subpackage_trees/rings
      parameters:
        - name: tree_id
          in: path
          description: The tree.
          required: true
          schema:
            type: string
        - name: ring_id
          in: path
          description: The ring.
          required: true
          schema:
            type: string
        - name: x-orchard-key
          in: header
          required: false
          schema:
            type: string
      responses:
        '200':
          description: Estimated
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Estimate'
        '422':
          description: Not estimated
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Problem'
servers:
  - url: https://api.orchard.example
  - url: https://api.eu.orchard.example
components:
  schemas:
    Estimate:
      type: object
      properties:
        years:
          type: integer
          minimum: 0
        quality:
          type: string
          enum: [low, high]
          default: low
      required:
        - years
      title: Estimate
    ProblemPlace:
      oneOf:
        - type: string
        - type: integer
      title: ProblemPlace
    Problem:
      type: object
      properties:
        places:
          type: array
          items:
            $ref: '#/components/schemas/ProblemPlace'
        message:
          type: string
      required:
        - places
        - message
      title: Problem
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One text put in the place of another; each old text stands for its first place."""

    old: str
    new: str
    code: str
    marked: str
    """The finding's column is where this begins in the new line."""
    below: int = 0
    """How many lines below the beginning of ``old`` the mistake is."""

    def line(self) -> int:
        before = DOCUMENT[: DOCUMENT.index(self.old)]
        return before.count("\n") + 1 + self.below


SPELLING = [
    Mistake(old="operationId", new="operationid", code="SW201", marked="operationid"),
    Mistake(old="in: path", new="in: paht", code="SW204", marked="paht"),
    Mistake(old="'200'", new="'20O'", code="SW205", marked="'20O'"),
    Mistake(
        old="schemas/Problem'",
        new="schemas/Problems'",
        code="SW320",
        marked="'#/components",
    ),
    Mistake(
        old="- url: https://api.eu",
        new="- uri: https://api.eu",
        code="SW201",
        marked="uri",
    ),
    Mistake(old="type: integer", new="type: intger", code="SW204", marked="intger"),
    Mistake(old="minimum: 0", new="minimum: none", code="SW203", marked="none"),
    Mistake(
        old="required:\n        - years",
        new="required:\n        - yaers",
        code="SW215",
        marked="yaers",
        below=1,
    ),
    Mistake(old="default: low", new="default: lwo", code="SW214", marked="lwo"),
    Mistake(
        old="message:\n          type: string",
        new="message:\n          tpye: string",
        code="SW218",
        marked="tpye",
        below=1,
    ),
]
STRUCTURE = [
    Mistake(old="version: 1.0.0", new="version: [1]", code="SW203", marked="[1]"),
    Mistake(
        old="summary: Estimate the age",
        new="summary: [Estimate]",
        code="SW203",
        marked="[Estimate]",
    ),
    Mistake(old="name: ring_id", new="name: ringid", code="SW211", marked="ringid"),
    Mistake(
        old="in: path\n          description: The tree.\n          required: true",
        new="in: path\n          description: The tree.\n          required: false",
        code="SW134",
        marked="false",
        below=2,
    ),
    Mistake(old="in: header", new="in: heading", code="SW204", marked="heading"),
    Mistake(
        old="content:\n            application/json:",
        new="contents:\n            application/json:",
        code="SW201",
        marked="contents",
    ),
    Mistake(
        old="'422':\n          description: Not estimated",
        new="'4222':\n          description: Not estimated",
        code="SW205",
        marked="'4222'",
    ),
    Mistake(
        old="url: https://api.eu.orchard",
        new="url: https://api.{region}.orchard",
        code="SW219",
        marked="https",
    ),
    Mistake(
        old="required:\n        - years\n      title",
        new="required: years\n      title",
        code="SW203",
        marked="years",
    ),
    Mistake(
        old="oneOf:\n        - type: string\n        - type: integer\n",
        new="oneOf: []\n",
        code="SW206",
        marked="[]",
    ),
]


def findings(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of what is more than a notice."""
    result = pipeline.generate({NAME: text.encode()}, CONFIG)
    found = [d for d in result.diagnostics.sorted() if d.severity is not Severity.NOTE]
    assert {d.location.file for d in found if d.location} <= {NAME}
    return [(d.code, d.location.line, d.location.column) for d in found if d.location]


def test_the_document_is_right_as_it_stands() -> None:
    assert findings(DOCUMENT) == []


@pytest.mark.parametrize(
    "mistakes", [SPELLING, STRUCTURE], ids=["spelling", "structure"]
)
def test_ten_mistakes_are_ten_findings(mistakes: list[Mistake]) -> None:
    text = DOCUMENT
    for mistake in mistakes:
        assert mistake.old in text
        text = text.replace(mistake.old, mistake.new, 1)
    lines = text.split("\n")
    expected = []
    for mistake in mistakes:
        shift = sum(
            other.new.count("\n") - other.old.count("\n")
            for other in mistakes
            if DOCUMENT.index(other.old) < DOCUMENT.index(mistake.old)
        )
        line = mistake.line() + shift
        column = lines[line - 1].index(mistake.marked) + 1
        expected.append((mistake.code, line, column))

    assert sorted(findings(text)) == sorted(expected)
    assert len(expected) == 10


@pytest.mark.parametrize(
    "mistake", [*SPELLING, *STRUCTURE], ids=lambda mistake: mistake.new.split("\n")[-1]
)
def test_each_mistake_alone_is_found_at_its_place_only(mistake: Mistake) -> None:
    text = DOCUMENT.replace(mistake.old, mistake.new, 1)
    line = mistake.line()
    column = text.split("\n")[line - 1].index(mistake.marked) + 1

    found = findings(text)
    assert (mistake.code, line, column) in found
    assert {place[1:] for place in found} == {(line, column)}
