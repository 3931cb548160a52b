"""The table "Style Examples" of OpenAPI 3.2 (Parameter Object), cell by cell.

What the table calls `color` is sent here; `n/a` cells are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STRING = "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


@dataclass(frozen=True)
class Cell:
    """One value in one style."""

    style: str
    explode: bool
    value: Any
    text: str

    @property
    def places(self) -> tuple[str, ...]:
        """Where a parameter may have the style (OpenAPI 3.2, Style Values)."""
        return {
            "matrix": ("path",),
            "label": ("path",),
            "simple": ("path", "header"),
            "form": ("query", "cookie"),
            "cookie": ("cookie",),
        }.get(self.style, ("query",))

    @property
    def schema(self) -> dict[str, Any]:
        """A schema that the value fits."""
        if isinstance(self.value, str):
            return {"type": "string"}
        if isinstance(self.value, list):
            return {"type": "array", "items": {"type": "string"}}
        return {
            "type": "object",
            "properties": {name: {"type": "integer"} for name in self.value},
        }

    def __str__(self) -> str:
        shape = type(self.value).__name__ if self.value else "empty"
        return f"{self.style}-{'explode' if self.explode else 'joined'}-{shape}"


_ROWS = """
matrix         | false | ;color  | ;color=blue | ;color=blue,black,brown                 | ;color=R,100,G,200,B,150
matrix         | true  | ;color  | ;color=blue | ;color=blue;color=black;color=brown     | ;R=100;G=200;B=150
label          | false | .       | .blue       | .blue,black,brown                       | .R,100,G,200,B,150
label          | true  | .       | .blue       | .blue.black.brown                       | .R=100.G=200.B=150
simple         | false | empty   | blue        | blue,black,brown                        | R,100,G,200,B,150
simple         | true  | empty   | blue        | blue,black,brown                        | R=100,G=200,B=150
form           | false | color=  | color=blue  | color=blue,black,brown                  | color=R,100,G,200,B,150
form           | true  | color=  | color=blue  | color=blue&color=black&color=brown      | R=100&G=200&B=150
spaceDelimited | false | n/a     | n/a         | color=blue%20black%20brown              | color=R%20100%20G%20200%20B%20150
pipeDelimited  | false | n/a     | n/a         | color=blue%7Cblack%7Cbrown              | color=R%7C100%7CG%7C200%7CB%7C150
deepObject     | true  | n/a     | n/a         | n/a                                     | color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150
cookie         | false | color=  | color=blue  | color=blue,black,brown                  | color=R,100,G,200,B,150
cookie         | true  | color=  | color=blue  | color=blue; color=black; color=brown    | R=100; G=200; B=150
"""


def _cells() -> list[Cell]:
    found = []
    for row in _ROWS.strip().splitlines():
        style, explode, *texts = (part.strip() for part in row.split("|"))
        for value, text in zip(("", STRING, ARRAY, OBJECT), texts, strict=True):
            if text not in {"n/a", "empty"}:
                found.append(Cell(style, explode == "true", value, text))
    return found


CELLS = _cells()
